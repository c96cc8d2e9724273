"""The place that is filled: its boards and hours, and who has settled in it so far."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from forum.administration import boards, hours
from forum.administration.boards import BoardPlan
from forum.cli.demo_filling.content import ADMINISTRATOR, Community, Invented, InventedBoard
from forum.cli.demo_filling.settling import A_YEAR, Inhabitant, settle, signed_in
from forum.clock import now
from forum.extensions import db
from forum.models.boards import Board, StaffedHours
from forum.models.states import Access, PostingPolicy
from forum.policy.viewer import Viewer
from forum.transaction import atomic

OPENS, CLOSES = 8 * 60, 20 * 60  # minutes after midnight


@dataclass
class Town:
    """The community, and what of it is there already: board ids by slug, people by key."""

    community: Community
    filled_at: datetime
    boards: dict[str, str] = field(default_factory=dict)
    people: dict[str, Inhabitant] = field(default_factory=dict)

    def viewer(self, key: str) -> Viewer:
        """Return somebody who has settled, as policy sees them."""
        return self.people[key].viewer

    @property
    def administrator(self) -> Viewer | None:
        """Return the administrator once there is one."""
        first = next(person.key for person in self.community.people.values() if person.role == ADMINISTRATOR)
        return self.people[first].viewer if first in self.people else None


def let_in(town: Town, person: Invented) -> None:
    """Let somebody settle, and invite members to the invited boards on which they will speak."""
    # Grants are counted from the day on which the demonstration is made, not from the past in which they are given.
    lasts = A_YEAR + (town.filled_at - now())
    settled = settle(person, town.boards, town.administrator, lasts)
    for board in town.community.boards:
        if board.access == Access.INVITED and not person.is_staff and _speaks_on(person, board):
            with atomic():
                boards.invite(town.administrator, town.boards[board.slug], settled.everyday.persona_id)
    town.people[person.key] = signed_in(person, settled)


def found(town: Town) -> None:
    """Set the hours and make the boards."""
    if db.session.execute(select(StaffedHours.id).limit(1)).scalar() is None:
        with atomic():
            hours.set_hours(town.administrator, [(day, OPENS, CLOSES) for day in range(7)], [])
    for place, board in enumerate(town.community.boards):
        known = db.session.execute(select(Board.id).where(Board.slug == board.slug)).scalar()
        town.boards[board.slug] = known or _make(town, board, place)


def _make(town: Town, board: InventedBoard, place: int) -> str:
    plan = BoardPlan(
        slug=board.slug,
        name=board.name,
        category=board.category,
        description=board.description,
        guidelines=board.guidelines,
        access=Access(board.access),
        posting=PostingPolicy(board.posting),
        place=place,
    )
    with atomic():
        return boards.save_board(town.administrator, plan).id


def _speaks_on(person: Invented, board: InventedBoard) -> bool:
    said = {thread.author for thread in board.threads}
    said |= {reply.author for thread in board.threads for reply in thread.replies}
    return person.key in said
