"""Publishing imported words by decision of an administrator, who vouches for the source and reads nothing.

Invariant: only words by an imported persona, and only when the gate found neither risk nor identifiers: those wait for
a clinician, whatever an administrator decides. The decision is recorded as its own kind, so that nobody takes it for a
clinician's.
"""

from sqlalchemy import select

from forum import audit
from forum.clock import now
from forum.columns import new_token
from forum.extensions import db
from forum.models.discussions import Post, Revision, Thread
from forum.models.personas import Persona
from forum.models.reviews import Decision, Review, ReviewReasonGiven
from forum.models.states import DecisionKind, PersonaKind, PostState, ReviewReason, ReviewState
from forum.moderation import publication
from forum.moderation.reviewing import unfinished_on
from forum.moderation.transitions import REVIEW, Step, next_state
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.viewer import Viewer
from forum.transaction import require_transaction

FOR_A_CLINICIAN = frozenset({ReviewReason.LEVEL, ReviewReason.IDENTIFIERS})


def admit(administrator: Viewer, post: Post) -> bool:
    """Publish imported words that wait, if nothing but their being imported holds them; return whether it did.

    An answer is never shown before its question.
    """
    require_transaction("forum")
    require(administrator, Permission.ADMINISTER)
    thread = publication.take_hold(post)
    review = unfinished_on(post_id=post.id)
    if review is None or not _may_admit(post, thread, review):
        return False
    decision = _decide(administrator, review)
    publication.show(post, db.session.get_one(Revision, review.revision_id))
    facts = {"decision": decision.id, "level": int(review.level)}
    audit.record("import.published", actor=administrator.everyday, subject=review.id, **facts)
    return True


def _may_admit(post: Post, thread: Thread, review: Review) -> bool:
    author = db.session.get_one(Persona, post.author_id)
    given = select(ReviewReasonGiven.reason).where(ReviewReasonGiven.review_id == review.id)
    return (
        author.kind is PersonaKind.IMPORTED
        and post.state is PostState.HELD
        and review.state is ReviewState.OPEN
        and (thread.state is PostState.PUBLISHED or thread.opening_post_id == post.id)
        and FOR_A_CLINICIAN.isdisjoint(db.session.execute(given).scalars())
    )


def _decide(administrator: Viewer, review: Review) -> Decision:
    decision = Decision(
        id=new_token(),
        review_id=review.id,
        revision_id=review.revision_id,
        actor_id=administrator.everyday,
        kind=DecisionKind.IMPORT,
        version_seen=review.version,
        level=review.level,
        took_effect=True,
        made_at=now(),
    )
    db.session.add(decision)
    review.state = next_state(REVIEW, review.state, Step.ADMIT)
    review.version += 1
    db.session.flush()
    return decision
