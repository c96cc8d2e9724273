"""Alongside: a clinician-moderated peer-support forum. This file is the map of the house, and imports nothing.

Imports only go down. The floors, from the ground up:

0. ground          ``clock errors config extensions columns transaction sealing rich_text``,
                   ``identifiers`` (what could identify somebody), ``triage`` (what a person may need now)
1. ``models``      the two databases: vault (who) and forum (what was said); data and constraints, no deeds
2. ``policy``      who may do what: a rule per permission and its SQL twin; ``audit``: the chained record
3. the domain, in storeys:
   a ``confidentiality``   personas, keys, sessions, sweeping; ``identity`` is the only crossing between the databases
   b ``discussions notifications``   boards, threads, posts as they are read; notices and the outbox
   c ``accounts``          joining, signing in, second factors, recovery
   d ``moderation``        the gate (``intake``), the state tables (``transitions``), ``publication`` (what is
                           shown), queue (its order in ``stretches``), claim, decide
   e ``administration``    boards, grants, credentials, importing
4. the edges       ``blueprints`` (pages), ``cli`` (commands), ``jobs`` (what the worker runs)
5. the roof        ``app``

Start reading at ``models``, ``policy/rules.py``, ``moderation/transitions.py``, ``moderation/intake.py`` and one
blueprint: after those five, the rest will be where you expect it.
"""
