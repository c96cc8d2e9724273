"""Which names can be taken, and why the others cannot."""

import pytest

from forum.identifiers.pseudonym import LONGEST, NameProblem, problems_with
from tests.builders import marked_sentences


@pytest.mark.parametrize(
    "name",
    [
        "Willow",
        "willow 82",
        "Rose Garden",
        "Sunny Day",
        "Emma",
        "Jackson",
        "Stevenson",
        "dragon",
        "Надя",
        "Νίκη",
        "山田",
        "moon🌙",
        "badminton",
        "nursery rhyme",
        "Big Sister",
        "BlueDragonfly",
        "Mary-Jane",
        "Willow1987",
        "Padmé",
        "Tired Mum",
    ],
)
def test_a_pseudonym_can_be_taken(name: str) -> None:
    assert problems_with(name) == ()


@pytest.mark.parametrize(
    "name",
    [
        "John Smith",
        "john.smith82",
        "johnsmith",
        "JohnSmith",
        "Smith John",
        "Emma Brown",
        "Grace Miller",
        "J Smith",
        "Mrs Smith",
        "Mary Jane Watson",
        "Anna Kowalska",
    ],
)
def test_a_full_name_is_refused(name: str) -> None:
    assert NameProblem.REAL_NAME in problems_with(name)


@pytest.mark.parametrize(
    "name",
    [
        "Dr Willow",
        "DrWillow",
        "drwillow",
        "D.r. Willow",
        "Dг Willow",
        "Ｄｒ Willow",
        "Νurse Joy",
        "nur5e",
        "NurseJoy",
        "Prof Fox",
        "my gp",
        "Willow MD",
        "GP_Willow",
        "доктор",
        "Δρ Νίκος",
        "Therapist Tom",
        "ＮＵＲＳＥ",
    ],
)
def test_a_claimed_profession_is_refused(name: str) -> None:
    assert NameProblem.CLAIMS_PROFESSION in problems_with(name)


@pytest.mark.parametrize(
    "name", ["admin", "Adm1n", "аdmin", "Willow Admin", "mod_willow", "test2", "nobody", "policies"]
)
def test_a_name_that_speaks_for_the_site_is_refused(name: str) -> None:
    assert NameProblem.RESERVED in problems_with(name)


@pytest.mark.parametrize(
    "name",
    [
        "wil\x00low",
        "wil\nlow",
        "wil\u200blow",
        "wil\u202elow",
        "\ud800willow",
        " willow",
        "willow  tree",
        "ㅤㅤㅤ",
        "🌙🌙🌙",
        "will\u0301\u0302\u0303ow",
        "<willow>",
        "wil\u00a0low",
        "12345",
    ],
)
def test_characters_that_hide_or_break_are_refused(name: str) -> None:
    assert NameProblem.CHARACTERS in problems_with(name)


@pytest.mark.parametrize("name", ["Wіllow", "Ｗillow", "𝐖illow", "Νick", "wⅰllow"])
def test_letters_that_only_look_like_letters_are_refused(name: str) -> None:
    assert NameProblem.LOOK_ALIKE in problems_with(name)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("ab", NameProblem.TOO_SHORT),
        ("w" * (LONGEST + 1), NameProblem.TOO_LONG),
        ("willow@example.org", NameProblem.EMAIL),
        ("willow at gmail dot com", NameProblem.EMAIL),
        ("www.willow.com", NameProblem.LINK),
        ("willow 07700 900123", NameProblem.LONG_DIGITS),
        ("willow0-7-7-0-0", NameProblem.LONG_DIGITS),
    ],
)
def test_what_is_too_short_too_long_or_leads_to_somebody_is_refused(name: str, problem: NameProblem) -> None:
    assert problem in problems_with(name)


def test_nineteen_of_twenty_commonly_reserved_words_are_refused() -> None:
    path = marked_sentences.find("names/reserved.txt")
    if path is None:
        pytest.skip("the list of commonly reserved names is not on this machine")
    plain = [word for word in path.read_text(encoding="utf-8").split() if word.isalpha() and len(word) >= 3]
    assert sum(bool(problems_with(word)) for word in plain) / len(plain) >= 0.95
