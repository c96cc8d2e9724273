"""When clinicians are there, and when something must have been looked at by.

Targets count in staffed hours: crisis 15 min, red 60 min, amber 4 h, green 24 h (CLINICAL, Levels); an urgent clinical
question shortens them in the same steps. Nothing here is stored: hours are few, and a due time is written once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from forum.extensions import db, settings
from forum.models.boards import Holiday, StaffedHours
from forum.triage.levels import Level, Urgency

TARGETS: Mapping[int, timedelta] = {
    3: timedelta(minutes=15),
    2: timedelta(hours=1),
    1: timedelta(hours=4),
    0: timedelta(hours=24),
}
HORIZON = 60  # days searched for staffed hours before giving up on them


def rank_of(level: Level, urgency: Urgency) -> int:
    """Return the graver of the two axes, 0 to 3: what the queue sorts by and what sets the target."""
    return max(int(level), int(urgency))


@dataclass(frozen=True)
class Rota:
    """The weekly hours as (weekday, opens, closes) in minutes of the local day, and the days without any."""

    hours: tuple[tuple[int, int, int], ...]
    holidays: frozenset[date]
    zone: ZoneInfo

    def due(self, opened: datetime, rank: int) -> datetime:
        """Return the moment at which ``TARGETS[rank]`` of staffed time will have passed since ``opened``.

        A site without hours is taken as always staffed; where they are too few, the last of them within ``HORIZON``.
        """
        left, last = TARGETS[rank], None
        for start, end in self.stretches(opened):
            if start + left <= end:
                return start + left
            left, last = left - (end - start), end
        return opened + TARGETS[rank] if last is None else last

    def next_staffed(self, moment: datetime) -> datetime | None:
        """Return when clinicians are next there: ``moment`` itself when they are now, None when no hours are known."""
        return next((start for start, _end in self.stretches(moment)), None)

    def is_staffed(self, moment: datetime) -> bool:
        """Whether clinicians are there now; always, on a site that has entered no hours."""
        return not self.hours or self.next_staffed(moment) == moment

    def stretches(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the staffed stretches from ``moment`` on, in UTC, in order; lengths are of real time, also over a
        change of the clocks."""
        first = moment.astimezone(self.zone).date()
        for offset in range(HORIZON if self.hours else 0):
            day = first + timedelta(days=offset)
            if day in self.holidays:
                continue
            for weekday, opens, closes in sorted(self.hours):
                start, end = self._at(day, opens), self._at(day, closes)
                if weekday == day.weekday() and end > moment:
                    yield max(start, moment), end

    def _at(self, day: date, minute: int) -> datetime:
        midnight = datetime.combine(day + timedelta(days=minute // 1440), time(), self.zone)
        return midnight.replace(hour=minute % 1440 // 60, minute=minute % 60).astimezone(UTC)


def rota() -> Rota:
    """Read the site's hours: two small statements."""
    hours = db.session.execute(select(StaffedHours.weekday, StaffedHours.opens, StaffedHours.closes)).all()
    holidays = db.session.execute(select(Holiday.day)).scalars()
    return Rota(tuple((row[0], row[1], row[2]) for row in hours), frozenset(holidays), settings().time_zone)
