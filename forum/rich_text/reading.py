"""Words back out of rendered markup: what quotes, excerpts, search and triage of kept posts read.

Invariant: the text of one piece of markup never changes, for a quote is a range of it.
"""

import re
from html.parser import HTMLParser

from forum.rich_text.cleaning import clean_line

_BLOCKS = frozenset({"p", "br", "hr", "pre", "blockquote", "h3", "h4", "h5", "ul", "ol", "li"})
_SPACES = re.compile(r"[ \t\n\r\f]+")


class _Reader(HTMLParser):
    """Gathers the lines of a text as a page shows them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line: list[str] = []
        self._is_preformatted = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - not ours
        self._at_tag(tag, opens=True)

    def handle_endtag(self, tag: str) -> None:
        self._at_tag(tag, opens=False)

    def handle_data(self, data: str) -> None:
        if not self._is_preformatted:
            self._line.append(data)
            return
        *whole, last = data.split("\n")
        for line in whole:
            self._line.append(line)
            self.end_line()
        self._line.append(last)

    def end_line(self) -> None:
        line = "".join(self._line)
        self._line.clear()
        if not self._is_preformatted:
            line = _SPACES.sub(" ", line).strip(" ")
        if line:
            self.lines.append(line)

    def _at_tag(self, tag: str, *, opens: bool) -> None:
        if tag in _BLOCKS:
            self.end_line()
        if tag == "pre":
            self._is_preformatted = opens


def plain_text(html: str) -> str:
    """Return the words of rendered markup, blocks and lines apart by one newline."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return "\n".join(reader.lines)


def excerpt(html: str, limit: int) -> str:
    """Return the first words of rendered markup on one line, at most ``limit`` (1 or more)
    characters.

    It ends between words with "…" when there is more; a single longer word is cut.
    """
    words = " ".join(plain_text(html).split())
    if len(words) <= limit:
        return words
    room = words[: limit - 1]
    # A cut that falls exactly on a space has lost no part of a word.
    if words[limit - 1] != " " and " " in room:
        room = room.rpartition(" ")[0]
    # Cleaning takes off a joiner that has lost the emoji it joined.
    return f"{clean_line(room)}…"
