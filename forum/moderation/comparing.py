"""What an author changed, word by word.

Invariant: what stayed and what is new, joined, is the new text; what stayed and what is gone, joined, is the old one.
"""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Fate(enum.StrEnum):
    """What became of a stretch of the old text, or that it is new."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of text and its fate."""

    fate: Fate
    text: str


def changes(old: str, new: str) -> tuple[Change, ...]:
    """Return what stayed, went and came, in the order in which a reader meets it."""
    return tuple(change for change in _changes(_WORDS.findall(old), _WORDS.findall(new)) if change.text)


def _changes(old: list[str], new: list[str]) -> Iterator[Change]:
    # Its "autojunk" stays on: without it two long texts of common words take seconds.
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield Change(Fate.SAME, "".join(new[j1:j2]))
        else:
            yield Change(Fate.GONE, "".join(old[i1:i2]))
            yield Change(Fate.NEW, "".join(new[j1:j2]))
