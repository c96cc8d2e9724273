"""Files of questions and answers from elsewhere, read into one shape, whatever their own was.

CSV has the columns ``title question answer`` and, where known, ``question_id topic clinician``; the rows of one
question are those of one ``question_id``, or without it of one title and question. JSON is a list of objects with
``question`` (the title), ``question_text``, ``answer`` and, where known, ``url``.
Invariant: an unreadable row is named and passed over; only a file that is not of either shape is refused as a whole.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from forum.administration.import_text import line_of, words_of

NEEDED = ("title", "question", "answer")
LONGEST_FIELD = 1_000_000
_NUMBER = re.compile(r"(\d{1,6})$")


class UnreadableFile(Exception):  # noqa: N818 - reads as the answer it gives
    """The file as a whole is of no shape that can be imported; the message says why, for the operator."""


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """An answer; ``code`` is who gave it in the source, ``number`` what the by-line may say of that."""

    row: int
    code: str
    number: int
    text: str


@dataclass(slots=True)
class SourceQuestion:
    """A question with its answers; ``source_id`` is the same whenever the same words are read."""

    row: int
    source_id: str
    number: int
    title: str
    text: str
    answers: list[SourceAnswer] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that could not be read, counted from 1 without the heading, and why."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a file holds."""

    questions: list[SourceQuestion]
    unread: list[UnreadRow]


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    group: str
    title: str
    question: str
    answer: str
    answered_by: str


def read(path: Path) -> Source:
    """Read a file of questions, CSV or JSON by its name's end; raises UnreadableFile."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile("The file is not UTF-8 text.") from None
    rows = _json_rows(text) if path.suffix.lower() == ".json" else _csv_rows(text)
    return _gathered(rows)


def _gathered(rows: Iterable[_Row | UnreadRow]) -> Source:
    questions: dict[str, SourceQuestion] = {}
    unread: list[UnreadRow] = []
    answerers: dict[str, int] = {}
    for row in rows:
        if isinstance(row, UnreadRow):
            unread.append(row)
        elif not (row.title and row.question):
            unread.append(UnreadRow(row.number, "empty"))
        else:
            asked = questions.get(row.group)
            if asked is None:
                asked = questions[row.group] = _asked(row, len(questions) + 1)
            asked.answers.append(_answer(row, asked, answerers))
    return Source(list(questions.values()), unread)


def _asked(row: _Row, number: int) -> SourceQuestion:
    return SourceQuestion(row.number, f"{row.group}\x1f{row.title}\x1f{row.question}", number, row.title, row.question)


def _answer(row: _Row, asked: SourceQuestion, answerers: dict[str, int]) -> SourceAnswer:
    # Whoever is not named by the source is somebody else each time.
    code = row.answered_by or f"unnamed {asked.source_id} {len(asked.answers)}"
    number = answerers.setdefault(code, len(answerers) + 1)
    own = _NUMBER.search(row.answered_by)
    return SourceAnswer(row.number, code, int(own[1]) if own else number, row.answer)


def _csv_rows(text: str) -> Iterator[_Row | UnreadRow]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.DictReader(text.splitlines(keepends=True))
    missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        raise UnreadableFile(f"The file has no column {', '.join(missing)}.")
    for number in count(1):
        try:
            raw = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield UnreadRow(number, "malformed")
            continue
        yield _csv_row(number, raw)


def _csv_row(number: int, raw: Mapping[str, Any]) -> _Row:
    texts: list[str] = [raw.get(name) or "" for name in (*NEEDED, "clinician", "question_id")]
    title, question, answer, by, group = texts
    return _row(number, group.strip(), title, question, answer, by.strip())


def _json_rows(text: str) -> Iterator[_Row | UnreadRow]:
    try:
        items = json.loads(text)
    except ValueError:
        raise UnreadableFile("The file is not JSON.") from None
    if not isinstance(items, list):
        raise UnreadableFile("The file is not a list of questions.")
    for number, item in enumerate(items, start=1):
        fields = ("question", "question_text", "answer", "url")
        values: list[Any] = [item.get(name, "") for name in fields] if isinstance(item, dict) else [None]
        if not all(isinstance(value, str) for value in values):
            yield UnreadRow(number, "malformed")
            continue
        title, question, answer, url = values
        yield _row(number, url.strip(), title, question, answer, "")


def _row(number: int, group: str, title: str, question: str, answer: str, answered_by: str) -> _Row:
    title, question = line_of(title), words_of(question)
    return _Row(number, group or f"{title}\x1f{question}", title, question, words_of(answer), answered_by)
