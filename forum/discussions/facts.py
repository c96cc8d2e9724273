"""From entities to what policy needs to know of them."""

from sqlalchemy import select

from forum.extensions import db
from forum.models.boards import Board
from forum.models.discussions import Post, Thread
from forum.models.personas import Persona
from forum.policy.subjects import BoardFacts, PostFacts, ThreadFacts
from forum.policy.viewer import Author


def board_facts(board: Board) -> BoardFacts:
    """Return a board's facts."""
    return BoardFacts(board.id, board.access, board.posting, board.newcomer_posts, board.is_archived)


def thread_facts(thread: Thread) -> ThreadFacts:
    """Return a thread's facts; reads its board and its author."""
    board = db.session.get_one(Board, thread.board_id)
    return ThreadFacts(board_facts(board), author(thread.author_id), thread.state, thread.is_locked)


def post_facts(post: Post) -> PostFacts:
    """Return a post's facts; reads its thread, board and authors."""
    thread = db.session.get_one(Thread, post.thread_id)
    return PostFacts(thread_facts(thread), author(post.author_id), post.state, post.open_revision_id is not None)


def author(persona_id: str) -> Author:
    """Return who wrote, with the scope of an anonymous face."""
    scope = db.session.execute(select(Persona.scope).where(Persona.id == persona_id)).scalar()
    return Author(persona_id, scope)
