"""Dates more exact than a year, and ages over 89 (HIPAA's third kind of identifier).

A bare year, a weekday, a month alone and a feast are no identifiers. "May" is a month only beside a day or a year.
Invariant: a dose, a score or a blood pressure is no date: a date of digits alone has a day, a month and a year.
"""

import re
from collections.abc import Iterator

from forum.identifiers.finding import Finding, spans
from forum.identifiers.kinds import Kind

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b(?:\.(?= ?[0-9]))?"
)
_YEAR = r"(?:19|20)[0-9]{2}"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
_CLOCK = r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
_DIGITS = re.compile(
    rf"(?<![\w./$£€-])(?:{_YEAR}([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12][0-9]|3[01]){_CLOCK}"
    rf"|(?:0?[1-9]|[12][0-9]|3[01])([-/. ])(?:0?[1-9]|[12][0-9]|3[01])\2(?:{_YEAR}|(?<! )[0-9]{{2}}))"
    r"(?![\w/]|[.-][0-9]| ?(?:mg|mcg|ml|g|kg|iu|units|times)\b)",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(rf"(?<![\w.,$£€/-]){_DAY}(?: day)?(?: of)?[ -]{_MONTH}(?:,?[ -]{_YEAR}\b)?", re.IGNORECASE)
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH}(?:(?: the)?[ -]{_DAY}"
    rf"(?![\w:%/]|[.,][0-9]| ?(?:mg|ml|years?|weeks?|days?|months?|people|times|hours?)\b)"
    rf"(?:,? {_YEAR}\b)?|,?(?: of)? {_YEAR}\b)",
    re.IGNORECASE,
)
_MAY_AS_VERB = re.compile(r"(?:may|mar(?:ch)?) [0-9]{1,2}$")
_AGE = re.compile(
    r"""(?<![\w.,$£€/-])(?:
      (?P<years>9[0-9]|1[0-2][0-9])[ -]?(?:years?|yrs?|yo\b|y/o|y\.o\.)(?:[ -](?:old|of\ age))?
    | (?:aged|age|age\ of|turned|turning|turns|he's|she's|(?:he|she|who|mum|mom|dad|mother|father|nan|gran|grandma|
        grandmother|grandad|grandfather|aunt|uncle)\ is|is\ now|i'm|i\ am)\ (?:now\ )?
      (?P<bare>9[0-9]|1[0-2][0-9])\b
      (?!\ ?(?:%|percent|kg|lbs?|pounds|cm|days?|weeks?|months?|miles|minutes|times|per|/|\.[0-9]))
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def dates(text: str) -> Iterator[Finding]:
    """Find dates written in digits and dates with the name of a month."""
    yield from spans(Kind.DATE, _DIGITS.finditer(text))
    yield from spans(Kind.DATE, _DAY_FIRST.finditer(text))
    for match in _MONTH_FIRST.finditer(text):
        if not _MAY_AS_VERB.fullmatch(match[0]):
            yield Finding(Kind.DATE, match.start(), match.end())


def great_ages(text: str) -> Iterator[Finding]:
    """Find ages of 90 or more, said of somebody."""
    for match in _AGE.finditer(text):
        if match["bare"]:
            yield Finding(Kind.AGE_OVER_89, match.start("bare"), match.end("bare"))
        elif _says_age(match[0]):
            yield Finding(Kind.AGE_OVER_89, match.start(), match.end())


def _says_age(written: str) -> bool:
    return re.search(r"old|age|y\.?/?o", written, re.IGNORECASE) is not None
