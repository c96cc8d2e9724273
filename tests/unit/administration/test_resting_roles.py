"""A clinical role rests while its registration waits for a signature, and never outlives it."""

from datetime import date, timedelta

import pytest

from forum.administration import grants, reading
from forum.administration.grants import CredentialPlan
from forum.clock import today
from forum.extensions import db
from forum.models.personas import Credential
from forum.models.records import AuditEntry
from forum.models.states import Role
from forum.transaction import atomic
from tests.builders.counting import statements_of
from tests.builders.people import Someone, a_clinician, a_lead, granted, viewer_of

SOON, IN_A_YEAR = timedelta(days=30), timedelta(days=365)


def entered_anew(clinician: Someone, expires_on: date | None = None) -> Credential:
    face = grants.prepare_professional(clinician.everyday.persona_id)
    plan = CredentialPlan("Dr A. Moss", "Psychologist", "HCPC", "PYL99901", expires_on or today() + SOON)
    with atomic():
        return grants.propose_credential(None, face, plan)


def signed(credential: Credential) -> None:
    with atomic():
        grants.approve_credential(None, credential.persona_id)


def ends_of(clinician: Someone) -> list[date]:
    return [row.expires_on for row in reading.grants() if row.persona_id == clinician.everyday.persona_id]


@pytest.mark.parametrize("make", [a_clinician, a_lead])
def test_clinical_role_rests_while_the_registration_waits(app, make):
    clinician = make(app)
    entered_anew(clinician)
    assert not viewer_of(clinician).may_moderate


def test_clinical_role_counts_again_once_the_registration_is_signed(app):
    clinician = a_clinician(app)
    signed(entered_anew(clinician))
    assert viewer_of(clinician).may_moderate


def test_clinical_role_ends_with_the_new_registration(app):
    clinician = a_clinician(app)
    signed(entered_anew(clinician, today() + SOON))
    assert ends_of(clinician) == [today() + SOON]


def test_clinical_role_gains_no_day_by_a_longer_registration(app):
    clinician = a_clinician(app)
    signed(entered_anew(clinician, today() + 2 * IN_A_YEAR))
    assert ends_of(clinician) == [today() + IN_A_YEAR]


def test_other_roles_of_the_same_person_go_on(app):
    clinician = granted(a_clinician(app), Role.ADMINISTRATOR)
    entered_anew(clinician)
    assert viewer_of(clinician).may_administer


def test_roles_of_others_go_on(app):
    other = a_clinician(app)
    entered_anew(a_clinician(app))
    assert viewer_of(other).may_moderate


def test_role_that_ended_while_it_rested_stays_ended(app):
    clinician = a_clinician(app)
    credential = entered_anew(clinician)
    (held,) = reading.held_grants()
    with atomic():
        grants.revoke(None, held.id)
    signed(credential)
    assert not viewer_of(clinician).may_moderate


def test_record_of_a_registration_says_how_many_roles_rest_and_not_whose(app):
    clinician = a_clinician(app)
    signed(entered_anew(clinician))
    entries = db.session.query(AuditEntry).order_by(AuditEntry.made_at).all()
    assert [one.facts for one in entries] == [{"roles_rest": 1}, {"roles_resumed": 1}]
    assert clinician.everyday.persona_id not in {one.subject for one in entries}


def test_no_statement_binds_both_faces(app):
    clinician = a_clinician(app)
    assert clinician.professional is not None
    with statements_of(app) as asked:
        signed(entered_anew(clinician))
    both = {clinician.everyday.persona_id, clinician.professional.persona_id}
    bound = [{face for face in both if face in values} for values in asked.values]
    assert set().union(*bound) == both
    assert both not in bound
