"""Hold or publish: the one judgement of the gate, as a pure function of what it depends on.

Triage never approves: it can only add a reason to hold. What identifies holds whatever the board's policy (DESIGN 4.2).
"""

from dataclasses import dataclass

from forum.models.states import PersonaKind, PostingPolicy, ReviewReason
from forum.triage.levels import Level


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All that the judgement depends on."""

    policy: PostingPolicy
    newcomer_posts: int
    author_kind: PersonaKind
    approved_posts: int
    level: Level
    has_identifiers: bool
    is_edit: bool = False
    is_imported: bool = False

    @property
    def is_newcomer(self) -> bool:
        """An anonymous persona is always one, so that no policy betrays whose it is."""
        return self.author_kind is not PersonaKind.EVERYDAY or self.approved_posts < self.newcomer_posts


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the words wait, and why somebody should look; no reasons: no review is opened."""

    is_held: bool
    reasons: tuple[ReviewReason, ...]


def judge(said: Circumstances) -> Verdict:
    """Return whether these words are held, and the reasons for their review."""
    if said.author_kind is PersonaKind.PROFESSIONAL:
        held = said.has_identifiers
        return Verdict(held, (ReviewReason.IDENTIFIERS,) if held else ())
    holding = tuple(_reasons_to_hold(said))
    return Verdict(bool(holding), holding or (ReviewReason.AFTER_PUBLICATION,))


def _reasons_to_hold(said: Circumstances) -> list[ReviewReason]:
    conditions = (
        (said.is_imported, ReviewReason.IMPORTED),
        (said.level >= Level.RED, ReviewReason.LEVEL),
        (said.has_identifiers, ReviewReason.IDENTIFIERS),
        (said.is_edit, ReviewReason.EDIT),
        (said.policy is PostingPolicy.HOLD_ALL, ReviewReason.BOARD_HOLDS_ALL),
        (said.policy is PostingPolicy.HOLD_NEWCOMERS and said.is_newcomer, ReviewReason.NEWCOMER),
    )
    return [reason for holds, reason in conditions if holds]
