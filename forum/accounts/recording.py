"""Writing an act on an account into the vault's chain.

Invariant: the account is sealed under its own key, so that erasing it leaves the chain whole and silent. The row it is
bound to is a random token kept among the entry's facts, because the entry's own key is the hash of all this.
"""

from forum import audit
from forum.columns import new_token
from forum.confidentiality import keys

TABLE, COLUMN = "vault_audit_entries", "account_sealed"


def record(event: str, account_id: str, account_key: str, **facts: str) -> None:
    """Add an entry about an account within the open vault transaction."""
    seal = new_token()
    sealed = keys.seal(account_key, account_id, TABLE, COLUMN, seal)
    audit.record_in_vault(event, account_sealed=sealed, seal=seal, **facts)


def account_of(sealed: bytes, seal: str, account_key: str) -> str:
    """Return the account that an entry is about; raises KeyErased once it is gone, SealBroken for another's key."""
    return keys.unseal(account_key, sealed, TABLE, COLUMN, seal)
