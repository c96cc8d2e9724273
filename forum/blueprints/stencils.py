"""A piece of a page that is drawn once in each of its variants, with holes for what differs each time.

Invariants: what differs between two people or two moments goes through a hole, never into the drawing, which this
process keeps and uses for everybody; a hole is filled with escaped text; drawings are few, since a variant is made of
choices of ours and never of anything typed.
"""

import re
import secrets
from collections.abc import Callable, Hashable

from markupsafe import Markup, escape

_MARK = f"hole{secrets.token_hex(12)}"  # nobody can type it, and no escaping changes it
_HOLE = re.compile(rf"{_MARK}([a-z]+)x")

Drawing = tuple[str, ...]  # text and names of holes in turn
_drawn: dict[Hashable, Drawing] = {}


def hole(name: str) -> Markup:
    """Return what to draw where a value will stand; ``name`` is small letters."""
    return Markup(f"{_MARK}{name}x")  # noqa: S704 - letters and digits of ours  # nosec B704


def filled(variant: Hashable, draw: Callable[[], str], **values: str) -> Markup:
    """Return the piece of a variant with its holes filled, drawing it if this process has not yet."""
    drawing = _drawn.get(variant)
    if drawing is None:
        drawing = _drawn[variant] = tuple(_HOLE.split(draw()))
    pieces = list(drawing)
    pieces[1::2] = [escape(values[name]) for name in drawing[1::2]]
    return Markup("".join(pieces))  # noqa: S704 - a template's text, and escaped values  # nosec B704
