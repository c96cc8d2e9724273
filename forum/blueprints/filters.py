"""The filters of the templates: times that tell no more than they must."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _gettext
from flask_babel import ngettext as _ngettext

from forum.clock import now
from forum.extensions import settings


def gettext(sentence: str, **values: object) -> str:
    """Return a sentence in the reader's language."""
    return str(_gettext(sentence, **values))


def ngettext(one: str, many: str, number: int) -> str:
    """Return a sentence about a number in the reader's language."""
    return str(_ngettext(one, many, number))


def local_day() -> date:
    """Return today where the site is."""
    return now().astimezone(settings().time_zone).date()


def coarse_time(moment: datetime) -> str:
    """Return when something was said, to the day: exact times would tell an observer too much."""
    zone = settings().time_zone
    days = (local_day() - moment.astimezone(zone).date()).days
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    if days < 14:
        return ngettext("%(num)d day ago", "%(num)d days ago", days)
    if days < 60:
        return ngettext("%(num)d week ago", "%(num)d weeks ago", days // 7)
    return str(format_date(moment.astimezone(zone), "MMMM yyyy"))


def due_clock(due: datetime) -> str:
    """Return how long is left until a target, or by how much it was missed."""
    left = due - now()
    amount = _spoken(abs(left))
    if left < timedelta():
        return gettext("%(amount)s past its target", amount=amount)
    return gettext("%(amount)s left", amount=amount)


def waited(since: datetime) -> str:
    """Return how long something has waited."""
    span = now() - since
    return gettext("a moment") if span < timedelta(minutes=1) else _spoken(span)


def _spoken(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(num)d minute", "%(num)d minutes", minutes)
    if minutes < 48 * 60:
        return ngettext("%(num)d hour", "%(num)d hours", minutes // 60)
    return ngettext("%(num)d day", "%(num)d days", minutes // (24 * 60))


FILTERS: Mapping[str, Callable[..., Any]] = {"coarse_time": coarse_time, "due_clock": due_clock, "waited": waited}
