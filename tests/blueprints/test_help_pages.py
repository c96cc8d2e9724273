"""The pages that explain and help."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts import consenting
from forum.clock import frozen_at
from forum.extensions import db
from forum.models.boards import StaffedHours
from forum.models.states import Role
from forum.transaction import atomic
from tests.builders.people import a_member, client_of, granted

MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SUNDAY_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("country", "number"), [("US", "911"), ("us", "911"), ("AU", "000"), ("", "999"), ("??", "999")]
)
def test_help_always_answers_with_an_emergency_number(client: FlaskClient, country: str, number: str) -> None:
    assert f'href="tel:{number}"' in client.get("/help-now", query_string={"country": country}).text


def test_help_shows_the_numbers_of_ones_own_country(app: Flask) -> None:
    assert 'href="tel:911"' in client_of(app, a_member(app, country="US")).get("/help-now").text


def test_a_chosen_country_goes_before_ones_own(app: Flask) -> None:
    assert 'href="tel:000"' in client_of(app, a_member(app, country="US")).get("/help-now?country=AU").text


@pytest.mark.parametrize("page", ["/help-now", "/rules", "/how-your-privacy-is-kept", "/how-we-moderate", "/leave"])
def test_help_is_open_before_any_second_factor(app: Flask, page: str) -> None:
    assert client_of(app, granted(a_member(app), Role.ADMINISTRATOR)).get(page).status_code == 200


def test_a_number_past_its_date_says_so(client: FlaskClient) -> None:
    with frozen_at(datetime(2031, 1, 1, tzinfo=UTC)):
        assert "Last checked on" in client.get("/help-now").text


def test_the_rules_show_the_versions_that_are_agreed_to(client: FlaskClient) -> None:
    page = client.get("/rules").text
    assert f"Version {consenting.RULES_VERSION}" in page
    assert f"Version {consenting.LIMITS_VERSION}" in page


@pytest.mark.parametrize("target", ["15 minutes", "1 hour", "4 hours", "24 hours"])
def test_the_targets_are_public(client: FlaskClient, target: str) -> None:
    assert target in client.get("/how-we-moderate").text


@pytest.fixture
def weekdays(app: Flask) -> None:
    with atomic():
        db.session.add_all(StaffedHours(weekday=day, opens=9 * 60, closes=24 * 60) for day in range(5))


def test_the_hours_stand_under_their_days(client: FlaskClient, weekdays: None) -> None:
    page = client.get("/how-we-moderate").text
    assert page.count("09:00 – 24:00") == 5
    assert page.count("Nobody is here") == 2


def test_it_says_when_somebody_is_reading(client: FlaskClient, weekdays: None) -> None:
    with frozen_at(MONDAY_NOON):
        assert "Somebody is reading right now." in client.get("/how-we-moderate").text


def test_it_says_when_somebody_will_be(client: FlaskClient, weekdays: None) -> None:
    with frozen_at(SUNDAY_NOON):
        assert "next here on Monday, 09:00" in client.get("/how-we-moderate").text


def test_no_hours_are_not_invented(client: FlaskClient) -> None:
    assert "have not been entered yet" in client.get("/how-we-moderate").text


def test_the_page_one_leaves_to_says_nothing_of_this_place(app: Flask) -> None:
    member = a_member(app)
    page = client_of(app, member).get("/leave").text.lower()
    assert not any(
        word in page for word in ("alongside", "forum", "health", "help", "sign", "/static", member.name.lower())
    )
