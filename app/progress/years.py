"""A year as its page shows it: what the months of each habit come to, plants, and what was left out."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from app.accounts.models import User
from app.checklist import closings, plant_queries, queries
from app.checklist.closings import Closings
from app.checklist.queries import Chosen, Days, Record
from app.progress import left_out, months
from app.progress import queries as progress
from app.progress.left_out import LeftOut
from app.progress.queries import Marked
from app.rules import days, figures, presence
from app.rules.closings import Span
from app.rules.figures import Tally
from app.rules.habits import Measure
from app.rules.marks import Mark, Skip
from app.rules.presence import Presence
from app.rules.weeks import WeekShown

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class MonthDays:
    """A month of the year and how its days up to today are told."""

    first: date
    presence: Presence


@dataclass(frozen=True, slots=True)
class Part:
    """A month of one habit, in the figures of the month's own page; ``mean`` only of plants."""

    first: date
    tally: Tally
    total: float
    goal: float
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class HabitYear:
    """One habit in a year, a part for each of its months up to today in which the habit was hers.

    ``tally`` counts days, and of a weekly habit the weeks wholly inside the year: also those that lie in two
    months and so in no part. ``total`` is that of the parts. ``mean`` and ``bars``: plants alone.
    """

    chosen: Chosen
    tally: Tally
    total: float
    parts: tuple[Part, ...]
    mean: float | None = None
    bars: tuple[WeekShown, ...] = ()


@dataclass(frozen=True, slots=True)
class Year:
    """A year up to today; ``plants`` are the different ones eaten in it, ``new_plants`` never before it."""

    year: int
    months: tuple[MonthDays, ...]
    habits: tuple[HabitYear, ...]
    plants: int
    new_plants: tuple[str, ...]
    left_out: LeftOut

    @property
    def presence(self) -> Presence:
        """How the days of the year are told: the sum of its months."""
        return sum((each.presence for each in self.months), start=Presence())

    @property
    def kindest(self) -> HabitYear | None:
        """The habit for the kindest true sentence: a daily one, kept most often."""
        kept = [each for each in self.habits if each.tally.met]
        return max(kept, key=lambda each: (not each.chosen.habit.is_weekly, each.tally.met), default=None)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a year is told from: its closed months and weeks, and the marks of the days after them."""

    record: Record
    months: Closings
    weeks: Closings
    marked: Marked
    eaten: tuple[tuple[date, str], ...]
    new_plants: tuple[str, ...] = ()


def read(session: Session, user: User, *, year: int, today: date) -> Year:
    """A year that has begun. Nine queries, whatever the number of habits and years."""
    first, last = date(year, 1, 1), date(year, DECEMBER, 31)
    until = min(last, today)
    chosen = queries.chosen_between(session, user, first=first, last=until)
    running = until.replace(day=1) if today <= last else last
    since = closings.window_of(chosen, first=running)
    record = queries.record_of(session, user, chosen=chosen, first=since, last=until)
    told: dict[str, Any] = {"record": record, "first": first, "last": last, "today": today}
    rows = Rows(
        record,
        closings.of_record(session, user, span=Span.MONTH, **told),
        closings.of_record(session, user, span=Span.WEEK, **told),
        progress.marked_between(session, user, first=first, last=until),
        plant_queries.eaten_between(session, user, first=first, last=until),
        plant_queries.first_time_plants(session, user, first=first, last=until),
    )
    return build(rows, year=year, today=today, week_start=user.week_start)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What every figure of one year is asked with; ``plants`` are the marks of a habit that counts them."""

    first: date
    last: date
    today: date
    week_start: int
    recorded: frozenset[date]
    plants: Mapping[int, Days]

    @property
    def until(self) -> date:
        """The last of its days that has begun."""
        return min(self.last, self.today)

    def tally(self, chosen: Chosen, by_day: Days, *, first: date, last: date) -> Tally:
        """The habit's states from first to last, as ``figures.tally``."""
        told: dict[str, Any] = {"spells": chosen.spells, "week_start": self.week_start, "today": self.today}
        return figures.tally(chosen.habit, by_day, first=first, last=last, **told)

    def mean(self, chosen: Chosen, *, first: date, last: date) -> float | None:
        """The mean of the weeks that are over, wholly inside first to last; None but for plants."""
        if chosen.habit.measure is not Measure.VARIETY:
            return None
        whole = days.weeks_within(first, last, week_start=self.week_start)
        weeks = [week for week in whole if week.last < self.today]
        told: dict[str, Any] = {"recorded_days": self.recorded, "spells": chosen.spells}
        return figures.mean_of_reported(chosen.habit, self.plants[chosen.id], weeks, **told)

    def bars(self, chosen: Chosen) -> tuple[WeekShown, ...]:
        """The weeks wholly inside the year; none but for plants."""
        if chosen.habit.measure is not Measure.VARIETY:
            return ()
        whole = months.Frame(self.first, self.last, self.today, self.week_start, self.recorded)
        return months.week_bars(chosen, self.plants[chosen.id], whole)


