"""Reminders and whether they were answered: any of the habits asked about recorded by the day's end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from app.rules import days, schedule


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder that a channel accepted: the habit day it asked about, and which habits."""

    day: date
    habit_ids: frozenset[int]


def answered(
    sent: Iterable[Sent],
    recorded: Mapping[date, Mapping[int, datetime]],
    *,
    zone: ZoneInfo,
    day_start: time,
) -> int:
    """How many of the reminders were answered.

    ``recorded`` has, by day and habit, the instant of its first record. A record made later than the end of
    the habit day answers nothing.
    """
    ends: dict[date, datetime] = {}
    count = 0
    for each in sent:
        on = recorded.get(each.day, {})
        if each.day not in ends:
            ends[each.day] = end_of(each.day, zone=zone, day_start=day_start)
        count += any(on[habit_id] < ends[each.day] for habit_id in each.habit_ids & on.keys())
    return count


def end_of(day: date, *, zone: ZoneInfo, day_start: time) -> datetime:
    """When a habit day is over (UTC): at the day start of the next date that there is in the zone."""
    after = day + days.ONE_DAY
    while (end := schedule.instant_of(after, day_start, zone)) is None:
        after += days.ONE_DAY
    return end
