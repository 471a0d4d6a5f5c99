"""A lapse: seven whole days or more without any record, and the days on which she is welcomed back."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules import days, figures
from app.rules.habits import Habit
from app.rules.marks import Spell

LEAST_DAYS = 7
WELCOME_LASTS = timedelta(days=3)

Hers = Sequence[tuple[Habit, Sequence[Spell]]]


@dataclass(frozen=True, slots=True)
class Lapse:
    """A silence between two records.

    ``last_recorded`` is the day of the record before it; None when that lies before every day looked at,
    or there is none. ``returned`` is the day of the first record after it; None while it goes on.
    """

    last_recorded: date | None
    returned: date | None


def to_welcome(hers: Hers, *, recorded_days: Set[date], since: date, today: date) -> Lapse | None:
    """The lapse from which she is welcomed back today; None without one.

    It goes on, or ended today or at most three days ago. Its days count back to ``since``: those on which a
    habit was hers and that were not set aside. On at least one of them something was due, so that one tablet
    a month makes no lapse. Whether anything was recorded before ``since``, the caller knows.
    """
    back_on = [day for day in days.days_between(today - WELCOME_LASTS, today) if day in recorded_days]
    ends = back_on if today in recorded_days else [*back_on, today]
    for end in reversed(ends):
        last = max((day for day in recorded_days if day < end), default=None)
        first = since if last is None else max(last + days.ONE_DAY, since)
        if _is_long(_silent_days(hers, recorded_days, first, end - days.ONE_DAY), hers):
            return Lapse(last, end if end in recorded_days else None)
    return None


def _silent_days(hers: Hers, recorded_days: Set[date], first: date, last: date) -> list[date]:
    """The days of a stretch without a record that count; none where it is too short, whatever they are."""
    silent = list(days.days_between(first, last))
    if len(silent) < LEAST_DAYS:
        return []
    aside = figures.days_set_aside(hers, silent, recorded_days=recorded_days)
    return [day for day in silent if day not in aside and any(habit.is_lived_on(day) for habit, _ in hers)]


def _is_long(silent: Sequence[date], hers: Hers) -> bool:
    return len(silent) >= LEAST_DAYS and any(habit.is_due_on(day) for habit, _ in hers for day in silent)
