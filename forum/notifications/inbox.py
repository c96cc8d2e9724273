"""The notices on an account's own shelf: sealed, counted with the session, read by nobody else.

Invariant: a delivery carries a tag of the forum's outbox row, so that moving the same row twice adds one notice.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, func, select, update

from forum.columns import new_token
from forum.confidentiality import keys
from forum.extensions import key_ring, vault
from forum.models.accounts import Account
from forum.models.records import OutboxEvent
from forum.models.shelf import InboxItem
from forum.notifications import letters
from forum.transaction import require_transaction

SHOWN = 50
MOST = 4 * SHOWN  # on one shelf; then all that is no longer shown goes


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that an account is told: an event of ``outbox.EVENTS`` and where it leads."""

    id: str
    event: str
    thread_id: str | None
    post_id: str | None
    at: datetime
    is_read: bool


def deliver(account_id: str, event: OutboxEvent) -> bool:
    """Put an outbox event on the shelf within the open vault transaction; return whether it was new.

    A letter goes with it when the account has an address and no earlier notice is still unread: one letter says enough.
    """
    require_transaction("vault")
    account = vault.get(Account, account_id)
    tag = key_ring().tag("delivery", event.id)
    known = vault.execute(select(InboxItem.id).where(InboxItem.delivery_tag == tag)).scalar()
    if account is None or known is not None:
        return False
    if account.email_tag is not None and not _has_unread(account_id):
        letters.write(account_id, account.key_id, "news")
    spelled = json.dumps([event.event, event.thread_id, event.post_id, event.made_at.timestamp()])
    item = InboxItem(id=new_token(), account_id=account_id, delivery_tag=tag, notice_sealed=b"")
    item.notice_sealed = keys.seal(account.key_id, spelled, "inbox_items", "notice_sealed", item.id)
    vault.add(item)
    vault.flush()
    _drop_oldest(account_id, account.key_id)
    return True


def notices(account_id: str, account_key: str) -> Sequence[Notice]:
    """Return the account's notices, the latest first."""
    rows = vault.execute(
        select(InboxItem.id, InboxItem.notice_sealed, InboxItem.is_read)
        .where(InboxItem.account_id == account_id)
        .limit(MOST)
    )
    found = [_opened(account_key, row.id, row.notice_sealed, is_read=row.is_read) for row in rows]
    return sorted(found, key=lambda notice: notice.at, reverse=True)[:SHOWN]


def mark_all_read(account_id: str) -> None:
    """Note that the account has seen its notices, within the open vault transaction."""
    require_transaction("vault")
    vault.execute(
        update(InboxItem)
        .where(InboxItem.account_id == account_id, InboxItem.is_read.is_(False))
        .values(is_read=True)
        .execution_options(synchronize_session=False)
    )


def _drop_oldest(account_id: str, account_key: str) -> None:
    """Keep the shelf short; when it is, only its owner's key tells which notice is the oldest."""
    many = vault.execute(select(func.count()).where(InboxItem.account_id == account_id)).scalar_one()
    if many >= MOST:
        kept = {notice.id for notice in notices(account_id, account_key)}
        gone = (InboxItem.account_id == account_id, InboxItem.id.not_in(kept))
        vault.execute(delete(InboxItem).where(*gone).execution_options(synchronize_session=False))


def _has_unread(account_id: str) -> bool:
    unread = select(InboxItem.id).where(InboxItem.account_id == account_id, InboxItem.is_read.is_(False))
    return vault.execute(unread.limit(1)).scalar() is not None


def _opened(account_key: str, item_id: str, sealed: bytes, *, is_read: bool) -> Notice:
    opened = keys.unseal(account_key, sealed, "inbox_items", "notice_sealed", item_id)
    event, thread_id, post_id, at = json.loads(opened)
    return Notice(item_id, event, thread_id, post_id, datetime.fromtimestamp(at, UTC), is_read)
