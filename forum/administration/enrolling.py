"""Opening the account of somebody who will be staff, when the operator does it for them at the command line.

Invariants: nobody agrees on another's behalf, so that the person is asked for the consents at their first sign-in; a
password that nobody chose is one that nobody knows, and the printed code sets the person's own.
"""

import secrets

from sqlalchemy import select, update

from forum.accounts import joining, passwords, recording, recovery, signin_names
from forum.accounts.joining import Joining
from forum.clock import today
from forum.extensions import vault
from forum.models.accounts import Account, ConsentGiven
from forum.transaction import require_transaction


def account_called(signin_name: str) -> str | None:
    """Return the account that signs in with a name, or None."""
    tag = signin_names.tag_of(signin_name)
    return vault.execute(select(Account.id).where(Account.signin_tag == tag)).scalar()


def nobodys_password() -> str:
    """Return the hash of a password that is forgotten at once."""
    return passwords.hashed(secrets.token_urlsafe(32))


def open_account(signin_name: str, password_hash: str) -> tuple[str, str]:
    """Open an account within the open vault transaction; return it and its printed code. Raises BadInput, NameTaken."""
    require_transaction("vault")
    joined = joining.join(Joining(signin_name, password_hash))
    given_here = update(ConsentGiven).where(ConsentGiven.account_id == joined.account_id)
    vault.execute(given_here.values(withdrawn_on=today()))
    recording.record("staff.enrolled", joined.account_id, joined.account_key)
    return joined.account_id, joined.printed_code


def renew_code(account_id: str) -> str:
    """Return a new printed code in place of the older one, within the open vault transaction."""
    require_transaction("vault")
    account = vault.get_one(Account, account_id)
    return recovery.renew_printed_code(account_id, account.key_id)
