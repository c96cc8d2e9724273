"""The one source of the present moment in Python; leases and races use the database's clock instead.

Invariant: every time in the program is aware and in UTC; a naive one is a bug, and ``UtcDateTime`` refuses it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_frozen: ContextVar[datetime | None] = ContextVar("frozen_moment", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """Return the present day in UTC: all that the vault may know of when something happened."""
    return now().date()


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at ``moment`` (aware) within the block, for tests and for filling the demonstration's past."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    held = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(held)
