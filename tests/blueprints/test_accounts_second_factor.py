"""Setting up the second factor and taking it away, as pages."""

import re
from html import unescape

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts import codes, second_factor
from forum.accounts.codes import Purpose
from forum.clock import now
from forum.models.states import Role
from tests.builders.people import PASSWORD, Someone, a_member, client_of, granted, with_second_factor

PAGE = "/account/second-factor"


@pytest.fixture
def member(app: Flask) -> Someone:
    return a_member(app)


def begin(client: FlaskClient) -> str:
    client.post(f"{PAGE}/start", data={"start-password": PASSWORD})
    shown = re.search(r"<code[^>]*>([A-Z2-7 ]{32,})</code>", unescape(client.get(PAGE).text))
    assert shown is not None
    return pyotp.TOTP(shown.group(1).replace(" ", "")).at(now())


def test_looking_draws_no_secret(app: Flask, member: Someone) -> None:
    client_of(app, member).get(PAGE)
    assert second_factor.enrolment(member.account_id, member.account_key) is None


def test_the_first_code_sets_it_and_shows_ten_on_paper(app: Flask, member: Someone) -> None:
    client = client_of(app, member)
    page = client.post(PAGE, data={"code": begin(client)})
    assert second_factor.is_set(member.account_id)
    assert len(re.findall(r"<code>[0-9a-z]{4}(?:-[0-9a-z]{4}){3}</code>", re.sub(r"\s", "", page.text))) == 10


def test_a_wrong_first_code_sets_nothing(app: Flask, member: Someone) -> None:
    client = client_of(app, member)
    begin(client)
    assert "does not fit" in client.post(PAGE, data={"code": "12345"}).text
    assert not second_factor.is_set(member.account_id)


def test_setting_it_ends_every_other_session(app: Flask, member: Someone) -> None:
    here, elsewhere = client_of(app, member), client_of(app, member)
    here.post(PAGE, data={"code": begin(here)})
    assert here.get("/account/security").status_code == 200
    assert elsewhere.get("/account/security").status_code == 302


def test_staff_go_on_to_where_they_were_going(app: Flask, member: Someone) -> None:
    client = client_of(app, granted(member, Role.ADMINISTRATOR))
    page = client.post(PAGE, data={"code": begin(client), "next": "/rules"})
    assert 'href="/rules"' in page.text
    assert client.get("/").status_code == 200


def test_new_paper_needs_the_password(app: Flask, member: Someone) -> None:
    holder = with_second_factor(member)
    client = client_of(app, holder)
    assert "not your password" in client.post(f"{PAGE}/paper", data={"paper-password": "wrong"}).text
    assert codes.holder(Purpose.SECOND_FACTOR, holder.paper_codes[0])
    client.post(f"{PAGE}/paper", data={"paper-password": PASSWORD})
    assert codes.holder(Purpose.SECOND_FACTOR, holder.paper_codes[0]) is None


def test_taking_it_away_needs_password_and_code(app: Flask, member: Someone) -> None:
    holder = with_second_factor(member)
    client = client_of(app, holder)
    for typed in ({"remove-password": PASSWORD, "remove-code": "1"}, {"remove-password": "x", "remove-code": "1"}):
        client.post(f"{PAGE}/remove", data=typed)
    assert second_factor.is_set(holder.account_id)
    client.post(f"{PAGE}/remove", data={"remove-password": PASSWORD, "remove-code": holder.code()})
    assert not second_factor.is_set(holder.account_id)


def test_staff_who_take_it_away_must_set_it_again(app: Flask, member: Someone) -> None:
    holder = granted(with_second_factor(member), Role.ADMINISTRATOR)
    client = client_of(app, holder)
    client.post(f"{PAGE}/remove", data={"remove-password": PASSWORD, "remove-code": holder.paper_codes[0]})
    assert client.get("/").location == "/login/code?next=/"
    assert client.get(PAGE).status_code == 200


def test_a_session_from_before_makes_no_new_paper(app: Flask, member: Someone) -> None:
    client = client_of(app, member)
    holder = with_second_factor(member)  # by hand, so that the session lives on without having shown it
    client.post(f"{PAGE}/paper", data={"paper-password": PASSWORD})
    assert codes.holder(Purpose.SECOND_FACTOR, holder.paper_codes[0])


def test_setting_it_begins_with_the_password(app: Flask, member: Someone) -> None:
    refused = client_of(app, member).post(f"{PAGE}/start", data={"start-password": "wrong"})
    assert (refused.status_code, "not your password" in refused.text) == (422, True)
    assert second_factor.enrolment(member.account_id, member.account_key) is None
