"""What makes a password good enough, and how it is kept."""

import pytest
from argon2 import PasswordHasher, extract_parameters

from forum.accounts import passwords
from forum.errors import BadInput

STRONG = "harbour lamp tin whistle"


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("eleven char", "short"),
        ("x" * 201, "long"),
        ("qwertyuiop12", "common"),
        ("October-2026!", "common"),
        ("correct horse battery staple", "common"),
        ("𝓹assword1234", "common"),
        ("quiet-heron-77", "personal"),
        ("Alongside!!2", "personal"),
        ("aaaabbbbaaaab", "guessable"),
        ("dragonfly dragonfly", "guessable"),
        ("elizabeth1987", "guessable"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        passwords.check(password, ["Quiet Heron"])
    assert refused.value.problem == problem


@pytest.mark.parametrize("password", [STRONG, "пароль ёлка ключ снег", "kettle-moon-fifty", "m" * 8 + STRONG * 8])
def test_a_long_password_needs_no_mixture_of_signs(password: str) -> None:
    assert passwords.check(password, ["Quiet Heron"]) is None


def test_somebodys_own_words_may_be_part_of_a_longer_password() -> None:
    assert passwords.check("heron and kettle and moon", ["heron"]) is None


def test_every_shipped_password_is_common() -> None:
    shipped = passwords.COMMON.read_text().split()
    assert len(shipped) > 10_000
    assert all(passwords._bare(one) == one for one in shipped)


def test_parameters_are_those_of_the_owasp_cheat_sheet() -> None:
    kept = extract_parameters(passwords.hashed(STRONG))
    assert (kept.memory_cost, kept.time_cost, kept.parallelism, kept.type.name) == (19 * 1024, 2, 1, "ID")


def test_only_the_same_password_fits() -> None:
    stored = passwords.hashed(STRONG)
    assert passwords.fits(stored, STRONG)
    assert not passwords.fits(stored, STRONG + " ")


def test_two_ways_of_composing_a_letter_are_one_password() -> None:
    assert passwords.fits(passwords.hashed("caf\u00e9 lamp tin whistle"), "cafe\u0301 lamp tin whistle")


def test_no_password_fits_nobody() -> None:
    assert not passwords.fits(None, STRONG)


def test_an_unknown_name_costs_one_whole_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, stored: str | bytes, password: str | bytes) -> bool:
            checked.append(str(stored))
            return super().verify(stored, password)

    passwords._nobodys.cache_clear()
    monkeypatch.setattr(passwords, "hasher", Counting(time_cost=2, memory_cost=19 * 1024, parallelism=1))
    passwords.fits(None, STRONG)
    assert [extract_parameters(stored).memory_cost for stored in checked] == [19 * 1024]


def test_a_hash_of_other_parameters_is_outdated() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(STRONG)
    assert passwords.is_outdated(weak)
    assert not passwords.is_outdated(passwords.hashed(STRONG))


def test_a_lone_surrogate_is_only_a_wrong_password() -> None:
    assert not passwords.fits(passwords.hashed(STRONG), "\ud800")
