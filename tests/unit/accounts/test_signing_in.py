"""Recognising somebody, and the session that begins."""

from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts import recovery, signing_in
from forum.accounts.signing_in import Recognised
from forum.clock import frozen_at, now
from forum.confidentiality import sign_ins
from forum.errors import WrongCredentials
from forum.extensions import vault
from forum.models.accounts import Account
from forum.transaction import vault_atomic
from tests.builders.people import PASSWORD, Someone, light_passwords, session_of, with_second_factor


def recognise(someone: Someone, password: str = PASSWORD) -> Recognised:
    with light_passwords():
        return signing_in.recognise(someone.signin_name, password)


def begin(who: Recognised) -> str:
    with vault_atomic():
        return signing_in.begin(who, "Firefox on a phone")


def test_name_and_password_are_recognised(member: Someone) -> None:
    assert recognise(member).account_id == member.account_id


def test_a_wrong_password_and_an_unknown_name_are_refused_alike(member: Someone) -> None:
    with light_passwords(), pytest.raises(WrongCredentials) as wrong:
        signing_in.recognise(member.signin_name, "wrong")
    with light_passwords(), pytest.raises(WrongCredentials) as unknown:
        signing_in.recognise("nobody", PASSWORD)
    assert str(wrong.value) == str(unknown.value)


def test_the_public_name_does_not_sign_in(member: Someone) -> None:
    with light_passwords(), pytest.raises(WrongCredentials):
        signing_in.recognise(member.name, PASSWORD)


def test_a_session_begins_as_the_everyday_face(member: Someone) -> None:
    session = sign_ins.find(begin(recognise(member)))
    assert session is not None
    assert session.state.everyday == (member.everyday.persona_id, member.everyday.key_id)
    assert not session.state.has_second_factor


def test_an_outdated_hash_is_made_anew_at_sign_in(member: Someone) -> None:
    before = vault.get_one(Account, member.account_id).password_hash
    who = signing_in.recognise(member.signin_name, PASSWORD)
    begin(who)
    after = vault.get_one(Account, member.account_id).password_hash
    assert "m=8," in before
    assert "m=19456," in after


def test_a_password_changed_meanwhile_begins_nothing(member: Someone) -> None:
    who = recognise(member)
    with vault_atomic():
        recovery.change_password(member.account_id, "another hash", but=b"")
    with pytest.raises(WrongCredentials):
        begin(who)


def test_a_second_factor_set_meanwhile_begins_nothing(member: Someone) -> None:
    who = recognise(member)
    with_second_factor(member)
    with pytest.raises(WrongCredentials):
        begin(who)


def wait(holder: Someone) -> str:
    who = recognise(holder)
    with vault_atomic():
        return signing_in.wait_for_second_factor(who)


def finish(token: str, code: str) -> tuple[str, bool]:
    with vault_atomic():
        return signing_in.finish(token, code, "Firefox on a phone")


def test_half_way_is_no_session(member: Someone) -> None:
    assert sign_ins.find(wait(with_second_factor(member))) is None


def test_the_second_factor_begins_a_session_that_has_shown_it(member: Someone) -> None:
    holder = with_second_factor(member)
    token, from_paper = finish(wait(holder), holder.code())
    session = sign_ins.find(token)
    assert session is not None
    assert session.state.has_second_factor and not from_paper


def test_a_wrong_code_may_be_followed_by_a_right_one(member: Someone) -> None:
    holder = with_second_factor(member)
    half_way = wait(holder)
    with pytest.raises(WrongCredentials):
        finish(half_way, "000000")
    assert finish(half_way, holder.paper_codes[3])[1] is True


def test_half_way_leads_in_once(member: Someone) -> None:
    holder = with_second_factor(member)
    half_way = wait(holder)
    finish(half_way, holder.paper_codes[0])
    with pytest.raises(WrongCredentials):
        finish(half_way, holder.paper_codes[1])


def test_half_way_is_over_after_ten_minutes(member: Someone) -> None:
    holder = with_second_factor(member)
    half_way = wait(holder)
    with frozen_at(now() + timedelta(minutes=11)), pytest.raises(WrongCredentials):
        finish(half_way, holder.code())


def test_half_way_is_over_once_the_password_is_changed(member: Someone) -> None:
    holder = with_second_factor(member)
    half_way = wait(holder)
    with vault_atomic():
        recovery.change_password(holder.account_id, "another hash", but=b"")
    assert signing_in.half_way(half_way) is None


def test_an_unknown_half_way_begins_nothing(app: Flask) -> None:
    with pytest.raises(WrongCredentials):
        finish("nothing", "000000")


def test_renewing_puts_a_new_token_in_the_place_of_the_old(member: Someone) -> None:
    token = session_of(member)
    session = sign_ins.find(token)
    assert session is not None
    with vault_atomic():
        renewed = signing_in.renew(session, "Firefox on a phone", has_second_factor=True)
    assert sign_ins.find(token) is None
    assert sign_ins.find(renewed) is not None
