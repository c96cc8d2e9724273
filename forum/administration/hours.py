"""The hours in which clinicians are there, and the days on which they are not."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from sqlalchemy import delete

from forum import audit
from forum.columns import new_token
from forum.errors import BadInput
from forum.extensions import db
from forum.models.boards import Holiday, StaffedHours
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.viewer import Viewer
from forum.rich_text import clean_line
from forum.transaction import require_transaction

LONGEST_NAME = 80


def set_hours(
    administrator: Viewer | None, hours: Iterable[tuple[int, int, int]], holidays: Iterable[tuple[date, str]]
) -> None:
    """Replace the weekly hours (weekday from Monday 0, opens and closes in minutes) and the holidays.

    Raises BadInput("hours", "order") and BadInput("hours", "overlap").
    """
    require_transaction("forum")
    if administrator is not None:
        require(administrator, Permission.ADMINISTER)
    stretches = sorted(set(hours))
    check(stretches)
    db.session.execute(delete(StaffedHours))
    db.session.execute(delete(Holiday))
    for weekday, opens, closes in stretches:
        db.session.add(StaffedHours(id=new_token(), weekday=weekday, opens=opens, closes=closes))
    for day, name in dict(holidays).items():
        db.session.add(Holiday(day=day, name=clean_line(name)[:LONGEST_NAME]))
    db.session.flush()
    actor = administrator.everyday if administrator else None
    audit.record("hours.changed", actor=actor, subject=None, stretches=len(stretches))


def check(hours: Iterable[tuple[int, int, int]]) -> None:
    """Raise BadInput("hours", "order") for a stretch that ends before it begins, or "overlap" for two that meet."""
    stretches = sorted(hours)
    for weekday, opens, closes in stretches:
        if not (0 <= weekday <= 6 and 0 <= opens < closes <= 1440):
            raise BadInput("hours", "order")
    for before, after in pairwise(stretches):
        if before[0] == after[0] and after[1] < before[2]:
            raise BadInput("hours", "overlap")
