"""The second factor: six digits from an app (TOTP, RFC 6238), and codes on paper for when the telephone is lost.

Invariants: a secret counts once its first code was right; a code verifies once, within one step (30 seconds) either
way; wherever a session is found of an account that has a second factor, that session has shown it, because setting one
ends all others. Resetting a password never takes it away.
"""

import hmac
from datetime import timedelta
from typing import NamedTuple

import pyotp
import segno
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from forum.accounts import codes, recording
from forum.accounts.codes import Purpose
from forum.clock import now
from forum.confidentiality import keys
from forum.errors import Conflict, WrongCredentials
from forum.extensions import key_ring, vault
from forum.models.accounts import SecondFactor, SpentTag
from forum.notifications import letters
from forum.transaction import require_transaction

ISSUER = "Alongside"
STEP = timedelta(seconds=30)
PAPER_CODES = 10
PAPER_GROUPS = 4


class Enrolment(NamedTuple):
    """What an app needs in order to make codes, while the secret is not yet confirmed."""

    secret: str  # base32, to be typed where no picture can be taken
    picture: str  # a data: address of an SVG


def is_set(account_id: str) -> bool:
    """Return whether the account has a confirmed second factor."""
    found = select(SecondFactor.is_confirmed).where(SecondFactor.account_id == account_id)
    return bool(vault.execute(found).scalar())


def begin(account_id: str, account_key: str) -> None:
    """Draw a secret to be confirmed, within the open vault transaction; raises Conflict when one is already set."""
    require_transaction("vault")
    if is_set(account_id):
        raise Conflict
    vault.execute(delete(SecondFactor).where(SecondFactor.account_id == account_id))
    secret = pyotp.random_base32(32)
    vault.add(SecondFactor(account_id=account_id, secret_sealed=_sealed(account_id, account_key, secret)))
    vault.flush()


def enrolment(account_id: str, account_key: str) -> Enrolment | None:
    """Return what to show while a secret waits for its first code; None before ``begin`` and after ``confirm``."""
    row = vault.get(SecondFactor, account_id)
    if row is None or row.is_confirmed:
        return None
    secret = _secret(row, account_key)
    address = pyotp.TOTP(secret).provisioning_uri(name=ISSUER, issuer_name=ISSUER)  # no name: the app may be seen
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    return Enrolment(secret, picture)


def confirm(account_id: str, account_key: str, code: str) -> list[str]:
    """Set the second factor by its first code, within the open vault transaction; return ten new codes on paper.

    Raises WrongCredentials, or Conflict when nothing waits to be confirmed.
    """
    require_transaction("vault")
    row = vault.get(SecondFactor, account_id, with_for_update=True)
    if row is None or row.is_confirmed:
        raise Conflict
    _spend_step(account_id, _secret(row, account_key), code)
    row.is_confirmed = True
    recording.record("second_factor.set", account_id, account_key)
    letters.write(account_id, account_key, "security")
    return renew_paper_codes(account_id, account_key)


def verify(account_id: str, account_key: str, code: str) -> bool:
    """Take a code of the app or from paper, within the open vault transaction; return whether it was from paper.

    Raises WrongCredentials for any other, and for one that was used before.
    """
    require_transaction("vault")
    row = vault.get(SecondFactor, account_id)
    if row is None or not row.is_confirmed:
        raise WrongCredentials
    if codes.spend(account_id, Purpose.SECOND_FACTOR, code):
        letters.write(account_id, account_key, "security")
        return True
    _spend_step(account_id, _secret(row, account_key), code)
    return False


def remove(account_id: str, account_key: str, code: str) -> None:
    """Take the second factor away, shown once more, within the open vault transaction; raises WrongCredentials."""
    by = "paper" if verify(account_id, account_key, code) else "app"
    vault.execute(delete(SecondFactor).where(SecondFactor.account_id == account_id))
    codes.drop(account_id, [Purpose.SECOND_FACTOR])
    recording.record("second_factor.reset", account_id, account_key, by=by)
    letters.write(account_id, account_key, "security")


def renew_paper_codes(account_id: str, account_key: str) -> list[str]:
    """Return ten new codes on paper in place of all older ones, within the open vault transaction."""
    require_transaction("vault")
    codes.drop(account_id, [Purpose.SECOND_FACTOR])
    drawn = [codes.drawn(PAPER_GROUPS) for _ in range(PAPER_CODES)]
    for code in drawn:
        codes.issue(account_id, account_key, Purpose.SECOND_FACTOR, code)
    return drawn


def _spend_step(account_id: str, secret: str, code: str) -> None:
    step = _step_of(secret, "".join(code.split()))
    if step is None:
        raise WrongCredentials
    tag = key_ring().tag("totp-step", account_id, str(step))
    if vault.get(SpentTag, tag) is not None:
        raise WrongCredentials
    vault.add(SpentTag(tag=tag))
    try:
        vault.flush()
    except IntegrityError:  # the same code, twice in the same moment
        raise WrongCredentials from None


def _step_of(secret: str, code: str) -> int | None:
    totp, present = pyotp.TOTP(secret), now()
    found = None
    for late in (-1, 0, 1):
        moment = present + late * STEP
        if hmac.compare_digest(totp.at(moment).encode(), code.encode("utf-8", "surrogatepass")):
            found = totp.timecode(moment)
    return found


def _sealed(account_id: str, account_key: str, secret: str) -> bytes:
    return keys.seal(account_key, secret, "second_factors", "secret_sealed", account_id)


def _secret(row: SecondFactor, account_key: str) -> str:
    return keys.unseal(account_key, row.secret_sealed, "second_factors", "secret_sealed", row.account_id)
