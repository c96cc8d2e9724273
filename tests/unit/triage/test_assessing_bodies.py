"""Physical red flags set the urgency and leave the level alone."""

import pytest

from forum.triage.assess import assess
from forum.triage.levels import Level, Urgency
from forum.triage.lexicon import Lexicon, load


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


@pytest.mark.parametrize(
    "text",
    [
        "Crushing chest pain going down my left arm",
        "My dad has chest pain and is sweating a lot",
        "Her face is drooping on one side and her speech is slurred",
        "Suddenly I can't lift my arm and my words come out wrong",
        "My throat is closing up after eating peanuts",
        "He is struggling to breathe",
        "Sudden worst headache of my life",
        "A bad headache, a high fever and a stiff neck",
        "I'm 10 weeks pregnant and bleeding",
        "My baby has stopped moving today, I am 34 weeks",
        "A fever, and he is confused and his skin is mottled",
        "I'm on chemo and have a temperature of 38.5",
        "Numb between my legs and lost control of my bladder",
        "Vomiting blood since this morning",
        "He is unconscious",
        "Our newborn has a fever",
        "I suddenly lost my sight in one eye",
        "I accidentally took a double dose of my tablets",
    ],
)
def test_a_red_flag_is_an_emergency(lexicon: Lexicon, text: str) -> None:
    assert assess(text, lexicon).urgency == Urgency.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "I have had chest pain since lunch",
        "My calf is swollen and painful",
        "Since starting the new tablets I keep thinking about suicide",
        "I think I was raped last night",
    ],
)
def test_a_sign_that_needs_care_today_is_urgent(lexicon: Lexicon, text: str) -> None:
    assert assess(text, lexicon).urgency == Urgency.URGENT


@pytest.mark.parametrize("text", ["I found a lump in my breast", "There is blood in my urine"])
def test_a_change_to_be_seen_within_days_is_soon(lexicon: Lexicon, text: str) -> None:
    assert assess(text, lexicon).urgency == Urgency.SOON


@pytest.mark.parametrize(
    "text",
    [
        "I have no chest pain and no fever",
        "I had chest pain years ago",
        "You should call if you get chest pain",
        "I am pregnant and had a blood test",
        "My son has blue eyes",
        "My arm hurts after the vaccine",
        "I take insulin every day with my meals",
    ],
)
def test_what_is_denied_past_or_advice_is_routine(lexicon: Lexicon, text: str) -> None:
    assert assess(text, lexicon).urgency == Urgency.ROUTINE


def test_a_red_flag_of_the_body_leaves_the_level_green(lexicon: Lexicon) -> None:
    assert assess("Crushing chest pain going down my left arm", lexicon).level == Level.GREEN


def test_a_combination_points_at_each_place_that_it_rests_on(lexicon: Lexicon) -> None:
    text = "Chest pain, and my jaw hurts too"
    signals = [s for s in assess(text, lexicon).signals if s.rule == "heart.attack"]
    assert {text[s.start : s.end] for s in signals} >= {"Chest pain"} and len(signals) == 2
