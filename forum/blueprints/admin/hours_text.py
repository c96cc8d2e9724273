"""Staffed hours as people write them: "09:00–12:30, 13:30–17:00" for a day, a line for each holiday.

Invariant: what is spelled reads back as what it was. Pure.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from forum.errors import BadInput

END_OF_DAY = 24 * 60
_STRETCH = re.compile(r"(\d{1,2})[:.](\d\d)\s*(?:-|–|—|to)\s*(\d{1,2})[:.](\d\d)")


def read_day(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a day in minutes after midnight; raises BadInput("hours", "form")."""
    return [_read_stretch(part.strip()) for part in text.split(",") if part.strip()]


def spell_day(stretches: Iterable[tuple[int, int]]) -> str:
    """Return the stretches of a day as a person would type them."""
    return ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in sorted(stretches))


def read_holidays(text: str) -> list[tuple[date, str]]:
    """Return the holidays, a line each: the day as 2026-12-25, then perhaps its name. Raises BadInput("holidays")."""
    return [_read_holiday(line.strip()) for line in text.splitlines() if line.strip()]


def spell_holidays(holidays: Iterable[Sequence[object]]) -> str:
    """Return the holidays, a line each."""
    return "\n".join(f"{day} {name}".strip() for day, name in holidays)


def _read_stretch(text: str) -> tuple[int, int]:
    found = _STRETCH.fullmatch(text)
    if found is None:
        raise BadInput("hours", "form")
    hour, minute, to_hour, to_minute = (int(part) for part in found.groups())
    if minute > 59 or to_minute > 59 or max(hour * 60 + minute, to_hour * 60 + to_minute) > END_OF_DAY:
        raise BadInput("hours", "form")
    return hour * 60 + minute, to_hour * 60 + to_minute


def _read_holiday(line: str) -> tuple[date, str]:
    day, _, name = line.partition(" ")
    try:
        return date.fromisoformat(day), name.strip()
    except ValueError:
        raise BadInput("holidays", "form") from None


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
