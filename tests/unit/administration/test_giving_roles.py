"""Registrations, roles, and who may sign for what."""

from datetime import timedelta

import pytest

from forum.administration import grants, reading
from forum.administration.grants import CredentialPlan
from forum.clock import frozen_at, now, today
from forum.confidentiality import sign_ins
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
    session_of,
    viewer_of,
)
from tests.builders.talk import a_board

SOON, LATER = timedelta(days=30), timedelta(days=60)


def a_plan(**changes: object) -> CredentialPlan:
    usual = {
        "display_name": "Dr A. Moss",
        "profession": "Psychologist",
        "register": "HCPC",
        "number": "PYL99901",
        "expires_on": today() + SOON,
    }
    return CredentialPlan(**{**usual, **changes})  # type: ignore[arg-type]


def proposed(member: Someone, by: Viewer | None = None, **changes: object) -> Credential:
    face = grants.prepare_professional(member.everyday.persona_id)
    with atomic():
        return grants.propose_credential(by, face, a_plan(**changes))


def signed(credential: Credential, by: Viewer | None = None) -> Credential:
    with atomic():
        return grants.approve_credential(by, credential.persona_id)


def given(member: Someone, role: Role = Role.CLINICIAN, by: Viewer | None = None, until: object = None) -> list[Grant]:
    with atomic():
        return grants.grant(by, member.everyday.persona_id, role, [None], until or today() + SOON)  # type: ignore[arg-type]


def with_registration(app) -> Someone:
    member = a_member(app)
    signed(proposed(member))
    return member


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"expires_on": today()}, "expires_on: past"),
        ({"display_name": " "}, "display_name: empty"),
        ({"display_name": "d" * 61}, "display_name: too_long"),
        ({"profession": ""}, "profession: empty"),
        ({"register": "ABC"}, "register: unknown"),
        ({"number": "12"}, "number: form"),
    ],
)
def test_registration_that_cannot_be_taken_is_refused(app, change, problem):
    with pytest.raises(BadInput, match=problem):
        proposed(a_member(app), **change)


def test_registration_waits_for_a_second_signature(app):
    assert not proposed(a_member(app), viewer_of(an_administrator(app))).is_approved


def test_registration_counts_once_another_administrator_signs(app):
    credential = proposed(a_member(app), viewer_of(an_administrator(app)))
    assert signed(credential, viewer_of(an_administrator(app))).is_approved


def test_lead_of_any_board_may_sign(app):
    credential = proposed(a_member(app), viewer_of(an_administrator(app)))
    assert signed(credential, viewer_of(a_lead(app, board=a_board()))).is_approved


def test_nobody_signs_twice(app):
    administrator = viewer_of(an_administrator(app))
    credential = proposed(a_member(app), administrator)
    with pytest.raises(Refused):
        signed(credential, administrator)


def test_nobody_enters_their_own_registration(app):
    administrator = an_administrator(app)
    with pytest.raises(Refused):
        proposed(administrator, viewer_of(administrator))


def test_nobody_signs_for_their_own_registration(app):
    subject = an_administrator(app)
    session_before_the_face_was_made = viewer_of(subject)
    credential = proposed(subject, viewer_of(an_administrator(app)))
    with pytest.raises(Refused):
        signed(credential, session_before_the_face_was_made)


@pytest.mark.parametrize("make", [a_member, a_clinician])
def test_signature_of_anybody_else_finds_nothing(app, make):
    credential = proposed(a_member(app))
    with pytest.raises(NotFound):
        signed(credential, viewer_of(make(app)))


def test_signature_needs_the_second_factor(app):
    credential = proposed(a_member(app))
    with pytest.raises(NeedsSecondFactor):
        signed(credential, viewer_of(granted(a_member(app), Role.ADMINISTRATOR)))


def test_registration_is_signed_once(app):
    credential = signed(proposed(a_member(app)))
    with pytest.raises(Conflict):
        signed(credential, viewer_of(an_administrator(app)))


def test_registration_that_lapsed_while_it_waited_cannot_be_signed(app):
    credential = proposed(a_member(app))
    with frozen_at(now() + LATER), pytest.raises(Conflict):
        signed(credential)


def test_registration_entered_again_waits_again(app):
    member = with_registration(app)
    assert not proposed(member, expires_on=today() + LATER).is_approved


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.LEAD])
def test_clinical_role_without_a_registration_is_refused(app, role):
    with pytest.raises(BadInput, match="role: no_credential"):
        given(a_member(app), role)


