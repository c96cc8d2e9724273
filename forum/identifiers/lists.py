"""The lists of words in `data/`, read once.

Invariant: every word in a set is folded (lower case, without accents), so that a look-up folds the word and nothing
else. Only the lists are kept in memory; a word of a text never is.
"""

import unicodedata
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"}
)


def folded(word: str) -> str:
    """Give `word` in lower case and without accents, the form in which all lists are kept."""
    if word.isascii():
        return word.lower()
    lower = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(letter for letter in lower if not unicodedata.combining(letter))
    return bare.translate(_LETTERS_WITHOUT_DECOMPOSITION)


def _lines(name: str) -> list[str]:
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def words(name: str) -> frozenset[str]:
    """Read the blank-separated words of the list `name`."""
    return frozenset(folded(word) for line in _lines(name) for word in line.split())


@cache
def phrases(name: str) -> frozenset[str]:
    """Read the comma-separated phrases of the list `name`."""
    whole = " ".join(_lines(name))
    return frozenset(folded(phrase.strip()) for phrase in whole.split(",") if phrase.strip())


@cache
def section(name: str, file: str = "short_lists.txt") -> frozenset[str]:
    """Read the short list `name` out of a `file` of several; raises KeyError when there is none."""
    sections: dict[str, set[str]] = {}
    current: set[str] = set()
    for line in _lines(file):
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), set())
        else:
            current.update(line.split())
    return frozenset(sections[name])


@cache
def beginnings(name: str) -> tuple[str, ...]:
    """Read the phrases of the list `name` in the form that `str.startswith` takes."""
    return tuple(phrases(name))


@cache
def affixes(name: str) -> tuple[str, ...]:
    """Read the short list `name` in the form that `str.startswith` and `str.endswith` take."""
    return tuple(section(name))


@cache
def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """Read the list `name` of lines that hold a key and what belongs to it, parted by the first blank."""
    return tuple((key, rest.strip()) for key, _, rest in (line.partition(" ") for line in _lines(name)))
