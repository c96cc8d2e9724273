"""Undoing a decision within its window: as if it had not been, and before anybody was told."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from forum.clock import now
from forum.errors import IllegalTransition, Refused, StaleVersion, TooLate
from forum.extensions import db
from forum.models.discussions import Post, Thread
from forum.models.reviews import Decision
from forum.models.states import DecisionKind, PostState, ReviewState, RevisionState
from forum.transaction import atomic
from tests.builders.moderating import (
    CRISIS,
    Ward,
    a_ward,
    claimed,
    edited,
    revisions_of,
    ruled,
    taken_back,
    undone,
)
from tests.builders.talk import a_question, a_reply, told

K = DecisionKind


@pytest.fixture
def ward(app: Flask) -> Ward:
    return a_ward(app)


def decided_question(ward: Ward, kind: K = K.APPROVE, **said: str) -> tuple[Post, Decision]:
    post = a_question(ward.member, ward.board).post
    return post, ruled(ward.doctor, claimed(ward.doctor, post), kind, **said)


WORDS = {K.RETURN: {"message": "Please."}, K.DECLINE: {"message": "Sorry."}, K.ANSWER_AND_APPROVE: {"answer": "Yes."}}


@pytest.mark.parametrize("kind", [K.APPROVE, K.ANSWER_AND_APPROVE, K.RETURN, K.DECLINE])
def test_undone_decision_leaves_the_words_waiting(ward: Ward, kind: K) -> None:
    post, decision = decided_question(ward, kind, **WORDS.get(kind, {}))
    undone(ward.doctor, decision)
    assert (post.state, revisions_of(post)[0].state) == (PostState.HELD, RevisionState.HELD)


@pytest.mark.parametrize("kind", [K.APPROVE, K.ANSWER_AND_APPROVE, K.RETURN, K.DECLINE])
def test_undone_item_is_back_in_the_same_hands(ward: Ward, kind: K) -> None:
    _post, decision = decided_question(ward, kind, **WORDS.get(kind, {}))
    review = undone(ward.doctor, decision)
    assert (review.state, review.claimant_id) == (ReviewState.CLAIMED, ward.doctor.professional.persona_id)


@pytest.mark.parametrize("kind", [K.APPROVE, K.ANSWER_AND_APPROVE, K.RETURN, K.DECLINE])
def test_undone_decision_tells_nobody(ward: Ward, kind: K) -> None:
    post, decision = decided_question(ward, kind, **WORDS.get(kind, {}))
    undone(ward.doctor, decision)
    assert told(post.author_id) == []


def test_undone_answer_leaves_no_tombstone(ward: Ward) -> None:
    _post, decision = decided_question(ward, K.ANSWER_AND_APPROVE, answer="Take your time.")
    undone(ward.doctor, decision)
    answer = db.session.get_one(Post, decision.answer_post_id)
    assert (answer.state, answer.position) == (PostState.WITHDRAWN, None)


def test_undone_decision_can_be_taken_again(ward: Ward) -> None:
    post, decision = decided_question(ward, K.ANSWER_AND_APPROVE, answer="Take your time.")
    review = undone(ward.doctor, decision)
    ruled(ward.doctor, review, K.ANSWER_AND_APPROVE, answer="Take all the time you need.")
    assert post.state is PostState.PUBLISHED


def test_undoing_after_the_window_is_too_late(ward: Ward) -> None:
    _post, decision = decided_question(ward)
    with atomic():
        past = now() - timedelta(seconds=1)
        db.session.execute(update(Decision).where(Decision.id == decision.id).values(undo_until=past))
    with pytest.raises(TooLate):
        undone(ward.doctor, decision)


def test_undoing_twice_is_too_late(ward: Ward) -> None:
    _post, decision = decided_question(ward)
    undone(ward.doctor, decision)
    with pytest.raises(TooLate):
        undone(ward.doctor, decision)


def test_undoing_a_colleagues_decision_is_refused(ward: Ward) -> None:
    _post, decision = decided_question(ward)
    with pytest.raises(Refused):
        undone(ward.colleague, decision)


def test_decision_that_waits_for_a_second_signature_cannot_be_undone(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, CRISIS).post
    decision = ruled(ward.doctor, claimed(ward.doctor, post), K.APPROVE)
    with pytest.raises(TooLate):
        undone(ward.doctor, decision)


def test_hiding_cannot_be_undone(ward: Ward) -> None:
    post, _first = decided_question(ward)
    edited(ward.member, post)
    review = claimed(ward.doctor, post)
    decision = ruled(ward.doctor, review, K.DECLINE, message="As it was is better.")
    assert decision.undo_until is not None
    with pytest.raises(IllegalTransition):
        ruled(ward.doctor, review, K.HIDE, message="Not here.")


def test_approval_cannot_be_undone_once_its_author_has_sent_another_wording(ward: Ward) -> None:
    post, decision = decided_question(ward)
    edited(ward.member, post)
    with pytest.raises(StaleVersion):
        undone(ward.doctor, decision)


def test_return_cannot_be_undone_once_its_author_has_sent_another_wording(ward: Ward) -> None:
    post, decision = decided_question(ward, K.RETURN, message="Please take out the name.")
    edited(ward.member, post)
    with pytest.raises(StaleVersion):
        undone(ward.doctor, decision)


def test_approval_cannot_be_undone_once_its_author_has_taken_the_words_back(ward: Ward) -> None:
    post, decision = decided_question(ward)
    taken_back(ward.member, post)
    with pytest.raises(IllegalTransition):
        undone(ward.doctor, decision)


def test_undone_change_puts_the_former_wording_back(ward: Ward) -> None:
    post, _first = decided_question(ward)
    edited(ward.member, post)
    undone(ward.doctor, ruled(ward.doctor, claimed(ward.doctor, post), K.APPROVE))
    former, change = revisions_of(post)
    assert (former.state, change.state) == (RevisionState.APPROVED, RevisionState.HELD)
    assert (post.approved_revision_id, post.open_revision_id) == (former.id, change.id)


def test_undone_first_change_leaves_no_mark_of_an_edit(ward: Ward) -> None:
    post, _first = decided_question(ward)
    edited(ward.member, post)
    undone(ward.doctor, ruled(ward.doctor, claimed(ward.doctor, post), K.APPROVE))
    assert post.edited_at is None


def test_question_approved_again_opens_its_thread_although_a_reply_was_faster(ward: Ward) -> None:
    question, decision = decided_question(ward)
    reply = a_reply(ward.colleague, db.session.get_one(Thread, question.thread_id)).post
    review = undone(ward.doctor, decision)
    assert reply.position == 1
    ruled(ward.doctor, review, K.APPROVE)
    assert (question.position, reply.position) == (1, 2)
