"""From reviews to what policy needs to know of them."""

from sqlalchemy import select

from forum.discussions.facts import author
from forum.extensions import db
from forum.models.reviews import Decision, Review
from forum.models.states import DecisionKind, ReviewState
from forum.policy.subjects import ReviewFacts


def review_facts(review: Review) -> ReviewFacts:
    """Return a review's facts, with who signed first when a second signature is awaited."""
    first = first_signature(review) if review.state is ReviewState.AWAITING_SECOND else None
    return ReviewFacts(
        review.board_id,
        author(review.author_id),
        review.state,
        review.level,
        review.claimant_id,
        first.actor_id if first else None,
    )


def first_signature(review: Review) -> Decision | None:
    """Return the standing decision that waits for its second signature."""
    statement = (
        select(Decision)
        .where(Decision.review_id == review.id, Decision.undone_at.is_(None), Decision.kind != DecisionKind.SEND_BACK)
        .order_by(Decision.version_seen.desc())
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()
