"""The things that a form acts on, as entities for the verbs: found and allowed, or NotFound for both alike."""

from forum.discussions.facts import board_facts, post_facts, thread_facts
from forum.errors import NotFound
from forum.extensions import db
from forum.models.boards import Board
from forum.models.discussions import Post, Thread
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.viewer import Viewer


def board(viewer: Viewer, slug: str, permission: Permission = Permission.READ_BOARD) -> Board:
    """Return a board that the viewer may enter and on which ``permission`` is given; raises NotFound, Refused."""
    found = db.session.query(Board).filter_by(slug=slug).one_or_none()
    if found is None:
        raise NotFound
    facts = board_facts(found)
    require(viewer, Permission.READ_BOARD, facts)
    require(viewer, permission, facts)
    return found


def thread(viewer: Viewer, thread_id: str, permission: Permission = Permission.READ_THREAD) -> Thread:
    """Return a thread that the viewer may open and on which ``permission`` is given; raises NotFound, Refused."""
    found = db.session.get(Thread, thread_id)
    if found is None:
        raise NotFound
    facts = thread_facts(found)
    require(viewer, Permission.READ_THREAD, facts)
    require(viewer, permission, facts)
    return found


def post(viewer: Viewer, post_id: str, permission: Permission = Permission.READ_POST) -> Post:
    """Return a post that the viewer may read and on which ``permission`` is given; raises NotFound, Refused."""
    found = db.session.get(Post, post_id)
    if found is None:
        raise NotFound
    facts = post_facts(found)
    require(viewer, Permission.READ_POST, facts)
    require(viewer, permission, facts)
    return found
