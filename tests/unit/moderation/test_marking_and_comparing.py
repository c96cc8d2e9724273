"""Marks and changes never lose or add a character of anybody's words."""

from hypothesis import given
from hypothesis import strategies as st

from forum.moderation.comparing import Fate, changes
from forum.moderation.intake import the_lexicon
from forum.moderation.marking import RETIRED, Passage, passages
from forum.triage.assess import Assessment, Identifier, Signal, assess
from forum.triage.levels import Level, Urgency

PLACES = st.tuples(st.integers(-3, 60), st.integers(-3, 60))


def assessment(signals: list, identifiers: list) -> Assessment:
    return Assessment(
        Level.GREEN,
        Urgency.ROUTINE,
        tuple(Signal("no_such_rule", Level.RED, None, start, end) for start, end in signals),
        tuple(Identifier("phone", start, end) for start, end in identifiers),
    )


@given(st.text(max_size=50), st.lists(PLACES, max_size=6), st.lists(PLACES, max_size=6))
def test_passages_joined_are_the_text_whatever_was_found(text: str, signals: list, identifiers: list) -> None:
    found = passages(text, assessment(signals, identifiers), the_lexicon())
    assert "".join(passage.text for passage in found) == text


def test_phrase_of_a_signal_is_marked_and_explained() -> None:
    text = "It rains. I keep thinking about killing myself. It rains."
    found = passages(text, assess(text, the_lexicon()), the_lexicon())
    assert [passage.text for passage in found if passage.is_signal] == ["killing myself"]
    assert all(said.endswith(".") for passage in found for why in passage.why for said in why)


def test_signal_of_a_rule_that_is_gone_is_still_marked() -> None:
    found = passages("abcdef", assessment([(2, 4)], []), the_lexicon())
    assert found[1] == Passage("cd", Level.RED, (RETIRED,))


def test_where_findings_overlap_the_passage_carries_both() -> None:
    found = passages("abcdef", assessment([(0, 4)], [(2, 6)]), the_lexicon())
    assert [(one.text, one.is_signal, one.identifier) for one in found] == [
        ("ab", True, None),
        ("cd", True, "phone"),
        ("ef", False, "phone"),
    ]


@given(st.text(max_size=80), st.text(max_size=80))
def test_what_stayed_and_what_is_new_is_the_new_text(old: str, new: str) -> None:
    assert "".join(one.text for one in changes(old, new) if one.fate is not Fate.GONE) == new


@given(st.text(max_size=80), st.text(max_size=80))
def test_what_stayed_and_what_is_gone_is_the_old_text(old: str, new: str) -> None:
    assert "".join(one.text for one in changes(old, new) if one.fate is not Fate.NEW) == old


def test_one_changed_word_is_one_change() -> None:
    found = changes("I sleep three hours.", "I sleep four hours.")
    assert [(one.fate, one.text) for one in found if one.fate is not Fate.SAME] == [
        (Fate.GONE, "three"),
        (Fate.NEW, "four"),
    ]
