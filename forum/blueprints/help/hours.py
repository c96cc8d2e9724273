"""The staffed hours in words."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from flask_babel import format_datetime, format_time, get_locale

from forum.clock import now, today
from forum.extensions import settings
from forum.moderation.staffing import Rota

SOON = timedelta(days=6)


class Day(NamedTuple):
    """A weekday by name, and its stretches, such as "09:00 – 17:00"; empty when nobody is there."""

    name: str
    stretches: list[str]


class Present(NamedTuple):
    """Whether clinicians are there now, and when they next are ("" when no hours are known)."""

    is_staffed: bool
    next_time: str


def week(rota: Rota) -> list[Day]:
    """Return the seven days of the rota; nothing when no hours have been entered."""
    if not rota.hours:
        return []
    names = get_locale().days["stand-alone"]["wide"]
    return [
        Day(names[weekday], [_stretch(opens, closes) for day, opens, closes in sorted(rota.hours) if day == weekday])
        for weekday in range(7)
    ]


def present(rota: Rota) -> Present:
    """Return how things stand at this moment."""
    moment = now()
    following = rota.next_staffed(moment)
    if following is None or following == moment:
        return Present(following is not None, "")
    return Present(False, _when(following))


def _when(moment: datetime) -> str:
    local = moment.astimezone(settings().time_zone)
    pattern = "EEEE, HH:mm" if local.date() - today() <= SOON else "EEEE d MMMM, HH:mm"
    return str(format_datetime(local, pattern, rebase=False))


def _stretch(opens: int, closes: int) -> str:
    return f"{_clock(opens)} – {_clock(closes)}"


def _clock(minute: int) -> str:
    if minute == 24 * 60:
        return "24:00"
    return str(format_time(time(minute // 60, minute % 60), "HH:mm", rebase=False))
