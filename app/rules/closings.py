"""What a closed week or month of one habit came to, added up once, so that no page adds it up again."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.rules import days, figures, streaks
from app.rules.habits import Habit
from app.rules.marks import Mark, Spell, amounts
from app.rules.streaks import Standing
from app.rules.tallies import Tally


class Span(StrEnum):
    """What is closed: one of her weeks, or a month of the calendar."""

    WEEK = "week"
    MONTH = "month"


# What the caller gives before a standing: what ends after it, and what strength looks back over.
DAYS_LOOKED_BACK = {
    Span.WEEK: days.DAYS_IN_WEEK + streaks.DAYS_LOOKED_BACK,
    Span.MONTH: 31 + streaks.DAYS_LOOKED_BACK,
}


@dataclass(frozen=True, slots=True)
class Closing:
    """A closed week or month of a habit, from ``first`` to ``last``, both included.

    ``tally`` counts the days of a daily habit, and of a weekly one the weeks wholly inside. ``total`` is the
    sum of the amounts of its due days. ``standing`` is where streak and strength stood after the last day.
    """

    span: Span
    first: date
    tally: Tally
    total: float
    standing: Standing

    @property
    def last(self) -> date:
        """The last day."""
        return last_of(self.span, self.first)


def last_of(span: Span, first: date) -> date:
    """The last day of the week or month that begins on ``first``."""
    if span is Span.WEEK:
        return days.Week(first).last
    return days.month_days(first.year, first.month)[1]


def all_closed_by(day: date) -> date:
    """By when the week and the month of a day are closed, whichever weekday the week begins on."""
    return max(last_of(Span.WEEK, day), last_of(Span.MONTH, day))


def after(
    standing: Standing,
    habit: Habit,
    marks: Mapping[date, Mark],
    *,
    until: date,
    today: date,
    week_start: int = 0,
    spells: Sequence[Spell] = (),
    spans: Collection[Span] = tuple(Span),
) -> Iterator[Closing]:
    """The weeks and months that end after ``standing.strength_through`` and by ``until``, as they end.

    Today is never closed. Left out are those on no day of which the habit was hers. ``marks`` reach back to
    the ``DAYS_LOOKED_BACK`` of the ``spans`` before ``standing.through``. Any way of cutting the road into
    steps gives the same closings.
    """
    told: dict[str, Any] = {"today": today, "week_start": week_start, "spells": spells}
    closed = min(until, today - days.ONE_DAY)
    for last, span, first in _ends(standing.strength_through + days.ONE_DAY, closed, week_start):
        if span not in spans:
            continue
        standing = streaks.advance(standing, habit, marks, until=last, **told)
        if any(map(habit.is_lived_on, days.days_between(first, last))):
            total = math.fsum(amounts(habit, marks, on=days.days_between(first, last)))
            tally = figures.tally(habit, marks, first=first, last=last, **told)
            yield Closing(span, first, tally, total, standing)


def _ends(since: date, until: date, week_start: int) -> Iterator[tuple[date, Span, date]]:
    """Last day, kind and first day of each week and month that ends from ``since`` to ``until``, in order."""
    week = days.week_of(since, week_start=week_start)
    month = since.replace(day=1)
    while min(week.last, last_of(Span.MONTH, month)) <= until:
        end = last_of(Span.MONTH, month)
        if week.last <= end:
            yield week.last, Span.WEEK, week.first
            week = week.next()
        else:
            yield end, Span.MONTH, month
            month = end + days.ONE_DAY
