"""How often the doors may be tried."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.config import Settings
from forum.extensions import limiter
from tests.blueprints.counted import counting_app
from tests.builders.people import a_member, light_passwords, with_second_factor


@pytest.fixture
def proxies() -> int:
    """Return how many servers stand before the app."""
    return 0


@pytest.fixture
def limited(settings: Settings, proxies: int) -> Iterator[Flask]:
    """Return an app whose limits count, as outside of tests."""
    with counting_app(settings, proxies=proxies) as app:
        yield app


def statuses(client: FlaskClient, path: str, typed: dict[str, str], times: int) -> list[int]:
    with light_passwords():
        return [client.post(path, data=typed).status_code for _ in range(times)]


@pytest.mark.parametrize("name", ["lamp", "nobody"])
def test_a_name_may_fail_twenty_times_whether_or_not_it_exists(limited: Flask, name: str) -> None:
    a_member(limited, signin_name="lamp")
    tried = statuses(limited.test_client(), "/login", {"signin_name": name, "password": "wrong"}, 21)
    assert tried == [200] * 20 + [429]


def test_getting_in_does_not_count_against_a_name(limited: Flask) -> None:
    member = a_member(limited)
    typed = {"signin_name": member.signin_name, "password": member.password}
    assert {statuses(limited.test_client(), "/login", typed, 1)[0] for _ in range(25)} == {302}


def test_an_address_may_try_thirty_names_a_minute(limited: Flask) -> None:
    client = limited.test_client()
    tried = [statuses(client, "/login", {"signin_name": f"n{n}", "password": "x"}, 1)[0] for n in range(31)]
    assert tried == [200] * 30 + [429]


def test_codes_may_fail_six_times_over_however_many_sign_ins(limited: Flask) -> None:
    someone = with_second_factor(a_member(limited))
    tried = []
    for _ in range(7):
        client = limited.test_client()
        statuses(client, "/login", {"signin_name": someone.signin_name, "password": someone.password}, 1)
        tried += statuses(client, "/login/code", {"code": "000000"}, 1)
    assert tried == [200] * 6 + [429]


@pytest.mark.parametrize("name", ["lamp", "nobody"])
def test_five_letters_an_hour_may_be_asked_for_a_name(limited: Flask, name: str) -> None:
    a_member(limited, signin_name="lamp", email="me@example.org")
    assert statuses(limited.test_client(), "/forgot", {"signin_name": name}, 6) == [200] * 5 + [429]


def test_what_is_counted_names_nobody(limited: Flask) -> None:
    statuses(limited.test_client(), "/login", {"signin_name": "lamplighter", "password": "wrong"}, 1)
    counted = repr(dict(limiter.storage.storage))  # type: ignore[attr-defined]
    assert "login" in counted
    assert "lamplighter" not in counted
    assert "127.0.0.1" not in counted


def test_forms_that_are_refused_as_forgeries_are_counted_too(limited: Flask) -> None:
    limited.config["WTF_CSRF_ENABLED"] = True
    tried = statuses(limited.test_client(), "/login", {"signin_name": "lamp"}, 601)
    assert (tried[0], tried[599], tried[600]) == (400, 400, 429)


def tries_from(app: Flask, address: str, times: int) -> set[int]:
    client, typed = app.test_client(), {"signin_name": "lamp", "password": "wrong"}
    said = {"X-Forwarded-For": address}
    with light_passwords():
        return {
            client.post("/login", data=typed | {"signin_name": f"n{n}"}, headers=said).status_code for n in range(times)
        }


def test_what_a_stranger_says_of_its_address_is_not_believed(limited: Flask) -> None:
    tries_from(limited, "203.0.113.7", 30)
    assert tries_from(limited, "203.0.113.8", 1) == {429}


@pytest.mark.parametrize("proxies", [1])
def test_behind_our_proxy_each_visitor_is_counted_apart(limited: Flask, proxies: int) -> None:
    assert tries_from(limited, "203.0.113.7", 31) == {200, 429}
    assert tries_from(limited, "203.0.113.8", 1) == {200}


@pytest.mark.parametrize("proxies", [1])
def test_behind_our_proxy_only_its_own_word_counts(limited: Flask, proxies: int) -> None:
    tries_from(limited, "198.51.100.1, 203.0.113.7", 30)
    assert tries_from(limited, "198.51.100.2, 203.0.113.7", 1) == {429}
