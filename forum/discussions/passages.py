"""Choosing a passage to quote: as a paragraph of a message, or as words marked in it.

Invariant: a passage is a range of the plain text of the wording that readers have now, never a copy of words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from forum.confidentiality import keys
from forum.discussions import loading
from forum.discussions.boards import Byline, byline
from forum.discussions.writing import Quote
from forum.errors import BadInput, NotFound, Refused
from forum.extensions import db
from forum.models.discussions import Post, Revision
from forum.models.personas import Persona
from forum.policy.permissions import Permission
from forum.policy.viewer import Viewer
from forum.rich_text import plain_text
from forum.sealing import Place

LONGEST = 1200
MOST_WORDS = 400


@dataclass(frozen=True, slots=True)
class Quotable:
    """A published message as it can be quoted from."""

    post_id: str
    thread_id: str
    revision_id: str
    author: Byline
    position: int | None
    text: str

    @property
    def paragraphs(self) -> Sequence[tuple[Quote, str]]:
        """Each line of the text with its range."""
        found, start = [], 0
        for line in self.text.split("\n"):
            end = start + min(len(line), LONGEST)
            if line:
                found.append((Quote(self.revision_id, start, end), self.text[start:end]))
            start += len(line) + 1
        return found

    def passage(self, quote: Quote) -> str | None:
        """Return the words of a range, or None when it is not one of this wording."""
        words = self.text[quote.start : quote.end] if quote.revision_id == self.revision_id else ""
        return words or None

    def marked(self, words: str) -> Quote:
        """Return the range of words that a reader marked, however its spaces fell; raises BadInput when not there."""
        wanted = words.split()[:MOST_WORDS]
        found = re.search(r"\s+".join(re.escape(word) for word in wanted), self.text) if wanted else None
        if found is None:
            raise BadInput("quote", "gone")
        return Quote(self.revision_id, found.start(), min(found.end(), found.start() + LONGEST))


def quotable(viewer: Viewer, post_id: str) -> Quotable:
    """Return a message to quote from; raises NotFound, NeedsSignIn, Refused."""
    post = loading.post(viewer, post_id, Permission.QUOTE)
    return _opened(post)


def quotable_of(viewer: Viewer, quote: Quote) -> Quotable:
    """Return the message that a passage is of; raises BadInput when that wording is no longer what readers have."""
    post_id = db.session.execute(select(Revision.post_id).where(Revision.id == quote.revision_id)).scalar()
    post = db.session.get(Post, post_id) if post_id else None
    if post is None or post.approved_revision_id != quote.revision_id:
        raise BadInput("quote", "gone")
    try:
        return quotable(viewer, post.id)
    except (NotFound, Refused):  # as one that was never there
        raise BadInput("quote", "gone") from None


def _opened(post: Post) -> Quotable:
    row: Row[Any] = db.session.execute(
        select(
            Revision.id,
            Revision.html_sealed,
            Persona.name.label("author_name"),
            Persona.hue.label("author_hue"),
            Persona.kind.label("author_kind"),
            Persona.state.label("author_state"),
        )
        .select_from(Post)
        .join(Revision, Revision.id == Post.approved_revision_id)
        .join(Persona, Persona.id == Post.author_id)
        .where(Post.id == post.id)
    ).one()
    html = keys.key_for(post.key_id).unseal(row.html_sealed, Place("revisions", "html_sealed", row.id))
    return Quotable(post.id, post.thread_id, row.id, byline(row), post.position, plain_text(html))
