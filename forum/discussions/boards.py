"""Reading boards and their lists of threads, as Core rows; every list starts from ``visibility``.

Cost: a board page is four forum statements for a member (standing, board, list, watermarks), whatever its length: a
keyset on (pinned, last activity, id), never OFFSET, never COUNT.
"""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Row, Select, and_, bindparam, or_, select, tuple_

from forum.columns import UtcDateTime
from forum.confidentiality import keys
from forum.discussions import cursors
from forum.discussions.crowd import HAS_FEW
from forum.discussions.cursors import Cursor
from forum.discussions.reading import minute_of
from forum.errors import NotFound
from forum.models.boards import Board, Category
from forum.models.discussions import Thread, Watermark
from forum.models.personas import Persona
from forum.models.states import PersonaKind, PersonaState, PostState
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.subjects import BoardFacts
from forum.policy.viewer import Viewer
from forum.policy.visibility import boards_open_to, threads_open_to
from forum.sealing import DataKey, Place
from forum.transaction import forum_rows

PAGE = 20


@dataclass(frozen=True, slots=True)
class Byline:
    """Who a post or a thread says it is by."""

    name: str
    hue: int
    kind: PersonaKind
    is_you: bool = False
    profession: str | None = None

    @property
    def color(self) -> int:
        """The number that the drawn face is made of, as the templates call it."""
        return self.hue

    @property
    def is_clinician(self) -> bool:
        """Whether a verified credential is shown."""
        return self.kind is PersonaKind.PROFESSIONAL and self.profession is not None


@dataclass(frozen=True, slots=True)
class ListedThread:
    """One line of a board's list."""

    id: str
    title: str | None  # None: its key is gone
    author: Byline
    last_activity_at: datetime
    replies: int
    is_pinned: bool
    is_locked: bool
    is_answered: bool
    is_unread: bool
    state: PostState


@dataclass(frozen=True, slots=True)
class BoardPage:
    """A board and one stretch of its threads, the latest activity first."""

    board: Row[tuple[object, ...]]
    facts: BoardFacts
    threads: Sequence[ListedThread]
    older: str | None  # the cursor of the next stretch
    read_up_to: int | None  # the board's watermark; None: never opened before, or nobody signed in


def boards_for(viewer: Viewer) -> Sequence[Row[tuple[object, ...]]]:
    """Return the boards that the viewer may enter, with their category's name, in order: one statement."""
    return forum_rows(_boards_for(viewer.reach)).all()


def with_news(viewer: Viewer, boards: Sequence[Row[tuple[object, ...]]]) -> frozenset[str]:
    """Return the ids of those boards on which something was said since the viewer last looked: one statement."""
    read = _watermarks(viewer, [board.id for board in boards])
    return frozenset(
        board.id
        for board in boards
        if viewer.is_signed_in
        and board.last_activity_at is not None
        and minute_of(board.last_activity_at) > read.get(viewer.reader_tag(board.id), 0)
    )


def board_by_slug(viewer: Viewer, slug: str) -> tuple[Row[tuple[object, ...]], BoardFacts]:
    """Return a board and its facts; raises NotFound for a hidden as for a missing one."""
    row = forum_rows(_BOARD_BY_SLUG, slug=slug).one_or_none()
    if row is None:
        raise NotFound
    facts = BoardFacts(row.id, row.access, row.posting, row.newcomer_posts, row.is_archived)
    require(viewer, Permission.READ_BOARD, facts)
    return row, facts


def board_page(viewer: Viewer, slug: str, cursor: str | None = None) -> BoardPage:
    """Return one stretch of a board's threads; an unreadable cursor is the first stretch."""
    board, facts = board_by_slug(viewer, slug)
    rows = _stretch(viewer, facts.id, cursors.decoded(cursor))
    shown = rows[:PAGE]
    read = _watermarks(viewer, [facts.id, *(row.id for row in shown)])
    opened = keys.keys_for(row.key_id for row in shown)
    threads = [_listed(viewer, row, opened, read) for row in shown]
    last = shown[-1] if len(rows) > PAGE else None
    older = cursors.encoded(last.is_pinned, last.last_activity_at, last.id) if last else None
    read_up_to = read.get(viewer.reader_tag(facts.id)) if viewer.is_signed_in else None
    return BoardPage(board, facts, threads, older, read_up_to)


