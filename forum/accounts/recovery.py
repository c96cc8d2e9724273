"""Ways back in for whoever has forgotten: a code that was printed, or a letter to an address that was given.

Invariants: asking tells nothing, in words or in work, of whether an account or an address exists; a code or link works
once and for nothing else, a link for 60 minutes; a new password ends every session and every other link, and never
takes the second factor away.
"""

from datetime import timedelta

from sqlalchemy import or_, select

from forum.accounts import addresses, codes, recording, signin_names
from forum.accounts.codes import Purpose
from forum.columns import new_token
from forum.confidentiality import keys, sign_ins
from forum.errors import BadInput, NameTaken, WrongCredentials
from forum.extensions import key_ring, vault
from forum.models.accounts import Account, SpentTag
from forum.notifications import letters
from forum.sealing import DataKey, Place
from forum.transaction import require_transaction

LINK_LASTS = timedelta(minutes=60)
PRINTED_GROUPS = 5
CUT_SHORT = (Purpose.RESET, Purpose.HALF_WAY)


def renew_printed_code(account_id: str, account_key: str) -> str:
    """Return a new code to print in place of the older one, within the open vault transaction."""
    require_transaction("vault")
    codes.drop(account_id, [Purpose.PRINTED])
    code = codes.drawn(PRINTED_GROUPS)
    codes.issue(account_id, account_key, Purpose.PRINTED, code)
    return code


def ask_for_letter(name_or_address: str) -> None:
    """Write a letter with a link, if there is anybody to write to, within the open vault transaction."""
    require_transaction("vault")
    token, account = new_token(), _account_called(name_or_address)
    if account is None or account.email_tag is None:
        _same_work(token)
        return
    codes.issue(account.id, account.key_id, Purpose.RESET, token, LINK_LASTS)
    letters.write(account.id, account.key_id, "reset", token=token)


def is_good_link(token: str) -> bool:
    """Return whether a link out of a letter still works; looking at it uses nothing up."""
    return codes.holder(Purpose.RESET, token) is not None


def reset_by_link(token: str, password_hash: str, signin_name: str | None = None) -> None:
    """Set a new password, and a new sign-in name if the old one is forgotten, within the open vault transaction.

    Raises WrongCredentials when the link is unknown, used or too old; BadInput, NameTaken for the name.
    """
    require_transaction("vault")
    account_id = codes.holder(Purpose.RESET, token)
    if account_id is None or not codes.spend(account_id, Purpose.RESET, token):
        raise WrongCredentials
    account = vault.get_one(Account, account_id)
    if signin_name:
        _rename(account, signin_name)
    _let_in_again(account, password_hash, by="letter")


def reset_by_printed_code(signin_name: str, code: str, password_hash: str) -> str:
    """Set a new password by the printed code, within the open vault transaction; return the next code to print.

    Raises WrongCredentials, whichever of the two does not fit.
    """
    require_transaction("vault")
    account = _account_called(signin_name)
    owner = codes.holder(Purpose.PRINTED, code)
    if account is None or account.id != owner or not codes.spend(account.id, Purpose.PRINTED, code):
        raise WrongCredentials
    _let_in_again(account, password_hash, by="printed")
    return renew_printed_code(account.id, account.key_id)


def change_password(account_id: str, password_hash: str, *, but: bytes) -> None:
    """Set a new password and end all sessions ``but`` the one it was set in, within the open vault transaction."""
    require_transaction("vault")
    account = vault.get_one(Account, account_id)
    _set_password(account, password_hash)
    sign_ins.end_all(account_id, but=but)


def _let_in_again(account: Account, password_hash: str, *, by: str) -> None:
    _set_password(account, password_hash)
    sign_ins.end_all(account.id)
    recording.record("password.reset", account.id, account.key_id, by=by)


def _set_password(account: Account, password_hash: str) -> None:
    account.password_hash = password_hash
    codes.drop(account.id, CUT_SHORT)
    letters.write(account.id, account.key_id, "security")


def _rename(account: Account, signin_name: str) -> None:
    signin_names.check(signin_name)
    tag = signin_names.tag_of(signin_name)
    if tag != account.signin_tag and signin_names.is_taken(signin_name):
        raise NameTaken("signin_name", "taken")
    account.signin_tag = tag


def _account_called(name_or_address: str) -> Account | None:
    """Find an account by either; both tags are made for every question."""
    try:
        address = addresses.tag_of(addresses.normalised(name_or_address))
    except BadInput:
        address = key_ring().tag("email", "")
    either = or_(Account.signin_tag == signin_names.tag_of(name_or_address), Account.email_tag == address)
    return vault.execute(select(Account).where(either)).scalars().first()


def _same_work(token: str) -> None:
    # As many looks for a key, seals and rows as a letter takes; the rows are swept with the other spent tags.
    keys.keys_for([token])
    keyless = DataKey.fresh()
    for column in ("limits_sealed", "letter_sealed"):
        keyless.seal(token, Place("nowhere", column, token))
        vault.add(SpentTag(tag=key_ring().tag("nobodys-letter", column, token)))
        vault.flush()
