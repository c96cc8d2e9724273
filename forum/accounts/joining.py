"""Opening an account: a private sign-in name and a password are all that is asked.

Invariants: no real name, no birth date; consent is recorded with its version in the transaction that makes the
account; everybody gets a code to print, whether or not they gave an address, so that nothing on the page after
joining tells whether an address was known. The persona's row follows in the forum: a crash in between leaves an
account that is asked for its public name at its next sign-in.
"""

from dataclasses import dataclass, field

from sqlalchemy.exc import IntegrityError

from forum.accounts import addresses, consenting, country, recovery, signin_names
from forum.columns import new_token
from forum.confidentiality import keys
from forum.errors import NameTaken
from forum.extensions import vault
from forum.models.accounts import Account
from forum.transaction import require_transaction


@dataclass(frozen=True, slots=True)
class Joining:
    """What somebody typed to join; the password only as its hash, which is made before the transaction opens."""

    signin_name: str
    password_hash: str = field(repr=False)
    email: str | None = field(default=None, repr=False)
    country: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Joined:
    """A new account, and the code that its owner is shown once."""

    account_id: str
    account_key: str
    printed_code: str = field(repr=False)


def join(wanted: Joining) -> Joined:
    """Make the account within the open vault transaction; raises BadInput, NameTaken("signin_name", "taken")."""
    require_transaction("vault")
    signin_names.check(wanted.signin_name)
    if signin_names.is_taken(wanted.signin_name):
        raise NameTaken("signin_name", "taken")
    account_id, account_key = new_token(), keys.make_key()
    vault.add(
        Account(
            id=account_id,
            signin_tag=signin_names.tag_of(wanted.signin_name),
            password_hash=wanted.password_hash,
            key_id=account_key,
        )
    )
    try:
        vault.flush()
    except IntegrityError:  # two people chose it in the same moment
        raise NameTaken("signin_name", "taken") from None
    return Joined(account_id, account_key, _furnished(account_id, account_key, wanted))


def _furnished(account_id: str, account_key: str, wanted: Joining) -> str:
    consenting.give_all(account_id)
    if wanted.country:
        country.write(account_id, wanted.country)
    if wanted.email:
        addresses.attach(account_id, wanted.email)
    return recovery.renew_printed_code(account_id, account_key)
