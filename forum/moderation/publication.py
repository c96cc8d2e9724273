"""Showing words and taking them from view: positions, counters and list rows move here and nowhere else.

One lock order, so that two acts never wait for each other: thread, review, board, persona, audit. A verb begins with
``take_hold``: what it then decides on is read under the thread's lock. With the lock the thread's version is raised, so
that no process goes on showing a page as it was before. Positions are dense and given at publication; the opening
post's is 1; what was shown keeps its position as a tombstone when it is hidden or withdrawn.
"""

from datetime import datetime

from sqlalchemy import func, select, update

from forum.clock import now
from forum.confidentiality import keys
from forum.extensions import db
from forum.models.boards import Board
from forum.models.discussions import Post, Revision, RevisionSource, Thread
from forum.models.personas import Persona
from forum.models.states import PersonaKind, PostKind, PostState, RevisionState
from forum.moderation.transitions import POST, REVISION, Event, next_state


def show(post: Post, revision: Revision) -> None:
    """Publish a wording: of a post that waits, or of one that is already shown (then it replaces what was there)."""
    thread = locked_thread(post)
    replaced = post.approved_revision_id if post.approved_revision_id != revision.id else None
    if replaced is not None:
        _move_revision(replaced, Event.RESUBMIT)
    revision.state = next_state(REVISION, revision.state, Event.PUBLISH)
    revision.shown_at = now()
    post.approved_revision_id, post.open_revision_id = revision.id, None
    if post.state is PostState.PUBLISHED:
        post.edited_at = now()
    else:
        _place(thread, post)
        if revision.number > 1:
            post.edited_at = now()
    post.version += 1
    if post.id == thread.opening_post_id:
        retitle(thread, revision)
    db.session.flush()


def unshow(post: Post, revision: Revision, replaced_revision_id: str | None) -> None:
    """Undo ``show`` within its window: later posts of the thread, if any, move up, so that no gap is left."""
    thread = locked_thread(post)
    revision.state, revision.shown_at = next_state(REVISION, revision.state, Event.UNDO), None
    post.open_revision_id, post.version = revision.id, post.version + 1
    if replaced_revision_id is not None:
        _move_revision(replaced_revision_id, Event.UNDO)
        post.approved_revision_id = replaced_revision_id
        if post.id == thread.opening_post_id:
            retitle(thread, _revision(replaced_revision_id))
        if _revision(replaced_revision_id).number == 1:
            post.edited_at = None
    else:
        post.approved_revision_id = post.edited_at = None
        _displace(thread, post, Event.UNDO)
    db.session.flush()


def hide(post: Post) -> None:
    """Take a published post from view; it keeps its place as a tombstone."""
    _leave(post, Event.HIDE)


def withdraw(post: Post) -> None:
    """Take a post back for its author, whether it was shown or still waits."""
    if post.open_revision_id is not None:
        waiting = _revision(post.open_revision_id)
        if waiting.state in {RevisionState.HELD, RevisionState.RETURNED}:
            waiting.state = next_state(REVISION, waiting.state, Event.WITHDRAW)
        post.open_revision_id = None
    _leave(post, Event.WITHDRAW)


def take_away(post: Post) -> None:
    """Take an undone answer out of its thread, without a trace of it."""
    thread = locked_thread(post)
    post.approved_revision_id = None
    _displace(thread, post, Event.UNDO)
    post.state = next_state(POST, post.state, Event.WITHDRAW)
    db.session.flush()


def move(post: Post, thread: Thread, event: Event) -> None:
    """Move a post's state, and with an opening post its thread's, which mirrors it; no counter changes."""
    post.state = next_state(POST, post.state, event)
    post.version += 1
    if post.id == thread.opening_post_id:
        thread.state = post.state
    db.session.flush()


def take_hold(post: Post) -> Thread:
    """Lock the post's thread and read the post again under that lock, before anything is decided on its state."""
    thread = locked_thread(post)
    db.session.execute(select(Post).where(Post.id == post.id).execution_options(populate_existing=True)).scalar_one()
    return thread


def locked_thread(post: Post) -> Thread:
    """Return the post's thread, locked, as it is under the lock and with its version raised.

    It is the first lock of every publication.
    """
    # Without the key share, PostgreSQL would hold up every reply that is just being written: each has a share in the
    # key of its thread, and two who have one and both want the whole row wait for each other.
    statement = select(Thread).where(Thread.id == post.thread_id).with_for_update(key_share=True)
    thread = db.session.execute(statement.execution_options(populate_existing=True)).scalar_one()
    thread.version += 1
    return thread


