"""What one persona shall be told once it is surely so: a row written in the transaction of the act itself.

Invariant: a row names an event, one persona and tokens; no words. The worker moves it to the vault's inbox and
deletes it.
"""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete

from forum.clock import now
from forum.extensions import db
from forum.models.records import OutboxEvent
from forum.transaction import require_transaction

EVENTS: Mapping[str, str] = {
    "post.published": "a clinician has read your message and it can now be seen",
    "post.answered": "a clinician has answered",
    "post.returned": "a clinician asks for a change before your message can be shown",
    "post.declined": "your message was not published; the reason is beside it",
    "post.hidden": "your message was taken from view; the reason is beside it",
    "post.edit_declined": "your change was not published; what was there stays",
    "thread.reply": "somebody replied to your question",
    "name.declined": "please choose another name",
}


def tell(
    event: str,
    persona_id: str,
    *,
    thread_id: str | None = None,
    post_id: str | None = None,
    decision_id: str | None = None,
    after: timedelta = timedelta(),
) -> None:
    """Write that ``persona_id`` shall be told, not before ``after`` from now."""
    require_transaction("forum")
    if event not in EVENTS:
        raise ValueError(f"undeclared notice {event}")
    moment = now()
    db.session.add(
        OutboxEvent(
            event=event,
            persona_id=persona_id,
            thread_id=thread_id,
            post_id=post_id,
            decision_id=decision_id,
            made_at=moment,
            not_before=moment + after,
        )
    )
    db.session.flush()  # each by itself: author and asker may be two faces of one person, and no statement joins them


def untell(decision_id: str) -> None:
    """Take back what an undone decision would have told."""
    require_transaction("forum")
    db.session.execute(delete(OutboxEvent).where(OutboxEvent.decision_id == decision_id))
