"""“Signing in and safety”: what one's own page shows and does."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts import codes, country
from forum.accounts.codes import Purpose
from forum.models.states import Role
from tests.builders.people import PASSWORD, Someone, a_member, client_of, granted, mailed_address, session_of, sign_in

NEW = "kettle moon fifty otters"


@pytest.fixture
def member(app: Flask) -> Someone:
    return a_member(app)


@pytest.fixture
def signed_in(app: Flask, member: Someone) -> FlaskClient:
    return client_of(app, member)


def is_open(client: FlaskClient) -> bool:
    return client.get("/account/security").status_code == 200


def test_every_page_of_the_account_asks_for_a_sign_in(app: Flask, client: FlaskClient) -> None:
    pages = [str(rule) for rule in app.url_map.iter_rules() if str(rule).startswith("/account/")]
    assert len(pages) > 8
    for page in pages:
        answer = client.get(page) if page in {"/account/security", "/account/name"} else client.post(page)
        assert answer.location.startswith("/login?next="), page


def test_every_form_needs_its_token(app: Flask, signed_in: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    posts = [
        str(rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("accounts.") and "POST" in (rule.methods or ()) and not rule.arguments
    ]
    assert len(posts) > 15
    assert {page: signed_in.post(page).status_code for page in posts} == dict.fromkeys(posts, 400)


def test_staff_see_nothing_of_it_before_their_second_factor(app: Flask, member: Someone) -> None:
    client = client_of(app, granted(member, Role.ADMINISTRATOR))
    assert client.get("/account/security").location == "/login/code?next=/account/security"


def test_sessions_are_listed_coarsely(signed_in: FlaskClient, member: Someone) -> None:
    session_of(member, label="Safari on a phone")
    page = signed_in.get("/account/security").text
    assert "Safari on a phone" in page
    assert "today" in page


def test_one_session_can_be_ended(app: Flask, signed_in: FlaskClient, member: Someone) -> None:
    elsewhere = client_of(app, member)
    page = signed_in.get("/account/security").text
    other = page.split('name="session" value="')[1].split('"')[0]
    signed_in.post("/account/sessions/end", data={"session": other})
    assert (is_open(signed_in), is_open(elsewhere)) == (True, False)


def test_all_other_sessions_can_be_ended(app: Flask, signed_in: FlaskClient, member: Someone) -> None:
    others = [client_of(app, member) for _ in range(2)]
    signed_in.post("/account/sessions/end", data={"session": "others"})
    assert [is_open(client) for client in (signed_in, *others)] == [True, False, False]


@pytest.mark.parametrize("nonsense", ["", "zz", "00" * 32])
def test_nonsense_ends_no_session(signed_in: FlaskClient, nonsense: str) -> None:
    assert signed_in.post("/account/sessions/end", data={"session": nonsense}).status_code == 302
    assert is_open(signed_in)


def test_another_persons_session_cannot_be_ended(app: Flask, signed_in: FlaskClient) -> None:
    other = a_member(app)
    their_client = client_of(app, other)
    session_of(other)
    theirs = their_client.get("/account/security").text.split('name="session" value="')[1].split('"')[0]
    signed_in.post("/account/sessions/end", data={"session": theirs})
    assert "Sign out there" in their_client.get("/account/security").text


def test_a_new_password_signs_out_everywhere_else(app: Flask, signed_in: FlaskClient, member: Someone) -> None:
    elsewhere = client_of(app, member)
    signed_in.post("/account/password", data={"present": PASSWORD, "password": NEW})
    assert (is_open(signed_in), is_open(elsewhere)) == (True, False)
    assert sign_in(app.test_client(), member).status_code == 200
    assert sign_in(app.test_client(), member, password=NEW).status_code == 302


def test_a_new_password_gives_this_session_a_new_token(signed_in: FlaskClient) -> None:
    with signed_in.session_transaction() as session:
        before = session["_user_id"]
    signed_in.post("/account/password", data={"present": PASSWORD, "password": NEW})
    with signed_in.session_transaction() as session:
        assert session["_user_id"] != before


@pytest.mark.parametrize("typed", [{"present": "wrong", "password": NEW}, {"present": PASSWORD, "password": "weak"}])
def test_a_password_is_changed_only_by_the_present_one_and_for_a_good_one(
    app: Flask, signed_in: FlaskClient, member: Someone, typed: dict[str, str]
) -> None:
    assert signed_in.post("/account/password", data=typed).status_code == 200
    assert sign_in(app.test_client(), member).status_code == 302


def test_an_address_is_kept_with_the_password_only(signed_in: FlaskClient, member: Someone) -> None:
    signed_in.post("/account/email", data={"email": "me@example.org", "password": "wrong"})
    assert mailed_address(member.account_id) is None
    signed_in.post("/account/email", data={"email": "me@example.org", "password": PASSWORD})
    assert mailed_address(member.account_id) == "me@example.org"


def test_a_known_address_looks_kept(app: Flask, signed_in: FlaskClient) -> None:
    a_member(app, email="me@example.org")
    signed_in.post("/account/email", data={"email": "me@example.org", "password": PASSWORD})
    assert "me@example.org" in signed_in.get("/account/security").text


def test_an_address_is_forgotten_with_the_password_only(signed_in: FlaskClient, member: Someone) -> None:
    signed_in.post("/account/email", data={"email": "me@example.org", "password": PASSWORD})
    signed_in.post("/account/email/forget", data={"forget-password": "wrong"})
    assert mailed_address(member.account_id) == "me@example.org"
    signed_in.post("/account/email/forget", data={"forget-password": PASSWORD})
    assert mailed_address(member.account_id) is None


@pytest.mark.parametrize(("typed", "kept"), [("NL", "NL"), ("", None), ("XX", "GB")])
def test_a_country_is_one_of_the_list_or_none(app: Flask, typed: str, kept: str | None) -> None:
    someone = a_member(app, country="GB")
    client_of(app, someone).post("/account/country", data={"country": typed})
    assert country.read(someone.account_id) == kept


def test_a_new_printed_code_needs_the_password(signed_in: FlaskClient, member: Someone) -> None:
    signed_in.post("/account/printed-code", data={"password": "wrong"})
    assert codes.holder(Purpose.PRINTED, member.printed_code)
    signed_in.post("/account/printed-code", data={"password": PASSWORD})
    assert codes.holder(Purpose.PRINTED, member.printed_code) is None
