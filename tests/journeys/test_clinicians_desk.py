"""What happens between clinicians, and between a clinician and a second thought."""

import re

from playwright.sync_api import expect

from tests.journeys.people import answers_and_approves, asks, signs_in, takes_the_next_one

TITLE = "The evening ones"
WORDS = "How do you all keep track of the evening tablets? I keep losing count."
ANSWER = "A box with a lid for each evening helps most people."
# At the same moment by the machine's clock, whatever else the two browsers have to do.
PRESS_AT = """(moment) => setTimeout(
    () => document.querySelector("form[action$='/claim']").requestSubmit(), moment - Date.now())"""


def test_of_two_clinicians_who_reach_for_one_item_one_is_told_who_has_it(
    board, patient, doctor, colleague, arrives
) -> None:
    asker, clinicians = arrives(patient), [arrives(doctor), arrives(colleague)]
    signs_in(asker)
    asks(asker, board, TITLE, WORDS)
    for clinician in clinicians:
        signs_in(clinician)
        clinician.follows("Queue")
        clinician.follows("A question")
    press_at_once(clinicians)
    winner, other = sorted(clinicians, key=lambda clinician: "Somebody was a little faster" in clinician.page.title())
    winner.sees("It is with you", WORDS)
    other.sees(f"Dr. {winner.who.name} is reading this one")


def test_undone_decision_takes_everything_back_and_keeps_the_answer_in_the_box(
    site, board, patient, doctor, arrives
) -> None:
    asker, clinician = arrives(patient), arrives(doctor)
    signs_in(asker)
    asks(asker, board, TITLE, WORDS)
    signs_in(clinician)
    takes_the_next_one(clinician)
    answers_and_approves(clinician, ANSWER)
    site.undo_window_stays_open()
    asker.comes_again()
    asker.sees(WORDS, ANSWER)
    clinician.comes_again()
    clinician.presses("Undo")
    clinician.sees("Undone. Nobody has been told")
    clinician.finds_written("Your answer", ANSWER)
    asker.comes_again()
    asker.sees("Waiting for a clinician to read it.", WORDS)
    asker.does_not_see(ANSWER)


def press_at_once(clinicians) -> None:
    """Let both press “Take this” in one moment, and wait until each has an answer."""
    moment = clinicians[0].page.evaluate("Date.now() + 300")
    for clinician in clinicians:
        clinician.page.evaluate(PRESS_AT, moment)
    for clinician in clinicians:
        expect(clinician.page.get_by_role("main")).to_contain_text(re.compile("It is with you|is reading this one"))
        clinician.looks()
