"""Codes that work once: to print, to stand in for a telephone, to come by mail, to wait between two steps.

Invariants: a code is known by its keyed tag alone, apart for every purpose; the statement that spends it deletes it, so
of two attempts at the same moment one wins; how long it lasts, to the second, is sealed. Codes that people type have
at least 80 random bits and no letters that look like digits.
"""

import enum
import secrets
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, func, select

from forum.clock import now
from forum.confidentiality import keys
from forum.extensions import key_ring, vault
from forum.models.accounts import Account, OneUseCode
from forum.transaction import require_transaction

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
MISREAD = str.maketrans("oil", "011")
GROUP = 4


class Purpose(enum.StrEnum):
    """What a code is good for; it is good for nothing else."""

    PRINTED = "printed"  # a new password, for whoever has forgotten theirs
    SECOND_FACTOR = "second_factor"  # in place of one TOTP code
    RESET = "reset"  # a new password, out of a letter
    HALF_WAY = "half_way"  # the password was right, the second factor is still to come


def drawn(groups: int) -> str:
    """Draw a code of ``groups`` times four characters (20 bits each), to be read from paper."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(groups))


def issue(account_id: str, account_key: str, purpose: Purpose, code: str, lasts: timedelta | None = None) -> None:
    """Let ``code`` work once for a purpose, within the open vault transaction; None lasts until it is replaced."""
    require_transaction("vault")
    tag = _tag(purpose, code)
    until = None
    if lasts is not None:
        moment = str((now() + lasts).timestamp())
        until = keys.seal(account_key, moment, "one_use_codes", "limits_sealed", tag.hex())
    vault.add(OneUseCode(tag=tag, account_id=account_id, purpose=purpose.value, limits_sealed=until))
    vault.flush()


def holder(purpose: Purpose, code: str) -> str | None:
    """Return the account that a code is good for, or None when it is unknown, used or too old. Spends nothing."""
    tag = _tag(purpose, code)
    row = vault.execute(
        select(OneUseCode.account_id, OneUseCode.limits_sealed, Account.key_id)
        .join(Account, Account.id == OneUseCode.account_id)
        .where(OneUseCode.tag == tag)
    ).one_or_none()
    if row is None:
        return None
    if row.limits_sealed is not None:
        until = float(keys.unseal(row.key_id, row.limits_sealed, "one_use_codes", "limits_sealed", tag.hex()))
        if now().timestamp() > until:
            return None
    found: str = row.account_id
    return found


def spend(account_id: str, purpose: Purpose, code: str) -> bool:
    """Use an account's code up within the open vault transaction; return whether it was good."""
    require_transaction("vault")
    if holder(purpose, code) != account_id:
        return False
    done = vault.execute(delete(OneUseCode).where(OneUseCode.tag == _tag(purpose, code)))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def drop(account_id: str, purposes: Iterable[Purpose]) -> None:
    """Make all of an account's codes for some purposes worthless, within the open vault transaction."""
    require_transaction("vault")
    named = [purpose.value for purpose in purposes]
    vault.execute(delete(OneUseCode).where(OneUseCode.account_id == account_id, OneUseCode.purpose.in_(named)))


def left(account_id: str, purpose: Purpose) -> int:
    """Return how many codes of a purpose an account still has."""
    count = select(func.count()).where(OneUseCode.account_id == account_id, OneUseCode.purpose == purpose.value)
    return vault.execute(count).scalar_one()


def _tag(purpose: Purpose, code: str) -> bytes:
    read = "".join(code.casefold().split()).replace("-", "")
    if purpose in {Purpose.PRINTED, Purpose.SECOND_FACTOR}:  # typed from paper; the others come out of a link
        read = read.translate(MISREAD)
    return key_ring().tag("one-use-code", purpose.value, read.encode("utf-8", "surrogatepass"))
