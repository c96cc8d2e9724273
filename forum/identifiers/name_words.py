"""The words of a text as candidates for a name, and what the lists say of each.

Invariant: a word is looked up as it stands without accents and without its possessive ending; nothing is guessed from
its place in the text here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from re import Match

from forum.identifiers.lists import affixes, folded, words

WORD = re.compile(r"[^\W\d_]++(?:['-][^\W\d_]++)*+")
_POSSESSIVE = re.compile(r"'s?$")
_SHORTEST_WITH_ENDING = 6


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its offset and its `key` in the lists; `initial` is one letter with a full stop."""

    text: str
    key: str
    start: int
    possessive: bool
    initial: bool

    @property
    def end(self) -> int:
        """The offset after the word, before any possessive ending."""
        return self.start + len(self.text)

    @property
    def is_capital(self) -> bool:
        """Whether the word begins with a capital."""
        return self.text[0].isupper()

    @property
    def ambiguous(self) -> bool:
        """Whether the word is also an everyday word."""
        return self.key in words("ambiguous_names.txt") or self.key in words("ambiguous_surnames.txt")

    @property
    def shaped_like_surname(self) -> bool:
        """Whether the word is built as surnames are in several languages, whatever the lists hold."""
        if not self.is_capital or len(self.text) < _SHORTEST_WITH_ENDING or self.key in words("not_names.txt"):
            return False
        return self.key.startswith(affixes("surname_beginnings")) or self.key.endswith(affixes("surname_endings"))


def word_of(match: Match[str]) -> Word:
    """Make a `Word` of a match of `WORD`."""
    bare = _POSSESSIVE.sub("", match[0]) if "'" in match[0] else match[0]
    initial = len(bare) == 1 and match.string[match.end() : match.end() + 1] == "."
    return Word(bare, folded(bare), match.start(), len(bare) < len(match[0]), initial)


def read_words(text: str) -> Iterator[Word]:
    """Read the words of `text` in their order."""
    return map(word_of, WORD.finditer(text))


def is_name_word(word: Word) -> bool:
    """Say whether `word` may stand in a name at all."""
    key = word.key.replace("'", "") if "'" in word.key else word.key
    return key not in words("not_names.txt")


def is_given(word: Word) -> bool:
    """Say whether `word` is a given name, also an everyday word; of a double name the first half decides."""
    key = word.key.partition("-")[0]
    return key in words("given_names.txt") or key in words("ambiguous_names.txt")


def is_surname(word: Word) -> bool:
    """Say whether `word` is a surname, listed or built like one."""
    key = word.key.replace("'", "").partition("-")[0]
    return key in words("surnames.txt") or key in words("ambiguous_surnames.txt") or word.shaped_like_surname


def joins(text: str, before: Word, after: Word) -> bool:
    """Say whether one blank, or the full stop of an initial and a blank, parts two words."""
    between = text[before.end : after.start]
    return between == " " or (between == ". " and len(before.text) == 1)
