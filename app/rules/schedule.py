"""When a reminder is due: her wall clock to instants, through every clock change, and how long it stays so.

The day of an occurrence is the local date of her wall clock, not her habit day (``days.habit_day``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.rules import days
from app.rules.habits import EVERY_DAY

QUIET_FROM = time(21)
QUIET_TO = time(8)
LIFE = timedelta(minutes=90)

_DAYS_SEARCHED = 400


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A reminder's one time on a local date: ``due_at`` in UTC, which a gap may carry past midnight."""

    day: date
    due_at: datetime


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The instant (UTC) at which the zone's clock shows the time on that day; None when the day never was.

    RFC 5545 §3.3.5: a time that the clock leaps over is counted with the offset before the leap, and
    of a time that comes twice the first is meant.
    """
    if not days.exists_in(day, zone):
        return None
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def next_occurrence(after: datetime, at: time, zone: ZoneInfo, *, weekdays: frozenset[int]) -> Occurrence:
    """The first occurrence due later than ``after``, on one of the weekdays (Monday is 0).

    ValueError when no weekday is given, or when the instant carries no offset.
    """
    # Yesterday's may be due after midnight, when the clock leaped over it.
    first = _local(after, zone).date() - days.ONE_DAY
    searched = days.days_between(first, first + _DAYS_SEARCHED * days.ONE_DAY)
    for occurrence in _occurrences((day for day in searched if day.weekday() in weekdays), at, zone):
        if occurrence.due_at > after:
            return occurrence
    raise ValueError("a reminder needs a weekday to fall on")


def next_first_of_month(after: datetime, at: time, zone: ZoneInfo) -> Occurrence:
    """The first occurrence due later than ``after`` that is the first of its month.

    It falls on the 1st, or where the zone leaps over the whole 1st, on the day that follows. ValueError
    when the instant carries no offset.
    """
    month = _local(after, zone).date()
    while True:
        first, last = days.month_days(month.year, month.month)
        occurrence = next(_occurrences(days.days_between(first, last), at, zone))
        if occurrence.due_at > after:
            return occurrence
        month = last + days.ONE_DAY


def _occurrences(of: Iterable[date], at: time, zone: ZoneInfo) -> Iterator[Occurrence]:
    """One for each of the days that exists in the zone."""
    for day in of:
        due_at = instant_of(day, at, zone)
        if due_at is not None:
            yield Occurrence(day, due_at)


def is_quiet(
    instant: datetime, zone: ZoneInfo, *, quiet_from: time = QUIET_FROM, quiet_to: time = QUIET_TO
) -> bool:
    """Whether her wall clock shows a time from ``quiet_from`` on and before ``quiet_to``; never when equal.

    ValueError when the instant carries no offset.
    """
    return is_quiet_at(_local(instant, zone).time(), quiet_from=quiet_from, quiet_to=quiet_to)


def is_quiet_at(shown: time, *, quiet_from: time, quiet_to: time) -> bool:
    """The same of a time that her wall clock shows."""
    if quiet_from <= quiet_to:
        return quiet_from <= shown < quiet_to
    return shown >= quiet_from or shown < quiet_to


def quiet_start_after(
    instant: datetime, zone: ZoneInfo, *, quiet_from: time = QUIET_FROM, quiet_to: time = QUIET_TO
) -> datetime | None:
    """The first start of quiet hours (UTC) later than the instant; None when they are never.

    The start is found as an occurrence is. Where the clock leaps over it, ``is_quiet`` holds from the
    leap on, up to an hour earlier: ask it again at sending.
    """
    if quiet_from == quiet_to:
        return None
    return next_occurrence(instant, quiet_from, zone, weekdays=EVERY_DAY).due_at


def expires_at(
    occurrence: Occurrence,
    zone: ZoneInfo,
    *,
    at: time,
    weekdays: frozenset[int],
    quiet_from: time = QUIET_FROM,
    quiet_to: time = QUIET_TO,
) -> datetime:
    """When it is too late to send (UTC): after 90 minutes, at quiet hours, or at the next occurrence.

    A reminder that she put inside quiet hours herself is not ended by them.
    """
    due_at = occurrence.due_at
    ends = [due_at + LIFE, next_occurrence(due_at, at, zone, weekdays=weekdays).due_at]
    if not is_quiet(due_at, zone, quiet_from=quiet_from, quiet_to=quiet_to):
        quiet_start = quiet_start_after(due_at, zone, quiet_from=quiet_from, quiet_to=quiet_to)
        ends += [quiet_start] if quiet_start else []
    return min(ends)


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("an instant carries its offset from UTC")
    return instant.astimezone(zone)
