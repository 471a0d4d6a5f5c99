"""Her habit day through clock changes, and the arithmetic of weeks and months."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules import days
from app.rules.days import Week

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
APIA = ZoneInfo("Pacific/Apia")
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")
HAVANA = ZoneInfo("America/Havana")

some_days = st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 12, 31))
week_starts = st.integers(min_value=0, max_value=6)


@pytest.mark.parametrize(
    ("instant", "zone", "day_start", "day"),
    [
        ("2026-07-10T00:59:59+00:00", BERLIN, time(3), date(2026, 7, 9)),
        ("2026-07-10T01:00:00+00:00", BERLIN, time(3), date(2026, 7, 10)),
        ("2026-07-09T21:59:59+00:00", BERLIN, time(0), date(2026, 7, 9)),
        ("2026-07-09T22:00:00+00:00", BERLIN, time(0), date(2026, 7, 10)),
        ("2026-07-10T03:59:59+00:00", BERLIN, time(6), date(2026, 7, 9)),
        ("2026-07-10T04:00:00+00:00", BERLIN, time(6), date(2026, 7, 10)),
        ("2026-07-10T12:00:00-11:00", BERLIN, time(3), date(2026, 7, 10)),
        ("2026-03-01T02:00:00+01:00", BERLIN, time(3), date(2026, 2, 28)),
    ],
)
def test_before_the_day_starts_it_is_still_yesterday(instant, zone, day_start, day):
    assert days.habit_day(datetime.fromisoformat(instant), zone, day_start=day_start) == day


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-03-08T06:59:59+00:00", date(2026, 3, 7)),
        ("2026-03-08T07:00:00+00:00", date(2026, 3, 8)),
    ],
)
def test_a_day_start_the_clock_leaps_over_is_the_leap(instant, day):
    assert days.habit_day(datetime.fromisoformat(instant), NEW_YORK, day_start=time(2, 30)) == day


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-11-01T05:29:59+00:00", date(2026, 10, 31)),
        ("2026-11-01T05:30:00+00:00", date(2026, 11, 1)),
        ("2026-11-01T06:00:00+00:00", date(2026, 11, 1)),
        ("2026-11-01T06:30:00+00:00", date(2026, 11, 1)),
    ],
)
def test_a_day_that_has_begun_does_not_end_when_the_clock_goes_back(instant, day):
    assert days.habit_day(datetime.fromisoformat(instant), NEW_YORK, day_start=time(1, 30)) == day


def test_before_the_day_starts_after_a_skipped_day_the_last_real_day_goes_on():
    first_hour = datetime(2011, 12, 31, 1, tzinfo=APIA)
    assert days.habit_day(first_hour, APIA, day_start=time(3)) == date(2011, 12, 29)
    assert days.habit_day(first_hour, APIA, day_start=time(0)) == date(2011, 12, 31)


@pytest.mark.parametrize(
    ("zone", "monday", "day_start", "changed"),
    [
        # Clocks change on Sunday morning, which belongs to Saturday unless the day begins at midnight.
        (BERLIN, date(2026, 3, 23), time(3), {5: 23}),
        (BERLIN, date(2026, 3, 23), time(0), {6: 23}),
        (BERLIN, date(2026, 3, 23), time(6), {5: 23}),
        (BERLIN, date(2026, 10, 19), time(3), {5: 25}),
        (BERLIN, date(2026, 10, 19), time(0), {6: 25}),
        (NEW_YORK, date(2026, 3, 2), time(3), {5: 23}),
        (NEW_YORK, date(2026, 10, 26), time(0), {6: 25}),
        # Friday never was: until three on Saturday it is still Thursday.
        (APIA, date(2011, 12, 26), time(3), {4: 0}),
        (APIA, date(2011, 12, 26), time(0), {4: 0}),
    ],
)
def test_every_hour_of_a_week_with_a_clock_change_has_its_day(zone, monday, day_start, changed):
    start = datetime.combine(monday, day_start, tzinfo=zone).astimezone(UTC)
    hours = (start + number * timedelta(hours=1) for number in range(8 * 24))
    found = Counter(days.habit_day(hour, zone, day_start=day_start) for hour in hours)
    week = days.week_of(monday)
    assert [found[day] for day in week.days] == [changed.get(number, 24) for number in range(7)]


def test_an_instant_without_an_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        days.habit_day(datetime(2026, 3, 8, 12), BERLIN, day_start=time(3))  # noqa: DTZ001


@settings(max_examples=100, deadline=None)
@given(
    instant=st.datetimes(datetime(2009, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from([BERLIN, NEW_YORK, APIA]),
    minutes=st.integers(0, 360),
    later=st.timedeltas(timedelta(0), timedelta(hours=30)),
)
def test_a_later_instant_is_never_an_earlier_day(instant, zone, minutes, later):
    day_start = time(minutes // 60, minutes % 60)
    day = days.habit_day(instant, zone, day_start=day_start)
    assert days.habit_day(instant + later, zone, day_start=day_start) >= day


@pytest.mark.parametrize(
    ("day", "zone", "exists"),
    [
        (date(2011, 12, 29), APIA, True),
        (date(2011, 12, 30), APIA, False),
        (date(2011, 12, 31), APIA, True),
        (date(2011, 12, 30), BERLIN, True),
        (date(1994, 12, 31), KIRITIMATI, False),
        (date(2026, 3, 8), HAVANA, True),
    ],
)
def test_only_a_day_the_zone_left_out_does_not_exist(day, zone, exists):
    assert days.exists_in(day, zone) is exists


def test_missing_days_are_those_the_zone_left_out():
    span = (date(2011, 12, 1), date(2012, 1, 31))
    assert days.missing_days(*span, zone=APIA) == frozenset({date(2011, 12, 30)})
    assert days.missing_days(*span, zone=BERLIN) == frozenset()


def test_a_week_has_seven_days_and_neighbours():
    week = Week(date(2026, 2, 26))
    assert week.last == date(2026, 3, 4)
    assert week.days[0] == week.first
    assert week.days[2:4] == (date(2026, 2, 28), date(2026, 3, 1))
    assert week.days[-1] == week.last
    assert len(week.days) == 7
    assert week.next() == Week(date(2026, 3, 5))
    assert week.before() == Week(date(2026, 2, 19))


@pytest.mark.parametrize(
    ("day", "is_inside"),
    [
        (date(2026, 3, 1), False),
        (date(2026, 3, 2), True),
        (date(2026, 3, 8), True),
        (date(2026, 3, 9), False),
    ],
)
def test_a_week_contains_its_first_and_last_day(day, is_inside):
    assert Week(date(2026, 3, 2)).contains(day) is is_inside


@pytest.mark.parametrize(
    ("day", "week_start", "first"),
    [
        (date(2026, 3, 4), 0, date(2026, 3, 2)),
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
        (date(2026, 3, 8), 0, date(2026, 3, 2)),
        (date(2026, 3, 8), 6, date(2026, 3, 8)),
        (date(2026, 3, 7), 6, date(2026, 3, 1)),
        (date(2026, 3, 4), 5, date(2026, 2, 28)),
    ],
)
def test_a_week_starts_on_her_weekday(day, week_start, first):
    assert days.week_of(day, week_start=week_start) == Week(first)


def test_a_week_starts_on_monday_unless_changed():
    assert days.week_of(date(2026, 3, 4)).first.weekday() == 0


@settings(max_examples=100, deadline=None)
@given(day=some_days, week_start=week_starts)
def test_the_week_of_a_day_contains_it_and_begins_on_the_week_start(day, week_start):
    week = days.week_of(day, week_start=week_start)
    assert day in week.days
    assert week.first.weekday() == week_start


@pytest.mark.parametrize(
    ("first", "last", "firsts"),
    [
        (date(2026, 3, 2), date(2026, 3, 8), [date(2026, 3, 2)]),
        (date(2026, 3, 2), date(2026, 3, 7), []),
        (date(2026, 3, 3), date(2026, 3, 14), []),
        (date(2026, 3, 3), date(2026, 3, 15), [date(2026, 3, 9)]),
        (date(2026, 3, 1), date(2026, 3, 17), [date(2026, 3, 2), date(2026, 3, 9)]),
        (date(2026, 3, 9), date(2026, 3, 1), []),
    ],
)
def test_only_weeks_wholly_inside_are_within(first, last, firsts):
    assert days.weeks_within(first, last) == tuple(Week(each) for each in firsts)


def test_weeks_within_follow_her_week_start():
    weeks = days.weeks_within(date(2026, 3, 1), date(2026, 3, 14), week_start=6)
    assert weeks == (Week(date(2026, 3, 1)), Week(date(2026, 3, 8)))


@pytest.mark.parametrize(
    ("last", "count"),
    [(date(2026, 2, 27), 0), (date(2026, 2, 28), 1), (date(2026, 3, 1), 2), (date(2026, 3, 31), 32)],
)
def test_days_between_include_both_ends(last, count):
    found = list(days.days_between(date(2026, 2, 28), last))
    assert len(found) == count
    assert found == sorted(found)
    assert not found or (found[0], found[-1]) == (date(2026, 2, 28), last)


@pytest.mark.parametrize(
    ("year", "month", "last"), [(2026, 2, 28), (2028, 2, 29), (2026, 12, 31), (2026, 4, 30)]
)
def test_a_month_runs_to_its_last_day(year, month, last):
    assert days.month_days(year, month) == (date(year, month, 1), date(year, month, last))
