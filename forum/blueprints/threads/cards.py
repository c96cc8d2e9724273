"""The messages of a page as HTML: drawn once for everybody, and anew only where they differ for one reader.

Invariant: what is kept with the shared page is a function of that page and of ``_Look``; a message of the reader's
own, or one that says where it stands, is drawn for this reader and kept nowhere.
"""

from datetime import date
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import Markup

from forum.blueprints import language
from forum.blueprints.conversation import Message, first_new, messages_of
from forum.blueprints.filters import local_day
from forum.discussions.threads import ThreadPage
from forum.policy.viewer import Viewer


class _Look(NamedTuple):
    """All that a drawn message depends on beside its page: times are said as distances from the day."""

    language: str
    day: date
    may_quote: bool


def cards_of(page: ThreadPage, viewer: Viewer, *, may_quote: bool) -> Markup:
    """Return the page's messages, with a mark on what is new to somebody who has been here before."""
    look, drawn = _Look(language.spoken(), local_day(), may_quote), page.shared.drawn
    if page.posts is page.shared.posts and first_new(page) is None and not page.waiting:
        if look not in drawn:
            drawn[look] = Markup().join(_card(page, viewer, message, look) for message in messages_of(page))
        return Markup(drawn[look])  # noqa: S704 - drawn by a template  # nosec B704
    return Markup().join(_card(page, viewer, message, look) for message in messages_of(page))


def _card(page: ThreadPage, viewer: Viewer, message: Message, look: _Look) -> str:
    if message.author.is_you or message.overlay or message.is_first_new:
        return _drawn(page, viewer, message, look)
    known = (look, message.token, message.is_new)
    card = page.shared.drawn.get(known)
    if card is None:
        card = page.shared.drawn[known] = _drawn(page, viewer, message, look)
    return card


def _drawn(page: ThreadPage, viewer: Viewer, message: Message, look: _Look) -> str:
    macros: Any = current_app.jinja_env.get_template("threads/message.html").module
    card: str = macros.in_place(message, page, viewer, look.may_quote)
    return card
