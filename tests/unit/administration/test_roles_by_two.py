"""Administrators and leads are made by two people, and a second account of one's own is no second person."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from forum.administration import grants, proposals, reading, second_person
from forum.administration.grants import CredentialPlan
from forum.administration.second_person import Hindrance
from forum.clock import frozen_at, now, today
from forum.errors import BadInput, Conflict, NeedsSecondFactor, NotFound, Refused
from forum.extensions import db
from forum.models.personas import Credential, Grant
from forum.models.records import AuditEntry
from forum.models.states import Role
from forum.policy.viewer import Viewer
from forum.transaction import atomic
from tests.builders.people import (
    Someone,
    a_clinician,
    a_lead,
    a_member,
    an_administrator,
    granted,
    viewer_of,
    with_second_factor,
)

SOON, LATER = timedelta(days=30), timedelta(days=60)
ADMINISTRATOR, LEAD = Role.ADMINISTRATOR, Role.LEAD


def proposed(member: Someone, by: Viewer, role: Role = ADMINISTRATOR, until: timedelta | None = None) -> Grant:
    with atomic():
        (found,) = grants.grant(by, member.everyday.persona_id, role, [None], until and today() + until)
    return found


def signed(proposal: Grant, by: Viewer) -> Grant:
    with atomic():
        return proposals.sign(by, proposal.id)


def made(app, by: Viewer, and_by: Viewer) -> Viewer:
    """Make an administrator by two, and return them signed in."""
    member = with_second_factor(a_member(app))
    signed(proposed(member, by), and_by)
    return viewer_of(member)


def entered(app, by: Viewer) -> Credential:
    face = grants.prepare_professional(a_member(app).everyday.persona_id)
    plan = CredentialPlan("Dr A. Moss", "Psychologist", "HCPC", "PYL99901", today() + SOON)
    with atomic():
        return grants.propose_credential(by, face, plan)


def approved(credential: Credential, by: Viewer) -> Credential:
    with atomic():
        return grants.approve_credential(by, credential.persona_id)


@pytest.fixture
def first(app) -> Viewer:
    return viewer_of(an_administrator(app))


@pytest.fixture
def second(app) -> Viewer:
    return viewer_of(an_administrator(app))


def test_one_person_with_three_accounts_makes_no_clinician(app, first):
    accomplice, puppet = with_second_factor(a_member(app)), a_member(app)
    proposal = proposed(accomplice, first)
    with pytest.raises(Refused):
        signed(proposal, first)
    with pytest.raises(NotFound):
        signed(proposal, viewer_of(accomplice))
    credential = entered(app, first)
    for account in (first, viewer_of(accomplice)):
        with pytest.raises((Refused, NotFound)):
            approved(credential, account)
    with pytest.raises(BadInput, match="role: no_credential"), atomic():
        grants.grant(first, puppet.everyday.persona_id, Role.CLINICIAN, [None], today() + SOON)
    assert [viewer_of(one).is_staff for one in (accomplice, puppet)] == [False, False]


@pytest.mark.parametrize("role", [ADMINISTRATOR, LEAD])
def test_proposed_role_counts_for_nothing(app, first, role):
    member = a_clinician(app)
    before = viewer_of(member).grants
    proposed(member, first, role, SOON)
    assert viewer_of(member).grants == before


def test_proposed_role_is_in_no_list_of_roles_in_force(app, first):
    member = a_member(app)
    proposed(member, first)
    assert member.name not in [row.name for row in reading.grants()] + list(reading.administrators())


def test_role_counts_once_a_second_administrator_signs(app, first, second):
    assert made(app, first, second).may_administer


def test_lead_is_made_by_two_administrators(app, first, second):
    member = a_clinician(app)
    signed(proposed(member, first, LEAD, SOON), second)
    assert LEAD in {held.role for held in viewer_of(member).grants}


def test_operator_makes_an_administrator_alone(app):
    member = a_member(app)
    with atomic():
        grants.grant(None, member.everyday.persona_id, ADMINISTRATOR, [None])
    assert viewer_of(member).may_administer


def test_lead_signs_where_one_person_administers(app, first):
    assert made(app, first, viewer_of(a_lead(app))).may_administer


def test_lead_signs_for_no_role_where_another_administers(app, first, second):
    with pytest.raises(NotFound):
        signed(proposed(a_member(app), first), viewer_of(a_lead(app)))


@pytest.mark.parametrize("make", [a_member, a_clinician])
def test_signature_of_anybody_else_finds_no_role(app, first, make):
    with pytest.raises(NotFound):
        signed(proposed(a_member(app), first), viewer_of(make(app)))


def test_signature_on_a_role_needs_the_second_factor(app, first):
    with pytest.raises(NeedsSecondFactor):
        signed(proposed(a_member(app), first), viewer_of(granted(a_member(app), ADMINISTRATOR)))


def test_nobody_signs_for_a_role_of_their_own(app, first):
    member = an_administrator(app)
    with pytest.raises(Refused):
        signed(proposed(member, first), viewer_of(member))


def test_proposal_is_signed_once(app, first, second):
    proposal = proposed(a_member(app), first)
    signed(proposal, second)
    with pytest.raises(Conflict):
        signed(proposal, second)


def test_proposal_that_was_turned_down_cannot_be_signed(app, first, second):
    proposal = proposed(a_member(app), first)
    with atomic():
        grants.revoke(second, proposal.id)
    with pytest.raises(Conflict):
        signed(proposal, second)


def test_proposal_whose_last_day_passed_cannot_be_signed(app, first, second):
    proposal = proposed(a_member(app), first, until=SOON)
    with frozen_at(now() + LATER), pytest.raises(Conflict):
        signed(proposal, second)


def test_proposal_made_again_takes_the_place_of_the_first(app, first, second):
    member = a_member(app)
    proposed(member, first)
    again = proposed(member, second)
    assert [row.id for row in reading.proposed_grants()] == [again.id]


def test_lead_whose_registration_was_entered_anew_cannot_be_signed(app, first, second):
    member = a_clinician(app)
    proposal = proposed(member, first, LEAD, SOON)
    face = grants.prepare_professional(member.everyday.persona_id)
    with atomic():
        grants.propose_credential(first, face, CredentialPlan("Dr A", "Nurse", "HCPC", "PYL99902", today() + LATER))
    with pytest.raises(BadInput, match="role: credential_waits"):
        signed(proposal, second)


def test_new_last_day_of_an_administrator_waits_while_the_old_counts(app, first, second):
    member = an_administrator(app)
    proposal = proposed(member, first, until=SOON)
    assert viewer_of(member).may_administer
    assert signed(proposal, second).expires_on == today() + SOON
    assert [row.expires_on for row in reading.grants() if row.name == member.name] == [today() + SOON]


def test_whom_somebody_made_signs_nothing_of_theirs_for_a_week(app, first, second):
    fresh = made(app, first, second)
    for maker in (first, second):
        with pytest.raises(Refused):
            signed(proposed(a_member(app), maker), fresh)


def test_maker_signs_nothing_of_whom_they_made_for_a_week(app, first, second):
    fresh = made(app, first, second)
    with pytest.raises(Refused):
        signed(proposed(a_member(app), fresh), first)


def test_whom_somebody_made_signs_no_registration_of_theirs_for_a_week(app, first, second):
    fresh = made(app, first, second)
    with pytest.raises(Refused):
        approved(entered(app, first), fresh)


def test_lead_whom_somebody_made_signs_no_registration_of_theirs_for_a_week(app, first, second):
    lead = a_clinician(app)
    signed(proposed(lead, first, LEAD, SOON), second)
    with pytest.raises(Refused):
        approved(entered(app, first), viewer_of(lead))


def test_two_whom_the_same_person_made_sign_nothing_of_each_other_for_a_week(app, first, second):
    third = viewer_of(an_administrator(app))
    one, other = made(app, first, second), made(app, first, third)
    assert second_person.hindrance(one, other.everyday) is Hindrance.TOO_NEW


def test_whom_somebody_made_through_another_fresh_account_is_no_second_person(app, first, second):
    fresh = made(app, first, second)
    further = made(app, fresh, viewer_of(an_administrator(app)))
    assert second_person.hindrance(further, first.everyday) is Hindrance.TOO_NEW


def test_whom_others_made_may_sign_at_once(app, first, second):
    fresh = made(app, first, second)
    third = viewer_of(an_administrator(app))
    assert approved(entered(app, third), fresh).is_approved


def test_a_week_later_whom_somebody_made_may_sign(app, first, second):
    fresh = made(app, first, second)
    with frozen_at(now() + second_person.TOO_NEW):
        assert second_person.hindrance(fresh, first.everyday) is None


def test_role_that_ended_within_the_week_still_hinders(app, first, second):
    fresh = made(app, first, second)
    (held,) = db.session.query(Grant).filter_by(persona_id=fresh.everyday)
    with atomic():
        grants.revoke(first, held.id)
    assert second_person.hindrance(fresh, first.everyday) is Hindrance.TOO_NEW


def test_renewal_makes_nobody_new(app, first, second):
    member = an_administrator(app)
    signed(proposed(member, first, until=SOON), second)
    assert second_person.hindrance(viewer_of(member), first.everyday) is None


def test_proposal_alone_hinders_nobody(app, first):
    member = an_administrator(app)
    proposed(member, first, until=SOON)
    assert second_person.hindrance(viewer_of(member), first.everyday) is None


def test_proposal_and_signature_are_recorded_with_their_people(app, first, second):
    member = a_member(app)
    signed(proposed(member, first), second)
    entries = [(one.event, one.actor, one.subject) for one in db.session.query(AuditEntry).order_by(AuditEntry.made_at)]
    about = member.everyday.persona_id
    assert entries == [("grant.proposed", first.everyday, about), ("grant.approved", second.everyday, about)]


@pytest.mark.parametrize("waits_for", [None, "registration"])
def test_database_keeps_no_administrator_of_one_signature(app, first, waits_for):
    proposal = proposed(a_member(app), first)
    with pytest.raises(IntegrityError, match=r"grave_by_two"), atomic():
        db.session.get_one(Grant, proposal.id).waits_for = waits_for
        db.session.flush()


def test_database_keeps_no_role_signed_twice_by_one(app, first):
    proposal = proposed(a_member(app), first)
    with pytest.raises(IntegrityError, match=r"two_signatures"), atomic():
        db.session.get_one(Grant, proposal.id).approved_by = first.everyday
        db.session.flush()
