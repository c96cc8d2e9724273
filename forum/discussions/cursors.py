"""Where a list goes on: the sort key of its last row, spelled for an address.

Invariant: an unreadable cursor reads as None, whatever somebody typed there, and the list begins anew.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import NamedTuple

_TOKEN = re.compile(r"[a-z2-7]{32}")


class Cursor(NamedTuple):
    """A place in a list that is sorted by a flag, a moment and an id."""

    flag: bool
    moment: datetime
    id: str


def encoded(flag: bool, moment: datetime, row_id: str) -> str:
    """Spell a row's place."""
    spelled = f"{int(flag)}|{moment.isoformat()}|{row_id}"
    return urlsafe_b64encode(spelled.encode()).decode().rstrip("=")


def decoded(cursor: str | None) -> Cursor | None:
    """Return the place that a cursor spells, or None."""
    if not cursor:
        return None
    try:
        flag, spelled, row_id = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split("|")
        moment = datetime.fromisoformat(spelled)
        if moment.tzinfo is None or not _TOKEN.fullmatch(row_id):
            return None
        return Cursor(flag == "1", moment.astimezone(UTC), row_id)
    except (ValueError, OverflowError):
        return None
