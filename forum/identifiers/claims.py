"""What a chosen name claims: to speak for the site, or to be a professional.

Invariant: every way in which a name can be read is tried, so that "Dг", "D.r" and "nur5e" claim what they look like.
"""

from collections.abc import Iterator
from functools import cache

from forum.identifiers.confusables import bare, parts_of, readings, unleeted
from forum.identifiers.lists import section, words

_FIGURES = "0123456789"
_SHORTEST_AFTER_TITLE = 4


def claims_profession(name: str) -> bool:
    """Say whether `name` claims a profession or a professional's letters."""
    return any(_claims(parts) for parts in _seen_as(name))


def is_reserved(name: str) -> bool:
    """Say whether `name` is kept for the site, its staff, its machines or its pages, also in the plural or numbered."""
    for parts in _seen_as(name):
        whole = "".join(parts)
        one, many = whole.removesuffix("s"), whole.removesuffix("ies") + "y"
        if not words("reserved.txt").isdisjoint((whole, whole.rstrip(_FIGURES), one, many)):
            return True
        if not section("staff", "professions.txt").isdisjoint(parts):
            return True
    return False


def _seen_as(name: str) -> Iterator[list[str]]:
    """Give the bare words of `name` in every way in which it can be read."""
    apart = " ".join(parts_of(name))
    for reading in readings(apart):
        yield reading.split()
        yield unleeted(reading).split()


def _claims(parts: list[str]) -> bool:
    stripped = [part.strip(_FIGURES) for part in parts]
    spelled = "".join(part for part in stripped if len(part) == 1)
    if not _bare_section("whole").isdisjoint([*stripped, spelled]):
        return True
    whole = "".join(parts)
    for innocent in section("not_these", "professions.txt"):
        whole = whole.replace(innocent, " ")
    return any(claim in whole for claim in _bare_section("anywhere")) or any(map(_is_title_with_name, stripped))


def _is_title_with_name(word: str) -> bool:
    names = ("given_names.txt", "ambiguous_names.txt", "surnames.txt", "ambiguous_surnames.txt")
    for title in section("before_names", "professions.txt"):
        rest = word.removeprefix(title)
        if rest != word and len(rest) >= _SHORTEST_AFTER_TITLE and any(rest in words(file) for file in names):
            return True
    return False


@cache
def _bare_section(name: str) -> frozenset[str]:
    """Read the claims as names are read: a word in another script is compared after the same look-alikes."""
    return frozenset(bare(word) for word in section(name, "professions.txt"))
