"""When somebody will have read it, in words that promise no more than is known."""

from datetime import datetime, timedelta

from flask_babel import format_datetime, format_time

from forum.blueprints.filters import gettext as _
from forum.clock import now
from forum.extensions import settings

STEP = timedelta(minutes=15)
SOON = timedelta(days=6)


def estimate(due_at: datetime | None) -> str:
    """Return when a clinician will have read something, or that it takes longer than it should."""
    if due_at is None:
        return ""
    if due_at < now():
        return _("This is taking longer than we aim for. It is not forgotten, and you need not send it again.")
    return _("A clinician will read it by about %(when)s.", when=moment_in_words(due_at))


def moment_in_words(moment: datetime) -> str:
    """Return a coming moment, to the next quarter of an hour, in the site's time zone and saying so."""
    local = _rounded_up(moment).astimezone(settings().time_zone)
    clock = f"{format_time(local, 'HH:mm', rebase=False)} {local.tzname()}"
    days = (local.date() - now().astimezone(settings().time_zone).date()).days
    if days <= 0:
        return _("%(clock)s today", clock=clock)
    if days == 1:
        return _("%(clock)s tomorrow", clock=clock)
    pattern = "EEEE" if days <= SOON.days else "EEEE d MMMM"
    return _("%(clock)s on %(day)s", clock=clock, day=format_datetime(local, pattern, rebase=False))


def _rounded_up(moment: datetime) -> datetime:
    seconds = STEP.total_seconds()
    return moment + timedelta(seconds=-moment.timestamp() % seconds)
