"""Every zone of the tz database, every clock change from 2020 to 2037: a daily time comes once a day.

What is right is worked out from the stretches of constant offset alone, without the rules under test.
"""

import struct
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from app.rules import schedule
from app.rules.habits import EVERY_DAY
from app.rules.schedule import Occurrence

pytestmark = pytest.mark.no_cover

FIRST, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
ONE_DAY, ONE_MINUTE, ONE_SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
FORTNIGHT = 14 * ONE_DAY
FIXED = (time(0), time(0, 30), time(2), time(2, 30), time(3), time(8), time(23, 30))
SINGLE_WEEKDAYS = tuple(frozenset({weekday}) for weekday in range(7))
TZIF_HEADER = 44


@dataclass(frozen=True)
class Stretch:
    """From an instant until another, the zone's clock is so far ahead of Greenwich."""

    since: datetime
    until: datetime
    offset: timedelta

    def shows(self, wall):
        """The instant at which its clock shows this time (written as if it were UTC), if it ever does."""
        instant = wall - self.offset
        return instant if self.since <= instant < self.until else None


# --- the stretches, from the zone's file ---


@cache
def kinds_of_zone():
    """What the zones do from 2020 to 2037, each kind once: its stretches, and one zone that does so."""
    files = {file_of(name): name for name in sorted(zoneinfo.available_timezones(), reverse=True)}
    return {stretches_of(name, first=FIRST, end=END): ZoneInfo(name) for name in files.values()}


def file_of(name):
    return resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()


def stretches_of(name, *, first, end):
    """Every stretch from first to end: the file's listed changes, and after those its rule of two a year."""
    zone, length = ZoneInfo(name), (end - first) // FORTNIGHT
    listed = [at for at in listed_changes(file_of(name)) if first < at < end]
    looked_at = sorted({first, end, *listed, *(first + number * FORTNIGHT for number in range(length))})
    offsets = [offset_at(instant, zone) for instant in looked_at]
    pairs = zip(pairwise(looked_at), pairwise(offsets), strict=True)
    changes = [change_between(*instants, zone) for instants, (before, after) in pairs if before != after]
    return tuple(Stretch(a, b, offset_at(a, zone)) for a, b in pairwise([first, *changes, end]))


def listed_changes(file):
    """The instants in a TZif file (RFC 8536): behind its old block, the count of them and then they."""
    utc, std, leap, number, types, letters = struct.unpack_from(">6l", file, 20)
    start = TZIF_HEADER + number * 5 + types * 6 + letters + leap * 8 + std + utc
    number = struct.unpack_from(">l", file, start + 32)[0]
    seconds = struct.unpack_from(f">{number}q", file, start + TZIF_HEADER)
    return [datetime.fromtimestamp(each, UTC) for each in seconds if each > 0]


def change_between(low, high, zone):
    before = offset_at(low, zone)
    while high - low > ONE_SECOND:
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if offset_at(middle, zone) == before else (low, middle)
    return high


def offset_at(instant, zone):
    return instant.astimezone(zone).utcoffset()


# --- what is right ---


def due_by_the_book(day, at, stretches):
    """RFC 5545: the first instant that shows the time; in a gap by the offset before; None: no such day."""
    wall, midnight = (datetime.combine(day, each, tzinfo=UTC) for each in (at, time(0)))
    shown = [instant for each in stretches if (instant := each.shows(wall))]
    if shown:
        return shown[0]
    for before, after in pairwise(stretches):
        leaped_from, leaped_to = before.until + before.offset, before.until + after.offset
        if leaped_from <= wall < leaped_to:
            is_whole_day = leaped_from <= midnight and leaped_to >= midnight + ONE_DAY
            return None if is_whole_day else wall - before.offset
    raise AssertionError(f"{day} {at} is outside of the stretches")


def right_ones(at, stretches, *, around):
    """The occurrences from two days before a date to two days after it."""
    days = [around + number * ONE_DAY for number in range(-2, 3)]
    found = [(day, due_by_the_book(day, at, stretches)) for day in days]
    return [Occurrence(day, due_at) for day, due_at in found if due_at]


def times_near(change, before, after):
    """The fixed times of day, and those at which the change begins and ends on the wall clock."""
    low, high = sorted((change + before.offset, change + after.offset))
    edges = (low - ONE_MINUTE, low, low + (high - low) / 2, high - ONE_MINUTE, high)
    return sorted({*FIXED, *(edge.time().replace(second=0, microsecond=0) for edge in edges)})


# --- what the rule finds ---


def found_ones(at, zone, *, weekdays, since, until):
    """What a planner finds one after the other."""
    moment, found = since - ONE_SECOND, list[Occurrence]()
    while True:
        occurrence = schedule.next_occurrence(moment, at, zone, weekdays=weekdays)
        if occurrence.due_at > until:
            return found
        found.append(occurrence)
        moment = occurrence.due_at


def check(at, zone, stretches, *, around):
    """Around a date each day that exists has one occurrence, in order; so it is on each weekday alone."""
    right = right_ones(at, stretches, around=around)
    assert all(one.due_at < other.due_at for one, other in pairwise(right))
    since, until = right[0].due_at, right[-1].due_at
    assert found_ones(at, zone, weekdays=EVERY_DAY, since=since, until=until) == right, (zone.key, around, at)
    for one in right:
        assert schedule.next_occurrence(one.due_at - ONE_SECOND, at, zone, weekdays=EVERY_DAY) == one
    for weekdays in SINGLE_WEEKDAYS:
        on_them = [one for one in right if one.day.weekday() in weekdays]
        found = found_ones(at, zone, weekdays=weekdays, since=since, until=until)
        assert found == on_them, (zone.key, around, at, weekdays)


def check_changes(zone, stretches):
    """Check around every change; returns how many there were."""
    for before, after in pairwise(stretches):
        for at in times_near(before.until, before, after):
            check(at, zone, stretches, around=(before.until + before.offset).date())
    return len(stretches) - 1


def test_at_every_clock_change_of_every_zone_each_day_has_exactly_one_occurrence():
    seen = sum(check_changes(zone, stretches) for stretches, zone in kinds_of_zone().items())
    assert seen > 1000


def test_in_every_zone_an_ordinary_day_has_exactly_one_occurrence():
    kinds = kinds_of_zone()
    assert len(kinds) > 50
    for stretches, zone in kinds.items():
        for at in FIXED:
            check(at, zone, stretches, around=date(2026, 7, 1))


def test_a_day_that_was_left_out_has_none_and_its_neighbours_one_each():
    first, end = datetime(2011, 12, 1, tzinfo=UTC), datetime(2012, 1, 31, tzinfo=UTC)
    stretches = stretches_of("Pacific/Apia", first=first, end=end)
    assert check_changes(ZoneInfo("Pacific/Apia"), stretches) == 1
    right = right_ones(time(8), stretches, around=date(2011, 12, 30))
    assert [one.day.day for one in right] == [28, 29, 31, 1]


def test_in_every_zone_each_month_has_exactly_one_first():
    firsts = [date(year, month, 1) for year in range(2020, 2038) for month in range(1, 13)]
    for stretches, zone in kinds_of_zone().items():
        right = [Occurrence(day, due_by_the_book(day, time(2, 30), stretches)) for day in firsts[1:]]
        moment, found = right[0].due_at - ONE_SECOND, list[Occurrence]()
        while len(found) < len(right):
            found.append(schedule.next_first_of_month(moment, time(2, 30), zone))
            moment = found[-1].due_at
        assert found == right, zone.key