def build(rows: Rows, *, year: int, today: date, week_start: int) -> Year:
    """The year from what its closed months and weeks came to and what was recorded since."""
    frame = _Frame(
        date(year, 1, 1),
        date(year, DECEMBER, 31),
        today,
        week_start,
        frozenset(day for day, *_ in rows.marked),
        _plants(rows, week_start),
    )
    hers = [each for each in rows.record.chosen if _is_hers_in(each, frame.first, frame.until)]
    return Year(
        year=year,
        months=tuple(_months(hers, frame)),
        habits=tuple(_habit_year(each, rows, frame) for each in hers),
        plants=len({plant for _, plant in rows.eaten}),
        new_plants=rows.new_plants,
        left_out=left_out.build(hers, _skips(hers, rows.marked), first=frame.first, last=frame.until),
    )


def _plants(rows: Rows, week_start: int) -> Mapping[int, Days]:
    """The plants of the year as marks, worked out once: each of its months asks for them."""
    counting = [each for each in rows.record.chosen if each.habit.measure is Measure.VARIETY]
    return {
        each.id: plant_queries.variety_marks(rows.eaten, each.habit, week_start=week_start)
        for each in counting
    }


def _skips(hers: Sequence[Chosen], marked: Marked) -> Iterator[tuple[date, Skip | None]]:
    """The days on which a habit was skipped, with the reason."""
    skips: dict[int | None, dict[date, Mark]] = {}
    for day, habit_id, reason in marked:
        skips.setdefault(habit_id, {})[day] = Mark(skip=reason)
    for each in hers:
        yield from presence.skips_of(each.habit, skips.get(each.id, {}), spells=each.spells)


def _is_hers_in(chosen: Chosen, first: date, last: date) -> bool:
    return any(map(chosen.habit.is_lived_on, days.days_between(first, last)))


def _months(hers: list[Chosen], frame: _Frame) -> Iterator[MonthDays]:
    """The months up to today since the first in which any habit was hers."""
    began = min((each.habit.started_on for each in hers), default=frame.until)
    told = [(each.habit, each.spells) for each in hers]
    for first, last in _months_between(max(began, frame.first), frame.until):
        past = days.days_between(first, min(last, frame.until))
        here = presence.presence(told, past, recorded_days=frame.recorded, today=frame.today)
        yield MonthDays(first, here)


def _months_between(since: date, until: date) -> Iterator[tuple[date, date]]:
    """The first and the last day of each month from that of ``since`` to that of ``until``, in one year."""
    for number in range(since.month, until.month + 1):
        yield days.month_days(since.year, number)


def _habit_year(chosen: Chosen, rows: Rows, frame: _Frame) -> HabitYear:
    parts = tuple(_parts(chosen, rows, frame))
    return HabitYear(
        chosen=chosen,
        tally=_weeks_of(chosen, rows, frame) if chosen.habit.is_weekly else sum_of(parts),
        total=math.fsum(part.total for part in parts),
        parts=parts,
        mean=frame.mean(chosen, first=frame.first, last=frame.last),
        bars=frame.bars(chosen),
    )


def sum_of(parts: tuple[Part, ...]) -> Tally:
    """What the months come to together."""
    return sum((part.tally for part in parts), start=Tally())


def _parts(chosen: Chosen, rows: Rows, frame: _Frame) -> Iterator[Part]:
    """The closed months as they closed, and the running one from its marks."""
    closed = {each.first: each for each in rows.months.get(chosen.id, ())}
    by_day = rows.record.of(chosen.id)
    for first, last in _months_between(frame.first, frame.until):
        goal = chosen.habit.goal_on(min(last, frame.until)).amount
        mean = frame.mean(chosen, first=first, last=last)
        if first in closed:
            yield Part(first, closed[first].tally, closed[first].total, goal, mean)
        elif last >= frame.today and _is_hers_in(chosen, first, frame.until):
            total = months.total(chosen.habit, by_day, first, frame.until)
            yield Part(first, frame.tally(chosen, by_day, first=first, last=last), total, goal, mean)


def _weeks_of(chosen: Chosen, rows: Rows, frame: _Frame) -> Tally:
    """All weeks wholly inside the year, the running one with them."""
    closed = sum((each.tally for each in rows.weeks.get(chosen.id, ())), start=Tally())
    running = days.week_of(frame.today, week_start=frame.week_start)
    if running.first < frame.first or running.last > frame.last:
        return closed
    return closed + frame.tally(chosen, rows.record.of(chosen.id), first=running.first, last=running.last)
