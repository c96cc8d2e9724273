"""The rows of roles: one that counts, or rests, and one that is proposed, for each person, role and board.

Invariant: a proposal is a row of its own that nobody changes while it waits, so that what somebody signs is what they
have seen, and a role in force counts on meanwhile. Callers record what they do.
"""

from datetime import date

from sqlalchemy import select

from forum.clock import today
from forum.columns import new_token
from forum.extensions import db
from forum.models.personas import Grant, RoleWaits
from forum.models.states import Role


def give(by: str | None, everyday_id: str, role: Role, board_id: str | None, until: date | None) -> Grant:
    """Let a role count at once; one that is held already gets the new last day, and rests no more."""
    held = held_on(everyday_id, role, board_id)
    if held is None:
        held = Grant(id=new_token(), persona_id=everyday_id, role=role, board_id=board_id)
        db.session.add(held)
    held.granted_by, held.granted_on, held.expires_on = by, today(), until
    held.approved_by, held.waits_for = None, None
    db.session.flush()
    return held


def propose(by: str | None, everyday_id: str, role: Role, board_id: str | None, until: date | None) -> Grant:
    """Write down a role that waits for a second person; an earlier proposal of the same is turned down by it."""
    earlier = held_on(everyday_id, role, board_id, RoleWaits.SIGNATURE)
    if earlier is not None:
        earlier.revoked_on = today()
    proposed = Grant(id=new_token(), persona_id=everyday_id, role=role, board_id=board_id)
    proposed.granted_by, proposed.expires_on, proposed.waits_for = by, until, RoleWaits.SIGNATURE
    db.session.add(proposed)
    db.session.flush()
    return proposed


def held_on(everyday_id: str, role: Role, board_id: str | None, waits_for: RoleWaits | None = None) -> Grant | None:
    """Return the one grant of a role on a board that was not ended: the proposed one, or (by default) the other."""
    same_board = Grant.board_id.is_(None) if board_id is None else Grant.board_id == board_id
    is_proposed = waits_for is RoleWaits.SIGNATURE
    is_same_kind = Grant.waits_for.is_not_distinct_from if is_proposed else Grant.waits_for.is_distinct_from
    found = select(Grant).where(
        Grant.persona_id == everyday_id,
        Grant.role == role,
        same_board,
        Grant.revoked_on.is_(None),
        is_same_kind(RoleWaits.SIGNATURE),
    )
    return db.session.execute(found.with_for_update()).scalar_one_or_none()
