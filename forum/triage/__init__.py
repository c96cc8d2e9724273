"""Triage: read what somebody wrote, by written rules, so that the person most in need is seen first.

Invariant: triage orders the queue and widens help; it never approves and never rejects. It is pure: text, lexicon
and identifiers in, an ``Assessment`` out. The rules are data (``data/lexicon.json``), and so is the crisis help
(``data/crisis_help.json``), for clinicians to review and sign without reading code.
"""
