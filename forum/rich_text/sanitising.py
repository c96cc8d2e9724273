"""The last two gates before markup is kept: two independent parsers and one allow-list.

Invariant: what comes out goes through again unchanged, and holds nothing outside ``ALLOWED``.
"""

import re

import nh3
from bleach.sanitizer import Cleaner

from forum.rich_text.cleaning import without_unseen
from forum.rich_text.limits import MAX_HTML, Problem, UnacceptableText

ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in ("p", "br", "hr", "strong", "em", "code", "pre", "blockquote")},
    **{tag: set() for tag in ("h3", "h4", "h5", "ul", "li")},
    # A list that begins at 3 means 3: the number is the writer's word.
    "ol": {"start"},
    "a": {"href"},
}
"""Tags, and the attributes of each that a writer may set; ``rel`` on links is set here."""

LINK_REL = "nofollow noopener noreferrer ugc"
_SCHEMES = frozenset({"http", "https"})
_ROUNDS = 5
_MAX_REOPENED = 64

# No user part, so that https://health.example@elsewhere cannot pass for the first of the two; no
# backslash, which browsers read as a slash.
_LINK = re.compile(r"https?://[^\s/?#@\\<>\"'&;%]+(?:[/?#][^\s<>\"\\]*)?", re.IGNORECASE)
_START = re.compile(r"\d{1,9}", re.ASCII)

# HTML reopens these in every later block when left open, at most three times for equal ones: many
# that differ only in attributes make a small text into a huge tree, before any gate could strip
# them.
_REOPENED = re.compile(r"<(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[^a-z0-9>]", re.IGNORECASE)


def is_link(url: str) -> bool:
    """Say whether a link may point there: absolute, ``http`` or ``https``, a host, no user part."""
    return _LINK.fullmatch(url) is not None


def sanitise(html: str) -> str:
    """Return the markup with only ``ALLOWED`` left in it; the words of what is taken away stay.

    Raises UnacceptableText: TOO_LONG past ``MAX_HTML`` characters, TOO_COMPLEX for markup made to
    explode.
    """
    if len(html) > MAX_HTML:
        raise UnacceptableText(Problem.TOO_LONG)
    if sum(1 for _ in _REOPENED.finditer(html)) > _MAX_REOPENED:
        raise UnacceptableText(Problem.TOO_COMPLEX)
    for _ in range(_ROUNDS):
        gated = _last_gate(_first_gate(without_unseen(html)))
        if gated == html:
            return html
        if len(gated) > MAX_HTML:
            break
        html = gated
    raise UnacceptableText(Problem.TOO_COMPLEX)


def _first_gate(html: str) -> str:
    """Rebuild the markup by bleach; a cleaner of its own each time, for it keeps state."""
    cleaner = Cleaner(tags=frozenset(ALLOWED), attributes=_is_allowed, protocols=_SCHEMES, strip=True)
    return str(cleaner.clean(html))


def _is_allowed(tag: str, attribute: str, value: str) -> bool:
    if attribute not in ALLOWED.get(tag, ()):
        return False
    return is_link(value) if attribute == "href" else _START.fullmatch(value) is not None


def _last_gate(html: str) -> str:
    """Rebuild the markup by nh3, which sets ``rel`` on every link."""
    return nh3.clean(
        html,
        tags=set(ALLOWED),
        attributes=ALLOWED,
        url_schemes=set(_SCHEMES),
        url_relative="deny",
        link_rel=LINK_REL,
    )
