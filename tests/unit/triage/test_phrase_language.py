"""The phrases' small language finds what it says, and spellings stand for what they say."""

import pytest

from forum.triage.phrases import Hit, PhraseTree
from forum.triage.reading import read
from forum.triage.spelling import slips, spellings, stars


def found(phrase: str, words: str) -> list[tuple[int, int]]:
    tree = PhraseTree(frozenset({"so"}))
    tree.add("rule", phrase, {"pet": ["cat", "guinea pig"]})
    return [(hit.first, hit.last) for hit in tree.find(words.split())]


@pytest.mark.parametrize(
    ("phrase", "words", "places"),
    [
        ("my cat", "and my cat", [(1, 2)]),
        ("my cat|dog", "my dog", [(0, 1)]),
        ("my {pet} sleeps", "my guinea pig sleeps", [(0, 3)]),
        ("my old? cat", "my cat", [(0, 1)]),
        ("my old? cat", "my old cat", [(0, 2)]),
        ("my cat|guinea_pig", "my guinea pig", [(0, 2)]),
        ("my .. cat", "my big old fat cat", [(0, 4)]),
        ("my .. cat", "my very big old fat cat", []),
        ("my ... cat", "my very big old fat lazy cat", [(0, 6)]),
        ("my cat", "my so so cat", [(0, 3)]),
        ("my cat", "my . cat", []),
        ("my cat", "my , cat", [(0, 2)]),
        ("my cat so?", "my cat so", [(0, 2)]),
        ("my cat", "my cat so", [(0, 1)]),
    ],
)
def test_a_phrase_finds_what_it_says(phrase: str, words: str, places: list[tuple[int, int]]) -> None:
    assert found(phrase, words) == places


def test_the_longest_hit_of_a_rule_is_returned() -> None:
    tree = PhraseTree(frozenset())
    for phrase in ("my cat", "my cat sleeps"):
        tree.add("rule", phrase, {})
    assert tree.find(["my", "cat", "sleeps"]) == [Hit("rule", 0, 2)]


def test_a_phrase_added_after_a_search_is_found() -> None:
    tree = PhraseTree(frozenset())
    tree.add("one", "my cat", {})
    tree.find(["my", "dog"])
    tree.add("two", "my dog", {})
    assert tree.find(["my", "dog"]) == [Hit("two", 0, 1)]


def test_a_slip_never_displaces_a_known_word() -> None:
    assert spellings({"diary", "dairy"}, {}, ["diaryy"], [])["dairy"] == ("dairy",)


def test_a_slip_is_a_letter_less_doubled_or_moved() -> None:
    assert {"bruden", "burdn", "burdenn"} <= set(slips("burden"))


def test_stars_stand_for_one_letter_or_two() -> None:
    assert set(stars("sad")) == {"s*d"} and "s**d" in set(stars("send"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("don't", ["do", "not"]),
        ("DON’T", ["do", "not"]),
        ("sad!sad", ["sad", "sad"]),
        ("s a d", ["sad"]),
        ("saaaaad", ["sad"]),
        ("s\u200bad", ["sad"]),
        ("5ad", ["sad"]),
        ("7", ["#"]),
        ("70", ["##"]),
        ("so. sad", ["", ".", "sad"]),
        ("so... sad", ["", ",", "sad"]),
        ("zebra", [""]),
    ],
)
def test_reading_gives_plain_words(text: str, words: list[str]) -> None:
    forms = spellings({"sad"}, {"don't": ("do", "not")}, [], [])
    assert read(text, forms).words == words


def test_every_word_keeps_its_place_in_the_text() -> None:
    reading = read("so sad", spellings({"sad"}, {}, [], []))
    assert (reading.starts, reading.ends) == ([0, 3], [2, 6])
