"""Ways back in, seen from a browser."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from forum.accounts import second_factor
from forum.confidentiality import keys
from forum.extensions import db, vault
from forum.models.shelf import VaultOutbox
from forum.notifications import letters
from tests.builders.people import Someone, a_member, client_of, sign_in, with_second_factor

NEW = "kettle moon fifty otters"


@pytest.fixture
def reachable(app: Flask) -> Someone:
    return a_member(app, signin_name="lamp", email="me@example.org")


def link_for(client: FlaskClient, someone: Someone) -> str:
    client.post("/forgot", data={"signin_name": someone.signin_name})
    rows = vault.execute(select(VaultOutbox)).scalars()
    opened = [letters.opened(row, someone.account_key) for row in rows]
    return next(f"/reset/{letter['token']}" for letter in opened if letter["kind"] == "reset")


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = db.engines["vault"]
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_forgetting_is_answered_alike_for_everybody(app: Flask, client: FlaskClient, reachable: Someone) -> None:
    without_address = a_member(app).signin_name
    asked = ["lamp", "me@example.org", "nobody", "nobody@example.org", without_address, "\u202e"]
    pages = {client.post("/forgot", data={"signin_name": name}).text for name in asked}
    assert len(pages) == 1


def test_forgetting_costs_the_same_statements_for_everybody(client: FlaskClient, reachable: Someone) -> None:
    counts = []
    for name in ("lamp", "me@example.org", "nobody", "nobody@example.org"):
        keys.memory.forget_all()
        with counted_statements() as seen:
            client.post("/forgot", data={"signin_name": name})
        counts.append(len(seen))
    assert len(set(counts)) == 1


def test_a_link_sets_a_new_password_and_ends_sessions(app: Flask, client: FlaskClient, reachable: Someone) -> None:
    elsewhere = client_of(app, reachable)
    assert client.post(link_for(client, reachable), data={"password": NEW}).location == "/login"
    assert elsewhere.get("/account/security").status_code == 302
    assert sign_in(client, reachable, password=NEW).location == "/"


def test_looking_at_a_link_does_not_use_it_up(client: FlaskClient, reachable: Someone) -> None:
    link = link_for(client, reachable)
    assert [client.get(link).status_code for _ in range(3)] == [200, 200, 200]


def test_a_used_link_and_an_invented_one_are_answered_alike(app: Flask, reachable: Someone) -> None:
    link = link_for(app.test_client(), reachable)
    app.test_client().post(link, data={"password": NEW})
    used, invented = app.test_client().get(link), app.test_client().get("/reset/invented")
    assert (used.status_code, used.text) == (404, invented.text)


def test_a_weak_password_uses_no_link_up(client: FlaskClient, reachable: Someone) -> None:
    link = link_for(client, reachable)
    assert "at least 12" in client.post(link, data={"password": "weak"}).text
    assert client.get(link).status_code == 200


def test_a_link_never_goes_past_the_second_factor(app: Flask, client: FlaskClient, reachable: Someone) -> None:
    holder = with_second_factor(reachable)
    client.post(link_for(client, holder), data={"password": NEW})
    assert second_factor.is_set(holder.account_id)
    client.post("/login", data={"signin_name": "lamp", "password": NEW})
    assert client.get("/account/security").status_code == 302


def test_a_link_can_give_a_new_sign_in_name(app: Flask, client: FlaskClient, reachable: Someone) -> None:
    client.post(link_for(client, reachable), data={"password": NEW, "signin_name": "tin whistle"})
    assert sign_in(client, reachable, signin_name="tin whistle", password=NEW).location == "/"


def test_a_taken_sign_in_name_is_said_at_a_link(app: Flask, client: FlaskClient, reachable: Someone) -> None:
    typed = {"password": NEW, "signin_name": a_member(app).signin_name}
    assert "already signs in" in client.post(link_for(client, reachable), data=typed).text


def test_the_printed_code_lets_in_again_and_gives_the_next(app: Flask, client: FlaskClient) -> None:
    member = a_member(app)
    typed = {"signin_name": member.signin_name, "code": member.printed_code, "password": NEW}
    following = re.search(r"[0-9a-z]{4}(?:-[0-9a-z]{4}){4}", client.post("/recover", data=typed).text)
    assert following is not None
    assert following.group() != member.printed_code
    assert sign_in(client, member, password=NEW).location == "/"


@pytest.mark.parametrize("changed", [{"signin_name": "nobody"}, {"code": "0000-0000-0000-0000-0000"}])
def test_a_printed_code_that_does_not_fit_is_answered_alike(
    app: Flask, client: FlaskClient, changed: dict[str, str]
) -> None:
    member = a_member(app)
    typed = {"signin_name": member.signin_name, "code": member.printed_code, "password": NEW, **changed}
    assert "Name and code do not fit together" in client.post("/recover", data=typed).text
    assert sign_in(client, member).location == "/"
