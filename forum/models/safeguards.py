"""What the schema holds beyond tables: triggers that let the record only grow, and the rows that stand from the start.

Invariant: defined once, here; ``create_all`` (the tests' databases) and the migrations make the same. On both engines
no statement changes or removes an entry of an audit chain, whatever a program with the role's rights tries; whoever
drops the triggers is found by ``flask audit verify``.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import DDL, Connection, Table, event, insert

from forum.extensions import db
from forum.models import links, records

GROW_ONLY = (records.AuditEntry.__tablename__, records.VaultAuditEntry.__tablename__)
FIRST_ROWS: Mapping[str, Mapping[str, Any]] = {
    records.AuditHead.__tablename__: {"id": 1, "hash": bytes(32), "length": 0},
    records.VaultAuditHead.__tablename__: {"id": 1, "hash": bytes(32), "length": 0},
    links.Epoch.__tablename__: {"id": 1, "erasures": 0, "links": 0},
}
REFUSAL = "the record only grows"


def trigger_names(table: str, dialect: str) -> frozenset[str]:
    """Return the names of the triggers that guard a table on one engine."""
    kinds = ("update", "delete", "replace") if dialect == "sqlite" else ("change",)
    return frozenset(f"{table}_no_{kind}" for kind in kinds)


def triggers(table: str, dialect: str) -> list[str]:
    """Return the statements that let a table with ``hash`` and ``previous`` only grow on one engine."""
    return _in_sqlite(table) if dialect == "sqlite" else _in_postgresql(table)


def _in_sqlite(table: str) -> list[str]:
    # INSERT OR REPLACE deletes without firing a DELETE trigger, so replacing is refused by one of its own.
    replaces = f"EXISTS (SELECT 1 FROM {table} WHERE hash = NEW.hash OR previous = NEW.previous)"  # noqa: S608  # nosec B608
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {replaces} {refuse}",
    ]


def _in_postgresql(table: str) -> list[str]:
    # For each statement and not for each row: TRUNCATE has no rows.
    return [
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]


def _insert_first_row(table: Table, connection: Connection, **_: object) -> None:
    connection.execute(insert(table).values(**FIRST_ROWS[table.name]))


def _attach() -> None:
    tables = {table.name: table for metadata in db.metadatas.values() for table in metadata.tables.values()}
    for name in GROW_ONLY:
        for dialect in ("sqlite", "postgresql"):
            for statement in triggers(name, dialect):
                event.listen(tables[name], "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
    for name in FIRST_ROWS:
        event.listen(tables[name], "after_create", _insert_first_row)


_attach()
