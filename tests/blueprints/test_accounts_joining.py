"""Joining, seen from a browser without scripts."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.accounts import codes, consenting
from forum.accounts.codes import Purpose
from forum.blueprints.accounts import joining as joining_pages
from forum.confidentiality.faces import Face
from forum.errors import NameTaken
from forum.extensions import db, vault
from forum.models.accounts import Account
from forum.models.personas import Persona
from forum.models.states import PersonaState
from tests.builders.people import a_member, client_of, someone_without_a_name

TYPED = {
    "signin_name": "my own lamp",
    "name": "Quiet Heron",
    "password": "harbour lamp tin whistle",
    "email": "",
    "country": "",
    "is_of_age": "y",
    "agrees": "y",
}
CODE = re.compile(r"[0-9a-z]{4}(?:-[0-9a-z]{4}){4}")


def join(client: FlaskClient, **typed: str) -> TestResponse:
    return client.post("/join", data={**TYPED, **typed})


def the_account() -> Account:
    return vault.execute(select(Account)).scalar_one()


def test_whoever_joins_is_signed_in_under_the_name_that_others_see(client: FlaskClient) -> None:
    join(client)
    assert "Quiet Heron" in client.get("/").text
    assert db.session.execute(select(Persona.name)).scalars().all() == ["Quiet Heron"]


def test_the_page_after_joining_has_a_code_that_works(client: FlaskClient) -> None:
    shown = CODE.search(join(client).text)
    assert shown is not None
    assert codes.holder(Purpose.PRINTED, shown.group()) == the_account().id


def test_the_code_is_on_no_later_page(client: FlaskClient) -> None:
    join(client)
    assert not CODE.search(client.get("/joined").text)


def test_everything_agreed_to_is_recorded(client: FlaskClient) -> None:
    join(client)
    assert consenting.missing(the_account().id) == frozenset()


@pytest.mark.parametrize("unticked", ["is_of_age", "agrees"])
def test_joining_needs_age_and_agreement(client: FlaskClient, unticked: str) -> None:
    page = client.post("/join", data={key: value for key, value in TYPED.items() if key != unticked})
    assert "Something needs another look" in page.text
    assert vault.execute(select(Account)).first() is None


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("signin_name", "me@example.org", "something other than an e-mail address"),
        ("signin_name", "ab", "at least 3 characters"),
        ("name", "Mary Johnson", "a first name and a family name"),
        ("name", "Dr Heron", "only for clinicians"),
        ("name", "Dг Heron", "letters of one alphabet"),
        ("name", "me@example.org", "leave e-mail addresses out"),
        ("name", "Heron 07700900123", "at most 4 figures"),
        ("name", "Moderator", "somebody who works here"),
        ("password", "password1234", "guessed first"),
        ("password", "quietheron77", "your name"),
        ("email", "no address", "does not look like an e-mail address"),
    ],
)
def test_what_cannot_be_taken_is_said_kindly(client: FlaskClient, field: str, typed: str, said: str) -> None:
    page = join(client, **{field: typed})
    assert said in page.text
    assert f'id="{field}-error"' in page.text


def test_a_password_is_typed_back_into_no_page(client: FlaskClient) -> None:
    page = join(client, name="Mary Johnson")
    assert TYPED["password"] not in page.text
    assert "strong enough" in page.text


def test_a_taken_sign_in_name_is_said(app: Flask, client: FlaskClient) -> None:
    a_member(app, signin_name="my own lamp")
    assert "already signs in with this name" in join(client).text


def test_a_taken_public_name_opens_no_account(app: Flask, client: FlaskClient) -> None:
    join(app.test_client(), signin_name="somebody else")
    page = join(client, name="quiet  heron")
    assert "or one that looks the same" in page.text
    assert vault.execute(select(Account)).scalars().all() == [the_account()]


def test_a_known_address_makes_no_difference_to_the_page(app: Flask) -> None:
    def page(name: str, address: str) -> str:
        joined = join(app.test_client(), signin_name=name, name=f"Quiet {name}", email=address)
        return re.sub(r'value="[^"]*"', "", CODE.sub("CODE", joined.text)).replace(name, "NAME")

    first = page("Otter", "me@example.org")
    assert page("Heron", "me@example.org") == first
    assert page("Robin", "new@example.org") == first


def test_losing_a_race_for_a_name_leads_to_choosing_another(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(_face: Face, _name: str) -> Persona:
        raise NameTaken("name", "taken")

    monkeypatch.setattr(joining_pages.intake, "submit_name", taken)
    page = join(client)
    assert CODE.search(page.text)
    assert client.get("/").location == "/account/name?next=/"


def test_whoever_has_no_name_is_led_to_choosing_one(app: Flask) -> None:
    client = client_of(app, someone_without_a_name(app))
    assert client.get("/").location == "/account/name?next=/"
    assert client.post("/account/name", data={"name": "Quiet Heron", "next": "/rules"}).location == "/rules"
    assert client.get("/").status_code == 200


def test_whoever_has_no_name_still_reaches_help(app: Flask) -> None:
    assert client_of(app, someone_without_a_name(app)).get("/help-now").status_code == 200


def test_a_name_that_is_there_is_not_chosen_again(app: Flask) -> None:
    assert client_of(app, a_member(app)).get("/account/name").location == "/"


def test_a_name_that_waits_may_be_chosen_again(app: Flask) -> None:
    someone = someone_without_a_name(app)
    client = client_of(app, someone)
    client.post("/account/name", data={"name": "Quiet Heron"})
    db.session.get_one(Persona, someone.everyday.persona_id).state = PersonaState.NAME_WAITING
    db.session.commit()
    assert client.get("/account/name").status_code == 200


def test_whoever_is_signed_in_does_not_join_again(app: Flask) -> None:
    assert client_of(app, a_member(app)).get("/join").location == "/"


def test_a_changed_text_is_agreed_to_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = a_member(app)
    monkeypatch.setattr(consenting, "LIMITS_VERSION", "2099-01")
    client = client_of(app, someone)
    client.post("/account/agree", data={"is_of_age": "y", "agrees": "y"})
    assert consenting.missing(someone.account_id) == frozenset()
