"""Where the tables of a database differ from the models, in sentences; nothing means that they are the same.

Alembic compares tables, columns, keys and indexes; what it does not look at is compared here: CHECK constraints by
name, the triggers of the record, and that SQLite's tables have no running row number.
"""

from collections.abc import Iterator
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, MetaData, Table, inspect, text

from forum.extensions import db
from forum.models.safeguards import GROW_ONLY, trigger_names

NAMES = {"vault": "vault", None: "forum"}
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def differences() -> list[str]:
    """Return a sentence for each difference between the databases and the models."""
    found: list[str] = []
    for bind, name in NAMES.items():
        with db.engines[bind].connect() as connection:
            found += [f"The {name}: {what}." for what in _compared(connection, db.metadatas[bind])]
    return found


def _compared(connection: Connection, metadata: MetaData) -> Iterator[str]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": metadata})
    for change in compare_metadata(context, metadata):
        yield _spelled(change)
    present = set(inspect(connection).get_table_names())
    tables = [table for table in metadata.sorted_tables if table.name in present]
    for table in tables:
        yield from _checks(connection, table)
    yield from _triggers(connection, tables)
    if connection.dialect.name == "sqlite":
        yield from _row_numbers(connection, tables)


def _spelled(change: Any) -> str:
    if isinstance(change, list):  # several changes of one column
        return "; ".join(_spelled(part) for part in change)
    kind, *about = change
    names = [getattr(thing, "name", thing) for thing in about if isinstance(getattr(thing, "name", thing), str)]
    return f"{kind.replace('_', ' ')} {' '.join(names)}".strip() + " would bring it in line"


def _checks(connection: Connection, table: Table) -> Iterator[str]:
    present = {found["name"] for found in inspect(connection).get_check_constraints(table.name)}
    wanted = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)}
    for name in sorted(wanted - present):
        yield f"table {table.name} lacks the check {name}"
    for name in sorted(str(name) for name in present - wanted):
        yield f"table {table.name} has a check that nobody knows, {name}"


def _triggers(connection: Connection, tables: list[Table]) -> Iterator[str]:
    present = set(connection.execute(text(TRIGGERS[connection.dialect.name])).scalars())
    for table in tables:
        if table.name in GROW_ONLY:
            for name in sorted(trigger_names(table.name, connection.dialect.name) - present):
                yield f"table {table.name} lacks the trigger {name}, which lets the record only grow"


def _row_numbers(connection: Connection, tables: list[Table]) -> Iterator[str]:
    spelled = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    for table in tables:
        made = connection.execute(spelled, {"name": table.name}).scalar_one()
        if table.dialect_options["sqlite"]["with_rowid"] is False and "WITHOUT ROWID" not in made:
            yield f"table {table.name} has running row numbers, which tell the order of what was said"
