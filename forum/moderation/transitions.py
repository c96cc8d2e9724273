"""Every state that a post, a wording and a review can move through, as tables; nothing else moves them.

Invariant: a step that is not a row here does not happen, whoever asks; ``next_state`` is the only reader. Who may ask
for a step is policy's question, and what else must happen in the same transaction is the verb's.
Compared with DESIGN section 4 the tables also hold the undoing steps and an author's withdrawal of published and
returned words (docs/decisions/0003).
"""

import enum
from collections.abc import Mapping
from typing import TypeVar

from forum.errors import IllegalTransition
from forum.models.states import PostState as P
from forum.models.states import ReviewState as R
from forum.models.states import RevisionState as W
from forum.triage.levels import Level


class Event(enum.StrEnum):
    """What happens to a post."""

    HOLD = "hold"  # the gate keeps it, or a report or a later finding takes it back into the queue
    PUBLISH = "publish"
    RETURN = "return"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    HIDE = "hide"
    RESTORE = "restore"
    RESUBMIT = "resubmit"
    OVERTURN = "overturn"  # an appeal succeeded
    ERASE = "erase"
    UNDO = "undo"


class Step(enum.StrEnum):
    """What happens to a review."""

    CLAIM = "claim"
    ADMIT = "admit"  # an administrator publishes imported words in which nothing was found
    RELEASE = "release"
    LEASE_ENDS = "lease_ends"
    RECUSE = "recuse"
    REFER = "refer"
    DECIDE = "decide"
    RETURN = "return"
    ASK_SECOND = "ask_second"
    CONFIRM = "confirm"
    SEND_BACK = "send_back"
    RESUBMIT = "resubmit"
    UNDO = "undo"
    VOID = "void"
    REOPEN = "reopen"  # the author took the words back while changes were awaited, at red or crisis


POST: Mapping[tuple[P, Event], P] = {
    # the gate
    (P.DRAFT, Event.HOLD): P.HELD,
    (P.DRAFT, Event.PUBLISH): P.PUBLISHED,  # the board publishes first and reviews afterwards
    # a clinician decides on held words
    (P.HELD, Event.PUBLISH): P.PUBLISHED,
    (P.HELD, Event.RETURN): P.RETURNED,
    (P.HELD, Event.DECLINE): P.DECLINED,
    # published words
    (P.PUBLISHED, Event.HOLD): P.HELD,
    (P.PUBLISHED, Event.HIDE): P.HIDDEN,
    (P.HIDDEN, Event.RESTORE): P.PUBLISHED,
    # the author
    (P.RETURNED, Event.RESUBMIT): P.HELD,
    (P.HELD, Event.WITHDRAW): P.WITHDRAWN,
    (P.RETURNED, Event.WITHDRAW): P.WITHDRAWN,
    (P.PUBLISHED, Event.WITHDRAW): P.WITHDRAWN,
    # an appeal
    (P.DECLINED, Event.OVERTURN): P.PUBLISHED,
    # within the undo window
    (P.PUBLISHED, Event.UNDO): P.HELD,
    (P.RETURNED, Event.UNDO): P.HELD,
    (P.DECLINED, Event.UNDO): P.HELD,
    # erasure reaches everything
    **{(state, Event.ERASE): P.ERASED for state in P},
}

REVISION: Mapping[tuple[W, Event], W] = {
    (W.HELD, Event.PUBLISH): W.APPROVED,
    (W.HELD, Event.RETURN): W.RETURNED,
    (W.HELD, Event.DECLINE): W.DECLINED,
    (W.HELD, Event.WITHDRAW): W.WITHDRAWN,
    (W.RETURNED, Event.WITHDRAW): W.WITHDRAWN,
    (W.DECLINED, Event.OVERTURN): W.APPROVED,
    # a later wording was sent
    (W.HELD, Event.RESUBMIT): W.SUPERSEDED,
    (W.RETURNED, Event.RESUBMIT): W.SUPERSEDED,
    (W.DECLINED, Event.RESUBMIT): W.SUPERSEDED,  # of a published post whose edit was declined
    (W.APPROVED, Event.RESUBMIT): W.SUPERSEDED,  # at the moment when the later one is approved
    # within the undo window
    (W.APPROVED, Event.UNDO): W.HELD,
    (W.RETURNED, Event.UNDO): W.HELD,
    (W.DECLINED, Event.UNDO): W.HELD,
    (W.SUPERSEDED, Event.UNDO): W.APPROVED,  # the wording that the undone approval had replaced
}

REVIEW: Mapping[tuple[R, Step], R] = {
    (R.OPEN, Step.CLAIM): R.CLAIMED,
    (
        R.CLAIMED,
        Step.CLAIM,
    ): R.CLAIMED,  # only after its lease has run out; the UPDATE's condition says so
    (R.OPEN, Step.ADMIT): R.DECIDED,
    (R.CLAIMED, Step.RELEASE): R.OPEN,
    (R.CLAIMED, Step.LEASE_ENDS): R.OPEN,
    (R.CLAIMED, Step.RECUSE): R.OPEN,
    (R.CLAIMED, Step.REFER): R.OPEN,
    (R.CLAIMED, Step.DECIDE): R.DECIDED,
    (R.CLAIMED, Step.RETURN): R.AWAITING_AUTHOR,
    (R.CLAIMED, Step.ASK_SECOND): R.AWAITING_SECOND,
    (R.AWAITING_SECOND, Step.CONFIRM): R.DECIDED,
    (R.AWAITING_SECOND, Step.SEND_BACK): R.OPEN,
    (R.AWAITING_AUTHOR, Step.RESUBMIT): R.OPEN,
    (R.AWAITING_AUTHOR, Step.REOPEN): R.OPEN,
    (R.DECIDED, Step.UNDO): R.CLAIMED,
    (R.AWAITING_AUTHOR, Step.UNDO): R.CLAIMED,
    (R.OPEN, Step.VOID): R.VOID,
    (R.CLAIMED, Step.VOID): R.VOID,
    (R.AWAITING_AUTHOR, Step.VOID): R.VOID,
    (R.AWAITING_SECOND, Step.VOID): R.VOID,
}

State = TypeVar("State", P, W, R)
Cause = TypeVar("Cause", Event, Step)


def next_state(table: Mapping[tuple[State, Cause], State], state: State, cause: Cause) -> State:
    """Return the state that follows; raises IllegalTransition when the table has no such row."""
    try:
        return table[state, cause]
    except KeyError:
        raise IllegalTransition(f"no step '{cause}' from '{state}'") from None


def may_be_void(level: Level) -> bool:
    """Whether a review may end because its words were taken back: never at red or crisis, a person looks first."""
    return level < Level.RED
