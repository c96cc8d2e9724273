"""What a finding asks of the gate: DESIGN's list of what holds whatever the policy of a board."""

import pytest

from forum.identifiers.find import find, must_hold
from forum.identifiers.kinds import ACTIONS, Action, Kind

ONLY_WARN = {
    Kind.NAME_PART,
    Kind.CLINICIAN_NAME,
    Kind.HOSPITAL,
    Kind.PLACE,
    Kind.DATE,
    Kind.AGE_OVER_89,
    Kind.URL,
    Kind.IP,
}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_holds_unless_the_design_says_it_only_warns(kind: Kind) -> None:
    assert ACTIONS[kind] is (Action.WARN if kind in ONLY_WARN else Action.HOLD)


def test_a_telephone_number_holds() -> None:
    assert must_hold(find("Ring me on 07700 900123"))


def test_dates_places_and_clinicians_together_do_not_hold() -> None:
    findings = find("Dr Anna Lopez saw me at St Mary's Hospital in Leeds on 3 May 2019")
    assert {finding.kind for finding in findings} == {Kind.CLINICIAN_NAME, Kind.HOSPITAL, Kind.PLACE, Kind.DATE}
    assert not must_hold(findings)


def test_a_finding_knows_its_action() -> None:
    (finding,) = find("my son Will")
    assert finding.action is Action.WARN


def test_nothing_found_holds_nothing() -> None:
    assert not must_hold(find("I feel a bit better today"))
