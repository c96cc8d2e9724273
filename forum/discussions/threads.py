"""Reading a thread: one page of twenty posts by position, and what its author alone is shown beside them.

Cost for a member, at any length: two forum statements (standing, thread with watermark), a third for the posts when
this process does not remember the page, and where something waits in the thread one more for each of the member's
faces in it; the keys of a page in one vault statement when this process has not met them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row

from forum.clock import today
from forum.confidentiality import keys
from forum.discussions import shared_pages
from forum.discussions.boards import Byline, byline
from forum.discussions.shared_pages import Address, SharedPage
from forum.discussions.showing import Keys, PostShown, author_of, post_shown
from forum.discussions.statements import (
    POSTS_OF_PAGE,
    THREAD_FOR_READER,
    THREAD_FOR_VISITOR,
    WAITING_HERE,
    WAITING_OF_ONE,
)
from forum.errors import NotFound
from forum.models.states import Anonymity
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.predicates import is_clinician_of
from forum.policy.subjects import BoardFacts, ThreadFacts
from forum.policy.viewer import Author, Viewer
from forum.sealing import Place
from forum.transaction import forum_rows

PAGE = 20


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
    shared: SharedPage
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
    shared, waiting, opened = _messages(viewer, row, facts, page)
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
        posts=_for(viewer, shared),
        shared=shared,
        waiting=[post_shown(post, opened, is_yours=viewer.owns(author_of(post))) for post in waiting],
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


def _messages(
    viewer: Viewer, thread: Row[Any], facts: ThreadFacts, page: int
) -> tuple[SharedPage, list[Row[Any]], Keys]:
    seen, address = keys.memory.seen, Address(thread.id, thread.version, page, today())
    shared = shared_pages.memory.get(address)
    shown = [] if shared else _posts(thread.id, page)
    waiting = _waiting(viewer, thread, facts)
    opened = keys.keys_for(_key_ids(thread, [*shown, *waiting]))
    if shared is None:
        shared = SharedPage(tuple(post_shown(post, opened) for post in shown))
        shared_pages.memory.put(address, shared, seen)
    return shared, waiting, opened


def _posts(thread_id: str, page: int) -> Sequence[Row[Any]]:
    return forum_rows(POSTS_OF_PAGE, thread_id=thread_id, after=(page - 1) * PAGE, last=page * PAGE).all()


def _for(viewer: Viewer, shared: SharedPage) -> Sequence[PostShown]:
    yours = {author for author in shared.authors if viewer.owns(author)}
    if not yours:
        return shared.posts
    return [
        replace(post, author=replace(post.author, is_you=True)) if post.by in yours else post for post in shared.posts
    ]


def _waiting(viewer: Viewer, thread: Row[Any], facts: ThreadFacts) -> list[Row[Any]]:
    """Return words that are not shown to everybody: one statement for a clinician, one per face of a member."""
    if not viewer.is_signed_in or not thread.has_waiting:
        return []
    if is_clinician_of(viewer, facts.board.id):
        return list(forum_rows(WAITING_HERE, thread_id=thread.id))
    # No statement binds two faces of one account.
    found = [face for face in (viewer.everyday, viewer.face_in(thread.scope)) if face is not None]
    return [row for face in found for row in forum_rows(WAITING_OF_ONE, thread_id=thread.id, author_id=face)]


def _key_ids(thread: Row[Any], posts: Sequence[Row[Any]]) -> set[str]:
    quoted = {row.quoted_key_id for row in posts if row.quoted_key_id is not None}
    return {thread.key_id, *(row.key_id for row in posts), *quoted}


def _title(row: Row[Any], opened: Keys) -> str:
    key = opened.get(row.key_id)
    if key is None:
        raise NotFound
    return key.unseal(row.title_sealed, Place("threads", "title_sealed", row.id))
