"""The migrations make what the models say, and run both ways with data in the tables."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Table, insert, inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError

from forum.cli.schema import _patiently, prepare_schema
from forum.cli.schema_differences import differences
from forum.clock import now
from forum.confidentiality import faces
from forum.extensions import db, vault
from forum.models.links import Epoch
from forum.models.records import AuditHead, OutboxEvent, VaultAuditHead
from tests.builders.people import a_member

BINDS = [None, "vault"]


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["schema", *arguments])
    return result.exit_code, result.output


def made_by_migrations(bind: str | None) -> list[str]:
    """Return what the database itself says of its tables, line by line, whatever their order."""
    engine = db.engines[bind]
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            made = connection.execute(text("SELECT sql FROM sqlite_master WHERE name NOT LIKE 'alembic%'")).scalars()
            lines = [line.strip().rstrip(",") for sql in made if sql for line in sql.replace("\t", " ").splitlines()]
            return sorted(line for line in lines if line)
        catalogue = text(
            "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 AND conrelid::regclass::text !~ 'alembic' "
            "UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index "
            "WHERE indrelid::regclass::text !~ '^(pg_|alembic)' "
            "UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal "
            "UNION ALL SELECT table_name || ' ' || column_name || ' ' || udt_name || ' ' || is_nullable || ' ' || "
            "coalesce(character_maximum_length::text, '') FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name !~ 'alembic'"
        )
        return sorted(connection.execute(catalogue).scalars())


@pytest.fixture
def by_models(app: Flask) -> dict[str | None, list[str]]:
    """Return the schema of databases that the models made."""
    return {bind: made_by_migrations(bind) for bind in BINDS}


@pytest.mark.parametrize("bind", BINDS)
def test_migrations_leave_nothing_for_alembic_to_change(bare_app, bind):
    prepare_schema()
    with db.engines[bind].connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadatas[bind]) == []


@pytest.mark.parametrize("bind", BINDS)
def test_migrations_make_line_for_line_what_the_models_make(by_models, bare_app, bind):
    prepare_schema()
    assert made_by_migrations(bind) == by_models[bind]


def test_present_schema_has_no_difference(bare_app):
    prepare_schema()
    assert differences() == []


def test_first_rows_stand_from_the_start(bare_app):
    prepare_schema()
    heads = (db.session.get(AuditHead, 1), vault.get(VaultAuditHead, 1))
    assert [(head.hash, head.length) for head in heads if head] == [(bytes(32), 0)] * 2
    assert vault.get(Epoch, 1) is not None


def test_upgrade_twice_changes_nothing(bare_app):
    prepare_schema()
    prepare_schema()
    assert differences() == []


def test_databases_with_people_in_them_go_down_and_up_again(bare_app):
    prepare_schema()
    a_member(bare_app)
    db.session.remove()
    vault.remove()
    assert run(bare_app, "downgrade", "base", "--yes")[0] == 0
    assert all(inspect(db.engines[bind]).get_table_names() == ["alembic_version"] for bind in BINDS)
    prepare_schema()
    assert differences() == []
    assert faces.face_of(a_member(bare_app).account_id, faces.EVERYDAY) is not None


def test_upgrade_keeps_what_is_there(bare_app):
    prepare_schema()
    member = a_member(bare_app)
    prepare_schema()
    faces.memory.forget_all()
    assert faces.face_of(member.account_id, faces.EVERYDAY) == member.everyday


@pytest.mark.parametrize(
    ("spoiling", "named"),
    [
        ("DROP INDEX ix_outbox_due", "ix_outbox_due"),
        ("ALTER TABLE posts ADD COLUMN mood VARCHAR(9)", "mood"),
        ("DROP TABLE watermarks", "watermarks"),
    ],
)
def test_check_names_what_differs(bare_app, spoiling, named):
    prepare_schema()
    with db.engines[None].begin() as connection:
        connection.execute(text(spoiling))
    code, said = run(bare_app, "check")
    assert (code, named in said) == (1, True)


def test_check_names_a_lost_trigger(bare_app, engine_name):
    prepare_schema()
    name = "audit_entries_no_update" if engine_name == "sqlite" else "audit_entries_no_change"
    with db.engines[None].begin() as connection:
        connection.execute(text(f"DROP TRIGGER {name}" + (" ON audit_entries" if engine_name != "sqlite" else "")))
    assert name in run(bare_app, "check")[1]


def test_check_names_a_lost_constraint(bare_app, engine_name):
    prepare_schema()
    with db.engines[None].begin() as connection:
        if engine_name == "sqlite":
            db.metadatas[None].tables["watermarks"].drop(connection)
            connection.execute(text("CREATE TABLE watermarks (reader_tag BLOB PRIMARY KEY, position INTEGER NOT NULL)"))
        else:
            connection.execute(text("ALTER TABLE reviews DROP CONSTRAINT ck_reviews_one_subject"))
    said = run(bare_app, "check")[1]
    assert ("running row numbers" if engine_name == "sqlite" else "ck_reviews_one_subject") in said


def test_foreign_keys_are_enforced_again_after_an_upgrade(bare_app):
    prepare_schema()
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), db.engines[None].begin() as connection:
        connection.execute(insert(OutboxEvent).values(event="x", persona_id="nobody", made_at=now(), not_before=now()))


def test_locked_database_is_tried_again():
    tries = []

    def locked_once() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("ALTER", {}, Exception("database is locked"))

    _patiently(locked_once, pause=0)
    assert len(tries) == 2


def test_every_table_of_sqlite_but_heads_and_epochs_has_no_row_number():
    tables = [table for metadata in db.metadatas.values() for table in metadata.tables.values()]
    numbered = {table.name for table in tables if _has_row_number(table)}
    assert numbered == {"audit_heads", "vault_audit_heads", "epochs"}


def _has_row_number(table: Table) -> bool:
    return table.dialect_options["sqlite"]["with_rowid"] is not False


def test_planted_model_is_found_missing(bare_app):
    prepare_schema()
    extra = Table("planted", db.metadatas[None])
    try:
        assert any("planted" in sentence for sentence in differences())
    finally:
        db.metadatas[None].remove(extra)


def test_vault_and_forum_are_at_the_same_revision(bare_app):
    prepare_schema()
    version = text("SELECT version_num FROM alembic_version")
    assert db.session.execute(version).scalar_one() == vault.execute(version).scalar_one()
