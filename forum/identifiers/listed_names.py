"""Names of people because the words are names, with nothing before them that says so.

Invariant: a word that is also an everyday word (Will, May, Hope) is a name only before a surname that is none, and a
stretch never crosses the end of a line. A given name alone is a trace; with what follows it, a full name.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from re import Match

from forum.identifiers.finding import Finding
from forum.identifiers.kinds import Kind
from forum.identifiers.lists import beginnings, folded, phrases, section, words
from forum.identifiers.name_words import WORD, Word, is_given, is_name_word, is_surname, joins, word_of

_WITHIN_SENTENCE = re.compile(r"[a-z,] \Z")
_SAINT = re.compile(r"\b(?:St\.?|Saint|San|Santa|Queen|King|Prince|Princess) $")
_LONGEST_ACRONYM = 4
_MOST_AFTER_FIRST = 3


def listed(text: str) -> Iterator[Finding]:
    """Find given names, with what follows them when that goes on as a name, and pairs that end in a surname."""
    first_words = {word for word in set(WORD.findall(text)) if _may_begin(word)}
    found = list(WORD.finditer(text))
    past = 0
    for at, match in enumerate(found):
        if at < past or match[0] not in first_words:
            continue
        name = _name_from(word_of(match), found[at + 1 : at + 1 + _MOST_AFTER_FIRST], text)
        if name:
            past = at + len(name)
            start, end = name[0].start, name[-1].end
            if not _is_known_to_all(text, start, end):
                yield Finding(Kind.PERSON_NAME if len(name) > 1 else Kind.NAME_PART, start, end)


@cache
def _in_small_letters() -> frozenset[str]:
    return words("given_names.txt") - words("ambiguous_names.txt")


def _may_begin(written: str) -> bool:
    return written[0].isupper() or folded(written) in _in_small_letters()


def _name_from(first: Word, after: Sequence[Match[str]], text: str) -> list[Word]:
    """Give the words from `first` on that make a name: none, one given name, or a full name."""
    if not is_name_word(first):
        return []
    rest = _following(first, after, text)
    if rest and (_makes_full_name(first, rest) or _has_initial(first, rest) or _ends_in_surname(text, first, rest)):
        return [first, *rest]
    alone = first.is_capital and (first.text.istitle() or len(first.text) > _LONGEST_ACRONYM)
    return [first] if alone and is_given(first) and not first.ambiguous else []


def _following(first: Word, after: Sequence[Match[str]], text: str) -> list[Word]:
    """Give the words after the first that stand one blank apart and could go on a name; in small letters only one."""
    before, rest = first, list[Word]()
    for match in after:
        word = word_of(match)
        if before.possessive or not joins(text, before, word):
            break
        like_first = word.is_capital or not first.is_capital
        if not (like_first and is_name_word(word)) and word.key not in section("particles"):
            break
        rest.append(word)
        before = word
        if not first.is_capital:
            break
    while rest and (len(rest[-1].text) == 1 or rest[-1].key in section("particles")):
        rest.pop()
    return rest


def _makes_full_name(first: Word, rest: list[Word]) -> bool:
    last = rest[-1]
    if not first.is_capital:
        return is_given(first) and not first.ambiguous and is_surname(last) and not last.ambiguous
    if is_given(first) and not first.ambiguous:
        return True
    if not is_surname(last) or last.ambiguous or is_given(last):
        return False
    return is_given(first) or last.shaped_like_surname


def _ends_in_surname(text: str, first: Word, rest: list[Word]) -> bool:
    """Tell a name by its surname alone; where a sentence starts a capital proves nothing."""
    last = rest[-1]
    within_sentence = _WITHIN_SENTENCE.search(text, max(0, first.start - 2), first.start) is not None
    is_listed = last.key in words("surnames.txt") and not last.ambiguous and not is_given(last)
    return within_sentence and is_listed and len(rest) == 1 and first.text.istitle()


def _has_initial(first: Word, rest: list[Word]) -> bool:
    """Tell "Ella H. Snider" from "Hepatitis C Virus": the initial has its full stop."""
    return len(rest) > 1 and rest[0].initial and len(first.text) > 1 and first.is_capital


def _is_known_to_all(text: str, start: int, end: int) -> bool:
    """Say whether the name is a public figure's, a saint's, or part of an illness, a remedy, a brand or a story."""
    if folded(text[start:end]) in phrases("public_names.txt") or _SAINT.search(text[max(0, start - 9) : start]):
        return True
    return folded(text[start : start + 30]).startswith(beginnings("eponyms.txt"))
