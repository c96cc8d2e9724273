"""One transaction at a time, for one database: all of it or nothing, and what follows a commit only after it."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from forum.extensions import db, vault
from forum.models.boards import Setting
from forum.models.links import Epoch
from forum.models.personas import Persona
from forum.transaction import after_commit, atomic, require_transaction, vault_atomic

BOTH = [atomic, vault_atomic]
THREADS, EACH = 2, 200


@pytest.mark.parametrize("outer", BOTH)
@pytest.mark.parametrize("inner", BOTH)
def test_no_transaction_opens_within_another(app, outer, inner):
    with pytest.raises(RuntimeError, match="is open"), outer(), inner():
        pass


@pytest.mark.parametrize("block", BOTH)
def test_next_transaction_opens_after_a_failed_one(app, block):
    with pytest.raises(ZeroDivisionError), block():
        raise ZeroDivisionError
    with block():
        require_transaction("forum" if block is atomic else "vault")


@pytest.mark.parametrize(("block", "other"), [(atomic, "vault"), (vault_atomic, "forum")])
def test_verb_without_its_edge_is_refused(app, block, other):
    with pytest.raises(RuntimeError, match=other):
        require_transaction(other)
    with pytest.raises(RuntimeError, match=other), block():
        require_transaction(other)


def test_committed_rows_stay(app):
    with atomic():
        db.session.add(Setting(name="a", value=1))
    db.session.remove()
    assert db.session.get_one(Setting, "a").value == 1


@pytest.mark.parametrize("failure", [ZeroDivisionError, KeyboardInterrupt, SystemExit])
def test_failed_transaction_leaves_nothing(app, failure):
    with pytest.raises(failure), atomic():
        db.session.add(Setting(name="a", value=1))
        db.session.flush()
        raise failure
    assert db.session.get(Setting, "a") is None


def test_failed_vault_transaction_leaves_nothing(app):
    with pytest.raises(ZeroDivisionError), vault_atomic():
        vault.execute(update(Epoch).values(links=7))
        raise ZeroDivisionError
    assert vault.get_one(Epoch, 1).links == 0


def test_deed_waits_for_the_commit(app):
    done: list[str] = []
    with atomic():
        after_commit(lambda: done.append("deed"))
        assert done == []
    assert done == ["deed"]


def test_deed_finds_the_rows_committed(app):
    seen: list[object] = []
    with atomic():
        db.session.add(Setting(name="a", value=1))
        after_commit(lambda: seen.append(_read_elsewhere()))
    assert seen == [1]


def _read_elsewhere() -> object:
    with db.engine.connect() as connection:
        return connection.execute(select(Setting.value)).scalar()


def test_deed_of_a_failed_transaction_is_not_done(app):
    done: list[str] = []
    with pytest.raises(ZeroDivisionError), atomic():
        after_commit(lambda: done.append("deed"))
        raise ZeroDivisionError
    with atomic():
        pass
    assert done == []


def test_deed_of_a_commit_that_fails_is_not_done(app):
    done: list[str] = []
    with pytest.raises(Exception, match=r"(?i)check|constraint"), atomic():
        after_commit(lambda: done.append("deed"))
        db.session.add(Persona(kind="anonymous", name="x", hue=1, key_id="k"))
    assert done == []


def test_deed_outside_a_transaction_is_refused(app):
    with pytest.raises(RuntimeError, match="needs an open transaction"):
        after_commit(lambda: None)


def test_what_was_read_before_is_read_again_inside(app):
    with atomic():
        db.session.add(Setting(name="a", value=1))
    held = db.session.get_one(Setting, "a")
    assert held.value == 1
    with db.engine.begin() as connection:
        connection.execute(update(Setting).values(value=2))
    with atomic():
        assert held.value == 2


@pytest.mark.parametrize(
    ("session", "statement"),
    [
        (db.session, select(Epoch.links)),
        (db.session, update(Epoch).values(links=1)),
        (vault, select(Persona.id)),
        (vault, update(Persona).values(name="x")),
    ],
)
def test_session_refuses_the_tables_of_the_other_database(app, session, statement):
    with pytest.raises(RuntimeError, match="other's session"):
        session.execute(statement)


@pytest.mark.parametrize(("session", "row"), [(db.session, Epoch(id=9)), (vault, Setting(name="a", value=1))])
def test_session_refuses_to_keep_a_row_of_the_other_database(app, session, row):
    session.add(row)
    with pytest.raises(RuntimeError, match="other's session"):
        session.flush()
    session.rollback()


@pytest.mark.parametrize(("session", "bind"), [(db.session, None), (vault, "vault")])
def test_statement_without_a_table_goes_to_the_session_s_own_database(app, session, bind):
    session.execute(text("SELECT 1"))
    assert session.connection().engine is db.engines[bind]


def _hammer(app: Flask, change: Callable[[], None]) -> None:
    failures: list[BaseException] = []

    def work() -> None:
        with app.app_context():
            try:
                for _ in range(EACH):
                    change()
            except BaseException as failure:  # noqa: BLE001 - carried to the test's own thread
                failures.append(failure)
            db.session.remove()
            vault.remove()

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_read_modify_writes_of_two_threads_lose_nothing_in_the_forum(app):
    with atomic():
        db.session.add(Setting(name="n", value=0))

    def add_one() -> None:
        with atomic():
            row = db.session.execute(select(Setting).where(Setting.name == "n").with_for_update()).scalar_one()
            row.value += 1

    _hammer(app, add_one)
    db.session.rollback()
    assert db.session.get_one(Setting, "n").value == THREADS * EACH


def test_read_modify_writes_of_two_threads_lose_nothing_in_the_vault(app):
    def add_one() -> None:
        with vault_atomic():
            row = vault.execute(select(Epoch).with_for_update()).scalar_one()
            row.links += 1

    _hammer(app, add_one)
    vault.rollback()
    assert vault.get_one(Epoch, 1).links == THREADS * EACH
