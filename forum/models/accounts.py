"""Vault: who may sign in, and by what. Nothing here is a persona, and no time is finer than a day.

The sign-in name and the e-mail address are found by keyed tags; what must be read back is sealed under the account's
own data key. Fine times that a session needs (idle limits) are inside its sealed state.
"""

from datetime import date

from sqlalchemy import Date, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.clock import today
from forum.columns import ROWLESS, Sealed, Tag, TokenColumn, TokenPk, enum_type
from forum.extensions import Model
from forum.models.states import Consent


class Account(Model):
    """Somebody who can sign in."""

    __tablename__ = "accounts"
    __bind_key__ = "vault"
    __table_args__ = ROWLESS

    id: Mapped[TokenPk]
    signin_tag: Mapped[Tag] = mapped_column(unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    email_tag: Mapped[Tag | None] = mapped_column(LargeBinary(32), unique=True)
    email_sealed: Mapped[Sealed | None] = mapped_column(LargeBinary)
    country_sealed: Mapped[Sealed | None] = mapped_column(LargeBinary)
    key_id: Mapped[TokenColumn]


class SecondFactor(Model):
    """A TOTP secret; unconfirmed until its first code was right."""

    __tablename__ = "second_factors"
    __bind_key__ = "vault"
    __table_args__ = ROWLESS

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    secret_sealed: Mapped[Sealed]
    is_confirmed: Mapped[bool] = mapped_column(default=False)


class OneUseCode(Model):
    """A recovery code or a reset token, known by its tag alone; using it deletes the row."""

    __tablename__ = "one_use_codes"
    __bind_key__ = "vault"
    __table_args__ = ROWLESS

    tag: Mapped[Tag] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(24))
    limits_sealed: Mapped[Sealed | None] = mapped_column(LargeBinary)
    made_on: Mapped[date] = mapped_column(Date, default=today)


class SpentTag(Model):
    """Something that may happen once: a TOTP step of an account. A second insert of the tag fails."""

    __tablename__ = "spent_tags"
    __bind_key__ = "vault"
    __table_args__ = ROWLESS

    tag: Mapped[Tag] = mapped_column(primary_key=True)
    spent_on: Mapped[date] = mapped_column(Date, default=today, index=True)


class SignIn(Model):
    """A session: one signed-in browser, known by the hash of the token in its cookie."""

    __tablename__ = "sign_ins"
    __bind_key__ = "vault"
    __table_args__ = ROWLESS

    id_hash: Mapped[Tag] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    state_sealed: Mapped[Sealed]
    ends_on: Mapped[date] = mapped_column(Date, index=True)


class ConsentGiven(Model):
    """That an account agreed to one version of a text."""

    __tablename__ = "consents"
    __bind_key__ = "vault"
    __table_args__ = ROWLESS

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    consent: Mapped[Consent] = mapped_column(enum_type(Consent), primary_key=True)
    version: Mapped[str] = mapped_column(String(20), primary_key=True)
    given_on: Mapped[date] = mapped_column(Date, default=today)
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
