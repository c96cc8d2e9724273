"""Which decisions a clinician may take on an item: the one answer that draws the buttons and is the gate.

``available`` is pure in the viewer, the review, its post's state and its revision's state; ``decide`` refuses
whatever is not in it, so that no button can be drawn that is refused, nor a decision be taken that had no button.
"""

from dataclasses import dataclass

from forum.extensions import db
from forum.models.discussions import Post, Revision
from forum.models.reviews import Review
from forum.models.states import DecisionKind, PostState, ReviewState, RevisionState
from forum.moderation.facts import review_facts
from forum.policy.check import allows
from forum.policy.permissions import Permission
from forum.policy.subjects import ReviewFacts
from forum.policy.viewer import Viewer
from forum.triage.levels import Level

K = DecisionKind
WAITING_WORDS = (K.APPROVE, K.ANSWER_AND_APPROVE, K.RETURN, K.DECLINE)
WAITING_EDIT = (K.APPROVE, K.ANSWER_AND_APPROVE, K.DECLINE)
SHOWN_WORDS = (K.APPROVE, K.ANSWER_AND_APPROVE, K.HIDE)
TAKEN_BACK = (K.CLOSE,)
NAME = (K.APPROVE, K.DECLINE)
SECOND = (K.CONFIRM, K.SEND_BACK)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the subject of a review stands."""

    post: PostState | None = None  # None: the subject is a name
    revision: RevisionState | None = None


def standing_of(review: Review) -> Standing:
    """Return where a review's subject stands."""
    if review.post_id is None or review.revision_id is None:
        return Standing()
    return Standing(
        db.session.get_one(Post, review.post_id).state, db.session.get_one(Revision, review.revision_id).state
    )


def available(clinician: Viewer, review: Review, standing: Standing) -> tuple[DecisionKind, ...]:
    """Return the decisions that ``clinician`` may take now, the most usual first; none when it is not theirs to
    decide.
    """
    facts = review_facts(review)
    if review.state is ReviewState.AWAITING_SECOND:
        return SECOND if allows(clinician, Permission.SIGN_SECOND, facts) else ()
    if not allows(clinician, Permission.DECIDE, facts):
        return ()
    return decisions_on(standing)


def decisions_on(standing: Standing) -> tuple[DecisionKind, ...]:
    """Return the decisions that make sense for a subject that stands so."""
    if standing.post is None:
        return NAME
    if standing.post is PostState.HELD:
        return WAITING_WORDS
    if standing.post is PostState.PUBLISHED:
        return WAITING_EDIT if standing.revision is RevisionState.HELD else SHOWN_WORDS
    return TAKEN_BACK


def needs_second(kind: DecisionKind, facts: ReviewFacts | Review) -> bool:
    """Whether a decision takes effect only when a second clinician confirms it: publishing words at level crisis."""
    return facts.level is Level.CRISIS and kind in {K.APPROVE, K.ANSWER_AND_APPROVE}
