"""Reminders on her wall clock: clock changes by name, quiet hours, and expiry."""

import io
import struct
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules import schedule
from app.rules.habits import EVERY_DAY
from app.rules.schedule import Occurrence

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
CAIRO = ZoneInfo("Africa/Cairo")
NUUK = ZoneInfo("America/Nuuk")
APIA = ZoneInfo("Pacific/Apia")
AUCKLAND = ZoneInfo("Pacific/Auckland")
ASUNCION = ZoneInfo("America/Asuncion")
ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
MONDAY, WEDNESDAY, SATURDAY = 0, 2, 5

instants = st.datetimes(datetime(2020, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
wall_times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
some_zones = st.sampled_from([BERLIN, NEW_YORK, CAIRO, NUUK, APIA])


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        ("America/New_York", "2026-03-08 02:30", "2026-03-08 07:30"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:45"),
        ("Asia/Beirut", "2026-03-29 00:00", "2026-03-28 22:00"),
        ("Africa/Cairo", "2026-10-29 23:30", "2026-10-29 20:30"),
        ("America/Nuuk", "2026-03-28 23:30", "2026-03-29 01:30"),
        ("Asia/Kathmandu", "2026-03-29 02:30", "2026-03-28 20:45"),
        ("Europe/Berlin", "2026-07-01 08:00", "2026-07-01 06:00"),
        ("Pacific/Apia", "2011-12-29 08:00", "2011-12-29 18:00"),
        ("Pacific/Apia", "2011-12-31 08:00", "2011-12-30 18:00"),
    ],
)
def test_a_wall_clock_becomes_an_instant(zone, local, instant):
    wall = datetime.fromisoformat(local)
    found = schedule.instant_of(wall.date(), wall.time(), ZoneInfo(zone))
    assert found == utc(instant)
    assert found.tzinfo is UTC


def test_a_day_the_zone_left_out_has_no_instant():
    assert schedule.instant_of(date(2011, 12, 30), time(8), APIA) is None


def test_of_a_time_that_comes_twice_the_first_is_meant_whatever_the_caller_marked():
    assert schedule.instant_of(date(2026, 11, 1), time(1, 30, fold=1), NEW_YORK) == utc("2026-11-01 05:30")


@pytest.mark.parametrize(
    ("after", "at", "zone", "day", "due_at"),
    [
        ("2026-07-01 05:59", time(8), BERLIN, date(2026, 7, 1), "2026-07-01 06:00"),
        ("2026-07-01 06:00", time(8), BERLIN, date(2026, 7, 2), "2026-07-02 06:00"),
        ("2026-07-01 22:30", time(8), BERLIN, date(2026, 7, 2), "2026-07-02 06:00"),
        ("2026-11-01 05:30", time(1, 30), NEW_YORK, date(2026, 11, 2), "2026-11-02 06:30"),
        ("2026-11-01 06:10", time(1, 30), NEW_YORK, date(2026, 11, 2), "2026-11-02 06:30"),
        ("2026-10-29 20:30", time(23, 30), CAIRO, date(2026, 10, 30), "2026-10-30 21:30"),
        ("2026-03-29 01:10", time(23, 30), NUUK, date(2026, 3, 28), "2026-03-29 01:30"),
        ("2026-03-29 01:30", time(23, 30), NUUK, date(2026, 3, 29), "2026-03-30 00:30"),
        ("2011-12-29 18:00", time(8), APIA, date(2011, 12, 31), "2011-12-30 18:00"),
    ],
)
def test_the_next_occurrence_is_the_first_due_later(after, at, zone, day, due_at):
    found = schedule.next_occurrence(utc(after), at, zone, weekdays=EVERY_DAY)
    assert found == Occurrence(day, utc(due_at))


@pytest.mark.parametrize(
    ("weekdays", "day"),
    [
        ({WEDNESDAY}, date(2026, 7, 8)),
        ({MONDAY}, date(2026, 7, 6)),
        ({MONDAY, SATURDAY}, date(2026, 7, 4)),
        (EVERY_DAY, date(2026, 7, 2)),
    ],
)
def test_an_occurrence_falls_on_her_weekdays(weekdays, day):
    wednesday_noon = utc("2026-07-01 12:00")
    found = schedule.next_occurrence(wednesday_noon, time(8), BERLIN, weekdays=frozenset(weekdays))
    assert found.day == day


def test_the_weekday_is_that_of_her_own_date():
    sunday_in_greenwich = utc("2026-07-05 20:00")
    found = schedule.next_occurrence(sunday_in_greenwich, time(9), AUCKLAND, weekdays=frozenset({MONDAY}))
    assert found == Occurrence(date(2026, 7, 6), utc("2026-07-05 21:00"))


def test_a_weekday_that_was_left_out_comes_a_week_later():
    friday = frozenset({4})
    found = schedule.next_occurrence(utc("2011-12-29 00:00"), time(8), APIA, weekdays=friday)
    assert found.day == date(2012, 1, 6)


@pytest.mark.parametrize(
    ("after", "at", "zone", "day", "due_at"),
    [
        ("2026-06-15 12:00", time(9), BERLIN, date(2026, 7, 1), "2026-07-01 07:00"),
        ("2026-07-01 06:59", time(9), BERLIN, date(2026, 7, 1), "2026-07-01 07:00"),
        ("2026-07-01 07:00", time(9), BERLIN, date(2026, 8, 1), "2026-08-01 07:00"),
        ("2026-12-31 23:30", time(9), BERLIN, date(2027, 1, 1), "2027-01-01 08:00"),
        ("2026-12-01 12:00", time(9), BERLIN, date(2027, 1, 1), "2027-01-01 08:00"),
        ("2026-06-30 20:00", time(9), AUCKLAND, date(2026, 7, 1), "2026-06-30 21:00"),
        ("2026-06-30 21:00", time(9), AUCKLAND, date(2026, 8, 1), "2026-07-31 21:00"),
        ("2026-10-15 12:00", time(1, 30), NEW_YORK, date(2026, 11, 1), "2026-11-01 05:30"),
        ("2026-11-01 05:30", time(1, 30), NEW_YORK, date(2026, 12, 1), "2026-12-01 06:30"),
        ("2026-11-01 06:10", time(1, 30), NEW_YORK, date(2026, 12, 1), "2026-12-01 06:30"),
        ("2017-09-20 12:00", time(0, 30), ASUNCION, date(2017, 10, 1), "2017-10-01 04:30"),
    ],
)
def test_the_first_of_a_month_is_found_by_the_same_rule(after, at, zone, day, due_at):
    assert schedule.next_first_of_month(utc(after), at, zone) == Occurrence(day, utc(due_at))


def test_the_first_of_a_month_that_was_left_out_is_kept_on_the_day_after():
    zone = zone_that_leaps(utc("2026-07-01 10:00"), hours=24, west=10)
    found = schedule.next_first_of_month(utc("2026-06-10 12:00"), time(9), zone)
    assert found == Occurrence(date(2026, 7, 2), utc("2026-07-01 19:00"))


def test_the_first_of_a_month_may_be_due_on_the_second_when_the_clock_leaped_over_it():
    zone = zone_that_leaps(utc("2026-07-01 23:00"), hours=2)
    second = utc("2026-07-01 23:10")
    assert second.astimezone(zone).date() == date(2026, 7, 2)
    due = Occurrence(date(2026, 7, 1), utc("2026-07-01 23:30"))
    assert schedule.next_first_of_month(second, time(23, 30), zone) == due


@pytest.mark.parametrize("weekdays", [frozenset(), frozenset({7})])
def test_without_a_weekday_there_is_no_next_occurrence(weekdays):
    with pytest.raises(ValueError, match="weekday"):
        schedule.next_occurrence(utc("2026-07-01 12:00"), time(8), BERLIN, weekdays=weekdays)


@pytest.mark.parametrize(
    "ask",
    [
        lambda naive: schedule.next_occurrence(naive, time(8), BERLIN, weekdays=EVERY_DAY),
        lambda naive: schedule.next_first_of_month(naive, time(8), BERLIN),
        lambda naive: schedule.is_quiet(naive, BERLIN),
        lambda naive: schedule.quiet_start_after(naive, BERLIN),
    ],
)
def test_an_instant_without_an_offset_is_refused(ask):
    with pytest.raises(ValueError, match="offset"):
        ask(datetime(2026, 7, 1, 12))  # noqa: DTZ001


@settings(max_examples=100, deadline=None)
@given(after=instants, at=wall_times, zone=some_zones, weekdays=st.frozensets(st.integers(0, 6), min_size=1))
def test_between_an_instant_and_the_next_occurrence_there_is_none(after, at, zone, weekdays):
    found = schedule.next_occurrence(after, at, zone, weekdays=weekdays)
    assert found.due_at > after
    assert found.day.weekday() in weekdays
    near = [after.astimezone(zone).date() + number * ONE_DAY for number in range(-2, 9)]
    due = [schedule.instant_of(day, at, zone) for day in near if day.weekday() in weekdays]
    assert found.due_at == min(instant for instant in due if instant and instant > after)


# --- quiet hours ---


@pytest.mark.parametrize(
    ("local", "quiet"),
    [
        ("2026-07-01 20:59", False),
        ("2026-07-01 21:00", True),
        ("2026-07-01 23:59", True),
        ("2026-07-02 00:00", True),
        ("2026-07-02 07:59", True),
        ("2026-07-02 08:00", False),
        ("2026-07-02 12:00", False),
    ],
)
def test_nights_are_quiet_on_her_wall_clock(local, quiet):
    instant = datetime.fromisoformat(local).replace(tzinfo=NEW_YORK).astimezone(UTC)
    assert schedule.is_quiet(instant, NEW_YORK) is quiet


@pytest.mark.parametrize(
    ("local", "quiet"),
    [("12:59", False), ("13:00", True), ("14:59", True), ("15:00", False), ("23:00", False)],
)
def test_quiet_hours_may_lie_within_a_day(local, quiet):
    instant = datetime.fromisoformat(f"2026-07-01 {local}").replace(tzinfo=BERLIN)
    assert schedule.is_quiet(instant, BERLIN, quiet_from=time(13), quiet_to=time(15)) is quiet


@settings(max_examples=100, deadline=None)
@given(instant=instants, zone=some_zones, at=wall_times)
def test_quiet_hours_that_end_where_they_start_are_never(instant, zone, at):
    local = instant.astimezone(zone).time()
    for same in (at, local):
        assert not schedule.is_quiet(instant, zone, quiet_from=same, quiet_to=same)
        assert schedule.quiet_start_after(instant, zone, quiet_from=same, quiet_to=same) is None


@pytest.mark.parametrize(
    ("instant", "start"),
    [
        ("2026-07-01 18:59", "2026-07-01 19:00"),
        ("2026-07-01 19:00", "2026-07-02 19:00"),
        ("2026-07-01 23:00", "2026-07-02 19:00"),
        ("2026-10-25 00:00", "2026-10-25 20:00"),
    ],
)
def test_quiet_hours_start_next_at_their_wall_clock(instant, start):
    assert schedule.quiet_start_after(utc(instant), BERLIN) == utc(start)


@settings(max_examples=100, deadline=None)
@given(instant=instants, zone=some_zones, thousandths=st.integers(0, 999))
def test_once_it_is_not_quiet_it_stays_so_until_the_start(instant, zone, thousandths):
    start = schedule.quiet_start_after(instant, zone)
    assert start is not None
    assert instant < start
    assert schedule.is_quiet(start, zone)
    assert not schedule.is_quiet(start - ONE_MINUTE, zone)
    between = instant + (start - instant) * thousandths // 1000
    assert schedule.is_quiet(instant, zone) or not schedule.is_quiet(between, zone)


# --- expiry ---


def expiry_on(local_day, at, **options):
    due_at = schedule.instant_of(date.fromisoformat(local_day), at, BERLIN)
    assert due_at is not None
    occurrence = Occurrence(date.fromisoformat(local_day), due_at)
    return schedule.expires_at(occurrence, BERLIN, at=at, weekdays=EVERY_DAY, **options)


@pytest.mark.parametrize(
    ("at", "expiry"),
    [
        (time(8), "2026-07-01 07:30"),
        (time(19, 30), "2026-07-01 19:00"),
        (time(19, 31), "2026-07-01 19:00"),
        (time(20, 59), "2026-07-01 19:00"),
        (time(21), "2026-07-01 20:30"),
        (time(23, 30), "2026-07-01 23:00"),
        (time(7, 59), "2026-07-01 07:29"),
    ],
)
def test_a_reminder_lives_ninety_minutes_or_until_quiet_hours(at, expiry):
    assert expiry_on("2026-07-01", at) == utc(expiry)


def test_her_own_quiet_hours_end_a_reminder():
    assert expiry_on("2026-07-01", time(12), quiet_from=time(13)) == utc("2026-07-01 11:00")


def test_without_quiet_hours_an_evening_reminder_lives_its_ninety_minutes():
    assert expiry_on("2026-07-01", time(20), quiet_from=time(0), quiet_to=time(0)) == utc("2026-07-01 19:30")


def test_a_reminder_inside_quiet_hours_is_not_ended_by_the_next_ones():
    quiet = {"quiet_from": time(9), "quiet_to": time(8, 30)}
    assert expiry_on("2026-07-01", time(8), **quiet) == utc("2026-07-01 07:30")


def zone_that_leaps(instant, *, hours, west=0):
    """A zone so many hours west of Greenwich until the instant, and some hours ahead of that from then on."""
    header = struct.pack(">4s16x6l", b"TZif", 0, 0, 0, 1, 2, 4)
    types = struct.pack(">lBBlBB", -west * 3600, 0, 0, (hours - west) * 3600, 0, 0)
    body = struct.pack(">lB", int(instant.timestamp()), 1) + types + b"LEA\0"
    return ZoneInfo.from_file(io.BytesIO(header + body))


def test_a_reminder_ends_where_the_next_one_is_due():
    zone = zone_that_leaps(utc("2026-07-01 01:00"), hours=23)
    at, quiet = time(0, 30), {"quiet_from": time(0), "quiet_to": time(0)}
    occurrence = schedule.next_occurrence(utc("2026-07-01 00:00"), at, zone, weekdays=EVERY_DAY)
    following = schedule.next_occurrence(occurrence.due_at, at, zone, weekdays=EVERY_DAY)
    assert following == Occurrence(date(2026, 7, 2), utc("2026-07-01 01:30"))
    assert schedule.expires_at(occurrence, zone, at=at, weekdays=EVERY_DAY, **quiet) == following.due_at


@settings(max_examples=100, deadline=None)
@given(after=instants, at=wall_times, zone=some_zones, thousandths=st.integers(0, 999))
def test_a_live_reminder_is_never_in_quiet_hours_she_did_not_choose(after, at, zone, thousandths):
    occurrence = schedule.next_occurrence(after, at, zone, weekdays=EVERY_DAY)
    expiry = schedule.expires_at(occurrence, zone, at=at, weekdays=EVERY_DAY)
    assert timedelta(0) < expiry - occurrence.due_at <= timedelta(minutes=90)
    alive = occurrence.due_at + (expiry - occurrence.due_at) * thousandths // 1000
    assert schedule.is_quiet(occurrence.due_at, zone) or not schedule.is_quiet(alive, zone)
