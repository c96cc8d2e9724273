"""The one reader of this package: a text in, what could identify somebody out.

Invariant: for any string at all, also one with lone surrogates, the findings lie inside the text, in its order,
without an overlap.
"""

import bisect
from collections.abc import Callable, Iterable, Iterator

from forum.identifiers import contact, dates, listed_names, names, places, postal, records, registers, telephone
from forum.identifiers.finding import Finding
from forum.identifiers.kinds import Action, Kind
from forum.identifiers.plain import plain
from forum.identifiers.stretches import with_figures

__all__ = ["Finding", "find", "must_hold"]

_Detector = Callable[[str], Iterable[Finding]]

_IN_ANY_TEXT: tuple[_Detector, ...] = (
    contact.emails,
    contact.urls,
    contact.handles,
    contact.machine_addresses,
    names.clinicians,
    names.announced,
    listed_names.listed,
    places.hospitals,
    places.towns,
    postal.corners,
)
_WHERE_FIGURES_ARE: tuple[_Detector, ...] = (
    registers.bank_accounts,
    registers.cards,
    registers.insurance_numbers,
    registers.ten_digit_numbers,
    records.record_numbers,
    telephone.telephones,
    postal.postcodes,
    postal.addresses,
    dates.dates,
    dates.great_ages,
)
_CLAIMS = {
    kind: place
    for place, kind in enumerate(
        (
            Kind.EMAIL,
            Kind.PROFILE_URL,
            Kind.URL,
            Kind.IBAN,
            Kind.CARD,
            Kind.NHS_NUMBER,
            Kind.CHI_NUMBER,
            Kind.SSN,
            Kind.NATIONAL_INSURANCE,
            Kind.NPI,
            Kind.RECORD_NUMBER,
            Kind.IP,
            Kind.POSTCODE,
            Kind.PHONE,
            Kind.HANDLE,
            Kind.ADDRESS,
            Kind.CLINICIAN_NAME,
            Kind.HOSPITAL,
            Kind.PERSON_NAME,
            Kind.PLACE,
            Kind.NAME_PART,
            Kind.DATE,
            Kind.AGE_OVER_89,
        )
    )
}
"""Who keeps a stretch that several kinds claim: what checks itself or is cued first, words from lists last.

A clinician and a hospital go before a person, or "Dr Anna Lopez" would hold where it should only warn.
"""


def find(text: str) -> tuple[Finding, ...]:
    """Find what could identify somebody in `text`; offsets count the characters of `text` as given."""
    ready = plain(text)
    kept = _without_overlaps(_candidates(ready.text))
    return tuple(ready.original(finding) for finding in kept)


def must_hold(findings: Iterable[Finding]) -> bool:
    """Say whether one of `findings` holds the text whatever its board's policy is."""
    return any(finding.action is Action.HOLD for finding in findings)


def _candidates(text: str) -> Iterator[Finding]:
    for detector in _IN_ANY_TEXT:
        yield from detector(text)
    for start, stretch in with_figures(text):
        for detector in _WHERE_FIGURES_ARE:
            for one in detector(stretch):
                yield Finding(one.kind, start + one.start, start + one.end)


def _without_overlaps(candidates: Iterable[Finding]) -> list[Finding]:
    """Keep the strongest claims, longer before shorter, and give them in the text's order."""
    by_claim = sorted(candidates, key=lambda one: (_CLAIMS[one.kind], one.start - one.end, one.start))
    kept: list[Finding] = []
    starts: list[int] = []
    for one in by_claim:
        at = bisect.bisect_left(starts, one.start)
        clear_before = at == 0 or kept[at - 1].end <= one.start
        clear_after = at == len(kept) or one.end <= kept[at].start
        if one.start < one.end and clear_before and clear_after:
            kept.insert(at, one)
            starts.insert(at, one.start)
    return kept
