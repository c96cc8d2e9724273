"""No statement changes or removes an entry of an audit chain, on either engine."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from forum import audit
from forum.extensions import db
from forum.models.safeguards import GROW_ONLY, REFUSAL
from forum.transaction import atomic, vault_atomic

BIND = {"audit_entries": None, "vault_audit_entries": "vault"}


@pytest.fixture
def filled(app):
    with atomic():
        audit.record("review.claimed", actor="a", subject="b")
    with vault_atomic():
        audit.record_in_vault("staff.enrolled")
    return app


def attempt(table: str, statement: str) -> None:
    with db.engines[BIND[table]].begin() as connection:
        connection.execute(text(statement.format(table=table)))


@pytest.mark.parametrize("table", GROW_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET event = 'x'", "DELETE FROM {table}"])
def test_entry_is_neither_changed_nor_removed(filled, table, statement):
    with pytest.raises(DatabaseError, match=REFUSAL):
        attempt(table, statement)


@pytest.mark.parametrize("table", GROW_ONLY)
def test_entry_is_not_replaced_or_truncated(filled, table, engine_name):
    replace = "REPLACE INTO {table} SELECT * FROM {table}"
    with pytest.raises(DatabaseError, match=REFUSAL):
        attempt(table, replace if engine_name == "sqlite" else "TRUNCATE {table}")


def test_next_entry_is_added(filled):
    with atomic():
        audit.record("review.released", actor="a", subject="b")
    assert db.session.execute(text("SELECT count(*) FROM audit_entries")).scalar_one() == 2
