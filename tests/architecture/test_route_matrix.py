"""Every address, asked by everybody, in every state that it can be in: what the table says, and nothing else.

The lesson of other forums: most leaks are a second path to the same thing without the look at who is asking. So the
table must name every route of the app, and what may not be seen must answer exactly as what is not there.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from forum.app import create_app
from tests.app_fixtures import FreshClient, settings_of_copy
from tests.builders.matrix_world import World, a_world
from tests.builders.route_matrix import TABLE, VIEWERS, outcome, routes_of, rows
from tests.servers.postgresql import PostgreSQL

DECLARED = {name for names in TABLE.values() for name in names}
FORGERY_TOKEN = re.compile(r'(name="csrf_token" value=)"[^"]+"')
OF_THE_MOMENT = {"Date", "Set-Cookie"}
PROTECTING = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
TRUSTED_SOURCES = {"'none'", "'self'", "data:"}
each_row = pytest.mark.parametrize("row", rows(), ids=str)
each_deed = pytest.mark.parametrize("row", [row for row in rows() if row.method != "GET"], ids=str)


@pytest.fixture(scope="module")
def world(empty_site: Path | PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Return the site, forgery checks on, as outside the tests."""
    app = create_app(settings_of_copy(empty_site, tmp_path_factory.mktemp("matrix"), "matrix_"))
    app.test_client_class = FreshClient
    with app.app_context():
        world = a_world(app, empty_site if isinstance(empty_site, PostgreSQL) else None)
    yield world
    world.put_back()


def seen(answer: Response, place: dict[str, str]) -> tuple[int, str, list[tuple[str, str]]]:
    """Return all that a browser learns from an answer, but for what differs at every look and the address itself."""
    headers = [(name, _without(place, value)) for name, value in answer.headers if name not in OF_THE_MOMENT]
    return answer.status_code, _without(place, FORGERY_TOKEN.sub(r"\1", answer.get_data(as_text=True))), headers


def _without(place: dict[str, str], text: str) -> str:
    for part in place.values():
        text = text.replace(part, "…")
    return text


def gone(page: str, status: int = 404, **headers: str) -> Response:
    """Return an answer that says that something is not there."""
    return Response(page, status, headers)


def unprotected(answer: TestResponse) -> list[str]:
    """Return what an answer lacks of the headers that every one must have."""
    lacking = [name for name, value in PROTECTING.items() if answer.headers.get(name) != value]
    policy = dict(part.split(None, 1) for part in answer.headers.get("Content-Security-Policy", "").split("; ") if part)
    wanted = {"default-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'", "form-action": "'self'"}
    if wanted.items() - policy.items() or set(" ".join(policy.values()).split()) - TRUSTED_SOURCES:
        lacking.append("Content-Security-Policy")
    permissions = answer.headers.get("Permissions-Policy", "")
    lacking += [thing for thing in ("camera", "geolocation", "microphone") if f"{thing}=()" not in permissions]
    return lacking


def test_table_names_every_route_and_no_other(world):
    assert routes_of(world.app.url_map.iter_rules()) == DECLARED


def test_route_that_nobody_declared_is_noticed():
    planted = Rule("/secret", endpoint="secrets.all", methods=["GET", "POST"])
    assert routes_of([planted]) - DECLARED == {"GET secrets.all", "POST secrets.all"}


@each_row
def test_everybody_is_answered_as_the_table_says(world, row):
    answers = [(cell, outcome(world.ask(cell.viewer, row, cell.state))) for cell in row.cells]
    assert [(*cell, letter) for cell, letter in answers if letter != cell.expected] == []


@pytest.mark.parametrize("row", [row for row in rows() if row.hidden], ids=str)
def test_what_is_hidden_answers_exactly_as_what_is_missing(world, row):
    places = world.places[row.kind]
    for cell in row.hidden:
        hidden = seen(world.ask(cell.viewer, row, cell.state), places[cell.state])
        assert hidden == seen(world.ask(cell.viewer, row, "missing"), places["missing"]), cell


@pytest.mark.parametrize(
    "other", [gone("<p>gone </p>"), gone("<p>gone</p>", ETag="1"), gone("<p>gone</p>", status=403)]
)
def test_planted_difference_is_seen(other):
    assert seen(gone("<p>gone</p>"), {}) != seen(other, {})


@each_deed
@pytest.mark.parametrize("viewer", VIEWERS)
def test_deed_without_its_forgery_token_is_refused_to_everybody(world, row, viewer):
    state = next(iter(world.places[row.kind]))
    assert world.ask(viewer, row, state, with_token=False).status_code == 400


@each_row
def test_every_answer_carries_the_protecting_headers(world, row):
    state = next(iter(world.places[row.kind]))
    lacking = {viewer: unprotected(world.ask(viewer, row, state)) for viewer in VIEWERS}
    assert {viewer: names for viewer, names in lacking.items() if names} == {}


def test_every_page_is_kept_by_nobody_and_files_may_be(world):
    kept = {str(row): world.ask("member", row, next(iter(world.places[row.kind]))) for row in rows()}
    storable = {name for name, answer in kept.items() if "no-store" not in answer.headers.get("Cache-Control", "")}
    assert storable == {"GET static"}


@pytest.mark.parametrize(
    ("method", "address", "sent", "status"),
    [
        ("GET", "/no-such-page", {}, 404),
        ("GET", "/static/no-such-file.css", {}, 404),
        ("GET", "/static/css/theme.css", {}, 200),
        ("PUT", "/help-now", {}, 405),
        ("POST", "/login", {}, 400),
        ("POST", "/login", {"data": {"signin_name": "n" * 200_000}}, 413),
        ("GET", "/", {"base_url": "http://elsewhere.example"}, 400),
    ],
    ids=["missing", "missing file", "file", "method", "forgery", "too large", "host"],
)
def test_refusal_by_the_frame_itself_is_protected_too(world, method, address, sent, status):
    answer = world.app.test_client().open(address, method=method, buffered=True, **sent)
    assert (answer.status_code, unprotected(answer)) == (status, [])


def test_page_of_a_failure_is_protected_too(world, monkeypatch):
    monkeypatch.setitem(world.app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(world.app.view_functions, "help.rules", lambda: 1 / 0)
    answer = world.app.test_client().get("/rules")
    assert (answer.status_code, unprotected(answer)) == (500, [])


@pytest.mark.parametrize("name", [*PROTECTING, "Content-Security-Policy"])
def test_planted_lack_of_a_header_is_noticed(world, name):
    answer = world.app.test_client().get("/rules")
    del answer.headers[name]
    assert unprotected(answer) == [name]


def test_planted_loosening_of_the_policy_is_noticed(world):
    answer = world.app.test_client().get("/rules")
    policy = answer.headers["Content-Security-Policy"]
    answer.headers["Content-Security-Policy"] = policy.replace("script-src 'self'", "script-src 'unsafe-inline'")
    assert unprotected(answer) == ["Content-Security-Policy"]
