"""What a week of a habit shows: what it came to, or that there is no record, and what it is held against."""

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from app.rules import days, figures
from app.rules.days import Week
from app.rules.habits import Habit

# Imported by name: in these functions ``marks`` is the mapping.
from app.rules.marks import Mark, Spell, State, amounts, week_state

_ASIDE = frozenset({State.SKIPPED, State.PAUSED})


@dataclass(frozen=True, slots=True)
class WeekShown:
    """A week: of a weekly habit its sum and the goal, of a daily one the days met and the days that counted.

    ``value`` None: no record, or ``is_set_aside``. It runs until its last day.
    """

    week: Week
    value: float | None
    goal: float
    is_met: bool
    is_set_aside: bool
    is_running: bool

    @property
    def reached(self) -> float:
        """The part of the goal that is there, 0 to 1."""
        return min((self.value or 0.0) / self.goal, 1.0) if self.goal else 0.0


def shown(
    habit: Habit,
    marks: Mapping[date, Mark],
    weeks: Iterable[Week],
    *,
    today: date,
    recorded_days: Set[date],
    spells: Sequence[Spell] = (),
) -> tuple[WeekShown, ...]:
    """Those of the weeks in which a weekly habit was due or set aside; plants as in ``week_state``.

    ``recorded_days`` are the days with anything recorded for any habit.
    """
    judged = ((week, week_state(habit, week, marks, today=today, spells=spells)) for week in weeks)
    return tuple(
        _shown(habit, marks, week, state, today=today, recorded_days=recorded_days)
        for week, state in judged
        if state is not State.NOT_DUE
    )


def _shown(
    habit: Habit,
    marks: Mapping[date, Mark],
    week: Week,
    state: State,
    *,
    today: date,
    recorded_days: Set[date],
) -> WeekShown:
    latest = min(week.last, today)
    recorded = amounts(habit, marks, on=days.days_between(week.first, latest))
    is_told = state not in _ASIDE and is_told_of(
        habit, week, is_recorded=bool(recorded), today=today, recorded_days=recorded_days
    )
    return WeekShown(
        week,
        value=math.fsum(recorded) if is_told else None,
        goal=habit.goal_on(latest).amount,
        is_met=state is State.MET,
        is_set_aside=state in _ASIDE,
        is_running=week.last >= today,
    )


def is_told_of(habit: Habit, week: Week, *, is_recorded: bool, today: date, recorded_days: Set[date]) -> bool:
    """Whether a week has a number, or there is no record of it.

    It has one with an amount of the habit (``is_recorded``, an explicit zero too). Without, it is 0 while it
    runs and in a reported week; but nothing recorded against a limit never says that it was kept.
    """
    if is_recorded or habit.is_limit:
        return is_recorded
    return week.last >= today or figures.is_reported_week(recorded_days, week)
