"""What an author may know of words of theirs that are not shown: where they stand, by when, and what was said to them.

Invariant: none of it is served to anybody but the author; a clinician who reads the same row gets the state alone.
"""

import enum
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_
from sqlalchemy.orm import aliased

from forum.models.discussions import Post, Revision, RevisionSource
from forum.models.reviews import Decision, Review
from forum.models.states import DecisionKind, RevisionState
from forum.sealing import DataKey, Place
from forum.triage.levels import Level, Urgency

ToAuthor = aliased(Decision)
COLUMNS = (
    Review.id.label("review_id"),
    Review.state.label("review_state"),
    Review.level.label("review_level"),
    Review.due_at,
    ToAuthor.id.label("decision_id"),
    ToAuthor.message_sealed,
    RevisionSource.assessment_sealed,
)
WITH_MESSAGE = (DecisionKind.RETURN, DecisionKind.DECLINE, DecisionKind.HIDE)


class HelpNeeded(enum.StrEnum):
    """Which help belongs beside somebody's own words on their very next page."""

    NONE = ""
    BODY = "body"  # signs of something that needs a doctor now
    SAFETY = "safety"  # somebody may be in danger


@dataclass(frozen=True, slots=True)
class Waiting:
    """Where a wording stands that others do not see; for anybody but its author all but the state is empty."""

    state: RevisionState
    due_at: datetime | None = None
    message: str | None = None
    help_needed: HelpNeeded = HelpNeeded.NONE


def review_of_wording() -> ColumnElement[bool]:
    """Join ``Review`` to a wording by the post's index."""
    return and_(Review.post_id == Post.id, Review.revision_id == Revision.id)


def decision_of_review() -> ColumnElement[bool]:
    """Join the standing decision that spoke to the author, by the review's index."""
    return and_(
        ToAuthor.review_id == Review.id,
        ToAuthor.revision_id == Revision.id,
        ToAuthor.undone_at.is_(None),
        ToAuthor.kind.in_(WITH_MESSAGE),
    )


def waiting_of(row: Row[Any], key: DataKey) -> Waiting:
    """Return all that the author of a row may know of it."""
    return Waiting(row.revision_state, row.due_at, message_of(row, key), help_of(row, key))


def message_of(row: Row[Any], key: DataKey) -> str | None:
    """Return what the clinician wrote to the author, if anything."""
    if row.message_sealed is None:
        return None
    return key.unseal(row.message_sealed, Place("decisions", "message_sealed", row.decision_id))


def help_of(row: Row[Any], key: DataKey) -> HelpNeeded:
    """Return which help belongs beside the words of a row, for their author."""
    if row.assessment_sealed is None:
        return HelpNeeded.NONE
    opened = json.loads(
        key.unseal(row.assessment_sealed, Place("revision_sources", "assessment_sealed", row.revision_id))
    )
    return help_needed(Level(opened["level"]), Urgency(opened["urgency"]))


def help_needed(level: Level, urgency: Urgency) -> HelpNeeded:
    """Return which help belongs on the author's very next page, before any review (DESIGN section 4)."""
    if level >= Level.RED:
        return HelpNeeded.SAFETY
    return HelpNeeded.BODY if urgency >= Urgency.URGENT else HelpNeeded.NONE
