"""Forum: the faces that speak, what they may do, and the credentials that professional ones show.

No row here knows an account. An anonymous persona has no join date and no counts, and is unique only in its scope.
"""

import enum
from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    and_,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from forum.clock import today
from forum.columns import ROWLESS, TOKEN_LENGTH, TokenColumn, TokenPk, enum_type
from forum.extensions import Model
from forum.models.states import PersonaKind, PersonaState, Role


class Persona(Model):
    """A face that speaks."""

    __tablename__ = "personas"
    __table_args__ = (
        Index(
            "uq_personas_skeleton",
            "skeleton",
            unique=True,
            sqlite_where=text("skeleton IS NOT NULL"),
            postgresql_where=text("skeleton IS NOT NULL"),
        ),
        CheckConstraint("(kind = 'anonymous') = (scope IS NOT NULL)", name="scope_of_anonymous"),
        CheckConstraint(
            "kind <> 'anonymous' OR (approved_posts = 0 AND skeleton IS NULL)",
            name="anonymous_bears_no_marks",
        ),
        ROWLESS,
    )

    id: Mapped[TokenPk]
    kind: Mapped[PersonaKind] = mapped_column(enum_type(PersonaKind))
    state: Mapped[PersonaState] = mapped_column(enum_type(PersonaState), default=PersonaState.ACTIVE)
    name: Mapped[str] = mapped_column(String(60))
    skeleton: Mapped[str | None] = mapped_column(String(120))  # look-alike key of lasting names
    hue: Mapped[int] = mapped_column(SmallInteger)
    key_id: Mapped[TokenColumn]
    scope: Mapped[str | None] = mapped_column(String(TOKEN_LENGTH), index=True)
    approved_posts: Mapped[int] = mapped_column(default=0)


class RoleWaits(enum.StrEnum):
    """What a grant still needs before it counts."""

    SIGNATURE = "signature"  # it was proposed, and a second person has not signed
    REGISTRATION = "registration"  # it rests: the registration was entered anew, and has not been signed


class Grant(Model):
    """That an everyday persona may act in a role, on one board or (board is null) on all; see ``in_force``."""

    __tablename__ = "grants"
    __table_args__ = (
        Index("ix_grants_persona", "persona_id"),
        CheckConstraint("role NOT IN ('clinician', 'lead') OR expires_on IS NOT NULL", name="clinical_expires"),
        CheckConstraint(
            "approved_by IS NULL OR granted_by IS NULL OR approved_by <> granted_by",
            name="two_signatures",
        ),
        CheckConstraint(
            "role NOT IN ('administrator', 'lead') OR granted_by IS NULL OR approved_by IS NOT NULL "
            "OR (waits_for IS NOT NULL AND waits_for = 'signature')",
            name="grave_by_two",
        ),
        ROWLESS,
    )

    id: Mapped[TokenPk]
    persona_id: Mapped[str] = mapped_column(ForeignKey("personas.id"))
    role: Mapped[Role] = mapped_column(enum_type(Role))
    board_id: Mapped[str | None] = mapped_column(ForeignKey("boards.id"))
    granted_by: Mapped[str | None] = mapped_column(String(TOKEN_LENGTH))  # null: by ``flask setup``
    granted_on: Mapped[date] = mapped_column(Date, default=today)
    approved_by: Mapped[str | None] = mapped_column(String(TOKEN_LENGTH))  # null: nobody had to sign, or has yet
    waits_for: Mapped[RoleWaits | None] = mapped_column(enum_type(RoleWaits))
    expires_on: Mapped[date | None] = mapped_column(Date)
    revoked_on: Mapped[date | None] = mapped_column(Date)


def is_open(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Select the grants, over ``Grant``, that have neither ended nor run out on a day, whether they count or wait."""
    return and_(Grant.revoked_on.is_(None), or_(Grant.expires_on.is_(None), Grant.expires_on >= day))


def in_force(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Select the grants, over ``Grant``, that count on a day. Whoever asks what somebody may do asks this."""
    return and_(Grant.waits_for.is_(None), is_open(day))


class Membership(Model):
    """That an everyday persona is invited to a board."""

    __tablename__ = "memberships"
    __table_args__ = ROWLESS

    board_id: Mapped[str] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    persona_id: Mapped[str] = mapped_column(ForeignKey("personas.id"), primary_key=True, index=True)
    since: Mapped[date] = mapped_column(Date, default=today)


class Credential(Model):
    """A clinician's registration, looked up in the register by two people, with a date on which it lapses."""

    __tablename__ = "credentials"
    __table_args__ = (
        CheckConstraint(
            "approved_by IS NULL OR proposed_by IS NULL OR approved_by <> proposed_by",
            name="two_signatures",
        ),
        ROWLESS,
    )

    persona_id: Mapped[str] = mapped_column(ForeignKey("personas.id"), primary_key=True)
    profession: Mapped[str] = mapped_column(String(60))
    register: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(40))
    verified_on: Mapped[date] = mapped_column(Date, default=today)
    expires_on: Mapped[date] = mapped_column(Date)
    proposed_by: Mapped[str | None] = mapped_column(String(TOKEN_LENGTH))  # null: by ``flask setup``
    approved_by: Mapped[str | None] = mapped_column(String(TOKEN_LENGTH))
    is_approved: Mapped[bool] = mapped_column(default=False)
