"""Numbers of registers that carry their own check digit or shape: NHS, CHI, NPI, SSN, national insurance, IBAN, cards.

A number in several registers' shape is given to the one that a word before it names, else to the likeliest.
Invariant: a number is reported only when its check holds, so that sums of money and counts are left alone.
Sources: NHS Data Dictionary (mod 11), Public Health Scotland (CHI), CMS (NPI: Luhn over 80840), ISO 13616, ISO/IEC
7812.
"""

import datetime
import re
from collections.abc import Iterator
from re import Match

from stdnum import iban, luhn
from stdnum.gb import nhs
from stdnum.us import ssn

from forum.identifiers.finding import Finding
from forum.identifiers.kinds import Kind

_TEN_DIGITS = re.compile(
    r"(?<!\w)(?<![0-9][-.])(?:[0-9]{3}([ -]?)[0-9]{3}\1[0-9]{4}|[0-9]{6}[ -][0-9]{4})(?!\w|-[0-9])"
)
_NHS_CUE = re.compile(r"\bnhs\b[^0-9\n]{0,30}$", re.IGNORECASE)
_CHI_CUE = re.compile(r"\bchi\b[^0-9\n]{0,30}$", re.IGNORECASE)
_NPI_CUE = re.compile(r"\b(?:npi|provider)\b[^0-9\n]{0,30}$", re.IGNORECASE)
_PHONE_CUE = re.compile(r"\b(?:phone|tel|mobile|cell|fax|desk|call|text|ring)\b[^0-9\n]{0,25}\n?$", re.IGNORECASE)
_SSN = re.compile(r"(?<!\w)(?<![0-9]-)[0-9]{3}([- ])[0-9]{2}\1[0-9]{4}(?!\w|-[0-9])")
_NATIONAL_INSURANCE = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D](?!\w)",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]){11,36}+", re.IGNORECASE)
_CARD = re.compile(r"(?<![\w+])(?<![0-9][-.])[0-9](?:[ -]?[0-9]){11,18}(?!\w|[-.][0-9])")
_CARD_CUE = re.compile(r"\b(?:card|cc|visa|mastercard|amex|debit|credit)\b[^\n]{0,30}$", re.IGNORECASE)
_ISSUERS = re.compile(r"3[0-9]|4|5[0-9]|6|2[2-7]|1800|2131")
_CHI_CENTURIES = (1900, 2000)


def ten_digit_numbers(text: str) -> Iterator[Finding]:
    """Find NHS, CHI and NPI numbers, which all have ten digits."""
    for match in _TEN_DIGITS.finditer(text):
        kind = _register_of(text[max(0, match.start() - 40) : match.start()], match)
        if kind is not None:
            yield Finding(kind, match.start(), match.end())


def _register_of(before: str, match: Match[str]) -> Kind | None:
    digits = re.sub(r"[ -]", "", match[0])
    for cue, kind, holds in (
        (_NHS_CUE, Kind.NHS_NUMBER, is_nhs_number),
        (_CHI_CUE, Kind.CHI_NUMBER, is_chi_number),
        (_NPI_CUE, Kind.NPI, is_npi),
    ):
        if cue.search(before) and holds(digits):
            return kind
    if "-" in match[0] or _PHONE_CUE.search(before):
        return None
    if is_chi_number(digits):
        return Kind.CHI_NUMBER
    if digits[0] in "34679" and is_nhs_number(digits):
        return Kind.NHS_NUMBER
    return Kind.NPI if match[0].isdigit() and is_npi(digits) else None


def is_nhs_number(digits: str) -> bool:
    """Check ten digits by mod 11 with weights 10 to 2; one digit repeated ten times is refused."""
    return len(set(digits)) > 1 and bool(nhs.is_valid(digits))


def is_chi_number(digits: str) -> bool:
    """Check ten digits that begin with a date of birth (DDMMYY) and end in the NHS's mod 11 digit."""
    if not is_nhs_number(digits):
        return False
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    return any(_is_date(century + year, month, day) for century in _CHI_CENTURIES)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def is_npi(digits: str) -> bool:
    """Check ten digits that begin with 1 or 2 by Luhn over the prefix 80840."""
    return len(digits) == 10 and digits[0] in "12" and bool(luhn.is_valid("80840" + digits))


def insurance_numbers(text: str) -> Iterator[Finding]:
    """Find social security numbers (United States) and national insurance numbers (United Kingdom)."""
    for match in _SSN.finditer(text):
        if ssn.is_valid(re.sub(r"[- ]", "", match[0])):
            yield Finding(Kind.SSN, match.start(), match.end())
    for match in _NATIONAL_INSURANCE.finditer(text):
        yield Finding(Kind.NATIONAL_INSURANCE, match.start(), match.end())


def bank_accounts(text: str) -> Iterator[Finding]:
    """Find IBANs; the words that follow one are cut off, blank by blank, until its check holds."""
    for match in _IBAN.finditer(text):
        written = match[0]
        while len(written) >= 15:
            if iban.is_valid(written, check_country=False):
                yield Finding(Kind.IBAN, match.start(), match.start() + len(written))
                break
            written = written[: max(written.rfind(" "), written.rfind("-"), 0)]


def cards(text: str) -> Iterator[Finding]:
    """Find payment card numbers of 12 to 19 digits by Luhn, with a known issuer or a word that says card."""
    for match in _CARD.finditer(text):
        digits = re.sub(r"[ -]", "", match[0])
        if len(set(digits)) < 2 or not luhn.is_valid(digits):
            continue
        before = text[max(0, match.start() - 45) : match.start()]
        if _ISSUERS.match(digits) or _CARD_CUE.search(before):
            yield Finding(Kind.CARD, match.start(), match.end())
