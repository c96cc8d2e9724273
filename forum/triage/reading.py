"""Reads a text once into plain words with their places, so that every rule sees the same simple spelling.

Invariant: reading takes time linear in the text, never fails, and every place lies inside the text. Contractions,
numbers for letters, stretched letters, look-alike letters, hidden characters and spelled-out words are undone
here, once; nothing about an unknown word is kept, not even in a cache.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

OTHER = ""
"""Stands for a word that no rule knows."""
NUMBER = "#"
STOP = "."
"""The end of a sentence or paragraph: no phrase reaches across it."""
PAUSE = ","
QUOTE = '"'
MARKS = frozenset({STOP, PAUSE, QUOTE})
_UNKNOWN = (OTHER,)

Forms = Mapping[str, tuple[str, ...]]
"""From a spelling to the plain words that it stands for."""

# Characters that may hide inside a word: apostrophes, stars and symbols for letters, soft hyphens, zero-width
# characters and combining marks.
_INNER = "’'`´‘*@$!\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f"
_TOKEN = re.compile(
    r"(?<![^\W_])[^\W_](?:[ .\-*_·][^\W_](?![^\W_])){2,}"
    rf"|[@$]?[^\W_]+(?:[{_INNER}]+[^\W_]+)*"
    r"|[.!?…。！？]+|\n\s*\n|[\n,;:()—–、،]|[\"“”„«»]|[😂🤣😆]"
)
_WORD_PART = re.compile(r"[^\W_]+")
_ODD = re.compile(r"(.)\1\1|[^a-z]")
_STRETCH = re.compile(r"(.)\1{2,}")
_APOSTROPHES = re.compile("[’‘`´]")
_NOT_LETTER = re.compile(r"[^a-z*]")
_QUOTES = frozenset('"“”„«»')
_LAUGHTER = frozenset("😂🤣😆")
_LOOKALIKES = str.maketrans("013457@$!аеорсухіѕкмтнвαεοικνρτυ", "oieastasiaeopcyxiskmthbaeoiknptu")


@dataclass(slots=True)
class Reading:
    """The plain words of a text, each with its first and one-past-last character, and the marks between them."""

    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    glyphs: dict[int, str] = field(default_factory=dict)
    """The quotation mark or line break at a mark, by the index among the words, in their order."""

    def add(self, plain: tuple[str, ...], start: int, end: int) -> None:
        """Append words that all come from the same stretch of the text."""
        for word in plain:
            self.words.append(word)
            self.starts.append(start)
            self.ends.append(end)


def read(text: str, forms: Forms) -> Reading:
    """Read a text into plain words and marks, in one pass."""
    reading = Reading()
    known, is_odd, add = forms.get, _ODD.search, reading.add
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        lowered = text[start:end].lower()
        plain = known(lowered)
        if plain is None and is_odd(lowered):
            _read_odd(reading, lowered, start, end, forms)
        else:
            add(plain or _UNKNOWN, start, end)
    return reading


def _read_odd(reading: Reading, token: str, start: int, end: int, forms: Forms) -> None:
    """Read a mark, a number, or a word whose spelling hides it."""
    mark = _mark(token)
    if mark is not None:
        if mark == QUOTE or token[0] == "\n":
            reading.glyphs[len(reading.words)] = token[0]
        reading.add((mark,), start, end)
    elif token.isdigit():
        reading.add((NUMBER,), start, end)
    elif (plain := _undisguise(token, forms)) is not None:
        reading.add(plain, start, end)
    else:
        # "die!I" and "k i d" are words beside each other rather than one hidden word.
        for part in _WORD_PART.finditer(token):
            plain = forms.get(part.group()) or _undisguise(part.group(), forms)
            # Some letters grow when they are made small, so places are kept inside the token.
            first, last = min(start + part.start(), end - 1), min(start + part.end(), end)
            reading.add(plain or _UNKNOWN, first, last)


def _mark(token: str) -> str | None:
    first = token[0]
    if first in _QUOTES:
        return QUOTE
    if first in _LAUGHTER:
        return "lol"
    if first in ",;:()—–、،…" or (first == "\n" and len(token) == 1):
        return PAUSE
    if first in ".!?。！？\n":
        # Dots that trail off join what they stand between: "I want to... die".
        return PAUSE if token.startswith("..") else STOP
    return None


def _undisguise(word: str, forms: Forms) -> tuple[str, ...] | None:
    """Return the plain words behind a disguised spelling, or None when none is known."""
    apostrophe = _APOSTROPHES.sub("'", word)
    bare = apostrophe.removesuffix("'s").replace("'", "")
    for guess in (apostrophe, apostrophe.replace("'", ""), bare):
        if guess in forms:
            return forms[guess]
    decomposed = unicodedata.normalize("NFKD", word).lower()
    letters = _NOT_LETTER.sub("", decomposed.translate(_LOOKALIKES))
    guesses = [letters, letters.replace("*", "")]
    guesses += [_STRETCH.sub(r"\1\1", guess) for guess in guesses[:2]]
    guesses += [_STRETCH.sub(r"\1", letters), letters.replace("i", "l")]
    return next((forms[guess] for guess in guesses if len(guess) > 1 and guess in forms), None)
