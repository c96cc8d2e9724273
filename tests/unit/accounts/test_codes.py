"""Codes that work once, for one purpose, for as long as they last."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts import codes
from forum.accounts.codes import Purpose
from forum.clock import frozen_at, now
from forum.extensions import vault
from forum.models.accounts import OneUseCode
from forum.transaction import vault_atomic
from tests.builders.people import Someone, a_member

HOUR = timedelta(hours=1)


def issue(member: Someone, code: str, purpose: Purpose = Purpose.RESET, lasts: timedelta | None = HOUR) -> None:
    with vault_atomic():
        codes.issue(member.account_id, member.account_key, purpose, code, lasts)


def spend(member: Someone, code: str, purpose: Purpose = Purpose.RESET) -> bool:
    with vault_atomic():
        return codes.spend(member.account_id, purpose, code)


def test_a_code_works_once(member: Someone) -> None:
    issue(member, "abc")
    assert [spend(member, "abc"), spend(member, "abc")] == [True, False]


@pytest.mark.parametrize("other", [purpose for purpose in Purpose if purpose is not Purpose.RESET])
def test_a_code_is_good_for_nothing_else(member: Someone, other: Purpose) -> None:
    issue(member, "abc")
    assert not spend(member, "abc", other)


def test_a_code_is_good_for_nobody_else(app: Flask, member: Someone) -> None:
    issue(member, "abc")
    assert not spend(a_member(app), "abc")


def test_a_code_that_is_over_does_not_work(member: Someone) -> None:
    issue(member, "abc")
    with frozen_at(now() + HOUR + timedelta(seconds=1)):
        assert not spend(member, "abc")


def test_looking_at_a_code_uses_nothing_up(member: Someone) -> None:
    issue(member, "abc")
    assert [codes.holder(Purpose.RESET, "abc") for _ in range(2)] == [member.account_id] * 2


def test_a_code_on_paper_may_be_misread(member: Someone) -> None:
    issue(member, "0011-abcd", Purpose.PRINTED, None)
    assert spend(member, " OolI ABCD", Purpose.PRINTED)


def test_the_vault_holds_no_code_and_no_time(member: Someone) -> None:
    issue(member, "abc")
    row = vault.execute(select(OneUseCode).where(OneUseCode.purpose == "reset")).scalar_one()
    assert b"abc" not in row.tag
    assert str(int(now().timestamp()))[:6].encode() not in (row.limits_sealed or b"")


def test_drawn_codes_are_long_and_easy_to_read() -> None:
    drawn = codes.drawn(4)
    assert len(drawn.replace("-", "")) == 16
    assert not set("ilou") & set(drawn)


def test_dropping_spares_other_purposes(member: Someone) -> None:
    issue(member, "abc")
    with vault_atomic():
        codes.drop(member.account_id, [Purpose.PRINTED])
    assert (codes.left(member.account_id, Purpose.PRINTED), codes.left(member.account_id, Purpose.RESET)) == (0, 1)
