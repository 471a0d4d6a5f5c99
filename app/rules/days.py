"""From an instant to her habit day, and from days to weeks, months and ranges."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS_IN_WEEK = 7
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from ``first``, whichever weekday her weeks start on."""

    first: date

    @property
    def last(self) -> date:
        """The seventh day."""
        return self.first + (DAYS_IN_WEEK - 1) * ONE_DAY

    @property
    def days(self) -> tuple[date, ...]:
        """The seven days in order."""
        return tuple(self.first + offset * ONE_DAY for offset in range(DAYS_IN_WEEK))

    def contains(self, day: date) -> bool:
        """Whether the day is one of the seven."""
        return self.first <= day <= self.last

    def next(self) -> "Week":
        """The week that follows."""
        return Week(self.first + DAYS_IN_WEEK * ONE_DAY)

    def before(self) -> "Week":
        """The week that precedes."""
        return Week(self.first - DAYS_IN_WEEK * ONE_DAY)


def habit_day(instant: datetime, zone: ZoneInfo, *, day_start: time) -> date:
    """Her local date, except that before ``day_start`` (her wall clock) it is still yesterday.

    Once a day has begun, a clock set back does not end it again. Where yesterday never existed
    (Apia 2011-12-30) the last day that did goes on. ValueError when the instant carries no offset.
    """
    if instant.utcoffset() is None:
        raise ValueError("an instant carries its offset from UTC")
    local = instant.astimezone(zone)
    first_time_round = datetime.combine(local.date(), day_start, tzinfo=zone).astimezone(UTC)
    if local.time() >= day_start or instant >= first_time_round:
        return local.date()
    return _last_existing_before(local.date(), zone)


def _last_existing_before(day: date, zone: ZoneInfo) -> date:
    before = day - ONE_DAY
    return before if exists_in(before, zone) else _last_existing_before(before, zone)


def exists_in(day: date, zone: ZoneInfo) -> bool:
    """Whether any instant has that local date in the zone; false for Apia 2011-12-30.

    The clock leaps over one stretch at a time, so a day that has neither its first nor its last
    moment has none.
    """
    return any(_is_on_the_clock(datetime.combine(day, edge, tzinfo=zone)) for edge in (time.min, time.max))


def _is_on_the_clock(local: datetime) -> bool:
    return local.astimezone(UTC).astimezone(local.tzinfo).date() == local.date()


def missing_days(first: date, last: date, *, zone: ZoneInfo) -> frozenset[date]:
    """The days from first to last, both included, that the zone left out: for ``Habit.missing``."""
    return frozenset(day for day in days_between(first, last) if not exists_in(day, zone))


def week_of(day: date, *, week_start: int = 0) -> Week:
    """The week the day belongs to; ``week_start`` is the weekday it begins on (Monday is 0)."""
    return Week(day - (day.weekday() - week_start) % DAYS_IN_WEEK * ONE_DAY)


def weeks_within(first: date, last: date, *, week_start: int = 0) -> tuple[Week, ...]:
    """The weeks wholly inside first to last, both included, in order."""
    week = week_of(first, week_start=week_start)
    if week.first < first:
        week = week.next()
    whole = ((last - week.first).days + 1) // DAYS_IN_WEEK
    return tuple(Week(week.first + number * DAYS_IN_WEEK * ONE_DAY) for number in range(whole))


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included; none when last is earlier."""
    for offset in range((last - first).days + 1):
        yield first + offset * ONE_DAY


def month_days(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of the month."""
    _, length = calendar.monthrange(year, month)
    return date(year, month, 1), date(year, month, length)
