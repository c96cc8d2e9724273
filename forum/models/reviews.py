"""Forum: the moderation queue, the decisions taken in it, and safety cases.

Invariants, also in the database: a review has exactly one subject; a subject has at most one unfinished review; a
review is claimed exactly when it has a claimant and a lease; it is bound to the revision that the reviewer saw.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.columns import (
    ROWLESS,
    TOKEN_LENGTH,
    Moment,
    Ranked,
    Sealed,
    TokenColumn,
    TokenPk,
    UtcDateTime,
    enum_type,
)
from forum.extensions import Model
from forum.models.states import CaseState, DecisionKind, ReviewReason, ReviewState
from forum.triage.levels import Level, Urgency

UNFINISHED = "state IN ('open', 'claimed', 'awaiting_author', 'awaiting_second')"
QUEUED = text("state IN ('open', 'claimed')")


def _one_unfinished(column: str) -> Index:
    where = text(f"{column} IS NOT NULL AND {UNFINISHED}")
    return Index(
        f"uq_reviews_unfinished_{column}",
        column,
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


class Review(Model):
    """One item of the queue: something said, waiting for a clinician."""

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("(post_id IS NULL) <> (persona_id IS NULL)", name="one_subject"),
        CheckConstraint("(post_id IS NULL) = (revision_id IS NULL)", name="post_has_revision"),
        CheckConstraint(
            "(state = 'claimed') = (claimant_id IS NOT NULL) AND (claimant_id IS NULL) = (lease_until IS NULL)",
            name="claimed_has_claimant",
        ),
        _one_unfinished("post_id"),
        _one_unfinished("persona_id"),
        Index(
            "ix_reviews_queue_board",
            "board_id",
            "rank",
            "due_at",
            "id",
            sqlite_where=QUEUED,
            postgresql_where=QUEUED,
        ),
        Index("ix_reviews_queue", "rank", "due_at", "id", sqlite_where=QUEUED, postgresql_where=QUEUED),
        Index(
            "ix_reviews_second",
            "board_id",
            "due_at",
            sqlite_where=text("state = 'awaiting_second'"),
            postgresql_where=text("state = 'awaiting_second'"),
        ),
        Index("ix_reviews_post", "post_id"),
        ROWLESS,
    )

    id: Mapped[TokenPk]
    board_id: Mapped[str | None] = mapped_column(ForeignKey("boards.id"))  # null: the site's, such as a name
    post_id: Mapped[str | None] = mapped_column(ForeignKey("posts.id"))
    revision_id: Mapped[str | None] = mapped_column(ForeignKey("revisions.id"))
    persona_id: Mapped[str | None] = mapped_column(ForeignKey("personas.id"))
    author_id: Mapped[str] = mapped_column(ForeignKey("personas.id"))
    state: Mapped[ReviewState] = mapped_column(enum_type(ReviewState), default=ReviewState.OPEN)
    level: Mapped[Level] = mapped_column(Ranked(Level))
    urgency: Mapped[Urgency] = mapped_column(Ranked(Urgency))
    rank: Mapped[int]  # the graver of level and urgency: what the queue sorts by
    opened_at: Mapped[Moment]
    due_at: Mapped[Moment]
    claimant_id: Mapped[str | None] = mapped_column(ForeignKey("personas.id"))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)


class ReviewReasonGiven(Model):
    """Why a review was opened, or what joined it while it was open."""

    __tablename__ = "review_reasons"
    __table_args__ = ROWLESS

    review_id: Mapped[str] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    reason: Mapped[ReviewReason] = mapped_column(enum_type(ReviewReason), primary_key=True)
    given_at: Mapped[Moment]


class Decision(Model):
    """What a clinician decided on one revision, and whether it was undone."""

    __tablename__ = "decisions"
    __table_args__ = (
        Index("ix_decisions_review", "review_id", "made_at"),
        Index(
            "uq_decisions_standing",
            "review_id",
            "version_seen",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        ROWLESS,
    )

    id: Mapped[TokenPk]
    review_id: Mapped[str] = mapped_column(ForeignKey("reviews.id"))
    revision_id: Mapped[str | None] = mapped_column(ForeignKey("revisions.id"))
    actor_id: Mapped[str] = mapped_column(ForeignKey("personas.id"))
    kind: Mapped[DecisionKind] = mapped_column(enum_type(DecisionKind))
    version_seen: Mapped[int]
    level: Mapped[Level] = mapped_column(Ranked(Level))
    reason_code: Mapped[str | None] = mapped_column(String(40))
    message_sealed: Mapped[Sealed | None] = mapped_column(LargeBinary)  # to the author, under the author's key
    answer_post_id: Mapped[str | None] = mapped_column(String(TOKEN_LENGTH))
    replaced_revision_id: Mapped[str | None] = mapped_column(String(TOKEN_LENGTH))  # what undoing puts back
    took_effect: Mapped[bool] = mapped_column(default=False)  # it showed words that had not been shown
    made_at: Mapped[Moment]
    undo_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SafetyCase(Model):
    """Somebody may be about to be hurt: what was said, kept under a key of the case's own, for a stated time."""

    __tablename__ = "safety_cases"
    __table_args__ = (ROWLESS,)

    id: Mapped[TokenPk]
    review_id: Mapped[str] = mapped_column(ForeignKey("reviews.id"), unique=True)
    key_id: Mapped[TokenColumn]
    state: Mapped[CaseState] = mapped_column(enum_type(CaseState), default=CaseState.OPEN)
    title_sealed: Mapped[Sealed | None] = mapped_column(LargeBinary)
    source_sealed: Mapped[Sealed]
    assessment_sealed: Mapped[Sealed]
    opened_at: Mapped[Moment]
    keep_until: Mapped[date] = mapped_column(Date)
