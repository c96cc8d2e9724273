"""Moving what waits: events from the forum's outbox to inboxes in the vault, letters from the vault to the mail server.

Invariants: the vault commits first and the outbox row goes after it, so a crash between the two repeats a delivery
that the delivery tag makes harmless; a letter that could not be sent waits and is tried again; one that a mail server
has taken may, after a crash in that very moment, go twice, and never not at all.
"""

from datetime import timedelta

from sqlalchemy import delete, select, update

from forum.clock import today
from forum.columns import database_now
from forum.confidentiality import faces, keys
from forum.errors import AlongsideError, KeyErased
from forum.extensions import db, vault
from forum.models.accounts import Account
from forum.models.records import OutboxEvent
from forum.models.shelf import VaultOutbox
from forum.notifications import inbox, letters
from forum.notifications.mail import Mailer, MailFailed
from forum.transaction import atomic, vault_atomic

BATCH = 100
LETTERS_LIVE = timedelta(days=7)
LONGEST_WAIT = timedelta(hours=12)


def move_events() -> int:
    """Move the events that are due, each to its account's inbox, and return how many were moved."""
    due = select(OutboxEvent).where(OutboxEvent.not_before <= database_now()).order_by(OutboxEvent.not_before)
    events = db.session.execute(due.limit(BATCH)).scalars().all()
    for event in events:
        db.session.expunge(event)
    return sum(_moved(event) for event in events)


def _moved(event: OutboxEvent) -> bool:
    try:
        account_id = faces.account_of(event.persona_id)
        if account_id is not None:
            with vault_atomic():
                inbox.deliver(account_id, event)
    except AlongsideError:  # one that cannot be delivered must not hold up all that are due after it
        _put_off(event)
        return False
    with atomic():
        db.session.execute(delete(OutboxEvent).where(OutboxEvent.id == event.id))
    return True


def _put_off(event: OutboxEvent) -> None:
    later = database_now(min(timedelta(minutes=2 ** min(event.attempts, 10)), LONGEST_WAIT))
    with atomic():
        put_off = update(OutboxEvent).where(OutboxEvent.id == event.id)
        db.session.execute(
            put_off.values(attempts=OutboxEvent.attempts + 1, not_before=later),
            execution_options={"synchronize_session": False},
        )


def send_letters(mailer: Mailer) -> tuple[int, int]:
    """Send what waits to be mailed; return how many were sent and how many could not be and wait on."""
    sent = failed = 0
    # Those that failed before come last: letters that nobody takes must not keep the others from leaving.
    waiting = vault.execute(select(VaultOutbox.id).order_by(VaultOutbox.attempts).limit(BATCH)).scalars().all()
    vault.rollback()
    for letter_id in waiting:
        if _send(letter_id, mailer):
            sent += 1
        else:
            failed += 1
    return sent, failed


def _send(letter_id: str, mailer: Mailer) -> bool:
    letter = vault.get(VaultOutbox, letter_id)
    if letter is None:
        return True
    account = vault.get_one(Account, letter.account_id)
    address, written = _opened(letter, account)
    vault.rollback()  # no transaction stays open while a mail server thinks
    try:
        if address is not None:
            mailer.send(address, written["kind"] or "news", written["token"])
    except MailFailed:
        _put_back(letter_id)
        return False
    with vault_atomic():
        vault.execute(delete(VaultOutbox).where(VaultOutbox.id == letter_id))
    return True


def _opened(letter: VaultOutbox, account: Account) -> tuple[str | None, dict[str, str | None]]:
    try:
        written = letters.opened(letter, account.key_id)
        if account.email_sealed is None or account.email_tag is None:  # no tag: the address is somebody else's
            return None, written
        address = keys.unseal(account.key_id, account.email_sealed, "accounts", "email_sealed", account.id)
    except KeyErased:
        return None, {}
    return address, written


def _put_back(letter_id: str) -> None:
    with vault_atomic():
        vault.execute(update(VaultOutbox).where(VaultOutbox.id == letter_id).values(attempts=VaultOutbox.attempts + 1))
        vault.execute(delete(VaultOutbox).where(VaultOutbox.written_on < today() - LETTERS_LIVE))
