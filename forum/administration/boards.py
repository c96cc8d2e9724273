"""Making and changing categories and boards."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum import audit
from forum.columns import new_token
from forum.errors import BadInput, NotFound
from forum.extensions import db
from forum.models.boards import Board, Category
from forum.models.personas import Membership, Persona
from forum.models.states import Access, Anonymity, PersonaKind, PostingPolicy
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.viewer import Viewer
from forum.rich_text import UnacceptableText, clean, clean_line, render
from forum.transaction import require_transaction

LONGEST = {"name": 80, "category": 80, "description": 300, "slug": 60}
MOST_NEWCOMER_POSTS = 100


@dataclass(frozen=True, slots=True)
class BoardPlan:
    """What an administrator enters for a board; ``guidelines`` is Markdown."""

    slug: str
    name: str
    category: str
    description: str
    guidelines: str
    access: Access
    posting: PostingPolicy
    newcomer_posts: int = 3
    anonymity: Anonymity = Anonymity.ALLOWED
    place: int = 0
    is_archived: bool = False


def save_board(administrator: Viewer | None, plan: BoardPlan, board_id: str | None = None) -> Board:
    """Make a board, or change the one of ``board_id``; ``administrator`` None is the operator at the command line.

    Raises BadInput for "slug" ("empty", "characters", "taken"), "name", "category", "description" and "guidelines"
    ("empty", "too_long", "too_complex") and "newcomer_posts" ("range"); NotFound for a board that is not there.
    """
    require_transaction("forum")
    if administrator is not None:
        require(administrator, Permission.ADMINISTER)
    _check(plan, board_id)
    board = db.session.get(Board, board_id) if board_id else Board(id=new_token())
    if board is None:
        raise NotFound
    try:
        _fill(board, plan)
        db.session.add(board)
        db.session.flush()
    except IntegrityError:  # another administrator took the address in the same moment
        raise BadInput("slug", "taken") from None
    actor = administrator.everyday if administrator else None
    audit.record("board.changed", actor=actor, subject=board.id, access=plan.access.value, posting=plan.posting.value)
    return board


def rendered(guidelines: str) -> str:
    """Return the HTML of guidelines, "" for none. Raises BadInput("guidelines", "too_long" | "too_complex")."""
    try:
        return render(guidelines) if clean(guidelines) else ""
    except UnacceptableText as refused:
        raise BadInput("guidelines", refused.problem.value) from None


def invite(administrator: Viewer | None, board_id: str, persona_id: str) -> bool:
    """Invite an everyday persona to a board; return whether it was new. Raises NotFound."""
    return _change_membership(administrator, board_id, persona_id, wanted=True)


def uninvite(administrator: Viewer | None, board_id: str, persona_id: str) -> bool:
    """End an invitation; return whether there was one."""
    return _change_membership(administrator, board_id, persona_id, wanted=False)


def _change_membership(administrator: Viewer | None, board_id: str, persona_id: str, *, wanted: bool) -> bool:
    require_transaction("forum")
    if administrator is not None:
        require(administrator, Permission.ADMINISTER)
    membership = db.session.get(Membership, (board_id, persona_id))
    if (membership is not None) is wanted:
        return False
    if membership is not None:
        db.session.delete(membership)
    else:
        persona = db.session.get(Persona, persona_id)
        if db.session.get(Board, board_id) is None or persona is None or persona.kind is not PersonaKind.EVERYDAY:
            raise NotFound
        db.session.add(Membership(board_id=board_id, persona_id=persona_id))
    db.session.flush()
    actor = administrator.everyday if administrator else None
    audit.record("membership.changed", actor=actor, subject=persona_id, board=board_id, is_invited=wanted)
    return True


def _check(plan: BoardPlan, board_id: str | None) -> None:
    for field, longest in LONGEST.items():
        words = clean_line(getattr(plan, field))
        if not words:
            raise BadInput(field, "empty")
        if len(words) > longest:
            raise BadInput(field, "too_long")
    if not plan.slug.replace("-", "").isalnum() or plan.slug != plan.slug.lower() or not plan.slug.isascii():
        raise BadInput("slug", "characters")
    if not 0 <= plan.newcomer_posts <= MOST_NEWCOMER_POSTS:
        raise BadInput("newcomer_posts", "range")
    holder = db.session.execute(select(Board.id).where(Board.slug == plan.slug)).scalar()
    if holder is not None and holder != board_id:
        raise BadInput("slug", "taken")


def _fill(board: Board, plan: BoardPlan) -> None:
    board.slug, board.name = plan.slug, clean_line(plan.name)
    board.category_id = _category(clean_line(plan.category)).id
    board.description = clean_line(plan.description)
    board.guidelines, board.guidelines_html = clean(plan.guidelines), rendered(plan.guidelines)
    board.access, board.posting, board.anonymity = plan.access, plan.posting, plan.anonymity
    board.newcomer_posts, board.place, board.is_archived = plan.newcomer_posts, plan.place, plan.is_archived


def _category(name: str) -> Category:
    found = db.session.execute(select(Category).where(Category.name == name)).scalar_one_or_none()
    if found is None:
        last = db.session.execute(select(func.max(Category.place))).scalar() or 0
        found = Category(id=new_token(), name=name, place=last + 1)
        db.session.add(found)
        db.session.flush()
    return found
