"""Times are aware and in UTC, tokens are long and random, and leases ask the database's own clock."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError

from forum.clock import frozen_at, now, today
from forum.columns import TOKEN_LENGTH, Ranked, UtcDateTime, as_token, database_now, new_token
from forum.extensions import db, vault
from forum.models.boards import Holiday
from forum.models.records import OutboxEvent
from forum.transaction import atomic
from forum.triage.levels import Level

DIALECTS = [sqlite.dialect(), postgresql.dialect()]
NAIVE = datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001 - what the column must refuse


def stored_now(session=db.session, plus: timedelta = timedelta()) -> datetime:
    return session.execute(select(database_now(plus))).scalar_one()


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_naive_time_is_refused_on_its_way_in(dialect):
    with pytest.raises(ValueError, match="naive"):
        UtcDateTime().process_bind_param(NAIVE, dialect)


def test_naive_time_is_refused_by_a_statement(app):
    with pytest.raises(StatementError, match="naive"):
        db.session.execute(select(literal(NAIVE, UtcDateTime)))


def test_time_of_another_zone_comes_back_as_the_same_moment_in_utc(app):
    moment = datetime(2026, 1, 2, 3, 4, 5, 678901, timezone(timedelta(hours=5, minutes=30)))
    back = db.session.execute(select(literal(moment, UtcDateTime))).scalar_one()
    assert (back, back.tzinfo) == (moment, UTC)


def test_no_time_is_no_time(app):
    assert db.session.execute(select(literal(None, UtcDateTime))).scalar_one() is None


@pytest.mark.parametrize("session", [db.session, vault], ids=["forum", "vault"])
def test_database_tells_an_aware_present_moment(app, session):
    told = stored_now(session)
    assert told.tzinfo is UTC
    assert abs(told - datetime.now(UTC)) < timedelta(minutes=1)


def test_database_time_can_be_moved_either_way(app):
    assert stored_now(plus=timedelta(hours=1)) - stored_now() > timedelta(minutes=59)
    assert stored_now() - stored_now(plus=timedelta(hours=-1)) > timedelta(minutes=59)


def test_database_time_does_not_follow_this_process_s_clock(app):
    with frozen_at(datetime(2001, 1, 1, tzinfo=UTC)):
        assert stored_now().year > 2001


@pytest.mark.parametrize(("minutes", "due"), [(-1, True), (1, False)])
def test_database_time_compares_with_stored_times(app, minutes, due):
    stored = literal(datetime.now(UTC) + timedelta(minutes=minutes), UtcDateTime)
    assert db.session.execute(select(stored <= database_now())).scalar_one() == due


@pytest.mark.parametrize("micro", [0, 1, 999_999])
def test_database_time_compares_with_any_fraction_of_a_second(app, micro):
    stored = literal((datetime.now(UTC) + timedelta(days=1)).replace(microsecond=micro), UtcDateTime)
    assert db.session.execute(select(stored > database_now())).scalar_one()


def test_two_different_leases_are_two_different_statements(app):
    short, long = stored_now(plus=timedelta(minutes=1)), stored_now(plus=timedelta(days=1))
    assert long - short > timedelta(hours=23)


def test_database_s_clock_goes_on_within_a_transaction(app, engine_name):
    if engine_name == "sqlite":
        pytest.skip("SQLite tells milliseconds, within which nothing may have happened")
    with atomic():
        assert stored_now() < stored_now()


def test_tokens_are_long_lower_case_and_never_the_same():
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(len(token) == TOKEN_LENGTH and token.isalnum() and token == token.lower() for token in tokens)


def test_token_spells_all_of_its_160_bits():
    assert as_token(bytes(20)) != as_token(bytes(19) + b"\x01") != as_token(b"\x80" + bytes(19))


def test_day_is_stored_as_a_day(app):
    with atomic():
        db.session.add(Holiday(day=date(2026, 12, 25)))
    db.session.remove()
    assert db.session.execute(select(Holiday.day)).scalar_one() == date(2026, 12, 25)


@pytest.mark.parametrize("level", Level)
def test_rank_comes_back_as_what_it_ranks(level):
    kind = Ranked(Level)
    stored = kind.process_bind_param(level, DIALECTS[0])
    assert (stored, kind.process_result_value(stored, DIALECTS[0])) == (int(level), level)


def test_outbox_row_needs_an_aware_time(app):
    with pytest.raises(StatementError, match="naive"), atomic():
        db.session.add(OutboxEvent(event="x", persona_id="p", made_at=NAIVE, not_before=NAIVE))


def test_frozen_clock_stands_still_and_goes_on():
    moment = datetime(2026, 5, 6, 7, tzinfo=UTC)
    with frozen_at(moment):
        assert (now(), today()) == (moment, moment.date())
    assert now() > moment


def test_clock_is_not_frozen_at_a_naive_moment():
    with pytest.raises(ValueError, match="time zone"), frozen_at(NAIVE):
        pass
