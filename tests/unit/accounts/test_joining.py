"""Opening an account, and what the vault holds of it."""

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts import addresses, codes, consenting, country, joining, signin_names
from forum.accounts.codes import Purpose
from forum.accounts.joining import Joined, Joining
from forum.errors import BadInput, NameTaken
from forum.extensions import vault
from forum.models.accounts import Account
from forum.models.shelf import VaultOutbox
from forum.models.states import Consent
from forum.transaction import vault_atomic
from tests.builders.people import Someone, a_member, mailed_address


def join(signin_name: str = "lamp", **more: str) -> Joined:
    with vault_atomic():
        return joining.join(Joining(signin_name, "a hash", **more))


def letters_to() -> list[str]:
    return list(vault.execute(select(VaultOutbox.account_id)).scalars())


def test_joining_needs_a_name_and_a_password_only(app: Flask) -> None:
    account = vault.get_one(Account, join().account_id)
    assert (account.email_sealed, account.email_tag, account.country_sealed) == (None, None, None)


def test_consents_are_recorded_with_their_versions(app: Flask) -> None:
    assert consenting.missing(join().account_id) == frozenset()


def test_a_changed_text_is_asked_for_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    account_id = join().account_id
    monkeypatch.setattr(consenting, "RULES_VERSION", "2099-01")
    assert consenting.missing(account_id) == {Consent.RULES}


def test_agreeing_twice_changes_nothing(app: Flask) -> None:
    account_id = join().account_id
    with vault_atomic():
        consenting.give_all(account_id)
    assert consenting.missing(account_id) == frozenset()


@pytest.mark.parametrize("spelling", ["lamp", " LAMP ", "ｌａｍｐ", "Lamp"])
def test_a_sign_in_name_is_taken_however_it_is_spelled(app: Flask, spelling: str) -> None:
    join("lamp")
    with pytest.raises(NameTaken):
        join(spelling)


@pytest.mark.parametrize(
    ("name", "problem"),
    [("ab", "short"), ("x" * 61, "long"), ("me@example.org", "email"), ("la\u202emp", "characters"), (" a ", "short")],
)
def test_an_unusable_sign_in_name_is_refused(app: Flask, name: str, problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        join(name)
    assert refused.value.problem == problem


def test_the_sign_in_name_itself_is_nowhere_in_the_vault(app: Flask) -> None:
    account = vault.get_one(Account, join("lamplighter").account_id)
    assert b"lamplighter" not in b"".join(repr(value).encode() for value in vars(account).values())


def test_a_country_reads_back_and_can_be_forgotten(app: Flask) -> None:
    account_id = join(country="NL").account_id
    assert country.read(account_id) == "NL"
    with vault_atomic():
        country.write(account_id, None)
    assert country.read(account_id) is None


def test_an_address_is_sealed_and_found_by_its_tag(app: Flask) -> None:
    account = vault.get_one(Account, join(email="Me@Example.org").account_id)
    assert mailed_address(account.id) == "me@example.org"
    assert account.email_tag == addresses.tag_of("me@example.org")
    assert b"example" not in (account.email_sealed or b"")


def test_a_known_address_stays_with_its_owner_who_gets_a_letter(app: Flask) -> None:
    owner = join("lamp", email="me@example.org").account_id
    second = join("other", email="ME@example.org").account_id
    assert addresses.shown_to_owner(second) == "me@example.org"
    assert (mailed_address(owner), mailed_address(second)) == ("me@example.org", None)
    assert letters_to() == [owner, owner]


def test_giving_ones_own_address_again_keeps_it(app: Flask) -> None:
    account_id = join(email="me@example.org").account_id
    with vault_atomic():
        addresses.attach(account_id, "me@example.org")
    assert mailed_address(account_id) == "me@example.org"


def test_a_forgotten_address_is_free_again(app: Flask) -> None:
    first, second = join("lamp", email="me@example.org").account_id, join("other").account_id
    with vault_atomic():
        addresses.detach(first)
    with vault_atomic():
        addresses.attach(second, "me@example.org")
    assert mailed_address(second) == "me@example.org"


def test_everybody_gets_one_printed_code(app: Flask, member: Someone) -> None:
    assert codes.holder(Purpose.PRINTED, member.printed_code) == member.account_id
    assert codes.left(a_member(app, email="me@example.org").account_id, Purpose.PRINTED) == 1


def test_a_failure_halfway_leaves_no_account(app: Flask) -> None:
    with pytest.raises(BadInput):
        join("lamp", email="no address")
    assert not signin_names.is_taken("lamp")
