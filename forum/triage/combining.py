"""Joins findings that mean more together than apart: thoughts with means at hand, chest pain with a numb arm.

Invariant: only findings that no context has lowered are joined, each stands for one group only, and the work is
bounded by the number of findings times the most that can stand within a combination's reach.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from forum.triage.contexts import Context, Kind, Outcome
from forum.triage.lexicon import Combination, Rule

_LOWERING = frozenset(Context) - {Context.THIRD_PERSON}


class Found(NamedTuple):
    """A rule found at the words ``first`` to ``last``, and what is left of it in its contexts."""

    rule: Rule
    first: int
    last: int
    outcome: Outcome

    @property
    def is_part(self) -> bool:
        """Whether this is nothing by itself."""
        return self.rule.kind is Kind.PART


def combine(found: Iterable[Found], combinations: Iterable[Combination]) -> list[Found]:
    """Return each combination's first occurrence, as a finding at every place that it rests on."""
    usable = [item for item in found if not _LOWERING.intersection(item.outcome.contexts)]
    usable.sort(key=lambda item: (item.first, item.last, item.rule.id))
    present = {item.rule.id for item in usable}
    joined: list[Found] = []
    for combination in combinations:
        if all(group & present for group in combination.groups):
            joined.extend(_first(usable, combination))
    return joined


def _first(usable: Sequence[Found], combination: Combination) -> list[Found]:
    """Return the first set of findings, one for each group, that stand close enough together."""
    wanted = frozenset[str]().union(*combination.groups)
    items = [item for item in usable if item.rule.id in wanted]
    for place, anchor in enumerate(items):
        window = [anchor]
        for later in range(place + 1, len(items)):
            if items[later].first - anchor.first > combination.within:
                break
            window.append(items[later])
        chosen = _choose(window, combination.groups)
        if chosen:
            return [_joined(combination.rule, item, chosen) for item in chosen]
    return []


def _choose(window: Sequence[Found], groups: Sequence[frozenset[str]]) -> list[Found]:
    """Return one finding for each group, none used twice or standing in another's place; empty when impossible."""
    chosen: list[Found] = []
    for group in groups:
        free = (
            item
            for item in window
            if item.rule.id in group and all((item.first, item.last) != (c.first, c.last) for c in chosen)
        )
        item = next(free, None)
        if item is None:
            return []
        chosen.append(item)
    return chosen


def _joined(rule: Rule, item: Found, chosen: Sequence[Found]) -> Found:
    others = any(Context.THIRD_PERSON in part.outcome.contexts for part in chosen)
    contexts = (Context.THIRD_PERSON,) if others else ()
    return Found(rule, item.first, item.last, Outcome(rule.level, rule.urgency, 1.0, contexts))
