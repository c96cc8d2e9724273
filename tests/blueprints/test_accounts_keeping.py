"""Words that arrive after their sign-in ran out."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.blueprints.accounts.keeping import login_page_keeping
from forum.discussions import drafts
from forum.extensions import vault
from forum.models.shelf import Draft
from tests.builders.people import Someone, a_member, client_of, sign_in, with_second_factor

BODY = "  It hurts <b>more</b> at night &\r\nnobody sees it.\r\n"
WORDS = {"kept_place": "reply:abc", "kept_title": "A title", "kept_body": BODY}


def kept(someone: Someone) -> dict[str, str]:
    return drafts.kept(someone.account_id, someone.account_key, "reply:abc")


@pytest.fixture
def page(app: Flask) -> str:
    with app.test_request_context(method="POST"):
        answer = login_page_keeping("reply:abc", {"title": "A title", "body": BODY}, "/threads/abc/")
    assert answer.status_code == 401
    return answer.get_data(as_text=True)


def test_the_sign_in_page_carries_the_words(page: str) -> None:
    area = re.search(r'<textarea name="kept_body" hidden>\n?(.*?)</textarea>', page, re.DOTALL)
    assert area is not None
    assert html.unescape(area.group(1)) == BODY
    assert 'name="kept_place" value="reply:abc"' in page
    assert 'name="next" value="/threads/abc/"' in page


def test_nothing_is_stored_for_nobody(page: str) -> None:
    assert vault.execute(select(Draft)).first() is None


def test_the_words_are_kept_for_whoever_signs_in(app: Flask, client: FlaskClient) -> None:
    member = a_member(app)
    assert sign_in(client, member, next="/threads/abc/", **WORDS).location == "/threads/abc/"
    assert kept(member) == {"title": "A title", "body": BODY}


def test_what_was_chosen_beside_the_words_is_kept_with_them(app: Flask, client: FlaskClient) -> None:
    member = a_member(app)
    sign_in(client, member, **WORDS, kept_voice="anonymous", kept_version="3")
    assert (kept(member)["voice"], kept(member)["version"]) == ("anonymous", "3")


def test_a_wrong_password_keeps_nothing_and_loses_nothing(app: Flask, client: FlaskClient) -> None:
    member = a_member(app)
    again = sign_in(client, member, password="wrong", **WORDS)
    assert kept(member) == {}
    assert "nobody sees it." in again.text


def test_the_words_are_kept_before_the_second_factor_is_asked_for(app: Flask, client: FlaskClient) -> None:
    someone = with_second_factor(a_member(app))
    sign_in(client, someone, **WORDS)
    assert kept(someone)["body"] == BODY


def test_whoever_signed_in_in_another_window_keeps_the_words_too(app: Flask) -> None:
    member = a_member(app)
    answer = client_of(app, member).post("/login", data={"next": "/threads/abc/", **WORDS})
    assert (answer.location, kept(member)["body"]) == ("/threads/abc/", BODY)


def test_an_ordinary_sign_in_keeps_no_draft(app: Flask, client: FlaskClient) -> None:
    sign_in(client, a_member(app))
    assert vault.execute(select(Draft)).first() is None


def test_what_is_carried_is_capped(app: Flask, client: FlaskClient) -> None:
    member = a_member(app)
    sign_in(client, member, **{**WORDS, "kept_body": "x" * 50_000})
    assert len(kept(member)["body"]) == drafts.LONGEST
