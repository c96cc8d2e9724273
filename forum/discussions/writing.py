"""The writers of threads, posts and wordings: ``moderation.intake`` alone imports this module, and a test says so.

Invariants: words are sealed under their author's persona key at the place where they are stored; everything is born
held, and only ``moderation.publication`` shows it.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from forum.clock import now
from forum.columns import new_token
from forum.confidentiality import keys
from forum.extensions import db
from forum.models.discussions import Post, Revision, RevisionSource, Thread
from forum.models.personas import Persona
from forum.models.states import PostKind, PostState, RevisionState


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of somebody's published wording, by reference: characters ``start`` to ``end`` of its plain text."""

    revision_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """One wording, cleaned, rendered and assessed by the gate."""

    source: str
    html: str
    assessment: dict[str, Any]
    title: str | None = None
    quote: Quote | None = None


def write_thread(board_id: str, scope: str, author: Persona, kind: PostKind, words: Words, tag: bytes) -> Post:
    """Write a thread with its held opening post and return the post."""
    moment = now()
    thread_id, post_id = new_token(), new_token()
    title = keys.seal(author.key_id, words.title or "", "threads", "title_sealed", thread_id)
    db.session.add(
        Thread(
            id=thread_id,
            board_id=board_id,
            scope=scope,
            author_id=author.id,
            key_id=author.key_id,
            opening_post_id=post_id,
            title_sealed=title,
            state=PostState.HELD,
            created_at=moment,
            last_activity_at=moment,
        )
    )
    db.session.flush()
    return _write_post(post_id, thread_id, author, kind, words, tag, moment)


def write_post(thread_id: str, author: Persona, kind: PostKind, words: Words, tag: bytes) -> Post:
    """Write a held post in a thread."""
    return _write_post(new_token(), thread_id, author, kind, words, tag, now())


def write_revision(post: Post, words: Words) -> Revision:
    """Write a further held wording of a post, under the key its words already have."""
    latest = db.session.execute(select(func.max(Revision.number)).where(Revision.post_id == post.id)).scalar() or 0
    revision = Revision(
        id=new_token(),
        post_id=post.id,
        number=latest + 1,
        state=RevisionState.HELD,
        html_sealed=b"",
        quoted_revision_id=words.quote.revision_id if words.quote else None,
        quote_start=words.quote.start if words.quote else None,
        quote_end=words.quote.end if words.quote else None,
        created_at=now(),
    )
    key = post.key_id
    revision.html_sealed = keys.seal(key, words.html, "revisions", "html_sealed", revision.id)
    db.session.add(revision)
    db.session.flush()
    db.session.add(_source(key, revision.id, words))
    post.open_revision_id = revision.id
    db.session.flush()
    return revision


def _write_post(
    post_id: str, thread_id: str, author: Persona, kind: PostKind, words: Words, tag: bytes, moment: datetime
) -> Post:
    post = Post(
        id=post_id,
        thread_id=thread_id,
        author_id=author.id,
        kind=kind,
        state=PostState.HELD,
        key_id=author.key_id,
        submission_tag=tag,
        created_at=moment,
    )
    db.session.add(post)
    db.session.flush()
    write_revision(post, words)
    return post


def _source(key_id: str, revision_id: str, words: Words) -> RevisionSource:
    def sealed(column: str, text: str) -> bytes:
        return keys.seal(key_id, text, "revision_sources", column, revision_id)

    return RevisionSource(
        revision_id=revision_id,
        title_sealed=None if words.title is None else sealed("title_sealed", words.title),
        source_sealed=sealed("source_sealed", words.source),
        assessment_sealed=sealed("assessment_sealed", json.dumps(words.assessment)),
    )
