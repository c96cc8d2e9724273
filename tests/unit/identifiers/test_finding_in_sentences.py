"""How much of the marked sentences is found; absent data is said, not passed over. The counts are logged."""

import csv
import logging
from collections import Counter

import pytest

from forum.identifiers.find import Finding, find
from forum.identifiers.kinds import Kind
from tests.builders import marked_sentences

Read = list[tuple[marked_sentences.Sentence, tuple[Finding, ...]]]

LOG = logging.getLogger(__name__)


@pytest.fixture(scope="module")
def read() -> Read:
    path = marked_sentences.find("identifiers/sentences.json")
    if path is None:
        pytest.skip("the sentences with marked identifiers are not on this machine")
    return [(sentence, find(sentence["full_text"])) for sentence in marked_sentences.read(path)]


def test_structured_kinds_are_found_nineteen_times_in_twenty(read: Read) -> None:
    found, marked = Counter[str](), Counter[str]()
    for sentence, findings in read:
        for span in sentence["spans"]:
            if span["entity_type"] in marked_sentences.STRUCTURED:
                marked[span["entity_type"]] += 1
                found[span["entity_type"]] += marked_sentences.is_found(span, findings)
    LOG.info("found: %s", {kind: f"{found[kind]} of {marked[kind]}" for kind in marked})
    assert found.total() / marked.total() >= 0.95


def test_four_of_five_telephone_numbers_are_telephone_numbers(read: Read) -> None:
    right, all_found = 0, 0
    for sentence, findings in read:
        numbers = [span for span in sentence["spans"] if span["entity_type"] == "PHONE_NUMBER"]
        phones = [finding for finding in findings if finding.kind is Kind.PHONE]
        all_found += len(phones)
        right += sum(any(marked_sentences.touches(phone, span) for span in numbers) for phone in phones)
    assert right / all_found >= 0.8


def test_three_of_four_sentences_with_any_identifier_are_marked(read: Read) -> None:
    LOG.info("by kind: %s", Counter(str(finding.kind) for _, findings in read for finding in findings))
    with_identifiers = [findings for sentence, findings in read if sentence["spans"]]
    assert sum(bool(findings) for findings in with_identifiers) / len(with_identifiers) >= 0.75


def test_a_sentence_without_identifiers_is_never_marked(read: Read) -> None:
    assert [findings for sentence, findings in read if not sentence["spans"] and findings] == []


def test_few_patients_questions_are_marked_at_all() -> None:
    """One question in fifty is the most that may be marked wrongly; fewer are marked, rightly or wrongly."""
    path = marked_sentences.find("questions/counsel_chat.csv")
    if path is None:
        pytest.skip("the patients' questions are not on this machine")
    with path.open(encoding="utf-8", newline="") as file:
        questions = {row["question_id"]: row["question"] for row in csv.DictReader(file)}
    marked = sum(bool(find(question)) for question in questions.values())
    assert marked / len(questions) <= 0.02
