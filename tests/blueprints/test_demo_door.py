"""The demonstration's door: being anybody by one click, and reading the mail that nobody sent."""

import json
import re

import pytest

from forum.notifications import delivery
from forum.notifications.mail import mailer_for
from tests.builders.people import a_clinician, a_member


@pytest.fixture
def somebody(app, settings):
    """Return a member whom the door offers."""
    member = a_member(app, "Paper Boat", email="paper@mail.example")
    listed = {"key": "boat", "name": member.name, "role": "member", "signin_name": member.signin_name, "note": "new"}
    settings.demo_people.write_text(json.dumps([listed]))
    return member


def test_door_offers_everybody_with_a_button(client, somebody):
    page = client.get("/demo/").text
    assert re.findall(r'action="(/demo/enter/[^"]+)"', page) == ["/demo/enter/boat"]
    assert "Be Paper Boat" in page


def test_door_stands_open_before_anybody_is_there(client):
    assert client.get("/demo/").status_code == 200


def test_one_click_signs_in(client, somebody):
    assert client.post("/demo/enter/boat").status_code == 302
    assert client.get("/notices/").status_code == 200


def test_staff_enter_with_their_second_factor_shown(app, client, settings):
    clinician = a_clinician(app)
    listed = {"key": "c", "name": clinician.name, "role": "clinician", "signin_name": clinician.signin_name}
    settings.demo_people.write_text(json.dumps([listed]))
    assert client.post("/demo/enter/c").location == "/moderation/"
    assert client.get("/moderation/").status_code == 200


def test_nobody_unknown_enters(client, somebody):
    assert client.post("/demo/enter/somebody-else").status_code == 404


def test_somebody_listed_whose_account_is_gone_does_not_enter(client, settings):
    listed = {"key": "gone", "name": "Gone", "role": "member", "signin_name": "never-joined"}
    settings.demo_people.write_text(json.dumps([listed]))
    assert client.post("/demo/enter/gone").status_code == 404


def test_looking_does_not_enter(client, somebody):
    assert client.get("/demo/enter/boat").status_code == 405


def test_mail_page_shows_letters_that_waited(client, settings, somebody):
    delivery.send_letters(mailer_for(settings))
    page = client.get("/demo/mail").text
    assert "paper@mail.example" in page
    assert "A message for you" in page


def test_mail_page_without_mail_says_so(client):
    assert "No mail yet" in client.get("/demo/mail").text
