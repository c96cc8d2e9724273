"""What looks like an identifier and is none: a wrong warning teaches people to read past the right ones."""

import pytest

from forum.identifiers.find import find


@pytest.mark.parametrize(
    "text",
    [
        "Call 988, or 116 123, or text SHOUT to 85258",
        "Ring NHS 111, or 999 if it is worse",
        "1-800-273-8255 is free, and so is 0800 58 58 58",
        "13 11 14 helps at night, 1737 too",
    ],
)
def test_helplines_are_never_marked(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "I take 50 mg twice and the pain is 10/10",
        "PHQ-9 was 21 and GAD-7 was 15/21",
        "My BP ranges 112-119/75-78 mmHg, before it was 120/80",
        "10-20-30-40 mg over four weeks, 5/10/20 mg before",
        "I have 10 000 000 reasons, and 2010-2015 was bad",
        "It was 01:02:03 on version v1.2.3.4",
        "My phone broke 3 times in 2019 and I called 5 people",
        "The 24/7 line, 50/50, 1/2 a tablet",
        "A $5000 deductible and 1,000,000 more",
        "I counted 1 2 3 4 5 6 7 8 9 10",
        "patient id required",
    ],
)
def test_doses_scores_and_sums_are_left_alone(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "I am Sad. I'm So Tired. I Feel Like Nobody Cares",
        "I may be better in March, or in May. Will I ever? I hope so",
        "The NHS and A&E are slow, and the ICU was full",
        "Vitamin D Deficiency, Hepatitis C Virus, vitamin B12 5mg",
        "St John's Wort, Adam's apple, Bell's palsy, Charcot Marie Tooth",
        "I take Sertraline, Mirtazapine and Yasmin",
        "Crohn's, Parkinson's and Asperger are names of illnesses",
        "I see a therapist. Keep going. Talk to your doctor. Sorry",
        "my local hospital, the General Hospital, a children's hospital",
        "Robin Williams died, and Edgar Allan Poe wrote",
        "A disease called Ichthyosis and a pill called Omeprazole",
        "I live in Texas, she came from Ireland",
        "I looked at amazon dot com",
        "my Instagram is full of trolls",
        "I walked 10 miles down the road, it is a 2 way street and a 5 hour drive",
        "It was a place where I was 15",
        "I moved to a flat in 2019",
        "I am 19 and my brother just turned 60",
    ],
)
def test_words_that_look_like_names_or_places_are_left_alone(text: str) -> None:
    assert find(text) == ()
