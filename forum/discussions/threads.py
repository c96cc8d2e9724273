"""Reading a thread: one page of twenty posts by position, and what its author alone is shown beside them.

Cost for a member, at any length: three forum statements (standing, thread with watermark, posts), and where something
waits in the thread one more for each of the member's faces in it; the keys of a page in one vault statement when this
process has not met them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from forum.confidentiality import keys
from forum.discussions.boards import Byline, byline
from forum.discussions.statements import POSTS_OF_PAGE, THREAD_FOR_READER, THREAD_FOR_VISITOR, WAITING
from forum.discussions.waiting import Waiting, waiting_of
from forum.errors import NotFound, SealBroken
from forum.extensions import db
from forum.models.discussions import Post
from forum.models.states import Anonymity, PersonaKind, PersonaState, PostKind, PostState
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.predicates import is_clinician_of
from forum.policy.subjects import BoardFacts, PostFacts, ThreadFacts
from forum.policy.viewer import Author, Viewer
from forum.rich_text import plain_text
from forum.sealing import DataKey, Place
from forum.transaction import forum_rows

PAGE = 20
Keys = Mapping[str, DataKey]


@dataclass(frozen=True, slots=True)
class QuoteShown:
    """A quoted passage as it stands now, or that it is no longer there."""

    author: Byline
    text: str | None
    position: int | None


@dataclass(frozen=True, slots=True)
class PostShown:
    """One post of a page; ``html`` is None for a tombstone."""

    id: str
    revision_id: str | None
    position: int | None
    kind: PostKind
    state: PostState
    author: Byline
    html: str | None
    published_at: datetime | None
    is_edited: bool
    quote: QuoteShown | None
    waiting: Waiting | None  # where this wording stands, when it is not the one that others read
    facts: PostFacts = field(repr=False)


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A thread and one page of its posts."""

    id: str
    title: str
    board_slug: str
    board_name: str
    scope: str
    anonymity: Anonymity
    board_has_few: bool
    author: Byline
    facts: ThreadFacts
    opening_post_id: str
    posts: Sequence[PostShown]
    waiting: Sequence[PostShown]  # not shown to others: one's own, or on a clinician's board
    page: int
    pages: int
    post_count: int
    read_up_to: int | None  # None: never opened before, or nobody signed in

    @property
    def last_position(self) -> int:
        """The last position that this page shows."""
        return min(self.page * PAGE, self.post_count)


