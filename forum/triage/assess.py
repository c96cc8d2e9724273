"""The one verb of triage: read a text, say how soon somebody should look, and which phrases say so.

Invariant: triage orders the queue and widens help; it never approves and never rejects. It is pure and
deterministic, never fails on any text, takes time linear in it, and an assessment holds places and rule names,
never the words: those are sealed elsewhere.
"""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

from forum.triage.combining import Found, combine
from forum.triage.contexts import Marker, settle
from forum.triage.levels import Level, Urgency
from forum.triage.lexicon import SEPARATOR, Lexicon
from forum.triage.phrases import Hit
from forum.triage.reading import Reading, read
from forum.triage.surroundings import Surroundings

MOST_SIGNALS = 60
"""An assessment keeps at most so many signals, one of every rule first: a reviewer needs no more."""


class Finding(Protocol):
    """Something in the text that could identify somebody, as ``forum.identifiers`` finds it."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Identifier:
    """A finding as an assessment keeps it: what kind, and from where to where in the text."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Signal:
    """One reason to look: the rule (with its contexts), what it asks for, and the characters that it rests on."""

    rule: str
    level: Level | None
    urgency: Urgency | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """What triage thinks of a text; ``score`` (0 to below 1) orders texts of one level."""

    level: Level
    urgency: Urgency
    signals: tuple[Signal, ...]
    identifiers: tuple[Finding, ...]
    score: float = 0.0

    @property
    def rank(self) -> float:
        """The place in the order of need: the level, then the score."""
        return self.level + self.score

    @property
    def gravity(self) -> int:
        """How gravely somebody may need help, whichever of body and mind is worse off: 0 to 3."""
        return max(int(self.level), int(self.urgency))

    def to_json(self) -> dict[str, Any]:
        """Return a small dictionary of plain values, without any of the words."""
        return {
            "level": int(self.level),
            "urgency": int(self.urgency),
            "score": self.score,
            "signals": [[s.rule, s.level, s.urgency, s.start, s.end] for s in self.signals],
            "identifiers": [[str(i.kind), i.start, i.end] for i in self.identifiers],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the assessment that ``to_json`` wrote; raises ``KeyError`` or ``ValueError`` on anything else."""
        return cls(
            Level(data["level"]),
            Urgency(data["urgency"]),
            tuple(_signal(*fields) for fields in data["signals"]),
            tuple(Identifier(*fields) for fields in data["identifiers"]),
            data["score"],
        )


def _signal(rule: str, level: int | None, urgency: int | None, start: int, end: int) -> Signal:
    return Signal(
        rule,
        None if level is None else Level(level),
        None if urgency is None else Urgency(urgency),
        start,
        end,
    )


def assess(text: str, lexicon: Lexicon, identifiers: Sequence[Finding] = ()) -> Assessment:
    """Assess a text by the rules of the lexicon; ``identifiers`` are kept beside the signals for the reviewer.

    Source of the levels and of what lowers them: CLINICAL.md, Levels.
    """
    reading = read(text, lexicon.forms)
    found = _found(text, reading, lexicon)
    signals = [_as_signal(item, reading) for item in found if not item.is_part]
    return Assessment(
        level=max((s.level for s in signals if s.level is not None), default=Level.GREEN),
        urgency=max((s.urgency for s in signals if s.urgency is not None), default=Urgency.ROUTINE),
        signals=_gravest(signals),
        identifiers=tuple(Identifier(_plain(i.kind), i.start, i.end) for i in identifiers),
        score=_score(found, reading, lexicon),
    )


def _found(text: str, reading: Reading, lexicon: Lexicon) -> list[Found]:
    """Return what every rule and combination finds, each in its contexts."""
    hits = lexicon.tree.find(reading.words)
    if not hits:
        return []
    surroundings = Surroundings(text, reading, lexicon.lists, hits)
    single: list[Found] = []
    for hit in _without_idioms(hits):
        rule = lexicon.rules[hit.rule]
        outcome = settle(rule.kind, rule.level, rule.urgency, surroundings.contexts(hit))
        if outcome is not None:
            single.append(Found(rule, hit.first, hit.last, outcome))
    return single + combine(single, lexicon.combinations)


def _without_idioms(hits: Iterable[Hit]) -> list[Hit]:
    """Return the rules' hits, less those that lie inside a manner of speaking ("dying to know")."""
    idioms: dict[int, int] = {}
    for hit in hits:
        if hit.rule == Marker.IDIOM:
            idioms.update((place, hit.last - hit.first) for place in range(hit.first, hit.last + 1))
    return [
        hit
        for hit in hits
        if not hit.rule.startswith("@")
        and not any(idioms.get(place, -1) >= hit.last - hit.first for place in range(hit.first, hit.last + 1))
    ]


def _as_signal(found: Found, reading: Reading) -> Signal:
    name = SEPARATOR.join((found.rule.id, *found.outcome.contexts))
    start, end = reading.starts[found.first], reading.ends[found.last]
    return Signal(name, found.outcome.level, found.outcome.urgency, start, end)


def _gravest(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """Return the signals to keep: the first of every rule, the gravest first, then those that repeat a rule."""
    first: dict[str, Signal] = {}
    ordered = sorted(set(signals), key=lambda signal: (signal.start, signal.end, signal.rule))
    for signal in ordered:
        first.setdefault(signal.rule, signal)

    def place(signal: Signal) -> tuple[bool, int]:
        return (first[signal.rule] is not signal, -max(signal.level or 0, signal.urgency or 0))

    return tuple(sorted(ordered, key=place)[:MOST_SIGNALS])


def _plain(kind: str) -> str:
    return str(kind.value) if isinstance(kind, enum.Enum) else kind


def _score(found: Iterable[Found], reading: Reading, lexicon: Lexicon) -> float:
    """Return how strongly the text as a whole speaks of its writer's need, from 0 to below 1.

    Rules count as independent reasons, each word of a rule once more by half; a text that speaks to somebody else
    more than of its writer counts less.
    """
    doubt = 1.0
    times: dict[str, int] = {}
    for item in found:
        count = times[item.rule.id] = times.get(item.rule.id, 0) + 1
        if count <= 4:
            doubt *= 1 - item.rule.weight * item.outcome.share / 2 ** (count - 1)
    own = sum(word in lexicon.lists["self_subject"] for word in reading.words)
    readers = sum(word in lexicon.lists["reader_subject"] for word in reading.words)
    share = (own + 1) / (own + 2 * readers + 2)
    return round(min((1 - doubt) * (0.3 + 0.5 * share) + 0.15 * share, 0.999), 3)
