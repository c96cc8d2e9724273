"""Passwords: what makes one good enough, and how it is kept.

Invariants: argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet); a hash is never made or
checked inside a write transaction, because it takes as long as many writes; an unknown name costs the same work as a
wrong password. Length is what is asked for, never a mixture of signs; what is refused is what is guessed first.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from secrets import token_hex

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from forum.errors import BadInput

SHORTEST, LONGEST = 12, 200
FEWEST_SIGNS = 6  # different ones
STRONG_ENOUGH = 3  # of zxcvbn's 0 to 4: more than 10^8 guesses
JUDGED = 72  # zxcvbn's own work grows fast with length
SITE_WORDS = ("alongside", "forum", "password")
COMMON = Path(__file__).parent / "data" / "common_passwords.txt"

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def check(password: str, about_them: Iterable[str] = ()) -> None:
    """Raise BadInput("password", "short" | "long" | "common" | "personal" | "guessable").

    ``about_them``: what others might know or see, such as the sign-in name and the pseudonym.
    """
    spelled = _spelled(password)
    if len(spelled) < SHORTEST:
        raise BadInput("password", "short")
    if len(spelled) > LONGEST:
        raise BadInput("password", "long")
    if _bare(spelled) in _common():
        raise BadInput("password", "common")
    words = [word for word in map(_bare, about_them) if len(word) >= 3]
    if _is_mostly(_bare(spelled), [*words, *SITE_WORDS]):
        raise BadInput("password", "personal")
    if _repeats_itself(spelled) or zxcvbn(spelled[:JUDGED], [*words, *SITE_WORDS])["score"] < STRONG_ENOUGH:
        raise BadInput("password", "guessable")


def hashed(password: str) -> str:
    """Return what is stored of a password; about 30 ms of work."""
    return hasher.hash(_encoded(password))


def fits(stored: str | None, password: str) -> bool:
    """Return whether a password is the one that was stored; None, for an unknown name, costs the same work."""
    try:
        return hasher.verify(stored or _nobodys(), _encoded(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Return whether a password was stored with other parameters than today's."""
    return hasher.check_needs_rehash(stored)


def _repeats_itself(password: str) -> bool:
    # zxcvbn thinks better of "aaaabbbbaaaab" and of a word typed twice than they deserve.
    bare = _bare(password)
    return len(set(password)) < FEWEST_SIGNS or 0 < (bare + bare).find(bare, 1) < min(len(bare), SHORTEST)


def _is_mostly(password: str, words: list[str]) -> bool:
    """Whether what is left of a password without somebody's words is too little to count."""
    rest = password
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < SHORTEST // 2 and rest != password


def _bare(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())


def _spelled(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _encoded(password: str) -> bytes:
    return _spelled(password).encode("utf-8", "surrogatepass")


@cache
def _common() -> frozenset[str]:
    # Families put together for this program, without the signs that people sprinkle over them.
    return frozenset(COMMON.read_text().split())


@cache
def _nobodys() -> str:
    return hasher.hash(token_hex())
