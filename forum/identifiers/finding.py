"""One finding, by itself so that every detector can make them and `find` can gather them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from re import Match

from forum.identifiers.kinds import ACTIONS, Action, Kind


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of a text that could identify somebody: characters `start` up to, not including, `end`."""

    kind: Kind
    start: int
    end: int

    @property
    def action(self) -> Action:
        """What this finding asks of the gate."""
        return ACTIONS[self.kind]


def spans(kind: Kind, matches: Iterable[Match[str]], group: int | str = 0) -> Iterator[Finding]:
    """Make a finding of `kind` out of `group` of each match."""
    for match in matches:
        yield Finding(kind, match.start(group), match.end(group))
