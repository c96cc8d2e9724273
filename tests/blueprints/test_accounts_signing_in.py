"""Signing in and out, and where it leads."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts import consenting
from forum.clock import frozen_at, now
from forum.extensions import vault
from forum.models.accounts import SignIn
from forum.models.states import Role
from tests.builders.people import (
    PASSWORD,
    Someone,
    a_clinician,
    a_member,
    client_of,
    granted,
    light_passwords,
    sign_in,
    with_second_factor,
)


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account/password").status_code == 200


def sessions() -> int:
    return vault.execute(select(func.count()).select_from(SignIn)).scalar_one()


def test_a_member_signs_in(app: Flask, client: FlaskClient) -> None:
    assert sign_in(client, a_member(app)).location == "/"
    assert is_signed_in(client)


@pytest.mark.parametrize("typed", [{"password": "wrong"}, {"signin_name": "nobody"}])
def test_what_does_not_fit_is_answered_alike(app: Flask, client: FlaskClient, typed: dict[str, str]) -> None:
    page = sign_in(client, a_member(app), **typed)
    assert page.status_code == 200
    assert "Name and password do not fit together" in page.text
    assert sessions() == 0


def test_an_unknown_name_and_a_wrong_password_get_the_same_page(app: Flask, client: FlaskClient) -> None:
    member = a_member(app, signin_name="lamp")
    with light_passwords():
        wrong = client.post("/login", data={"signin_name": "lamp", "password": "wrong"})
        unknown = client.post("/login", data={"signin_name": "plum", "password": member.password})
    assert wrong.text.replace("lamp", "plum") == unknown.text


@pytest.mark.parametrize("onward", ["/rules", "/help-now?country=US", "/threads/abc/?page=2#post-3"])
def test_signing_in_leads_on_to_a_page_of_this_site(app: Flask, client: FlaskClient, onward: str) -> None:
    assert sign_in(client, a_member(app), next=onward).location == onward


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        " //evil.example",
        "/rules\r\nSet-Cookie: a=b",
        "rules",
        "/" + "x" * 600,
    ],
)
def test_signing_in_never_leads_elsewhere(app: Flask, client: FlaskClient, elsewhere: str) -> None:
    assert sign_in(client, a_member(app), next=elsewhere).location == "/"


def test_a_session_that_was_prepared_is_dropped(app: Flask, client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    sign_in(client, a_member(app))
    with client.session_transaction() as session:
        assert "planted" not in session


def test_the_cookie_holds_nothing_of_the_person(app: Flask, client: FlaskClient) -> None:
    member = a_member(app)
    sign_in(client, member)
    with client.session_transaction() as session:
        spelled = repr(dict(session))
    secrets = (member.account_id, member.everyday.persona_id, member.name, member.signin_name)
    assert not any(secret in spelled for secret in secrets)


def test_signing_out_ends_the_session_in_the_vault(app: Flask) -> None:
    client = client_of(app, a_member(app))
    assert sessions() == 1
    client.post("/logout")
    assert (sessions(), is_signed_in(client)) == (0, False)


def test_signing_out_needs_a_post(app: Flask) -> None:
    assert client_of(app, a_member(app)).get("/logout").status_code == 405


def test_signing_in_twice_leads_on_at_once(app: Flask) -> None:
    assert client_of(app, a_member(app)).get("/login?next=/rules").location == "/rules"


def test_a_changed_text_is_asked_about_at_sign_in(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = a_member(app)
    monkeypatch.setattr(consenting, "RULES_VERSION", "2099-01")
    assert sign_in(client, member, next="/rules").location == "/account/agree?next=/rules"


def test_a_members_cookie_outlives_the_window(app: Flask, client: FlaskClient) -> None:
    assert "Expires=" in sign_in(client, a_member(app)).headers["Set-Cookie"]


def test_a_clinicians_cookie_does_not(app: Flask, client: FlaskClient) -> None:
    assert "Expires=" not in sign_in(client, a_clinician(app)).headers["Set-Cookie"]


def password_only(client: FlaskClient, someone: Someone) -> None:
    with light_passwords():
        client.post("/login", data={"signin_name": someone.signin_name, "password": PASSWORD})


def test_a_password_alone_starts_no_session_where_there_is_a_second_factor(app: Flask, client: FlaskClient) -> None:
    password_only(client, with_second_factor(a_member(app)))
    assert (sessions(), is_signed_in(client)) == (0, False)


def test_the_second_factor_leads_on(app: Flask, client: FlaskClient) -> None:
    assert sign_in(client, with_second_factor(a_member(app)), next="/rules").location == "/rules"
    assert is_signed_in(client)


def test_a_wrong_code_is_said_and_can_be_followed_by_a_right_one(app: Flask, client: FlaskClient) -> None:
    someone = with_second_factor(a_member(app))
    password_only(client, someone)
    assert "This code does not fit" in client.post("/login/code", data={"code": "123456"}).text
    assert client.post("/login/code", data={"code": someone.code()}).location == "/"


def test_a_code_of_the_app_signs_in_one_browser_only(app: Flask) -> None:
    someone = with_second_factor(a_member(app))
    sign_in(app.test_client(), someone)
    second = app.test_client()
    sign_in(second, someone)
    assert not is_signed_in(second)


def test_a_code_from_paper_signs_in_and_says_how_many_are_left(app: Flask, client: FlaskClient) -> None:
    someone = with_second_factor(a_member(app))
    password_only(client, someone)
    client.post("/login/code", data={"code": someone.paper_codes[0]})
    assert "You have 9 left" in client.get("/").text


def test_a_code_without_a_password_leads_back_to_the_beginning(client: FlaskClient) -> None:
    assert client.get("/login/code").location == "/login"


def test_half_way_is_forgotten_after_ten_minutes(app: Flask, client: FlaskClient) -> None:
    someone = with_second_factor(a_member(app))
    password_only(client, someone)
    with frozen_at(now() + timedelta(minutes=11)):
        assert client.post("/login/code", data={"code": someone.code()}).location == "/login"


def test_staff_without_a_second_factor_are_led_to_setting_one(app: Flask, client: FlaskClient) -> None:
    sign_in(client, granted(a_member(app), Role.ADMINISTRATOR))
    assert client.get("/").location == "/login/code?next=/"
    assert client.get("/login/code").location == "/account/second-factor"


def test_a_role_granted_meanwhile_asks_for_the_second_factor_that_is_set(app: Flask) -> None:
    someone = a_member(app)
    client = client_of(app, someone)
    with_factor = granted(with_second_factor(someone), Role.ADMINISTRATOR)
    assert client.get("/").location == "/login/code?next=/"
    assert client.post("/login/code", data={"code": with_factor.code(), "next": "/rules"}).location == "/rules"
    assert client.get("/").status_code == 200
