"""Clinical roles rest while the registration that they stand on waits for a signature.

Invariants: the forum keeps no column that joins a role to a registration (decision 0007), so whoever changes a
registration comes through here; no statement binds both faces, and the record of a registration says how many roles
rest, never whose.
"""

from collections.abc import Sequence

from sqlalchemy import select

from forum.clock import today
from forum.confidentiality import faces
from forum.extensions import db
from forum.models.personas import Credential, Grant, RoleWaits, is_open
from forum.policy.viewer import CLINICAL


def rest(professional_id: str) -> int:
    """Let the clinical roles in force rest; return how many there were."""
    held = _clinical(professional_id, None)
    for one in held:
        one.waits_for = RoleWaits.REGISTRATION
    db.session.flush()
    return len(held)


def resume(credential: Credential) -> int:
    """Let the roles that rest count again, none beyond the registration's last day; return how many there were."""
    held = _clinical(credential.persona_id, RoleWaits.REGISTRATION)
    for one in held:
        one.waits_for = None
        one.expires_on = min(one.expires_on or credential.expires_on, credential.expires_on)
    db.session.flush()
    return len(held)


def _clinical(professional_id: str, waits_for: RoleWaits | None) -> Sequence[Grant]:
    account_id = faces.account_of(professional_id)
    everyday = faces.face_of(account_id, faces.EVERYDAY) if account_id else None
    if everyday is None:
        return []
    found = select(Grant).where(
        Grant.persona_id == everyday.persona_id,
        Grant.role.in_(sorted(CLINICAL)),
        Grant.waits_for.is_not_distinct_from(waits_for),
        is_open(today()),
    )
    return db.session.execute(found.order_by(Grant.id).with_for_update()).scalars().all()
