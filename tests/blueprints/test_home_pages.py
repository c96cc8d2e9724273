"""The first page, and what machines ask."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from forum.blueprints.home import routes
from forum.blueprints.home.needs import Need
from forum.clock import now
from forum.extensions import db, vault
from forum.models.records import OutboxEvent
from forum.models.states import DecisionKind
from forum.notifications import delivery
from forum.transaction import atomic
from tests.builders.moderating import a_ward
from tests.builders.people import a_clinician, a_member, client_of
from tests.builders.talk import a_question, decided


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


def test_a_message_that_came_back_stands_before_other_news(app: Flask) -> None:
    ward = a_ward(app)
    returned, published = (a_question(ward.member, ward.board).post for _ in range(2))
    decided(ward.doctor, published)
    decided(ward.doctor, returned, DecisionKind.RETURN, message="Please leave out the town.")
    with atomic():  # the seconds in which a clinician may undo are over
        db.session.execute(update(OutboxEvent).values(not_before=now() - timedelta(seconds=1)))
    delivery.move_events()
    page = client_of(app, ward.member).get("/").text
    assert page.index(f"/posts/{returned.id}/") < page.index(f"/posts/{published.id}/")


def test_a_clinician_is_led_to_the_queue(app: Flask) -> None:
    assert "What waits for a clinician" in client_of(app, a_clinician(app)).get("/").text
    assert "What waits for a clinician" not in client_of(app, a_member(app)).get("/").text
