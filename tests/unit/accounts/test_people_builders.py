"""The people that other tests use are what they say."""

from flask import Flask

from forum.models.states import Role
from tests.builders import people


def test_a_member_is_signed_in_under_the_public_name(app: Flask) -> None:
    viewer = people.viewer_of(people.a_member(app, name="Mossy Brook"))
    assert (viewer.is_signed_in, viewer.name, viewer.is_staff) == (True, "Mossy Brook", False)


def test_a_clinician_may_moderate_and_speaks_professionally(app: Flask) -> None:
    viewer = people.viewer_of(people.a_clinician(app))
    assert viewer.may_moderate and viewer.has_second_factor and viewer.professional is not None


def test_a_lead_holds_a_lead_grant(app: Flask) -> None:
    assert people.viewer_of(people.a_lead(app)).holds(frozenset({Role.LEAD}), None)


def test_an_administrator_may_administer_and_not_moderate(app: Flask) -> None:
    viewer = people.viewer_of(people.an_administrator(app))
    assert viewer.may_administer and not viewer.may_moderate


def test_somebody_without_a_name_has_none(app: Flask) -> None:
    assert people.viewer_of(people.someone_without_a_name(app)).name == ""
