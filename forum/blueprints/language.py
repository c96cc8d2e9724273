"""The sentences of the templates in the reader's language.

Flask-Babel looks up the request's catalogue for every sentence anew, 14 µs each, and a page has sixty. Here the
catalogue is found once for a request and a sentence is looked up once for a process; a test holds the two to the same
answers.
"""

from typing import Any

from flask import Flask, g
from flask_babel import get_locale, get_translations
from markupsafe import Markup

_said: dict[tuple[str, str], Markup] = {}


def attach(app: Flask) -> None:
    """Give the templates our quicker ``_`` and ``ngettext``, and the pages the language that they are in."""
    app.jinja_env.globals.update(_=sentence, gettext=sentence, ngettext=counted)
    app.context_processor(of_page)


def spoken() -> str:
    """Return the language of this request's page."""
    return _spoken()[0]


def of_page() -> dict[str, str]:
    """Return what a page says of its own language: its tag (BCP 47) and the direction in which it is written."""
    locale = get_locale()
    return {"page_language": str(locale).replace("_", "-"), "page_direction": locale.text_direction}


def sentence(text: str, **values: Any) -> Markup:
    """Return a sentence with its values escaped into it."""
    language, catalogue = _spoken()
    known = (language, text)
    found = _said.get(known)
    if found is None:
        found = _said[known] = Markup(catalogue.ugettext(text))  # noqa: S704 - a sentence of ours, not of a person  # nosec B704
    if values:
        return found % values
    return found.replace("%%", "%") if "%%" in found else found


def counted(one: str, many: str, num: int, **values: Any) -> Markup:
    """Return a sentence about a number."""
    found = Markup(_spoken()[1].ungettext(one, many, num))  # noqa: S704 - a sentence of ours  # nosec B704
    return found % {"num": num, **values}


def _spoken() -> tuple[str, Any]:
    found: tuple[str, Any] | None = g.get("spoken")
    if found is None:
        found = g.spoken = (str(get_locale()), get_translations())
    return found
