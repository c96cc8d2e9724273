"""Markdown to markup, once, when words are written.

Invariant: every word of the source is on the screen afterwards, whatever the Markdown. Where markup
would lose words (nesting past the limit) or show none (a text of nothing but ``***``), the source
is shown as plain paragraphs instead. What CommonMark has and this has not, and why: images (they
tell another host who reads), HTML, references (a definition used a thousand times multiplies a
text), entities (they bring back characters that cleaning took away), code by indent and headings by
underline (people who have never heard of Markdown indent a line and underline a paragraph). A line
break stays one: who presses Enter means it.
"""

import re
from collections.abc import Iterator
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from forum.rich_text.cleaning import clean
from forum.rich_text.limits import MAX_SOURCE, Problem, UnacceptableText
from forum.rich_text.reading import plain_text
from forum.rich_text.sanitising import is_link, sanitise

_MAX_DEPTH = 16
_LEFT_OUT = ["image", "html_inline", "html_block", "reference", "entity", "code", "lheading"]
_BLANK_LINES = re.compile(r"\n{2,}")


class _Markdown(MarkdownIt):
    """The Markdown of this house; built for each call, for it compiles its rules as it parses."""

    def __init__(self) -> None:
        # The parser drops what is nested deeper than its own limit, so ours lies below it and is
        # seen first.
        options = {"html": False, "breaks": True, "maxNesting": _MAX_DEPTH + 4}
        super().__init__("commonmark", options)
        self.disable(_LEFT_OUT)

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's own name
        return is_link(url)

    def normalizeLinkText(self, url: str) -> str:  # noqa: N802 - the parser's own name
        """Show an address as it will be followed: look-alike letters as punycode."""
        return self.normalizeLink(url)


def render(source: str) -> str:
    """Return the HTML of what somebody wrote in Markdown, safe to put on a page as it is.

    Headings begin at ``h3``. Raises UnacceptableText: EMPTY when cleaning leaves nothing, TOO_LONG
    past ``MAX_SOURCE`` characters after cleaning; nothing else, whatever the text.
    """
    source = clean(source)
    if not source:
        raise UnacceptableText(Problem.EMPTY)
    if len(source) > MAX_SOURCE:
        raise UnacceptableText(Problem.TOO_LONG)
    try:
        html = _render_markdown(source)
    except (LookupError, RuntimeError, ValueError):
        # A fault of a parser, or markup too complex for it, must not cost somebody their words.
        return _render_plain(source)
    return html if plain_text(html).strip() else _render_plain(source)


def _render_markdown(source: str) -> str:
    markdown = _Markdown()
    tokens = markdown.parse(source)
    if any(token.level > _MAX_DEPTH for token in _all_of(tokens)):
        raise UnacceptableText(Problem.TOO_COMPLEX)
    for token in tokens:
        _adapt(token)
    return sanitise(str(markdown.renderer.render(tokens, markdown.options, {})))


def _all_of(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _adapt(token: Token) -> None:
    """Demote headings below the page's own, and show the words after a code fence."""
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(int(token.tag[1]) + 2, 5)}"
    elif token.type == "fence" and token.info:
        token.content = f"{token.info.strip()}\n{token.content}"
        token.info = ""
    elif token.type == "inline":
        token.children = list(_with_link_text(token.children or []))


def _with_link_text(tokens: list[Token]) -> Iterator[Token]:
    """Give a link without any text its address as text, so that nothing unseen is followed."""
    href, is_bare = "", False
    for token in tokens:
        if token.type == "link_open":
            href, is_bare = str(token.attrGet("href")), True
        elif token.type == "link_close" and is_bare:
            yield Token("text", "", 0, content=href)
        elif token.content.strip():
            is_bare = False
        yield token


def _render_plain(source: str) -> str:
    """Return the source as escaped paragraphs, its lines kept."""
    words = escape(source, quote=False)
    paragraphs = (part.replace("\n", "<br>\n") for part in _BLANK_LINES.split(words))
    return sanitise("\n".join(f"<p>{part}</p>" for part in paragraphs))
