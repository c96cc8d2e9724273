"""Where a list goes on: the sort key of its last row, sealed for an address.

Invariants: nobody reads a time out of an address, and nobody makes a place up to find one by trying; an unreadable
cursor reads as None, whatever somebody typed there, and the list begins anew.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import NamedTuple

from forum.errors import SealBroken
from forum.extensions import key_ring
from forum.sealing import Place

_TOKEN = re.compile(r"[a-z2-7]{32}")


class Cursor(NamedTuple):
    """A place in a list that is sorted by a flag, a moment and an id."""

    flag: bool
    moment: datetime
    id: str


def encoded(flag: bool, moment: datetime, row_id: str) -> str:
    """Seal a row's place."""
    return sealed("list", f"{int(flag)}|{moment.isoformat()}|{row_id}")


def decoded(cursor: str | None) -> Cursor | None:
    """Return the place that a cursor holds, or None."""
    try:
        flag, spelled, row_id = opened("list", cursor).split("|")
        moment = datetime.fromisoformat(spelled)
        if moment.tzinfo is None or not _TOKEN.fullmatch(row_id):
            return None
        return Cursor(flag == "1", moment.astimezone(UTC), row_id)
    except (ValueError, OverflowError):
        return None


def sealed(purpose: str, spelled: str) -> str:
    """Seal what an address is to carry for one kind of list."""
    return urlsafe_b64encode(key_ring().cursors.seal(spelled, _place(purpose))).decode().rstrip("=")


def opened(purpose: str, cursor: str | None) -> str:
    """Return what ``sealed`` was given; raises ValueError for anything else."""
    try:
        raw = urlsafe_b64decode((cursor or "") + "=" * (-len(cursor or "") % 4))
        return key_ring().cursors.unseal(raw, _place(purpose))
    except SealBroken as broken:
        raise ValueError("not a cursor of ours") from broken


def _place(purpose: str) -> Place:
    return Place("cursors", purpose, "")
