"""The statements of the review page; each is bounded, whatever the length of thread and history."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from forum.discussions.statements import POSTS
from forum.models.boards import Board
from forum.models.discussions import Post, Revision, RevisionSource, Thread
from forum.models.personas import Persona
from forum.models.reviews import Decision, Review, ReviewReasonGiven, SafetyCase
from forum.models.states import DecisionKind, PostState, ReviewReason

BEFORE, AFTER = 5, 2
REMEMBERED = 100
MOST_DECISIONS = 20
TOLD = (DecisionKind.RETURN, DecisionKind.DECLINE, DecisionKind.HIDE)

_Holder, _Actor = aliased(Persona), aliased(Persona)


def review(review_id: str) -> Select[Any]:
    """Return the statement for a review with its author, board, holder, post, thread and case."""
    return _REVIEW.where(Review.id == review_id)


def decisions(post_id: str | None, persona_id: str | None) -> Select[Any]:
    """Return the statement for what was decided on the same subject, the latest first."""
    about = Review.post_id == post_id if post_id is not None else Review.persona_id == persona_id
    return (
        select(
            Decision.id,
            Decision.review_id,
            Decision.kind,
            Decision.actor_id,
            Decision.version_seen,
            Decision.reason_code,
            Decision.message_sealed,
            Decision.answer_post_id,
            Decision.made_at,
            Decision.undone_at,
            _Actor.name.label("actor"),
        )
        .join(Review, Review.id == Decision.review_id)
        .join(_Actor, _Actor.id == Decision.actor_id)
        .where(about)
        .order_by(Decision.made_at.desc(), Decision.version_seen.desc())
        .limit(MOST_DECISIONS)
    )


def wordings(row: Row[Any], decided: Sequence[Row[Any]]) -> Select[Any]:
    """Return the statement for the wording under review, the one shown now, and the answers of earlier decisions.

    Also what its author wrote before and nobody was shown: words may be taken back in shame, and were why it is here.
    """
    wanted = [revision for revision in (row.revision_id, row.approved_revision_id) if revision is not None]
    answers = [one.answer_post_id for one in decided if one.answer_post_id is not None]
    unshown = and_(Revision.post_id == row.post_id, Revision.shown_at.is_(None))
    ours = or_(Revision.id.in_(wanted), unshown)
    return (
        select(
            Revision.id,
            Revision.post_id,
            Revision.number,
            Revision.shown_at,
            Revision.state,
            Revision.html_sealed,
            RevisionSource.title_sealed,
            RevisionSource.source_sealed,
            RevisionSource.assessment_sealed,
            Post.key_id,
        )
        .join(RevisionSource, RevisionSource.revision_id == Revision.id)
        .join(Post, Post.id == Revision.post_id)
        .where(or_(ours, Revision.post_id.in_(answers)) if answers else ours)
        .order_by(Revision.number)
    )


def around(row: Row[Any]) -> Select[Any]:
    """Return the statement for the opening post and the posts near the one under review."""
    here = row.position
    first, last = (here - BEFORE, here + AFTER) if here is not None else (row.post_count - BEFORE, row.post_count)
    near = or_(Post.position == 1, and_(Post.position >= first, Post.position <= last))
    return POSTS.where(Post.thread_id == row.thread_id, near)


def reasons(review_id: str) -> Select[tuple[ReviewReason]]:
    """Return the statement for why a review was opened, in the order in which the reasons came."""
    given = ReviewReasonGiven
    return select(given.reason).where(given.review_id == review_id).order_by(given.given_at, given.reason)


def history(author_id: str) -> Any:
    """Return the statement for the counts of one persona, and of no other, over its latest messages."""
    latest = (
        select(Post.id, Post.state)
        .where(Post.author_id == author_id)
        .order_by(Post.created_at.desc())
        .limit(REMEMBERED)
        .subquery()
    )
    shown = select(literal("shown").label("what"), literal("published").label("kind"), func.count().label("number"))
    told = (
        select(literal("decided"), Decision.kind, func.count())
        .join(Review, Review.id == Decision.review_id)
        .join(latest, latest.c.id == Review.post_id)
        .where(Decision.undone_at.is_(None), Decision.kind.in_(TOLD))
        .group_by(Decision.kind)
    )
    return union_all(shown.select_from(latest).where(latest.c.state == PostState.PUBLISHED), told)


_REVIEW = (
    select(
        Review.id,
        Review.version,
        Review.board_id,
        Review.post_id,
        Review.revision_id,
        Review.persona_id,
        Review.author_id,
        Review.state,
        Review.level,
        Review.urgency,
        Review.opened_at,
        Review.due_at,
        Review.lease_until,
        Review.claimant_id,
        Persona.name.label("author_name"),
        Persona.hue.label("author_hue"),
        Persona.kind.label("author_kind"),
        Persona.state.label("author_state"),
        Persona.scope.label("author_scope"),
        Persona.key_id.label("author_key_id"),
        Board.name.label("board_name"),
        _Holder.name.label("holder"),
        Post.kind.label("post_kind"),
        Post.state.label("post_state"),
        Post.position,
        Post.approved_revision_id,
        Thread.id.label("thread_id"),
        Thread.key_id.label("thread_key_id"),
        Thread.title_sealed,
        Thread.state.label("thread_state"),
        Thread.post_count,
        SafetyCase.id.label("case_id"),
        SafetyCase.key_id.label("case_key_id"),
        SafetyCase.title_sealed.label("case_title"),
        SafetyCase.source_sealed.label("case_source"),
        SafetyCase.assessment_sealed.label("case_assessment"),
    )
    .join(Persona, Persona.id == Review.author_id)
    .outerjoin(Board, Board.id == Review.board_id)
    .outerjoin(_Holder, _Holder.id == Review.claimant_id)
    .outerjoin(Post, Post.id == Review.post_id)
    .outerjoin(Thread, Thread.id == Post.thread_id)
    .outerjoin(SafetyCase, SafetyCase.review_id == Review.id)
)
