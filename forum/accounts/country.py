"""The country that somebody may give, sealed: it chooses the crisis help they are shown, and nothing else."""

from forum.confidentiality import keys
from forum.extensions import vault
from forum.models.accounts import Account
from forum.transaction import require_transaction


def read(account_id: str) -> str | None:
    """Return an account's country, as two capital letters, or None."""
    account = vault.get(Account, account_id)
    if account is None or account.country_sealed is None:
        return None
    return keys.unseal(account.key_id, account.country_sealed, "accounts", "country_sealed", account_id)


def write(account_id: str, country: str | None) -> None:
    """Keep or forget an account's country within the open vault transaction."""
    require_transaction("vault")
    account = vault.get_one(Account, account_id)
    account.country_sealed = (
        keys.seal(account.key_id, country, "accounts", "country_sealed", account_id) if country else None
    )
    vault.flush()
