"""The review page as its clinician reads it: the words, why they are here, and what surrounds them.

Invariants: everything is read as the viewer (a review of another board is a missing one), and nothing is shown of a
persona but what that persona itself said and was told: an anonymous face is never joined to another.
Cost: seven forum statements at most, whatever the length of thread and history, and one of the vault for the keys.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from forum.clock import now
from forum.confidentiality import keys
from forum.discussions.boards import Byline, byline
from forum.errors import NotFound
from forum.extensions import db
from forum.models.states import DecisionKind, PersonaState, PostState, ReviewReason, ReviewState
from forum.moderation import rows
from forum.moderation.available import Standing, available
from forum.moderation.items import ItemKind, kind_of
from forum.moderation.past import PastDecision, past
from forum.moderation.words import WordsShown, words_of
from forum.policy.check import allows, require
from forum.policy.permissions import Permission
from forum.policy.predicates import OPEN_TO_CLINICIAN
from forum.policy.subjects import ReviewFacts
from forum.policy.viewer import Author, Viewer
from forum.sealing import DataKey, Place
from forum.triage.levels import Level, Urgency

Keys = Mapping[str, DataKey]


@dataclass(frozen=True, slots=True)
class PostAround:
    """A post near the one under review; ``html`` is None for one that is no longer there."""

    position: int
    author: Byline
    html: str | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class ThreadAround:
    """The conversation that the words belong to."""

    id: str
    title: str | None
    is_published: bool
    posts: Sequence[PostAround]


@dataclass(frozen=True, slots=True)
class History:
    """What this one persona said before, as far back as its last hundred messages."""

    shown: int
    decided: Mapping[DecisionKind, int]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One item with everything that a clinician needs to decide on it."""

    id: str
    version: int
    state: ReviewState
    kind: ItemKind
    level: Level
    urgency: Urgency
    opened_at: datetime
    due_at: datetime
    lease_until: datetime | None
    holder: str | None
    is_mine: bool
    is_held: bool  # by whoever is named as its holder; a lease that has run out holds nothing
    is_own: bool
    may_claim: bool
    board_name: str | None
    author: Byline
    chosen_name: str | None
    words: WordsShown | None
    reasons: Sequence[ReviewReason]
    thread: ThreadAround | None
    decisions: Sequence[PastDecision]
    history: History
    actions: tuple[DecisionKind, ...]


def review_page(clinician: Viewer, review_id: str) -> ReviewPage:
    """Return one item of the queue; raises NotFound for one of another board as for a missing one."""
    require(clinician, Permission.MODERATE)
    row = db.session.execute(rows.review(review_id)).one_or_none()
    if row is None:
        raise NotFound
    author = Author(row.author_id, row.author_scope)
    facts = ReviewFacts(row.board_id, author, row.state, row.level, row.claimant_id)
    require(clinician, Permission.REVIEW, facts)
    decided = db.session.execute(rows.decisions(row.post_id, row.persona_id)).all()
    wordings = db.session.execute(rows.wordings(row, decided)).all() if row.post_id else []
    around = db.session.execute(rows.around(row)).all() if row.post_id else []
    opened = keys.keys_for(_key_ids(row, wordings, around))
    return _page(clinician, _with_first_signer(facts, row, decided), _Found(row, decided, wordings, around, opened))


@dataclass(frozen=True, slots=True)
class _Found:
    row: Row[Any]
    decided: Sequence[Row[Any]]
    wordings: Sequence[Row[Any]]
    around: Sequence[Row[Any]]
    opened: Keys


def _page(clinician: Viewer, facts: ReviewFacts, found: _Found) -> ReviewPage:
    row, opened = found.row, found.opened
    is_free = row.state in {ReviewState.OPEN, ReviewState.CLAIMED}
    return ReviewPage(
        id=row.id,
        version=row.version,
        state=row.state,
        kind=kind_of(row.post_kind, row.post_state, row.approved_revision_id, row.revision_id),
        level=row.level,
        urgency=row.urgency,
        opened_at=row.opened_at,
        due_at=row.due_at,
        lease_until=row.lease_until,
        holder=row.holder,
        is_mine=row.claimant_id is not None and row.claimant_id == clinician.professional,
        is_held=row.lease_until is not None and row.lease_until > now(),
        is_own=clinician.owns(facts.author),
        may_claim=is_free and allows(clinician, Permission.CLAIM, facts),
        board_name=row.board_name,
        author=byline(row),
        chosen_name=row.author_name if row.persona_id and row.author_state is not PersonaState.ERASED else None,
        words=words_of(row, found.wordings, opened),
        reasons=list(db.session.execute(rows.reasons(row.id)).scalars()),
        thread=_thread(row, found.around, opened),
        decisions=past(clinician, row, found.decided, found.wordings, opened),
        history=_history(row),
        actions=available(clinician, facts, _standing(row, found.wordings)),
    )


def _standing(row: Row[Any], wordings: Sequence[Row[Any]]) -> Standing:
    revision = next((wording for wording in wordings if wording.id == row.revision_id), None)
    return Standing(row.post_state, revision.state if revision else None, row.thread_state)


def _with_first_signer(facts: ReviewFacts, row: Row[Any], decisions: Sequence[Row[Any]]) -> ReviewFacts:
    if row.state is not ReviewState.AWAITING_SECOND:
        return facts
    standing = (
        one
        for one in decisions
        if one.review_id == row.id and one.undone_at is None and one.kind is not DecisionKind.SEND_BACK
    )
    first = max(standing, key=lambda one: int(one.version_seen), default=None)
    signer = first.actor_id if first else None
    return ReviewFacts(facts.board_id, facts.author, facts.state, facts.level, facts.claimant_id, signer)


def _key_ids(row: Row[Any], wordings: Sequence[Row[Any]], around: Sequence[Row[Any]]) -> set[str]:
    one = {row.author_key_id, row.thread_key_id, row.case_key_id}
    return {key for key in one if key} | {each.key_id for each in (*wordings, *around)}


def _thread(row: Row[Any], around: Sequence[Row[Any]], opened: Keys) -> ThreadAround | None:
    if row.thread_id is None or row.thread_state not in OPEN_TO_CLINICIAN:
        return None
    key = opened.get(row.thread_key_id)
    title = key.unseal(row.title_sealed, Place("threads", "title_sealed", row.thread_id)) if key else None
    posts = [_around(post, opened) for post in around if post.id != row.post_id]
    return ThreadAround(row.thread_id, title, row.thread_state is PostState.PUBLISHED, posts)


def _around(post: Row[Any], opened: Keys) -> PostAround:
    key = opened.get(post.key_id) if post.state is PostState.PUBLISHED else None
    html = key.unseal(post.html_sealed, Place("revisions", "html_sealed", post.revision_id)) if key else None
    return PostAround(post.position, byline(post, profession=post.profession), html, post.published_at)


def _history(row: Row[Any]) -> History:
    counted = {(one.what, one.kind): one.number for one in db.session.execute(rows.history(row.author_id))}
    decided = {DecisionKind(kind): number for (what, kind), number in counted.items() if what == "decided"}
    return History(counted.get(("shown", "published"), 0), decided)
