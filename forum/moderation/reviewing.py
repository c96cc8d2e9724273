"""Opening a review, or adding to the one that is open: a subject never has two unfinished ones.

A second finding on an unfinished review binds it to the newer wording, keeps the graver level (in doubt one level up),
and raises its version, so that a decision on the older wording is refused as stale.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from forum.clock import now
from forum.columns import new_token
from forum.extensions import db
from forum.models.reviews import Review, ReviewReasonGiven
from forum.models.states import ReviewReason, ReviewState
from forum.moderation import effects
from forum.moderation.staffing import rank_of, rota
from forum.moderation.transitions import REVIEW, Step, next_state
from forum.triage.levels import Level, Urgency

UNFINISHED = (ReviewState.OPEN, ReviewState.CLAIMED, ReviewState.AWAITING_AUTHOR, ReviewState.AWAITING_SECOND)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a review is about: a wording of a post, or a persona's name."""

    board_id: str | None
    author_id: str
    post_id: str | None = None
    revision_id: str | None = None
    persona_id: str | None = None


def unfinished_on(*, post_id: str | None = None, persona_id: str | None = None) -> Review | None:
    """Return the one unfinished review of a subject, locked against another writer."""
    about = Review.post_id == post_id if post_id is not None else Review.persona_id == persona_id
    statement = select(Review).where(about, Review.state.in_(UNFINISHED)).with_for_update(key_share=True)
    return db.session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()


def open_review(subject: Subject, level: Level, urgency: Urgency, reasons: Iterable[ReviewReason]) -> Review:
    """Open the subject's review, or add to its unfinished one."""
    review = unfinished_on(post_id=subject.post_id, persona_id=subject.persona_id)
    if review is None:
        review = _new(subject, level, urgency)
    else:
        _rebind(review, subject, level, urgency)
    add_reasons(review, reasons)
    return review


def add_reasons(review: Review, reasons: Iterable[ReviewReason]) -> None:
    """Note why somebody should look; a reason that is already there stays as it is."""
    for reason in reasons:
        if db.session.get(ReviewReasonGiven, (review.id, reason)) is None:
            db.session.add(ReviewReasonGiven(review_id=review.id, reason=reason, given_at=now()))
    db.session.flush()


def call_back(review: Review) -> None:
    """Open again what waits for a second signature: the words are no longer those of the first."""
    if review.state is ReviewState.AWAITING_SECOND:
        effects.set_signature_aside(review)
        review.state = next_state(REVIEW, review.state, Step.SEND_BACK)


def _new(subject: Subject, level: Level, urgency: Urgency) -> Review:
    moment, rank = now(), rank_of(level, urgency)
    review = Review(
        id=new_token(),
        board_id=subject.board_id,
        post_id=subject.post_id,
        revision_id=subject.revision_id,
        persona_id=subject.persona_id,
        author_id=subject.author_id,
        level=level,
        urgency=urgency,
        rank=rank,
        opened_at=moment,
        due_at=rota().due(moment, rank),
    )
    db.session.add(review)
    db.session.flush()
    return review


def _rebind(review: Review, subject: Subject, level: Level, urgency: Urgency) -> None:
    moment = now()
    review.revision_id = subject.revision_id
    review.level = max(review.level, level)
    review.urgency = max(review.urgency, urgency)
    review.rank = rank_of(review.level, review.urgency)
    due = rota().due(moment, review.rank)
    if review.state is ReviewState.AWAITING_AUTHOR:
        review.state = next_state(REVIEW, review.state, Step.RESUBMIT)
        review.opened_at, review.due_at = moment, due  # the time that the author took is not the clinicians'
    else:
        review.due_at = min(review.due_at, due)
    call_back(review)
    review.version += 1
    db.session.flush()
