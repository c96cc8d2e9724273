"""What an import came to, in numbers and rows; it never holds a word of what was imported."""

import enum
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from forum.administration.import_files import UnreadRow
from forum.triage.levels import Level, Urgency


class Fate(enum.StrEnum):
    """What became of one imported text."""

    HELD = "held"  # waits in the queue
    PUBLISHED = "published"  # shown by decision of the administrator
    KNOWN = "known"  # was imported before
    REFUSED = "refused"  # the gate cannot take it


@dataclass(frozen=True, slots=True)
class Outcome:
    """One text of the file: where it stood, what became of it and how it read."""

    row: int
    is_question: bool
    fate: Fate
    level: Level = Level.GREEN
    urgency: Urgency = Urgency.ROUTINE
    identifies: bool = False
    reason: str = ""  # of a refusal: "field: problem"


@dataclass
class Report:
    """What an import came to, in numbers; it holds no words."""

    outcomes: list[Outcome] = field(default_factory=list)

    def count(self, fate: Fate, *, questions: bool) -> int:
        """Return how many questions, or answers, met a fate."""
        return sum(one.fate is fate and one.is_question is questions for one in self.outcomes)

    def levels(self) -> Counter[Level]:
        """Count what was taken by its level."""
        return Counter(one.level for one in self._taken())

    def urgencies(self) -> Counter[Urgency]:
        """Count what was taken by the urgency of its clinical question."""
        return Counter(one.urgency for one in self._taken())

    def identifying(self) -> int:
        """Count what was taken and waits because it could identify somebody."""
        return sum(one.identifies for one in self._taken())

    def refusals(self) -> list[Outcome]:
        """Return what was refused, in the order of the file."""
        return sorted((one for one in self.outcomes if one.fate is Fate.REFUSED), key=lambda one: one.row)

    def note_unread(self, rows: Iterable[UnreadRow]) -> None:
        """Add the rows that the file's reader had to pass over."""
        self.outcomes += [Outcome(one.row, True, Fate.REFUSED, reason=f"row: {one.reason}") for one in rows]

    def _taken(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.fate in {Fate.HELD, Fate.PUBLISHED}]
