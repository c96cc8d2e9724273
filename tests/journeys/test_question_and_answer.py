"""From a question to its answer: what this place is for, on a desk and on a phone without scripts."""

import pytest

from tests.journeys.people import (
    answers_and_approves,
    asks,
    asks_for_a_change,
    follows_the_notice,
    is_offered_help,
    signs_in,
    takes_the_next_one,
)

TITLE = "Dark thoughts since the new tablets"
WORDS = "Since the new tablets I keep thinking that I do not want to be here any more. Has anybody else had this?"
ANSWER = "Thank you for telling us. Please ring your practice today: this can come from a change of tablets."
SCREENS = {
    "on a desk": {},
    "on a phone without scripts": {"viewport": {"width": 390, "height": 780}, "scripts": False},
}


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_patient_in_distress_is_helped_at_once_and_answered_by_a_clinician(
    site, board, patient, doctor, arrives, screen
) -> None:
    asker, clinician = arrives(patient, **screen), arrives(doctor, **screen)
    signs_in(asker)
    asks(asker, board, TITLE, WORDS)
    is_offered_help(asker)
    signs_in(clinician)
    takes_the_next_one(clinician)
    clinician.sees("Needs care soon", WORDS)
    answers_and_approves(clinician, ANSWER)
    site.undo_window_passes()
    site.worker_does_its_round()
    follows_the_notice(asker, "A clinician has answered you.")
    asker.sees(TITLE, ANSWER, "Dr. Amber Field", "Verified clinician · Psychologist")
    assert_says_nothing(site.mail.letters, [TITLE, WORDS, ANSWER, board, patient.name, "answer", "clinician"])


def test_returned_question_comes_back_as_the_same_item_and_is_published(site, board, patient, doctor, arrives) -> None:
    asker, clinician = arrives(patient), arrives(doctor)
    signs_in(asker)
    asks(asker, board, "Keeping count", "My neighbour Margaret Holloway helps me keep count of the tablets.")
    signs_in(clinician)
    takes_the_next_one(clinician)
    item = clinician.page.url.split("?")[0]
    asks_for_a_change(clinician, "Please leave out who your neighbour is.")
    site.undo_window_passes()
    site.worker_does_its_round()
    follows_the_notice(asker, "A clinician asks for a change")
    asker.sees("Your message came back to you", "Please leave out who your neighbour is.")
    asker.follows("Change my message")
    asker.writes("Your message", "My neighbour helps me keep count of the tablets.")
    asker.presses("Send my change")
    asker.sees("We have your message")
    takes_the_next_one(clinician)
    assert clinician.page.url.split("?")[0] == item
    clinician.presses("Approve as it stands")
    site.undo_window_passes()
    site.worker_does_its_round()
    follows_the_notice(asker, "others can see it now")
    asker.sees("Keeping count", "My neighbour helps me keep count")
    asker.does_not_see("Margaret")


def assert_says_nothing(letters, words) -> None:
    """Assert that letters came, and that nothing in them tells what they are about."""
    told = [f"{letter.content['Subject']}\n{letter.content.get_content()}" for letter in letters]
    assert told, "no letter came"
    for text in told:
        assert [word for word in words if word.casefold() in text.casefold()] == []
