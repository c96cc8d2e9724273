"""The second signature on a role of those who sign: administrators and leads.

Invariant: a role that was proposed counts for nothing until a second person has signed exactly that proposal; one that
somebody holds already only gets its new last day, so that a renewal makes nobody new.
"""

from forum import audit
from forum.administration import grant_rows, grants, second_person
from forum.clock import today
from forum.errors import Conflict, NotFound
from forum.extensions import db
from forum.models.personas import Grant, RoleWaits
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.viewer import CLINICAL, Viewer
from forum.transaction import require_transaction


def sign(second: Viewer, grant_id: str) -> Grant:
    """Give the second signature on a role; return the grant that counts now.

    Raises NotFound to whoever signs for no roles; Refused to who is no second person; Conflict when it has been signed
    or turned down, or its last day has passed; BadInput when a clinical role's registration does not carry it any more.
    """
    require_transaction("forum")
    require(second, Permission.SIGN_CREDENTIAL)
    proposed = db.session.get(Grant, grant_id, with_for_update=True)
    if proposed is None or not second_person.may_sign_roles(second):
        raise NotFound
    second_person.require_second(second, proposed.granted_by, proposed.persona_id)
    if not _waits(proposed):
        raise Conflict
    if proposed.role in CLINICAL:
        grants.check_credential(proposed.persona_id, proposed.expires_on)
    counts = _renewed(proposed) or _begun(proposed, second)
    db.session.flush()
    audit.record("grant.approved", actor=second.everyday, subject=counts.persona_id, role=counts.role.value)
    return counts


def _waits(proposed: Grant) -> bool:
    is_over = proposed.expires_on is not None and proposed.expires_on < today()
    return proposed.waits_for is RoleWaits.SIGNATURE and proposed.revoked_on is None and not is_over


def _begun(proposed: Grant, second: Viewer) -> Grant:
    proposed.waits_for, proposed.approved_by, proposed.granted_on = None, second.everyday, today()
    return proposed


def _renewed(proposed: Grant) -> Grant | None:
    held = grant_rows.held_on(proposed.persona_id, proposed.role, proposed.board_id)
    if held is None:
        return None
    if held.expires_on is not None and held.expires_on < today():
        held.revoked_on = today()  # it ran out: the role begins anew, by these two
        return None
    held.expires_on, proposed.revoked_on = proposed.expires_on, today()
    return held
