"""Whatever is done to the record below its triggers is found and named; the untouched record is found whole."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from forum import audit
from forum.audit.verifying import verify
from forum.clock import now
from forum.extensions import db, settings
from forum.models.records import AuditEntry, AuditHead
from forum.models.safeguards import GROW_ONLY, trigger_names
from forum.transaction import atomic, vault_atomic

BIND = {"audit_entries": None, "vault_audit_entries": "vault"}
LENGTH = 5


@pytest.fixture
def record(app: Flask) -> list[bytes]:
    """Return the hashes of five entries of the forum's chain, in order; the vault's has five too."""
    for number in range(LENGTH):
        with atomic():
            audit.record("review.claimed", actor="clinician", subject=f"review {number}", level=number, note="naïve")
        with vault_atomic():
            audit.record_in_vault("password.reset", account_sealed=bytes([number]) if number else None, by="printed")
    follows = dict(db.session.execute(text("SELECT previous, hash FROM audit_entries")).all())
    db.session.rollback()
    found = [follows[audit.GENESIS]]
    while found[-1] in follows:
        found.append(follows[found[-1]])
    return [bytes(digest) for digest in found]


def tamper(statement: str, **values: object) -> None:
    """Do what somebody with the database's owner's rights could: drop the triggers and write."""
    bind = "vault" if "vault_" in statement else None
    table = "vault_audit_entries" if bind else "audit_entries"
    engine = db.engines[bind]
    with engine.begin() as connection:
        for name in trigger_names(table, engine.dialect.name):
            on = "" if engine.dialect.name == "sqlite" else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}{on}"))
        connection.execute(text(statement), values)


def found(chain: str = "forum") -> str:
    return " / ".join(*[verdict.findings for verdict in verify() if verdict.chain == chain])


def short(digest: bytes) -> str:
    return digest.hex()[:16]


def rewrite_from(record: list[bytes], place: int) -> None:
    """Change the subject of an entry and reckon every hash anew from there on, head included."""
    rows = {bytes(row.hash): row for row in db.session.query(AuditEntry).all()}
    kept = [rows[digest] for digest in record[place - 1 :]]
    db.session.expunge_all()
    db.session.rollback()
    tamper("DELETE FROM audit_entries WHERE made_at >= :start", start=_stored(kept[0].made_at))
    previous, kept[0].subject = kept[0].previous, "somebody else"
    for row in kept:
        digest = audit.entry_hash(previous, row.event, row.actor, row.subject, row.facts, row.made_at)
        values = {name: getattr(row, name) for name in ("event", "actor", "subject", "facts", "made_at")}
        with db.engines[None].begin() as connection:
            connection.execute(AuditEntry.__table__.insert().values(hash=digest, previous=previous, **values))
        previous = digest
    tamper("UPDATE audit_heads SET hash = :hash", hash=previous)


def _stored(moment: object) -> object:
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds") if db.engine.dialect.name == "sqlite" else moment


def test_untouched_record_is_whole(record):
    assert [(verdict.length, verdict.findings) for verdict in verify()] == [(LENGTH, ())] * 2


def test_empty_record_is_whole(app):
    assert [verdict.findings for verdict in verify()] == [(), ()]


@pytest.mark.parametrize("change", ["event = 'review.undone'", "actor = 'other'", "subject = NULL", "facts = '{}'"])
def test_changed_entry_is_named(record, change):
    tamper(f"UPDATE audit_entries SET {change} WHERE hash = :hash", hash=record[2])  # noqa: S608
    assert f"entry {short(record[2])}" in found() and "was changed" in found()


def test_changed_time_is_named(record):
    tamper("UPDATE audit_entries SET made_at = :at WHERE hash = :hash", at=_stored(now()), hash=record[2])
    assert f"entry {short(record[2])}" in found()


def test_facts_that_are_no_longer_json_are_named(record, engine_name):
    if engine_name == "postgresql":
        pytest.skip("PostgreSQL refuses to store them")
    tamper("UPDATE audit_entries SET facts = '{' WHERE hash = :hash", hash=record[1])
    assert f"entry {short(record[1])}" in found()


def test_entry_about_another_account_is_found_in_the_vault(record):
    tamper("UPDATE vault_audit_entries SET account_sealed = :sealed", sealed=b"x")
    assert found("vault").count("was changed") == LENGTH
    assert found("forum") == ""


def test_missing_entry_is_found_by_the_gap(record):
    tamper("DELETE FROM audit_entries WHERE hash = :hash", hash=record[2])
    assert f"the entry before {short(record[3])} is missing, and entry 2 ({short(record[1])})" in found()


def test_missing_first_entry_is_found(record):
    tamper("DELETE FROM audit_entries WHERE hash = :hash", hash=record[0])
    assert f"the entry before {short(record[1])} is missing" in found()


def test_exchanged_entries_are_found_at_their_new_places(record):
    swap = "UPDATE audit_entries SET previous = :previous WHERE hash = :hash"
    for place in (2, 3, 4):  # out of each other's way first: no two entries may follow the same one
        tamper(swap, hash=record[place], previous=bytes([place]) * 32)
    for place, follows in ((3, 1), (2, 3), (4, 2)):
        tamper(swap, hash=record[place], previous=record[follows])
    assert f"entry {short(record[3])} stood at place 4 and stands at place 3" in found()


def test_end_cut_off_is_found_by_the_head(record):
    tamper("DELETE FROM audit_entries WHERE hash = :hash", hash=record[4])
    assert f"cut off after entry 4 ({short(record[3])}): the head says that there are 5" in found()


def test_end_cut_off_with_its_head_is_found_by_the_anchor(record):
    tamper("DELETE FROM audit_entries WHERE hash = :hash", hash=record[4])
    tamper("UPDATE audit_heads SET length = 4, hash = :hash", hash=record[3])
    assert found() == f"cut off after entry 4 ({short(record[3])}): the anchor remembers 5"


def test_everything_taken_away_is_found(record):
    tamper("DELETE FROM audit_entries")
    tamper("UPDATE audit_heads SET length = 0, hash = :hash", hash=audit.GENESIS)
    assert "the anchor remembers 5" in found()


def test_chain_rewritten_with_fitting_hashes_is_found_by_the_anchor(record):
    rewrite_from(record, 3)
    assert found() == f"at place 3 the anchor remembers {short(record[2])}: from there on the chain was rewritten"


def test_head_that_names_another_entry_is_found(record):
    tamper("UPDATE audit_heads SET hash = :hash", hash=record[0])
    assert "the head names entry 5" in found()


def test_missing_head_is_found(record):
    tamper("DELETE FROM audit_heads")
    assert "the row that names the last entry is missing" in found()


def test_missing_anchor_is_found(record):
    settings().audit_anchor.unlink()
    assert "the anchor file has nothing of this chain" in found()


def test_unreadable_line_of_the_anchor_is_named(record):
    settings().audit_anchor.write_text("nonsense\n" + settings().audit_anchor.read_text())
    assert found() == "line 1 of the anchor file cannot be read"


def test_anchor_that_lags_behind_after_a_crash_is_no_finding(record):
    lines = settings().audit_anchor.read_text().splitlines()
    settings().audit_anchor.write_text("\n".join(lines[:-2]) + "\n")
    assert found() == ""


@pytest.mark.parametrize("table", GROW_ONLY)
def test_chain_cannot_fork(record, table):
    made = "made_at" if table == "audit_entries" else "made_on"
    columns = f"previous, event, facts, {made}"
    fork = f"INSERT INTO {table} (hash, {columns}) SELECT :hash, {columns} FROM {table} WHERE hash <> :hash"  # noqa: S608
    with pytest.raises(IntegrityError):
        tamper(fork, hash=b"y" * 32)


def test_undeclared_event_is_refused(app):
    with pytest.raises(ValueError, match="undeclared"), atomic():
        audit.record("review.liked", actor=None, subject=None)


def test_entry_of_a_failed_act_is_neither_kept_nor_anchored(record):
    before = settings().audit_anchor.read_text()
    with pytest.raises(ZeroDivisionError), atomic():
        audit.record("review.claimed", actor="a", subject="b")
        _ = 1 / 0
    assert (db.session.get_one(AuditHead, 1).length, settings().audit_anchor.read_text()) == (LENGTH, before)


def test_command_says_that_all_is_well(app, record):
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (result.exit_code, result.output.count("is whole: 5 entries")) == (0, 2)


def test_command_fails_on_what_it_finds(app, record):
    tamper("DELETE FROM vault_audit_heads")
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (result.exit_code, "vault's chain: the row" in result.output) == (1, True)


def test_every_guarded_table_is_tampered_with_here():
    assert set(BIND) == set(GROW_ONLY)
