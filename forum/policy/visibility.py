"""The SQL twin of every READ rule, and the only place where a list learns what a viewer may see.

Invariant: for every viewer and row, the twin selects the row exactly when the rule of the same name allows it; a
property test holds them together. A twin binds at most one persona of the viewer (``face``), because no statement may
bind two personas of one account: whoever has two faces in a thread asks twice.
"""

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, false, or_, true

from forum.models.boards import Board
from forum.models.discussions import Post, Thread
from forum.models.states import Access, PostState
from forum.policy.predicates import OPEN_TO_AUTHOR, OPEN_TO_CLINICIAN
from forum.policy.viewer import CLINICAL, Viewer


def boards_open_to(viewer: Viewer) -> ColumnElement[bool]:
    """The twin of READ_BOARD, over ``Board``."""
    if not viewer.is_signed_in:
        return Board.access == Access.PUBLIC
    clinical = viewer.boards_as(CLINICAL)
    if clinical is None:
        return true()
    invited = viewer.invited_to | clinical
    return or_(
        Board.access.in_([Access.PUBLIC, Access.MEMBERS]),
        Board.id.in_(sorted(invited)) if invited else false(),
    )


def threads_open_to(viewer: Viewer, face: str | None = None) -> ColumnElement[bool]:
    """The twin of READ_THREAD, over ``Thread`` joined to ``Board``, for one of the viewer's faces."""
    return and_(boards_open_to(viewer), _open(viewer, Thread.state, Thread.author_id, face))


def posts_open_to(viewer: Viewer, face: str | None = None) -> ColumnElement[bool]:
    """The twin of READ_POST, over ``Post`` joined to ``Thread`` and ``Board``, for one of the viewer's faces."""
    return and_(threads_open_to(viewer, face), _open(viewer, Post.state, Post.author_id, face))


def moderated_by(viewer: Viewer) -> ColumnElement[bool]:
    """Boards, over ``Board.id``, on which the viewer is a clinician with the second factor shown."""
    if not viewer.has_second_factor:
        return false()
    clinical = viewer.boards_as(CLINICAL)
    return true() if clinical is None else Board.id.in_(sorted(clinical))


def _open(
    viewer: Viewer, state: SQLColumnExpression[PostState], author: SQLColumnExpression[str], face: str | None
) -> ColumnElement[bool]:
    ways = [state == PostState.PUBLISHED]
    if viewer.may_moderate and viewer.has_second_factor:
        ways.append(and_(state.in_(sorted(OPEN_TO_CLINICIAN)), moderated_by(viewer)))
    if face is not None:
        ways.append(and_(state.in_(sorted(OPEN_TO_AUTHOR)), author == face))
    return or_(*ways)
