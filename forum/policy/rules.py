"""The one table of who may do what.

A permission is granted when every predicate of its row holds. To change what somebody may do, change a row; to add a
kind of thing, add a predicate. ``visibility`` holds the SQL twin of every READ row, and a property test holds the two
together.
"""

from collections.abc import Callable, Mapping
from typing import Any

from forum.policy import predicates as p
from forum.policy.permissions import Permission
from forum.policy.viewer import Viewer

Predicate = Callable[[Viewer, Any], bool]

RULES: Mapping[Permission, tuple[Predicate, ...]] = {
    # reading: refused as if the thing did not exist
    Permission.READ_BOARD: (p.may_enter,),
    Permission.READ_THREAD: (p.thread_is_open_to,),
    Permission.READ_POST: (p.post_is_open_to,),
    Permission.READ_REVISIONS: (p.post_is_open_to,),
    # speaking
    Permission.ASK: (p.may_speak, p.may_enter, p.board_takes_words),
    Permission.REPLY: (p.may_speak, p.thread_is_open_to, p.thread_takes_words),
    Permission.QUOTE: (p.may_speak, p.post_is_open_to, p.is_quotable),
    Permission.EDIT: (p.may_speak, p.wrote, p.post_is_open_to, p.is_editable),
    Permission.WITHDRAW: (p.wrote, p.is_withdrawable),
    # the queue
    Permission.MODERATE: (p.moderates,),
    Permission.REVIEW: (p.reviews_board,),
    Permission.CLAIM: (p.reviews_board, p.did_not_write),
    Permission.DECIDE: (p.reviews_board, p.did_not_write, p.holds_claim),
    Permission.SIGN_SECOND: (p.reviews_board, p.did_not_write, p.leads_board, p.did_not_sign_first),
    Permission.ANSWER: (p.may_speak, p.thread_is_open_to, p.answers_board),
    # the house
    Permission.ADMINISTER: (p.administers,),
    Permission.SIGN_CREDENTIAL: (p.administers_or_leads,),
}

# What cannot be seen does not exist: these answer 404, all others 403.
INVISIBLE = frozenset(
    {
        Permission.READ_BOARD,
        Permission.READ_THREAD,
        Permission.READ_POST,
        Permission.READ_REVISIONS,
        Permission.MODERATE,
        Permission.REVIEW,
        Permission.ADMINISTER,
        Permission.SIGN_CREDENTIAL,
    }
)
