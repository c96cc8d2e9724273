"""Quoting a passage: by its paragraph, as it was marked, and after it has changed."""

import re

import pytest

from forum.extensions import db
from forum.models.boards import Board
from forum.models.discussions import Revision
from forum.models.states import Access, PostingPolicy
from forum.moderation import publication
from forum.transaction import atomic
from tests.builders.people import a_member, client_of
from tests.builders.talk import a_board, a_published_thread, a_question

WORDS = "First I asked the pharmacist.\n\nThen I bought a *box* with days."


@pytest.fixture
def talk(app):
    """Return a thread whose opening post has two paragraphs."""
    return a_published_thread(a_member(app), text=WORDS)


@pytest.fixture
def client(app):
    """Return a member's client."""
    return client_of(app, a_member(app))


def passage_in(page):
    return re.search(r'name="quote" value="([^"]+)"', page.text)[1]


def quoted_in(client, talk):
    page = client.get(f"/threads/{talk.thread.id}/").text
    return re.findall(r'<blockquote class="quoted">(.*?)</blockquote>', page, re.DOTALL)


def test_each_paragraph_can_be_chosen(client, talk):
    page = client.get(f"/posts/{talk.posts[0].id}/quote").text
    assert "First I asked the pharmacist." in page
    assert page.count('type="radio"') == 2


def test_chosen_paragraph_stands_above_the_reply_as_it_is_written_and_sent(client, talk):
    second = re.findall(r'value="([a-z2-7]{32}:\d+:\d+)"', client.get(f"/posts/{talk.posts[0].id}/quote").text)[1]
    composer = client.post(f"/posts/{talk.posts[0].id}/quote", data={"passage": second})
    assert "Then I bought a box with days." in composer.text
    client.post(f"/threads/{talk.thread.id}/reply", data={"body": "Which?", "voice": "own", "quote": second})
    (quoted,) = quoted_in(client, talk)
    assert "Then I bought a box with days." in quoted
    assert "pharmacist" not in quoted


def test_marked_words_are_found_however_their_spaces_fell(client, talk):
    composer = client.post(f"/posts/{talk.posts[0].id}/quote", data={"marked": "pharmacist.\n\n  Then I"})
    assert "Then I" in composer.text
    assert passage_in(composer)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"marked": "never written"},
        {"marked": " "},
        {"passage": "x"},
        {"passage": "a" * 32 + ":5:2"},
        {"passage": "a" * 32 + ":0:9"},
        {"passage": "a" * 32 + ":0:99999999999999"},
        {"passage": ":::"},
    ],
)
def test_passage_that_is_not_there_is_asked_for_again(client, talk, data):
    answer = client.post(f"/posts/{talk.posts[0].id}/quote", data=data)
    assert answer.status_code == 422
    assert "Please choose the part that you want to reply to." in answer.text


@pytest.mark.parametrize("quote", ["x", "a" * 32 + ":0:5", "a" * 32 + ":9999999999:99999999999", "a" * 32 + ":-1:5"])
def test_made_up_quote_is_refused_and_the_reply_kept(client, talk, quote):
    answer = client.post(f"/threads/{talk.thread.id}/reply", data={"body": "Kept.", "voice": "own", "quote": quote})
    assert answer.status_code == 422
    assert "Your reply is kept" in answer.text
    assert "Kept." in answer.text


def test_quote_of_another_thread_is_refused(app, client, talk):
    other = a_published_thread(a_member(app))
    revision = db.session.query(Revision).filter_by(post_id=other.posts[0].id).one().id
    data = {"body": "Kept.", "voice": "own", "quote": f"{revision}:0:5"}
    assert client.post(f"/threads/{talk.thread.id}/reply", data=data).status_code == 422


def test_words_that_wait_cannot_be_quoted(app, client):
    held = a_question(a_member(app), a_board(posting=PostingPolicy.HOLD_ALL)).post
    assert client.get(f"/posts/{held.id}/quote").status_code == 404


def test_quoted_words_that_were_taken_back_are_gone_from_the_quote(app, client, talk):
    author = a_member(app)
    own = client_of(app, author)
    own.post(f"/threads/{talk.thread.id}/reply", data={"body": "Something private.", "voice": "own"})
    from_reply = own.get(f"/threads/{talk.thread.id}/").text
    token = re.findall(r"/posts/([a-z2-7]{32})/withdraw", from_reply)[0]
    passage = passage_in(client.post(f"/posts/{token}/quote", data={"marked": "Something private."}))
    client.post(f"/threads/{talk.thread.id}/reply", data={"body": "Oh.", "voice": "own", "quote": passage})
    own.post(f"/posts/{token}/withdraw")
    (quoted,) = quoted_in(client, talk)
    assert "no longer available" in quoted
    assert "private" not in quoted


def test_quote_of_hidden_words_answers_as_one_of_words_that_never_were(app, client):
    talk = a_published_thread(a_member(app), replies=1)
    guest = a_member(app)
    guests = a_published_thread(guest, invited_board := a_board(), text=WORDS)
    with atomic():
        db.session.get_one(Board, invited_board.id).access = Access.INVITED
    taken = talk.posts[1].approved_revision_id
    with atomic():
        publication.withdraw(talk.posts[1])
    answers = [
        client.post(f"/threads/{talk.thread.id}/reply", data={"body": "Yes.", "voice": "own", "quote": f"{one}:0:3"})
        for one in (taken, guests.posts[0].approved_revision_id, "a" * 32)
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
