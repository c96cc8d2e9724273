"""The page on which a second person signs for administrators and leads, and what an administrator sees of it."""

from datetime import timedelta

import pytest

from forum.administration import grants, reading
from forum.administration.grants import CredentialPlan
from forum.clock import today
from forum.confidentiality import sign_ins
from forum.models.states import Role
from forum.transaction import atomic
from tests.builders.people import (
    a_clinician,
    a_lead,
    a_member,
    an_administrator,
    client_of,
    session_of,
    viewer_of,
    with_second_factor,
)

SOON = today() + timedelta(days=30)
ROLE = {"pseudonym": "Quiet Otter", "role": "administrator", "until": ""}
REGISTRATION = {
    "pseudonym": "Quiet Otter",
    "display_name": "Dr A. Moss",
    "profession": "Psychologist",
    "register": "HCPC",
    "number": "PYL99901",
    "expires_on": SOON.isoformat(),
}


@pytest.fixture
def proposer(app):
    return client_of(app, an_administrator(app, "Old Lantern"))


@pytest.fixture
def otter(app):
    return a_member(app, "Quiet Otter")


@pytest.fixture
def waiting(proposer, otter):
    """Return a role that waits for a second person."""
    proposer.post("/admin/grants/new", data=ROLE)
    (found,) = reading.proposed_grants()
    return found


def sign(client, waiting, tick: bool = True):
    data = {f"{waiting.id}-has_asked": "y"} if tick else {}
    return client.post(f"/admin/grants/{waiting.id}/sign", data=data, follow_redirects=True)


def test_proposing_says_that_a_second_person_signs(proposer, otter):
    answer = proposer.post("/admin/grants/new", data=ROLE, follow_redirects=True)
    assert "It counts once a second person has signed it." in answer.text


def test_proposing_signs_nobody_out(app, proposer, otter):
    token = session_of(otter)
    proposer.post("/admin/grants/new", data=ROLE)
    assert sign_ins.find(token) is not None


@pytest.mark.parametrize("address", ["/admin/", "/admin/grants/", "/admin/registrations/"])
def test_administration_says_that_a_role_waits(proposer, waiting, address):
    assert "1 role waits for a second person." in proposer.get(address).text


def test_another_administrator_sees_what_waits_and_who_proposed_it(app, waiting):
    page = client_of(app, an_administrator(app)).get("/admin/grants/waiting/").text
    assert "Quiet Otter" in page
    assert "Proposed by <bdi>Old Lantern</bdi>" in page or "Proposed by Old Lantern" in page


def test_another_administrator_signs(app, waiting, otter):
    answer = sign(client_of(app, an_administrator(app)), waiting)
    assert "The role counts from the person" in answer.text
    assert viewer_of(otter).may_administer


def test_signed_role_signs_its_holder_out(app, waiting, otter):
    token = session_of(otter)
    sign(client_of(app, an_administrator(app)), waiting)
    assert sign_ins.find(token) is None


def test_signing_a_role_needs_the_tick_beside_it(app, waiting, otter):
    answer = sign(client_of(app, an_administrator(app)), waiting, tick=False)
    assert "Please speak with the person first" in answer.text
    assert not viewer_of(otter).may_administer


def test_proposer_is_told_that_somebody_else_signs(proposer, waiting):
    page = proposer.get("/admin/grants/waiting/").text
    assert "You entered this one" in page
    assert "has_asked" not in page


def test_proposer_cannot_sign_all_the_same(proposer, waiting, otter):
    assert sign(proposer, waiting).status_code == 403
    assert not viewer_of(otter).may_administer


def test_fresh_second_account_is_told_why_it_cannot_sign(app, proposer):
    fresh = with_second_factor(a_member(app, "Quiet Otter"))
    proposer.post("/admin/grants/new", data=ROLE)
    (its_own,) = reading.proposed_grants()
    sign(client_of(app, an_administrator(app)), its_own)
    a_member(app, "Soft Plover")
    proposer.post("/admin/grants/new", data={**ROLE, "pseudonym": "Soft Plover"})
    page = client_of(app, fresh).get("/admin/grants/waiting/").text
    assert "Less than a week ago" in page
    assert "has_asked" not in page


def test_lead_signs_where_one_person_administers(app, waiting, otter):
    lead = client_of(app, a_lead(app))
    assert "1 role waits" in lead.get("/admin/registrations/").text
    sign(lead, waiting)
    assert viewer_of(otter).may_administer


def test_lead_sees_no_role_where_two_administer(app, waiting):
    an_administrator(app)
    lead = client_of(app, a_lead(app))
    assert "Quiet Otter" not in lead.get("/admin/grants/waiting/").text
    assert sign(lead, waiting).status_code == 404


def test_proposal_is_turned_down_without_signing_anybody_out(app, waiting, otter):
    token = session_of(otter)
    answer = client_of(app, an_administrator(app)).post(f"/admin/grants/{waiting.id}/end", follow_redirects=True)
    assert "The proposal is turned down." in answer.text
    assert reading.proposed_grants() == []
    assert sign_ins.find(token) is not None


def test_turning_a_proposal_down_is_asked_about_first(proposer, waiting):
    assert "Turn down a proposal" in proposer.get(f"/admin/grants/{waiting.id}/end").text


def test_registration_says_who_entered_it(app, proposer, otter):
    proposer.post("/admin/registrations/new", data=REGISTRATION)
    assert "Entered by Old Lantern." in client_of(app, an_administrator(app)).get("/admin/registrations/").text


def test_registration_entered_anew_signs_the_clinician_out(app, proposer):
    token = session_of(a_clinician(app, "Quiet Otter"))
    proposer.post("/admin/registrations/new", data=REGISTRATION)
    assert sign_ins.find(token) is None


def test_role_that_rests_says_so(app, proposer):
    a_clinician(app, "Quiet Otter")
    proposer.post("/admin/registrations/new", data=REGISTRATION)
    assert "rests until the registration is signed" in proposer.get("/admin/grants/").text


def test_lead_that_lost_the_registration_is_refused_beside_the_tick(app, proposer):
    otter = a_clinician(app, "Quiet Otter")
    proposer.post("/admin/grants/new", data={**ROLE, "role": "lead", "boards": "all", "until": SOON.isoformat()})
    (waiting,) = reading.proposed_grants()
    face = grants.prepare_professional(otter.everyday.persona_id)
    with atomic():
        grants.propose_credential(None, face, CredentialPlan("Dr A", "Nurse", "HCPC", "PYL99902", SOON))
    answer = sign(client_of(app, an_administrator(app)), waiting)
    assert "still waits for its second signature" in answer.text
    assert Role.LEAD not in {row.role for row in reading.grants()}
