"""Which decisions a clinician may take on an item: the one answer that draws the buttons and is the gate.

``available`` is pure in the viewer, the review, and where its post, wording and thread stand; ``decide`` refuses
whatever is not in it, so that no button can be drawn that is refused, nor a decision be taken that had no button.
"""

from dataclasses import dataclass

from forum.extensions import db
from forum.models.discussions import Post, Revision, Thread
from forum.models.reviews import Review
from forum.models.states import DecisionKind, PostState, ReviewState, RevisionState
from forum.policy.check import allows
from forum.policy.permissions import Permission
from forum.policy.predicates import OPEN_TO_CLINICIAN
from forum.policy.subjects import ReviewFacts
from forum.policy.viewer import Viewer
from forum.triage.levels import Level

K = DecisionKind
WAITING_WORDS: tuple[DecisionKind, ...] = (K.APPROVE, K.ANSWER_AND_APPROVE, K.RETURN, K.DECLINE)
WAITING_EDIT: tuple[DecisionKind, ...] = (K.APPROVE, K.ANSWER_AND_APPROVE, K.DECLINE)
SHOWN_WORDS: tuple[DecisionKind, ...] = (K.APPROVE, K.ANSWER_AND_APPROVE, K.HIDE)
TAKEN_BACK: tuple[DecisionKind, ...] = (K.CLOSE,)
NAME = (K.APPROVE, K.DECLINE)
SECOND = (K.CONFIRM, K.SEND_BACK)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the subject of a review stands."""

    post: PostState | None = None  # None: the subject is a name
    revision: RevisionState | None = None
    thread: PostState | None = None


def standing_of(review: Review) -> Standing:
    """Return where a review's subject stands."""
    if review.post_id is None or review.revision_id is None:
        return Standing()
    post = db.session.get_one(Post, review.post_id)
    revision, thread = db.session.get_one(Revision, review.revision_id), db.session.get_one(Thread, post.thread_id)
    return Standing(post.state, revision.state, thread.state)


def available(clinician: Viewer, facts: ReviewFacts, standing: Standing) -> tuple[DecisionKind, ...]:
    """Return the decisions that ``clinician`` may take now, the most usual first; none when it is not theirs to
    decide.
    """
    if facts.state is ReviewState.AWAITING_SECOND:
        return SECOND if allows(clinician, Permission.SIGN_SECOND, facts) else ()
    if not allows(clinician, Permission.DECIDE, facts):
        return ()
    return decisions_on(standing)


def decisions_on(standing: Standing) -> tuple[DecisionKind, ...]:
    """Return the decisions that make sense for a subject that stands so."""
    if standing.post is None:
        return NAME
    if standing.post is PostState.HELD:
        usual = WAITING_WORDS
    elif standing.post is PostState.PUBLISHED:
        usual = WAITING_EDIT if standing.revision is RevisionState.HELD else SHOWN_WORDS
    else:
        usual = TAKEN_BACK
    # Where a clinician cannot open the thread, because its opening words were taken back, nobody can be answered.
    return usual if standing.thread in OPEN_TO_CLINICIAN else tuple(k for k in usual if k is not K.ANSWER_AND_APPROVE)


def needs_second(kind: DecisionKind, level: Level) -> bool:
    """Whether a decision takes effect only when a second clinician confirms it: publishing words at level crisis."""
    return level is Level.CRISIS and kind in {K.APPROVE, K.ANSWER_AND_APPROVE}
