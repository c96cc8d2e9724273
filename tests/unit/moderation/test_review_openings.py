"""One unfinished review for each subject: opened, added to, bound to the newer wording, and due in its time."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from forum.clock import frozen_at, now
from forum.columns import new_token
from forum.extensions import db
from forum.models.discussions import Post
from forum.models.personas import Persona
from forum.models.reviews import Review, ReviewReasonGiven
from forum.models.states import DecisionKind, PersonaState, PostingPolicy, PostState, ReviewReason, ReviewState
from forum.moderation.claim import claim
from forum.moderation.staffing import TARGETS
from forum.transaction import atomic
from forum.triage.levels import Level, Urgency
from tests.builders.moderating import (
    RED,
    Ward,
    a_name_that_waits,
    a_ward,
    claimed,
    edited,
    review_of_name,
    revisions_of,
    ruled,
    version_of,
)
from tests.builders.people import viewer_of
from tests.builders.talk import a_question, open_review_of, told

K = DecisionKind


@pytest.fixture
def ward(app: Flask) -> Ward:
    return a_ward(app)


@pytest.fixture
def post(ward: Ward) -> Post:
    return a_question(ward.member, ward.board).post


def reviews_of(post: Post) -> int:
    return db.session.execute(select(func.count()).select_from(Review).where(Review.post_id == post.id)).scalar_one()


def reasons_of(review: Review) -> set[ReviewReason]:
    given = ReviewReasonGiven
    return set(db.session.execute(select(given.reason).where(given.review_id == review.id)).scalars())


def test_question_on_a_board_that_holds_everything_waits_for_a_look(post: Post) -> None:
    review = open_review_of(post)
    assert (review.state, review.board_id is not None) == (ReviewState.OPEN, True)
    assert reasons_of(review) == {ReviewReason.BOARD_HOLDS_ALL}


def test_edit_of_waiting_words_joins_their_review(ward: Ward, post: Post) -> None:
    review = open_review_of(post)
    edited(ward.member, post)
    assert (reviews_of(post), open_review_of(post).id) == (1, review.id)
    assert reasons_of(review) == {ReviewReason.BOARD_HOLDS_ALL, ReviewReason.EDIT}


def test_edit_binds_the_review_to_the_newer_wording(ward: Ward, post: Post) -> None:
    seen = version_of(open_review_of(post))
    edited(ward.member, post)
    review = open_review_of(post)
    assert (review.revision_id, review.version) == (revisions_of(post)[1].id, seen + 1)


def test_edit_that_reads_worse_raises_the_level(ward: Ward, post: Post) -> None:
    edited(ward.member, post, RED)
    assert open_review_of(post).level is Level.RED


def test_edit_that_reads_better_leaves_the_level(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, RED).post
    edited(ward.member, post, "Never mind.")
    assert open_review_of(post).level is Level.RED


def test_edit_does_not_win_time(ward: Ward, post: Post) -> None:
    due = open_review_of(post).due_at
    with frozen_at(now() + timedelta(hours=3)):
        edited(ward.member, post)
    assert open_review_of(post).due_at == due


def test_edit_of_published_words_keeps_the_approved_text_up(ward: Ward, post: Post) -> None:
    ruled(ward.doctor, claimed(ward.doctor, post), K.APPROVE)
    edited(ward.member, post)
    first, second = revisions_of(post)
    assert (post.state, post.approved_revision_id, post.open_revision_id) == (PostState.PUBLISHED, first.id, second.id)


def test_edit_of_published_words_opens_a_review_of_its_own(ward: Ward, post: Post) -> None:
    ruled(ward.doctor, claimed(ward.doctor, post), K.APPROVE)
    edited(ward.member, post)
    assert (reviews_of(post), open_review_of(post).state) == (2, ReviewState.OPEN)


def test_returned_words_come_back_to_the_same_review(ward: Ward, post: Post) -> None:
    review = claimed(ward.doctor, post)
    ruled(ward.doctor, review, K.RETURN, message="Could you leave out the name?")
    edited(ward.member, post)
    assert (open_review_of(post).id, review.state, post.state) == (review.id, ReviewState.OPEN, PostState.HELD)
    assert ReviewReason.RESUBMITTED in reasons_of(review)


def test_time_that_the_author_took_does_not_count_against_the_target(ward: Ward, post: Post) -> None:
    review = claimed(ward.doctor, post)
    ruled(ward.doctor, review, K.RETURN, message="Could you leave out the name?")
    days_later = now() + timedelta(days=3)
    with frozen_at(days_later):
        edited(ward.member, post)
    assert review.due_at == days_later + TARGETS[0]


def test_due_time_follows_the_graver_axis(ward: Ward) -> None:
    review = open_review_of(a_question(ward.member, ward.board, RED).post)
    assert review.due_at - review.opened_at == TARGETS[2]


def test_database_refuses_a_second_unfinished_review(post: Post) -> None:
    review = open_review_of(post)
    again = Review(
        id=new_token(),
        board_id=review.board_id,
        post_id=review.post_id,
        revision_id=review.revision_id,
        author_id=review.author_id,
        level=Level.GREEN,
        urgency=Urgency.ROUTINE,
        rank=0,
        opened_at=now(),
        due_at=now(),
    )
    with pytest.raises(IntegrityError), atomic():
        db.session.add(again)


def test_database_refuses_a_claim_without_a_claimant(post: Post) -> None:
    with pytest.raises(IntegrityError), atomic():
        db.session.execute(update(Review).values(state=ReviewState.CLAIMED))


def test_name_that_may_say_that_somebody_is_not_safe_waits_for_a_look(app: Flask) -> None:
    persona = a_name_that_waits(app)
    assert persona.state is PersonaState.NAME_WAITING
    assert (review_of_name(persona).board_id, review_of_name(persona).post_id) == (None, None)


def test_approved_name_is_shown(app: Flask, ward: Ward) -> None:
    persona = a_name_that_waits(app)
    ruled(ward.doctor, name_in_hand(ward, persona), K.APPROVE)
    assert persona.state is PersonaState.ACTIVE


def test_author_of_a_declined_name_is_asked_for_another(app: Flask, ward: Ward) -> None:
    persona = a_name_that_waits(app)
    ruled(ward.doctor, name_in_hand(ward, persona), K.DECLINE, message="Could you choose another?")
    assert (persona.state, told(persona.id)) == (PersonaState.NAME_WAITING, ["name.declined"])


def name_in_hand(ward: Ward, persona: Persona) -> Review:
    viewer = viewer_of(ward.doctor)
    with atomic():
        return claim(viewer, review_of_name(persona).id)


def test_shown_words_are_looked_at_afterwards(app: Flask) -> None:
    ward = a_ward(app, PostingPolicy.PUBLISH_THEN_REVIEW)
    post = a_question(ward.member, ward.board).post
    assert post.state is PostState.PUBLISHED
    assert reasons_of(open_review_of(post)) == {ReviewReason.AFTER_PUBLICATION}
