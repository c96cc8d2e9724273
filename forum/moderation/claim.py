"""Taking an item of the queue: a lease, won by one conditional UPDATE on state, version and the database's clock.

Invariant: of any number who try at once exactly one wins; a lease that has run out is as good as open, whoever's
clock is wrong, because only the database's clock is asked.
"""

from datetime import timedelta
from typing import NoReturn

from sqlalchemy import ColumnElement, and_, or_, update

from forum import audit
from forum.columns import database_now
from forum.errors import AlreadyClaimed, IllegalTransition, NotFound, Refused
from forum.extensions import db
from forum.models.discussions import Post
from forum.models.personas import Persona
from forum.models.reviews import Review
from forum.models.states import ReviewState
from forum.moderation import publication
from forum.moderation.facts import review_facts
from forum.moderation.transitions import REVIEW, Step, next_state
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.viewer import Viewer
from forum.transaction import require_transaction

LEASE = timedelta(minutes=15)


def claimable() -> ColumnElement[bool]:
    """State, over ``Review``, that nobody holds it: open, or claimed with a lease that has run out."""
    return or_(Review.state == ReviewState.OPEN, lapsed())


def lapsed() -> ColumnElement[bool]:
    """State, over ``Review``, that its lease has run out by the database's clock."""
    return and_(Review.state == ReviewState.CLAIMED, Review.lease_until <= database_now())


def claim(clinician: Viewer, review_id: str) -> Review:
    """Take a review for ``clinician``, or prolong one's own lease.

    Raises AlreadyClaimed naming the holder when somebody else was faster, IllegalTransition when it is decided.
    """
    require_transaction("forum")
    review = load(clinician, review_id)
    require(clinician, Permission.CLAIM, review_facts(review))
    if clinician.professional is None:
        raise Refused
    won = db.session.execute(
        update(Review)
        .where(Review.id == review_id, or_(claimable(), _held_by(clinician)))
        .values(
            state=ReviewState.CLAIMED,
            claimant_id=clinician.professional,
            lease_until=database_now(LEASE),
        )
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(review)
    if won.rowcount != 1:  # type: ignore[attr-defined]
        refuse_for(review)
    audit.record("review.claimed", actor=clinician.professional, subject=review.id)
    return review


def release(clinician: Viewer, review_id: str) -> bool:
    """Give a claimed review back; return whether anything changed."""
    require_transaction("forum")
    review = load(clinician, review_id)
    given = db.session.execute(
        update(Review)
        .where(Review.id == review.id, _held_by(clinician))
        .values(state=next_state(REVIEW, ReviewState.CLAIMED, Step.RELEASE), claimant_id=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(review)
    if given.rowcount != 1:  # type: ignore[attr-defined]
        return False
    audit.record("review.released", actor=clinician.professional, subject=review.id)
    return True


def _held_by(clinician: Viewer) -> ColumnElement[bool]:
    return and_(Review.state == ReviewState.CLAIMED, Review.claimant_id == clinician.professional)


def release_lapsed() -> int:
    """Open every review whose lease has run out, and return how many: the sweep's part, for tidy lists."""
    require_transaction("forum")
    opened = db.session.execute(
        update(Review)
        .where(lapsed())
        .values(state=ReviewState.OPEN, claimant_id=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )
    return int(opened.rowcount)  # type: ignore[attr-defined]


def load(clinician: Viewer, review_id: str) -> Review:
    """Return a review that ``clinician`` may open; raises NotFound for a hidden as for a missing one."""
    require(clinician, Permission.MODERATE)
    review = db.session.get(Review, review_id, populate_existing=True)
    if review is None:
        raise NotFound
    require(clinician, Permission.REVIEW, review_facts(review))
    return review


def load_for_change(clinician: Viewer, review_id: str) -> Review:
    """Return a review to be changed, read again under the locks of its thread and its own; raises as ``load``."""
    review = load(clinician, review_id)
    if review.post_id is not None:
        publication.take_hold(db.session.get_one(Post, review.post_id))
    return db.session.get_one(Review, review_id, populate_existing=True, with_for_update={"key_share": True})


def refuse_for(review: Review) -> NoReturn:
    """Raise AlreadyClaimed naming who holds the review, or IllegalTransition when nobody can."""
    if review.state is ReviewState.CLAIMED:
        holder = db.session.get(Persona, review.claimant_id) if review.claimant_id else None
        raise AlreadyClaimed(holder.name if holder else None)
    raise IllegalTransition(f"a review that is {review.state} cannot be claimed")
