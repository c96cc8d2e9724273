"""``atomic()`` for the forum, ``vault_atomic()`` for the vault, and what happens after their commit.

Invariants: domain verbs flush and edges commit; a write transaction begins as one (SQLite: BEGIN IMMEDIATE), and what
was read before it is read again inside it; the two are never open for writing at once, so that no act commits both
databases (the vault goes first; a vault row without its forum row is harmless and swept).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any

from sqlalchemy import CompoundSelect, Connection, CursorResult, Select
from sqlalchemy.orm import Session, scoped_session

from forum.extensions import WRITES, db, vault

_open: ContextVar[str | None] = ContextVar("open_transaction", default=None)
_TURNS = {"forum": Lock(), "vault": Lock()}
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
    return _connection(db.session()).execute(statement, parameters)


def vault_rows(statement: Select[Any] | CompoundSelect[Any], **parameters: Any) -> CursorResult[Any]:
    """Read rows of the vault, as ``forum_rows`` does of the forum."""
    return _connection(vault()).execute(statement, parameters)


def _connection(session: Session) -> Connection:
    # Asking the session for its connection costs a third of a statement, and a page asks five times.
    found: Connection | None = session.info.get("connection")
    if found is None or found.closed:  # it is closed when its transaction ends
        found = session.info["connection"] = session.connection()
    return found


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
    with _turn(name, session):
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


@contextmanager
def _turn(name: str, session: scoped_session[Any]) -> Iterator[None]:
    # SQLite lets one write at a time and the others sleep and try again, some of them for seconds: the threads of this
    # process wait in line for their turn instead, and only the processes try.
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    with _TURNS[name]:
        yield
