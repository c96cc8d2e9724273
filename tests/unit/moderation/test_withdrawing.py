"""Taking one's own words back: below red the matter ends, at red or crisis somebody still looks."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from forum.confidentiality import keys
from forum.errors import Refused
from forum.extensions import db
from forum.models.boards import Board
from forum.models.discussions import Post
from forum.models.reviews import Review, ReviewReasonGiven, SafetyCase
from forum.models.states import DecisionKind, PostState, ReviewReason, ReviewState
from tests.builders.moderating import CRISIS, RED, Ward, a_ward, claimed, ruled, taken_back
from tests.builders.talk import a_question, open_review_of

K = DecisionKind


@pytest.fixture
def ward(app: Flask) -> Ward:
    return a_ward(app)


def the_review(post: Post) -> Review:
    return db.session.execute(select(Review).where(Review.post_id == post.id)).scalar_one()


def test_withdrawal_below_red_voids_the_review(ward: Ward) -> None:
    post = a_question(ward.member, ward.board).post
    assert not taken_back(ward.member, post).is_still_looked_at
    assert (post.state, the_review(post).state) == (PostState.WITHDRAWN, ReviewState.VOID)


def test_withdrawal_below_red_keeps_no_copy(ward: Ward) -> None:
    taken_back(ward.member, a_question(ward.member, ward.board).post)
    assert db.session.query(SafetyCase).count() == 0


def test_withdrawal_below_red_takes_the_item_out_of_its_holders_hands(ward: Ward) -> None:
    post = a_question(ward.member, ward.board).post
    review = claimed(ward.doctor, post)
    taken_back(ward.member, post)
    assert (review.state, review.claimant_id) == (ReviewState.VOID, None)


@pytest.mark.parametrize("text", [RED, CRISIS])
def test_withdrawal_at_risk_never_voids(ward: Ward, text: str) -> None:
    post = a_question(ward.member, ward.board, text).post
    assert taken_back(ward.member, post).is_still_looked_at
    assert the_review(post).state is ReviewState.OPEN


def test_withdrawal_at_risk_says_why_it_is_still_there(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, RED).post
    taken_back(ward.member, post)
    assert db.session.get(ReviewReasonGiven, (the_review(post).id, ReviewReason.WITHDRAWN_AT_RISK))


def test_case_keeps_the_words_under_a_key_of_its_own(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, RED, title="Please read").post
    taken_back(ward.member, post)
    case = db.session.execute(select(SafetyCase)).scalar_one()
    assert case.key_id != post.key_id
    assert keys.unseal(case.key_id, case.source_sealed, "safety_cases", "source_sealed", case.id) == RED
    assert keys.unseal(case.key_id, case.title_sealed, "safety_cases", "title_sealed", case.id) == "Please read"


def test_case_keeps_what_was_noticed(ward: Ward) -> None:
    taken_back(ward.member, a_question(ward.member, ward.board, RED).post)
    case = db.session.execute(select(SafetyCase)).scalar_one()
    noticed = keys.unseal(case.key_id, case.assessment_sealed, "safety_cases", "assessment_sealed", case.id)
    assert json.loads(noticed)["level"] == 2


def test_item_stays_with_whoever_was_reading_it(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, RED).post
    review = claimed(ward.doctor, post)
    taken_back(ward.member, post)
    assert (review.state, review.claimant_id) == (ReviewState.CLAIMED, ward.doctor.professional.persona_id)


def test_withdrawal_while_changes_were_asked_for_opens_the_item_again(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, RED).post
    ruled(ward.doctor, claimed(ward.doctor, post), K.RETURN, message="Could you leave out how?")
    taken_back(ward.member, post)
    assert open_review_of(post).state is ReviewState.OPEN


def test_item_of_withdrawn_words_can_only_be_closed(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, RED).post
    taken_back(ward.member, post)
    ruled(ward.doctor, claimed(ward.doctor, post), K.CLOSE)
    assert (post.state, the_review(post).state) == (PostState.WITHDRAWN, ReviewState.DECIDED)


def test_withdrawn_published_words_leave_the_counts(ward: Ward) -> None:
    post = a_question(ward.member, ward.board).post
    ruled(ward.doctor, claimed(ward.doctor, post), K.APPROVE)
    taken_back(ward.member, post)
    board = db.session.get_one(Board, ward.board.id)
    assert (board.post_count, board.thread_count) == (0, 0)


def test_declined_words_cannot_be_withdrawn(ward: Ward) -> None:
    post = a_question(ward.member, ward.board).post
    ruled(ward.doctor, claimed(ward.doctor, post), K.DECLINE, message="Sorry.")
    with pytest.raises(Refused):
        taken_back(ward.member, post)


def test_somebody_elses_words_cannot_be_withdrawn(ward: Ward) -> None:
    post = a_question(ward.member, ward.board).post
    with pytest.raises(Refused):
        taken_back(ward.doctor, post)
