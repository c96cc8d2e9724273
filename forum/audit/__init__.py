"""The record of what staff did: two hash chains, appended to in the transaction of the act itself.

Invariants: every kind of event is declared here; an entry's hash covers its predecessor's; facts hold codes and tokens,
never words; each chain's head is also written, after the commit, to a file outside both databases
(``Settings.audit_anchor``), so that cutting off the end of a chain shows too. ``verifying`` walks the chains.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from forum.clock import now, today
from forum.extensions import db, settings, vault
from forum.models.records import AuditEntry, AuditHead, VaultAuditEntry, VaultAuditHead
from forum.transaction import after_commit, require_transaction

GENESIS = bytes(32)

EVENTS: Mapping[str, str] = {
    "review.claimed": "a clinician took an item of the queue",
    "review.released": "a clinician gave an item back",
    "review.decided": "a clinician decided",
    "review.second_signed": "a second clinician confirmed or sent back",
    "review.undone": "a decision was undone within its window",
    "review.level_changed": "a person corrected the level",
    "case.opened": "a safety case was opened",
    "post.answered": "a clinician's words were published",
    "import.published": "imported words were published by decision of an administrator",
    "board.changed": "a board was made or changed",
    "hours.changed": "staffed hours were changed",
    "grant.given": "a role was granted",
    "grant.proposed": "a role was proposed, for which a second person must sign",
    "grant.approved": "a second person signed for a role",
    "grant.revoked": "a grant was ended",
    "credential.proposed": "a credential was looked up in its register",
    "credential.approved": "a second person approved a credential",
    "membership.changed": "a persona was invited to a board, or no longer is",
}

VAULT_EVENTS: Mapping[str, str] = {
    "staff.enrolled": "an account became staff",
    "second_factor.set": "a second factor was set or replaced",
    "second_factor.reset": "a second factor was removed by recovery",
    "password.reset": "a password was reset",
}


def record(event: str, *, actor: str | None, subject: str | None, **facts: Any) -> None:
    """Add an entry to the forum's chain, within the open forum transaction; actor and subject are tokens."""
    require_transaction("forum")
    if event not in EVENTS:
        raise ValueError(f"undeclared audit event {event}")
    head = db.session.execute(select(AuditHead).with_for_update()).scalar_one_or_none()
    if head is None:
        head = AuditHead(id=1, hash=GENESIS, length=0)
        db.session.add(head)
    made_at = now()
    digest = entry_hash(head.hash, event, actor, subject, facts, made_at)
    db.session.add(
        AuditEntry(
            hash=digest,
            previous=head.hash,
            event=event,
            actor=actor,
            subject=subject,
            facts=facts,
            made_at=made_at,
        )
    )
    head.hash, head.length = digest, head.length + 1
    db.session.flush()
    length = head.length
    after_commit(lambda: _anchor("forum", length, digest))


def record_in_vault(event: str, *, account_sealed: bytes | None = None, **facts: Any) -> None:
    """Add an entry to the vault's chain, within the open vault transaction; the hash covers the ciphertext."""
    require_transaction("vault")
    if event not in VAULT_EVENTS:
        raise ValueError(f"undeclared audit event {event}")
    head = vault.execute(select(VaultAuditHead).with_for_update()).scalar_one_or_none()
    if head is None:
        head = VaultAuditHead(id=1, hash=GENESIS, length=0)
        vault.add(head)
    made_on = today()
    digest = entry_hash(head.hash, event, (account_sealed or b"").hex(), None, facts, made_on)
    vault.add(
        VaultAuditEntry(
            hash=digest,
            previous=head.hash,
            event=event,
            account_sealed=account_sealed,
            facts=facts,
            made_on=made_on,
        )
    )
    head.hash, head.length = digest, head.length + 1
    vault.flush()
    length = head.length
    after_commit(lambda: _anchor("vault", length, digest))


def entry_hash(
    previous: bytes,
    event: str,
    actor: str | None,
    subject: str | None,
    facts: Mapping[str, Any],
    made: datetime | date,
) -> bytes:
    """Return the SHA-256 that stands for an entry and everything before it."""
    spelled = json.dumps(
        [previous.hex(), event, actor, subject, facts, made.isoformat()],
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(spelled.encode()).digest()


def _anchor(chain: str, length: int, digest: bytes) -> None:
    path = settings().audit_anchor
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as file:
        file.write(f"{chain} {length} {digest.hex()}\n")
