"""The page of notices: what one is told, where it leads, and that one has seen it."""

import re

import pytest

from forum.blueprints.notices.routes import SENTENCES
from forum.models.states import PostingPolicy
from forum.notifications import delivery, outbox
from tests.builders.people import a_member, client_of
from tests.builders.talk import a_board, a_published_thread


@pytest.fixture
def asker(app):
    return a_member(app)


@pytest.fixture
def told(app, asker):
    """Return the post that somebody replied with, once its asker was told."""
    talk = a_published_thread(asker, a_board(posting=PostingPolicy.PUBLISH_THEN_REVIEW), replies=1, by=a_member(app))
    delivery.move_events()
    return talk.posts[1]


def test_visitor_is_asked_to_sign_in(client):
    assert client.get("/notices/").location.startswith("/login")


def test_page_without_notices_says_so(app, asker):
    assert "Nothing new" in client_of(app, asker).get("/notices/").text


def test_notice_of_a_reply_leads_to_it(app, asker, told):
    page = client_of(app, asker).get("/notices/").text
    assert "Somebody replied to your question." in page
    assert re.search(rf'href="[^"]*{told.id}[^"]*"', page)


def test_notice_is_told_to_nobody_else(app, told):
    assert "Somebody replied" not in client_of(app, a_member(app)).get("/notices/").text


def test_notices_that_were_seen_are_no_longer_new(app, asker, told):
    client = client_of(app, asker)
    assert client.post("/notices/read").location == "/notices/"
    assert "I have seen these" in client.get("/notices/").text
    assert asked_unread(client) == 0


def test_reading_the_page_changes_nothing(app, asker, told):
    client = client_of(app, asker)
    client.get("/notices/")
    assert asked_unread(client) == 1


def test_every_event_has_its_sentence():
    assert set(SENTENCES) == set(outbox.EVENTS)


def asked_unread(client) -> int:
    """Return how many notices a page marks as new."""
    page = client.get("/notices/").text
    return len(re.findall(r"pill-new", page))
