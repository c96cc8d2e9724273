"""The written rules of triage, loaded once from a data file that clinicians can read, correct and sign.

Invariant: a lexicon that loads is whole: every rule has an explanation and a source, every phrase can be read and
can match, every combination names rules that exist. No explanation names a method. Nothing is changed after load.
"""

import enum
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from forum.triage.contexts import SENTENCES, Context, Kind, Marker
from forum.triage.levels import Level, Urgency
from forum.triage.phrases import PhraseError, PhraseTree
from forum.triage.reading import Forms
from forum.triage.spelling import spellings

Member = TypeVar("Member", bound=enum.Enum)

DATA = Path(__file__).with_name("data") / "lexicon.json"
SEPARATOR = ":"
"""Stands in a signal's rule id between the rule and each context that changed it."""


class InvalidLexicon(ValueError):  # noqa: N818 - reads as what is wrong
    """The lexicon file cannot be used; the message says which entry and why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to look: what it is about, how much it asks for, why, and who has reviewed it.

    ``level`` and ``urgency`` are None on an axis of which the rule says nothing; a rule of kind ``part`` has
    neither and only feeds combinations. ``weight`` (0..1) orders posts within a level.
    """

    id: str
    kind: Kind
    level: Level | None
    urgency: Urgency | None
    weight: float
    explanation: str
    source: str
    reviewed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Combination:
    """A rule that fires when one hit of each group of rules stands within so many words."""

    rule: Rule
    groups: tuple[frozenset[str], ...]
    within: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that triage knows, ready for use."""

    version: int
    rules: Mapping[str, Rule]
    combinations: tuple[Combination, ...]
    forms: Forms
    tree: PhraseTree
    lists: Mapping[str, frozenset[str]]

    def explain(self, rule_id: str) -> tuple[str, ...]:
        """Return the sentences for the reviewer's screen of a signal's rule id, with what its context means.

        They are English, and looked up in the catalogue where they are shown. Raises ``KeyError`` for a rule that this
        lexicon does not have.
        """
        name, *contexts = rule_id.split(SEPARATOR)
        return (self.rules[name].explanation, *(SENTENCES[Context(context)] for context in contexts))


def load(path: Path | None = None) -> Lexicon:
    """Load and check the lexicon at ``path``, by default the one shipped.

    Raises ``InvalidLexicon`` saying what is wrong, and ``OSError`` when the file cannot be opened.
    """
    try:
        raw = json.loads((path or DATA).read_text(encoding="utf-8"))
        return _build(raw)
    except KeyError as missing:
        raise InvalidLexicon(f"the lexicon lacks {missing}") from missing
    except (TypeError, AttributeError, PhraseError, json.JSONDecodeError) as wrong:
        raise InvalidLexicon(f"the lexicon cannot be read: {wrong}") from wrong


def _build(raw: Mapping[str, Any]) -> Lexicon:
    lists: dict[str, list[str]] = raw["lists"]
    tree = PhraseTree(frozenset(raw["fillers"]))
    rules: dict[str, Rule] = {}
    for entry in raw["rules"]:
        _keep(rules, _rule(entry))
        _grow(tree, entry["id"], entry["phrases"], lists)
    for marker in Marker:
        _grow(tree, marker, raw["markers"][marker.label], lists)
    combinations = tuple(_combination(entry, rules) for entry in raw["combinations"])
    for combination in combinations:
        _keep(rules, combination.rule)
    words = {word for entries in lists.values() for entry in entries for word in entry.split()}
    rewrites = {spelling: tuple(plain.split()) for spelling, plain in raw["rewrites"].items()}
    unreachable = sorted(tree.vocabulary & rewrites.keys())
    if unreachable:
        raise InvalidLexicon(f"phrases use spellings that are rewritten: {', '.join(unreachable)}")
    forms = spellings(tree.vocabulary | words, rewrites, raw["spelling"], raw["censored"])
    sets = {name: frozenset(entries) for name, entries in lists.items()}
    return Lexicon(raw["version"], rules, combinations, forms, tree, sets)


def _grow(tree: PhraseTree, rule: str, phrases: Iterable[str], lists: Mapping[str, Sequence[str]]) -> None:
    for phrase in phrases:
        try:
            tree.add(rule, phrase, lists)
        except PhraseError as wrong:
            raise InvalidLexicon(f"rule {rule}: {wrong}") from wrong


def _keep(rules: dict[str, Rule], rule: Rule) -> None:
    if rule.id in rules:
        raise InvalidLexicon(f"two rules are called {rule.id}")
    rules[rule.id] = rule


def _rule(entry: Mapping[str, Any]) -> Rule:
    name = entry["id"]
    if SEPARATOR in name:
        raise InvalidLexicon(f"rule {name}: an id must not contain {SEPARATOR!r}")
    for needed in ("explanation", "source"):
        if not entry[needed].strip():
            raise InvalidLexicon(f"rule {name}: {needed} is empty")
    if not 0 <= entry["weight"] < 1:
        raise InvalidLexicon(f"rule {name}: weight must be at least 0 and below 1")
    kind = _member(Kind, entry["kind"], name)
    level = None if entry["level"] is None else _member(Level, entry["level"], name)
    urgency = None if entry["urgency"] is None else _member(Urgency, entry["urgency"], name)
    if (kind is Kind.PART) is not (level is None and urgency is None):
        raise InvalidLexicon(f"rule {name}: a part has no level and no urgency, any other rule has one")
    reviewed_by = tuple(entry["reviewed_by"])
    return Rule(name, kind, level, urgency, entry["weight"], entry["explanation"], entry["source"], reviewed_by)


def _member(kinds: type[Member], name: str, rule: str) -> Member:
    try:
        return kinds[name.upper()]
    except KeyError:
        raise InvalidLexicon(f"rule {rule}: there is no {kinds.__name__.lower()} {name!r}") from None


def _combination(entry: Mapping[str, Any], rules: Mapping[str, Rule]) -> Combination:
    groups = tuple(frozenset(group) for group in entry["all"])
    for name in frozenset[str]().union(*groups):
        if name not in rules:
            raise InvalidLexicon(f"combination {entry['id']}: there is no rule {name!r}")
    if len(groups) < 2:
        raise InvalidLexicon(f"combination {entry['id']}: needs at least two groups")
    return Combination(_rule(entry), groups, entry["within"])
