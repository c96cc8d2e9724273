"""The templates' own lookup of sentences, held to Flask-Babel's answers; and the language that a page says it is in."""

import re

import pytest
from flask import Flask
from flask_babel import gettext, ngettext
from markupsafe import Markup

from forum.blueprints import language


@pytest.fixture
def speaking(app: Flask):
    with app.test_request_context("/", base_url="http://localhost:8000"):
        yield


def test_a_sentence_is_what_babel_says(speaking):
    assert language.sentence("Boards") == str(gettext("Boards"))


def test_a_value_is_escaped_into_its_sentence(speaking):
    assert language.sentence("Be %(name)s", name="<b>") == Markup("Be &lt;b&gt;")


def test_a_doubled_percent_sign_is_one_with_and_without_values(speaking):
    assert language.sentence("5 %% of it") == "5 % of it"
    assert language.sentence("5 %% of %(what)s", what="it") == "5 % of it"


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_number_chooses_its_sentence_as_babel_does(speaking, number):
    assert language.counted("%(num)d day", "%(num)d days", number) == str(
        ngettext("%(num)d day", "%(num)d days", number)
    )


@pytest.fixture(name="speaks")
def _speaks(app: Flask):
    """Return a way of giving the whole site a language."""

    def choose(language_tag: str) -> None:
        app.extensions["babel"].locale_selector = lambda: language_tag

    return choose


@pytest.mark.parametrize(
    ("chosen", "tag", "direction"),
    [("en", "en", "ltr"), ("de_AT", "de-AT", "ltr"), ("ar", "ar", "rtl"), ("he", "he", "rtl"), ("fa", "fa", "rtl")],
)
def test_a_page_says_its_language_and_its_direction(app: Flask, speaks, chosen, tag, direction):
    speaks(chosen)
    page = app.test_client().get("/rules").text
    assert re.search(rf'<html lang="{tag}"\s+dir="{direction}"', page)


def test_a_page_from_right_to_left_has_the_style_for_it(app: Flask, speaks):
    speaks("ar")
    assert "bootstrap.rtl.min.css" in app.test_client().get("/rules").text


@pytest.mark.parametrize("path", ["/leave", "/no-such-page"])
def test_a_page_to_leave_to_and_a_missing_page_say_their_language_too(app: Flask, speaks, path):
    speaks("he")
    assert re.search(r'<html lang="he"\s+dir="rtl"', app.test_client().get(path).text)


def test_page_of_a_failure_says_its_language_too(app: Flask, speaks):
    speaks("he")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/fails", view_func=lambda: 1 / 0)
    assert re.search(r'<html lang="he"\s+dir="rtl"', app.test_client().get("/fails").text)
