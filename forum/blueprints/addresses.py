"""The parts of an address that name something; whatever cannot be such a name is no address at all.

Invariant: nothing but letters, digits and hyphens of a known length reaches a statement from an address, so that an
odd character answers exactly as a name that nobody has.
"""

import re
from collections.abc import Callable
from typing import Any

from flask import url_for
from werkzeug.routing import BaseConverter


class Token(BaseConverter):
    """The 32 letters and digits of a random id."""

    regex = "[a-z2-7]{32}"


class Slug(BaseConverter):
    """The short name of a board."""

    regex = "[a-z0-9-]{1,60}"


CONVERTERS = {"token": Token, "slug": Slug}
_TOKEN = re.compile(Token.regex)
ANY_TOKEN = "a" * 32  # to see where in an address a token stands


def is_token(typed: str) -> bool:
    """Whether something that came with a form could be a random id."""
    return _TOKEN.fullmatch(typed) is not None


def remembering() -> Callable[..., str]:
    """Return ``url_for`` for the templates of one app, which works out each kind of address only once.

    A page names dozens of them, at 12 µs each. Relative addresses do not depend on the request: the site stands at the
    root of its host. Whatever has another variable part than one token, or a file's name, goes the usual way.
    """
    known: dict[tuple[str, str], tuple[str, ...]] = {}

    def address(endpoint: str, **values: Any) -> str:
        token = values.get("token", "")
        if values.keys() - {"filename", "token"} or (token and not is_token(token)):
            return url_for(endpoint, **values)
        which = (endpoint, values.get("filename", "token" if token else ""))
        found = known.get(which)
        if found is None:
            pattern = values | {"token": ANY_TOKEN} if token else values
            found = known[which] = tuple(url_for(endpoint, **pattern).split(ANY_TOKEN))
        return str(token).join(found)

    return address
