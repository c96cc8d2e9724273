"""Numbers of records and registers that have no check digit: only a word beside them tells what they are.

Medical records, health plans, accounts, certificates and licences, vehicles, devices, and any long unbroken number.
Invariant: what is reported holds at least three digits, so that "patient ID required" is no number.
"""

import re
from collections.abc import Iterator

from forum.identifiers.finding import Finding, spans
from forum.identifiers.kinds import Kind
from forum.identifiers.lists import section

_CUE_AND_NUMBER = re.compile(
    r"""\b(?:
      mrn | m\.r\.n\. | vin | imei | gmc | nmc | hcpc | gphc | dea | ssn | social\ security | ubn | pps
    | nhs\ (?:no|number|num|id) | chi\ (?:no|number) | npi
    | (?:medical\ record|hospital|patient|record|case|chart|file|account|acct|policy|member|membership|subscriber|group|
        insurance|health\ plan|plan|medicare|medicaid|licen[cs]e|registration|passport|claim|reference|student|employee|
        staff|serial|device|national\ insurance|tax|identity|id\ card|unit|admission|appointment|prescription|routing|
        driver'?s?\ licen[cs]e|driving\ licen[cs]e|number\ plate|licen[cs]e\ plate|reg\ plate|sort\ code|visa|
        blue\ badge|bank\ account|credit\ card|debit\ card|hospital\ record)
      (?:\ (?:number|no\b\.?|num\b|id\b|code|card|plate|\#))
    | number\ plate | licen[cs]e\ plate | sort\ code
    )
    (?:\ (?:number|no\b\.?|id\b))?
    \s{0,2}(?:is|was|=|:|\#|-|\.)?\s{0,2}[#:]?\s?
    (?P<number>[a-z0-9](?:[/ -]?[a-z0-9]){3,23}+)""",
    re.IGNORECASE | re.VERBOSE,
)
_DEVICE = re.compile(r"(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])", re.IGNORECASE)
_UNBROKEN = re.compile(r"(?<![\w.,£$€])[0-9]{13,40}+(?![\w%]|[.,][0-9])")
_FEWEST_DIGITS = 3
_LONGEST_PREFIX = 3


def record_numbers(text: str) -> Iterator[Finding]:
    """Find numbers that a word makes a record's, addresses of devices, and unbroken runs of 13 digits or more."""
    lower = text.lower()
    match = _CUE_AND_NUMBER.search(text) if any(word in lower for word in section("record_words")) else None
    while match:
        number = _without_words(match["number"])
        end = match.start("number") + len(number)
        if sum(letter.isdigit() for letter in number) >= _FEWEST_DIGITS:
            yield Finding(Kind.RECORD_NUMBER, match.start("number"), end)
        match = _CUE_AND_NUMBER.search(text, end)
    yield from spans(Kind.RECORD_NUMBER, _DEVICE.finditer(text))
    for match in _UNBROKEN.finditer(text):
        if len(set(match[0])) > 2:
            yield Finding(Kind.RECORD_NUMBER, match.start(), match.end())


def _without_words(written: str) -> str:
    """Keep the groups up to the last that hold a digit; a word of more than three letters ends the number."""
    end = 0
    for group in re.finditer(r"[^ ]+", written):
        if any(letter.isdigit() for letter in group[0]):
            end = group.end()
        elif end or len(group[0]) > _LONGEST_PREFIX:
            break
    return written[:end]
