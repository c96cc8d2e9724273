"""From the plan's posts to rows: sealed, numbered and dated as the verbs would have left them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from forum.cli.seeding.people import Cast, Speaker, Text
from forum.cli.seeding.plan import Plan, Spot
from forum.models.discussions import Post, Revision, RevisionSource, Thread
from forum.models.reviews import Decision, Review, ReviewReasonGiven
from forum.models.states import DecisionKind, PostKind, PostState, ReviewReason, ReviewState, RevisionState
from forum.moderation.staffing import Rota, rank_of
from forum.sealing import Place
from forum.triage.levels import Level, Urgency

# In the order in which their foreign keys allow them to be written.
TABLES = (Thread, Post, Revision, RevisionSource, Review, ReviewReasonGiven, Decision)
LOOKED_AT_AFTER = timedelta(minutes=40)
TITLE_LENGTH = 60
# Of a hundred open reviews, as a busy site might have them: the rest is green.
GRAVE_AMONG_HUNDRED = ((2, Level.CRISIS), (10, Level.RED), (30, Level.AMBER))
Rows = dict[type[Any], list[dict[str, Any]]]


@dataclass(frozen=True)
class Writer:
    """Everything that rows are made of; ``askers`` are the authors of the threads of this batch."""

    plan: Plan
    cast: Cast
    base: datetime
    rota: Rota
    askers: Mapping[int, Speaker]
    rows: Rows = field(default_factory=lambda: {table: [] for table in TABLES})

    def shown(self, spots: Iterable[Spot], first: int) -> Rows:
        """Return the rows of published posts, the first of which is the site's ``first``."""
        for place, spot in enumerate(spots, start=first):
            author, moment = self._author(spot), self.plan.said(spot, self.base)
            if spot.number == 0:
                self._thread(spot, author)
            self._post(spot, author, moment, is_shown=True)
            if place < self.plan.decided_reviews:
                self._review(spot, author, moment, is_decided=True)
        return self.rows

    def held(self, spots: Iterable[Spot]) -> Rows:
        """Return the rows of replies that wait, each with its open review."""
        for place, spot in enumerate(spots):
            author = self.cast.members[spot.who % len(self.cast.members)]
            moment = self.base - timedelta(minutes=place % 2000)
            self._post(spot, author, moment, is_shown=False)
            self._review(spot, author, moment, is_decided=False)
        return self.rows

    def _author(self, spot: Spot) -> Speaker:
        if spot.number == 0:
            return self.askers[spot.thread]
        group = self.cast.clinicians if _is_answer(spot) else self.cast.members
        return group[spot.who % len(group)]

    def _thread(self, spot: Spot, author: Speaker) -> None:
        thread_id, size = self.plan.thread_id(spot.thread), self.plan.size(spot.thread)
        last = self.plan.said(spot._replace(number=size - 1), self.base)
        title = self._text(spot).source[:TITLE_LENGTH].partition("\n")[0]
        self.rows[Thread].append(
            {
                "id": thread_id,
                "board_id": self.cast.boards[self.plan.board(spot.thread)],
                "scope": self.plan.scope(spot.thread),
                "author_id": author.persona_id,
                "key_id": author.key_id,
                "opening_post_id": spot.post_id,
                "title_sealed": author.key.seal(title, Place("threads", "title_sealed", thread_id)),
                "state": PostState.PUBLISHED,
                "is_pinned": False,
                "is_locked": False,
                "is_answered": size > 1 and _is_answer(spot._replace(number=1)),
                "post_count": size,
                "created_at": self.plan.started(spot.thread, self.base),
                "last_activity_at": last,
            }
        )

    def _post(self, spot: Spot, author: Speaker, moment: datetime, *, is_shown: bool) -> None:
        kind = PostKind.QUESTION if spot.number == 0 else PostKind.ANSWER if author.is_clinician else PostKind.REPLY
        self.rows[Post].append(
            {
                "id": spot.post_id,
                "thread_id": self.plan.thread_id(spot.thread),
                "author_id": author.persona_id,
                "kind": kind,
                "state": PostState.PUBLISHED if is_shown else PostState.HELD,
                "position": spot.number + 1 if is_shown else None,
                "key_id": author.key_id,
                "approved_revision_id": spot.revision_id if is_shown else None,
                "open_revision_id": None if is_shown else spot.revision_id,
                "created_at": moment,
                "published_at": moment if is_shown else None,
                "version": 2 if is_shown else 1,
            }
        )
        self._words(spot, author, moment, is_shown=is_shown)

    def _words(self, spot: Spot, author: Speaker, moment: datetime, *, is_shown: bool) -> None:
        text, row, seal = self._text(spot), spot.revision_id, author.key.seal
        self.rows[Revision].append(
            {
                "id": row,
                "post_id": spot.post_id,
                "number": 1,
                "state": RevisionState.APPROVED if is_shown else RevisionState.HELD,
                "html_sealed": seal(text.html, Place("revisions", "html_sealed", row)),
                "created_at": moment,
                "shown_at": moment if is_shown else None,
            }
        )
        title = text.source[:TITLE_LENGTH].partition("\n")[0] if spot.number == 0 else None
        self.rows[RevisionSource].append(
            {
                "revision_id": row,
                "title_sealed": title and seal(title, Place("revision_sources", "title_sealed", row)),
                "source_sealed": seal(text.source, Place("revision_sources", "source_sealed", row)),
                "assessment_sealed": seal(text.assessment, Place("revision_sources", "assessment_sealed", row)),
            }
        )

    def _review(self, spot: Spot, author: Speaker, moment: datetime, *, is_decided: bool) -> None:
        level = Level.GREEN if is_decided else _level(spot)
        rank = rank_of(level, Urgency.ROUTINE)
        review_id = self.plan.token("review", spot.thread, spot.number)
        self.rows[Review].append(
            {
                "id": review_id,
                "board_id": self.cast.boards[self.plan.board(spot.thread)],
                "post_id": spot.post_id,
                "revision_id": spot.revision_id,
                "author_id": author.persona_id,
                "state": ReviewState.DECIDED if is_decided else ReviewState.OPEN,
                "level": level,
                "urgency": Urgency.ROUTINE,
                "rank": rank,
                "opened_at": moment,
                "due_at": self.rota.due(moment, rank),
                "version": 2 if is_decided else 1,
            }
        )
        waits = ReviewReason.LEVEL if level >= Level.RED else ReviewReason.IDENTIFIERS
        reason = ReviewReason.AFTER_PUBLICATION if is_decided else waits
        self.rows[ReviewReasonGiven].append({"review_id": review_id, "reason": reason, "given_at": moment})
        if is_decided:
            self._decision(spot, review_id, moment + LOOKED_AT_AFTER)

    def _decision(self, spot: Spot, review_id: str, moment: datetime) -> None:
        self.rows[Decision].append(
            {
                "id": self.plan.token("decision", spot.thread, spot.number),
                "review_id": review_id,
                "revision_id": spot.revision_id,
                "actor_id": self.cast.clinicians[spot.text % len(self.cast.clinicians)].persona_id,
                "kind": DecisionKind.APPROVE,
                "version_seen": 1,
                "level": Level.GREEN,
                "took_effect": False,
                "made_at": moment,
            }
        )

    def _text(self, spot: Spot) -> Text:
        texts: Sequence[Text] = self.cast.texts
        return texts[spot.text % len(texts)]


def _is_answer(spot: Spot) -> bool:
    return spot.number == 1 and spot.thread % 2 == 0


def _level(spot: Spot) -> Level:
    lot = spot.text % 100
    return next((level for share, level in GRAVE_AMONG_HUNDRED if lot < share), Level.GREEN)
