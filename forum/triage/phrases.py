"""The small language in which the lexicon's phrases are written, and the tree that finds them all in one walk.

Invariant: finding takes time linear in the number of words, whatever the text, since no match is longer than
``LONGEST`` words and the tree's open branches at a word are bounded by the lexicon, not by the text.

A phrase is plain words with spaces between. ``a|b`` is either, ``{name}`` any entry of a word list, a trailing
``?`` makes a part optional, ``this_life`` is two words within an ``a|b``, ``#`` is a number below ten and ``##`` any
other, ``..`` lets up to three words stand between, ``...`` up to six.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from forum.triage.reading import MARKS, STOP

LONGEST = 28
MOST_STEPS = 100_000
"""Past so many, the steps that have been worked out are forgotten, so that no text can fill the memory."""
_GAPS = {"..": 3, "...": 6}
_OPTION = r"(?:\{[a-z_]+\}|[a-z0-9]+(?:_[a-z0-9]+)*|##?)"
_PART = re.compile(rf"{_OPTION}(?:\|{_OPTION})*\??")

WordLists = Mapping[str, Sequence[str]]


class PhraseError(ValueError):
    """A phrase or word list in the lexicon cannot be read."""


class Step(NamedTuple):
    """One place of a phrase: any of these words, after at most ``gap`` words that do not matter."""

    gap: int
    words: frozenset[str]


class Hit(NamedTuple):
    """A rule's phrase found at the words ``first`` to ``last``, both included."""

    rule: str
    first: int
    last: int


@dataclass(slots=True, eq=False)
class _Node:
    """A branching of the tree: what may follow at once, what may follow after a gap, and whose phrase ends here."""

    edges: dict[str, list["_Node"]] = field(default_factory=dict)
    gapped: dict[str, list[tuple[int, "_Node"]]] = field(default_factory=dict)
    widest: int = 0
    ends: list[str] = field(default_factory=list)
    children: dict[Step, "_Node"] = field(default_factory=dict)

    def after(self, word: str, passed: int) -> list["_Node"]:
        """Return the branches that this word opens when so many words have been let pass."""
        opened = [] if passed else list(self.edges.get(word, ()))
        if self.gapped:
            opened.extend(child for gap, child in self.gapped.get(word, ()) if passed <= gap)
        return opened


def expand(phrase: str, lists: WordLists) -> Iterator[tuple[Step, ...]]:
    """Yield every sequence of steps that a phrase stands for.

    Raises ``PhraseError`` when the phrase is empty, starts with a gap, or names an unknown list.
    """
    choices: list[list[tuple[Step, ...]]] = []
    gap = 0
    for part in phrase.split():
        if part in _GAPS:
            gap = _GAPS[part]
            continue
        if not _PART.fullmatch(part):
            raise PhraseError(f"cannot read the part {part!r} of the phrase {phrase!r}")
        choices.append(_choices(part, gap, lists))
        gap = 0
    if gap or phrase.split()[:1] in ([".."], ["..."]):
        raise PhraseError(f"a gap stands at an end of the phrase {phrase!r}")
    found = {tuple(itertools.chain(*chosen)) for chosen in itertools.product(*choices)}
    if not found or () in found:
        raise PhraseError(f"the phrase {phrase!r} could match nothing at all")
    yield from found


def _choices(part: str, gap: int, lists: WordLists) -> list[tuple[Step, ...]]:
    """Return the ways to fill one part: single words share a step, entries of several words are steps in a row."""
    single: set[str] = set()
    several: list[tuple[Step, ...]] = []
    for option in part.rstrip("?").split("|"):
        name = option.strip("{}")
        if option.startswith("{") and name not in lists:
            raise PhraseError(f"there is no word list {name!r}")
        for entry in lists[name] if option.startswith("{") else [option.replace("_", " ")]:
            first, *rest = entry.split()
            if rest:
                steps = [Step(gap, frozenset({first}))]
                several.append((*steps, *(Step(0, frozenset({word})) for word in rest)))
            else:
                single.add(first)
    choices: list[tuple[Step, ...]] = [(Step(gap, frozenset(single)),)] if single else []
    return choices + several + ([()] if part.endswith("?") else [])


@dataclass(slots=True, eq=False)
class _State:
    """Every branch that is open after some words of a phrase, and how many words each has let pass.

    The way from a state over a word is worked out once and kept in ``after``; it holds words of the lexicon only.
    """

    active: dict[_Node, int]
    ends: tuple[str, ...] = ()
    after: dict[str, "_State"] = field(default_factory=dict)


_StateKey = tuple[tuple[tuple[_Node, int], ...], tuple[str, ...]]


class PhraseTree:
    """All phrases of a lexicon in one tree; ``fillers`` are words that may stand anywhere inside a phrase."""

    def __init__(self, fillers: frozenset[str]) -> None:
        self._root = _Node()
        self._fillers = fillers
        self._forget()
        self.vocabulary: set[str] = set(fillers)

    def add(self, rule: str, phrase: str, lists: WordLists) -> None:
        """Add one rule's phrase; raises ``PhraseError`` as ``expand`` does."""
        for steps in expand(phrase, lists):
            node = self._root
            for step in steps:
                self.vocabulary |= step.words
                node = node.children.get(step) or self._branch(node, step)
            if rule not in node.ends:
                node.ends.append(rule)
        self._forget()

    @staticmethod
    def _branch(node: _Node, step: Step) -> _Node:
        child = node.children[step] = _Node()
        node.widest = max(node.widest, step.gap)
        for word in step.words:
            if step.gap:
                node.gapped.setdefault(word, []).append((step.gap, child))
            else:
                node.edges.setdefault(word, []).append(child)
        return child

    def _forget(self) -> None:
        self._start = _State({self._root: 0})
        self._known: dict[_StateKey, _State] = {}
        self._steps = 0

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Return the longest hit of each rule at each word where one starts, in the order of the words."""
        if self._steps > MOST_STEPS:
            self._forget()
        hits: list[Hit] = []
        first_words = self._root.edges
        for first, word in enumerate(words):
            if word in first_words:
                longest = self._walk(words, first)
                hits.extend(Hit(rule, first, last) for rule, last in longest.items())
        return hits

    def _walk(self, words: Sequence[str], first: int) -> dict[str, int]:
        """Follow every phrase that starts at a word; return where each rule's longest one ends."""
        found: dict[str, int] = {}
        state = self._start
        for place in range(first, min(first + LONGEST, len(words))):
            word = words[place]
            if word in MARKS:
                if word == STOP:
                    break
                continue
            state = state.after.get(word) or self._step(state, word)
            if not state.active:
                break
            for rule in state.ends:
                found[rule] = place
        return found

    def _step(self, state: _State, word: str) -> _State:
        """Return, and keep, the state that a word leads to."""
        reached = [child for node, passed in state.active.items() for child in node.after(word, passed)]
        active: dict[_Node, int] = {}
        if state is not self._start:
            active.update(self._waiting(state.active, word))
        active.update(dict.fromkeys(reached, 0))
        ends = dict.fromkeys(rule for node in reached for rule in node.ends)
        following = _State(active, tuple(ends))
        following = self._known.setdefault((tuple(active.items()), following.ends), following)
        state.after[word] = following
        self._steps += 1
        return following

    def _waiting(self, active: Mapping[_Node, int], word: str) -> dict[_Node, int]:
        """Return the branches that can let this word pass, with the number of words that each has let pass."""
        if word in self._fillers:
            return dict(active)
        return {node: passed + 1 for node, passed in active.items() if passed < node.widest}
