"""What somebody wrote, made safe to keep, to show and to quote: everything said passes here.

Invariants: what ``render`` returns is a fixed point of ``sanitise``, holds no tag or attribute
outside ``sanitising.ALLOWED``, no link except ``http`` and ``https``, and every word of the source;
no input hangs it. Markup is made once, when words are written, and kept; a page only reads it.

Why so many layers, and what each is for:

1. ``clean`` takes out what a reader cannot see but a machine acts on: controls, direction
   overrides, invisible characters that split a word so that triage or a reviewer misses it.
2. markdown-it-py with ``html=False`` makes markup only from Markdown; HTML in the source is text.
3. bleach rebuilds that markup from an allow-list. It is at its last release, so it is never alone.
4. nh3 (ammonia, another parser in another language) has the last word and sets ``rel``: a mistake
   in one parser must be made by the other too before anything passes.
5. The page's content security policy, outside this package, stops what all of them missed.

Threads: gunicorn runs several. The Markdown parser compiles its rules lazily and bleach's cleaner
keeps parser state, so both are built for each call (0.7 ms, at write only); all that is shared is
constant.
"""

from forum.rich_text.cleaning import clean, clean_line
from forum.rich_text.limits import MAX_SOURCE, MAX_TITLE, Problem, UnacceptableText
from forum.rich_text.reading import excerpt, plain_text
from forum.rich_text.rendering import render
from forum.rich_text.sanitising import sanitise

__all__ = [
    "MAX_SOURCE",
    "MAX_TITLE",
    "Problem",
    "UnacceptableText",
    "clean",
    "clean_line",
    "excerpt",
    "plain_text",
    "render",
    "sanitise",
]
