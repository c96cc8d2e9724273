"""The queue's rows in lanes: what is late, then what is gravest; each says what a list may say, never the words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask_babel import LazyString
from sqlalchemy import Row

from forum.blueprints.moderation.wording import AUTHORS, ITEMS, LANES
from forum.clock import now
from forum.moderation.items import kind_of
from forum.policy.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list."""

    row: Row[Any]
    what: LazyString
    by: LazyString
    is_yours: bool
    holder: str | None


@dataclass(frozen=True, slots=True)
class Lane:
    """What needs somebody equally soon."""

    key: str
    title: LazyString
    lines: Sequence[Line]


def lanes(viewer: Viewer, rows: Sequence[Row[Any]]) -> list[Lane]:
    """Return the rows, which are in the queue's order, by lane."""
    return list(_lanes(viewer, rows))


def lines(viewer: Viewer, rows: Sequence[Row[Any]]) -> list[Line]:
    """Return what the list says of each row."""
    return [_line(viewer, row) for row in rows]


def _lanes(viewer: Viewer, rows: Sequence[Row[Any]]) -> Iterator[Lane]:
    for key, together in groupby(rows, key=_key):
        yield Lane(key, LANES[key], lines(viewer, list(together)))


def _key(row: Row[Any]) -> str:
    return str(row.rank) if row.not_late else "late"


def _line(viewer: Viewer, row: Row[Any]) -> Line:
    kind = kind_of(row.post_kind, row.post_state, row.approved_revision_id, row.revision_id)
    is_yours = row.claimant_id is not None and row.claimant_id == viewer.professional
    is_held = row.lease_until is not None and row.lease_until > now()
    return Line(row, ITEMS[kind], AUTHORS[row.author_kind], is_yours and is_held, row.holder if is_held else None)
