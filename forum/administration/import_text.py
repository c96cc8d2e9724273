"""Words from elsewhere as plain text: no markup of another site, no spacing of another page.

Invariant: no word is lost. What is not surely a tag of HTML stays as it was typed ("my level was <5 and then >7").
"""

import html
import re

_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre "
    "section table td th tr ul".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big body button center cite code del em figcaption figure font head html i img input "
    "ins kbd label link mark meta q s samp small span strike strong sub sup tbody tfoot thead time title tt u var "
    "wbr".split()
)
_UNREAD = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?([a-z][a-z0-9]*)(?:\s[^<>]*)?/?>", re.IGNORECASE)


def words_of(raw: str) -> str:
    """Return the words of ``raw``, one paragraph for each of its lines, apart by an empty line."""
    text = _TAG.sub(_without_tag, _UNREAD.sub("", raw))
    # After the tags: what was escaped was meant to be read, angle brackets and all.
    text = html.unescape(text).replace("\xa0", " ")
    # An indented line would become a block of code.
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n\n".join(line for line in lines if line)


def line_of(raw: str) -> str:
    """Return the words of ``raw`` on one line."""
    return " ".join(words_of(raw).split())


def _without_tag(found: re.Match[str]) -> str:
    name = found[1].lower()
    if name in _BLOCKS:
        return "\n"
    return "" if name in _INLINE else found[0]
