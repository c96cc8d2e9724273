"""The templates' own lookup of sentences, held to Flask-Babel's answers."""

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