def _place(thread: Thread, post: Post) -> None:
    moment = now()
    thread.post_count += 1
    thread.last_activity_at = max(moment, thread.last_activity_at)
    if post.kind is PostKind.ANSWER:
        thread.is_answered = True
    opens = post.id == thread.opening_post_id
    if opens:
        _make_room(thread)
    post.position, post.published_at = 1 if opens else thread.post_count, moment
    post.state = next_state(POST, post.state, Event.PUBLISH)
    if opens:
        thread.state = post.state
    _count(thread.board_id, post.author_id, posts=1, threads=int(opens))
    db.session.execute(update(Board).where(Board.id == thread.board_id).values(last_activity_at=moment))


def _displace(thread: Thread, post: Post, event: Event) -> None:
    position = post.position
    post.state, post.position, post.published_at = next_state(POST, post.state, event), None, None
    db.session.flush()
    if position is not None:
        _close_gap(thread, position)
    opens = post.id == thread.opening_post_id
    if opens:
        thread.state = post.state
    if post.kind is PostKind.ANSWER:
        thread.is_answered = _has_answer(thread.id)
    thread.last_activity_at = _last_activity(thread)
    _count(thread.board_id, post.author_id, posts=-1, threads=-int(opens))


def _close_gap(thread: Thread, position: int) -> None:
    # One row at a time, in order: a single UPDATE would meet the unique positions half-way.
    later = select(Post.id).where(Post.thread_id == thread.id, Post.position > position).order_by(Post.position)
    for post_id in db.session.execute(later).scalars().all():
        db.session.execute(update(Post).where(Post.id == post_id).values(position=Post.position - 1))
    thread.post_count -= 1


def _make_room(thread: Thread) -> None:
    # Somebody was quicker with a reply than a clinician with undoing the question: it opens its thread all the same.
    later = select(Post.id).where(Post.thread_id == thread.id, Post.position > 0).order_by(Post.position.desc())
    for post_id in db.session.execute(later).scalars().all():
        db.session.execute(update(Post).where(Post.id == post_id).values(position=Post.position + 1))


def _leave(post: Post, event: Event) -> None:
    thread = locked_thread(post)
    was_shown = post.state is PostState.PUBLISHED
    move(post, thread, event)
    if was_shown:
        _count(thread.board_id, post.author_id, posts=-1, threads=-int(post.id == thread.opening_post_id))
    db.session.flush()


def _count(board_id: str, author_id: str, *, posts: int, threads: int) -> None:
    db.session.execute(
        update(Board)
        .where(Board.id == board_id)
        .values(post_count=Board.post_count + posts, thread_count=Board.thread_count + threads)
    )
    # Only a lasting face counts: an anonymous persona stays a newcomer and bears no numbers.
    db.session.execute(
        update(Persona)
        .where(Persona.id == author_id, Persona.kind == PersonaKind.EVERYDAY)
        .values(approved_posts=Persona.approved_posts + posts)
    )


def retitle(thread: Thread, revision: Revision) -> None:
    """Give a thread the title of one wording of its opening post."""
    source = db.session.get(RevisionSource, revision.id)
    if source is not None and source.title_sealed is not None:
        title = keys.unseal(thread.key_id, source.title_sealed, "revision_sources", "title_sealed", revision.id)
        thread.title_sealed = keys.seal(thread.key_id, title, "threads", "title_sealed", thread.id)


def _revision(revision_id: str) -> Revision:
    return db.session.execute(select(Revision).where(Revision.id == revision_id)).scalar_one()


def _move_revision(revision_id: str, event: Event) -> None:
    revision = _revision(revision_id)
    revision.state = next_state(REVISION, revision.state, event)


def _has_answer(thread_id: str) -> bool:
    statement = select(Post.id).where(
        Post.thread_id == thread_id, Post.kind == PostKind.ANSWER, Post.state == PostState.PUBLISHED
    )
    return db.session.execute(statement.limit(1)).scalar() is not None


def _last_activity(thread: Thread) -> datetime:
    latest = select(func.max(Post.published_at)).where(Post.thread_id == thread.id)
    return db.session.execute(latest).scalar() or thread.created_at
