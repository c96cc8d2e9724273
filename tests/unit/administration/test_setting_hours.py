"""The staffed hours: what may be entered, and how it is written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.administration import hours, reading
from forum.blueprints.admin import hours_text
from forum.errors import BadInput, NotFound
from forum.transaction import atomic
from tests.builders.people import a_lead, a_member, an_administrator, viewer_of

CHRISTMAS = date(2026, 12, 25)
stretches = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda pair: pair[0] < pair[1])


@pytest.mark.parametrize(
    "week",
    [
        [(0, 600, 540)],
        [(0, 600, 600)],
        [(7, 0, 60)],
        [(0, 0, 1441)],
        [(-1, 0, 60)],
    ],
)
def test_stretch_that_is_none_is_refused(app, week):
    with pytest.raises(BadInput, match="hours: order"), atomic():
        hours.set_hours(None, week, [])


@pytest.mark.parametrize(
    "week",
    [
        [(0, 540, 720), (0, 700, 800)],
        [(0, 0, 1440), (0, 10, 20), (0, 30, 40)],
        [(0, 540, 720), (0, 540, 721)],
    ],
)
def test_stretches_that_overlap_are_refused(app, week):
    with pytest.raises(BadInput, match="hours: overlap"), atomic():
        hours.set_hours(None, week, [])


def test_stretches_may_touch_and_days_stand_apart(app):
    week = [(0, 540, 720), (0, 720, 800), (1, 540, 720)]
    with atomic():
        hours.set_hours(None, week, [])
    assert reading.week() == week


def test_new_hours_replace_the_old(app):
    for week, days in ([(0, 0, 60)], [(CHRISTMAS, "Christmas")]), ([(1, 0, 60)], []):
        with atomic():
            hours.set_hours(None, week, days)
    assert (reading.week(), list(reading.holidays())) == ([(1, 0, 60)], [])


@pytest.mark.parametrize("make", [a_member, a_lead])
def test_hours_are_for_administrators_to_set(app, make):
    viewer = viewer_of(make(app))
    with pytest.raises(NotFound), atomic():
        hours.set_hours(viewer, [], [])


def test_administrator_sets_hours(app):
    administrator = viewer_of(an_administrator(app))
    with atomic():
        hours.set_hours(administrator, [(6, 0, 1440)], [(CHRISTMAS, " Christmas\u200b Day ")])
    assert [tuple(row) for row in reading.holidays()] == [(CHRISTMAS, "Christmas Day")]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", []),
        ("9:00-17:00", [(540, 1020)]),
        (" 09.00 – 12.30 ,13:30 to 24:00,", [(540, 750), (810, 1440)]),
    ],
)
def test_day_is_read_as_people_write_it(typed, read):
    assert hours_text.read_day(typed) == read


@pytest.mark.parametrize("typed", ["9-17", "09:00", "25:00-26:00", "09:60-10:00", "09:00-24:01", "nine to five", "-"])
def test_day_that_cannot_be_read_is_refused(typed):
    with pytest.raises(BadInput, match="hours: form"):
        hours_text.read_day(typed)


@given(st.lists(stretches, max_size=4).map(sorted))
def test_day_that_was_spelled_reads_back(day):
    assert hours_text.read_day(hours_text.spell_day(day)) == day


@given(st.lists(st.tuples(st.dates(), st.sampled_from(["", "Christmas", "A long day"])), max_size=4))
def test_holidays_that_were_spelled_read_back(days):
    assert hours_text.read_holidays(hours_text.spell_holidays(days)) == days


@pytest.mark.parametrize("typed", ["25 December", "2026-13-01", "Christmas 2026-12-25"])
def test_holiday_without_a_day_is_refused(typed):
    with pytest.raises(BadInput, match="holidays: form"):
        hours_text.read_holidays(typed)
