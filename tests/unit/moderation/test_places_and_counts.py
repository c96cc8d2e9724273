"""Positions without gaps and counters that equal a recount, whatever is shown, hidden, withdrawn and undone."""

import pytest
from flask import Flask

from forum.extensions import db
from forum.models.boards import Board
from forum.models.discussions import Post, Thread
from forum.models.personas import Persona
from forum.models.states import DecisionKind, PostingPolicy, PostState
from tests.builders.moderating import Ward, a_ward, claimed, ruled, taken_back, undone
from tests.builders.people import a_member
from tests.builders.talk import a_question, a_reply

K = DecisionKind


@pytest.fixture
def ward(app: Flask) -> Ward:
    return a_ward(app)


@pytest.fixture
def thread(ward: Ward) -> Thread:
    post = a_question(ward.member, ward.board).post
    ruled(ward.doctor, claimed(ward.doctor, post), K.APPROVE)
    return db.session.get_one(Thread, post.thread_id)


def approved(ward: Ward, post: Post) -> object:
    return ruled(ward.doctor, claimed(ward.doctor, post), K.APPROVE)


def counts(ward: Ward) -> tuple[int, int]:
    board = db.session.get_one(Board, ward.board.id)
    return board.thread_count, board.post_count


def approved_posts(persona_id: str) -> int:
    return db.session.get_one(Persona, persona_id).approved_posts


def test_waiting_words_have_no_place(ward: Ward, thread: Thread) -> None:
    assert a_reply(ward.member, thread).post.position is None


def test_places_are_given_in_the_order_of_approval(ward: Ward, thread: Thread) -> None:
    early, late = a_reply(ward.member, thread).post, a_reply(ward.member, thread).post
    approved(ward, late)
    approved(ward, early)
    assert (late.position, early.position, thread.post_count) == (2, 3, 3)


def test_undone_approval_closes_its_gap(ward: Ward, thread: Thread) -> None:
    first, second = a_reply(ward.member, thread).post, a_reply(ward.member, thread).post
    decision = approved(ward, first)
    approved(ward, second)
    undone(ward.doctor, decision)
    assert (first.position, second.position, thread.post_count) == (None, 2, 2)


def test_hidden_words_keep_their_place(app: Flask) -> None:
    ward = a_ward(app, PostingPolicy.PUBLISH_THEN_REVIEW)
    thread = db.session.get_one(Thread, a_question(ward.member, ward.board).post.thread_id)
    reply, after = a_reply(ward.member, thread).post, a_reply(ward.member, thread).post
    ruled(ward.doctor, claimed(ward.doctor, reply), K.HIDE, message="It is for sale.")
    assert (reply.state, reply.position, after.position) == (PostState.HIDDEN, 2, 3)


def test_withdrawn_words_keep_their_place(ward: Ward, thread: Thread) -> None:
    reply = a_reply(ward.member, thread).post
    approved(ward, reply)
    taken_back(ward.member, reply)
    assert (reply.position, thread.post_count) == (2, 2)


def test_publication_counts_on_the_board(ward: Ward, thread: Thread) -> None:
    approved(ward, a_reply(ward.member, thread).post)
    assert counts(ward) == (1, 2)


def test_waiting_words_do_not_count(ward: Ward, thread: Thread) -> None:
    a_reply(ward.member, thread)
    assert counts(ward) == (1, 1)


def test_undone_publication_is_counted_back(ward: Ward, thread: Thread) -> None:
    undone(ward.doctor, approved(ward, a_reply(ward.member, thread).post))
    assert counts(ward) == (1, 1)


def test_undone_answer_is_counted_back(ward: Ward, thread: Thread) -> None:
    reply = a_reply(ward.member, thread).post
    undone(ward.doctor, ruled(ward.doctor, claimed(ward.doctor, reply), K.ANSWER_AND_APPROVE, answer="Yes."))
    assert (counts(ward), thread.is_answered, thread.post_count) == ((1, 1), False, 1)


def test_approved_words_count_for_an_everyday_face(ward: Ward, thread: Thread) -> None:
    assert approved_posts(ward.member.everyday.persona_id) == 1


def test_hidden_words_no_longer_count_for_their_author(app: Flask) -> None:
    ward = a_ward(app, PostingPolicy.PUBLISH_THEN_REVIEW)
    post = a_question(ward.member, ward.board).post
    ruled(ward.doctor, claimed(ward.doctor, post), K.HIDE, message="It is for sale.")
    assert approved_posts(ward.member.everyday.persona_id) == 0


def test_anonymous_words_move_no_number_of_anybodys(ward: Ward, thread: Thread) -> None:
    reply = a_reply(ward.member, thread, anonymously=True).post
    approved(ward, reply)
    assert approved_posts(reply.author_id) == 0
    assert approved_posts(ward.member.everyday.persona_id) == 1


def test_newcomer_is_trusted_after_the_boards_number_of_approved_words(app: Flask) -> None:
    ward = a_ward(app, PostingPolicy.HOLD_NEWCOMERS, newcomer_posts=2)
    first, second = (a_question(ward.member, ward.board) for _ in range(2))
    assert (first.is_held, second.is_held) == (True, True)
    approved(ward, first.post)
    approved(ward, second.post)
    assert not a_question(ward.member, ward.board).is_held


def test_anonymous_face_of_a_trusted_member_is_a_newcomer(app: Flask) -> None:
    ward = a_ward(app, PostingPolicy.HOLD_NEWCOMERS, newcomer_posts=1)
    approved(ward, a_question(ward.member, ward.board).post)
    assert a_question(ward.member, ward.board, anonymously=True).is_held


def test_last_activity_never_goes_back(app: Flask, ward: Ward, thread: Thread) -> None:
    before = thread.last_activity_at
    approved(ward, a_reply(a_member(app), thread).post)
    assert thread.last_activity_at >= before
