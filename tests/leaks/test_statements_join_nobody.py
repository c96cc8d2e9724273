"""No statement of either database binds two faces of one account: whoever sees statements could join them.

What is asserted, precisely: over a journey of one account with several faces (every page and verb a member has, the
worker's rounds and a sweep), no one execution of a statement, with all its sets of parameters together, holds

- the persona ids of two of its faces, or of one as itself and of another inside a text;
- the tags of links (scope, ordinal, persona) of two of its faces, or a tag of one and a persona id of another.

Keys are another matter: the keys of all authors whose words a page shows are fetched together by their ids. Two faces
of one account that stand on one page are then in one statement, as are those of two strangers there. So it is asserted
that whoever reads such a page causes the very same statement, and that what is one's own alone (*My messages*)
fetches the key of each face by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, select

from forum.clock import frozen_at, now
from forum.confidentiality import faces, keys, sweeping
from forum.extensions import db, vault
from forum.jobs.pump import one_round
from forum.models.discussions import Thread
from forum.models.links import PersonaLink, WrappedKey
from forum.models.personas import Persona
from forum.models.states import DecisionKind, PostingPolicy
from tests.builders.lived_in import Life
from tests.builders.people import a_member, viewer_of
from tests.builders.talk import a_board, a_published_thread, a_question, a_reply, decided

Statement = tuple[str, frozenset[str | bytes]]


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """Collect each execution of a statement in either database, with all that it binds."""
    seen: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        seen.append((statement, frozenset(_flat(parameters))))

    engines = list(db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def _flat(parameters: Any) -> Iterator[str | bytes]:
    if isinstance(parameters, dict):
        yield from _flat(list(parameters.values()))
    elif isinstance(parameters, list | tuple):
        for part in parameters:
            yield from _flat(part)
    elif isinstance(parameters, memoryview):
        yield bytes(parameters)
    elif isinstance(parameters, psycopg.Binary):
        yield from _flat(parameters.obj)
    elif isinstance(parameters, str | bytes):
        yield parameters


def marks_of(account_id: str) -> list[set[str | bytes]]:
    """Return, for each face of an account, what tells it apart: its persona id and the tags of its link."""
    found = []
    for face in faces.all_faces(account_id):
        link = vault.execute(
            select(PersonaLink.scope_tag, PersonaLink.ordinal_tag, PersonaLink.persona_tag).where(
                PersonaLink.persona_tag == faces.key_ring().tag("persona", face.persona_id)
            )
        ).one()
        found.append({face.persona_id, *map(bytes, link)})
    vault.rollback()
    return found


def joining(statements: list[Statement], marks: list[set[str | bytes]]) -> list[str]:
    """Return the statements that bind marks of two different faces, also where an id stands within a longer text."""
    return [statement for statement, bound in statements if sum(_is_bound(face, bound) for face in marks) > 1]


def _is_bound(face: set[str | bytes], bound: frozenset[str | bytes]) -> bool:
    if face & bound:
        return True
    texts = [value for value in bound if isinstance(value, str) and len(value) > 32]
    return any(isinstance(mark, str) and mark in text for mark in face for text in texts)


def forget_everything() -> None:
    db.session.remove()
    vault.remove()
    keys.memory.forget_all()
    faces.memory.forget_all()


@pytest.fixture
def life(app: Flask) -> Life:
    return Life(app)


@pytest.fixture
def account_id(app: Flask) -> str:
    """Return an account with two faces."""
    found = a_member(app).account_id
    faces.ensure_face(found, "here")
    return found


def test_no_statement_of_a_member_s_life_joins_two_of_its_faces(life):
    with recorded() as seen:
        life.lived()
        one_round(life.app)
    marks = marks_of(life.member.account_id)
    assert (len(marks), len(seen) > 300) == (5, True)
    assert joining(seen, marks) == []


def test_no_statement_joins_two_faces_when_nothing_is_remembered(life):
    life.lived()
    with recorded() as seen:
        for _ in range(2):
            forget_everything()
            life.looks_around()
    assert joining(seen, marks_of(life.member.account_id)) == []


def test_no_statement_of_a_sweep_joins_two_faces(life):
    life.lived()
    for scope in "ab":
        faces.ensure_face(life.member.account_id, scope)
    marks = marks_of(life.member.account_id)
    forget_everything()
    with recorded() as seen, frozen_at(now() + timedelta(days=1)):
        assert sweeping.sweep()["orphaned links"] > 0
    assert joining(seen, marks) == []


def test_no_statement_of_recognising_a_clinician_joins_two_faces(life):
    doctor = life.doctor
    marks = marks_of(doctor.account_id)
    forget_everything()
    with recorded() as seen:
        assert viewer_of(doctor).professional is not None
    assert (len(marks), joining(seen, marks)) == (2, [])


def test_page_with_two_faces_of_its_reader_fetches_the_keys_that_anybody_s_reading_fetches(life):
    board = a_board()
    thread = a_published_thread(life.member, board).thread
    a_reply(life.member, thread, "And under another name.", anonymously=True)
    thread_id, account_id = thread.id, life.member.account_id
    fetched = []
    for reader in (life.member, life.friend):
        client = life.client_of(reader)
        forget_everything()
        with recorded() as seen:
            assert client.get(f"/threads/{thread_id}/").status_code == 200
        fetched.append({bound for statement, bound in seen if _fetches_keys(statement)})
    own = {face.key_id for face in faces.all_faces(account_id)}
    assert fetched[0] == fetched[1] and any(len(own & bound) == 2 for bound in fetched[0])


def test_one_s_own_messages_fetch_the_key_of_each_face_by_itself(life):
    life.lived()
    own = {face.key_id for face in faces.all_faces(life.member.account_id)}
    forget_everything()
    with recorded() as seen:
        assert life.client.get("/my-messages/").status_code == 200
    fetched = [own & bound for statement, bound in seen if _fetches_keys(statement)]
    assert max(map(len, fetched)) == 1 and len(set().union(*fetched)) >= 4


def _fetches_keys(statement: str) -> bool:
    return "FROM data_keys" in statement and " IN " in statement


@pytest.mark.parametrize("replies_as", [True, False], ids=["anonymous reply", "own reply"])
@pytest.mark.parametrize("kind", [DecisionKind.APPROVE, DecisionKind.ANSWER_AND_APPROVE])
def test_deciding_on_a_reply_in_one_s_own_conversation_joins_nothing(life, replies_as, kind):
    """The author and the asker are both told, and are one person."""
    board = a_board(posting=PostingPolicy.HOLD_ALL)
    question = a_question(life.member, board, anonymously=not replies_as).post
    decided(life.doctor, question)
    thread = db.session.get_one(Thread, question.thread_id)
    reply = a_reply(life.member, thread, "It went well since.", anonymously=replies_as).post
    answer = "Thank you for telling." if kind is DecisionKind.ANSWER_AND_APPROVE else ""
    marks = marks_of(life.member.account_id)
    with recorded() as seen:
        decided(life.doctor, reply, kind, answer=answer)
    assert joining(seen, marks) == []


# the detector


def planted(account_id: str, one: Any, other: Any) -> int:
    marks = marks_of(account_id)
    with recorded() as seen:
        db.session.execute(select(Persona.id).where(Persona.name.in_([one(marks[0]), other(marks[1])])))
    db.session.rollback()
    return len(joining(seen, marks))


def an_id(marks: set[str | bytes]) -> str:
    return next(mark for mark in marks if isinstance(mark, str))


def in_a_text(marks: set[str | bytes]) -> str:
    return f"a longer text with {an_id(marks)} in it"


@pytest.mark.parametrize("other", [an_id, in_a_text])
def test_planted_statement_with_two_personas_is_found(account_id, other):
    assert planted(account_id, an_id, other) == 1


def test_planted_statement_with_two_tags_is_found(account_id):
    marks = marks_of(account_id)
    tags = [next(mark for mark in face if isinstance(mark, bytes)) for face in marks]
    with recorded() as seen:
        vault.execute(select(PersonaLink.made_on).where(PersonaLink.ordinal_tag.in_(tags)))
    assert len(joining(seen, marks)) == 1


def test_planted_insert_of_two_rows_at_once_is_found(account_id):
    marks = marks_of(account_id)
    rows = [{"id": an_id(face), "wrapped": b"x", "master_id": "m1"} for face in marks]
    with recorded() as seen:
        vault.connection().execute(WrappedKey.__table__.insert(), rows)
    vault.rollback()
    assert len(joining(seen, marks)) == 1


def test_statement_about_one_face_alone_is_left_alone(account_id):
    assert planted(account_id, an_id, lambda _marks: "nobody") == 0
