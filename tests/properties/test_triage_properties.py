"""What holds of triage for every text: it never fails, points inside the text, and is never talked down."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.triage.assess import Assessment, assess
from forum.triage.lexicon import load
from forum.triage.reading import read

LEXICON = load()
WORDS = sorted(LEXICON.forms)
UNRELATED = (
    "The garden looks lovely in this light.",
    "We had soup and bread.",
    "Does the library open at nine?",
    'The sign said "open" in blue letters.',
    "When I was ten we had a green door.",
    "No parcels came.",
    "You can borrow mine, haha.",
)

# Plain random text seldom meets a rule, so half of the texts are made of the lexicon's own words and marks.
marks = st.sampled_from([".", ",", "!", "...", '"', "“", "”", "\n", "\n\n", ">", "*", "'", "😂", "\u200b", "12", "7"])
speech = st.lists(st.one_of(st.sampled_from(WORDS), marks), max_size=40).map(" ".join)
texts = st.one_of(st.text(max_size=300), speech, st.tuples(speech, st.text(max_size=40)).map("".join))
danger = st.sampled_from([
    "I want to die.",
    "I would never kill myself.",
    "I feel hopeless.",
    "I have taken an overdose.",
    "My brother said he wants to die.",
    "Ten years ago I tried to end my life.",
    'She said "I want to die".',
    "Chest pain going down my left arm.",
])  # fmt: skip


@settings(deadline=None)
@given(texts)
def test_assessing_never_fails_and_points_inside_the_text(text: str) -> None:
    for signal in assess(text, LEXICON).signals:
        assert 0 <= signal.start < signal.end <= len(text)


@settings(deadline=None)
@given(texts)
def test_assessing_twice_says_the_same(text: str) -> None:
    assert assess(text, LEXICON) == assess(text, LEXICON)


@settings(deadline=None)
@given(texts)
def test_level_and_urgency_are_the_highest_of_the_signals(text: str) -> None:
    found = assess(text, LEXICON)
    assert found.level == max((s.level or 0 for s in found.signals), default=0)
    assert found.urgency == max((s.urgency or 0 for s in found.signals), default=0)


@settings(deadline=None)
@given(texts)
def test_the_score_orders_within_a_level_and_never_across(text: str) -> None:
    found = assess(text, LEXICON)
    assert found.level <= found.rank < found.level + 1


@settings(deadline=None)
@given(texts)
def test_an_assessment_survives_json(text: str) -> None:
    found = assess(text, LEXICON)
    assert Assessment.from_json(json.loads(json.dumps(found.to_json()))) == found


@settings(deadline=None)
@given(texts)
def test_every_signal_can_be_explained(text: str) -> None:
    assert all(LEXICON.explain(signal.rule) for signal in assess(text, LEXICON).signals)


@settings(deadline=None)
@given(st.one_of(danger, speech), st.sampled_from(UNRELATED))
@pytest.mark.parametrize("before", [True, False])
def test_an_unrelated_sentence_never_lowers_the_level(before: bool, text: str, unrelated: str) -> None:
    longer = f"{unrelated}\n\n{text}" if before else f"{text}\n\n{unrelated}"
    assert assess(longer, LEXICON).level >= assess(text, LEXICON).level


@settings(deadline=None)
@given(texts)
def test_words_are_read_in_order_and_inside_the_text(text: str) -> None:
    reading = read(text, LEXICON.forms)
    places = list(zip(reading.starts, reading.ends, strict=True))
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
