"""The generated sentences with marked identifiers that detection is measured on, and what counts as finding one.

The data is no part of the project; where it is absent, ``find`` says so by returning None. A marked stretch counts as
found when a finding of one of its kinds touches it.
"""

import json
from pathlib import Path
from typing import Any

from forum.identifiers.find import Finding
from forum.identifiers.kinds import Kind

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
STRUCTURED = {
    "EMAIL_ADDRESS": {Kind.EMAIL},
    "PHONE_NUMBER": {Kind.PHONE},
    "CREDIT_CARD": {Kind.CARD},
    "IBAN_CODE": {Kind.IBAN},
    "US_SSN": {Kind.SSN},
    "IP_ADDRESS": {Kind.IP},
    "DOMAIN_NAME": {Kind.URL, Kind.PROFILE_URL},
}

Sentence = dict[str, Any]
Span = dict[str, Any]


def find(name: str) -> Path | None:
    """Return the path of a data file beside the checkout, or None where it is absent."""
    path = SHARED / name
    return path if path.is_file() else None


def read(path: Path) -> list[Sentence]:
    """Read the sentences: ``full_text`` and ``spans`` with ``entity_type``, ``start_position``, ``end_position``."""
    sentences: list[Sentence] = json.loads(path.read_text(encoding="utf-8"))
    return sentences


def touches(finding: Finding, span: Span) -> bool:
    """Say whether a finding and a marked stretch share a character."""
    return bool(finding.start < span["end_position"] and span["start_position"] < finding.end)


def is_found(span: Span, findings: tuple[Finding, ...]) -> bool:
    """Say whether a structured stretch was found as its own kind."""
    kinds = STRUCTURED[span["entity_type"]]
    return any(finding.kind in kinds and touches(finding, span) for finding in findings)
