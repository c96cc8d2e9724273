"""Telephone and fax numbers.

A number counts when a word beside it says so, when it is written as telephone numbers are, or when the numbering
plans (the `phonenumbers` library) know it. Helplines never count: a post that gives one helps people.
Invariant: a text without seven digits costs one scan, and the numbering plans are asked about a bounded number of
stretches.
"""

import re
from collections.abc import Iterator
from re import Match

import phonenumbers

from forum.identifiers.finding import Finding
from forum.identifiers.kinds import Kind
from forum.identifiers.lists import words

_STRETCH = re.compile(
    r"(?<![\w£$€%])(?<![0-9][.,/-])(?:\+ ?)?(?:\( ?)?[0-9]++(?:(?:[ .)(/-]|\) |\ \(|[ ]?- ?)[0-9]++)*+\)?"
    r"(?: ?(?:x|ext\.? ?)[0-9]{1,6})?(?![\w%])",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r" ?(?:x|ext\.? ?)[0-9]{1,6}$", re.IGNORECASE)
_CUE_BEFORE = re.compile(
    r"""\b(?:phone|tel|telephone|mobile|mob|cell|cellphone|landline|fax|desk|pager|call|called|calling|text|ring|rang|phoned|
    whats\ ?app|contact|reach|dial|answering|messages?|sms|number\ is|number:|digits)\b[^0-9\n]{0,25}\n?$""",
    re.IGNORECASE | re.VERBOSE,
)
_CUE_AFTER = re.compile(r"^\W{0,2}(?:office|fax|home|work|mobile|cell|desk)\b", re.IGNORECASE)
_UNIT_AFTER = re.compile(
    r" ?(?:mg|mcg|ml|g|kg|lbs?|cm|mm|kcal|calories|steps|days?|weeks?|months?|years?|yrs?|hours?|hrs?|minutes|mins|"
    r"pounds|dollars|euros|people|times|units|iu|percent|mm ?hg|bpm)\b",
    re.IGNORECASE,
)
_NORTH_AMERICAN = re.compile(r"(?:\+?1[ .-]?)?\(?[2-9][0-9]{2}(?:\) ?|[ .-])[2-9][0-9]{2}[ .-][0-9]{4}")
_HOUSE = re.compile(r"[0-9]{1,5} [0-9]{1,4} (?=[^\W\d_])")
_NO_NUMBER = re.compile(
    r"(?:(?:19|20)[0-9]{2} ?[-/ ] ?(?:19|20)[0-9]{2}|[0-9]{1,2}([./ -])[0-9]{1,2}\1(?:19|20)?[0-9]{2}|"
    r"(?:19|20)[0-9]{2}([./-])[0-9]{1,2}\2[0-9]{1,2}(?: [0-9]{1,2})?|(?:[0-9]{1,3}\.){3}[0-9]{1,3}|"
    r"[0-9]{2,3}-[0-9]{2,3} ?/ ?[0-9]{2,3}-[0-9]{2,3})"
)
_PLANS = ("US", "GB", "IE", "AU", "NZ", "IN", "ZA", "DE", "FR", "NL", "ES", "PL")
_MOST_LOOKUPS = 12
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15


def telephones(text: str) -> Iterator[Finding]:
    """Find telephone and fax numbers; past a dozen doubtful stretches all count, since no honest post has more."""
    lookups = 0
    for match in _STRETCH.finditer(text):
        written = _EXTENSION.sub("", match[0])
        digits = re.sub(r"[^0-9]", "", written)
        if not _could_be(text, match, written, digits):
            continue
        if not _is_written_as_one(text, match, written, digits):
            lookups += 1
            if lookups <= _MOST_LOOKUPS and (_HOUSE.match(text, match.start()) or not _is_in_a_plan(written)):
                continue
        yield Finding(Kind.PHONE, match.start(), match.end())


def _could_be(text: str, match: Match[str], written: str, digits: str) -> bool:
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS or len(set(digits)) < 3:
        return False
    if digits in words("helplines.txt") or _NO_NUMBER.fullmatch(written.strip("()")):
        return False
    return _UNIT_AFTER.match(text, match.end(), match.end() + 12) is None


def _is_written_as_one(text: str, match: Match[str], written: str, digits: str) -> bool:
    if written.startswith("+") or _NORTH_AMERICAN.fullmatch(written):
        return True
    if digits.startswith("0") and len(digits) in (10, 11) and len(re.findall(r"[0-9]+", written)) <= 5:
        return True
    before = text[max(0, match.start() - 45) : match.start()]
    return bool(_CUE_BEFORE.search(before) or _CUE_AFTER.match(text[match.end() : match.end() + 10]))


def _is_in_a_plan(written: str) -> bool:
    if len(re.findall(r"[0-9]+", written)) > 6:
        return False
    return any(_is_valid_in(written, plan) for plan in _PLANS)


def _is_valid_in(written: str, plan: str) -> bool:
    try:
        number = phonenumbers.parse(written, plan)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number_for_region(number, plan)
