"""Where somebody in a crisis can turn, by country, from a dated data file.

Invariant: asking for help always answers, with an emergency number, whatever country is named. A line past its date
stays, after the emergency number and after the fresh lines, and says that it is stale; the emergency number never
expires. Source: CLINICAL.md, Crisis help.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data") / "crisis_help.json"
_CODE = re.compile(r"[A-Z]{2}")
_NUMBER = re.compile(r"[0-9]{2,15}")
_ALIASES = {"UK": "GB"}
_WAYS = ("call", "text")


class InvalidHelp(ValueError):  # noqa: N818 - reads as what is wrong
    """The crisis help file cannot be used; the message says which entry and why."""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One line to turn to: ``contact`` is to be read, ``number`` (digits only) and ``how`` make the link.

    ``last_checked`` is None when nobody has confirmed the line; ``hours`` is None when they are not known.
    """

    name: str
    contact: str
    number: str
    how: str
    hours: str | None
    source: str
    last_checked: date | None
    is_stale: bool


@dataclass(frozen=True, slots=True)
class CrisisHelp:
    """The help to show for one country: the emergency number first, then the lines, stale ones last."""

    country: str
    name: str
    emergency_number: str
    lines: tuple[HelpLine, ...]


@dataclass(frozen=True, slots=True)
class HelpBook:
    """Every entry of the data file by country code, and what is said where no country is known."""

    entries: Mapping[str, Mapping[str, Any]]
    elsewhere: Mapping[str, Any]


def load(path: Path | None = None) -> HelpBook:
    """Load and check the crisis help at ``path``, by default the file shipped.

    Raises ``InvalidHelp`` saying what is wrong, and ``OSError`` when the file cannot be opened.
    """
    try:
        raw = json.loads((path or DATA).read_text(encoding="utf-8"))
        entries = {entry["country"]: entry for entry in raw["countries"]}
        if len(entries) < len(raw["countries"]):
            raise InvalidHelp("a country stands twice in the crisis help")
        for code, entry in entries.items():
            _check(code, entry)
        if not _NUMBER.fullmatch(raw["elsewhere"]["emergency_number"]):
            raise InvalidHelp("elsewhere: the emergency number must be digits")
        return HelpBook(entries, raw["elsewhere"])
    except KeyError as missing:
        raise InvalidHelp(f"the crisis help lacks {missing}") from missing
    except (TypeError, AttributeError, json.JSONDecodeError) as wrong:
        raise InvalidHelp(f"the crisis help cannot be read: {wrong}") from wrong


def _check(code: str, entry: Mapping[str, Any]) -> None:
    if not _CODE.fullmatch(code):
        raise InvalidHelp(f"{code!r} is no country code of two capital letters")
    if not _NUMBER.fullmatch(entry["emergency_number"]):
        raise InvalidHelp(f"{code}: the emergency number must be digits")
    if not entry["name"] or not entry["lines"]:
        raise InvalidHelp(f"{code}: needs a name and at least one line")
    for line in entry["lines"]:
        _check_line(code, line)


def _check_line(code: str, line: Mapping[str, Any]) -> None:
    for field in ("name", "contact", "source"):
        if not line[field].strip():
            raise InvalidHelp(f"{code}: a line's {field} is empty")
    if not _NUMBER.fullmatch(line["number"]):
        raise InvalidHelp(f"{code}: {line['name']}: the number must be digits only")
    if line["how"] not in _WAYS:
        raise InvalidHelp(f"{code}: {line['name']}: how must be one of {', '.join(_WAYS)}")
    try:
        verified, expires = _day(line["verified_on"]), _day(line["expires_on"])
    except ValueError as wrong:
        raise InvalidHelp(f"{code}: {line['name']}: {wrong}") from wrong
    if (verified is None) is not (expires is None) or (verified and expires and expires < verified):
        raise InvalidHelp(f"{code}: {line['name']}: expires_on must follow verified_on, or both be null")


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


@cache
def _shipped() -> HelpBook:
    return load()


def help_for(country: str | None, today: date, *, site_country: str, book: HelpBook | None = None) -> CrisisHelp:
    """Return the help for a person's country, else the site's, else an emergency number alone; never fails on a name.

    ``country`` and ``site_country`` are ISO 3166-1 codes in any case; ``UK`` is taken as ``GB``.
    """
    book = book or _shipped()
    known = (book.entries.get(_code(name)) for name in (country, site_country) if name)
    entry = next(filter(None, known), book.elsewhere)
    lines = sorted((_line(line, today) for line in entry["lines"]), key=lambda line: line.is_stale)
    return CrisisHelp(entry["country"], entry["name"], entry["emergency_number"], tuple(lines))


def countries(book: HelpBook | None = None) -> tuple[tuple[str, str], ...]:
    """Return the code and name of every country with an entry, by name, for a picker."""
    entries = (book or _shipped()).entries.values()
    return tuple(sorted(((e["country"], e["name"]) for e in entries), key=lambda pair: pair[1]))


def stale_lines(today: date, book: HelpBook | None = None) -> tuple[tuple[str, str], ...]:
    """Return the country code and name of every line that staff should check again."""
    codes = [code for code, _ in countries(book)]
    found = (help_for(code, today, site_country=code, book=book) for code in codes)
    return tuple((entry.country, line.name) for entry in found for line in entry.lines if line.is_stale)


def _code(name: str) -> str:
    upper = name.strip().upper()
    return _ALIASES.get(upper, upper)


def _line(line: Mapping[str, Any], today: date) -> HelpLine:
    expires = _day(line["expires_on"])
    return HelpLine(
        line["name"],
        line["contact"],
        line["number"],
        line["how"],
        line["hours"],
        line["source"],
        _day(line["verified_on"]),
        expires is None or today > expires,
    )
