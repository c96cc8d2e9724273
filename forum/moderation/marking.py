"""Words cut where triage or the search for identifiers found something, so that a screen can mark and explain them.

Invariant: the passages joined are the text, whatever the findings; offsets that lie outside it are cut to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from forum.triage.assess import Assessment
from forum.triage.levels import Level, Urgency
from forum.triage.lexicon import Lexicon

RETIRED = ("A rule that has since been taken out of the lexicon.",)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text, with why it stands out: sentences of the signals that rest on it, and what it could tell."""

    text: str
    rank: int = 0  # the graver of level and urgency among its signals, 0 to 3
    why: tuple[tuple[str, ...], ...] = ()  # for each signal, its sentences
    identifier: str | None = None  # a value of identifiers.kinds.Kind

    @property
    def is_signal(self) -> bool:
        """Whether a signal rests on it."""
        return bool(self.why)


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    rank: int = 0
    why: tuple[str, ...] | None = None
    identifier: str | None = None


def passages(text: str, assessment: Assessment, lexicon: Lexicon) -> tuple[Passage, ...]:
    """Return the assessed text in passages; where findings overlap, the passage carries them all."""
    marks = [mark for mark in _marks(assessment, lexicon) if 0 <= mark.start < mark.end]
    edges = sorted({0, len(text), *(min(edge, len(text)) for mark in marks for edge in (mark.start, mark.end))})
    return tuple(
        _passage(text[start:end], [mark for mark in marks if mark.start <= start and end <= mark.end])
        for start, end in pairwise(edges)
    )


def _marks(assessment: Assessment, lexicon: Lexicon) -> Iterator[_Mark]:
    for signal in assessment.signals:
        rank = max(signal.level or Level.GREEN, signal.urgency or Urgency.ROUTINE)
        yield _Mark(signal.start, signal.end, int(rank), why=_explained(lexicon, signal.rule))
    for found in assessment.identifiers:
        yield _Mark(found.start, found.end, identifier=found.kind)


def _explained(lexicon: Lexicon, rule: str) -> tuple[str, ...]:
    try:
        return lexicon.explain(rule)
    except (KeyError, ValueError):  # assessed by an earlier lexicon
        return RETIRED


def _passage(text: str, marks: list[_Mark]) -> Passage:
    return Passage(
        text,
        max((mark.rank for mark in marks), default=0),
        tuple(dict.fromkeys(mark.why for mark in marks if mark.why is not None)),
        next((mark.identifier for mark in marks if mark.identifier is not None), None),
    )
