"""Undoing a decision within its fifteen seconds, by the one who took it, before anybody has been told."""

from dataclasses import dataclass
from math import ceil

from sqlalchemy import select

from forum import audit
from forum.clock import now
from forum.columns import database_now
from forum.errors import NotFound, Refused, StaleVersion, TooLate
from forum.extensions import db
from forum.models.reviews import Decision, Review
from forum.models.states import DecisionKind
from forum.moderation import effects, reviewing
from forum.moderation.claim import load_for_change
from forum.moderation.decide import UNDO_WINDOW, reclaim
from forum.notifications import outbox
from forum.policy.viewer import Viewer
from forum.transaction import require_transaction


def undo(clinician: Viewer, decision_id: str) -> Review:
    """Put a decision back: the words wait again, in the same clinician's hands. Raises NotFound, Refused, TooLate,
    and StaleVersion when the author has already sent another wording.
    """
    require_transaction("forum")
    decision = db.session.get(Decision, decision_id)
    if decision is None:
        raise NotFound
    review = load_for_change(clinician, decision.review_id)
    if decision.actor_id != clinician.professional:
        raise Refused
    if not _is_in_time(decision):
        raise TooLate
    _check_nothing_followed(review, decision)
    effects.take_back(review, decision)
    decision.undone_at = now()
    outbox.untell(decision.id)
    reclaim(review, decision.actor_id)
    audit.record("review.undone", actor=clinician.professional, subject=review.id, kind=decision.kind.value)
    return review


@dataclass(frozen=True, slots=True)
class Undoable:
    """A decision that can still be undone."""

    id: str
    kind: DecisionKind
    seconds_left: int


def still_undoable(clinician: Viewer, decision_id: str | None) -> Undoable | None:
    """Return one's own decision while its window is open, for the bar that offers to undo it."""
    if not decision_id or clinician.professional is None:
        return None
    statement = select(Decision.kind, Decision.undo_until).where(
        Decision.id == decision_id,
        Decision.actor_id == clinician.professional,
        Decision.undone_at.is_(None),
        Decision.undo_until > database_now(),
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        return None
    left = min((row.undo_until - now()).total_seconds(), UNDO_WINDOW.total_seconds())
    return Undoable(decision_id, row.kind, max(ceil(left), 1))


def _check_nothing_followed(review: Review, decision: Decision) -> None:
    """Refuse where the author or a colleague has gone on since: there is nothing left to put back."""
    if review.version != decision.version_seen + 1:
        raise StaleVersion(review.version)
    other = reviewing.unfinished_on(post_id=review.post_id, persona_id=review.persona_id)
    if other is not None and other.id != review.id:
        raise StaleVersion(review.version)


def _is_in_time(decision: Decision) -> bool:
    statement = select(Decision.id).where(
        Decision.id == decision.id,
        Decision.undone_at.is_(None),
        Decision.undo_until > database_now(),
    )
    return db.session.execute(statement).scalar() is not None
