"""The queue as a clinician sees it: what is late first, then what is gravest, then what has waited longest.

Cost: one statement at any length, and its plan is in ``stretches``. A cursor carries the moment that its first page
called "now", so that what becomes late while somebody pages is neither shown twice nor left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, true

from forum.clock import now
from forum.discussions import cursors
from forum.errors import Conflict
from forum.extensions import db
from forum.models.reviews import Review
from forum.models.states import ReviewState
from forum.moderation import stretches
from forum.moderation.claim import claim
from forum.moderation.stretches import COLUMNS, RANKS, Shape
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.predicates import LEADS
from forum.policy.viewer import CLINICAL, Author, Viewer

PAGE = 25
TRIES = 8


class Cursor(NamedTuple):
    """Where a page ended: the moment it called now, and its last row's place in the order."""

    as_of: datetime
    is_late: bool
    rank: int
    due_at: datetime
    review_id: str


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One stretch of the queue; rows carry board, level, urgency, times, holder and kind, never words."""

    rows: Sequence[Row[Any]]
    as_of: datetime
    next: str | None


def queue_page(clinician: Viewer, cursor: str | None = None) -> QueuePage:
    """Return one page of what waits on the clinician's boards, claimed items among it."""
    require(clinician, Permission.MODERATE)
    after = _decoded(cursor)
    as_of = after.as_of if after else now()
    rows = _rows(clinician, as_of, after, PAGE + 1)
    more = _encoded(as_of, rows[PAGE - 1]) if len(rows) > PAGE else None
    return QueuePage(rows[:PAGE], as_of, more)


def awaiting_second(lead: Viewer) -> Sequence[Row[Any]]:
    """Return what waits for a second signature on a lead's boards, the longest-waiting first."""
    require(lead, Permission.MODERATE)
    boards = lead.boards_as(LEADS)
    ours = true() if boards is None else Review.board_id.in_(sorted(boards))
    statement = COLUMNS.where(Review.state == ReviewState.AWAITING_SECOND, ours)
    return db.session.execute(statement.order_by(Review.due_at).limit(PAGE)).all()


def claim_next(clinician: Viewer) -> Review | None:
    """Claim the first item that nobody holds and that the clinician did not write; None when there is none."""
    require(clinician, Permission.MODERATE)
    as_of, after = now(), None
    while free := _rows(clinician, as_of, after, TRIES, is_free=True):
        for row in free:
            if clinician.owns(Author(row.author_id, row.author_scope)):
                continue
            try:
                return claim(clinician, row.id)
            except Conflict:  # somebody was faster between our look and our claim: the next one, then
                continue
        last = free[-1]
        after = Cursor(as_of, not last.not_late, last.rank, last.due_at, last.id)
    return None


def _rows(
    clinician: Viewer, as_of: datetime, after: Cursor | None, length: int, *, is_free: bool = False
) -> Sequence[Row[Any]]:
    held = clinician.boards_as(CLINICAL)
    boards = None if held is None else sorted(held)
    place = None if after is None else (after.rank, after.is_late)
    shape = Shape(None if boards is None else len(boards), place, is_free, length)
    given: dict[str, Any] = {**stretches.parameters(boards), "as_of": as_of}
    if after is not None:
        given |= {"after_due": after.due_at, "after_id": after.review_id}
    return db.session.execute(stretches.page(shape), given).all()


def _encoded(as_of: datetime, row: Row[Any]) -> str:
    parts = (as_of.isoformat(), str(row.not_late), str(row.rank), row.due_at.isoformat(), row.id)
    return cursors.sealed("queue", "|".join(parts))


def _decoded(cursor: str | None) -> Cursor | None:
    try:
        as_of, not_late, rank, due, review_id = cursors.opened("queue", cursor).split("|")
        read = Cursor(datetime.fromisoformat(as_of), not_late == "0", int(rank), datetime.fromisoformat(due), review_id)
    except ValueError:
        return None
    return read if read.as_of.tzinfo and read.due_at.tzinfo and read.rank in RANKS else None


__all__ = ["Cursor", "QueuePage", "awaiting_second", "claim_next", "queue_page"]
