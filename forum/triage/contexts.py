"""What stands around a phrase and changes what it means: a denial, another person, the past, a quotation, a jest.

Invariant: in doubt a phrase keeps its level. A context lowers a level only as the table says, and danger to a person
never falls below amber by a context alone.
"""

import enum
from typing import NamedTuple

from forum.triage.levels import Level, Urgency


class Kind(enum.StrEnum):
    """What a rule is about, which decides how contexts change it."""

    SELF = "self"
    """Danger to the one who is spoken of."""
    HARM = "harm"
    """Danger from the one who is spoken of."""
    ABUSE = "abuse"
    """Danger from somebody else."""
    DISTRESS = "distress"
    """Strain without a danger named."""
    BODY = "body"
    """A physical sign."""
    PLAIN = "plain"
    """Words that mean the same in every context."""
    PART = "part"
    """Half of a combination; nothing by itself."""


class Context(enum.StrEnum):
    """A reading of the words around a phrase; its value follows the rule's name in a signal."""

    NEGATED = "negated"
    PAST = "past"
    TO_READER = "to-reader"
    QUOTED = "quoted"
    JEST = "jest"
    THIRD_PERSON = "third-person"


SENTENCES = {
    Context.NEGATED: "The writer seems to deny it.",
    Context.PAST: "It seems to be told of a time long past.",
    Context.TO_READER: "It seems to be said to the reader rather than of the writer.",
    Context.QUOTED: "It stands in a quotation.",
    Context.JEST: "It may be said in jest.",
    Context.THIRD_PERSON: "It seems to be about another person, who may be at risk.",
}


class Marker(enum.StrEnum):
    """Phrases of the lexicon that are no rules but tell a context; the sign keeps them apart from rules' names."""

    IDIOM = "@idiom"
    PAST = "@past"
    PRESENT = "@present"
    JEST = "@jest"

    @property
    def label(self) -> str:
        """The name of this marker's list in the lexicon file."""
        return self.value.removeprefix("@")


class Effect(NamedTuple):
    """What a context does: hold the level to at most ``cap``, take ``steps`` off it, or drop the signal."""

    cap: Level = Level.CRISIS
    steps: int = 0
    drops: bool = False
    share: float = 1.0
    """What is left of the rule's weight."""


_LOOK = Effect(cap=Level.AMBER, share=0.4)
_DROP = Effect(drops=True)
_STEP = Effect(steps=1, share=0.6)

# Past or figurative is low, continuing thoughts are medium, plan and intent are high (CLINICAL.md, Levels). Another
# person at risk is no less at risk, so THIRD_PERSON lowers nothing. Advice to a reader ("if you have chest pain")
# is no sign of a body in danger.
EFFECTS: dict[Kind, dict[Context, Effect]] = {
    Kind.SELF: {
        Context.NEGATED: _LOOK,
        Context.PAST: Effect(cap=Level.AMBER, share=0.8),
        Context.TO_READER: _LOOK,
        Context.QUOTED: _STEP,
        Context.JEST: _STEP,
        Context.THIRD_PERSON: Effect(share=0.6),
    },
    Kind.HARM: {
        Context.NEGATED: _LOOK,
        Context.PAST: _LOOK,
        Context.TO_READER: _LOOK,
        Context.QUOTED: _STEP,
        Context.JEST: _STEP,
    },
    Kind.ABUSE: {Context.NEGATED: _LOOK, Context.PAST: _LOOK},
    Kind.DISTRESS: {
        Context.NEGATED: _DROP,
        Context.PAST: _DROP,
        Context.TO_READER: _DROP,
        Context.JEST: _DROP,
        Context.THIRD_PERSON: Effect(share=0.5),
    },
    Kind.BODY: {
        Context.NEGATED: _DROP,
        Context.PAST: _DROP,
        Context.TO_READER: _DROP,
        Context.JEST: _DROP,
        Context.THIRD_PERSON: Effect(),
    },
    Kind.PLAIN: {},
    Kind.PART: {Context.NEGATED: _DROP, Context.TO_READER: _DROP, Context.PAST: _DROP},
}


class Outcome(NamedTuple):
    """What is left of a rule in its contexts, and the contexts that changed it."""

    level: Level | None
    urgency: Urgency | None
    share: float
    contexts: tuple[Context, ...]


def settle(kind: Kind, level: Level | None, urgency: Urgency | None, contexts: frozenset[Context]) -> Outcome | None:
    """Return what a rule of this kind, level and urgency asks for in these contexts; None when nothing."""
    effects = {context: effect for context, effect in EFFECTS[kind].items() if context in contexts}
    if any(effect.drops for effect in effects.values()):
        return None
    share = 1.0
    for effect in effects.values():
        share *= effect.share
    if level is not None and effects:
        steps = max(effect.steps for effect in effects.values())
        stepped = max(level - steps, min(level, Level.AMBER))
        level = Level(min(stepped, *(effect.cap for effect in effects.values())))
        # A dose taken long ago or only spoken of needs no ambulance now.
        urgency = urgency if level >= Level.RED else None
    return Outcome(level, urgency, share, tuple(effects))
