"""Due times in staffed hours: over nights, week-ends, holidays and changes of the clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.moderation.staffing import TARGETS, Rota, rank_of
from forum.triage.levels import Level, Urgency

LONDON = ZoneInfo("Europe/London")
OFFICE = tuple((weekday, 9 * 60, 17 * 60) for weekday in range(5))
GREEN, AMBER, RED, CRISIS = range(4)


def rota(hours: tuple = OFFICE, *holidays: date) -> Rota:
    return Rota(hours, frozenset(holidays), LONDON)


def local(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


# June 2026: the 1st is a Monday.
@pytest.mark.parametrize(
    ("opened", "rank", "due"),
    [
        (local(1, 10), CRISIS, local(1, 10, 15)),
        (local(1, 10), RED, local(1, 11)),
        (local(1, 10), AMBER, local(1, 14)),
        (local(1, 10), GREEN, local(4, 10)),  # three days of eight hours
        (local(1, 16, 50), CRISIS, local(2, 9, 5)),  # over the night
        (local(1, 3), RED, local(1, 10)),  # before anybody is there
        (local(1, 13), AMBER, local(1, 17)),  # exactly at closing
        (local(5, 16), AMBER, local(8, 12)),  # over the week-end
        (local(6, 12), CRISIS, local(8, 9, 15)),  # on a Saturday
    ],
)
def test_target_counts_staffed_hours_only(opened: datetime, rank: int, due: datetime) -> None:
    assert rota().due(opened, rank) == due


def test_holiday_is_passed_over() -> None:
    assert rota(OFFICE, date(2026, 6, 2)).due(local(1, 16, 50), CRISIS) == local(3, 9, 5)


def test_site_without_hours_is_taken_as_always_staffed() -> None:
    opened = local(6, 23)
    assert rota(()).due(opened, RED) == opened + TARGETS[RED]


def test_site_without_hours_says_that_somebody_is_there() -> None:
    assert rota(()).is_staffed(local(6, 23))


def test_site_that_never_has_enough_hours_falls_back_to_real_time() -> None:
    opened = local(1, 10)
    every_day_off = [date.fromordinal(date(2026, 6, 1).toordinal() + day) for day in range(60)]
    assert rota(OFFICE, *every_day_off).due(opened, GREEN) == opened + TARGETS[GREEN]


def test_night_on_which_the_clocks_go_back_is_an_hour_longer() -> None:
    all_night = ((6, 0, 6 * 60),)  # Sunday until six
    opened = datetime(2026, 10, 24, 22, tzinfo=LONDON).astimezone(UTC)
    ((start, end),) = list(rota(all_night).stretches(opened))[:1]
    assert (end - start).total_seconds() == 7 * 3600


def test_night_on_which_the_clocks_go_forward_is_an_hour_shorter() -> None:
    all_night = ((6, 0, 6 * 60),)
    opened = datetime(2026, 3, 28, 22, tzinfo=LONDON).astimezone(UTC)
    ((start, end),) = list(rota(all_night).stretches(opened))[:1]
    assert (end - start).total_seconds() == 5 * 3600


def test_stretch_may_last_until_midnight() -> None:
    evenings = ((0, 18 * 60, 24 * 60), (1, 0, 2 * 60))
    assert rota(evenings).due(local(1, 23), AMBER) == local(8, 19)


def test_next_staffed_moment_is_now_while_somebody_is_there() -> None:
    assert rota().next_staffed(local(1, 10)) == local(1, 10)


def test_next_staffed_moment_is_the_next_opening() -> None:
    assert rota().next_staffed(local(5, 18)) == local(8, 9)


def test_nobody_is_there_at_night() -> None:
    assert not rota().is_staffed(local(1, 22))


@pytest.mark.parametrize(("level", "urgency"), [(level, urgency) for level in Level for urgency in Urgency])
def test_rank_is_the_graver_of_the_two_axes(level: Level, urgency: Urgency) -> None:
    assert rank_of(level, urgency) == max(level.value, urgency.value)


MINUTES = st.integers(0, 1440)
HOURS = st.lists(st.tuples(st.integers(0, 6), MINUTES, MINUTES).filter(lambda one: one[1] < one[2]), max_size=5)
MOMENTS = st.integers(0, 525_600).map(lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute))


@given(HOURS, MOMENTS, st.sampled_from(list(TARGETS)))
def test_nothing_is_due_before_its_target_in_real_time(hours: list, opened: datetime, rank: int) -> None:
    # Overlapping stretches would count twice; the page that enters hours refuses them.
    apart = tuple({weekday: (weekday, opens, closes) for weekday, opens, closes in hours}.values())
    assert rota(apart).due(opened, rank) >= opened + TARGETS[rank]


@given(HOURS, MOMENTS)
def test_graver_things_are_due_no_later(hours: list, opened: datetime) -> None:
    apart = tuple({weekday: (weekday, opens, closes) for weekday, opens, closes in hours}.values())
    assert rota(apart).due(opened, CRISIS) <= rota(apart).due(opened, RED) <= rota(apart).due(opened, AMBER)
