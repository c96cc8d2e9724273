"""The pages on which roles, registrations and hours are kept."""

import re
from datetime import timedelta

import pytest

from forum.administration import reading
from forum.administration.registers import fingerprint
from forum.clock import today
from forum.extensions import db
from forum.models.personas import Credential, Grant
from forum.models.states import Role
from tests.builders.people import (
    Someone,
    a_clinician,
    a_lead,
    a_member,
    an_administrator,
    client_of,
    granted,
    viewer_of,
)
from tests.builders.talk import a_board

SOON = today() + timedelta(days=30)
REGISTRATION = {
    "pseudonym": "Quiet Otter",
    "display_name": "Dr A. Moss",
    "profession": "Psychologist",
    "register": "HCPC",
    "number": "PYL99901",
    "expires_on": SOON.isoformat(),
}
ROLE = {"pseudonym": "Quiet Otter", "role": "clinician", "boards": "all", "until": SOON.isoformat()}
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), "")


@pytest.fixture
def administrator(app):
    return client_of(app, an_administrator(app))


@pytest.fixture
def otter(app) -> Someone:
    return a_member(app, "Quiet Otter")


def errors_of(answer) -> list[str]:
    """Return the fields that a page says something about, in order."""
    return re.findall(r'class="field-error" id="([\w-]+)-error"', answer.text)


def sign(client, tick: bool = True):
    """Sign the one registration that waits."""
    (waiting,) = reading.credentials(is_approved=False)
    page = client.get("/admin/registrations/").text
    seen = re.search(rf'name="{waiting.persona_id}-seen"[^>]*value="(\w+)"', page)
    data = {f"{waiting.persona_id}-seen": seen[1] if seen else ""}
    data |= {f"{waiting.persona_id}-has_looked": "y"} if tick else {}
    return client.post(f"/admin/registrations/{waiting.persona_id}/sign", data=data)


def test_clinician_comes_to_be_by_two_people_in_three_steps(app, administrator, otter):
    administrator.post("/admin/registrations/new", data=REGISTRATION)
    sign(client_of(app, an_administrator(app)))
    answer = administrator.post("/admin/grants/new", data=ROLE, follow_redirects=True)
    assert "The role is given." in answer.text
    assert viewer_of(otter).may_moderate


def test_lead_finds_what_waits_and_signs(app, administrator, otter):
    administrator.post("/admin/registrations/new", data=REGISTRATION)
    lead = client_of(app, a_lead(app))
    assert "Dr A. Moss" in lead.get("/admin/registrations/").text
    assert sign(lead).status_code == 302
    assert reading.credentials(is_approved=False) == []


def test_lead_cannot_enter_a_registration(app, otter):
    answer = client_of(app, a_lead(app)).post("/admin/registrations/new", data=REGISTRATION)
    assert answer.status_code == 404


def test_signing_needs_the_tick_beside_it(app, administrator, otter):
    administrator.post("/admin/registrations/new", data=REGISTRATION)
    answer = sign(client_of(app, an_administrator(app)), tick=False)
    assert errors_of(answer)[0].endswith("has_looked")
    assert len(reading.credentials(is_approved=False)) == 1


def test_registration_that_was_changed_since_it_was_looked_up_is_not_signed(app, administrator, otter):
    administrator.post("/admin/registrations/new", data=REGISTRATION)
    (seen,) = reading.credentials(is_approved=False)
    administrator.post("/admin/registrations/new", data={**REGISTRATION, "number": "PYL99902"})
    data = {f"{seen.persona_id}-has_looked": "y", f"{seen.persona_id}-seen": fingerprint(seen.name, seen)}
    signer = client_of(app, an_administrator(app))
    answer = signer.post(f"/admin/registrations/{seen.persona_id}/sign", data=data, follow_redirects=True)
    assert "Nothing was signed" in answer.text
    assert len(reading.credentials(is_approved=False)) == 1


def test_who_entered_it_is_not_offered_to_sign(administrator, otter):
    administrator.post("/admin/registrations/new", data=REGISTRATION)
    page = administrator.get("/admin/registrations/").text
    assert "You entered this one" in page
    assert "has_looked" not in page


def test_who_entered_it_cannot_sign_all_the_same(administrator, otter):
    administrator.post("/admin/registrations/new", data=REGISTRATION)
    assert sign(administrator).status_code == 403
    assert len(reading.credentials(is_approved=False)) == 1


