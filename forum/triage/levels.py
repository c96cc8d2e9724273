"""The two axes on which everything said is ordered: how much a person may be at risk, and how soon a body needs care.

Invariant: the members are ordered, stored as their numbers, and never renumbered. Levels follow the scheme of the
ReachOut and CLPsych triage tasks; in doubt a rule stands one level up.
"""

import enum


class Level(enum.IntEnum):
    """How soon a moderator should look, because of what the words say about somebody's safety."""

    GREEN = 0
    """Nothing in the words asks for attention before its turn."""
    AMBER = 1
    """A moderator should look: distress, a risk that is past, denied or far off, or a doubt."""
    RED = 2
    """A moderator should look urgently: thoughts of suicide, self-harm, abuse, or danger to somebody."""
    CRISIS = 3
    """The author or another person may be about to be hurt, or has just been."""


class Urgency(enum.IntEnum):
    """How soon the clinical question needs care, apart from the level."""

    ROUTINE = 0
    """Nothing in the words points to a physical danger."""
    SOON = 1
    """Somebody should see a clinician within days."""
    URGENT = 2
    """Somebody should see a clinician today."""
    EMERGENCY = 3
    """Somebody may need the emergency number now."""
