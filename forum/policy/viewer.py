"""The person looking, as policy sees them: a face, grants and memberships, and an opaque way to ask "is this mine?".

Invariant: a viewer never tells which account it is; ``confidentiality.identity`` alone makes one of an account.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from forum.models.states import PersonaState, Role

CLINICAL = frozenset({Role.CLINICIAN, Role.LEAD})


@dataclass(frozen=True, slots=True)
class GrantHeld:
    """A grant in force: a role on one board, or (board None) on all."""

    role: Role
    board_id: str | None


class Author(NamedTuple):
    """Who wrote something: a persona's id, and the scope it is anonymous in (None for a lasting face)."""

    id: str
    scope: str | None = None


def _owns_nothing(_author: Author) -> bool:
    return False


def _no_face(_scope: str) -> str | None:
    return None


def _no_tag(_thing: str) -> bytes:
    raise LookupError("a visitor leaves no tag")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody looking; all defaults together are a visitor who has not signed in."""

    everyday: str | None = None  # persona id
    professional: str | None = None  # persona id
    name: str = ""
    hue: int = 0
    state: PersonaState = PersonaState.ACTIVE
    approved_posts: int = 0
    grants: tuple[GrantHeld, ...] = ()
    invited_to: frozenset[str] = frozenset()
    has_second_factor: bool = False
    owns: Callable[[Author], bool] = field(default=_owns_nothing, repr=False)
    face_in: Callable[[str], str | None] = field(default=_no_face, repr=False)  # anonymous persona in a scope
    reader_tag: Callable[[str], bytes] = field(default=_no_tag, repr=False)  # of a thread or board id

    @property
    def is_signed_in(self) -> bool:
        """Whether somebody has signed in at all."""
        return self.everyday is not None

    @property
    def reach(self) -> "Viewer":
        """What this viewer's lists depend on: nothing that tells who it is, and equal for all with equal rights."""
        return Viewer(
            everyday="" if self.is_signed_in else None,
            grants=self.grants,
            invited_to=self.invited_to,
            has_second_factor=self.has_second_factor,
        )

    @property
    def is_staff(self) -> bool:
        """Whether a second factor is compulsory: any grant but a mentor's."""
        return any(grant.role is not Role.MENTOR for grant in self.grants)

    def holds(self, roles: frozenset[Role], board_id: str | None) -> bool:
        """Whether a grant in force gives one of ``roles`` on that board (None asks for a site-wide grant)."""
        return any(
            grant.role in roles and (grant.board_id is None or grant.board_id == board_id) for grant in self.grants
        )

    def boards_as(self, roles: frozenset[Role]) -> frozenset[str] | None:
        """Return the boards on which one of ``roles`` is held; None means all of them."""
        held = [grant.board_id for grant in self.grants if grant.role in roles]
        return None if None in held else frozenset(board for board in held if board)

    @property
    def may_moderate(self) -> bool:
        """Whether the queue belongs in this person's navigation."""
        return any(grant.role in CLINICAL for grant in self.grants)

    @property
    def may_administer(self) -> bool:
        """Whether the administration belongs in this person's navigation."""
        return any(grant.role is Role.ADMINISTRATOR for grant in self.grants)


VISITOR = Viewer()