def test_clinical_role_waits_for_the_second_signature(app):
    member = a_member(app)
    proposed(member, viewer_of(an_administrator(app)))
    with pytest.raises(BadInput, match="role: credential_waits"):
        given(member)


def test_clinical_role_never_outlives_its_registration(app):
    with pytest.raises(BadInput, match="until: after_credential"):
        given(with_registration(app), until=today() + LATER)


def test_clinical_role_needs_a_last_day(app):
    member = with_registration(app)
    with pytest.raises(BadInput, match="until: empty"), atomic():
        grants.grant(None, member.everyday.persona_id, Role.CLINICIAN, [None])


def test_role_cannot_end_before_it_begins(app):
    with pytest.raises(BadInput, match="until: past"):
        given(a_member(app), Role.MENTOR, until=today())


def test_clinical_role_counts_for_the_viewer(app):
    member = with_registration(app)
    given(member)
    assert viewer_of(member).may_moderate


def test_role_stops_by_itself_after_its_last_day(app):
    member = with_registration(app)
    given(member)
    with frozen_at(now() + LATER):
        assert not viewer_of(member).may_moderate


def test_role_given_again_keeps_one_row_with_the_new_day(app):
    member = a_member(app)
    given(member, Role.MENTOR)
    given(member, Role.MENTOR, until=today() + LATER)
    assert [row.expires_on for row in reading.grants()] == [today() + LATER]


def test_role_on_no_board_is_refused(app):
    member = a_member(app)
    with pytest.raises(BadInput, match="boards: empty"), atomic():
        grants.grant(None, member.everyday.persona_id, Role.MENTOR, [])


@pytest.mark.parametrize("board", ["no-such-board"])
def test_role_on_a_board_that_is_not_there_finds_nothing(app, board):
    member = a_member(app)
    with pytest.raises(NotFound), atomic():
        grants.grant(None, member.everyday.persona_id, Role.MENTOR, [board])


def test_role_is_for_everyday_faces_alone(app):
    clinician = a_clinician(app)
    with pytest.raises(NotFound), atomic():
        grants.grant(None, clinician.professional.persona_id, Role.MENTOR, [None])


@pytest.mark.parametrize("make", [a_member, a_clinician, a_lead])
def test_role_is_for_administrators_to_give(app, make):
    viewer = viewer_of(make(app))
    with pytest.raises(NotFound):
        given(a_member(app), Role.MENTOR, viewer)


def test_revoked_role_does_not_count(app):
    member = a_member(app)
    (held,) = given(member, Role.ADMINISTRATOR)
    an_administrator(app)
    with atomic():
        grants.revoke(None, held.id)
    assert not viewer_of(member).may_administer


def test_role_ends_once(app):
    (held,) = given(a_member(app), Role.MENTOR)
    with atomic():
        answers = [grants.revoke(None, held.id) for _ in range(2)]
    assert answers == [True, False]


def test_last_administrator_stays(app):
    (held,) = given(a_member(app), Role.ADMINISTRATOR)
    with pytest.raises(Conflict), atomic():
        grants.revoke(None, held.id)


def test_administrator_whose_role_ran_out_does_not_count_as_another(app):
    (held,) = given(a_member(app), Role.ADMINISTRATOR, until=today() + LATER)
    given(a_member(app), Role.ADMINISTRATOR)
    with frozen_at(now() + SOON + timedelta(days=1)), pytest.raises(Conflict), atomic():
        grants.revoke(None, held.id)


def test_ended_session_is_over_everywhere(app):
    member = a_member(app)
    token = session_of(member)
    grants.end_sessions_of(member.everyday.persona_id)
    assert sign_ins.find(token) is None


def test_every_signature_is_recorded(app):
    member = with_registration(app)
    given(member)
    events = [entry.event for entry in db.session.query(AuditEntry).order_by(AuditEntry.made_at)]
    assert events == ["credential.proposed", "credential.approved", "grant.given"]


def test_list_of_roles_names_no_professional_face(app):
    member = with_registration(app)
    given(member)
    assert [row.name for row in reading.grants()] == [member.name]


def test_list_of_registrations_names_no_everyday_face(app):
    with_registration(app)
    assert [row.name for row in reading.credentials(is_approved=True)] == ["Dr A. Moss"]
