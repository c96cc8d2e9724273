"""The one statement of the queue: the merge of the first few rows of each (board, rank) stretch of its index.

Within a board and a rank, due order is age order, and what is late is its beginning. So whatever the length of the
queue, only so many rows of each stretch are read as a page can show; they are put in order first and joined to what
the page says of them afterwards. A statement is built once for each shape that it can have: building it costs more
than asking it.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    bindparam,
    case,
    false,
    or_,
    select,
    text,
    true,
    tuple_,
    union_all,
)

from forum.columns import UtcDateTime
from forum.models.boards import Board
from forum.models.discussions import Post
from forum.models.personas import Persona
from forum.models.reviews import Review
from forum.moderation.claim import claimable

RANKS = (3, 2, 1, 0)
MOST_APART = 32  # past this many boards the stretches are by rank alone
# Spelled out: with parameters in it SQLite would not see that the queue's partial index applies.
IN_QUEUE = text("reviews.state IN ('open', 'claimed')")


class Shape(NamedTuple):
    """What makes one statement differ from another; everything else is a parameter."""

    boards: int | None  # on how many boards; None: on every one
    after: tuple[int, bool] | None  # rank and lateness of the row after which the page begins
    is_free: bool  # only what nobody holds
    length: int


def parameters(boards: Sequence[str] | None) -> dict[str, str]:
    """Return the parameters that name the boards."""
    return {f"board_{number}": board for number, board in enumerate(boards or ())}


@lru_cache(maxsize=256)
def page(shape: Shape) -> Select[Any]:
    """Return the statement; its parameters are those of ``parameters``, ``as_of``, and ``after_due``, ``after_id``."""
    stretches = [_stretch(boards, rank, shape) for boards, rank in product(_boards(shape.boards), RANKS)]
    first = _first(union_all(*(select(stretch.subquery()) for stretch in stretches)).subquery(), shape.length)
    return (
        COLUMNS.add_columns(first.c.not_late)
        .join(first, first.c.id == Review.id)
        .order_by(first.c.not_late, first.c.rank.desc(), first.c.due_at, first.c.id)
    )


def _boards(number: int | None) -> list[ColumnElement[bool]]:
    """Return the stretches of the index to read: the site's own items, and each board apart while they are few."""
    if number is None:
        return [true()]
    names = [bindparam(f"board_{place}", type_=String) for place in range(number)]
    if number > MOST_APART:
        return [or_(Review.board_id.is_(None), Review.board_id.in_(names))]
    return [Review.board_id.is_(None), *(Review.board_id == name for name in names)]


def _stretch(boards: ColumnElement[bool], rank: int, shape: Shape) -> Select[Any]:
    conditions = [boards, Review.rank == rank]
    if shape.is_free:
        conditions.append(claimable())
    if shape.after is not None:
        conditions.append(_beyond(*shape.after, rank))
    columns = select(Review.id, Review.rank, Review.due_at).where(IN_QUEUE, *conditions)
    return columns.order_by(Review.due_at, Review.id).limit(shape.length)


def _beyond(after_rank: int, was_late: bool, rank: int) -> ColumnElement[bool]:
    not_late = Review.due_at > _AS_OF
    if rank == after_rank:
        return tuple_(Review.due_at, Review.id) > tuple_(_AFTER_DUE, _AFTER_ID)
    if was_late:
        return not_late if rank > after_rank else true()
    return false() if rank > after_rank else not_late


def _first(found: Subquery, length: int) -> Subquery:
    not_late = case((found.c.due_at <= _AS_OF, 0), else_=1)
    in_order = select(found.c.id, found.c.rank, found.c.due_at, not_late.label("not_late"))
    return in_order.order_by(not_late, found.c.rank.desc(), found.c.due_at, found.c.id).limit(length).subquery()


_AS_OF, _AFTER_DUE = bindparam("as_of", type_=UtcDateTime), bindparam("after_due", type_=UtcDateTime)
_AFTER_ID = bindparam("after_id", type_=String)
_Author, _Holder = Persona.__table__.alias("author"), Persona.__table__.alias("holder")
COLUMNS = (
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
