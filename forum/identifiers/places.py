"""Towns, and named places of care.

Invariant: a state, a country or a continent is no finding; a kind of place of care without a name ("a children's
hospital") is none either.
"""

import re
from collections.abc import Iterator
from functools import cache

from forum.identifiers.finding import Finding
from forum.identifiers.kinds import Kind
from forum.identifiers.lists import folded, phrases, section

_CAPITAL = r"(?-i:[A-ZÀ-ÞŁŚŹŻČŠŽĐ])[^\W\d_]*+(?:['-][^\W\d_]++)*+"
_TOWN = re.compile(r"(?<!\w)(?=(?P<words>(?P<first>[A-ZÀ-Þ][^\W\d_]++\.?)(?:[ -][^\W\d_]++){0,3}+))")
_LIVES_IN = re.compile(
    rf"""\b(?:live|lives|living|lived|reside|based|born|raised|grew\ up|grow\ up|growing\ up|studying|work|works|
    working|stay|staying|moved|moving|move|relocated|i'm|i\ am|originally|come|comes|came)
    \ (?:back\ |here\ |there\ |over\ )?(?:in|near|outside|from|to)
    \ (?P<place>(?:{_CAPITAL})(?:[ -](?:{_CAPITAL})){{0,2}}+)""",
    re.IGNORECASE | re.VERBOSE,
)
_SMALL_TOWN = re.compile(
    r"\b(?:live|lives|living|lived|based|born|raised|grew up|moved) (?:in|near|outside|to|from)"
    r" (?P<place>[a-z]++(?: [a-z]++)?)"
)
_TOWN_AND_STATE = re.compile(
    r"(?<!\w)[A-Z][a-z]++(?: [A-Z][a-z]++){0,2}+, (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[EINOST]|"
    r"N[CDEHJMVY]|O[HKR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])(?!\w)"
)
_OF_CARE = re.compile(
    rf"""(?<!\w)(?P<name>(?:(?:{_CAPITAL}|of|and|&|the|for|St\.)\ ){{1,6}}?)
    (?P<kind>(?-i:Hospitals?|Infirmary|Hospice|Clinic|Surgery|Medical\ Cent(?:er|re)|Health\ Cent(?:er|re)|
    Medical\ Practice|(?:NHS\ )?Foundation\ Trust|NHS\ Trust|Ward|Rehab|Recovery\ Cent(?:er|re)|Nursing\ Home|
    Care\ Home))(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_ACRONYM = 4
_WARD = re.compile(r"\b[Ww]ard (?:[0-9]{1,3}[A-Za-z]?|[A-Z][0-9]{1,3})\b")


def towns(text: str) -> Iterator[Finding]:
    """Find towns by name, and places that somebody is said to live in, come from or move to."""
    known, wide = phrases("cities.txt"), phrases("regions.txt")
    for match in _TOWN.finditer(text):
        length = _longest_known(match["words"], known) if folded(match["first"]) in _first_words() else 0
        if length:
            yield Finding(Kind.PLACE, match.start(), match.start() + length)
    for match in _LIVES_IN.finditer(text):
        if not _is_acronym_or_shouted(match["place"]) and not _is_wide(match["place"], wide):
            yield Finding(Kind.PLACE, match.start("place"), match.end("place"))
    for match in _SMALL_TOWN.finditer(text):
        length = _longest_known(match["place"], known)
        if length:
            yield Finding(Kind.PLACE, match.start("place"), match.start("place") + length)
    for match in _TOWN_AND_STATE.finditer(text):
        yield Finding(Kind.PLACE, match.start(), match.end())


@cache
def _first_words() -> frozenset[str]:
    return frozenset(re.split("[ -]", town)[0] for town in phrases("cities.txt"))


def _longest_known(written: str, known: frozenset[str]) -> int:
    """Give how many characters of `written`, cut at a word's end, are a known town; none gives 0."""
    while written:
        if folded(written) in known:
            return len(written)
        written = written[: max(written.rfind(" "), written.rfind("-"), 0)]
    return 0


def _is_acronym_or_shouted(place: str) -> bool:
    return place.isupper() and (len(place) <= _LONGEST_ACRONYM or " " in place)


def _is_wide(place: str, wide: frozenset[str]) -> bool:
    key = folded(place)
    first, _, rest = key.partition(" ")
    return key in wide or first in wide or (first.endswith("ern") and rest in wide)


def hospitals(text: str) -> Iterator[Finding]:
    """Find named hospitals, clinics, practices, trusts and wards."""
    for match in _OF_CARE.finditer(text):
        named = [word for word in match["name"].split() if folded(word) not in section("unnamed_care")]
        if named:
            yield Finding(Kind.HOSPITAL, text.index(named[0], match.start()), match.end())
    for match in _WARD.finditer(text):
        yield Finding(Kind.HOSPITAL, match.start(), match.end())
