"""Undoing a decision within its fifteen seconds, by the one who took it, before anybody has been told."""

from sqlalchemy import select

from forum import audit
from forum.clock import now
from forum.columns import database_now
from forum.errors import NotFound, Refused, TooLate
from forum.extensions import db
from forum.models.reviews import Decision, Review
from forum.moderation import effects
from forum.moderation.claim import load
from forum.moderation.decide import reclaim
from forum.notifications import outbox
from forum.policy.viewer import Viewer
from forum.transaction import require_transaction


def undo(clinician: Viewer, decision_id: str) -> Review:
    """Put a decision back: the words wait again, in the same clinician's hands. Raises TooLate, Refused, NotFound."""
    require_transaction("forum")
    decision = db.session.execute(
        select(Decision).where(Decision.id == decision_id).with_for_update()
    ).scalar_one_or_none()
    if decision is None:
        raise NotFound
    review = load(clinician, decision.review_id)
    if decision.actor_id != clinician.professional:
        raise Refused
    if not _is_in_time(decision):
        raise TooLate
    effects.take_back(review, decision)
    decision.undone_at = now()
    outbox.untell(decision.id)
    reclaim(review, decision.actor_id)
    audit.record("review.undone", actor=clinician.professional, subject=review.id, kind=decision.kind.value)
    return review


def _is_in_time(decision: Decision) -> bool:
    statement = select(Decision.id).where(
        Decision.id == decision.id,
        Decision.undone_at.is_(None),
        Decision.undo_until > database_now(),
    )
    return db.session.execute(statement).scalar() is not None
