"""The streak, the best one, and the strength of a habit, folded day by day and taken up where they stood.

Strength is the score of Loop Habit Tracker: with frequency f, m = 0.5 ** (sqrt(f) / 13) and
strength = before * m + value * (1 - m) for each day that is neither skipped, paused nor outside the habit.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.rules import days
from app.rules.habits import Goal, Habit, Measure

# Imported by name: in these functions ``marks`` is the mapping.
from app.rules.marks import Mark, Spell, State, amounts, judged, state, week_state

# A habit that stays so strong for so long runs by itself.
BY_ITSELF = 0.97
BY_ITSELF_FOR = timedelta(days=30)

# What the caller gives before ``Standing.through``: the longest window that strength looks back over.
DAYS_LOOKED_BACK = 14

_HALF_LIFE = 13
_NEUTRAL = frozenset({State.SKIPPED, State.PAUSED, State.NOT_DUE, State.OPEN})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where streak and strength stood: ``current`` and ``best`` after the day ``through``.

    ``current`` and ``best`` are days for a daily habit, weeks for a weekly one, whose ``through`` is the
    end of a week. ``strength`` (0 to 1) stands after ``strength_through``, for a daily habit the same day.
    ``strong_since`` is the first day of those since which it never fell below ``BY_ITSELF``; None below it.
    """

    through: date
    current: int
    best: int
    strength: float
    strength_through: date
    strong_since: date | None = None


def start(habit: Habit) -> Standing:
    """The standing on the eve of the habit: nothing, but full strength for a limit not yet passed."""
    eve = habit.started_on - days.ONE_DAY
    return Standing(through=eve, current=0, best=0, strength=float(habit.is_limit), strength_through=eve)


def runs_by_itself(habit: Habit, standing: Standing, *, today: date) -> bool:
    """Whether the habit was strong for thirty days, so that it need not be reminded of.

    A limit never does: it is as strong when nothing is recorded.
    """
    since = standing.strong_since
    return not habit.is_limit and since is not None and today - since >= BY_ITSELF_FOR


def percent(strength: float) -> int:
    """A strength as it is printed: whole per cent, half up, as Loop prints it."""
    return math.floor(100 * strength + 0.5)


def percent_told(habit: Habit, *, strength: float, best: int) -> int | None:
    """The same where there is any to tell of; None for 0 %, and for a limit that was never seen kept.

    Without a record a limit stands at full strength, which nobody has earned. ``best`` is the best streak.
    """
    share = percent(strength)
    return share if share and (best or not habit.is_limit) else None


def advance(
    standing: Standing,
    habit: Habit,
    marks: Mapping[date, Mark],
    *,
    until: date,
    today: date,
    week_start: int = 0,
    spells: Sequence[Spell] = (),
) -> Standing:
    """The standing after every closed period that ends by ``until``; today is never closed.

    ``marks`` reach back to ``DAYS_LOOKED_BACK`` days before ``standing.through``. Any way of cutting the
    road into steps ends at the same standing. When a day up to ``strength_through`` changes (a mark, a
    goal, a spell, the week start), the standing is void: begin again with ``of``.
    """
    closed = min(until, today - days.ONE_DAY)
    standing = _with_strength(standing, habit, marks, until=closed, today=today, spells=spells)
    first = standing.through + days.ONE_DAY
    if habit.is_weekly:
        first = days.week_of(first, week_start=week_start).first
    periods = judged(
        habit, marks, first=first, last=closed, today=today, spells=spells, week_start=week_start
    )
    for last_day, outcome in periods:
        standing = _with_period(standing, last_day, outcome=outcome)
    return standing


def _with_period(standing: Standing, last_day: date, *, outcome: State) -> Standing:
    if outcome in _NEUTRAL:
        return replace(standing, through=last_day)
    current = standing.current + 1 if outcome is State.MET else 0
    return replace(standing, through=last_day, current=current, best=max(standing.best, current))


def of(
    habit: Habit,
    marks: Mapping[date, Mark],
    *,
    today: date,
    week_start: int = 0,
    spells: Sequence[Spell] = (),
) -> Standing:
    """The standing after yesterday, from the habit's first day on."""
    return advance(start(habit), habit, marks, until=today, today=today, week_start=week_start, spells=spells)


def current(
    habit: Habit,
    standing: Standing,
    marks: Mapping[date, Mark],
    *,
    today: date,
    week_start: int = 0,
    spells: Sequence[Spell] = (),
) -> int:
    """The streak to show today: up to yesterday, plus today (the running week) when already met.

    The best streak to show is the larger of this and ``Standing.best``. A standing that already holds
    today, as after a journey west, is not given it twice.
    """
    standing = advance(standing, habit, marks, until=today, today=today, week_start=week_start, spells=spells)
    if habit.is_weekly:
        week = days.week_of(today, week_start=week_start)
        last_day, running = week.last, week_state(habit, week, marks, today=today, spells=spells)
    else:
        last_day, running = today, state(habit, today, marks.get(today), today=today, spells=spells)
    is_new = last_day > standing.through
    return standing.current + int(is_new and running is State.MET)


def _with_strength(
    standing: Standing,
    habit: Habit,
    marks: Mapping[date, Mark],
    *,
    until: date,
    today: date,
    spells: Sequence[Spell],
) -> Standing:
    strength, strong_since = standing.strength, standing.strong_since
    for day in days.days_between(standing.strength_through + days.ONE_DAY, until):
        outcome = state(habit, day, marks.get(day), today=today, spells=spells)
        if habit.is_due_on(day) and outcome not in (State.SKIPPED, State.PAUSED):
            strength = _strength_after(habit, day, marks, before=strength)
            strong_since = (strong_since or day) if strength >= BY_ITSELF else None
    through = max(until, standing.strength_through)
    return replace(standing, strength=strength, strength_through=through, strong_since=strong_since)


def _strength_after(habit: Habit, day: date, marks: Mapping[date, Mark], *, before: float) -> float:
    goal = habit.goal_on(day)
    frequency = _frequency(habit, goal)
    window, goals = _window(habit, frequency)
    total = math.fsum(amounts(habit, marks, on=days.days_between(day - (window - 1) * days.ONE_DAY, day)))
    kept = math.pow(0.5, math.sqrt(frequency) / _HALF_LIFE)
    return before * kept + _value(habit, total, target=goal.amount * goals) * (1 - kept)


def _frequency(habit: Habit, goal: Goal) -> float:
    """Times a day: 1 for a daily habit when due, n / 7 for n sessions a week, 1 / 7 for a week's amount."""
    if not habit.is_weekly:
        return 1.0
    if habit.measure is Measure.CHECK:
        # A limit of no session at all is as frequent as one: strength would stand still at none.
        return max(goal.amount, 1.0) / days.DAYS_IN_WEEK
    return 1 / days.DAYS_IN_WEEK


def _window(habit: Habit, frequency: float) -> tuple[int, int]:
    """The days that are summed up and the number of goals they are held against."""
    if not habit.is_weekly:
        return 1, 1
    if habit.measure is Measure.CHECK and frequency < 1:
        return 2 * days.DAYS_IN_WEEK, 2
    return days.DAYS_IN_WEEK, 1


def _value(habit: Habit, total: float, *, target: float) -> float:
    """How far the target was reached or kept, from 0 to 1; a limit of zero is kept or it is not."""
    if not habit.is_limit:
        return min(1.0, total / target)
    if target == 0:
        return float(total == 0)
    return min(1.0, max(0.0, 1 - (total - target) / target))
