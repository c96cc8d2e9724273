"""What the macros of a post need of a message: its words, its by-line, and what its author alone is shown.

Invariant: the overlay comes from ``Waiting``, which is empty for everybody but the author.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for
from markupsafe import Markup, escape

from forum.blueprints.estimates import estimate
from forum.blueprints.filters import gettext as _
from forum.discussions.boards import Byline
from forum.discussions.showing import PostShown, QuoteShown
from forum.discussions.threads import ThreadPage, page_of
from forum.discussions.waiting import Waiting
from forum.models.states import PersonaKind, PostState, RevisionState


@dataclass(frozen=True, slots=True)
class Speaker:
    """A by-line as ``components/byline.html`` prints it."""

    name: str
    color: int
    kind: PersonaKind
    profession: str | None = None
    is_you: bool = False
    credential_text: str | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted passage; ``html`` is None when it is gone."""

    name: str
    html: Markup | None
    position: int | None = None
    url: str | None = None  # of its place in the thread


@dataclass(frozen=True, slots=True)
class Overlay:
    """Where a message stands, for its author."""

    state: str
    reason: str | None = None
    estimate: str = ""
    next_url: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A post as ``components/post.html`` prints it."""

    token: str
    position: int | None
    author: Speaker
    when: datetime | None
    html: Markup | None
    is_opening: bool
    is_new: bool
    is_tombstone: bool
    is_edited: bool
    is_first_new: bool
    quote: Quoted | None
    overlay: Overlay | None
    shown: PostShown
    revisions_url: str | None = None
    content_note: str | None = None


def messages_of(page: ThreadPage) -> list[Message]:
    """Return the posts of a page for its template, those that its reader has not seen yet marked as new."""
    standing = {post.id: overlay_of(post) for post in page.waiting if post.author.is_you}
    first = first_new(page)
    return [
        replace(
            message_of(post, opening_id=page.opening_post_id, page=page),
            is_new=_is_new(page, post),
            is_first_new=first is not None and post.position == first,
            overlay=standing.get(post.id),
        )
        for post in page.posts
    ]


def first_new(page: ThreadPage) -> int | None:
    """Return the position from which on somebody who has been here before has something new to read, if any."""
    if page.read_up_to is None or page.read_up_to >= page.last_position:
        return None
    return next((post.position for post in page.posts if _is_new(page, post)), None)


def _is_new(page: ThreadPage, post: PostShown) -> bool:
    return page.read_up_to is not None and (post.position or 0) > page.read_up_to and not post.author.is_you


def waiting_of(page: ThreadPage) -> list[Message]:
    """Return the words that wait for their place in the thread: the reader's own, or on a clinician's board."""
    return [
        replace(message_of(post, opening_id=page.opening_post_id, page=page), overlay=overlay_of(post))
        for post in page.waiting
        if post.state is not PostState.PUBLISHED
    ]


def message_of(post: PostShown, *, opening_id: str, page: ThreadPage | None = None) -> Message:
    """Return one post without its overlay; ``page`` is the one that it stands on, if it does."""
    return Message(
        token=post.id,
        position=post.position,
        author=speaker_of(post.author),
        when=post.published_at,
        html=Markup(post.html) if post.html is not None else None,  # noqa: S704 - sanitised when it was written  # nosec B704
        is_opening=post.id == opening_id,
        is_new=False,
        is_tombstone=post.html is None,
        is_edited=post.is_edited,
        is_first_new=False,
        quote=_quoted(post.quote, page) if post.quote else None,
        overlay=None,
        shown=post,
    )


def speaker_of(author: Byline) -> Speaker:
    """Return a by-line; somebody whose chosen name is still being looked at goes without it."""
    return Speaker(author.name or _("New member"), author.hue, author.kind, author.profession, author.is_you)


def overlay_of(post: PostShown) -> Overlay | None:
    """Return what is said above a message that waits or came back."""
    return None if post.waiting is None else overlay(post.state, post.waiting, is_yours=post.author.is_you)


def overlay(state: PostState, waiting: Waiting, *, is_yours: bool) -> Overlay:
    """Return what is said of words that stand so; to their author more than to a clinician."""
    if not is_yours:
        return Overlay("not_yours")
    name = _STATES.get((state is PostState.PUBLISHED, waiting.state), "waiting")
    if state is PostState.HIDDEN:
        name = "hidden"
    return Overlay(name, waiting.message, estimate(waiting.due_at) if name.endswith("waiting") else "")


def quoted_text(text: str) -> Markup:
    """Return a passage of plain text with its lines kept."""
    return Markup("<p>%s</p>") % Markup("<br>").join(escape(line) for line in text.split("\n"))


def _quoted(quote: QuoteShown, page: ThreadPage | None) -> Quoted:
    words = quoted_text(quote.text) if quote.text else None
    return Quoted(quote.author.name or _("New member"), words, quote.position, _place(quote.position, page))


def _place(position: int | None, page: ThreadPage | None) -> str | None:
    if position is None or page is None:
        return None
    if page_of(position) == page.page:
        return f"#post-{position}"
    return url_for("threads.show", token=page.id, page=page_of(position), _anchor=f"post-{position}")


_STATES = {
    (False, RevisionState.HELD): "waiting",
    (False, RevisionState.RETURNED): "returned",
    (False, RevisionState.DECLINED): "declined",
    (True, RevisionState.HELD): "edit_waiting",
    (True, RevisionState.DECLINED): "edit_declined",
}
