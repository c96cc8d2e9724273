"""Letting in whom the operator names: account, public name, registration, role.

Invariant: the vault first, each database in its own transaction, and every step looks whether it was taken; run again
after a crash, it goes on where it stood. What the operator enters, the operator signs (proposed and approved by nobody
of the site), and the record says so.
"""

from dataclasses import dataclass, field

from forum.accounts import passwords, public_names
from forum.administration import enrolling, grants, reading
from forum.administration.grants import CredentialPlan
from forum.cli.setup_plans import Clinician, Newcomer
from forum.confidentiality import faces, personas
from forum.extensions import db
from forum.models.personas import Credential
from forum.models.states import Role
from forum.moderation import intake
from forum.transaction import atomic, vault_atomic


@dataclass(frozen=True, slots=True)
class LetIn:
    """Somebody who is in; the printed code, only now and only if they set their own password with it."""

    everyday_id: str
    signin_name: str
    is_new: bool
    printed_code: str | None = field(default=None, repr=False)


def let_in_administrator(who: Newcomer) -> LetIn:
    """Let somebody in who administers. Raises BadInput, NameTaken."""
    found = _let_in(who)
    with atomic():
        grants.grant(None, found.everyday_id, Role.ADMINISTRATOR, [None])
    grants.end_sessions_of(found.everyday_id)
    return found


def let_in_clinician(plan: Clinician) -> LetIn:
    """Let in a clinician or a lead, with their registration. Raises BadInput, NameTaken."""
    found = _let_in(plan.who)
    face = grants.prepare_professional(found.everyday_id)
    registration = CredentialPlan(plan.display_name, plan.profession, plan.register, plan.number, plan.expires_on)
    boards = [reading.board_id_of(slug) for slug in plan.boards] or [None]
    with atomic():
        if not _is_signed(face.persona_id, registration):
            grants.propose_credential(None, face, registration)
            grants.approve_credential(None, face.persona_id)
        grants.grant(None, found.everyday_id, plan.role, boards, plan.expires_on)
    grants.end_sessions_of(found.everyday_id)
    return found


def renew_code(signin_name: str) -> str | None:
    """Return a new printed code for somebody of the staff, or None when there is nobody such."""
    account_id = enrolling.account_called(signin_name)
    face = faces.face_of(account_id, faces.EVERYDAY) if account_id else None
    staff = {row.persona_id for row in reading.grants()}
    if account_id is None or face is None or face.persona_id not in staff:
        return None
    with vault_atomic():
        return enrolling.renew_code(account_id)


def _let_in(who: Newcomer) -> LetIn:
    account_id, code = enrolling.account_called(who.signin_name), None
    is_new = account_id is None
    if account_id is None:
        public_names.check(who.pseudonym)  # before an account is opened that could not be named
        hashed = passwords.hashed(who.password) if who.password else enrolling.nobodys_password()
        with vault_atomic():
            account_id, code = enrolling.open_account(who.signin_name, hashed)
    everyday = faces.ensure_face(account_id, faces.EVERYDAY)
    if personas.persona_named(everyday.persona_id) is None:
        with atomic():
            intake.submit_name(everyday, who.pseudonym)
    return LetIn(everyday.persona_id, who.signin_name, is_new, None if who.password else code)


def _is_signed(persona_id: str, plan: CredentialPlan) -> bool:
    held = db.session.get(Credential, persona_id)
    if held is None or not held.is_approved:
        return False
    return (held.register, held.number, held.expires_on) == (plan.register, plan.number, plan.expires_on)
