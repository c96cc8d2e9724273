"""Take out of a text what nobody can see, so that what is reviewed is what was written.

Invariant: cleaning twice is cleaning once. What goes, and why (Unicode TR36 and TR39 on spoofing):

- controls, because they do nothing on a page and NUL breaks databases;
- direction overrides, embeddings, isolates and marks: they can show a reviewer one order of words
  and a search another. Pages give words ``dir="auto"``, so right-to-left writing needs none of
  them;
- zero-width spaces, fillers, soft hyphens, tag characters: they split a word that triage looks
  for, carry hidden messages, and make two names look like one.

What stays: joiners between letters of scripts that shape with them (Persian, Hindi, Sinhala ...)
and between emoji; variation selectors on emoji, ideographs and Mongolian; the flags of England,
Scotland and Wales, which are made of tag characters; signs such as U+0600 that are "format" by
category but are seen.
"""

import re
import unicodedata

MAX_MARKS = 8
"""Marks on one letter: more than any orthography stacks; a tower of them covers other posts."""

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# Letters that shape or break differently beside a joiner: Hebrew to Mongolian and the Indic scripts
# further on.
_SHAPING = "\u0591-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff"
# Symbols, emoji, skin tones and the selector that asks for the colour picture.
_EMOJI = (
    "©®\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u2328\u23cf-\u23ff\u2460-\u27bf\u2934\u2935"
    "\u2b00-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff"
)
_IDEOGRAPHS = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_FLAGS = "|".join(
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in region) + "\U000e007f"
    for region in ("gbeng", "gbsct", "gbwls")
)

_UNSEEN = re.compile(
    f"(?P<flag>{_FLAGS})"
    "|[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff]"
)
_STRAY = re.compile(
    rf"(?<![{_SHAPING}{_EMOJI}])[\u200c\u200d]|[\u200c\u200d](?![{_SHAPING}{_EMOJI}])"
    rf"|(?<![#*0-9{_EMOJI}])[\ufe0e\ufe0f]|(?<=\ufe0f)[\ufe0e\ufe0f]"
    rf"|(?<![{_IDEOGRAPHS}])[\ufe00-\ufe0d\U000e0100-\U000e01ef]"
    r"|(?<![\u1820-\u18aa])[\u180b-\u180f]"
)
_JOINERS = "\u200c\u200d"
_BRAILLE_BLANK = "\u2800"
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return a text of many lines as it may be kept: the first thing done to every free text.

    NFC, newlines as ``\\n``, no control but newline and tab, nothing invisible (see above), lone
    surrogates as U+FFFD, no space at line ends, no blank line first or last. Time is linear in the
    text.
    """
    # What one step takes away brings neighbours together for another; at most MAX_MARKS rounds
    # change anything.
    while (cleaner := _clean_once(text)) != text:
        text = cleaner
    return text


def clean_line(text: str) -> str:
    """Return a text of one line (a name, a title): cleaned, every run of white space one space."""
    return " ".join(clean(text).split())


def without_unseen(text: str) -> str:
    """Return the text without controls and invisible characters; newlines and tabs stay.

    It never joins or composes what it leaves, so it is safe on HTML too (NFC is not: ``>`` and
    U+0338 become one).
    """
    text = _SURROGATES.sub("\ufffd", _NEWLINES.sub("\n", text))
    text = _UNSEEN.sub(lambda found: found["flag"] or "", text)
    return _STRAY.sub("", text)


def _clean_once(text: str) -> str:
    text = without_unseen(text).replace(_BRAILLE_BLANK, " ")
    text = unicodedata.normalize("NFC", _limit_marks(text))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def _limit_marks(text: str) -> str:
    """Drop combining marks past ``MAX_MARKS`` in a row; so NFC, which sorts them, stays linear."""
    kept: list[str] = []
    run = 0
    for character in text:
        if unicodedata.combining(character):
            run += 1
        elif character not in _JOINERS:
            run = 0
        if run <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)
