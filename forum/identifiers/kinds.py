"""The kinds of identifier, and what finding one means.

The kinds follow the eighteen of the HIPAA Privacy Rule (45 CFR 164.514(b)(2)), with the NHS's and the United
Kingdom's own.
Invariant: every kind has exactly one action, and a kind that names a way to reach somebody holds a text whatever the
policy of its board.
"""

import enum
from collections.abc import Mapping
from types import MappingProxyType


class Action(enum.StrEnum):
    """What a finding asks of the gate that every text passes."""

    HOLD = "hold"
    """The text waits for a reviewer, whatever its board's policy is."""
    WARN = "warn"
    """The author is asked whether they meant to say it, and the reviewer sees it marked."""


class Kind(enum.StrEnum):
    """What a stretch of text could give away."""

    PERSON_NAME = "person_name"
    """Somebody's full name: the author's own or another person's."""
    NAME_PART = "name_part"
    """A given name on its own, or a title with a surname: a trace, but not a full name."""
    CLINICIAN_NAME = "clinician_name"
    """The name of somebody's doctor, nurse, therapist or other professional."""
    HOSPITAL = "hospital"
    """A named hospital, clinic, practice, trust or ward."""
    PLACE = "place"
    """A town, city or other place below a state or nation."""
    ADDRESS = "address"
    """A postal address or enough of one to find a door."""
    POSTCODE = "postcode"
    """A full postcode: in the United Kingdom some fifteen doors."""
    DATE = "date"
    """A date more exact than a year."""
    AGE_OVER_89 = "age_over_89"
    """An age of ninety or more, which few people in a place have."""
    PHONE = "phone"
    """A telephone or fax number that is not a helpline's."""
    EMAIL = "email"
    """An e-mail address, also when spelled out ("name at host dot com")."""
    HANDLE = "handle"
    """An account's name on another service."""
    PROFILE_URL = "profile_url"
    """A link to a person's own page, channel or fundraiser."""
    URL = "url"
    """Any other link."""
    IP = "ip"
    """An internet address of a machine."""
    SSN = "ssn"
    """A social security number of the United States."""
    NATIONAL_INSURANCE = "national_insurance"
    """A national insurance number of the United Kingdom."""
    NHS_NUMBER = "nhs_number"
    """A patient's number in the NHS of England, Wales or the Isle of Man."""
    CHI_NUMBER = "chi_number"
    """A patient's number in Scotland's Community Health Index, which holds the date of birth."""
    NPI = "npi"
    """A provider's number in the register of the United States."""
    IBAN = "iban"
    """An international bank account number."""
    CARD = "card"
    """The number of a payment card."""
    RECORD_NUMBER = "record_number"
    """A number of a medical record, policy, account, licence, vehicle, device or any other register."""


_ONLY_WARN = frozenset(
    {
        Kind.NAME_PART,
        Kind.CLINICIAN_NAME,
        Kind.HOSPITAL,
        Kind.PLACE,
        Kind.DATE,
        Kind.AGE_OVER_89,
        Kind.URL,
        Kind.IP,
    }
)

ACTIONS: Mapping[Kind, Action] = MappingProxyType(
    {kind: Action.WARN if kind in _ONLY_WARN else Action.HOLD for kind in Kind}
)
"""What each kind asks for: a kind that nobody thought of would hold."""
