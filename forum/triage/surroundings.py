"""Looks around a phrase in its sentence to see whose it is, whether it is denied, quoted, long past or a jest.

Invariant: every look is bounded by a fixed number of words or made once for the whole text, so that reading stays
linear; where the words leave a doubt, no context is reported and the phrase keeps its level.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping

from forum.triage.contexts import Context, Marker
from forum.triage.phrases import Hit
from forum.triage.reading import STOP, Reading

_LOOK_BACK = 25
_DENIAL_REACH = 6
_LONGEST_QUOTE = 60
_AFTERTHOUGHT = 4
_CITED_LINE = re.compile(r"^[ \t]{0,8}>.*$", re.MULTILINE)
_NOT_SUBJECT_AFTER = frozenset({"to", "with", "tell", "told", "for", "of", "from", "at", "thanks", "about"})

Lists = Mapping[str, frozenset[str]]


class Surroundings:
    """The contexts of one text, asked phrase by phrase."""

    def __init__(self, text: str, reading: Reading, lists: Lists, hits: Iterable[Hit]) -> None:
        self._words = reading.words
        self._lists = lists
        self._sentences = _sentences(reading.words)
        places: dict[str, list[int]] = {marker: [] for marker in Marker}
        for hit in hits:
            if hit.rule in places:
                places[hit.rule].append(hit.first)
        present = {self._sentences[place] for place in places[Marker.PRESENT]}
        self._past = {self._sentences[place] for place in places[Marker.PAST]} - present
        self._jests = places[Marker.JEST]
        self._jest = {self._sentences[place] for place in self._jests}
        self._quoted = self._cited(text, reading) | self._in_marks(reading)

    def contexts(self, hit: Hit) -> frozenset[Context]:
        """Return every context in which a phrase stands."""
        sentence = self._sentences[hit.first]
        found = {
            Context.NEGATED: self._is_denied(hit.first),
            Context.PAST: sentence in self._past,
            Context.JEST: sentence in self._jest or self._is_laughed_off(hit.last),
            Context.QUOTED: hit.first in self._quoted,
        }
        person = self._person(hit)
        return frozenset(context for context, holds in found.items() if holds) | person

    def _is_denied(self, first: int) -> bool:
        """Say whether a "not" reaches the phrase over nothing but words that carry it on."""
        bridge = self._lists["negation_bridge"]
        for place in range(first - 1, max(first - 1 - _DENIAL_REACH, -1), -1):
            word = self._words[place]
            if word in self._lists["negator"]:
                return True
            if word not in bridge:
                return False
        return False

    def _is_laughed_off(self, last: int) -> bool:
        place = bisect_left(self._jests, last)
        return place < len(self._jests) and self._jests[place] - last <= _AFTERTHOUGHT

    def _person(self, hit: Hit) -> frozenset[Context]:
        """Return whose the phrase is, as a context; nothing when it is the writer's own or in doubt."""
        inside = set(self._words[hit.first : hit.last + 1])
        if inside & self._lists["self_subject"]:
            return frozenset()
        if inside & {"yourself", "your"}:
            return frozenset({Context.TO_READER})
        if inside & self._lists["oneself"] or self._words[hit.first] in self._lists["third_verb"]:
            return frozenset({Context.THIRD_PERSON})
        return self._nearest_subject(hit.first)

    def _nearest_subject(self, first: int) -> frozenset[Context]:
        nearest: Context | None = None
        for place in range(first - 1, max(first - 1 - _LOOK_BACK, -1), -1):
            word = self._words[place]
            if nearest and word in ("my", "our"):
                # "My friend is": the word belongs to the other person's name.
                continue
            if word == STOP or word in self._lists["self_subject"]:
                # "I told my mother about it": the writer opens the sentence, so the doubt is theirs.
                return frozenset({nearest} if nearest and word == STOP else ())
            if nearest is None and self._is_subject(place, "reader_subject"):
                nearest = Context.TO_READER
                if first - place <= 3:
                    return frozenset({nearest})
            elif nearest is None and self._is_subject(place, "other_subject", "kin"):
                nearest = Context.THIRD_PERSON
                if word in ("he", "she", "they"):
                    return frozenset({nearest})
        return frozenset({nearest} if nearest else ())

    def _is_subject(self, place: int, *lists: str) -> bool:
        before = self._words[place - 1] if place else STOP
        named = any(self._words[place] in self._lists[name] for name in lists)
        return named and before not in _NOT_SUBJECT_AFTER

    @staticmethod
    def _cited(text: str, reading: Reading) -> set[int]:
        """Return the words on lines that open with the sign of a citation."""
        cited: set[int] = set()
        for line in _CITED_LINE.finditer(text):
            start = bisect_left(reading.starts, line.start())
            cited.update(range(start, bisect_left(reading.starts, line.end())))
        return cited

    def _in_marks(self, reading: Reading) -> set[int]:
        """Return the words between quotation marks, unless the writer says that they think or say them."""
        quoted: set[int] = set()
        opened: int | None = None
        for place, glyph in reading.glyphs.items():
            if glyph == "\n":
                # A lone mark in one paragraph must not pair with one in the next.
                opened = None if self._words[place] == STOP else opened
            elif opened is None or place - opened > _LONGEST_QUOTE:
                opened = place
            else:
                if not self._speaks_for_self(opened):
                    quoted.update(range(opened, place))
                opened = None
        return quoted

    def _speaks_for_self(self, opened: int) -> bool:
        before = self._words[max(opened - 7, 0) : opened]
        return bool(self._lists["self_subject"].intersection(before))


def _sentences(words: list[str]) -> list[int]:
    """Number each word's sentence."""
    numbers: list[int] = []
    sentence = 0
    for word in words:
        numbers.append(sentence)
        if word == STOP:
            sentence += 1
    return numbers
