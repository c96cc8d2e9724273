"""What a name looks like: two names that a tired eye would take for one have one key.

Invariant: `skeleton` is its own fixed point, has at most 120 characters, and holds nothing that a database refuses.
"""

import re
import unicodedata
from functools import cache

from forum.identifiers.lists import pairs

LONGEST_SKELETON = 120
_NEITHER_LETTER_NOR_SIGN = re.compile(r"[\s._\-'’`´·•~*+|/\\()\[\]{}<>,;:!?\"“”‘^¨¸¯˙˚˜˛]+")
_MOST_ROUNDS = 8
_ONE_SHAPE = str.maketrans({"0": "o", "1": "l", "i": "l"})
_FIGURES_AS_LETTERS = str.maketrans("0134578", "oieastb")
_CAPITALS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХІЈЅԌԚԜ", "ABEZHIKMNOPTYXABEKMHOPCTYXIJSGQW")
_CAPITAL_WITHIN = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PART = re.compile(r"[^\W_]+")


def bare(name: str) -> str:
    """Give `name` in plain small letters: compatibility forms, accents, invisible and look-alike letters undone."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    kept = "".join(letter for letter in decomposed if unicodedata.category(letter)[0] not in "CM")
    return kept.translate(_look_alikes())


@cache
def _look_alikes() -> dict[int, str]:
    return {ord(letter): plain for plain, letters in pairs("confusables.txt") for letter in letters}


def readings(name: str) -> tuple[str, str]:
    """Give `name` bare in both ways in which its capitals can be read: a Greek capital Nu is an N, a small one a v."""
    return bare(name), bare(unicodedata.normalize("NFKD", name).translate(_CAPITALS))


def unleeted(text: str) -> str:
    """Give `text` with the figures that stand for letters in "nur5e" read as letters."""
    return text.translate(_FIGURES_AS_LETTERS)


def parts_of(name: str) -> list[str]:
    """Split a name where a reader would: at blanks, at marks and at capitals within."""
    return _PART.findall(_CAPITAL_WITHIN.sub(" ", unicodedata.normalize("NFKC", name)))


def skeleton(name: str) -> str:
    """Give the key under which `name` is unique: what looks the same to a reader has the same key."""
    key = name
    for _ in range(_MOST_ROUNDS):
        apart = _NEITHER_LETTER_NOR_SIGN.sub("", bare(key))
        folded = apart.translate(_ONE_SHAPE).replace("rn", "m").replace("vv", "w")
        if folded == key:
            break
        key = folded
    return key[:LONGEST_SKELETON]
