"""How Alembic reaches the two databases: the vault first, each in one transaction of its own, all of it or nothing.

Invariants: on SQLite the schema is changed as a writer (BEGIN IMMEDIATE), with foreign keys unenforced while tables are
rebuilt (a dropped table would otherwise take its children along) and checked before the commit; on PostgreSQL nothing
waits longer than ``LOCK_TIMEOUT`` for a lock, so that a migration never stops the site behind itself, and two runs at
once go one after the other.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy import Connection, Engine, text

from forum.columns import Ranked, UtcDateTime
from forum.extensions import WRITES, db

DATABASES: dict[str, str | None] = {"vault": "vault", "forum": None}  # by the name in a revision: the bind key
LOCK_TIMEOUT = "4s"
ONE_AT_A_TIME = 7216540913  # the advisory lock's number; any will do


def render(kind: str, thing: object, _autogenerate: AutogenContext) -> str | bool:
    """Spell our own column types in a revision by what the databases know."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, Ranked):
        return "sa.SmallInteger()"
    return False


def drop_empty(_context: MigrationContext, _revision: object, directives: list[MigrationScript]) -> None:
    """Write no revision where nothing has changed."""
    if getattr(context.config.cmd_opts, "autogenerate", False):
        lists = [*directives[0].upgrade_ops_list]
        if all(changes.is_empty() for changes in lists):
            directives.clear()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a connection fit for changing a schema, in one transaction."""
    with engine.connect() as plain:
        connection = plain.execution_options(**{WRITES: True})
        on_sqlite = engine.dialect.name == "sqlite"
        if on_sqlite:
            enforce_foreign_keys(connection, wanted=False)
        try:
            with connection.begin():
                if not on_sqlite:
                    prepare_postgresql(connection)
                yield connection
                if on_sqlite and connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
                    raise RuntimeError("a row points at one that is no longer there")
        finally:
            if on_sqlite:
                enforce_foreign_keys(connection, wanted=True)


def enforce_foreign_keys(connection: Connection, *, wanted: bool) -> None:
    """Turn foreign keys on or off: SQLite hears it only outside a transaction, so the driver is asked itself."""
    raw = connection.connection.dbapi_connection
    assert raw is not None  # noqa: S101 - a connection that is open has one  # nosec B101
    raw.execute(f"PRAGMA foreign_keys={'ON' if wanted else 'OFF'}")


def prepare_postgresql(connection: Connection) -> None:
    """Wait little for locks and long for work, and let no other run of this in between."""
    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))


def run() -> None:
    """Bring each database to where the command wants it."""
    options = {**current_app.extensions["migrate"].configure_args, "transactional_ddl": True}
    for name, bind in DATABASES.items():
        with writing(db.engines[bind]) as connection:
            context.configure(
                connection=connection,
                target_metadata=db.metadatas[bind],
                upgrade_token=f"{name}_upgrades",
                downgrade_token=f"{name}_downgrades",
                render_item=render,
                process_revision_directives=drop_empty,
                **options,
            )
            context.run_migrations(engine_name=name)


run()
