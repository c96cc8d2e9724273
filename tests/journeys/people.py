"""What people do here, in the words of a story; each verb begins and ends on a page that was examined."""

from playwright.sync_api import expect

from tests.journeys.browsing import Visitor


def joins(newcomer: Visitor, *, signin_name: str, name: str, password: str) -> str:
    """Join from the first page, and return the code to print."""
    newcomer.opens("/")
    newcomer.follows("Join under a name of your choice")
    newcomer.writes("Name you sign in with", signin_name)
    newcomer.writes("Name that others see", name)
    newcomer.writes("Password", password)
    newcomer.ticks("I am 18 or older")
    newcomer.ticks("I have read the house rules")
    newcomer.presses(newcomer.page.get_by_role("main").get_by_role("button", name="Join"))
    newcomer.sees("Welcome. It is good that you are here.")
    return newcomer.page.locator(".printed-code").inner_text().strip()


def signs_in(somebody: Visitor, signin_name: str | None = None, password: str | None = None) -> None:
    """Sign in from the first page, with the code from the app where there is one."""
    somebody.opens("/")
    somebody.follows("Sign in")
    types_name_and_password(somebody, signin_name, password)


def types_name_and_password(somebody: Visitor, signin_name: str | None = None, password: str | None = None) -> None:
    """Fill in the sign-in page that is open, by default with one's own name and password, and the code if asked."""
    who = somebody.who
    somebody.writes("Name you sign in with", signin_name or who.signin_name)
    somebody.writes("Password", password or who.password)
    somebody.presses(somebody.page.get_by_role("main").get_by_role("button", name="Sign in"))
    if who is not None and who.totp_secret is not None:
        somebody.writes("Code", who.code())
        somebody.presses("Go on")


def signs_out(somebody: Visitor) -> None:
    """Open the menu and leave."""
    somebody.page.get_by_text("Menu", exact=True).click()
    somebody.looks()
    somebody.presses("Sign out")
    somebody.sees("You are signed out.")


def asks_for_new_password_with(somebody: Visitor, signin_name: str, code: str, *, password: str) -> str:
    """Go by way of “I have forgotten my password” and the printed code; return the next code."""
    somebody.opens("/login")
    somebody.follows("I have forgotten my password")
    somebody.follows("Use my printed code")
    somebody.writes("Name you sign in with", signin_name)
    somebody.writes("Your printed code", code)
    somebody.writes("New password", password)
    somebody.presses("Set the new password")
    somebody.sees("Your new password is set")
    return somebody.page.locator(".printed-code").inner_text().strip()


def asks(patient: Visitor, board: str, title: str, words: str) -> None:
    """Go to a board and ask something there; see that it has arrived."""
    opens_the_composer(patient, board)
    patient.writes("Your question in one line", title)
    patient.writes("Your message", words)
    patient.presses("Send my question")
    patient.sees("We have your message", words)


def opens_the_composer(patient: Visitor, board: str) -> None:
    """Go to where one asks something on a board."""
    patient.follows("Boards")
    patient.follows(board)
    patient.follows("Ask something here")


def is_offered_help(patient: Visitor) -> None:
    """See, on the very page after one's words, whom to call now."""
    patient.sees("Thank you for saying this", "Call 999")
    expect(patient.page.locator("a[href='tel:999']")).to_be_visible()


def takes_the_next_one(doctor: Visitor) -> None:
    """Go to the queue and take what needs somebody most."""
    doctor.follows("Queue")
    doctor.presses("Take the next one")
    doctor.sees("It is with you")


def answers_and_approves(doctor: Visitor, answer: str) -> None:
    """Answer the item that is open, and publish both together."""
    doctor.writes("Your answer", answer)
    doctor.presses("Approve and answer")
    doctor.sees("Nobody has been told yet")


def asks_for_a_change(doctor: Visitor, message: str) -> None:
    """Return the item that is open to its author, with a message."""
    doctor.unfolds("Write to the author instead")
    doctor.writes("To the author", message)
    doctor.presses("Ask for a change")
    doctor.sees("Nobody has been told yet")


def follows_the_notice(somebody: Visitor, notice: str) -> None:
    """Open one's notices and go where one of them leads."""
    somebody.follows("Notices")
    somebody.follows(notice)


def takes_back(patient: Visitor) -> None:
    """Take back the message that is open, after the question whether one means it."""
    patient.follows("Take it back")
    patient.presses("Take it back")
    patient.sees("You took this message back")
