"""The weeks of one habit in a year: what each came to, and what it is held against."""

import math
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.checklist.queries import Chosen, Days
from app.rules import days, figures, marks
from app.rules.habits import Habit
from app.rules.marks import State

_ASIDE = frozenset({State.SKIPPED, State.PAUSED})


@dataclass(frozen=True, slots=True)
class HabitWeek:
    """A week: of a daily habit the days met, held against its counted days; of a weekly one its amount.

    ``value`` None: no record. ``goal`` None: too few of its days were hers for a weekly goal.
    """

    week: days.Week
    value: float | None
    goal: float | None
    is_met: bool
    is_set_aside: bool
    is_running: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """What every week is told by."""

    habit: Habit
    by_day: Days
    spells: Sequence[marks.Spell]
    today: date
    reported: Set[date]


def of_year(
    chosen: Chosen,
    by_day: Days,
    *,
    first: date,
    last: date,
    today: date,
    week_start: int,
    reported: Set[date],
) -> tuple[HabitWeek, ...]:
    """The weeks wholly inside first to last that have begun and in which anything counted or was set aside.

    ``reported`` are the days with anything recorded for any habit.
    """
    told = _Told(chosen.habit, by_day, chosen.spells, today, reported)
    judge: Callable[[_Told, days.Week], HabitWeek | None] = (
        _of_weekly if chosen.habit.is_weekly else _of_daily
    )
    weeks = days.weeks_within(first, last, week_start=week_start)
    judged = (judge(told, week) for week in weeks if _is_hers(told, week))
    return tuple(week for week in judged if week is not None)


def _is_hers(told: _Told, week: days.Week) -> bool:
    past = days.days_between(week.first, min(week.last, told.today))
    return any(map(told.habit.is_lived_on, past))


def _of_weekly(told: _Told, week: days.Week) -> HabitWeek:
    habit, latest = told.habit, min(week.last, told.today)
    state = marks.week_state(habit, week, told.by_day, today=told.today, spells=told.spells)
    amounts = marks.amounts(habit, told.by_day, on=days.days_between(week.first, latest))
    return HabitWeek(
        week,
        value=_with_record(told, week, math.fsum(amounts), is_recorded=bool(amounts)),
        goal=None if state is State.NOT_DUE else habit.goal_on(latest).amount,
        is_met=state is State.MET,
        is_set_aside=state in _ASIDE,
        is_running=week.last >= told.today,
    )


def _of_daily(told: _Told, week: days.Week) -> HabitWeek | None:
    stretch: dict[str, Any] = {"first": week.first, "last": week.last, "today": told.today}
    judged = marks.judged(told.habit, told.by_day, spells=told.spells, **stretch)
    is_aside = not _ASIDE.isdisjoint(state for _, state in judged)
    tally = figures.tally(told.habit, told.by_day, spells=told.spells, **stretch)
    if not tally.counted and not is_aside:
        return None
    return HabitWeek(
        week,
        value=_with_record(told, week, float(tally.met), is_recorded=tally.recorded > 0),
        goal=float(tally.counted),
        is_met=0 < tally.counted == tally.met,
        is_set_aside=not tally.counted,
        is_running=week.last >= told.today,
    )


def _with_record(told: _Told, week: days.Week, value: float, *, is_recorded: bool) -> float | None:
    """The value, or None where too little is recorded to say that there was nothing.

    Nothing recorded against a limit never says that it was kept.
    """
    if is_recorded:
        return value
    if told.habit.is_limit:
        return None
    is_told = week.last >= told.today or figures.is_reported_week(told.reported, week)
    return value if is_told else None
