"""Letters waiting to be mailed: written in the transaction that causes them, sent by the worker after it.

Invariant: a letter names a kind from ``KINDS`` and, for a reset, its one-use token; no title, board, persona or word.
It is sealed, so that a stolen vault does not even tell why somebody was written to.
"""

import json
from collections.abc import Mapping

from forum.columns import new_token
from forum.confidentiality import keys
from forum.extensions import vault
from forum.models.shelf import VaultOutbox
from forum.transaction import require_transaction

KINDS: Mapping[str, str] = {
    "news": "there is something new to read",
    "reset": "a way to set a new password was asked for",
    "security": "something about how one signs in has changed",
}


def write(account_id: str, account_key: str, kind: str, *, token: str | None = None) -> None:
    """Put a letter into the vault's outbox within the open vault transaction."""
    require_transaction("vault")
    if kind not in KINDS:
        raise ValueError(f"unknown kind of letter {kind}")
    letter_id = new_token()
    spelled = json.dumps({"kind": kind, "token": token})
    sealed = keys.seal(account_key, spelled, "vault_outbox", "letter_sealed", letter_id)
    vault.add(VaultOutbox(id=letter_id, account_id=account_id, letter_sealed=sealed))
    vault.flush()


def opened(letter: VaultOutbox, account_key: str) -> dict[str, str | None]:
    """Return a letter's kind and token."""
    found: dict[str, str | None] = json.loads(
        keys.unseal(account_key, letter.letter_sealed, "vault_outbox", "letter_sealed", letter.id)
    )
    return found
