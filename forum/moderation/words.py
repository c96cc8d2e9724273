"""The words under review, unsealed: rendered, marked where something was found, and compared with what is shown.

Words that their author took back are not unsealed; where they were taken back at risk, the case's own copy is.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from forum.models.states import ReviewState
from forum.moderation.comparing import Change, changes
from forum.moderation.intake import the_lexicon
from forum.moderation.marking import Passage, passages
from forum.policy.predicates import OPEN_TO_CLINICIAN
from forum.rich_text import render
from forum.sealing import DataKey, Place
from forum.triage.assess import Assessment

LOOKED_AT = frozenset({ReviewState.OPEN, ReviewState.CLAIMED, ReviewState.AWAITING_SECOND, ReviewState.AWAITING_AUTHOR})


@dataclass(frozen=True, slots=True)
class WordsShown:
    """One wording as its reviewer reads it."""

    html: str
    title: str | None
    passages: Sequence[Passage]
    difference: Sequence[Change] | None = None  # from what is shown now; None when nothing is
    is_copy: bool = False  # of a safety case: its author took the words back
    before: "WordsShown | None" = None  # graver words that stood here before and that nobody was shown

    @property
    def is_marked(self) -> bool:
        """Whether anything was found in it."""
        return any(passage.is_signal or passage.identifier for passage in self.passages)

    @property
    def explanations(self) -> tuple[tuple[str, ...], ...]:
        """Why its passages stand out, each reason once, in the order of the text: the numbers beside the marks."""
        return tuple(dict.fromkeys(why for passage in self.passages for why in passage.why))

    @property
    def identifiers(self) -> tuple[tuple[str, str], ...]:
        """What could tell who somebody is: kind and words, each once."""
        return tuple(dict.fromkeys((one.identifier, one.text) for one in self.passages if one.identifier))


@dataclass(frozen=True, slots=True)
class _Opened:
    title: str | None
    source: str
    assessment: Assessment

    @property
    def whole(self) -> str:
        # What triage and the search for identifiers read, so that their offsets fit.
        return self.source if self.title is None else f"{self.title}\n\n{self.source}"


def words_of(row: Row[Any], wordings: Sequence[Row[Any]], opened: Mapping[str, DataKey]) -> WordsShown | None:
    """Return the words of a review's row, or None when there are none to be read."""
    if row.post_id is None:
        return None
    if row.post_state not in OPEN_TO_CLINICIAN:
        return _copy(row, opened)
    by_id = {wording.id: wording for wording in wordings}
    wording = by_id.get(row.revision_id)
    key = opened.get(wording.key_id) if wording else None
    if wording is None or key is None:
        return None
    words = _open(key, wording, "revision_sources", wording.id)
    html = key.unseal(wording.html_sealed, Place("revisions", "html_sealed", wording.id))
    shown = by_id.get(row.approved_revision_id) if row.approved_revision_id != row.revision_id else None
    difference = changes(_open(key, shown, "revision_sources", shown.id).whole, words.whole) if shown else None
    return WordsShown(html, words.title, _marked(words), difference, before=_graver(wordings, wording, words, opened))


def _graver(
    wordings: Sequence[Row[Any]], now: Row[Any], words: _Opened, opened: Mapping[str, DataKey]
) -> WordsShown | None:
    """Return the gravest earlier wording of the same message, when it is graver than the present one."""
    same = [one for one in wordings if one.post_id == now.post_id and one.key_id in opened]
    earlier = [one for one in same if one.number < now.number and one.shown_at is None]
    read = [_open(opened[one.key_id], one, "revision_sources", one.id) for one in earlier]
    gravest = max(read, key=lambda one: one.assessment.gravity, default=None)
    if gravest is None or gravest.assessment.gravity <= words.assessment.gravity:
        return None
    return WordsShown(render(gravest.source), gravest.title, _marked(gravest))


def _copy(row: Row[Any], opened: Mapping[str, DataKey]) -> WordsShown | None:
    key = opened.get(row.case_key_id) if row.case_key_id else None
    if key is None or row.state not in LOOKED_AT:
        return None
    place = row.case_id
    words = _Opened(
        _unsealed(key, row.case_title, "safety_cases", "title_sealed", place),
        key.unseal(row.case_source, Place("safety_cases", "source_sealed", place)),
        _assessment(key, row.case_assessment, "safety_cases", place),
    )
    return WordsShown(render(words.source), words.title, _marked(words), is_copy=True)


def _open(key: DataKey, wording: Row[Any], table: str, place: str) -> _Opened:
    return _Opened(
        _unsealed(key, wording.title_sealed, table, "title_sealed", place),
        key.unseal(wording.source_sealed, Place(table, "source_sealed", place)),
        _assessment(key, wording.assessment_sealed, table, place),
    )


def _marked(words: _Opened) -> tuple[Passage, ...]:
    return passages(words.whole, words.assessment, the_lexicon())


def _assessment(key: DataKey, sealed: bytes, table: str, place: str) -> Assessment:
    return Assessment.from_json(json.loads(key.unseal(sealed, Place(table, "assessment_sealed", place))))


def _unsealed(key: DataKey, sealed: bytes | None, table: str, column: str, place: str) -> str | None:
    return None if sealed is None else key.unseal(sealed, Place(table, column, place))
