"""One row of ``statements`` as a page shows it: the words where the reader may have them, a tombstone where not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from forum.discussions.boards import Byline, byline
from forum.discussions.waiting import Waiting, waiting_of
from forum.errors import SealBroken
from forum.models.states import PersonaKind, PersonaState, PostKind, PostState
from forum.policy.subjects import PostFacts, ThreadFacts
from forum.policy.viewer import Author
from forum.rich_text import plain_text
from forum.sealing import DataKey, Place

Keys = Mapping[str, DataKey]


@dataclass(frozen=True, slots=True)
class QuoteShown:
    """A quoted passage as it stands now, or that it is no longer there."""

    author: Byline
    text: str | None
    position: int | None


@dataclass(frozen=True, slots=True)
class PostShown:
    """One post of a page; ``html`` is None for a tombstone."""

    id: str
    revision_id: str | None
    position: int | None
    kind: PostKind
    state: PostState
    author: Byline
    html: str | None
    published_at: datetime | None
    is_edited: bool
    quote: QuoteShown | None
    waiting: Waiting | None  # where this wording stands, when it is not the one that others read
    by: Author = field(repr=False)
    has_open_revision: bool

    def facts_in(self, thread: ThreadFacts) -> PostFacts:
        """Return what rules need to know of it; ``thread`` as this request has read it."""
        return PostFacts(thread, self.by, self.state, self.has_open_revision)


def author_of(row: Row[Any]) -> Author:
    """Return who wrote a row."""
    return Author(row.author_id, row.author_scope)


def post_shown(row: Row[Any], opened: Keys, *, is_yours: bool = False, is_open: bool = False) -> PostShown:
    """Return one row of ``statements`` as a page shows it; ``is_open``: its reader may read it, shown or not."""
    is_waiting = row.revision_id is not None and row.revision_id == row.open_revision_id
    is_open = is_open or row.state is PostState.PUBLISHED or is_waiting
    key = opened.get(row.key_id) if is_open else None
    html = key.unseal(row.html_sealed, Place("revisions", "html_sealed", row.revision_id)) if key else None
    return PostShown(
        id=row.id,
        revision_id=row.revision_id if html is not None else None,
        position=row.position,
        kind=row.kind,
        state=row.state,
        author=byline(row, is_you=is_yours, profession=row.profession),
        html=html,
        published_at=row.published_at,
        is_edited=row.edited_at is not None,
        quote=_quote(row, opened) if html is not None else None,
        waiting=_standing(row, key if is_yours else None) if is_waiting else None,
        by=author_of(row),
        has_open_revision=row.open_revision_id is not None,
    )


def _standing(row: Row[Any], key: DataKey | None) -> Waiting:
    return Waiting(row.revision_state) if key is None else waiting_of(row, key)


def _quote(row: Row[Any], opened: Keys) -> QuoteShown | None:
    if row.quoted_revision_id is None:
        return None
    name_waits = row.quoted_author_state is not PersonaState.ACTIVE and row.quoted_kind is PersonaKind.EVERYDAY
    author = Byline("" if name_waits else row.quoted_name, row.quoted_hue, row.quoted_kind)
    key = opened.get(row.quoted_key_id)
    stands = row.quoted_state is PostState.PUBLISHED and row.quoted_approved_id == row.quoted_revision_id
    text = None
    if key is not None and stands:
        try:
            html = key.unseal(row.quoted_html, Place("revisions", "html_sealed", row.quoted_revision_id))
            text = plain_text(html)[row.quote_start : row.quote_end]
        except SealBroken:
            text = None
    return QuoteShown(author, text, row.quoted_position)
