"""The registers in which clinicians stand, and what a number of each looks like.

Invariant: a number that does not fit its register is never kept. A number that fits proves nothing: only the NPI has a
check digit that anybody can compute, so that two people look every number up (CLINICAL, Registers). Pure: no database.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from forum.errors import BadInput

OTHER = "Other"
NPI_PREFIX = "80840"  # card issuer prefix of US health identifiers, counted in but not written (45 CFR 162.406)


@dataclass(frozen=True, slots=True)
class Register:
    """One register: how people call it, the form of its numbers, and where anybody can look a number up."""

    name: str
    form: re.Pattern[str]
    example: str
    look_up: str | None = None


REGISTERS: Mapping[str, Register] = {
    "GMC": Register("General Medical Council (UK)", re.compile("[0-9]{7}"), "1234567", "https://www.gmc-uk.org/"),
    "NMC": Register(
        "Nursing and Midwifery Council (UK)",
        re.compile("[0-9]{2}[A-Z][0-9]{4}[A-Z]"),
        "12A3456B",
        "https://www.nmc.org.uk/",
    ),
    # Three letters too: HAD, ODP and PYL are professions of the register ("Check the Register", hcpc-uk.org).
    "HCPC": Register(
        "Health and Care Professions Council (UK)",
        re.compile("[A-Z]{2,3}[0-9]{1,6}"),
        "PH123456",
        "https://www.hcpc-uk.org/",
    ),
    "GPhC": Register(
        "General Pharmaceutical Council (UK)",
        re.compile("2[0-9]{6}"),
        "2123456",
        "https://www.pharmacyregulation.org/",
    ),
    "NPI": Register(
        "National Provider Identifier (US)",
        re.compile("[12][0-9]{9}"),
        "1234567893",
        "https://npiregistry.cms.hhs.gov/",
    ),
    OTHER: Register("Another register", re.compile(r"(?=.*[0-9])[^\x00-\x1f]{4,40}"), "Medical Board 12345"),
}


class Entered(Protocol):
    """A registration as it was entered, read in whichever way."""

    profession: str
    register: str
    number: str
    expires_on: date


def fingerprint(name: str, entered: Entered) -> str:
    """Return what stands for all that a signer looks up, so that what they sign is what they have seen."""
    seen = [name, entered.profession, entered.register, entered.number, entered.expires_on.isoformat()]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def normalised(register: str, number: str) -> str:
    """Return a number as its register writes it.

    Raises BadInput("register", "unknown"), BadInput("number", "form" | "check_digit").
    """
    known = REGISTERS.get(register)
    if known is None:
        raise BadInput("register", "unknown")
    spelled = " ".join(number.split())
    if register != OTHER:
        spelled = re.sub("[ .-]", "", spelled).upper()
    if not known.form.fullmatch(spelled):
        raise BadInput("number", "form")
    if register == "NPI" and not passes_luhn(NPI_PREFIX + spelled):
        raise BadInput("number", "check_digit")
    return spelled


def passes_luhn(digits: str) -> bool:
    """Return whether the last of some decimal digits is the Luhn check digit of the others (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled // 10 + doubled % 10
    return total % 10 == 0
