"""Giving and ending roles, and the credentials under which clinicians speak.

Invariants: a clinical grant never outlives its credential, so that a lapsed credential stops the grant by itself; a
credential counts once two people have signed for it (the operator at the command line may be one of them); a grant
ends the holder's sessions, so that it takes effect at the next sign-in and never in a session that had shown no
second factor.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from forum import audit
from forum.clock import today
from forum.columns import new_token
from forum.confidentiality import faces, personas, sign_ins
from forum.confidentiality.faces import Face
from forum.errors import BadInput, NotFound, Refused
from forum.extensions import db
from forum.models.personas import Credential, Grant, Persona
from forum.models.states import PersonaKind, Role
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.viewer import CLINICAL, Viewer
from forum.rich_text import clean_line
from forum.transaction import require_transaction, vault_atomic


@dataclass(frozen=True, slots=True)
class CredentialPlan:
    """A registration as it was looked up: by whom is the proposer, until when the register says."""

    display_name: str
    profession: str
    register: str
    number: str
    expires_on: date


def prepare_professional(everyday_id: str) -> Face:
    """Return the professional face of the account behind an everyday persona, made if need be (commits the vault).

    Raises NotFound when there is no such person.
    """
    account_id = faces.account_of(everyday_id)
    if account_id is None:
        raise NotFound
    return faces.ensure_face(account_id, faces.PROFESSIONAL)


def end_sessions_of(everyday_id: str) -> None:
    """End the sessions of the account behind an everyday persona (commits the vault)."""
    account_id = faces.account_of(everyday_id)
    if account_id is not None:
        with vault_atomic():
            sign_ins.end_all(account_id)


def propose_credential(administrator: Viewer | None, face: Face, plan: CredentialPlan) -> Credential:
    """Write down a registration; it counts once a second person approves. Raises BadInput."""
    require_transaction("forum")
    _require(administrator)
    if plan.expires_on <= today():
        raise BadInput("expires_on", "past")
    if not clean_line(plan.display_name):
        raise BadInput("display_name", "empty")
    persona = personas.introduce_professional(face, clean_line(plan.display_name))
    credential = db.session.get(Credential, persona.id) or Credential(persona_id=persona.id)
    credential.profession, credential.register = clean_line(plan.profession), clean_line(plan.register)
    credential.number, credential.expires_on = clean_line(plan.number), plan.expires_on
    credential.verified_on, credential.is_approved = today(), False
    credential.proposed_by, credential.approved_by = _actor(administrator), None
    db.session.add(credential)
    db.session.flush()
    audit.record("credential.proposed", actor=_actor(administrator), subject=persona.id)
    return credential


def approve_credential(second: Viewer | None, persona_id: str) -> Credential:
    """Give the second signature on a registration. Raises Refused to whoever proposed it."""
    require_transaction("forum")
    _require(second)
    credential = db.session.get(Credential, persona_id, with_for_update=True)
    if credential is None:
        raise NotFound
    if second is not None and credential.proposed_by == second.everyday:
        raise Refused
    credential.is_approved, credential.approved_by = True, _actor(second)
    db.session.flush()
    audit.record("credential.approved", actor=_actor(second), subject=persona_id)
    return credential


def grant(
    administrator: Viewer | None, everyday_id: str, role: Role, boards: Iterable[str | None], until: date | None = None
) -> list[Grant]:
    """Give a role on boards (None: on all); ``until`` is required of clinical roles. Raises BadInput, NotFound."""
    require_transaction("forum")
    _require(administrator)
    persona = db.session.get(Persona, everyday_id)
    if persona is None or persona.kind is not PersonaKind.EVERYDAY:
        raise NotFound
    if role in CLINICAL and until is None:
        raise BadInput("expires_on", "empty")
    given = [_give(administrator, everyday_id, role, board_id, until) for board_id in boards]
    audit.record("grant.given", actor=_actor(administrator), subject=everyday_id, role=role.value, boards=len(given))
    return given


def revoke(administrator: Viewer | None, grant_id: str) -> bool:
    """End a grant; return whether it was in force."""
    require_transaction("forum")
    _require(administrator)
    held = db.session.get(Grant, grant_id, with_for_update=True)
    if held is None:
        raise NotFound
    if held.revoked_on is not None:
        return False
    held.revoked_on = today()
    db.session.flush()
    audit.record("grant.revoked", actor=_actor(administrator), subject=held.persona_id, role=held.role.value)
    return True


def _give(
    administrator: Viewer | None, everyday_id: str, role: Role, board_id: str | None, until: date | None
) -> Grant:
    same_board = Grant.board_id.is_(None) if board_id is None else Grant.board_id == board_id
    held = db.session.execute(
        select(Grant).where(Grant.persona_id == everyday_id, Grant.role == role, same_board, Grant.revoked_on.is_(None))
    ).scalar_one_or_none()
    if held is None:
        held = Grant(id=new_token(), persona_id=everyday_id, role=role, board_id=board_id)
        db.session.add(held)
    held.granted_by, held.granted_on, held.expires_on = _actor(administrator), today(), until
    db.session.flush()
    return held


def _require(administrator: Viewer | None) -> None:
    if administrator is not None:
        require(administrator, Permission.ADMINISTER)


def _actor(administrator: Viewer | None) -> str | None:
    return administrator.everyday if administrator else None
