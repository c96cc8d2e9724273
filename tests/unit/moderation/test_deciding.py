"""Deciding: the version seen, what is available, what it does, and who is told when."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from forum.clock import now
from forum.errors import AlreadyClaimed, BadInput, IllegalTransition, MissingVersion, StaleVersion
from forum.extensions import db
from forum.models.discussions import Post, Thread
from forum.models.records import OutboxEvent
from forum.models.reviews import Decision, Review
from forum.models.states import DecisionKind, PostingPolicy, PostState, ReviewState, RevisionState
from forum.moderation.decide import UNDO_WINDOW, Ruling, decide
from forum.transaction import atomic
from tests.builders.moderating import Ward, a_ward, claimed, edited, revisions_of, ruled, taken_back, version_of
from tests.builders.people import viewer_of
from tests.builders.talk import a_question, a_reply, told

K = DecisionKind


@pytest.fixture
def ward(app: Flask) -> Ward:
    return a_ward(app)


@pytest.fixture
def post(ward: Ward) -> Post:
    return a_question(ward.member, ward.board).post


@pytest.fixture
def review(ward: Ward, post: Post) -> Review:
    return claimed(ward.doctor, post)


def decides(ward: Ward, review: Review, ruling: Ruling) -> Decision:
    viewer = viewer_of(ward.doctor)
    with atomic():
        return decide(viewer, review.id, ruling)


def test_decision_without_a_version_is_refused(ward: Ward, review: Review) -> None:
    with pytest.raises(MissingVersion):
        decides(ward, review, Ruling(K.APPROVE, None))


def test_decision_on_an_earlier_version_is_stale(ward: Ward, review: Review) -> None:
    with pytest.raises(StaleVersion):
        decides(ward, review, Ruling(K.APPROVE, version_of(review) - 1))


def test_decision_on_words_that_were_changed_meanwhile_is_stale(ward: Ward, post: Post, review: Review) -> None:
    seen = version_of(review)
    edited(ward.member, post)
    with pytest.raises(StaleVersion):
        decides(ward, review, Ruling(K.APPROVE, seen))


def test_decision_sent_twice_is_taken_once(ward: Ward, review: Review) -> None:
    ruling = Ruling(K.APPROVE, version_of(review))
    decides(ward, review, ruling)
    with pytest.raises(StaleVersion):
        decides(ward, review, ruling)


def test_decision_without_a_claim_is_refused(ward: Ward, post: Post) -> None:
    review = claimed(ward.colleague, post)
    with pytest.raises(AlreadyClaimed) as refused:
        ruled(ward.doctor, review, K.APPROVE)
    assert refused.value.holder == f"Dr. {ward.colleague.name}"


def test_decision_after_the_lease_has_passed_on_names_the_holder(ward: Ward, post: Post, review: Review) -> None:
    with atomic():
        gone = now() - timedelta(seconds=1)
        db.session.execute(update(Review).where(Review.id == review.id).values(lease_until=gone))
    claimed(ward.colleague, post)
    with pytest.raises(AlreadyClaimed):
        ruled(ward.doctor, review, K.APPROVE)


@pytest.mark.parametrize("kind", [K.HIDE, K.CLOSE, K.CONFIRM, K.SEND_BACK, K.ESCALATE, K.IMPORT])
def test_decision_that_has_no_button_is_refused(ward: Ward, review: Review, kind: K) -> None:
    with pytest.raises(IllegalTransition):
        ruled(ward.doctor, review, kind, message="Because.")


@pytest.mark.parametrize("kind", [K.RETURN, K.DECLINE])
def test_author_is_never_sent_back_without_a_word(ward: Ward, review: Review, kind: K) -> None:
    with pytest.raises(BadInput) as refused:
        ruled(ward.doctor, review, kind)
    assert (refused.value.field, refused.value.problem) == ("message", "empty")


def test_reason_that_nobody_offered_is_refused(ward: Ward, review: Review) -> None:
    with pytest.raises(BadInput):
        ruled(ward.doctor, review, K.DECLINE, message="No.", reason_code="because")


@pytest.mark.parametrize(
    ("answer", "problem"), [("", "empty"), ("a" * 8001, "too_long"), ("Call me on 07700 900123.", "identifies")]
)
def test_answer_that_cannot_be_shown_is_refused(ward: Ward, review: Review, answer: str, problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        ruled(ward.doctor, review, K.ANSWER_AND_APPROVE, answer=answer)
    assert (refused.value.field, refused.value.problem) == ("answer", problem)


def test_refused_answer_leaves_everything_as_it_was(ward: Ward, post: Post, review: Review) -> None:
    with pytest.raises(BadInput):
        ruled(ward.doctor, review, K.ANSWER_AND_APPROVE, answer="")
    assert (post.state, review.state) == (PostState.HELD, ReviewState.CLAIMED)


@pytest.mark.parametrize(
    ("kind", "said", "post_state", "revision_state", "review_state"),
    [
        (K.APPROVE, {}, PostState.PUBLISHED, RevisionState.APPROVED, ReviewState.DECIDED),
        (K.ANSWER_AND_APPROVE, {"answer": "Yes."}, PostState.PUBLISHED, RevisionState.APPROVED, ReviewState.DECIDED),
        (K.RETURN, {"message": "Why."}, PostState.RETURNED, RevisionState.RETURNED, ReviewState.AWAITING_AUTHOR),
        (K.DECLINE, {"message": "Why."}, PostState.DECLINED, RevisionState.DECLINED, ReviewState.DECIDED),
    ],
)
def test_decision_moves_post_wording_and_review_together(
    ward: Ward, post: Post, review: Review, kind: K, said: dict, post_state: object, revision_state: object,
    review_state: object,
) -> None:  # fmt: skip
    ruled(ward.doctor, review, kind, **said)
    db.session.expire_all()
    assert (post.state, revisions_of(post)[0].state, review.state) == (post_state, revision_state, review_state)


def test_thread_mirrors_its_opening_post(ward: Ward, post: Post, review: Review) -> None:
    ruled(ward.doctor, review, K.RETURN, message="Please take out the name.")
    assert db.session.get_one(Thread, post.thread_id).state is PostState.RETURNED
    edited(ward.member, post)
    assert db.session.get_one(Thread, post.thread_id).state is PostState.HELD


def test_answer_stands_after_the_words_it_answers(ward: Ward, post: Post, review: Review) -> None:
    decision = ruled(ward.doctor, review, K.ANSWER_AND_APPROVE, answer="Many people use a box with the days on it.")
    answer = db.session.get_one(Post, decision.answer_post_id)
    assert (post.position, answer.position) == (1, 2)
    assert db.session.get_one(Thread, post.thread_id).is_answered


@pytest.mark.parametrize(
    ("kind", "said", "events"),
    [
        (K.APPROVE, {}, ["post.published"]),
        (K.ANSWER_AND_APPROVE, {"answer": "Yes."}, ["post.published", "post.answered"]),
        (K.RETURN, {"message": "Why."}, ["post.returned"]),
        (K.DECLINE, {"message": "Why."}, ["post.declined"]),
    ],
)
def test_author_is_told_once(ward: Ward, post: Post, review: Review, kind: K, said: dict, events: list[str]) -> None:
    ruled(ward.doctor, review, kind, **said)
    assert sorted(told(post.author_id)) == sorted(events)


def test_notices_wait_until_the_window_for_undoing_has_passed(ward: Ward, review: Review) -> None:
    ruled(ward.doctor, review, K.APPROVE)
    (event,) = db.session.execute(select(OutboxEvent)).scalars()
    assert event.not_before - event.made_at == UNDO_WINDOW


def test_asker_is_told_of_a_reply_when_it_is_approved(ward: Ward, post: Post, review: Review) -> None:
    ruled(ward.doctor, review, K.APPROVE)
    reply = a_reply(ward.colleague, db.session.get_one(Thread, post.thread_id), anonymously=True).post
    assert "thread.reply" not in told(post.author_id)
    ruled(ward.doctor, claimed(ward.doctor, reply), K.APPROVE)
    assert told(post.author_id)[-1] == "thread.reply"


def test_hiding_acts_and_tells_at_once(app: Flask) -> None:
    ward = a_ward(app, PostingPolicy.PUBLISH_THEN_REVIEW)
    post = a_question(ward.member, ward.board).post
    ruled(ward.doctor, claimed(ward.doctor, post), K.HIDE, message="It is for sale.")
    (event,) = db.session.execute(select(OutboxEvent)).scalars()
    assert (post.state, event.event) == (PostState.HIDDEN, "post.hidden")
    assert event.not_before == event.made_at


def test_declined_change_leaves_the_approved_words_up(ward: Ward, post: Post, review: Review) -> None:
    ruled(ward.doctor, review, K.APPROVE)
    edited(ward.member, post)
    ruled(ward.doctor, claimed(ward.doctor, post), K.DECLINE, message="It was better before.")
    assert (post.state, post.approved_revision_id) == (PostState.PUBLISHED, revisions_of(post)[0].id)
    assert told(post.author_id)[-1] == "post.edit_declined"


def test_approved_change_takes_the_place_of_the_former_wording(ward: Ward, post: Post, review: Review) -> None:
    ruled(ward.doctor, review, K.APPROVE)
    edited(ward.member, post)
    ruled(ward.doctor, claimed(ward.doctor, post), K.APPROVE)
    former, change = revisions_of(post)
    assert (former.state, change.state) == (RevisionState.SUPERSEDED, RevisionState.APPROVED)
    assert (post.position, post.approved_revision_id) == (1, change.id)


def test_reply_in_a_thread_that_was_taken_back_cannot_be_answered(ward: Ward, post: Post, review: Review) -> None:
    ruled(ward.doctor, review, K.APPROVE)
    reply = a_reply(ward.colleague, db.session.get_one(Thread, post.thread_id), anonymously=True).post
    taken_back(ward.member, post)
    with pytest.raises(IllegalTransition):
        ruled(ward.doctor, claimed(ward.doctor, reply), K.ANSWER_AND_APPROVE, answer="Yes.")
