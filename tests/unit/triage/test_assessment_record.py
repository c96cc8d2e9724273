"""An assessment is kept as places and names of rules, never as words."""

import enum
import json
from dataclasses import dataclass

import pytest

from forum.triage.assess import MOST_SIGNALS, Assessment, Identifier, assess
from forum.triage.levels import Level
from forum.triage.lexicon import Lexicon, load


class SomeKind(enum.StrEnum):
    PHONE = "phone"


@dataclass(frozen=True)
class SomeFinding:
    kind: SomeKind
    start: int
    end: int


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def test_an_assessment_comes_back_from_json_as_it_was(lexicon: Lexicon) -> None:
    found = assess("I want to die, ring 0000", lexicon, [SomeFinding(SomeKind.PHONE, 20, 24)])
    assert Assessment.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_the_record_holds_none_of_the_words(lexicon: Lexicon) -> None:
    written = json.dumps(assess("I want to vanish and be dead", lexicon).to_json())
    assert "signals" in written
    assert not any(word in written for word in ("vanish", "dead", "want"))


def test_identifiers_are_kept_with_their_kind_and_place(lexicon: Lexicon) -> None:
    found = assess("ring 0000", lexicon, [SomeFinding(SomeKind.PHONE, 5, 9)])
    assert found.identifiers == (Identifier("phone", 5, 9),)


def test_identifiers_alone_raise_no_level(lexicon: Lexicon) -> None:
    assert assess("ring 0000", lexicon, [SomeFinding(SomeKind.PHONE, 5, 9)]).level == Level.GREEN


def test_a_signal_points_at_the_phrase_that_fired(lexicon: Lexicon) -> None:
    text = "Every night I think that I want to die."
    places = {text[s.start : s.end] for s in assess(text, lexicon).signals}
    assert "want to die" in places


def test_the_gravest_signals_are_kept_when_there_are_many(lexicon: Lexicon) -> None:
    found = assess("I feel hopeless. " * 100 + "I am going to end my life.", lexicon)
    assert len(found.signals) == MOST_SIGNALS
    assert found.signals[0].level == found.level == Level.CRISIS


@pytest.mark.parametrize("broken", [{}, {"level": 9, "urgency": 0, "score": 0, "signals": [], "identifiers": []}])
def test_a_broken_record_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError)):
        Assessment.from_json(broken)
