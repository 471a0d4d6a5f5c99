"""A month as its page shows it: each habit's days or weeks, its share, and the month before beside it."""

import math
from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from app.accounts.models import User
from app.checklist import queries
from app.checklist.queries import Chosen, Record
from app.rules import days, figures, marks, streaks
from app.rules.figures import Tally
from app.rules.marks import State


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the calendar."""

    day: date
    state: State


@dataclass(frozen=True, slots=True)
class WeekBar:
    """A whole week of the month: its total and the goal it is judged by; it runs until its last day.

    ``has_record`` is false for a closed week without a total in which too little of anything is recorded.
    ``is_set_aside``: spells left too few of its days.
    """

    week: days.Week
    total: float
    goal: float
    is_met: bool
    is_running: bool
    has_record: bool
    is_set_aside: bool = False


@dataclass(frozen=True, slots=True)
class HabitMonth:
    """One habit in a month: cells for a daily habit, bars for a weekly one.

    ``total`` is all that its due days brought, ``total_before`` the same of the month before.
    """

    chosen: Chosen
    tally: Tally
    before: Tally
    total: float
    total_before: float
    cells: tuple[Cell, ...]
    bars: tuple[WeekBar, ...]
    mean: float | None
    streak: int
    best: int


@dataclass(frozen=True, slots=True)
class Month:
    """A whole month: ``days_recorded`` of ``days_counted`` have something; ``offset`` places its first day.

    Counted are the days up to today on which any habit was hers, without those set aside. ``plants`` are
    the different ones eaten in it, ``plants_before`` those of the month before.
    """

    first: date
    last: date
    offset: int
    week_start: int
    days_recorded: int
    days_counted: int
    days_set_aside: int
    habits: tuple[HabitMonth, ...]
    new_plants: tuple[str, ...]
    plants: int = 0
    plants_before: int = 0

    @property
    def kept_best(self) -> HabitMonth | None:
        """The daily habit met on most days, for the kindest true sentence."""
        daily = [each for each in self.habits if each.tally.met and not each.chosen.habit.is_weekly]
        return max(daily, key=lambda each: each.tally.met, default=None)


def read(session: Session, user: User, *, first: date, today: date) -> Month:
    """The month that begins on ``first``. Five queries, whatever the number of habits and years."""
    last = days.month_days(first.year, first.month)[1]
    before_first = days.month_days(*_month_before(first))[0]
    chosen = queries.chosen_between(session, user, first=before_first, last=last)
    since = before_first
    if last >= today:
        since = queries.window_of(chosen, first=before_first)
    record = queries.record_of(session, user, chosen=chosen, first=since, last=last)
    new_plants = queries.first_time_plants(session, user, first=first, last=last)
    return build(record, first=first, today=today, week_start=user.week_start, new_plants=new_plants)


def _month_before(first: date) -> tuple[int, int]:
    before = first - days.ONE_DAY
    return before.year, before.month


def build(
    record: Record, *, first: date, today: date, week_start: int, new_plants: tuple[str, ...] = ()
) -> Month:
    """The month from what was recorded in it and the month before."""
    last = days.month_days(first.year, first.month)[1]
    past = list(days.days_between(first, min(last, today)))
    recorded = figures.reported_days(record.marks.values(), (day for day, _ in record.eaten))
    hers = ((each.habit, each.spells) for each in record.chosen)
    aside = figures.days_set_aside(hers, past, recorded_days=recorded)
    lived = [each for each in record.chosen if any(each.habit.is_lived_on(day) for day in past)]
    return Month(
        first=first,
        last=last,
        offset=(first.weekday() - week_start) % days.DAYS_IN_WEEK,
        week_start=week_start,
        days_recorded=sum(day in recorded for day in past),
        days_counted=sum(any(each.habit.is_lived_on(day) for each in lived) for day in past) - len(aside),
        days_set_aside=len(aside),
        habits=tuple(_habit_month(each, record, first, last, today, week_start, recorded) for each in lived),
        new_plants=new_plants,
        plants=_different_plants(record, first, last),
        plants_before=_different_plants(record, *days.month_days(*_month_before(first))),
    )


def _different_plants(record: Record, first: date, last: date) -> int:
    return len({plant for day, plant in record.eaten if first <= day <= last})


def _habit_month(
    chosen: Chosen,
    record: Record,
    first: date,
    last: date,
    today: date,
    week_start: int,
    recorded: Set[date],
) -> HabitMonth:
    by_day = record.of(chosen.id)
    habit = chosen.habit
    before_first, before_last = days.month_days(*_month_before(first))
    told: dict[str, Any] = {"today": today, "week_start": week_start, "spells": chosen.spells}
    standing = streaks.advance(chosen.standing, habit, by_day, until=today, **told)
    streak = streaks.current(habit, standing, by_day, **told)
    bars = _bars(chosen, by_day, first, last, today, week_start, recorded) if habit.is_weekly else ()
    closed = [bar.week for bar in bars if not bar.is_running]
    return HabitMonth(
        chosen=chosen,
        tally=figures.tally(habit, by_day, first=first, last=last, **told),
        before=figures.tally(habit, by_day, first=before_first, last=before_last, **told),
        total=_total(chosen, by_day, first, last),
        total_before=_total(chosen, by_day, before_first, before_last),
        cells=() if habit.is_weekly else _cells(chosen, by_day, first, last, today),
        bars=bars,
        mean=figures.mean_of_reported(habit, by_day, closed, recorded_days=recorded, spells=chosen.spells),
        streak=streak,
        best=max(streak, standing.best),
    )


def _total(chosen: Chosen, by_day: queries.Days, first: date, last: date) -> float:
    return math.fsum(marks.amounts(chosen.habit, by_day, on=days.days_between(first, last)))


def _cells(chosen: Chosen, by_day: queries.Days, first: date, last: date, today: date) -> tuple[Cell, ...]:
    return tuple(
        Cell(day, marks.state(chosen.habit, day, by_day.get(day), today=today, spells=chosen.spells))
        for day in days.days_between(first, last)
    )


def _bars(
    chosen: Chosen,
    by_day: queries.Days,
    first: date,
    last: date,
    today: date,
    week_start: int,
    recorded: Set[date],
) -> tuple[WeekBar, ...]:
    weeks = [
        week
        for week in days.weeks_within(first, last, week_start=week_start)
        if week.first <= today and chosen.habit.is_lived_on(min(week.last, today))
    ]
    totals = figures.weekly_amounts(chosen.habit, by_day, weeks)
    return tuple(
        _bar(chosen, by_day, week, total, today, recorded) for week, total in zip(weeks, totals, strict=True)
    )


def _bar(
    chosen: Chosen, by_day: queries.Days, week: days.Week, total: float, today: date, recorded: Set[date]
) -> WeekBar:
    state = marks.week_state(chosen.habit, week, by_day, today=today, spells=chosen.spells)
    goal = chosen.habit.goal_on(min(week.last, today)).amount
    is_running = week.last >= today
    return WeekBar(
        week,
        total,
        goal,
        is_met=state is State.MET,
        is_running=is_running,
        has_record=is_running or total > 0 or figures.is_reported_week(recorded, week),
        is_set_aside=state is State.PAUSED,
    )
