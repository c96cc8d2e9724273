"""Signing in: a name and a password, then the second factor where there is one, then a session.

Invariants: an account with a second factor has no session before it was shown, only a code in the browser's cookie that
is worth nothing without it; a password that was changed after it was checked starts no session; which part of what was
typed did not fit is never said.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from forum.accounts import codes, passwords, second_factor, signin_names
from forum.accounts.codes import Purpose
from forum.columns import new_token
from forum.confidentiality import faces, sign_ins
from forum.confidentiality.sign_ins import Session
from forum.errors import WrongCredentials
from forum.extensions import vault
from forum.models.accounts import Account
from forum.transaction import require_transaction

HALF_WAY_LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Recognised:
    """An account whose password was right a moment ago."""

    account_id: str
    account_key: str
    password_hash: str = field(repr=False)
    better_hash: str | None = field(default=None, repr=False)  # the same password, kept as is done today


def recognise(signin_name: str, password: str) -> Recognised:
    """Check a name and a password outside any transaction, with equal work for unknown names.

    Raises WrongCredentials.
    """
    row = vault.execute(
        select(Account.id, Account.key_id, Account.password_hash).where(
            Account.signin_tag == signin_names.tag_of(signin_name)
        )
    ).one_or_none()
    stored = row.password_hash if row else None
    if not passwords.fits(stored, password) or row is None:
        raise WrongCredentials
    better = passwords.hashed(password) if passwords.is_outdated(row.password_hash) else None
    return Recognised(row.id, row.key_id, row.password_hash, better)


def confirm_password(account_id: str, password: str) -> None:
    """Check the password of somebody who is signed in, before something that matters; raises WrongCredentials."""
    stored = vault.execute(select(Account.password_hash).where(Account.id == account_id)).scalar()
    if not passwords.fits(stored, password):
        raise WrongCredentials


def wait_for_second_factor(who: Recognised) -> str:
    """Return the code that stands for "half way in" for ten minutes, within the open vault transaction."""
    require_transaction("vault")
    _keep_hash(who)
    token = new_token()
    codes.issue(who.account_id, who.account_key, Purpose.HALF_WAY, token, HALF_WAY_LASTS)
    return token


def half_way(token: str) -> str | None:
    """Return the account that is half way in, or None when that is over."""
    return codes.holder(Purpose.HALF_WAY, token)


def finish(token: str, code: str, label: str) -> tuple[str, bool]:
    """Show the second factor and begin, within the open vault transaction.

    Returns the session's token and whether the code was one from paper. Raises WrongCredentials: the code may be
    tried again until the ten minutes are over.
    """
    require_transaction("vault")
    account_id = half_way(token)
    if account_id is None:
        raise WrongCredentials
    account = vault.get_one(Account, account_id)
    from_paper = second_factor.verify(account_id, account.key_id, code)
    if not codes.spend(account_id, Purpose.HALF_WAY, token):
        raise WrongCredentials
    return _start(account_id, account.key_id, label, has_second_factor=True), from_paper


def begin(who: Recognised, label: str) -> str:
    """Begin the session of an account without a second factor, within the open vault transaction; return its token.

    The everyday face must be there (``faces.ensure_face``). Raises WrongCredentials when the password has just been
    changed, or a second factor set.
    """
    require_transaction("vault")
    _keep_hash(who)
    if second_factor.is_set(who.account_id):
        raise WrongCredentials
    return _start(who.account_id, who.account_key, label, has_second_factor=False)


def renew(session: Session, label: str, *, has_second_factor: bool) -> str:
    """Put a new session in the place of one whose standing changes, within the open vault transaction.

    A new token, so that whoever had the old one before gains nothing by what has just been shown.
    """
    require_transaction("vault")
    sign_ins.end(session.account_id, session.id_hash)
    return _start(session.account_id, session.account_key, label, has_second_factor=has_second_factor)


def _start(account_id: str, account_key: str, label: str, *, has_second_factor: bool) -> str:
    everyday = faces.face_of(account_id, faces.EVERYDAY)
    if everyday is None:
        raise LookupError("a session needs the account's everyday face")
    return sign_ins.start(
        account_id,
        account_key,
        everyday,
        faces.face_of(account_id, faces.PROFESSIONAL),
        has_second_factor=has_second_factor,
        label=label,
    )


def _keep_hash(who: Recognised) -> None:
    account = vault.get(Account, who.account_id, with_for_update=True)
    if account is None or account.password_hash != who.password_hash:
        raise WrongCredentials
    if who.better_hash is not None:
        account.password_hash = who.better_hash
