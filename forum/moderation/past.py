"""What was decided before on the same words, with what was said to their author and what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from forum.models.states import DecisionKind
from forum.policy.viewer import Viewer
from forum.sealing import DataKey, Place


@dataclass(frozen=True, slots=True)
class PastDecision:
    """A decision, by whom, and the words that went with it as far as they can still be read."""

    id: str
    kind: DecisionKind
    by: str
    is_mine: bool
    made_at: datetime
    is_undone: bool
    is_here: bool  # on this review, not on an earlier one of the same post
    reason_code: str | None
    message: str | None
    answer_html: str | None
    answer_source: str | None


def past(
    clinician: Viewer,
    row: Row[Any],
    decisions: Sequence[Row[Any]],
    wordings: Sequence[Row[Any]],
    opened: Mapping[str, DataKey],
) -> list[PastDecision]:
    """Return earlier decisions, the latest first."""
    answers = {wording.post_id: wording for wording in wordings}
    return [_past(clinician, row, one, answers.get(one.answer_post_id), opened) for one in decisions]


def _past(
    clinician: Viewer, row: Row[Any], one: Row[Any], answer: Row[Any] | None, opened: Mapping[str, DataKey]
) -> PastDecision:
    author_key = opened.get(row.author_key_id)
    message = None
    if author_key is not None and one.message_sealed is not None:
        message = author_key.unseal(one.message_sealed, Place("decisions", "message_sealed", one.id))
    key = opened.get(answer.key_id) if answer is not None else None
    return PastDecision(
        id=one.id,
        kind=one.kind,
        by=one.actor,
        is_mine=one.actor_id == clinician.professional,
        made_at=one.made_at,
        is_undone=one.undone_at is not None,
        is_here=one.review_id == row.id,
        reason_code=one.reason_code,
        message=message,
        answer_html=_answer(key, answer, "revisions", "html_sealed"),
        answer_source=_answer(key, answer, "revision_sources", "source_sealed"),
    )


def _answer(key: DataKey | None, answer: Row[Any] | None, table: str, column: str) -> str | None:
    if key is None or answer is None:
        return None
    return key.unseal(getattr(answer, column), Place(table, column, answer.id))
