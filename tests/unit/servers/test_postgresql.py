"""The test suite's own PostgreSQL."""

import psycopg
import pytest
import sqlalchemy as sa

from tests.servers import postgresql as module
from tests.servers.postgresql import PostgreSQL
from tests.servers.processes import ServerUnavailableError


def run(url: str, *statements: str) -> list[sa.Row]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        results = [connection.execute(sa.text(statement)) for statement in statements]
        return results[-1].all() if results[-1].returns_rows else []


def test_fresh_database_is_empty(postgresql):
    url = postgresql.fresh_database("garden")
    run(url, "CREATE TABLE plants (name text)")
    url = postgresql.fresh_database("garden")
    assert run(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []


def test_fresh_database_copies_the_one_it_is_like(postgresql):
    run(
        postgresql.fresh_database("model"),
        "CREATE TABLE plants (name text)",
        "INSERT INTO plants VALUES ('fern')",
    )
    copy = postgresql.fresh_database("copy", like="model")
    assert run(copy, "SELECT name FROM plants") == [("fern",)]


def test_copy_does_not_change_its_model(postgresql):
    model = postgresql.fresh_database("model")
    run(model, "CREATE TABLE plants (name text)")
    run(postgresql.fresh_database("copy", like="model"), "INSERT INTO plants VALUES ('fern')")
    assert run(model, "SELECT name FROM plants") == []


def test_fresh_database_ends_whoever_is_still_connected(postgresql):
    engine = sa.create_engine(postgresql.fresh_database("garden"))
    connection = engine.connect()
    postgresql.fresh_database("garden")
    with pytest.raises(sa.exc.OperationalError):
        connection.execute(sa.text("SELECT 1"))
    connection.invalidate()
    engine.dispose()


def test_workers_databases_of_one_name_are_two(postgresql):
    here, there = (PostgreSQL(postgresql.folder, worker) for worker in ("gw98", "gw99"))
    run(here.fresh_database("garden"), "CREATE TABLE plants (name text)")
    run(there.fresh_database("garden"), "CREATE TABLE plants (name text)")
    here.drop_database("garden")
    there.drop_database("garden")


def test_dropped_database_is_gone(postgresql):
    url = postgresql.fresh_database("garden")
    postgresql.drop_database("garden")
    with pytest.raises(sa.exc.OperationalError, match="does not exist"):
        run(url, "SELECT 1")


def test_server_stores_every_character_of_unicode(postgresql):
    url = postgresql.fresh_database("garden")
    assert run(url, "SELECT 'ж🌱'") == [("ж🌱",)]


def test_server_is_not_reachable_over_the_network(postgresql):
    with postgresql.administrator() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_server_ends_with_its_block(short_folder):
    with module.serve(short_folder) as server:
        assert server.answers()
    with pytest.raises(psycopg.OperationalError):
        server.administrator()


def test_missing_package_is_said_and_not_skipped(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "INSTALLED", tmp_path)
    with pytest.raises(ServerUnavailableError, match="install-test-packages"):
        module.serve(tmp_path).__enter__()
