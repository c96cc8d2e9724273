"""Filling the demonstration: an invented community, told in the order in which it happened, by the domain's own verbs.

Invariant: nothing is written past the gate, the queue or the grants; whatever the demonstration shows, a real site
could have come to in the same way. Every step finds out whether it was done before, so that a fill that was cut off
goes on where it stood.
"""
