"""When nobody of the staff is there: help is, and somebody looks in the morning whatever was taken back."""

from tests.journeys.people import asks, is_offered_help, signs_in, takes_back, takes_the_next_one

WORDS = "I am going to kill myself tonight. I cannot bear this any longer."


def test_words_of_a_crisis_at_night_are_still_looked_at_after_they_were_taken_back(
    site, board, patient, doctor, arrives
) -> None:
    site.is_closed_tonight()
    asker, clinician = arrives(patient), arrives(doctor)
    signs_in(asker)
    asks(asker, board, "I am done", WORDS)
    is_offered_help(asker)
    asker.sees("Clinicians are here again at")
    takes_back(asker)
    is_offered_help(asker)
    asker.sees("a clinician will still look at them")
    signs_in(clinician)
    takes_the_next_one(clinician)
    clinician.sees("Needs somebody now", "Its author has taken these words back", "I am going to kill myself")
    clinician.presses("I have looked; nothing more is needed")
    clinician.sees("Nothing needs you now")
