"""The stretches of a text that hold figures, with room around them, so that the rest is not read for numbers.

Most of what people write holds no figure, and most detectors need one.
Invariant: a stretch begins and ends at a blank or at an edge of the text, so that a pattern which looks at the letter
before it sees what it would see in the whole text.
"""

import re
from collections.abc import Iterator

_FIGURES = re.compile(r"[0-9]++")
_BLANK = re.compile(r"\s")
_ROOM = 120
"""Characters before and after a figure: more than the longest words and numbers that any pattern takes together."""


def with_figures(text: str) -> Iterator[tuple[int, str]]:
    """Give each stretch of `text` around figures, with the offset at which it begins."""
    start, end = -1, -1
    for match in _FIGURES.finditer(text):
        if match.start() <= end:
            # Asked only past the end, so that a text without blanks is not searched to its end from every figure.
            end = end if match.end() + _ROOM <= end else _blank_after(text, match.end() + _ROOM)
            continue
        if start >= 0:
            yield start, text[start:end]
        start, end = _blank_before(text, match.start() - _ROOM, end), _blank_after(text, match.end() + _ROOM)
    if start >= 0:
        yield start, text[start:end]


def _blank_before(text: str, at: int, not_before: int) -> int:
    """Go back from `at` to just after a blank; `not_before` is where the stretch before this one ended."""
    floor = max(not_before, 0)
    while at > floor and not text[at - 1].isspace():
        at -= 1
    return max(at, floor)


def _blank_after(text: str, at: int) -> int:
    blank = _BLANK.search(text, at)
    return blank.start() if blank else len(text)
