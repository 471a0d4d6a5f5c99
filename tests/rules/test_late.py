"""Changes that come late: when they were made, and whether their day is sure."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import days, late

LONDON = ZoneInfo("Europe/London")
THREE = time(3)
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
THURSDAY, FRIDAY, SATURDAY = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 21)


def doubt(day, called_today, made_at, zone=LONDON, day_start=THREE):
    return late.days_in_doubt(day, called_today=called_today, made_at=made_at, zone=zone, day_start=day_start)


@pytest.mark.parametrize(
    ("sent_at", "error"),
    [
        (NOW, timedelta()),
        (NOW + timedelta(seconds=119), timedelta()),
        (NOW - timedelta(seconds=119), timedelta()),
        (NOW + timedelta(minutes=2), timedelta(minutes=2)),
        (NOW - timedelta(minutes=5), -timedelta(minutes=5)),
        (NOW + timedelta(days=1), timedelta(days=1)),
        (NOW - timedelta(days=20_000), -timedelta(days=20_000)),
        (datetime(2026, 11, 20, 17, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))), timedelta()),
    ],
)
def test_clock_of_the_phone_is_wrong_by_what_it_shows_at_sending(sent_at, error):
    assert late.clock_error(sent_at, now=NOW) == error


@pytest.mark.parametrize(
    ("told", "error", "expected"),
    [
        (NOW - timedelta(hours=3), timedelta(), NOW - timedelta(hours=3)),
        (NOW + timedelta(hours=21), timedelta(days=1), NOW - timedelta(hours=3)),
        (NOW - timedelta(minutes=8), -timedelta(minutes=5), NOW - timedelta(minutes=3)),
        (NOW + timedelta(minutes=1), timedelta(), NOW),
        (NOW + timedelta(days=1), timedelta(), NOW),
        (NOW - timedelta(days=30), timedelta(), NOW - timedelta(days=30)),
    ],
)
def test_change_counts_at_the_time_by_the_right_clock_and_never_later_than_now(told, error, expected):
    assert late.made_at(told, error=error, now=NOW) == expected


@pytest.mark.parametrize(
    "day", [FRIDAY, THURSDAY, SATURDAY], ids=["today", "a day she chose", "a day to come"]
)
def test_day_is_sure_when_the_phone_knew_what_was_today(day):
    assert doubt(day, FRIDAY, NOW) == ()


def test_phone_a_day_ahead_leaves_in_doubt_what_it_called_today():
    assert doubt(SATURDAY, SATURDAY, NOW) == (FRIDAY, SATURDAY)


def test_phone_a_day_behind_leaves_in_doubt_what_it_called_today():
    assert doubt(THURSDAY, THURSDAY, NOW) == (FRIDAY, THURSDAY)


def test_day_she_chose_by_its_date_is_likelier_than_one_as_far_from_today():
    assert doubt(THURSDAY, SATURDAY, NOW) == (THURSDAY, date(2026, 11, 18))


@pytest.mark.parametrize(
    ("hour", "minute", "called_today", "expected"),
    [
        (2, 59, THURSDAY, ()),
        (2, 59, FRIDAY, (THURSDAY, FRIDAY)),
        (3, 0, FRIDAY, ()),
        (3, 0, THURSDAY, (FRIDAY, THURSDAY)),
        (0, 30, THURSDAY, ()),
    ],
)
def test_night_belongs_to_the_day_before_until_her_day_starts(hour, minute, called_today, expected):
    made_at = datetime(2026, 11, 20, hour, minute, tzinfo=UTC)
    assert doubt(called_today, called_today, made_at) == expected


def test_five_minutes_matter_only_around_the_start_of_her_day():
    error = late.clock_error(NOW + timedelta(minutes=5), now=NOW)
    for shown, expected in ((datetime(2026, 11, 20, 3, 2, tzinfo=UTC), (THURSDAY, FRIDAY)), (NOW, ())):
        assert doubt(FRIDAY, FRIDAY, late.made_at(shown, error=error, now=NOW)) == expected


def test_phone_set_by_hand_in_another_zone_is_wrong_by_hours():
    """She flew to New York, set the clock to the wall's time and left the phone's zone as it was."""
    error = late.clock_error(NOW - timedelta(hours=5), now=NOW)
    made_at = late.made_at(datetime(2026, 11, 20, 6, 0, tzinfo=UTC), error=error, now=NOW)
    assert (error, made_at) == (-timedelta(hours=5), NOW - timedelta(hours=1))
    assert doubt(FRIDAY, FRIDAY, made_at) == ()


def test_day_is_told_by_her_zone_and_not_by_the_phones():
    made_at = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    assert doubt(FRIDAY, FRIDAY, made_at, zone=ZoneInfo("Europe/Vienna")) == ()
    assert doubt(FRIDAY, FRIDAY, made_at, zone=ZoneInfo("Pacific/Auckland")) == (SATURDAY, FRIDAY)


@pytest.mark.parametrize(
    ("made_at", "called_today"),
    [
        # The clock goes back at 02:00 (01:00 UTC): the hour before comes twice, and belongs to one day.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 25, 2, 59, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 25, 3, 0, tzinfo=UTC), date(2026, 10, 25)),
        # And forward at 01:00 UTC: three o'clock is an hour after one o'clock.
        (datetime(2026, 3, 29, 1, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 2, 0, tzinfo=UTC), date(2026, 3, 29)),
    ],
)
def test_change_of_summer_time_leaves_no_doubt(made_at, called_today):
    assert doubt(called_today, called_today, made_at) == ()


def test_phone_that_took_summer_time_an_hour_late_is_corrected():
    """Its clock stayed behind by an hour: what it showed before three was made after three."""
    now = datetime(2026, 3, 29, 9, 0, tzinfo=UTC)
    error = late.clock_error(now - timedelta(hours=1), now=now)
    made_at = late.made_at(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), error=error, now=now)
    saturday, sunday = date(2026, 3, 28), date(2026, 3, 29)
    assert doubt(saturday, saturday, made_at) == (sunday, saturday)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: late.clock_error(NOW.replace(tzinfo=None), now=NOW),
        lambda: late.made_at(NOW.replace(tzinfo=None), error=timedelta(), now=NOW),
        lambda: doubt(FRIDAY, FRIDAY, NOW.replace(tzinfo=None)),
    ],
)
def test_instant_without_an_offset_is_refused(ask):
    with pytest.raises(ValueError, match="offset"):
        ask()


ERRORS = st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400))


@given(
    instant=st.datetimes(
        min_value=datetime(2024, 1, 1),  # noqa: DTZ001
        max_value=datetime(2027, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    waited=st.timedeltas(min_value=timedelta(), max_value=timedelta(days=40)),
    error=ERRORS,
    zone=st.sampled_from(["Europe/London", "America/New_York", "Pacific/Apia", "Asia/Kolkata"]),
)
def test_phone_that_is_wrong_by_any_time_is_put_right_by_it(instant, waited, error, zone):
    """Whatever its clock says, a change is placed within two minutes of when it was made."""
    now = instant + waited
    found = late.clock_error(now + error, now=now)
    placed = late.made_at(instant + error, error=found, now=now)
    assert abs(placed - instant) < late.IGNORED
    assert placed <= now
    hers = ZoneInfo(zone)
    was_today = days.habit_day(placed, hers, day_start=THREE)
    shown = days.habit_day(instant + error, hers, day_start=THREE)
    in_doubt = doubt(shown, shown, placed, zone=hers)
    assert in_doubt == (() if shown == was_today else (was_today, shown))
