"""Nothing that somebody wrote is lost: not when the sign-in runs out, not when the window closes."""

import pytest
from playwright.sync_api import expect

from tests.journeys.people import opens_the_composer, signs_in, types_name_and_password

TITLE = "The evening ones"
WORDS = "How do you all keep track of the evening tablets?\n\nI keep losing count."


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_sign_in_that_runs_out_while_writing_costs_no_word_and_no_mask(site, board, patient, arrives, scripts) -> None:
    writer = arrives(patient, scripts=scripts)
    signs_in(writer)
    opens_the_composer(writer, board)
    writer.writes("Your question in one line", TITLE)
    writer.writes("Your message", WORDS)
    writer.ticks("Anonymously")
    site.ends_sessions_of(patient)
    writer.presses("Send my question")
    writer.sees("You were signed out while you were writing. Nothing is lost")
    types_name_and_password(writer)
    writer.finds_written("Your question in one line", TITLE)
    writer.finds_written("Your message", WORDS)
    expect(writer.page.get_by_label("Anonymously")).to_be_checked()
    writer.presses("Send my question")
    writer.sees("We have your message")
    writer.does_not_see(f"{patient.name}You")


def test_draft_is_there_again_after_the_window_was_closed(board, patient, arrives) -> None:
    writer = arrives(patient)
    signs_in(writer)
    opens_the_composer(writer, board)
    writer.writes("Your message", WORDS)
    writer.sees("Draft kept")
    writer.opens_another_window()
    opens_the_composer(writer, board)
    writer.finds_written("Your message", WORDS)
