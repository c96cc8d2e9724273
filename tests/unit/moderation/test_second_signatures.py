"""Publishing a crisis takes two: what the first signature does, and what the second may do."""

import pytest
from flask import Flask

from forum.errors import IllegalTransition, MissingVersion, NotFound, StaleVersion
from forum.extensions import db
from forum.models.discussions import Post
from forum.models.reviews import Review
from forum.models.states import DecisionKind, PostState, ReviewState
from forum.moderation.decide import Ruling, sign_second
from forum.transaction import atomic
from tests.builders.moderating import CRISIS, Ward, a_ward, claimed, edited, ruled, signed_second, taken_back
from tests.builders.people import a_lead, viewer_of
from tests.builders.talk import a_question, told

K = DecisionKind


@pytest.fixture
def ward(app: Flask) -> Ward:
    return a_ward(app)


@pytest.fixture
def post(ward: Ward) -> Post:
    return a_question(ward.member, ward.board, CRISIS).post


@pytest.fixture
def review(ward: Ward, post: Post) -> Review:
    review = claimed(ward.doctor, post)
    ruled(ward.doctor, review, K.ANSWER_AND_APPROVE, answer="I am glad that you wrote this here.")
    return review


def answers_in(post: Post) -> list[Post]:
    posts = db.session.query(Post).filter(Post.thread_id == post.thread_id, Post.id != post.id)
    return list(posts)


def test_first_signature_publishes_nothing(post: Post, review: Review) -> None:
    assert (review.state, post.state) == (ReviewState.AWAITING_SECOND, PostState.HELD)
    assert [answer.state for answer in answers_in(post)] == [PostState.HELD]


def test_first_signature_tells_nobody(post: Post, review: Review) -> None:
    assert told(post.author_id) == []


def test_crisis_can_be_returned_by_one_alone(ward: Ward, post: Post) -> None:
    ruled(ward.doctor, claimed(ward.doctor, post), K.RETURN, message="We are here. Please call us.")
    assert post.state is PostState.RETURNED


def test_confirmed_decision_publishes_words_and_answer(ward: Ward, post: Post, review: Review) -> None:
    signed_second(ward.lead, review)
    assert (review.state, post.state) == (ReviewState.DECIDED, PostState.PUBLISHED)
    assert [answer.position for answer in answers_in(post)] == [2]


def test_confirmed_decision_tells_the_author(ward: Ward, post: Post, review: Review) -> None:
    signed_second(ward.lead, review)
    assert sorted(told(post.author_id)) == ["post.answered", "post.published"]


def test_decision_that_is_sent_back_is_open_to_all_again(ward: Ward, post: Post, review: Review) -> None:
    signed_second(ward.lead, review, K.SEND_BACK, message="Let us call first.")
    assert (review.state, post.state) == (ReviewState.OPEN, PostState.HELD)
    assert [answer.state for answer in answers_in(post)] == [PostState.WITHDRAWN]


def test_item_that_was_sent_back_can_be_decided_and_confirmed_anew(ward: Ward, post: Post, review: Review) -> None:
    signed_second(ward.lead, review, K.SEND_BACK)
    ruled(ward.doctor, claimed(ward.doctor, post), K.APPROVE)
    signed_second(ward.lead, review)
    assert post.state is PostState.PUBLISHED


def test_colleague_who_leads_nothing_cannot_sign_second(ward: Ward, review: Review) -> None:
    with pytest.raises(IllegalTransition):
        signed_second(ward.colleague, review)


def test_first_signer_cannot_sign_second(ward: Ward, post: Post) -> None:
    review = claimed(ward.lead, post)
    ruled(ward.lead, review, K.APPROVE)
    with pytest.raises(IllegalTransition):
        signed_second(ward.lead, review)


def test_lead_of_another_board_finds_nothing(app: Flask, review: Review) -> None:
    elsewhere = a_lead(app, board=a_ward(app).board)
    with pytest.raises(NotFound):
        signed_second(elsewhere, review)


def test_second_signature_without_a_version_is_refused(ward: Ward, review: Review) -> None:
    viewer = viewer_of(ward.lead)
    with pytest.raises(MissingVersion), atomic():
        sign_second(viewer, review.id, Ruling(K.CONFIRM, None))


def test_second_signature_on_words_changed_meanwhile_is_stale(ward: Ward, post: Post, review: Review) -> None:
    seen = review.version
    edited(ward.member, post, CRISIS + " I changed a word.")
    viewer = viewer_of(ward.lead)
    with pytest.raises(StaleVersion), atomic():
        sign_second(viewer, review.id, Ruling(K.CONFIRM, seen))


def test_changed_words_take_the_first_signature_and_its_answer_back(ward: Ward, post: Post, review: Review) -> None:
    edited(ward.member, post, CRISIS + " I changed a word.")
    assert review.state is ReviewState.OPEN
    assert [answer.state for answer in answers_in(post)] == [PostState.WITHDRAWN]


def test_words_taken_back_take_the_first_signature_back(ward: Ward, post: Post, review: Review) -> None:
    taken_back(ward.member, post)
    assert review.state is ReviewState.OPEN
    assert [answer.state for answer in answers_in(post)] == [PostState.WITHDRAWN]


def test_item_of_the_taken_back_can_be_closed(ward: Ward, post: Post, review: Review) -> None:
    taken_back(ward.member, post)
    ruled(ward.doctor, claimed(ward.doctor, post), K.CLOSE)
    assert review.state is ReviewState.DECIDED


def test_member_finds_nothing_to_sign(ward: Ward, review: Review) -> None:
    with pytest.raises(NotFound):
        signed_second(ward.member, review)
