"""What needs somebody now: the first thing that they see when they come back.

Invariant: only what is theirs and only what they can do something about, the most pressing first; nothing here counts
or shows anybody else's words.
"""

from typing import NamedTuple

from flask import url_for

from forum.blueprints.filters import coarse_time
from forum.blueprints.filters import gettext as _
from forum.blueprints.notices.sentences import SENTENCES
from forum.confidentiality.identity import SignedIn
from forum.notifications import inbox
from forum.notifications.inbox import Notice

SHOWN = 5
# What came back, before what happened: the first waits for its author.
FIRST = ("post.returned", "name.declined", "post.declined", "post.edit_declined", "post.hidden", "post.answered")


class Need(NamedTuple):
    """One line: what it is, what it says of itself, where to do something about it."""

    title: str
    note: str
    url: str


def needs_of(asking: SignedIn) -> list[Need]:
    """Return what needs somebody now: for clinicians their queue, for everybody what they have not seen yet."""
    needs = []
    if asking.viewer.may_moderate and asking.viewer.has_second_factor:
        needs.append(Need(_("The queue"), _("What waits for a clinician to read it."), url_for("moderation.queue")))
    if asking.session.unread:
        told = inbox.notices(asking.account_id, asking.session.account_key)
        unread = sorted((notice for notice in told if not notice.is_read), key=_pressing)
        needs += [_need(notice) for notice in unread[:SHOWN]]
    return needs


def _pressing(notice: Notice) -> int:
    return FIRST.index(notice.event) if notice.event in FIRST else len(FIRST)


def _need(notice: Notice) -> Need:
    url = url_for("posts.show", token=notice.post_id) if notice.post_id else url_for("notices.index")
    return Need(str(SENTENCES[notice.event]), coarse_time(notice.at), url)
