"""An author takes their own words back; at red or crisis somebody still looks.

Below red the open review is void. At red or crisis it stays open, on a copy of the words under a key of the case's
own, so that neither withdrawal nor erasure hides somebody in danger (DESIGN section 4).
"""

import json
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select

from forum import audit
from forum.clock import now, today
from forum.columns import new_token
from forum.confidentiality import keys
from forum.discussions.facts import post_facts
from forum.errors import Conflict
from forum.extensions import db
from forum.models.discussions import Post, Revision, RevisionSource
from forum.models.reviews import Review, SafetyCase
from forum.models.states import ReviewReason, ReviewState
from forum.moderation import publication, reviewing
from forum.moderation.transitions import REVIEW, Step, may_be_void, next_state
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.viewer import Viewer
from forum.transaction import require_transaction
from forum.triage.assess import Assessment

KEPT_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether the words are still looked at, though nobody else can see them."""

    is_still_looked_at: bool


def withdraw(author: Viewer, post: Post, case_key: str | None) -> Kept:
    """Take a post back; ``case_key`` is a key made beforehand in the vault for words at red or crisis.

    Raises Conflict when they turn out to be so and there is none: somebody has just raised their level.
    """
    require_transaction("forum")
    publication.take_hold(post)
    require(author, Permission.WITHDRAW, post_facts(post))
    review = reviewing.unfinished_on(post_id=post.id)
    stays = review is not None and not may_be_void(review.level)
    case_id = None
    if review is not None and stays:
        if case_key is None:
            raise Conflict
        case_id = _keep_for_a_look(review, case_key)
    elif review is not None:
        review.state = next_state(REVIEW, review.state, Step.VOID)
        review.claimant_id = review.lease_until = None
        review.version += 1
    publication.withdraw(post)
    if review is not None and case_id is not None:
        audit.record("case.opened", actor=None, subject=case_id, review=review.id, level=int(review.level))
    return Kept(stays)


def _keep_for_a_look(review: Review, case_key: str) -> str:
    post = db.session.get_one(Post, review.post_id)
    source = _gravest(post, review.revision_id)
    case_id = new_token()
    sealed = {
        column: _resealed(post.key_id, getattr(source, column), column, source.revision_id, case_key, case_id)
        for column in ("title_sealed", "source_sealed", "assessment_sealed")
    }
    db.session.add(
        SafetyCase(
            id=case_id,
            review_id=review.id,
            key_id=case_key,
            opened_at=now(),
            keep_until=today() + KEPT_FOR,
            **sealed,
        )
    )
    if review.state is ReviewState.AWAITING_AUTHOR:
        review.state = next_state(REVIEW, review.state, Step.REOPEN)
    reviewing.call_back(review)
    review.version += 1
    reviewing.add_reasons(review, [ReviewReason.WITHDRAWN_AT_RISK])
    return case_id


def _gravest(post: Post, revision_id: str | None) -> RevisionSource:
    """Return the gravest wording that nobody was shown; of several, the one under review.

    Words are often softened before they are taken back, and the first ones are why somebody has to look.
    """
    unshown = or_(Revision.id == revision_id, Revision.shown_at.is_(None))
    sources = select(RevisionSource).join(Revision, Revision.id == RevisionSource.revision_id)
    found = db.session.execute(sources.where(Revision.post_id == post.id, unshown)).scalars().all()

    def gravity(source: RevisionSource) -> tuple[int, bool]:
        place = ("revision_sources", "assessment_sealed", source.revision_id)
        read = Assessment.from_json(json.loads(keys.unseal(post.key_id, source.assessment_sealed, *place)))
        return read.gravity, source.revision_id == revision_id

    return max(found, key=gravity)


def _resealed(key: str, sealed: bytes | None, column: str, row: str, case_key: str, case_id: str) -> bytes | None:
    if sealed is None:
        return None
    words = keys.unseal(key, sealed, "revision_sources", column, row)
    return keys.seal(case_key, words, "safety_cases", column, case_id)
