"""The parts of an address that name something; whatever cannot be such a name is no address at all.

Invariant: nothing but letters, digits and hyphens of a known length reaches a statement from an address, so that an
odd character answers exactly as a name that nobody has.
"""

import re

from werkzeug.routing import BaseConverter


class Token(BaseConverter):
    """The 32 letters and digits of a random id."""

    regex = "[a-z2-7]{32}"


class Slug(BaseConverter):
    """The short name of a board."""

    regex = "[a-z0-9-]{1,60}"


CONVERTERS = {"token": Token, "slug": Slug}
_TOKEN = re.compile(Token.regex)


def is_token(typed: str) -> bool:
    """Whether something that came with a form could be a random id."""
    return _TOKEN.fullmatch(typed) is not None
