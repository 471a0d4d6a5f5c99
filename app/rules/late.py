"""Changes that come late: when she made them by the right clock, and whether their day is sure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.rules import days

# A request takes its time on the way, and so much does no harm to the order of her changes.
IGNORED = timedelta(minutes=2)


def clock_error(sent_at: datetime, *, now: datetime) -> timedelta:
    """How much her phone is fast (below zero: slow): its clock when it sent, against ours; small is none.

    ValueError when an instant carries no offset.
    """
    _require_offset(sent_at, now)
    error = sent_at - now
    return error if abs(error) >= IGNORED else timedelta()


def made_at(told: datetime, *, error: timedelta, now: datetime) -> datetime:
    """When she made a change, by our clock; never later than now. ValueError when it carries no offset."""
    _require_offset(told, now)
    return min(told - error, now)


def days_in_doubt(
    day: date, *, called_today: date, made_at: datetime, zone: ZoneInfo, day_start: time
) -> tuple[date, ...]:
    """The days that a change may belong to, the likelier first; empty when its own day is sure.

    It is sure when the phone called that day today which it was by our clock. Else what she recorded for
    "today" belongs to what was today, and what she recorded for another day, which she saw by its date, to
    that date.
    """
    was_today = days.habit_day(made_at, zone, day_start=day_start)
    if was_today == called_today:
        return ()
    as_far_from_today = day + (was_today - called_today)
    if day == called_today:
        return as_far_from_today, day
    return day, as_far_from_today


def _require_offset(*instants: datetime) -> None:
    if any(instant.utcoffset() is None for instant in instants):
        raise ValueError("an instant carries its offset from UTC")