def _stretch(viewer: Viewer, board_id: str, after: Cursor | None) -> Sequence[Row[tuple[object, ...]]]:
    if after is None:
        return forum_rows(_list(viewer.reach, _Start.TOP), board_id=board_id).all()
    start = _Start.AMONG_PINNED if after.flag else _Start.PAST_PINNED
    return forum_rows(_list(viewer.reach, start), board_id=board_id, moment=after.moment, thread_id=after.id).all()


class _Start(enum.Enum):
    """Where a stretch of a board's list begins."""

    TOP = enum.auto()
    AMONG_PINNED = enum.auto()
    PAST_PINNED = enum.auto()


# Built once for all who have the same rights: building a statement costs more than asking it.
@lru_cache(maxsize=512)
def _boards_for(reach: Viewer) -> Select[tuple[object, ...]]:
    return _BOARDS.where(boards_open_to(reach), Board.is_archived.is_(False)).order_by(
        Category.place, Category.name, Board.place, Board.name
    )


@lru_cache(maxsize=512)
def _list(reach: Viewer, start: _Start) -> Select[tuple[object, ...]]:
    key = (Thread.is_pinned, Thread.last_activity_at, Thread.id)
    statement: Select[tuple[object, ...]] = (
        select(*_THREAD)
        .join(Board, Board.id == Thread.board_id)
        .join(Persona, Persona.id == Thread.author_id)
        .where(Thread.board_id == bindparam("board_id"), Thread.state == PostState.PUBLISHED, threads_open_to(reach))
        .order_by(*(column.desc() for column in key))
        .limit(PAGE + 1)
    )
    if start is _Start.TOP:
        return statement
    place = tuple_(bindparam("moment", type_=UtcDateTime), bindparam("thread_id"))
    among = start is _Start.AMONG_PINNED
    here = and_(Thread.is_pinned == among, tuple_(Thread.last_activity_at, Thread.id) < place)
    # Past the pinned ones, as nearly always, this is one seek in the index of the list.
    return statement.where(or_(here, Thread.is_pinned.is_(False)) if among else here)


def _watermarks(viewer: Viewer, things: Sequence[str]) -> dict[bytes, int]:
    if not viewer.is_signed_in or not things:
        return {}
    rows = forum_rows(_READ_UP_TO, tags=[viewer.reader_tag(thing) for thing in things])
    return {bytes(row.reader_tag): row.position for row in rows}


def _listed(
    viewer: Viewer, row: Row[tuple[object, ...]], opened: Mapping[str, DataKey], read: dict[bytes, int]
) -> ListedThread:
    key = opened.get(row.key_id)
    seen = read.get(viewer.reader_tag(row.id), 0) if viewer.is_signed_in else row.post_count
    return ListedThread(
        id=row.id,
        title=key.unseal(row.title_sealed, Place("threads", "title_sealed", row.id)) if key else None,
        author=byline(row),
        last_activity_at=row.last_activity_at,
        replies=max(row.post_count - 1, 0),
        is_pinned=row.is_pinned,
        is_locked=row.is_locked,
        is_answered=row.is_answered,
        is_unread=row.post_count > seen,
        state=row.state,
    )


def byline(row: Row[tuple[object, ...]], *, is_you: bool = False, profession: str | None = None) -> Byline:
    """Return who a row is by; a name that still waits for its review is not shown."""
    waits = row.author_state is not PersonaState.ACTIVE and row.author_kind is PersonaKind.EVERYDAY
    return Byline("" if waits else row.author_name, row.author_hue, row.author_kind, is_you, profession)


_BOARD = (
    Board.id,
    Board.slug,
    Board.name,
    Board.description,
    Board.guidelines_html,
    Board.access,
    Board.posting,
    Board.anonymity,
    Board.newcomer_posts,
    Board.is_archived,
    Board.thread_count,
    Board.post_count,
    Board.last_activity_at,
    HAS_FEW.label("has_few"),
)
_THREAD = (
    Thread.id,
    Thread.key_id,
    Thread.title_sealed,
    Thread.state,
    Thread.is_pinned,
    Thread.is_locked,
    Thread.is_answered,
    Thread.post_count,
    Thread.last_activity_at,
    Persona.name.label("author_name"),
    Persona.hue.label("author_hue"),
    Persona.kind.label("author_kind"),
    Persona.state.label("author_state"),
)
_BOARDS: Select[tuple[object, ...]] = select(*_BOARD, Category.name.label("category")).join(
    Category, Category.id == Board.category_id
)
_BOARD_BY_SLUG = _BOARDS.where(Board.slug == bindparam("slug"))
_READ_UP_TO = select(Watermark.reader_tag, Watermark.position).where(
    Watermark.reader_tag.in_(bindparam("tags", expanding=True))
)
