"""``atomic()`` for the forum, ``vault_atomic()`` for the vault, and what happens after their commit.

Invariants: domain verbs flush and edges commit; a write transaction begins as one (SQLite: BEGIN IMMEDIATE), and what
was read before it is read again inside it; the two are never open for writing at once, so that no act commits both
databases (the vault goes first; a vault row without its forum row is harmless and swept).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import CompoundSelect, CursorResult, Select
from sqlalchemy.orm import scoped_session

from forum.extensions import WRITES, db, vault

_open: ContextVar[str | None] = ContextVar("open_transaction", default=None)
_afterwards: ContextVar[list[Callable[[], None]] | None] = ContextVar("afterwards", default=None)


@contextmanager
def atomic() -> Iterator[None]:
    """Do the block's forum writes as one: all, with their log and outbox rows, or none."""
    with _transaction("forum", db.session):
        yield


@contextmanager
def vault_atomic() -> Iterator[None]:
    """Do the block's vault writes as one."""
    with _transaction("vault", vault):
        yield


def forum_rows(statement: Select[Any] | CompoundSelect[Any], **parameters: Any) -> CursorResult[Any]:
    """Read rows of the forum by a statement built once, at a fifth of what the ORM's way of asking costs.

    For pages: nothing pending is flushed first, and rows come back, never entities.
    """
    return db.session.connection().execute(statement, parameters)


def vault_rows(statement: Select[Any] | CompoundSelect[Any], **parameters: Any) -> CursorResult[Any]:
    """Read rows of the vault, as ``forum_rows`` does of the forum."""
    return vault.connection().execute(statement, parameters)


def after_commit(deed: Callable[[], None]) -> None:
    """Do ``deed`` once the open transaction has committed, and never if it does not.

    Only for this process's own memory (dropping a cached key): what must surely follow is an outbox row.
    """
    waiting = _afterwards.get()
    if waiting is None:
        raise RuntimeError("after_commit needs an open transaction")
    waiting.append(deed)


def is_writing() -> bool:
    """Whether a write transaction is open: what is read now may still be rolled back."""
    return _open.get() is not None


def require_transaction(name: str) -> None:
    """Raise RuntimeError unless the named database is open for writing: a verb was called without its edge."""
    if _open.get() != name:
        raise RuntimeError(f"this writes to the {name} and needs its transaction")


@contextmanager
def _transaction(name: str, session: scoped_session[Any]) -> Iterator[None]:
    if _open.get() is not None:
        raise RuntimeError(f"a {_open.get()} transaction is open: no act commits both, and none is nested")
    session.rollback()  # ends the reader's snapshot: what is decided on is read under the lock
    opened, listed = _open.set(name), _afterwards.set([])
    try:
        session.connection(execution_options={WRITES: True})
        yield
        session.commit()
        deeds = _afterwards.get() or []
    except BaseException:
        session.rollback()
        raise
    finally:
        _open.reset(opened)
        _afterwards.reset(listed)
    for deed in deeds:
        deed()
