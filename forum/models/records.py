"""Both databases: the audit chains; the forum's outbox.

An audit entry names its predecessor's hash, so that a changed, missing or reordered entry shows; there is no path in
the program that updates or deletes one, and on both engines a trigger refuses it. Entries of the vault's chain have no
running number and no time finer than a day.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.clock import today
from forum.columns import ROWLESS, TOKEN_LENGTH, Moment, Sealed, Tag, TokenPk, UtcDateTime
from forum.extensions import Model


class AuditEntry(Model):
    """One act of the staff on personas and words, in the forum's chain."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject", "made_at"), ROWLESS)

    hash: Mapped[Tag] = mapped_column(primary_key=True)
    previous: Mapped[Tag] = mapped_column(unique=True)  # unique: the chain cannot fork
    event: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str | None] = mapped_column(String(TOKEN_LENGTH))  # a persona; null: the program or the operator
    subject: Mapped[str | None] = mapped_column(String(TOKEN_LENGTH))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)  # codes, levels, tokens; never words
    made_at: Mapped[Moment]


class AuditHead(Model):
    """The end of the forum's chain; locked while an entry is added."""

    __tablename__ = "audit_heads"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    length: Mapped[int] = mapped_column(default=0)


class VaultAuditEntry(Model):
    """One crossing between account and persona, or act on an account; the account is sealed under its own key."""

    __tablename__ = "vault_audit_entries"
    __bind_key__ = "vault"
    __table_args__ = ROWLESS

    hash: Mapped[Tag] = mapped_column(primary_key=True)
    previous: Mapped[Tag] = mapped_column(unique=True)
    event: Mapped[str] = mapped_column(String(40))
    account_sealed: Mapped[Sealed | None] = mapped_column(LargeBinary)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_on: Mapped[date] = mapped_column(Date, default=today)


class VaultAuditHead(Model):
    """The end of the vault's chain."""

    __tablename__ = "vault_audit_heads"
    __bind_key__ = "vault"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    length: Mapped[int] = mapped_column(default=0)


class OutboxEvent(Model):
    """Something to be told to one persona once it is surely so; the worker moves it to the vault and deletes it."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "not_before", "id"), ROWLESS)

    id: Mapped[TokenPk]
    event: Mapped[str] = mapped_column(String(40))
    persona_id: Mapped[str] = mapped_column(ForeignKey("personas.id"))
    thread_id: Mapped[str | None] = mapped_column(String(TOKEN_LENGTH))
    post_id: Mapped[str | None] = mapped_column(String(TOKEN_LENGTH))
    decision_id: Mapped[str | None] = mapped_column(String(TOKEN_LENGTH), index=True)  # undone: the row goes too
    made_at: Mapped[Moment]
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
