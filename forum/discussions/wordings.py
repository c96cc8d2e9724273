"""The wordings of one post: what was typed last, for its author's own hands, and what readers have had before.

Invariant: others see only wordings that were shown to readers; its author and the board's clinicians see all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select

from forum.confidentiality import keys
from forum.discussions.facts import post_facts
from forum.errors import NotFound
from forum.extensions import db
from forum.models.discussions import Post, Revision, RevisionSource
from forum.models.states import RevisionState
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.predicates import is_clinician_of
from forum.policy.viewer import Viewer
from forum.sealing import DataKey, Place


@dataclass(frozen=True, slots=True)
class Typed:
    """What its author typed last, with the version that a change of it must name."""

    title: str | None
    body: str
    version: int
    quote: tuple[str, int, int] | None  # revision, start, end


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording, as it can be compared with others."""

    number: int
    state: RevisionState
    title: str | None
    body: str
    made_at: datetime
    was_shown: bool
    is_present: bool  # the one that readers have now


def typed_last(viewer: Viewer, post: Post) -> Typed:
    """Return the newest wording of the viewer's own post; raises Refused unless they may edit it."""
    require(viewer, Permission.EDIT, post_facts(post))
    wanted = post.open_revision_id or post.approved_revision_id
    row = db.session.execute(
        select(
            Revision.id.label("revision_id"),
            RevisionSource.title_sealed,
            RevisionSource.source_sealed,
            Revision.quoted_revision_id,
            Revision.quote_start,
            Revision.quote_end,
        )
        .join(RevisionSource, RevisionSource.revision_id == Revision.id)
        .where(Revision.id == wanted)
    ).one_or_none()
    if row is None:
        raise NotFound
    key = keys.key_for(post.key_id)
    quote = (row.quoted_revision_id, row.quote_start, row.quote_end) if row.quoted_revision_id else None
    title = _opened(key, row.title_sealed, "title_sealed", row.revision_id)
    body = _opened(key, row.source_sealed, "source_sealed", row.revision_id)
    return Typed(title, body or "", post.version, quote)


def wordings(viewer: Viewer, post: Post) -> Sequence[Wording]:
    """Return the wordings of a post that the viewer may read, the first one first."""
    facts = post_facts(post)
    require(viewer, Permission.READ_REVISIONS, facts)
    statement = _WORDINGS.where(Revision.post_id == post.id).order_by(Revision.number)
    if not (viewer.owns(facts.author) or is_clinician_of(viewer, facts.thread.board.id)):
        shown = or_(Revision.shown_at.is_not(None), Revision.id == post.approved_revision_id)
        statement = statement.where(shown)
    key = keys.key_for(post.key_id)
    return [_wording(row, key, post.approved_revision_id) for row in db.session.execute(statement)]


_WORDINGS = select(
    Revision.id.label("revision_id"),
    Revision.number,
    Revision.state,
    Revision.created_at,
    Revision.shown_at,
    RevisionSource.title_sealed,
    RevisionSource.source_sealed,
).join(RevisionSource, RevisionSource.revision_id == Revision.id)


def _wording(row: Row[Any], key: DataKey, approved_id: str | None) -> Wording:
    return Wording(
        row.number,
        row.state,
        _opened(key, row.title_sealed, "title_sealed", row.revision_id),
        _opened(key, row.source_sealed, "source_sealed", row.revision_id) or "",
        row.created_at,
        row.shown_at is not None,
        row.revision_id == approved_id,
    )


def _opened(key: DataKey, sealed: bytes | None, column: str, revision_id: str) -> str | None:
    return None if sealed is None else key.unseal(sealed, Place("revision_sources", column, revision_id))
