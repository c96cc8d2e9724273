"""The list of boards and the list of one board's conversations."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

import pytest

from forum.clock import now
from forum.extensions import db
from forum.models.boards import Board
from forum.models.personas import Membership
from forum.models.states import Access, PostingPolicy
from forum.transaction import atomic
from tests.builders.people import a_clinician, a_member, client_of
from tests.builders.talk import a_board, a_published_thread, a_question


def is_member_of(board, someone):
    with atomic():
        db.session.add(Membership(board_id=board.id, persona_id=someone.everyday.persona_id))


@pytest.mark.parametrize(
    ("access", "is_listed"), [(Access.PUBLIC, True), (Access.MEMBERS, False), (Access.INVITED, False)]
)
def test_visitor_is_listed_only_open_boards(app, access, is_listed):
    board = a_board(access=access)
    assert (board.name in app.test_client().get("/boards/").text) is is_listed


def test_invited_board_is_listed_for_whom_it_invited(app):
    board, guest, other = a_board(access=Access.INVITED), a_member(app), a_member(app)
    is_member_of(board, guest)
    assert board.name in client_of(app, guest).get("/boards/").text
    assert board.name not in client_of(app, other).get("/boards/").text


def test_hidden_board_answers_as_one_that_does_not_exist(app):
    board, client = a_board(access=Access.INVITED), client_of(app, a_member(app))
    hidden, missing = client.get(f"/boards/{board.slug}/"), client.get("/boards/no-such-board/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.data == missing.data


@pytest.mark.parametrize(
    ("posting", "said"),
    [
        (PostingPolicy.HOLD_ALL, "A clinician reads every message before others can see it."),
        (PostingPolicy.HOLD_NEWCOMERS, "A clinician reads your first 3 messages"),
        (PostingPolicy.PUBLISH_THEN_REVIEW, "Messages appear at once"),
    ],
)
def test_board_says_when_words_appear(app, posting, said):
    board = a_board(posting=posting)
    assert said in client_of(app, a_member(app)).get(f"/boards/{board.slug}/").text


def test_board_lists_what_is_published_and_not_what_waits(app):
    author, board = a_member(app), a_board()
    a_published_thread(author, board, title="Shown to all")
    a_question(author, board, "Call me on 07700 900123.", title="Held back")
    page = client_of(app, a_member(app)).get(f"/boards/{board.slug}/").text
    assert "Shown to all" in page
    assert "Held back" not in page


def test_older_conversations_follow_where_the_first_stretch_ended(app):
    author, board = a_member(app), a_board()
    for number in range(21):
        a_published_thread(author, board, title=f"Conversation {number:02}")
    client = client_of(app, author)
    first = client.get(f"/boards/{board.slug}/").text
    after = first.split('rel="next" href="')[1].split('"')[0]
    older = client.get(after).text
    assert "Conversation 20" in first
    assert "Conversation 00" not in first
    assert "Conversation 00" in older


@pytest.mark.parametrize("cursor", ["x", "MHww", "é", "MHwwMDAxLTAxLTAxVDAwOjAwOjAwKzIzOjU5fGFi", "A" * 4000])
def test_made_up_cursor_begins_the_list_anew(app, cursor):
    talk = a_published_thread(a_member(app))
    answer = client_of(app, a_member(app)).get(f"/boards/{talk.board.slug}/", query_string={"after": cursor})
    assert "How do you keep track" in answer.text


def test_conversation_with_something_unread_is_marked_until_it_was_read(app):
    talk, reader = a_published_thread(a_member(app)), client_of(app, a_member(app))
    address = f"/boards/{talk.board.slug}/"
    assert "#new" in reader.get(address).text
    reader.get(f"/threads/{talk.thread.id}/")
    assert "#new" not in reader.get(address).text


def test_clinicians_answer_shows_in_the_list(app):
    board = a_board()
    talk = a_published_thread(a_member(app), board, replies=1, by=a_clinician(app, board=board))
    assert "A clinician has answered" in client_of(app, a_member(app)).get(f"/boards/{talk.board.slug}/").text


def test_closed_board_can_be_read_and_not_written_on(app):
    board, client = a_board(is_archived=True), client_of(app, a_member(app))
    assert "/ask" not in client.get(f"/boards/{board.slug}/").text
    assert client.get(f"/boards/{board.slug}/ask").status_code == 403


def is_marked_new(client, board):
    rows = client.get("/boards/").text.split("<li>")
    return next("pill new" in row or ">New<" in row for row in rows if f"/boards/{board.slug}/" in row)


def test_board_is_new_until_its_list_was_opened_and_again_when_something_is_said(app, monkeypatch):
    author, board = a_member(app), a_board()
    a_published_thread(author, board)
    reader = client_of(app, a_member(app))
    assert is_marked_new(reader, board)
    reader.get(f"/boards/{board.slug}/")
    assert not is_marked_new(reader, board)
    with atomic():
        db.session.get(Board, board.id).last_activity_at += timedelta(minutes=2)
    assert is_marked_new(reader, board)


def test_nothing_is_new_to_a_visitor(app):
    board = a_board(access=Access.PUBLIC)
    a_published_thread(a_member(app), board)
    assert not is_marked_new(app.test_client(), board)


def test_address_of_the_next_page_tells_no_time(app):
    board, author = a_board(access=Access.PUBLIC), a_member(app)
    for _ in range(21):
        a_published_thread(author, board)
    page = app.test_client().get(f"/boards/{board.slug}/").text
    cursor = re.search(r"after=([^\"]+)", page)[1]
    assert now().strftime("%Y-%m-").encode() not in urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert "row-thread" in app.test_client().get(f"/boards/{board.slug}/?after={cursor}").text


def test_place_in_a_list_that_somebody_made_up_is_its_beginning(app):
    board = a_board(access=Access.PUBLIC)
    a_published_thread(a_member(app), board)
    made_up = urlsafe_b64encode(b"0|2026-01-01T00:00:00+00:00|" + b"a" * 32).decode()
    assert "How" in app.test_client().get(f"/boards/{board.slug}/?after={made_up}").text
