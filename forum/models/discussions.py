"""Forum: threads, posts, their wordings, and the tags that readers leave.

Invariants: every word is sealed under its author's persona key; state stands on the revision and a post points to its
approved one; a position is given at publication, so that held posts leave no gaps; a quote is a reference, never
copied words; a reader leaves only a tag. Mirrors of a post's state on its thread move in the same transaction.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.columns import (
    ROWLESS,
    TOKEN_LENGTH,
    Moment,
    Sealed,
    Tag,
    TokenColumn,
    TokenPk,
    UtcDateTime,
    enum_type,
)
from forum.extensions import Model
from forum.models.states import PostKind, PostState, RevisionState


class Thread(Model):
    """A question and what follows it."""

    __tablename__ = "threads"
    __table_args__ = (
        Index("ix_threads_board_list", "board_id", "state", "is_pinned", "last_activity_at", "id"),
        ROWLESS,
    )

    id: Mapped[TokenPk]
    board_id: Mapped[str] = mapped_column(ForeignKey("boards.id"))
    scope: Mapped[TokenColumn]  # its anonymity scope, from birth; moving and merging never change it
    author_id: Mapped[str] = mapped_column(ForeignKey("personas.id"), index=True)
    key_id: Mapped[TokenColumn]
    opening_post_id: Mapped[TokenColumn]  # no foreign key: the two rows point at each other
    title_sealed: Mapped[Sealed]
    state: Mapped[PostState] = mapped_column(enum_type(PostState))  # the opening post's, for the board's list
    is_pinned: Mapped[bool] = mapped_column(default=False)
    is_locked: Mapped[bool] = mapped_column(default=False)
    is_answered: Mapped[bool] = mapped_column(default=False)  # by a verified clinician
    post_count: Mapped[int] = mapped_column(default=0)  # the last position given
    version: Mapped[int] = mapped_column(default=1)  # raised by whatever changes what the thread shows to others
    created_at: Mapped[Moment]
    last_activity_at: Mapped[Moment]


class Post(Model):
    """One thing said in a thread."""

    __tablename__ = "posts"
    __table_args__ = (
        Index("uq_posts_position", "thread_id", "position", unique=True),
        Index(
            "ix_posts_open_revision",
            "thread_id",
            "author_id",
            sqlite_where=text("open_revision_id IS NOT NULL"),
            postgresql_where=text("open_revision_id IS NOT NULL"),
        ),
        Index("ix_posts_author", "author_id", "created_at"),
        CheckConstraint("position IS NULL OR position > 0", name="position_positive"),
        CheckConstraint(
            "state NOT IN ('published', 'hidden') OR (position IS NOT NULL AND approved_revision_id IS NOT NULL)",
            name="published_has_place_and_words",
        ),
        ROWLESS,
    )

    id: Mapped[TokenPk]
    thread_id: Mapped[str] = mapped_column(ForeignKey("threads.id"))
    author_id: Mapped[str] = mapped_column(ForeignKey("personas.id"))
    kind: Mapped[PostKind] = mapped_column(enum_type(PostKind))
    state: Mapped[PostState] = mapped_column(enum_type(PostState))
    position: Mapped[int | None]
    key_id: Mapped[TokenColumn]
    approved_revision_id: Mapped[str | None] = mapped_column(String(TOKEN_LENGTH))
    open_revision_id: Mapped[str | None] = mapped_column(String(TOKEN_LENGTH))  # what its author still waits on
    submission_tag: Mapped[Tag | None] = mapped_column(LargeBinary(32), unique=True)  # a form sent twice is one post
    created_at: Mapped[Moment]
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)


class Revision(Model):
    """One wording of a post, rendered once."""

    __tablename__ = "revisions"
    __table_args__ = (
        Index("uq_revisions_number", "post_id", "number", unique=True),
        CheckConstraint(
            "(quoted_revision_id IS NULL) = (quote_start IS NULL) AND (quote_start IS NULL) = (quote_end IS NULL)",
            name="quote_is_whole",
        ),
        CheckConstraint("quote_start IS NULL OR quote_start < quote_end", name="quote_has_length"),
        ROWLESS,
    )

    id: Mapped[TokenPk]
    post_id: Mapped[str] = mapped_column(ForeignKey("posts.id"))
    number: Mapped[int]
    state: Mapped[RevisionState] = mapped_column(enum_type(RevisionState))
    html_sealed: Mapped[Sealed]
    quoted_revision_id: Mapped[str | None] = mapped_column(ForeignKey("revisions.id"))
    quote_start: Mapped[int | None]  # characters in the quoted revision's plain text
    quote_end: Mapped[int | None]
    created_at: Mapped[Moment]
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: readers never had these words


class RevisionSource(Model):
    """What was typed, apart from the row that a page reads."""

    __tablename__ = "revision_sources"
    __table_args__ = ROWLESS

    revision_id: Mapped[str] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    title_sealed: Mapped[Sealed | None] = mapped_column(LargeBinary)
    source_sealed: Mapped[Sealed]
    assessment_sealed: Mapped[Sealed]


class Watermark(Model):
    """How far an unnamed reader has read a thread (a position) or a board (a moment)."""

    __tablename__ = "watermarks"
    __table_args__ = ROWLESS

    reader_tag: Mapped[Tag] = mapped_column(primary_key=True)  # HMAC(account, thread or board)
    position: Mapped[int] = mapped_column(default=0)
