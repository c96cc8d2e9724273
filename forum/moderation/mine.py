"""All that somebody has written, under whichever face, for that person alone.

Invariants: no statement binds two personas of one account, so the list asks once for each face and joins the answers
in memory; it starts from what the viewer may read, so a message in a place that has closed to them is not listed.
Cost: one statement for each face, and one more for each on the first page; a keyset, never OFFSET.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, literal, or_, select, tuple_

from forum.columns import UtcDateTime
from forum.confidentiality import keys
from forum.confidentiality.faces import Face
from forum.discussions import cursors
from forum.discussions.boards import Byline, byline
from forum.discussions.waiting import review_of_wording
from forum.extensions import db
from forum.models.boards import Board
from forum.models.discussions import Post, Revision, Thread
from forum.models.personas import Persona
from forum.models.reviews import Review
from forum.models.states import PostState, RevisionState
from forum.policy.viewer import Viewer
from forum.policy.visibility import posts_open_to
from forum.rich_text import excerpt
from forum.sealing import DataKey, Place

PAGE = 20
MOST_WAITING = 50  # of one face
EXCERPT = 140


@dataclass(frozen=True, slots=True)
class Message:
    """One line of the list."""

    id: str
    title: str  # of its thread
    excerpt: str
    author: Byline
    board_name: str
    state: PostState
    wording: RevisionState | None  # of a wording that others do not have
    due_at: datetime | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Messages:
    """What waits or came back (on the first page), and one stretch of what is shown, the latest first."""

    waiting: Sequence[Message]
    shown: Sequence[Message]
    older: str | None


def messages_of(viewer: Viewer, own: Iterable[Face], cursor: str | None = None) -> Messages:
    """Return one page of the messages of a viewer's own faces; an unreadable cursor is the first page."""
    after, faces = cursors.decoded(cursor), list(own)
    waiting = _gathered(viewer, faces, _UNSETTLED, MOST_WAITING) if after is None else []
    shown = _gathered(viewer, faces, _settled(after), PAGE + 1)
    last = shown[PAGE - 1] if len(shown) > PAGE else None
    shown = shown[:PAGE]
    opened = _keys_of((*waiting, *shown))
    return Messages(
        [_message(row, opened) for row in waiting],
        [_message(row, opened) for row in shown],
        cursors.encoded(False, last.created_at, last.id) if last else None,
    )


def _keys_of(rows: Sequence[Row[Any]]) -> Mapping[str, DataKey]:
    # The key of each face by itself: fetched together, the vault's statement would say that they are one person's.
    own, opened = {row.key_id for row in rows}, dict[str, DataKey]()
    for key_id in sorted(own):
        opened |= keys.keys_for([key_id])
        opened |= keys.keys_for({row.thread_key_id for row in rows if row.key_id == key_id} - own)
    return opened


def _gathered(viewer: Viewer, own: Iterable[Face], which: ColumnElement[bool], limit: int) -> list[Row[Any]]:
    found = [
        row
        for face in own
        for row in db.session.execute(
            _MESSAGES.where(Post.author_id == face.persona_id, posts_open_to(viewer, face.persona_id), which)
            .order_by(Post.created_at.desc(), Post.id.desc())
            .limit(limit)
        )
    ]
    return sorted(found, key=lambda row: (row.created_at, row.id), reverse=True)


def _settled(after: cursors.Cursor | None) -> ColumnElement[bool]:
    if after is None:
        return _SETTLED
    place = tuple_(literal(after.moment, UtcDateTime), literal(after.id))
    return and_(_SETTLED, tuple_(Post.created_at, Post.id) < place)


def _message(row: Row[Any], opened: Mapping[str, DataKey]) -> Message:
    title, words = opened.get(row.thread_key_id), opened.get(row.key_id)
    html = words.unseal(row.html_sealed, Place("revisions", "html_sealed", row.revision_id)) if words else ""
    return Message(
        id=row.id,
        title=title.unseal(row.title_sealed, Place("threads", "title_sealed", row.thread_id)) if title else "",
        excerpt=excerpt(html, EXCERPT),
        author=byline(row),
        board_name=row.board_name,
        state=row.state,
        wording=row.revision_state if row.open_revision_id else None,
        due_at=row.due_at if row.open_revision_id else None,
        made_at=row.created_at,
    )


_UNSETTLED = or_(Post.open_revision_id.is_not(None), Post.state == PostState.HIDDEN)
_SETTLED = and_(Post.open_revision_id.is_(None), Post.state == PostState.PUBLISHED)
_MESSAGES: Select[Any] = (
    select(
        Post.id,
        Post.key_id,
        Post.state,
        Post.open_revision_id,
        Post.created_at,
        Thread.id.label("thread_id"),
        Thread.key_id.label("thread_key_id"),
        Thread.title_sealed,
        Board.name.label("board_name"),
        Revision.id.label("revision_id"),
        Revision.html_sealed,
        Revision.state.label("revision_state"),
        Review.due_at,
        Persona.name.label("author_name"),
        Persona.hue.label("author_hue"),
        Persona.kind.label("author_kind"),
        Persona.state.label("author_state"),
    )
    .join(Thread, Thread.id == Post.thread_id)
    .join(Board, Board.id == Thread.board_id)
    .join(Persona, Persona.id == Post.author_id)
    .join(Revision, Revision.id == func.coalesce(Post.open_revision_id, Post.approved_revision_id))
    .outerjoin(Review, and_(review_of_wording(), Post.open_revision_id.is_not(None)))
)
