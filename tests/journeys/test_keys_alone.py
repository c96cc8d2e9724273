"""A whole visit without a mouse."""

from playwright.sync_api import expect

from tests.journeys.keyboard import Keyboard


def test_member_signs_in_and_asks_with_the_keys_alone(board, patient, arrives) -> None:
    member = arrives(patient)
    keys = Keyboard(member)
    member.opens("/login")
    keys.goes_to("Skip to the content")
    keys.enters()
    keys.goes_to("Name you sign in with")
    keys.types(patient.signin_name)
    keys.goes_to("Password")
    keys.types(patient.password)
    keys.enters()
    for link in ("Boards", board, "Ask something here", "Send my question"):
        keys.goes_to(link)
        keys.enters()
    expect(member.page.locator(".error-summary")).to_be_focused()
    keys.goes_to("Please give your question a title")
    keys.keys.press("Enter")
    assert keys.stops_on() == "Your question in one line"
    keys.types("The evening ones")
    keys.goes_to("Your message")
    keys.types("How do you all keep track of them?")
    keys.goes_to("As Slow Kettle")
    keys.goes_to("Send my question")
    keys.enters()
    member.sees("We have your message", "How do you all keep track of them?")
