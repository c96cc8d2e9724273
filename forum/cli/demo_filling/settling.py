"""Letting the invented people in: account, faces, name, and for staff the second factor, credential and grants.

Every step looks first whether it was taken, because a fill may have been cut off between any two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pyotp
from sqlalchemy import select

from forum.accounts import joining, passwords, second_factor, signin_names
from forum.accounts.joining import Joining
from forum.administration import grants
from forum.administration.grants import CredentialPlan
from forum.cli.demo_filling.content import ADMINISTRATOR, LEAD, Invented
from forum.clock import now, today
from forum.confidentiality import faces, identity, personas, sign_ins
from forum.confidentiality.faces import Face
from forum.extensions import db, vault
from forum.models.accounts import Account
from forum.models.personas import Credential, Grant
from forum.models.states import Role
from forum.moderation import intake
from forum.policy.viewer import Viewer
from forum.transaction import atomic, vault_atomic

PASSWORD = "walk along beside me"  # noqa: S105 # nosec B105 - of invented people on a site that only this machine reaches
A_YEAR = timedelta(days=365)
LABEL = "demonstration"


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """Somebody who has settled: their account, for its own shelf alone, and the viewer that they are."""

    account_id: str
    everyday: Face
    viewer: Viewer


@dataclass(frozen=True, slots=True)
class Settled:
    """An account with its faces, not yet signed in."""

    account_id: str
    account_key: str
    everyday: Face
    professional: Face | None


def settle(
    person: Invented,
    boards: Mapping[str, str],
    administrator: Viewer | None,
    lasts: timedelta,
    *,
    password_hash: str | None = None,
) -> Settled:
    """Let somebody in, with what their role needs; ``boards`` are ids by slug; grants last ``lasts`` from then.

    ``password_hash`` is for whoever makes very many people and hashes the one password once.
    """
    account_id, account_key = _account(person, password_hash)
    everyday = faces.ensure_face(account_id, faces.EVERYDAY)
    if personas.persona_named(everyday.persona_id) is None:
        with atomic():
            intake.submit_name(everyday, person.pseudonym)
    if person.is_staff:
        _set_second_factor(account_id, account_key)
    professional = None
    if person.is_clinical:
        professional = grants.prepare_professional(everyday.persona_id)
        _credential(person, professional, administrator, lasts)
    _grant(person, everyday, boards, administrator, lasts)
    return Settled(account_id, account_key, everyday, professional)


def signed_in(person: Invented, settled: Settled) -> Inhabitant:
    """Let somebody sign in for a moment, to learn which viewer they are; what they may do is read only now."""
    with vault_atomic():
        token = sign_ins.start(
            settled.account_id,
            settled.account_key,
            settled.everyday,
            settled.professional,
            has_second_factor=person.is_staff,
            label=LABEL,
        )
    found = identity.recognise(token)
    with vault_atomic():
        sign_ins.end_all(settled.account_id)
    if found is None:
        raise LookupError("a session was begun and is not there")
    return Inhabitant(settled.account_id, settled.everyday, found.viewer)


def _account(person: Invented, password_hash: str | None) -> tuple[str, str]:
    tag = signin_names.tag_of(person.key)
    row = vault.execute(select(Account.id, Account.key_id).where(Account.signin_tag == tag)).one_or_none()
    if row is not None:
        return row.id, row.key_id
    wanted = Joining(person.key, password_hash or passwords.hashed(PASSWORD), _address(person), person.country)
    with vault_atomic():
        joined = joining.join(wanted)
    return joined.account_id, joined.account_key


def _address(person: Invented) -> str | None:
    # A few gave one, so that the folder of mail has something to show.
    return f"{person.key}@mail.example" if person.is_future_mentor or person.role == LEAD else None


def _set_second_factor(account_id: str, account_key: str) -> None:
    if second_factor.is_set(account_id):
        return
    with vault_atomic():
        second_factor.begin(account_id, account_key)
    waiting = second_factor.enrolment(account_id, account_key)
    if waiting is None:
        raise LookupError("a second factor was begun and is not there")
    code = pyotp.TOTP(waiting.secret).at(now())
    with vault_atomic():
        second_factor.confirm(account_id, account_key, code)


def _credential(person: Invented, face: Face, administrator: Viewer | None, lasts: timedelta) -> None:
    held = db.session.get(Credential, face.persona_id)
    if held is None:
        plan = CredentialPlan(person.name, person.profession, person.register, person.number, today() + lasts)
        with atomic():
            grants.propose_credential(administrator, face, plan)
    if held is None or not held.is_approved:
        with atomic():
            grants.approve_credential(None, face.persona_id)  # the operator is the second person


def _grant(
    person: Invented, everyday: Face, boards: Mapping[str, str], administrator: Viewer | None, lasts: timedelta
) -> None:
    if not person.is_staff or _has_grant(everyday):
        return
    with atomic():
        if person.role == ADMINISTRATOR:
            grants.grant(None, everyday.persona_id, Role.ADMINISTRATOR, [None])
        else:
            role = Role.LEAD if person.role == LEAD else Role.CLINICIAN
            covered = [boards[slug] for slug in person.boards if slug in boards]
            giver = None if person.role == LEAD else administrator  # a lead is made by two people, or by the operator
            grants.grant(giver, everyday.persona_id, role, covered, today() + lasts)


def _has_grant(everyday: Face) -> bool:
    held = select(Grant.id).where(Grant.persona_id == everyday.persona_id)
    return db.session.execute(held.limit(1)).scalar() is not None
