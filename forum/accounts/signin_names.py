"""The private name that somebody signs in with: never shown, never stored, found by its keyed tag alone.

Invariant: two spellings that a person would take for the same name have one tag (NFKC, case folded, spaces trimmed).
"""

import unicodedata

from sqlalchemy import select

from forum.errors import BadInput
from forum.extensions import key_ring, vault
from forum.models.accounts import Account

SHORTEST, LONGEST = 3, 60


def normalised(name: str) -> str:
    """Return the one spelling of a sign-in name that its tag is made of."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(folded.split())


def tag_of(name: str) -> bytes:
    """Return the tag under which a sign-in name is found."""
    return key_ring().tag("signin", normalised(name).encode("utf-8", "surrogatepass"))


def check(name: str) -> None:
    """Raise BadInput("signin_name", "short" | "long" | "email" | "characters") for a name that cannot be used."""
    spelled = normalised(name)
    if any(unicodedata.category(character)[0] == "C" for character in spelled):
        raise BadInput("signin_name", "characters")
    if "@" in spelled:  # an address is known to others, and is kept apart: sealed, and only if its owner wants
        raise BadInput("signin_name", "email")
    if len(spelled) < SHORTEST:
        raise BadInput("signin_name", "short")
    if len(spelled) > LONGEST:
        raise BadInput("signin_name", "long")


def is_taken(name: str) -> bool:
    """Return whether an account signs in with this name."""
    return vault.execute(select(Account.id).where(Account.signin_tag == tag_of(name))).scalar() is not None


def is_of(account_id: str, typed: str) -> bool:
    """Whether something typed is the name that an account signs in with."""
    return vault.execute(select(Account.signin_tag).where(Account.id == account_id)).scalar() == tag_of(typed)