def thread_page(viewer: Viewer, thread_id: str, page: int | None = None) -> ThreadPage:
    """Return one page of a thread, by default the first with something unread.

    Raises NotFound when it is hidden, missing or past the end.
    """
    row, facts = _thread(viewer, thread_id)
    pages = max((row.post_count + PAGE - 1) // PAGE, 1)
    page = page if page is not None else min((row.watermark or 0) // PAGE + 1, pages)
    if not 1 <= page <= pages:
        raise NotFound
    first = (page - 1) * PAGE
    shown = forum_rows(POSTS_OF_PAGE, thread_id=thread_id, after=first, last=first + PAGE).all()
    waiting = _waiting(viewer, row, facts)
    opened = keys.keys_for(_key_ids(row, [*shown, *waiting]))
    return ThreadPage(
        id=thread_id,
        title=_title(row, opened),
        board_slug=row.slug,
        board_name=row.board_name,
        scope=row.scope,
        anonymity=row.anonymity,
        board_has_few=row.board_has_few,
        author=byline(row, is_you=viewer.owns(facts.author)),
        facts=facts,
        opening_post_id=row.opening_post_id,
        posts=[post_shown(viewer, post, facts, opened) for post in shown],
        waiting=[post_shown(viewer, post, facts, opened) for post in waiting],
        page=page,
        pages=pages,
        post_count=row.post_count,
        read_up_to=row.watermark,
    )


def page_of(position: int) -> int:
    """Return the page on which a position stands."""
    return (position - 1) // PAGE + 1


def _thread(viewer: Viewer, thread_id: str) -> tuple[Row[Any], ThreadFacts]:
    if viewer.is_signed_in:
        found = forum_rows(THREAD_FOR_READER, thread_id=thread_id, reader_tag=viewer.reader_tag(thread_id))
    else:
        found = forum_rows(THREAD_FOR_VISITOR, thread_id=thread_id)
    row = found.one_or_none()
    if row is None:
        raise NotFound
    board = BoardFacts(row.board_id, row.access, row.posting, row.newcomer_posts, row.is_archived)
    facts = ThreadFacts(board, Author(row.author_id, row.author_scope), row.state, row.is_locked)
    require(viewer, Permission.READ_THREAD, facts)
    return row, facts


def _waiting(viewer: Viewer, thread: Row[Any], facts: ThreadFacts) -> list[Row[Any]]:
    """Return words that are not shown to everybody: one statement for a clinician, one per face of a member."""
    if not viewer.is_signed_in or not thread.has_waiting:
        return []
    here = WAITING.where(Post.thread_id == thread.id, Post.open_revision_id.is_not(None))
    if is_clinician_of(viewer, facts.board.id):
        return list(db.session.execute(here.limit(PAGE)))
    # No statement binds two faces of one account.
    found = [face for face in (viewer.everyday, viewer.face_in(thread.scope)) if face is not None]
    return [row for face in found for row in db.session.execute(here.where(Post.author_id == face).limit(PAGE))]


def _key_ids(thread: Row[Any], posts: Sequence[Row[Any]]) -> set[str]:
    quoted = {row.quoted_key_id for row in posts if row.quoted_key_id is not None}
    return {thread.key_id, *(row.key_id for row in posts), *quoted}


def _title(row: Row[Any], opened: Keys) -> str:
    key = opened.get(row.key_id)
    if key is None:
        raise NotFound
    return key.unseal(row.title_sealed, Place("threads", "title_sealed", row.id))


def post_shown(viewer: Viewer, row: Row[Any], thread: ThreadFacts, opened: Keys, *, is_open: bool = False) -> PostShown:
    """Return one row of ``statements`` as a page shows it; ``is_open``: the viewer may read it, shown or not."""
    author = Author(row.author_id, row.author_scope)
    facts = PostFacts(thread, author, row.state, row.open_revision_id is not None)
    is_yours = viewer.owns(author)
    is_waiting = row.revision_id is not None and row.revision_id == row.open_revision_id
    is_open = is_open or row.state is PostState.PUBLISHED or is_waiting
    key = opened.get(row.key_id) if is_open else None
    html = key.unseal(row.html_sealed, Place("revisions", "html_sealed", row.revision_id)) if key else None
    return PostShown(
        id=row.id,
        revision_id=row.revision_id if html is not None else None,
        position=row.position,
        kind=row.kind,
        state=row.state,
        author=byline(row, is_you=is_yours, profession=row.profession),
        html=html,
        published_at=row.published_at,
        is_edited=row.edited_at is not None,
        quote=_quote(row, opened) if html is not None else None,
        waiting=_standing(row, key if is_yours else None) if is_waiting else None,
        facts=facts,
    )


def _standing(row: Row[Any], key: DataKey | None) -> Waiting:
    return Waiting(row.revision_state) if key is None else waiting_of(row, key)


def _quote(row: Row[Any], opened: Keys) -> QuoteShown | None:
    if row.quoted_revision_id is None:
        return None
    name_waits = row.quoted_author_state is not PersonaState.ACTIVE and row.quoted_kind is PersonaKind.EVERYDAY
    author = Byline("" if name_waits else row.quoted_name, row.quoted_hue, row.quoted_kind)
    key = opened.get(row.quoted_key_id)
    stands = row.quoted_state is PostState.PUBLISHED and row.quoted_approved_id == row.quoted_revision_id
    text = None
    if key is not None and stands:
        try:
            html = key.unseal(row.quoted_html, Place("revisions", "html_sealed", row.quoted_revision_id))
            text = plain_text(html)[row.quote_start : row.quote_end]
        except SealBroken:
            text = None
    return QuoteShown(author, text, row.quoted_position)
