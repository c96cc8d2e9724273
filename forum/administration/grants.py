"""Giving and ending roles, and the credentials under which clinicians speak.

Invariants: a clinical grant is given on a credential that two people have signed for (the operator at the command line
may be one of them, or both) and never outlives it, so that a lapsed credential stops the grant by itself, and one that
was entered anew lets it rest; the roles of those who sign are themselves given by two (``second_person``,
``proposals``); nobody signs for their own; somebody always remains who administers. A grant ends the holder's sessions,
so that it takes effect at the next sign-in and never in a session that had shown no second factor.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from forum import audit
from forum.administration import grant_rows, registers, resting, second_person
from forum.clock import today
from forum.confidentiality import faces, personas, sign_ins
from forum.confidentiality.faces import Face
from forum.errors import BadInput, Conflict, NotFound, Refused
from forum.extensions import db
from forum.models.boards import Board
from forum.models.personas import Credential, Grant, Persona, in_force
from forum.models.states import PersonaKind, PersonaState, Role
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.viewer import CLINICAL, Viewer
from forum.rich_text import clean_line
from forum.transaction import require_transaction, vault_atomic

LONGEST = {"display_name": 60, "profession": 60}


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


def end_sessions_of(persona_id: str) -> None:
    """End the sessions of the account behind a persona (commits the vault)."""
    account_id = faces.account_of(persona_id)
    if account_id is not None:
        with vault_atomic():
            sign_ins.end_all(account_id)


def propose_credential(administrator: Viewer | None, face: Face, plan: CredentialPlan) -> Credential:
    """Write down a registration; it counts once a second person approves, and until then the roles on it rest.

    Raises Refused for one's own; BadInput for "expires_on" ("past"), "display_name" and "profession" ("empty",
    "too_long"), and what ``registers.normalised`` raises.
    """
    require_transaction("forum")
    _require(administrator)
    _refuse_own(administrator, face.persona_id)
    number = _checked_number(plan)
    persona = personas.introduce_professional(face, clean_line(plan.display_name))
    held = db.session.get(Credential, persona.id, with_for_update=True)
    credential = held or Credential(persona_id=persona.id)
    credential.profession, credential.register = clean_line(plan.profession), plan.register
    credential.number, credential.expires_on = number, plan.expires_on
    credential.verified_on, credential.is_approved = today(), False
    credential.proposed_by, credential.approved_by = _actor(administrator), None
    db.session.add(credential)
    db.session.flush()
    rest = resting.rest(persona.id)
    audit.record("credential.proposed", actor=_actor(administrator), subject=persona.id, roles_rest=rest)
    return credential


def approve_credential(second: Viewer | None, persona_id: str, seen: str | None = None) -> Credential:
    """Give the second signature on a registration; the roles that rested on it count again.

    ``seen`` is the ``registers.fingerprint`` of what the signer looked up. Raises NotFound; Refused to whoever is no
    second person, and to whom it is about; Conflict when it has been signed already, has lapsed while it waited, or is
    not what was seen.
    """
    require_transaction("forum")
    if second is not None:
        require(second, Permission.SIGN_CREDENTIAL)
    personas.note_new_look(persona_id)  # threads are locked first, as by whoever enters a registration
    credential = db.session.get(Credential, persona_id, with_for_update=True)
    if credential is None:
        raise NotFound
    if second is not None:
        second_person.require_second(second, credential.proposed_by)
    _refuse_own(second, persona_id)
    is_other = seen is not None and seen != registers.fingerprint(_display_name(persona_id), credential)
    if credential.is_approved or credential.expires_on < today() or is_other:
        raise Conflict
    credential.is_approved, credential.approved_by = True, _actor(second)
    db.session.flush()
    resumed = resting.resume(credential)
    audit.record("credential.approved", actor=_actor(second), subject=persona_id, roles_resumed=resumed)
    return credential


def grant(
    administrator: Viewer | None, everyday_id: str, role: Role, boards: Iterable[str | None], until: date | None = None
) -> list[Grant]:
    """Give a role on boards (None: on all); clinical roles need an approved credential and an ``until`` within it.

    Roles of ``second_person.BY_TWO`` are only proposed, unless the operator (None) gives them: see ``waits_for``.
    Raises NotFound; BadInput for "until" ("empty", "past", "after_credential"), "role" ("no_credential",
    "credential_waits") and "boards" ("empty").
    """
    require_transaction("forum")
    _require(administrator)
    persona, wanted = db.session.get(Persona, everyday_id), list(boards)
    if persona is None or persona.kind is not PersonaKind.EVERYDAY or persona.state is PersonaState.ERASED:
        raise NotFound
    if any(board_id is not None and db.session.get(Board, board_id) is None for board_id in wanted):
        raise NotFound
    if not wanted:
        raise BadInput("boards", "empty")
    if until is not None and until <= today():
        raise BadInput("until", "past")
    if role in CLINICAL:
        check_credential(everyday_id, until)
    is_proposal = administrator is not None and role in second_person.BY_TWO
    write, event = (grant_rows.propose, "grant.proposed") if is_proposal else (grant_rows.give, "grant.given")
    giver = _actor(administrator)
    given = [write(giver, everyday_id, role, board_id, until) for board_id in wanted]
    audit.record(event, actor=giver, subject=everyday_id, role=role.value, boards=len(given))
    return given


def revoke(administrator: Viewer | None, grant_id: str) -> bool:
    """End a grant, or turn one down that waits; return whether it was open. Raises NotFound; Conflict for the last
    administrator's.
    """
    require_transaction("forum")
    _require(administrator)
    held = db.session.get(Grant, grant_id)
    if held is None:
        raise NotFound
    others = _lock_administrators() - {grant_id} if held.role is Role.ADMINISTRATOR else {grant_id}
    db.session.refresh(held, with_for_update=True)
    if held.revoked_on is not None:
        return False
    if not others:
        raise Conflict
    held.revoked_on = today()
    db.session.flush()
    audit.record("grant.revoked", actor=_actor(administrator), subject=held.persona_id, role=held.role.value)
    return True


def _checked_number(plan: CredentialPlan) -> str:
    if plan.expires_on <= today():
        raise BadInput("expires_on", "past")
    for field, longest in LONGEST.items():
        words = clean_line(getattr(plan, field))
        if not words:
            raise BadInput(field, "empty")
        if len(words) > longest:
            raise BadInput(field, "too_long")
    return registers.normalised(plan.register, clean_line(plan.number))


def check_credential(everyday_id: str, until: date | None) -> None:
    """Raise BadInput unless a clinical role may count until that day; the registration stays as it is meanwhile."""
    if until is None:
        raise BadInput("until", "empty")
    account_id = faces.account_of(everyday_id)
    face = faces.face_of(account_id, faces.PROFESSIONAL) if account_id else None
    credential = db.session.get(Credential, face.persona_id, with_for_update=True) if face else None
    if credential is None or credential.expires_on < today():
        raise BadInput("role", "no_credential")
    if not credential.is_approved:
        raise BadInput("role", "credential_waits")
    if until > credential.expires_on:
        raise BadInput("until", "after_credential")


def _refuse_own(signer: Viewer | None, professional_id: str) -> None:
    # Asked of the account: a session that began before the professional face was made does not carry it.
    account_id = faces.account_of(professional_id) if signer else None
    everyday = faces.face_of(account_id, faces.EVERYDAY) if account_id else None
    if signer is not None and everyday is not None and everyday.persona_id == signer.everyday:
        raise Refused


def _display_name(persona_id: str) -> str:
    return db.session.get_one(Persona, persona_id).name


def _lock_administrators() -> set[str]:
    # All of them, in one order, so that two who end each other's role at once do not leave the house empty.
    rows = db.session.execute(
        select(Grant.id).where(Grant.role == Role.ADMINISTRATOR, in_force(today())).order_by(Grant.id).with_for_update()
    )
    return set(rows.scalars())


def _require(administrator: Viewer | None) -> None:
    if administrator is not None:
        require(administrator, Permission.ADMINISTER)


def _actor(administrator: Viewer | None) -> str | None:
    return administrator.everyday if administrator else None
