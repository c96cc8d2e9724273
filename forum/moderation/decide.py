"""Deciding on an item of the queue: one transaction for the decision, what it does, its record and its notices.

Invariants: a decision names the version that its maker saw (none is refused, a stale one conflicts); it is taken on the
revision to which the review is bound; a repeated request finds its version gone and changes nothing. For
``UNDO_WINDOW`` the notices wait, so that it can be undone before anybody is told; hiding acts at once and tells at
once.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from forum import audit
from forum.clock import now
from forum.columns import database_now, new_token
from forum.confidentiality import keys
from forum.errors import BadInput, IllegalTransition, MissingVersion, Refused, StaleVersion
from forum.extensions import db, key_ring
from forum.models.discussions import Thread
from forum.models.personas import Persona
from forum.models.reviews import Decision, Review
from forum.models.states import DecisionKind, ReviewState
from forum.moderation import effects, intake
from forum.moderation.available import available, needs_second, standing_of
from forum.moderation.claim import LEASE, load_for_change, refuse_for
from forum.moderation.facts import review_facts
from forum.moderation.intake import Draft
from forum.moderation.reasons import CODES
from forum.moderation.transitions import REVIEW, Step, next_state
from forum.policy.viewer import Viewer
from forum.rich_text import MAX_SOURCE, clean
from forum.transaction import require_transaction

UNDO_WINDOW = timedelta(seconds=15)
UNDOABLE = frozenset({DecisionKind.APPROVE, DecisionKind.ANSWER_AND_APPROVE, DecisionKind.RETURN, DecisionKind.DECLINE})
WITH_MESSAGE = frozenset({DecisionKind.RETURN, DecisionKind.DECLINE, DecisionKind.HIDE})


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a clinician sends: the decision, the version seen, and the words that go with it."""

    kind: DecisionKind
    version_seen: int | None
    message: str = ""  # to the author, for a return, a decline or a hiding
    reason_code: str | None = None
    answer: str = ""  # Markdown, for answer and approve


def decide(clinician: Viewer, review_id: str, ruling: Ruling) -> Decision:
    """Take a decision and return it.

    Raises MissingVersion, StaleVersion, AlreadyClaimed when the lease has passed to somebody else, IllegalTransition
    when it is not among ``available``, BadInput for its words.
    """
    require_transaction("forum")
    review = load_for_change(clinician, review_id)
    _check_version(review, ruling.version_seen)
    if review.state is ReviewState.CLAIMED and review.claimant_id != clinician.professional:
        refuse_for(review)
    _check_available(clinician, review, ruling.kind)
    message = _message(ruling)
    second = needs_second(ruling.kind, review.level)
    decision = _record(clinician, review, ruling, message)
    decision.answer_post_id = _answer(clinician, review, ruling)
    _move(review, _step(ruling.kind, second=second))
    if second:
        decision.undo_until = None
    else:
        effects.carry_out(review, decision, clinician, wait=UNDO_WINDOW if ruling.kind in UNDOABLE else timedelta())
    audit.record(
        "review.decided",
        actor=clinician.professional,
        subject=review.id,
        kind=ruling.kind.value,
        level=int(review.level),
        needs_second=second,
    )
    return decision


def sign_second(lead: Viewer, review_id: str, ruling: Ruling) -> Decision:
    """Confirm what a first clinician decided, or send it back; raises as ``decide`` does."""
    require_transaction("forum")
    review = load_for_change(lead, review_id)
    _check_version(review, ruling.version_seen)
    _check_available(lead, review, ruling.kind)
    first = effects.first_signature(review)
    if first is None:
        raise IllegalTransition("there is no first signature")
    signed = _record(lead, review, ruling, _message(ruling))
    if ruling.kind is DecisionKind.CONFIRM:
        _move(review, Step.CONFIRM)
        effects.carry_out(review, first, lead, wait=timedelta())
    else:
        effects.set_signature_aside(review)
        _move(review, Step.SEND_BACK)
    audit.record("review.second_signed", actor=lead.professional, subject=review.id, kind=ruling.kind.value)
    return signed


def _check_version(review: Review, seen: int | None) -> None:
    if seen is None:
        raise MissingVersion
    if seen != review.version:
        raise StaleVersion(review.version)


def _check_available(clinician: Viewer, review: Review, kind: DecisionKind) -> None:
    if kind not in available(clinician, review_facts(review), standing_of(review)):
        raise IllegalTransition(f"{kind} is not available")


def _message(ruling: Ruling) -> str:
    message = clean(ruling.message)
    if ruling.kind in WITH_MESSAGE and not message:
        raise BadInput("message", "empty")
    if ruling.reason_code is not None and ruling.reason_code not in CODES:
        raise BadInput("reason_code", "unknown")
    if len(message) > MAX_SOURCE:
        raise BadInput("message", "too_long")
    return message


def _record(clinician: Viewer, review: Review, ruling: Ruling, message: str) -> Decision:
    if clinician.professional is None:
        raise Refused
    decision = Decision(
        id=new_token(),
        review_id=review.id,
        revision_id=review.revision_id,
        actor_id=clinician.professional,
        kind=ruling.kind,
        version_seen=review.version,
        level=review.level,
        reason_code=ruling.reason_code,
        made_at=now(),
    )
    if message:
        key_id = db.session.get_one(Persona, review.author_id).key_id
        decision.message_sealed = keys.seal(key_id, message, "decisions", "message_sealed", decision.id)
    db.session.add(decision)
    db.session.flush()
    if ruling.kind in UNDOABLE:
        db.session.execute(
            update(Decision).where(Decision.id == decision.id).values(undo_until=database_now(UNDO_WINDOW))
        )
        db.session.refresh(decision)
    return decision


def _answer(clinician: Viewer, review: Review, ruling: Ruling) -> str | None:
    if ruling.kind is not DecisionKind.ANSWER_AND_APPROVE:
        return None
    thread = effects.thread_of(review)
    return _write_answer(clinician, review, thread, ruling.answer)


def _write_answer(clinician: Viewer, review: Review, thread: Thread, answer: str) -> str:
    tag = key_ring().tag("answer", review.id, str(review.version))
    author = db.session.get_one(Persona, clinician.professional or "")
    return intake.submit_answer(clinician, author, thread, Draft(answer), tag=tag).id


def _step(kind: DecisionKind, *, second: bool) -> Step:
    if second:
        return Step.ASK_SECOND
    return Step.RETURN if kind is DecisionKind.RETURN else Step.DECIDE


def _move(review: Review, step: Step) -> None:
    """Move the review by one UPDATE on the version seen: of two who decide at once, one finds it gone."""
    state = next_state(REVIEW, review.state, step)
    moved = db.session.execute(
        update(Review)
        .where(Review.id == review.id, Review.version == review.version, Review.state == review.state)
        .values(state=state, version=review.version + 1, claimant_id=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(review)
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise StaleVersion(review.version)


def reclaim(review: Review, clinician_id: str) -> None:
    """Put an undone review back into its clinician's hands, with a fresh lease."""
    state = next_state(REVIEW, review.state, Step.UNDO)
    db.session.execute(
        update(Review)
        .where(Review.id == review.id)
        .values(state=state, claimant_id=clinician_id, lease_until=database_now(LEASE), version=Review.version + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(review)
