"""Taking an item of the queue: one winner, a lease, and never one's own words."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from forum.clock import now
from forum.columns import database_now
from forum.errors import AlreadyClaimed, IllegalTransition, NotFound, Refused
from forum.extensions import db
from forum.models.discussions import Post
from forum.models.records import AuditEntry
from forum.models.reviews import Review
from forum.models.states import DecisionKind, ReviewState, Role
from forum.moderation.claim import claim, release, release_lapsed
from forum.transaction import atomic
from tests.builders.moderating import Ward, a_ward, claimed, ruled
from tests.builders.people import (
    Someone,
    a_clinician,
    a_member,
    granted,
    viewer_of,
    with_credential,
    with_second_factor,
)
from tests.builders.talk import a_board, a_question, open_review_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def ward(app: Flask) -> Ward:
    return a_ward(app)


@pytest.fixture
def post(ward: Ward) -> Post:
    return a_question(ward.member, ward.board).post


def lapse(review: Review) -> None:
    """Let a lease run out: the row is moved, not the clock."""
    with atomic():
        gone = now() - timedelta(seconds=1)
        db.session.execute(update(Review).where(Review.id == review.id).values(lease_until=gone))


def gives_back(clinician: Someone, review: Review) -> bool:
    viewer = viewer_of(clinician)
    with atomic():
        return release(viewer, review.id)


def events() -> list[str]:
    return list(db.session.execute(select(AuditEntry.event).order_by(AuditEntry.made_at)).scalars())


def test_claimed_item_names_its_claimant_and_has_a_lease(ward: Ward, post: Post) -> None:
    review = claimed(ward.doctor, post)
    assert (review.state, review.claimant_id) == (ReviewState.CLAIMED, ward.doctor.professional.persona_id)
    assert review.lease_until > now()


def test_claim_by_second_clinician_conflicts_and_names_the_holder(ward: Ward, post: Post) -> None:
    claimed(ward.doctor, post)
    with pytest.raises(AlreadyClaimed) as refused:
        claimed(ward.colleague, post)
    assert refused.value.holder == f"Dr. {ward.doctor.name}"


def test_claiming_again_prolongs_ones_own_lease(ward: Ward, post: Post) -> None:
    lapse(claimed(ward.doctor, post))
    assert claimed(ward.doctor, post).lease_until > now()


def test_lease_that_has_run_out_is_anybodys(ward: Ward, post: Post) -> None:
    lapse(claimed(ward.doctor, post))
    assert claimed(ward.colleague, post).claimant_id == ward.colleague.professional.persona_id


def test_decided_item_cannot_be_claimed(ward: Ward, post: Post) -> None:
    review = claimed(ward.doctor, post)
    ruled(ward.doctor, review, DecisionKind.APPROVE)
    viewer = viewer_of(ward.colleague)
    with pytest.raises(IllegalTransition), atomic():
        claim(viewer, review.id)


def test_own_words_cannot_be_claimed(app: Flask, ward: Ward) -> None:
    both = with_credential(with_second_factor(a_member(app)), "Dr. Both")
    post = a_question_as_patient(both, ward)
    with pytest.raises(Refused):
        claimed(granted(both, Role.CLINICIAN, ward.board), post)


def test_own_anonymous_words_cannot_be_claimed(app: Flask, ward: Ward) -> None:
    post = a_question(ward.member, ward.board, anonymously=True).post
    both = granted(with_credential(with_second_factor(ward.member), "Dr. Both"), Role.CLINICIAN, ward.board)
    with pytest.raises(Refused):
        claimed(both, post)


def test_item_of_another_board_is_a_missing_one(app: Flask, post: Post) -> None:
    elsewhere = a_clinician(app, board=a_board())
    with pytest.raises(NotFound):
        claimed(elsewhere, post)


def test_member_finds_no_queue(ward: Ward, post: Post) -> None:
    with pytest.raises(NotFound):
        claimed(ward.member, post)


def test_missing_item_is_not_found(ward: Ward) -> None:
    viewer = viewer_of(ward.doctor)
    with pytest.raises(NotFound), atomic():
        claim(viewer, "a" * 32)


def test_released_item_is_open_again(ward: Ward, post: Post) -> None:
    review = claimed(ward.doctor, post)
    assert gives_back(ward.doctor, review)
    assert (review.state, review.claimant_id, review.lease_until) == (ReviewState.OPEN, None, None)


def test_release_by_somebody_else_changes_nothing(ward: Ward, post: Post) -> None:
    review = claimed(ward.doctor, post)
    assert not gives_back(ward.colleague, review)
    assert review.claimant_id == ward.doctor.professional.persona_id


def test_release_after_losing_the_lease_does_not_rob_the_next_holder(ward: Ward, post: Post) -> None:
    review = claimed(ward.doctor, post)
    lapse(review)
    claimed(ward.colleague, post)
    assert not gives_back(ward.doctor, review)
    assert review.claimant_id == ward.colleague.professional.persona_id


def test_sweep_opens_what_nobody_holds_any_more(ward: Ward, post: Post) -> None:
    lapse(claimed(ward.doctor, post))
    with atomic():
        assert release_lapsed() == 1
    assert open_review_of(post).state is ReviewState.OPEN


def test_sweep_leaves_a_living_lease_alone(ward: Ward, post: Post) -> None:
    claimed(ward.doctor, post)
    with atomic():
        assert release_lapsed() == 0


def test_claim_and_release_are_on_record(ward: Ward, post: Post) -> None:
    gives_back(ward.doctor, claimed(ward.doctor, post))
    assert events() == ["review.claimed", "review.released"]


def a_question_as_patient(someone: Someone, ward: Ward) -> Post:
    # Anonymously, because the builder lets a clinician speak under the professional name otherwise.
    return a_question(someone, ward.board, anonymously=True).post


def test_two_spans_of_the_databases_clock_are_never_taken_for_one_another(app: Flask) -> None:
    # Statements are remembered by their shape, and the span stands in the SQL itself.
    minute, hour = (db.session.execute(select(database_now(span))).scalar_one() for span in (MINUTE, 60 * MINUTE))
    assert hour - minute > 58 * MINUTE
