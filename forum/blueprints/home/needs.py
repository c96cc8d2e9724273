"""What needs somebody now: the first thing that they see when they come back.

Invariant: only what is theirs and only what they can do something about, the most pressing first; nothing here counts
or shows anybody else's words.
"""

from typing import NamedTuple

from forum.confidentiality.identity import SignedIn


class Need(NamedTuple):
    """One line: what it is, what it says of itself, where to do something about it."""

    title: str
    note: str
    url: str


def needs_of(_asking: SignedIn) -> list[Need]:
    """Return what needs somebody now."""
    return []
