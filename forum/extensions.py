"""The third-party parts, made once and bound to the app by ``app.create_app``.

Invariant: the two databases have a session each, and neither session touches the other's tables: a statement that
would cross raises, so that no act can commit both.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flask import current_app, request
from flask.globals import app_ctx
from flask_babel import Babel
from flask_limiter import Limiter
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Engine, event
from sqlalchemy.orm import scoped_session, sessionmaker

from forum.columns import Base
from forum.config import Settings
from forum.errors import Misconfigured
from forum.sealing import KeyRing, read_key_file

WRITES = "alongside_writes"


class _OneDatabaseSession(Session):
    own_bind: str | None = None

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **options: Any) -> Engine:
        engines = self._db.engines
        if mapper is None and clause is None and bind is None:
            return engines[self.own_bind]
        chosen = super().get_bind(mapper=mapper, clause=clause, bind=bind, **options)
        if clause is not None and mapper is None and chosen is engines[None]:
            chosen = engines[self.own_bind]  # a statement without a table, such as SELECT 1
        if chosen is not engines[self.own_bind]:
            raise RuntimeError("a statement for one database was sent through the other's session")
        return chosen


class ForumSession(_OneDatabaseSession):
    """The session of the forum database: what was said."""


class VaultSession(_OneDatabaseSession):
    """The session of the vault: who."""

    own_bind = "vault"


def _context_id() -> int:
    return id(app_ctx._get_current_object())  # type: ignore[attr-defined]


db = SQLAlchemy(model_class=Base, session_options={"class_": ForumSession})
vault: scoped_session[VaultSession] = scoped_session(sessionmaker(class_=VaultSession, db=db), scopefunc=_context_id)
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()


DEEDS_OF_AN_ADDRESS = "600 per minute"  # a hospital's patients may share one address


def address_key() -> str:
    """Return what an address is counted under: a keyed tag, since addresses are never stored."""
    return key_ring().tag("limit", request.remote_addr or "nowhere").hex()


class _DeedsLimiter(Limiter):
    """Counts what is sent in; what is only read passes at once, since looking for its limits is a twelfth of a page."""

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            super()._check_request_limit(callable_name, in_middleware)


# Beside the limits of single pages, every deed is counted before anything else is asked of it: a form that is refused
# as a forgery, too.
limiter = _DeedsLimiter(key_func=address_key, application_limits=[DEEDS_OF_AN_ADDRESS])


def key_ring() -> KeyRing:
    """Return the ring as this process last read it; raises Misconfigured while the site has no key file."""
    ring: KeyRing | None = current_app.extensions["key_ring"]
    if ring is None:  # a command on a site that is still to be set up
        ring = current_app.extensions["key_ring"] = read_key_file(settings().master_key_file)
    return ring


def newest_key_ring() -> KeyRing:
    """Return the ring as its file stands now, for whatever wraps a key or met a master key that it does not know.

    While the file cannot be read, the ring that was read before goes on.
    """
    with suppress(Misconfigured):
        current_app.extensions["key_ring"] = read_key_file(settings().master_key_file)
    return key_ring()


def settings() -> Settings:
    """Return the settings that the app read at its start."""
    read: Settings = current_app.extensions["settings"]
    return read


def prepare_engines(engines: dict[str | None, Engine]) -> None:
    """Give each engine its manners: SQLite's pragmas and its BEGIN IMMEDIATE for writers."""
    for engine in engines.values():
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _set_pragmas)
            event.listen(engine, "begin", _begin)


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late and lost updates
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "secure_delete=ON",
        "cache_size=-32768",
        "mmap_size=268435456",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    # A writer takes the lock at its first statement: a reader that turns writer later would be refused with
    # SQLITE_BUSY_SNAPSHOT after its work was done.
    mode = "IMMEDIATE" if connection.get_execution_options().get(WRITES) else "DEFERRED"
    connection.connection.dbapi_connection.execute(f"BEGIN {mode}")


_forked: list[Callable[[], None]] = []


def on_fork(forget: Callable[[], None]) -> None:
    """Register what a forked server process must forget of its parent."""
    _forked.append(forget)


def after_fork() -> None:
    """Drop connections inherited from the parent process without closing the parent's own."""
    for forget in _forked:
        forget()


if TYPE_CHECKING:
    Model = Base  # Flask-SQLAlchemy makes its model class at run time, where mypy cannot see it
else:
    Model = db.Model
