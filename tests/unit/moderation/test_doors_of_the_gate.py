"""What the doors do with words on their way in: twice is once, what identifies waits, what is empty is refused."""

import pytest
from flask import Flask

from forum.columns import new_token
from forum.errors import BadInput, NotFound, Refused
from forum.extensions import db
from forum.models.discussions import Post, Thread
from forum.models.personas import Persona
from forum.models.states import Access, PostingPolicy, PostState
from forum.moderation.intake import Draft, submit_question
from forum.transaction import atomic
from tests.builders.moderating import CRISIS, RED, Ward, a_ward, edited
from tests.builders.people import viewer_of
from tests.builders.talk import a_board, a_question, a_reply


@pytest.fixture
def ward(app: Flask) -> Ward:
    return a_ward(app, PostingPolicy.PUBLISH_THEN_REVIEW)


def sends(ward: Ward, tag: bytes, text: str = "Hello.", title: str = "Hello"):
    viewer = viewer_of(ward.member)
    with atomic():
        author = db.session.get_one(Persona, viewer.everyday)
        return submit_question(viewer, author, ward.board, Draft(text, title), scope=new_token(), tag=tag)


def test_form_sent_twice_is_one_thread(ward: Ward) -> None:
    first, second = sends(ward, b"tag"), sends(ward, b"tag")
    assert (first.post.id, first.is_repeat, second.is_repeat) == (second.post.id, False, True)
    assert db.session.query(Thread).count() == 1


@pytest.mark.parametrize("text", ["Call me on 07700 900123.", "Write to jane.doe@example.org.", RED, CRISIS])
def test_what_identifies_or_frightens_waits_on_any_board(ward: Ward, text: str) -> None:
    assert a_question(ward.member, ward.board, text).is_held


def test_place_or_a_date_only_warns(ward: Ward) -> None:
    assert not a_question(ward.member, ward.board, "It began in Leeds on 3 March.").is_held


@pytest.mark.parametrize(("text", "needs_help"), [("It rains.", False), (RED, True), (CRISIS, True)])
def test_receipt_says_whether_help_belongs_on_the_next_page(ward: Ward, text: str, needs_help: bool) -> None:
    assert a_question(ward.member, ward.board, text).needs_help_now is needs_help


@pytest.mark.parametrize(
    ("text", "title", "field", "problem"),
    [
        ("", "Hello", "body", "empty"),
        (" \n ", "Hello", "body", "empty"),
        ("a" * 8001, "Hello", "body", "too_long"),
        ("Hello.", "", "title", "empty"),
        ("Hello.", "a" * 151, "title", "too_long"),
    ],
)
def test_words_that_cannot_be_taken_say_where_and_why(
    ward: Ward, text: str, title: str, field: str, problem: str
) -> None:
    with pytest.raises(BadInput) as refused:
        sends(ward, b"tag", text, title)
    assert (refused.value.field, refused.value.problem) == (field, problem)


def test_board_that_one_may_not_enter_takes_no_words(app: Flask, ward: Ward) -> None:
    with pytest.raises(Refused):
        a_question(ward.member, a_board(access=Access.INVITED))


def test_archived_board_takes_no_words(ward: Ward) -> None:
    with pytest.raises(Refused):
        a_question(ward.member, a_board(is_archived=True))


def test_locked_thread_takes_no_reply(ward: Ward) -> None:
    thread = db.session.get_one(Thread, a_question(ward.member, ward.board).post.thread_id)
    with atomic():
        thread.is_locked = True
    with pytest.raises(Refused):
        a_reply(ward.member, thread)


def test_clinicians_words_are_shown_at_once_and_nobody_is_asked_to_look(app: Flask) -> None:
    ward = a_ward(app)
    thread = db.session.get_one(Thread, a_question(ward.doctor, ward.board).post.thread_id)
    answer = a_reply(ward.doctor, thread).post
    assert answer.state is PostState.PUBLISHED


def test_clinicians_words_with_contact_details_wait(app: Flask) -> None:
    ward = a_ward(app)
    assert a_question(ward.doctor, ward.board, "Ring 07700 900123.").is_held


def test_nothing_is_written_when_words_are_refused(ward: Ward) -> None:
    with pytest.raises(BadInput):
        sends(ward, b"tag", "")
    assert db.session.query(Post).count() == 0


def test_edit_of_what_one_cannot_see_is_not_found_or_refused(ward: Ward) -> None:
    post = a_question(ward.member, ward.board).post
    with pytest.raises((NotFound, Refused)):
        edited(ward.colleague, post)
