"""The queue as a clinician sees it: what is late first, then what is gravest, then what has waited longest.

Cost: one statement at any length. Within a board and a rank, due order is age order, and what is late is its
beginning; so the page is the merge of the first few rows of each (board, rank) stretch of the queue's index, and the
next item to claim is the first of that merge that nobody holds. A cursor carries the moment that its first page
called "now".
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, case, literal, or_, select, text, tuple_, union_all

from forum.clock import now
from forum.columns import UtcDateTime
from forum.errors import Conflict
from forum.extensions import db
from forum.models.boards import Board
from forum.models.discussions import Post
from forum.models.personas import Persona
from forum.models.reviews import Review
from forum.models.states import ReviewState
from forum.moderation.claim import claim, claimable
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.predicates import LEADS
from forum.policy.viewer import CLINICAL, Author, Viewer

PAGE = 25
RANKS = (3, 2, 1, 0)
MOST_STRETCHES = 64  # past this many boards the stretches are by rank alone
TRIES = 8
# Spelled out: with parameters in it SQLite would not see that the queue's partial index applies.
IN_QUEUE = text("reviews.state IN ('open', 'claimed')")


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
    stretches = [_stretch(boards, rank, after, PAGE + 1) for boards, rank in product(_boards(clinician), RANKS)]
    rows = db.session.execute(_page(stretches, as_of)).all()
    more = _encoded(as_of, rows[PAGE - 1]) if len(rows) > PAGE else None
    return QueuePage(rows[:PAGE], as_of, more)


def awaiting_second(lead: Viewer) -> Sequence[Row[Any]]:
    """Return what waits for a second signature on a lead's boards, the longest-waiting first."""
    require(lead, Permission.MODERATE)
    boards = lead.boards_as(LEADS)
    ours = literal(True) if boards is None else Review.board_id.in_(sorted(boards))
    statement = _COLUMNS.where(Review.state == ReviewState.AWAITING_SECOND, ours)
    return db.session.execute(statement.order_by(Review.due_at).limit(PAGE)).all()


def claim_next(clinician: Viewer) -> Review | None:
    """Claim the first item that nobody holds and that the clinician did not write; None when there is none."""
    require(clinician, Permission.MODERATE)
    as_of, after = now(), None
    while free := _free(clinician, as_of, after):
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


def _free(clinician: Viewer, as_of: datetime, after: Cursor | None) -> Sequence[Row[Any]]:
    stretches = [
        _stretch(boards, rank, after, TRIES).where(claimable()) for boards, rank in product(_boards(clinician), RANKS)
    ]
    return db.session.execute(_page(stretches, as_of).limit(TRIES)).all()


def _boards(clinician: Viewer) -> list[ColumnElement[bool]]:
    """Return the stretches of the index to read: the site's own items, and each board apart while they are few."""
    boards = clinician.boards_as(CLINICAL)
    if boards is None:
        return [literal(True)]
    if len(boards) > MOST_STRETCHES:
        return [or_(Review.board_id.is_(None), Review.board_id.in_(sorted(boards)))]
    return [Review.board_id.is_(None), *(Review.board_id == board for board in sorted(boards))]


def _stretch(boards: ColumnElement[bool], rank: int, after: Cursor | None, length: int) -> Select[Any]:
    statement = (
        select(Review.id, Review.rank, Review.due_at)
        .where(IN_QUEUE, boards, Review.rank == rank)
        .order_by(Review.due_at, Review.id)
        .limit(length)
    )
    return statement if after is None else statement.where(_beyond(after, rank))


def _beyond(after: Cursor, rank: int) -> ColumnElement[bool]:
    place = tuple_(Review.due_at, Review.id) > tuple_(literal(after.due_at, UtcDateTime), literal(after.review_id))
    not_late = Review.due_at > literal(after.as_of, UtcDateTime)
    if rank == after.rank:
        return place
    if after.is_late:
        return not_late if rank > after.rank else literal(True)
    return literal(False) if rank > after.rank else not_late


def _page(stretches: Sequence[Select[Any]], as_of: datetime) -> Select[Any]:
    found = union_all(*(select(stretch.subquery()) for stretch in stretches)).subquery()
    late = case((found.c.due_at <= literal(as_of, UtcDateTime), 0), else_=1)
    return (
        _COLUMNS.add_columns(late.label("not_late"))
        .join(found, found.c.id == Review.id)
        .order_by(late, found.c.rank.desc(), found.c.due_at, found.c.id)
        .limit(PAGE + 1)
    )


def _encoded(as_of: datetime, row: Row[Any]) -> str:
    parts = (as_of.isoformat(), str(row.not_late), str(row.rank), row.due_at.isoformat(), row.id)
    return urlsafe_b64encode("|".join(parts).encode()).decode().rstrip("=")


def _decoded(cursor: str | None) -> Cursor | None:
    if not cursor:
        return None
    try:
        parts = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split("|")
        as_of, not_late, rank, due, review_id = parts
        read = Cursor(datetime.fromisoformat(as_of), not_late == "0", int(rank), datetime.fromisoformat(due), review_id)
    except ValueError:
        return None
    return read if read.as_of.tzinfo and read.due_at.tzinfo else None


_Author, _Holder = Persona.__table__.alias("author"), Persona.__table__.alias("holder")
_COLUMNS = (
    select(
        Review.id,
        Review.board_id,
        Review.post_id,
        Review.persona_id,
        Review.revision_id,
        Review.state,
        Review.level,
        Review.urgency,
        Review.rank,
        Review.opened_at,
        Review.due_at,
        Review.lease_until,
        Review.claimant_id,
        Review.author_id,
        Review.version,
        _Author.c.scope.label("author_scope"),
        _Author.c.kind.label("author_kind"),
        _Holder.c.name.label("holder"),
        Board.name.label("board_name"),
        Post.kind.label("post_kind"),
        Post.state.label("post_state"),
        Post.approved_revision_id,
    )
    .join(_Author, _Author.c.id == Review.author_id)
    .outerjoin(_Holder, _Holder.c.id == Review.claimant_id)
    .outerjoin(Board, Board.id == Review.board_id)
    .outerjoin(Post, Post.id == Review.post_id)
)
__all__ = ["Cursor", "QueuePage", "awaiting_second", "claim_next", "queue_page"]
