"""Ways back in, and what a new password ends."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts import codes, passwords, recovery, second_factor, signing_in
from forum.accounts.codes import Purpose
from forum.clock import frozen_at, now
from forum.confidentiality import sign_ins
from forum.errors import NameTaken, WrongCredentials
from forum.extensions import vault
from forum.models.accounts import SpentTag
from forum.models.records import VaultAuditEntry
from forum.models.shelf import VaultOutbox
from forum.notifications import letters
from forum.transaction import vault_atomic
from tests.builders.people import Someone, a_member, light_passwords, session_of, with_second_factor

NEW = "kettle moon fifty otters"


@pytest.fixture
def reachable(app: Flask) -> Someone:
    return a_member(app, email="me@example.org")


def letter_tokens(someone: Someone) -> list[str]:
    rows = vault.execute(select(VaultOutbox).where(VaultOutbox.account_id == someone.account_id)).scalars()
    opened = [letters.opened(row, someone.account_key) for row in rows]
    return [letter["token"] or "" for letter in opened if letter["kind"] == "reset"]


def ask(name: str) -> None:
    with vault_atomic():
        recovery.ask_for_letter(name)


def token_for(someone: Someone) -> str:
    ask(someone.signin_name)
    return letter_tokens(someone)[-1]


def reset(token: str, **more: str) -> None:
    with light_passwords(), vault_atomic():
        recovery.reset_by_link(token, passwords.hashed(NEW), **more)


def signs_in(signin_name: str, password: str) -> bool:
    try:
        with light_passwords():
            signing_in.recognise(signin_name, password)
    except WrongCredentials:
        return False
    return True


@pytest.mark.parametrize("asked", ["name", "Me@Example.ORG"])
def test_a_letter_comes_by_name_or_by_address(reachable: Someone, asked: str) -> None:
    ask(reachable.signin_name if asked == "name" else asked)
    assert len(letter_tokens(reachable)) == 1


def test_a_link_sets_a_new_password(reachable: Someone) -> None:
    reset(token_for(reachable))
    assert signs_in(reachable.signin_name, NEW)
    assert not signs_in(reachable.signin_name, reachable.password)


def test_a_link_works_once(reachable: Someone) -> None:
    token = token_for(reachable)
    reset(token)
    with pytest.raises(WrongCredentials):
        reset(token)


def test_using_one_link_ends_the_others(reachable: Someone) -> None:
    first, second = token_for(reachable), token_for(reachable)
    reset(second)
    assert not recovery.is_good_link(first)


def test_a_link_lasts_sixty_minutes(reachable: Someone) -> None:
    token = token_for(reachable)
    with frozen_at(now() + timedelta(minutes=59)):
        assert recovery.is_good_link(token)
    with frozen_at(now() + timedelta(minutes=61)), pytest.raises(WrongCredentials):
        reset(token)


def test_a_printed_code_is_no_link(member: Someone) -> None:
    assert not recovery.is_good_link(member.printed_code)


def test_a_new_password_ends_every_session(reachable: Someone) -> None:
    session = session_of(reachable)
    reset(token_for(reachable))
    assert sign_ins.find(session) is None


def test_a_reset_leaves_the_second_factor(reachable: Someone) -> None:
    holder = with_second_factor(reachable)
    reset(token_for(holder))
    assert second_factor.is_set(holder.account_id)
    assert codes.left(holder.account_id, Purpose.SECOND_FACTOR) == 10


def test_a_link_can_set_a_new_sign_in_name(reachable: Someone) -> None:
    reset(token_for(reachable), signin_name="tin whistle")
    assert signs_in("tin whistle", NEW)
    assert not signs_in(reachable.signin_name, NEW)


def test_a_taken_sign_in_name_leaves_all_as_it_was(reachable: Someone, member: Someone) -> None:
    token = token_for(reachable)
    with pytest.raises(NameTaken):
        reset(token, signin_name=member.signin_name)
    assert recovery.is_good_link(token)
    assert signs_in(reachable.signin_name, reachable.password)


@pytest.mark.parametrize("asked", ["nobody", "nobody@example.org", "without address"])
def test_asking_for_nobody_writes_as_many_rows_and_no_letter(member: Someone, asked: str) -> None:
    ask(member.signin_name if asked == "without address" else asked)
    assert vault.execute(select(func.count()).select_from(VaultOutbox)).scalar_one() == 0
    assert vault.execute(select(func.count()).select_from(SpentTag)).scalar_one() == 2


def test_an_address_that_belongs_to_another_gets_no_letter(reachable: Someone, app: Flask) -> None:
    second = a_member(app, email="me@example.org")
    ask(second.signin_name)
    assert letter_tokens(second) == []


def test_the_printed_code_sets_a_new_password_and_gives_the_next(member: Someone) -> None:
    with light_passwords(), vault_atomic():
        following = recovery.reset_by_printed_code(member.signin_name, member.printed_code, passwords.hashed(NEW))
    assert signs_in(member.signin_name, NEW)
    assert following != member.printed_code
    assert codes.left(member.account_id, Purpose.PRINTED) == 1


def test_the_printed_code_works_once(member: Someone) -> None:
    with vault_atomic():
        recovery.reset_by_printed_code(member.signin_name, member.printed_code, "a hash")
    with pytest.raises(WrongCredentials), vault_atomic():
        recovery.reset_by_printed_code(member.signin_name, member.printed_code, "a hash")


def test_a_printed_code_opens_only_its_own_account(app: Flask, member: Someone) -> None:
    other = a_member(app)
    with pytest.raises(WrongCredentials), vault_atomic():
        recovery.reset_by_printed_code(other.signin_name, member.printed_code, "a hash")
    assert codes.left(member.account_id, Purpose.PRINTED) == 1


def test_changing_the_password_spares_the_session_it_is_done_in(member: Someone) -> None:
    here, elsewhere = session_of(member), session_of(member)
    session = sign_ins.find(here)
    assert session is not None
    with vault_atomic():
        recovery.change_password(member.account_id, "a hash", but=session.id_hash)
    assert sign_ins.find(here) is not None
    assert sign_ins.find(elsewhere) is None


def test_a_reset_is_recorded_without_the_account(reachable: Someone) -> None:
    reset(token_for(reachable))
    entry = vault.execute(select(VaultAuditEntry)).scalar_one()
    assert (entry.event, entry.facts["by"]) == ("password.reset", "letter")
    assert reachable.account_id not in json.dumps(entry.facts)
