"""The first page, and what machines ask."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from forum.blueprints.home import routes
from forum.blueprints.home.needs import Need
from forum.extensions import vault
from tests.builders.people import a_member, client_of


def test_a_visitor_reads_the_promise_and_how_it_works(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "nobody learns that it was you" in page
    assert "How it works" in page


def test_whoever_is_signed_in_is_greeted(app: Flask) -> None:
    page = client_of(app, a_member(app, name="Mossy Brook")).get("/").text
    assert "Good to see you, Mossy Brook" in page
    assert "Nothing is waiting for you" in page


def test_what_needs_somebody_stands_first(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "needs_of", lambda _asking: [Need("A message came back", "Please look", "/somewhere")])
    page = client_of(app, a_member(app)).get("/").text
    assert page.index('href="/somewhere"') < page.index("Read what others ask")
    assert "Nothing is waiting" not in page


@pytest.mark.parametrize("page", ["/healthz", "/readyz"])
def test_machines_are_told_one_word(client: FlaskClient, page: str) -> None:
    answer = client.get(page)
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok", "text/plain")


@pytest.fixture
def broken_vault(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def fails(*_arguments: object) -> None:
        raise OperationalError("SELECT 1", None, Exception("gone"))

    monkeypatch.setattr(vault, "execute", fails)
    yield
    monkeypatch.undo()


def test_without_the_vault_it_lives_but_is_not_ready(client: FlaskClient, broken_vault: None) -> None:
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "unavailable")
