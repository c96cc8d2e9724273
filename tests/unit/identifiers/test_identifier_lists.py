"""The lists in the data folder are written as they are looked up."""

from pathlib import Path

import pytest

from forum.identifiers import lists
from forum.identifiers.find import find

DATA = Path(lists.__file__).parent / "data"
FOLDED = ["given_names.txt", "ambiguous_names.txt", "surnames.txt", "ambiguous_surnames.txt", "not_names.txt"]


@pytest.mark.parametrize("name", FOLDED)
def test_a_list_of_names_is_written_without_accents_in_small_letters(name: str) -> None:
    assert {word for word in lists.words(name) if not word.replace("'", "").isascii() or word != word.lower()} == set()


def test_no_given_name_is_both_sure_and_never_a_name() -> None:
    sure = lists.words("given_names.txt") - lists.words("ambiguous_names.txt")
    assert sure & lists.words("not_names.txt") == set()


@pytest.mark.parametrize("number", sorted(lists.words("helplines.txt")))
def test_a_helpline_is_left_alone_even_after_call(number: str) -> None:
    assert find(f"please call {number} tonight") == ()


def test_a_short_list_that_is_not_there_raises() -> None:
    with pytest.raises(KeyError):
        lists.section("no_such_list")


def test_every_list_says_what_it_is() -> None:
    assert [path.name for path in DATA.glob("*.txt") if not path.read_text(encoding="utf-8").startswith("# ")] == []
