"""Where one message stands, for its author and, as far as the words and the state, for the clinicians of its board.

Invariants: a clinician's message, the due time and the help beside it are for the author alone; of words that were
taken back nothing is unsealed, and only their author learns that they were there at all.
Cost: some ten small statements; this is the page of one message, not of a thread.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from forum.clock import now
from forum.confidentiality import keys
from forum.discussions.facts import post_facts
from forum.discussions.showing import PostShown, post_shown
from forum.discussions.statements import AS_SHOWN, AS_WRITTEN
from forum.discussions.waiting import HelpNeeded, Waiting, help_of, waiting_of
from forum.errors import NotFound
from forum.extensions import db
from forum.models.boards import Board
from forum.models.discussions import Post, Thread
from forum.models.reviews import Review
from forum.models.states import PostState, RevisionState
from forum.moderation.reviewing import UNFINISHED
from forum.moderation.staffing import rota
from forum.moderation.transitions import may_be_void
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.predicates import is_clinician_of, may_enter, wrote
from forum.policy.subjects import PostFacts
from forum.policy.viewer import Viewer
from forum.sealing import DataKey, Place


@dataclass(frozen=True, slots=True)
class OwnPost:
    """One message as its author, or a clinician of its board, may know it."""

    post: PostShown
    facts: PostFacts = field(repr=False)
    version: int
    thread_id: str
    title: str  # of its thread; empty when the message was taken back
    board_name: str
    board_slug: str
    is_yours: bool
    is_opening: bool
    waiting: Waiting | None  # None: nothing of it waits and nothing was said to its author
    help_needed: HelpNeeded  # beside it, for its author
    is_still_looked_at: bool  # whether a person will look even if its author takes it back
    next_staffed: datetime | None  # when clinicians are there again; None: they are there, or no hours are known

    @property
    def is_settled(self) -> bool:
        """Whether it stands in its thread for everybody, with nothing more to say about it."""
        return self.post.state is PostState.PUBLISHED and self.waiting is None


def of_post(viewer: Viewer, post_id: str) -> OwnPost:
    """Return where one message stands; raises NotFound for a hidden as for a missing one."""
    post = db.session.get(Post, post_id)
    if post is None:
        raise NotFound
    facts = post_facts(post)
    is_gone = post.state is PostState.WITHDRAWN and wrote(viewer, facts) and may_enter(viewer, facts.thread.board)
    if not is_gone:
        require(viewer, Permission.READ_POST, facts)
    # A wording that waits is for its author and the clinicians of its board; everybody else has the one shown.
    sees_waiting = wrote(viewer, facts) or is_clinician_of(viewer, facts.thread.board.id)
    row = db.session.execute((AS_WRITTEN if sees_waiting else AS_SHOWN).where(Post.id == post_id).limit(1)).one()
    thread = db.session.get_one(Thread, post.thread_id)
    opened = keys.keys_for(key for key in (row.key_id, row.quoted_key_id, thread.key_id) if key is not None)
    if not {row.key_id, thread.key_id} <= opened.keys():
        raise NotFound
    return _shown(viewer, post, thread, row, facts, opened, is_gone=is_gone)


def stays_under_review(post_id: str) -> bool:
    """Whether a person will look at a message even if its author takes it back: it reads as red or crisis."""
    unfinished = select(Review.level).where(Review.post_id == post_id, Review.state.in_(UNFINISHED))
    level = db.session.execute(unfinished).scalar()
    return level is not None and not may_be_void(level)


def _shown(
    viewer: Viewer,
    post: Post,
    thread: Thread,
    row: Row[Any],
    facts: PostFacts,
    opened: Mapping[str, DataKey],
    *,
    is_gone: bool,
) -> OwnPost:
    board, is_yours, key = db.session.get_one(Board, thread.board_id), wrote(viewer, facts), opened[row.key_id]
    waiting = None if is_gone else _waiting(row, key if is_yours else None)
    stays = is_yours and stays_under_review(post.id)
    title = opened[thread.key_id].unseal(thread.title_sealed, Place("threads", "title_sealed", thread.id))
    return OwnPost(
        post=post_shown(row, opened, is_yours=is_yours, is_open=not is_gone),
        facts=facts,
        version=post.version,
        thread_id=thread.id,
        title="" if is_gone else title,
        board_name=board.name,
        board_slug=board.slug,
        is_yours=is_yours,
        is_opening=post.id == thread.opening_post_id,
        waiting=waiting,
        help_needed=HelpNeeded.SAFETY if stays else help_of(row, key) if is_yours else HelpNeeded.NONE,
        is_still_looked_at=stays,
        next_staffed=_next_staffed() if waiting is not None and waiting.state is RevisionState.HELD else None,
    )


def _waiting(row: Row[Any], key: DataKey | None) -> Waiting | None:
    if row.state is PostState.PUBLISHED and row.open_revision_id != row.revision_id:
        return None
    return Waiting(row.revision_state) if key is None else waiting_of(row, key)


def _next_staffed() -> datetime | None:
    moment = now()
    following = rota().next_staffed(moment)
    return None if following == moment else following
