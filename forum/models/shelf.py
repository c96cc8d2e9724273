"""Vault: what lies on an account's own shelf, sealed under the account's key: notices and drafts."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from forum.clock import today
from forum.columns import ROWLESS, Sealed, Tag, TokenPk
from forum.extensions import Model


class InboxItem(Model):
    """A notice; its delivery tag makes moving it from the forum's outbox idempotent.

    No row says when it came: beside the days of the forum's events that would tell whose face it was meant for.
    """

    __tablename__ = "inbox_items"
    __bind_key__ = "vault"
    __table_args__ = (Index("ix_inbox_items_account_read", "account_id", "is_read"), ROWLESS)

    id: Mapped[TokenPk]
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    delivery_tag: Mapped[Tag] = mapped_column(unique=True)
    notice_sealed: Mapped[Sealed]
    is_read: Mapped[bool] = mapped_column(default=False)


class Draft(Model):
    """Words not yet sent, kept as they are typed; one per account and place."""

    __tablename__ = "drafts"
    __bind_key__ = "vault"
    __table_args__ = ROWLESS

    place_tag: Mapped[Tag] = mapped_column(primary_key=True)  # HMAC(account, place)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    words_sealed: Mapped[Sealed]
    kept_on: Mapped[date] = mapped_column(Date, default=today)


class VaultOutbox(Model):
    """Mail that must go to an account's address once the vault has committed; never says where to or why."""

    __tablename__ = "vault_outbox"
    __bind_key__ = "vault"
    __table_args__ = ROWLESS

    id: Mapped[TokenPk]
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    letter_sealed: Mapped[Sealed]
    written_on: Mapped[date] = mapped_column(Date, default=today)
    attempts: Mapped[int] = mapped_column(default=0)
