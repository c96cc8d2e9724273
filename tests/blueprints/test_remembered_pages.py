"""A process remembers the part of a page that is the same for everybody: never a moment too long, never for the wrong
reader.
"""

import re

import pytest
from sqlalchemy import delete, update

from forum.confidentiality import personas
from forum.discussions import shared_pages
from forum.discussions.threads import thread_page
from forum.extensions import db, vault
from forum.models.discussions import Thread
from forum.models.links import Epoch, WrappedKey
from forum.models.personas import Credential, Persona
from forum.models.states import PersonaState
from forum.moderation import publication
from forum.transaction import atomic, vault_atomic
from tests.builders.counting import statements_of
from tests.builders.moderating import K as KINDS
from tests.builders.moderating import claimed, edited, ruled, taken_back, undone
from tests.builders.people import a_clinician, a_member, client_of, viewer_of
from tests.builders.talk import a_board, a_published_thread, a_reply


@pytest.fixture
def author(app):
    """Return whoever wrote the thread."""
    return a_member(app)


@pytest.fixture
def doctor(app):
    """Return a clinician of every board."""
    return a_clinician(app)


@pytest.fixture
def talk(author, doctor):
    """Return a thread with a member's question and a clinician's answer."""
    return a_published_thread(author, a_board(), replies=1, by=doctor)


@pytest.fixture
def read(app, talk):
    """Return what a member, always the same, reads on the thread's page, remembered by the process beforehand."""
    client = client_of(app, a_member(app))

    def page() -> str:
        return client.get(f"/threads/{talk.thread.id}/?page=1").text

    page()
    return page


def test_a_page_that_was_drawn_costs_no_statement_for_its_posts(app, talk, read):
    with statements_of(app) as asked:
        read()
    assert not any("revisions" in statement for statement in asked.forum)


def test_reply_is_there_at_once(talk, author, read):
    a_reply(author, talk.thread, "A lamp by the door.")
    assert "A lamp by the door." in read()


def test_hidden_message_is_gone_at_once(talk, read):
    with atomic():
        publication.hide(talk.posts[1])
    assert "Reply number 1" not in read()


def test_message_taken_back_is_gone_at_once(talk, author, read):
    reply = a_reply(author, talk.thread, "A lamp by the door.").post
    assert "A lamp by the door." in read()
    taken_back(author, reply)
    assert "A lamp by the door." not in read()


def test_approved_change_is_read_at_once_and_its_undoing_too(talk, author, doctor, read):
    edited(author, talk.posts[0], "Now it snows.")
    decision = ruled(doctor, claimed(doctor, talk.posts[0]), KINDS.APPROVE)
    assert "Now it snows." in read()
    undone(doctor, decision)
    assert "Now it snows." not in read()


def test_new_name_is_read_at_once(talk, author, read):
    with atomic():
        personas.note_new_look(author.everyday.persona_id)
        db.session.get_one(Persona, author.everyday.persona_id).state = PersonaState.NAME_WAITING
    assert f">{author.name}<" not in read()


def test_lapsed_credential_is_not_shown_at_once(app, talk, doctor, read, monkeypatch):
    assert "Psychologist" in read()
    ends = db.session.get_one(Credential, viewer_of(doctor).professional).expires_on
    beyond = ends.replace(year=ends.year + 1)
    monkeypatch.setattr("forum.discussions.threads.today", lambda: beyond)
    monkeypatch.setattr("forum.discussions.statements._TODAY.callable", lambda: beyond)
    assert "Psychologist" not in read()


def test_words_whose_key_another_process_destroyed_are_gone_at_once(talk, read):
    with vault_atomic():
        vault.execute(delete(WrappedKey).where(WrappedKey.id == talk.posts[1].key_id))
        vault.execute(update(Epoch).values(erasures=Epoch.erasures + 1))
    assert "Reply number 1" not in read()


def test_nobody_is_shown_what_only_an_author_may_do(app, talk, author, read):
    own = client_of(app, author).get(f"/threads/{talk.thread.id}/?page=1").text
    assert f"/posts/{talk.posts[0].id}/edit" in own
    assert f"/posts/{talk.posts[0].id}/edit" not in read()


def test_author_who_comes_after_others_is_shown_what_they_may_do(app, talk, author, read):
    read()
    own = client_of(app, author).get(f"/threads/{talk.thread.id}/?page=1").text
    assert f"/posts/{talk.posts[0].id}/withdraw" in own


def test_two_readers_get_the_same_page_but_for_their_name_and_tokens(app, talk):
    readers = [a_member(app), a_member(app)]
    pages = [client_of(app, reader).get(f"/threads/{talk.thread.id}/?page=1").text for reader in readers]
    own = r'(?:name="(?:csrf_token|submission)" value="[^"]+")'
    assert re.findall(own, pages[0]) != re.findall(own, pages[1])
    bare = [re.sub(own, "", page).replace(reader.name, "…") for page, reader in zip(pages, readers, strict=True)]
    assert bare[0] == bare[1]


def test_what_is_new_to_one_reader_is_not_new_to_all(app, talk, author, read):
    a_reply(author, talk.thread)
    assert 'id="new"' in read()
    assert 'id="new"' not in client_of(app, a_member(app)).get(f"/threads/{talk.thread.id}/?page=1").text


def test_page_read_within_an_act_that_failed_is_not_remembered(app, talk, read):
    viewer = viewer_of(a_member(app))
    with pytest.raises(RuntimeError), atomic():
        publication.hide(talk.posts[1])
        assert thread_page(viewer, talk.thread.id, 1).posts[1].html is None
        raise RuntimeError
    a_version = db.session.get_one(Thread, talk.thread.id, populate_existing=True).version
    with atomic():
        publication.locked_thread(talk.posts[1])
    assert db.session.get_one(Thread, talk.thread.id, populate_existing=True).version == a_version + 1
    assert "Reply number 1" in read()


def test_no_more_pages_are_remembered_than_there_is_room_for(app, author, monkeypatch):
    monkeypatch.setattr(shared_pages, "REMEMBERED", 2)
    shared_pages.memory.forget_all()
    client, board = client_of(app, author), a_board()
    for _ in range(4):
        client.get(f"/threads/{a_published_thread(author, board).thread.id}/")
    assert len(shared_pages.memory._pages) == 2
