"""Whoever steals both databases, with journals and task queue, reads nobody's words and joins nobody to anybody."""

import base64
import io
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
import structlog
from sqlalchemy import text

from forum import audit
from forum.app import create_app
from forum.columns import TOKEN_LENGTH
from forum.confidentiality import faces, keys
from forum.extensions import db, settings, vault
from forum.jobs import pump
from forum.jobs.pump import one_round
from forum.jobs.queue import make_queue
from forum.models.boards import Setting
from forum.models.shelf import VaultOutbox
from forum.notifications import letters
from forum.notifications.outbox import EVENTS
from forum.transaction import atomic, vault_atomic
from tests.app_fixtures import settings_of_copy
from tests.builders.lived_in import COUNTRY, LABEL, Life
from tests.builders.people import session_of
from tests.leaks.dumping import dump_of, files_beside, found_in, rows_of, tokens_in

# Board texts, names of boards and pseudonyms are public, and not among the words that are searched.
DATABASES = ["forum", "vault"]
SHORTEST_TELLING = 8  # letters or bytes: shorter ones are codes of states and kinds


@pytest.fixture(scope="module")
def stolen(request, engine_name, empty_site, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """Return a site that was lived in, what was logged meanwhile, and what a thief has of it afterwards."""
    server = request.getfixturevalue("postgresql") if engine_name == "postgresql" else None
    app = create_app(settings_of_copy(empty_site, tmp_path_factory.mktemp("stolen"), "stolen_"))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        yield _after_a_life(app, server)
        db.session.remove()
        vault.remove()
        for engine in db.engines.values():
            engine.dispose()


@contextmanager
def _logging_at_its_loudest() -> Iterator[io.StringIO]:
    log = io.StringIO()
    handler, root = logging.StreamHandler(log), logging.getLogger()
    loggers = [root, *map(logging.getLogger, ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.orm", "huey", "werkzeug"))]
    levels = [logger.level for logger in loggers]
    root.addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(log))
    try:
        yield log
    finally:
        structlog.reset_defaults()
        root.removeHandler(handler)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _after_a_life(app, server) -> SimpleNamespace:
    with _logging_at_its_loudest() as log:
        life = Life(app).lived()
        token = session_of(life.member)
        one_round(app)
    with vault_atomic():
        letters.write(life.member.account_id, life.member.account_key, "reset", token=life.word("token of a letter"))
    queue = make_queue(settings())
    pump.register(queue, app)
    queue.enqueue(queue._registry.periodic_tasks[0])
    return SimpleNamespace(
        life=life,
        server=server,
        logged=log.getvalue(),
        secrets=[life.member.printed_code, life.member.password, life.doctor.totp_secret, token],
        accounts=set(life.faces),
        personas={face.persona_id for found in life.faces.values() for face in found},
        dumps={name: dump_of(name, server) for name in DATABASES} | {"files": files_beside()},
    )


@pytest.mark.parametrize("dump", [*DATABASES, "files"])
def test_no_typed_word_is_in_a_dump(stolen, dump):
    assert found_in(stolen.dumps[dump], stolen.life.planted.values()) == set()


@pytest.mark.parametrize("dump", [*DATABASES, "files"])
def test_no_secret_is_in_a_dump(stolen, dump):
    assert found_in(stolen.dumps[dump], stolen.secrets) == set()


@pytest.mark.parametrize("dump", ["vault", "files"])
def test_nobody_s_notices_or_browsers_are_named(stolen, dump):
    assert found_in(stolen.dumps[dump], [*EVENTS, LABEL, "Firefox", "wraps the door"]) == set()


def test_no_column_says_anybody_s_country(stolen):
    assert not _cells("vault") & {COUNTRY, COUNTRY.encode()}


def test_forum_names_no_account(stolen):
    assert tokens_in(stolen.dumps["forum"] + stolen.dumps["files"], stolen.accounts) == set()


def test_vault_names_no_persona(stolen):
    assert tokens_in(stolen.dumps["vault"] + stolen.dumps["files"], stolen.personas) == set()


def test_both_databases_have_nothing_in_common_but_key_ids(stolen):
    common = {cell for cell in _cells("forum") & _cells("vault") if len(cell) > SHORTEST_TELLING} - {audit.GENESIS}
    assert common <= {value for name, value in _named("forum") if name == "key_id"}


def test_vault_names_nothing_of_the_forum_but_key_ids(stolen):
    tokens = {(name, value) for name, value in _named("forum") if isinstance(value, str) and len(value) == TOKEN_LENGTH}
    named = found_in(stolen.dumps["vault"], {value for name, value in tokens if name != "key_id"})
    assert named == set()


def test_links_share_no_value_with_any_other_table(stolen):
    links = [value for table, row in rows_of("vault") if table == "persona_links" for value in _telling(row)]
    rows = [row for name in DATABASES for table, row in rows_of(name) if table != "persona_links"]
    others = {value for row in rows for value in _telling(row)}
    assert links and not set(links) & others


def test_links_share_no_value_with_each_other(stolen):
    links = [value for table, row in rows_of("vault") if table == "persona_links" for value in _telling(row)]
    assert [value for value, times in Counter(links).items() if times > 1] == []


def test_sealed_ends_of_links_tell_nobody_apart_by_length(stolen):
    rows = [row for table, row in rows_of("vault") if table == "persona_links"]
    assert len({(len(row["persona_sealed"]), len(row["account_sealed"])) for row in rows}) == 1


def test_ends_of_a_link_are_found_with_the_ring_alone(stolen):
    member = stolen.life.member
    assert [faces.account_of(face.persona_id) for face in faces.all_faces(member.account_id)] == [member.account_id] * 5


def test_log_at_its_loudest_holds_no_typed_word(stolen):
    assert "INSERT INTO posts" in stolen.logged
    assert found_in(stolen.logged.encode(), [*stolen.life.planted.values(), *stolen.secrets]) == set()


def test_words_are_there_for_whoever_has_the_keys(stolen):
    opened = stolen.life.client.get(f"/threads/{stolen.life.first.id}/").text
    assert stolen.life.word("anonymous reply in the first") in opened
    assert len(stolen.life.planted) > 20


# the detector, on leaks that are planted after everything else


def _planted(name: str, value: str) -> None:
    with atomic():
        db.session.merge(Setting(name=name, value=value))


@pytest.mark.parametrize(
    "spelled",
    [
        lambda word: f"before {word} after",
        lambda word: word.upper(),
        lambda word: f"x{word}".encode().hex(),
        lambda word: base64.b64encode(f"{word}xyz".encode()).decode(),
        lambda word: base64.b64encode(f"x{word}xyz".encode()).decode(),
        lambda word: base64.b64encode(f"xx{word}xyz".encode()).decode(),
    ],
)
def test_planted_word_is_found_in_the_forum(stolen, spelled):
    _planted("planted", spelled("wrapsthedoor"))
    assert found_in(dump_of("forum", stolen.server), ["wrapsthedoor"]) == {"wrapsthedoor"}


def test_planted_word_is_found_in_the_vault(stolen):
    with vault_atomic():
        sealed = b"..wrapsthewindow.."
        vault.add(VaultOutbox(account_id=stolen.life.member.account_id, letter_sealed=sealed))
    assert found_in(dump_of("vault", stolen.server), ["wrapsthewindow"]) == {"wrapsthewindow"}


def test_planted_account_is_found_in_the_forum(stolen):
    account = stolen.life.member.account_id
    _planted("planted", account)
    assert tokens_in(dump_of("forum", stolen.server), stolen.accounts) == {account}


def test_planted_persona_is_found_as_bytes_in_the_vault(stolen):
    persona = stolen.life.member.everyday.persona_id
    with vault_atomic():
        raw = base64.b32decode(persona.upper())
        vault.add(VaultOutbox(account_id=stolen.life.member.account_id, letter_sealed=b"x" + raw))
    assert tokens_in(dump_of("vault", stolen.server), stolen.personas) == {persona}


def test_planted_word_is_found_in_the_files(stolen):
    (settings().data / "notes.txt").write_text("wrapsthechimney")
    assert found_in(files_beside(), ["wrapsthechimney"]) == {"wrapsthechimney"}


def test_planted_word_is_found_in_the_log(stolen):
    with _logging_at_its_loudest() as log:
        db.session.execute(text("SELECT 'wrapsthestairs'"))
        structlog.get_logger().error("wrapsthecellar")
    db.session.rollback()
    assert len(found_in(log.getvalue().encode(), ["wrapsthestairs", "wrapsthecellar"])) == 2


def _named(name: str) -> Iterator[tuple[str, object]]:
    for _, row in rows_of(name):
        yield from ((column, value) for column, value in row.items() if isinstance(value, str | bytes))


def _cells(name: str) -> set[object]:
    return {value for _, value in _named(name)}


def _telling(row: dict[str, object]) -> list[object]:
    return [value for value in row.values() if isinstance(value, str | bytes)]


def test_key_of_every_word_is_in_the_vault(stolen):
    keys.memory.forget_all()
    wanted = {value for name, value in _named("forum") if name == "key_id"}
    assert set(keys.keys_for(wanted)) == wanted
