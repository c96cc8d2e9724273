"""The e-mail address that somebody may give: sealed, found by a keyed tag, and never needed.

Invariant: nobody learns from us whether an address is known. One that another account already has is shown to whoever
typed it as theirs, but has no tag: it is not found, and ``notifications`` does not write to it. A letter goes to its
owner, and in any other case to the person who gave it, so that the work is the same.
"""

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.confidentiality import keys
from forum.errors import BadInput
from forum.extensions import key_ring, vault
from forum.models.accounts import Account
from forum.notifications import letters
from forum.transaction import require_transaction


def normalised(address: str) -> str:
    """Return an address in the one spelling that its tag is made of; raises BadInput("email", "form")."""
    try:
        checked = validate_email(address.strip(), check_deliverability=False)
    except EmailNotValidError:
        raise BadInput("email", "form") from None
    return checked.normalized.casefold()


def tag_of(address: str) -> bytes:
    """Return the tag under which a normalised address is found."""
    return key_ring().tag("email", address)


def attach(account_id: str, address: str) -> None:
    """Keep an address for an account within the open vault transaction, and write to whoever owns it."""
    require_transaction("vault")
    spelled = normalised(address)
    tag = tag_of(spelled)
    account = vault.get_one(Account, account_id)
    owner = vault.execute(select(Account).where(Account.email_tag == tag)).scalar_one_or_none() or account
    account.email_sealed = keys.seal(account.key_id, spelled, "accounts", "email_sealed", account_id)
    account.email_tag = None
    vault.flush()
    if owner is account:
        _claim(account, tag)
    letters.write(owner.id, owner.key_id, "security")


def _claim(account: Account, tag: bytes) -> None:
    try:
        with vault.begin_nested():
            account.email_tag = tag
    except IntegrityError:  # somebody else gave it in the same moment: theirs it is
        account.email_tag = None


def detach(account_id: str) -> None:
    """Forget an account's address within the open vault transaction."""
    require_transaction("vault")
    account = vault.get_one(Account, account_id)
    account.email_sealed = account.email_tag = None
    vault.flush()


def shown_to_owner(account_id: str) -> str | None:
    """Return the address that the person gave, for their own page."""
    account = vault.get_one(Account, account_id)
    if account.email_sealed is None:
        return None
    return keys.unseal(account.key_id, account.email_sealed, "accounts", "email_sealed", account_id)
