"""The text as the detectors read it: what people use to write around a filter is undone, and nothing else.

Full-width and other digits become plain ones, fancy dashes, quotes and blanks become plain, invisible characters go.
Invariant: every offset in the plain text leads back to the offset in the text as given.
"""

import re
from dataclasses import dataclass

from forum.identifiers.finding import Finding

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20e3\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
_ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6)
_PLAIN: dict[int, str] = (
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {zero + digit: str(digit) for zero in _ZEROS for digit in range(10)}
    | dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63], "-")
    | dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
    | dict.fromkeys([0x2018, 0x2019, 0x201B, 0x2BC], "'")
    | dict.fromkeys([0x2024, 0x3002, 0xFF61], ".")
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A text made plain; `offsets` is None when no character went away."""

    text: str
    offsets: list[int] | None = None

    def original(self, finding: Finding) -> Finding:
        """Give `finding`, made in the plain text, with its offsets in the text as given."""
        if self.offsets is None:
            return finding
        start, last = self.offsets[finding.start], self.offsets[finding.end - 1]
        return Finding(finding.kind, start, last + 1)


def plain(text: str) -> Plain:
    """Make `text` plain for the detectors."""
    if text.isascii():
        return Plain(text)
    same_length = text.translate(_PLAIN)
    if _INVISIBLE.search(same_length) is None:
        return Plain(same_length)
    kept = [at for at, letter in enumerate(same_length) if not _INVISIBLE.match(letter)]
    return Plain("".join(same_length[at] for at in kept), kept)
