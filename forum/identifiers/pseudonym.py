"""Names that people choose: what would betray them, and what would pretend to be somebody else.

A pseudonym is free: any script, one given name, a figure or two. Refused is what looks like a full name, gives a way to
reach somebody, speaks for the site, claims a profession that was not verified, or hides what it is.
Invariant: a name is judged as a reader sees it, so that look-alike letters, figures for letters and odd spacing change
nothing.
"""

import enum
import re
import unicodedata
from collections.abc import Callable

from forum.identifiers import contact
from forum.identifiers.claims import claims_profession, is_reserved
from forum.identifiers.confusables import bare, parts_of, skeleton
from forum.identifiers.plain import plain
from forum.identifiers.real_names import is_real_name

__all__ = ["LONGEST", "SHORTEST", "NameProblem", "problems_with", "skeleton"]

SHORTEST = 3
"""The fewest letters and figures in a pseudonym; a Chinese or Japanese sign counts for two."""
LONGEST = 30
"""The most characters in a pseudonym."""


class NameProblem(enum.StrEnum):
    """Why a name cannot be taken."""

    TOO_SHORT = "too_short"
    """It has fewer letters and figures than `SHORTEST`."""
    TOO_LONG = "too_long"
    """It has more characters than `LONGEST`."""
    CHARACTERS = "characters"
    """It holds characters that do not show, turn the direction of writing or break a line, or no letter at all."""
    LOOK_ALIKE = "look_alike"
    """It mixes alphabets that look alike, or uses signs that only look like letters."""
    EMAIL = "email"
    """It holds an e-mail address."""
    LINK = "link"
    """It holds a link or the name of an account elsewhere."""
    LONG_DIGITS = "long_digits"
    """It holds so many figures that it could be a telephone number, a date of birth or a record's number."""
    REAL_NAME = "real_name"
    """It looks like a given name with a surname."""
    RESERVED = "reserved"
    """It would speak for the site, its staff, its machines or its pages."""
    CLAIMS_PROFESSION = "claims_profession"
    """It says that somebody is a doctor, a nurse or another professional."""


_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_FORBIDDEN = frozenset('<>@/\\{}|"`^=') | _BLANK_LETTERS
_UNSEEN = re.compile("C|Zl|Zp")
_STACKED_MARKS = re.compile("(?:M[nce] ){3}")
_MOST_DIGITS = 4
_ALPHABETS_THAT_LOOK_ALIKE = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})


def problems_with(name: str) -> tuple[NameProblem, ...]:
    """Say why `name` cannot be a pseudonym, in the order of `NameProblem`; nothing when it can. Never raises."""
    return tuple(problem for problem in NameProblem if _TESTS[problem](name))


def _is_too_short(name: str) -> bool:
    widths = [2 if unicodedata.east_asian_width(letter) == "W" else 1 for letter in name if letter.isalnum()]
    return sum(widths) < SHORTEST


def _has_bad_characters(name: str) -> bool:
    categories = " ".join(unicodedata.category(letter) for letter in name) + " "
    blanks = [letter for letter in name if unicodedata.category(letter) == "Zs"]
    badly_spaced = name != name.strip() or "  " in name or any(blank != " " for blank in blanks)
    hides = _UNSEEN.search(categories) is not None or _STACKED_MARKS.search(categories) is not None
    return hides or badly_spaced or "L" not in categories or not _FORBIDDEN.isdisjoint(name)


def _looks_alike(name: str) -> bool:
    compatible = [(letter, unicodedata.normalize("NFKC", letter)) for letter in name]
    dressed_up = any(letter != plain_letter and plain_letter.isascii() for letter, plain_letter in compatible)
    letters = [letter for letter in name if unicodedata.category(letter)[0] == "L"]
    alphabets = {unicodedata.name(letter, "").partition(" ")[0] for letter in letters}
    return dressed_up or len(alphabets & _ALPHABETS_THAT_LOOK_ALIKE) > 1


def _holds_email(name: str) -> bool:
    return any(contact.emails(plain(name).text))


def _holds_link(name: str) -> bool:
    ready = plain(name).text
    return any(contact.urls(ready)) or any(contact.handles(ready))


def _has_long_digits(name: str) -> bool:
    return sum(letter.isdigit() for letter in name) > _MOST_DIGITS


def _is_real_name(name: str) -> bool:
    return is_real_name([bare(part).strip("0123456789") for part in parts_of(name)])


_TESTS: dict[NameProblem, Callable[[str], bool]] = {
    NameProblem.TOO_SHORT: _is_too_short,
    NameProblem.TOO_LONG: lambda name: len(name) > LONGEST,
    NameProblem.CHARACTERS: _has_bad_characters,
    NameProblem.LOOK_ALIKE: _looks_alike,
    NameProblem.EMAIL: _holds_email,
    NameProblem.LINK: _holds_link,
    NameProblem.LONG_DIGITS: _has_long_digits,
    NameProblem.REAL_NAME: _is_real_name,
    NameProblem.RESERVED: is_reserved,
    NameProblem.CLAIMS_PROFESSION: claims_profession,
}
