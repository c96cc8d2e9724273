"""What everybody agrees to when joining, and in which version.

Invariant: the versions stand here and nowhere else; a text that changes its meaning gets a new one, and whoever agreed
to an older one is asked again. Nothing of a birth date is kept: only that the minimum age was confirmed.
"""

from collections.abc import Mapping

from sqlalchemy import select

from forum.extensions import settings, vault
from forum.models.accounts import ConsentGiven
from forum.models.states import Consent
from forum.transaction import require_transaction

RULES_VERSION = "2026-11"
LIMITS_VERSION = "2026-11"


def versions() -> Mapping[Consent, str]:
    """Return the version of each consent that counts now; the minimum age is its own version."""
    return {
        Consent.RULES: RULES_VERSION,
        Consent.CONFIDENTIALITY_LIMITS: LIMITS_VERSION,
        Consent.MINIMUM_AGE: str(settings().minimum_age),
    }


def missing(account_id: str) -> frozenset[Consent]:
    """Return the consents that an account has not given in their present version, or has withdrawn."""
    rows = vault.execute(
        select(ConsentGiven.consent, ConsentGiven.version).where(
            ConsentGiven.account_id == account_id, ConsentGiven.withdrawn_on.is_(None)
        )
    )
    given = {(row.consent, row.version) for row in rows}
    return frozenset(consent for consent, version in versions().items() if (consent, version) not in given)


def give_all(account_id: str) -> None:
    """Record that an account agrees to everything in its present version, within the open vault transaction."""
    require_transaction("vault")
    for consent, version in versions().items():
        given = vault.get(ConsentGiven, (account_id, consent, version))
        if given is None:
            vault.add(ConsentGiven(account_id=account_id, consent=consent, version=version))
        else:
            given.withdrawn_on = None
    vault.flush()