def test_own_registration_is_refused_beside_the_name(app):
    somebody = an_administrator(app, "Quiet Otter")
    answer = client_of(app, somebody).post("/admin/registrations/new", data=REGISTRATION)
    assert errors_of(answer) == ["pseudonym"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"pseudonym": "Nobody Here"}, "pseudonym"),
        ({"display_name": ""}, "display_name"),
        ({"profession": ""}, "profession"),
        ({"register": "ABC"}, "register"),
        ({"number": "12"}, "number"),
        ({"expires_on": "2001-01-01"}, "expires_on"),
        ({"expires_on": "soon"}, "expires_on"),
    ],
)
def test_registration_that_cannot_be_taken_says_where(administrator, otter, change, field):
    answer = administrator.post("/admin/registrations/new", data={**REGISTRATION, **change})
    assert field in errors_of(answer)
    assert db.session.query(Credential).all() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"pseudonym": "Nobody Here"}, "pseudonym"),
        ({"role": "king"}, "role"),
        ({"role": "clinician"}, "role"),
        ({"role": "mentor", "until": "2001-01-01"}, "until"),
        ({"role": "mentor", "boards": "no-such-board"}, "boards"),
    ],
)
def test_role_that_cannot_be_given_says_where(administrator, otter, change, field):
    before = len(reading.grants())
    answer = administrator.post("/admin/grants/new", data={**ROLE, **change})
    assert field in errors_of(answer)
    assert len(reading.grants()) == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"until": (SOON + timedelta(days=400)).isoformat()}, "until"),
        ({"until": ""}, "until"),
        ({"boards": []}, "boards"),
    ],
)
def test_clinical_role_past_its_bounds_says_where(app, administrator, change, field):
    a_clinician(app, "Quiet Otter")
    assert field in errors_of(administrator.post("/admin/grants/new", data={**ROLE, **change}))


def test_clinical_role_on_one_board_is_for_that_board(app, administrator):
    board, other = a_board(), a_board()
    a_clinician(app, "Quiet Otter", board=other)
    administrator.post("/admin/grants/new", data={**ROLE, "boards": board.id})
    held = db.session.query(Grant).filter_by(role=Role.CLINICIAN)
    assert {grant.board_id for grant in held} == {board.id, other.id}


@pytest.mark.parametrize("role", ["mentor", "administrator"])
def test_other_roles_are_for_all_boards_whatever_was_ticked(app, administrator, otter, role):
    administrator.post("/admin/grants/new", data={**ROLE, "role": role, "boards": a_board().id, "until": ""})
    (held,) = db.session.query(Grant).filter_by(persona_id=otter.everyday.persona_id)
    assert (held.board_id, held.expires_on) == (None, None)


def test_new_role_signs_its_holder_out(app, administrator, otter):
    client = client_of(app, otter)
    administrator.post("/admin/grants/new", data={**ROLE, "role": "mentor"})
    assert "Sign in" in client.get("/").text


def test_ended_role_signs_its_holder_out(app, administrator, otter):
    (held,) = [row for row in [granted(otter, Role.MENTOR)] and reading.grants() if row.role is Role.MENTOR]
    client = client_of(app, otter)
    answer = administrator.post(f"/admin/grants/{held.id}/end", follow_redirects=True)
    assert "The role has ended." in answer.text
    assert "Sign in" in client.get("/").text


def test_ending_a_role_is_asked_about_first(administrator):
    (held,) = reading.grants()
    assert "End this role" in administrator.get(f"/admin/grants/{held.id}/end").text


def test_only_administrator_cannot_go(administrator):
    (held,) = reading.grants()
    answer = administrator.post(f"/admin/grants/{held.id}/end", follow_redirects=True)
    assert "This is the only administrator." in answer.text
    assert len(reading.grants()) == 1


def test_role_that_is_over_is_missing(administrator):
    assert administrator.get("/admin/grants/nothing/end").status_code == 404


def test_hours_are_kept_and_shown(administrator):
    answer = administrator.post("/admin/hours/", data={**WEEK, "monday": "9:00-12:30"}, follow_redirects=True)
    assert "09:00–12:30" in answer.text
    assert reading.week() == [(0, 540, 750)]


def test_hours_are_tried_out_without_being_kept(administrator):
    answer = administrator.post(
        "/admin/hours/", data={**WEEK, **dict.fromkeys(WEEK, "00:00–24:00"), "holidays": "", "preview": "1"}
    )
    assert "moderators are there now" in answer.text
    assert reading.week() == []


def test_no_hours_are_said_to_mean_every_hour(administrator):
    assert "every hour counts as staffed" in administrator.get("/admin/hours/").text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tuesday": "09:00-12:00, 11:00-13:00"}, "tuesday"),
        ({"friday": "12:00-09:00"}, "friday"),
        ({"sunday": "all day"}, "sunday"),
        ({"holidays": "Christmas"}, "holidays"),
    ],
)
def test_hours_that_cannot_be_read_say_where(administrator, change, field):
    answer = administrator.post("/admin/hours/", data={**WEEK, **change})
    assert errors_of(answer) == [field]
    assert reading.week() == []
