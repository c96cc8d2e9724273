"""Vault: data keys and the links from persona to account.

A link's row carries only tags and two sealed ends, so that two rows of one account cannot be joined without the key,
while an account's own personas, and a persona's account, can each be found with it (docs/decisions/0002).
"""

from datetime import date

from sqlalchemy import Date, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.clock import today
from forum.columns import ROWLESS, Sealed, Tag, TokenPk
from forum.extensions import Model


class WrappedKey(Model):
    """A data key, wrapped by a master key that is in neither database. Destroying the row destroys the words."""

    __tablename__ = "data_keys"
    __bind_key__ = "vault"
    __table_args__ = ROWLESS

    id: Mapped[TokenPk]
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    master_id: Mapped[str] = mapped_column(String(24), index=True)


class PersonaLink(Model):
    """That a persona is a face of an account, readable only with the ring."""

    __tablename__ = "persona_links"
    __bind_key__ = "vault"
    __table_args__ = ROWLESS

    scope_tag: Mapped[Tag] = mapped_column(primary_key=True)  # HMAC(account, scope): one face per scope
    ordinal_tag: Mapped[Tag] = mapped_column(unique=True)  # HMAC(account, n): one's own can be enumerated
    persona_tag: Mapped[Tag] = mapped_column(unique=True)  # HMAC(persona): the worker finds the inbox
    persona_sealed: Mapped[Sealed]
    account_sealed: Mapped[Sealed]
    made_on: Mapped[date] = mapped_column(Date, default=today)


class Epoch(Model):
    """One row of two site-wide numbers that every request reads with its session.

    ``erasures``: a process whose number differs drops all cached keys and faces before it unseals anything.
    ``links``: how many were ever made; "this account has no face here" may be remembered only until it moves. It is
    site-wide because a number on the account's row would tell, between two backups, whose new link it was.
    """

    __tablename__ = "epochs"
    __bind_key__ = "vault"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    erasures: Mapped[int] = mapped_column(default=0)
    links: Mapped[int] = mapped_column(default=0)
