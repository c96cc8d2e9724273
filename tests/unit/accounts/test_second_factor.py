"""The second factor: set by its first code, shown by codes that work once, taken away only by showing it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts import codes, recording, second_factor
from forum.accounts.codes import Purpose
from forum.clock import frozen_at, now
from forum.confidentiality import keys
from forum.errors import Conflict, KeyErased, WrongCredentials
from forum.extensions import vault
from forum.models.accounts import SecondFactor
from forum.models.records import VaultAuditEntry
from forum.transaction import vault_atomic
from tests.builders.people import Someone, a_member, with_second_factor

STEP = second_factor.STEP


@pytest.fixture
def holder(member: Someone) -> Someone:
    return with_second_factor(member)


def verify(someone: Someone, code: str) -> bool:
    with vault_atomic():
        return second_factor.verify(someone.account_id, someone.account_key, code)


def test_a_code_verifies_once(holder: Someone) -> None:
    code = holder.code()
    assert verify(holder, code) is False
    with pytest.raises(WrongCredentials):
        verify(holder, code)


@pytest.mark.parametrize("late", [-STEP, STEP])
def test_a_clock_may_be_one_step_off(member: Someone, late: timedelta) -> None:
    with frozen_at(now() - timedelta(hours=1)):
        holder = with_second_factor(member)
    assert verify(holder, holder.code(later=late)) is False


@pytest.mark.parametrize("late", [-2 * STEP, 2 * STEP])
def test_two_steps_off_is_wrong(holder: Someone, late: timedelta) -> None:
    with frozen_at(now().replace(second=15)), pytest.raises(WrongCredentials):
        verify(holder, holder.code(later=late))


def test_the_code_that_set_it_cannot_sign_in(holder: Someone) -> None:
    with pytest.raises(WrongCredentials):
        verify(holder, holder.code(later=-STEP))


@pytest.mark.parametrize("nonsense", ["", "000000 0", "١٢٣٤٥٦", "\ud800", "x" * 5000])
def test_nonsense_is_only_wrong(holder: Someone, nonsense: str) -> None:
    with pytest.raises(WrongCredentials):
        verify(holder, nonsense)


def test_each_code_on_paper_works_once(holder: Someone) -> None:
    assert verify(holder, holder.paper_codes[0].upper()) is True
    assert codes.left(holder.account_id, Purpose.SECOND_FACTOR) == 9
    with pytest.raises(WrongCredentials):
        verify(holder, holder.paper_codes[0])


def test_anothers_codes_are_wrong(app: Flask, holder: Someone) -> None:
    other = with_second_factor(a_member(app))
    for code in (other.code(), other.paper_codes[0]):
        with pytest.raises(WrongCredentials):
            verify(holder, code)


def test_nothing_counts_before_the_first_code(member: Someone) -> None:
    with vault_atomic():
        second_factor.begin(member.account_id, member.account_key)
    assert not second_factor.is_set(member.account_id)
    with pytest.raises(WrongCredentials), vault_atomic():
        second_factor.confirm(member.account_id, member.account_key, "000")


def test_the_secret_is_shown_only_until_it_is_confirmed(holder: Someone) -> None:
    assert second_factor.enrolment(holder.account_id, holder.account_key) is None


def test_the_picture_names_nobody(member: Someone) -> None:
    with vault_atomic():
        second_factor.begin(member.account_id, member.account_key)
    shown = second_factor.enrolment(member.account_id, member.account_key)
    assert shown is not None
    assert shown.picture.startswith("data:image/svg+xml")
    assert len(shown.secret) == 32


def test_the_secret_is_sealed(holder: Someone) -> None:
    row = vault.get_one(SecondFactor, holder.account_id)
    assert (holder.totp_secret or "").encode() not in row.secret_sealed


def test_a_set_one_is_not_replaced_by_beginning_again(holder: Someone) -> None:
    with pytest.raises(Conflict), vault_atomic():
        second_factor.begin(holder.account_id, holder.account_key)


def test_taking_it_away_needs_a_code(holder: Someone) -> None:
    with pytest.raises(WrongCredentials), vault_atomic():
        second_factor.remove(holder.account_id, holder.account_key, "000000")
    assert second_factor.is_set(holder.account_id)


def test_taking_it_away_makes_its_paper_worthless(holder: Someone) -> None:
    with vault_atomic():
        second_factor.remove(holder.account_id, holder.account_key, holder.code())
    assert not second_factor.is_set(holder.account_id)
    assert codes.left(holder.account_id, Purpose.SECOND_FACTOR) == 0


def test_new_paper_makes_the_old_worthless(holder: Someone) -> None:
    with vault_atomic():
        second_factor.renew_paper_codes(holder.account_id, holder.account_key)
    with pytest.raises(WrongCredentials):
        verify(holder, holder.paper_codes[0])


def test_setting_and_taking_away_are_recorded_for_the_account(holder: Someone) -> None:
    with vault_atomic():
        second_factor.remove(holder.account_id, holder.account_key, holder.paper_codes[0])
    entries = {entry.event: entry for entry in vault.execute(select(VaultAuditEntry)).scalars()}
    assert set(entries) == {"second_factor.set", "second_factor.reset"}
    reset = entries["second_factor.reset"]
    assert reset.facts["by"] == "paper"
    opened = recording.account_of(reset.account_sealed or b"", reset.facts["seal"], holder.account_key)
    assert opened == holder.account_id


def test_an_erased_account_is_silent_in_the_record(holder: Someone) -> None:
    entry = vault.execute(select(VaultAuditEntry)).scalar_one()
    with vault_atomic():
        keys.destroy(holder.account_key)
    keys.memory.forget_all()
    with pytest.raises(KeyErased):
        recording.account_of(entry.account_sealed or b"", entry.facts["seal"], holder.account_key)
