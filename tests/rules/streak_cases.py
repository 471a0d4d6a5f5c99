"""What the tests of streaks and strength share: a habit, its days, its marks and where it stands."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from app.rules import streaks
from app.rules.habits import Goal, Habit, Measure, Period
from app.rules.marks import Mark, Skip, Spell

MONDAY = date(2026, 3, 2)
DONE = Mark(amount=1.0)
ZERO = Mark(amount=0.0)
ILL = Mark(skip=Skip.ILL)


def make_habit(**overrides: Any) -> Habit:
    values: dict[str, Any] = {
        "measure": Measure.CHECK,
        "goals": (Goal(MONDAY, 1.0),),
        "started_on": MONDAY,
    }
    return Habit(**(values | overrides))


def make_weekly(goal: float, **overrides: Any) -> Habit:
    values: dict[str, Any] = {
        "measure": Measure.AMOUNT,
        "period": Period.WEEK,
        "goals": (Goal(MONDAY, goal),),
    }
    return make_habit(**(values | overrides))


def day_number(number: int) -> date:
    """Day 1 is the first of the habit."""
    return MONDAY + timedelta(days=number - 1)


def make_marks(pattern: str) -> dict[date, Mark]:
    """One letter a day from Monday: x done, 0 not today, s skipped, a dot nothing."""
    letters = {"x": DONE, "0": ZERO, "s": ILL}
    return {day_number(number): letters[letter] for number, letter in enumerate(pattern, 1) if letter != "."}


def make_amounts(*amounts: float | None) -> dict[date, Mark]:
    return {
        day_number(number): Mark(amount=float(amount))
        for number, amount in enumerate(amounts, 1)
        if amount is not None
    }


def standing_after(
    habit: Habit, marked: Mapping[date, Mark], number: int, *, spells: Sequence[Spell] = ()
) -> streaks.Standing:
    """The standing when day ``number`` is the last closed one."""
    return streaks.of(habit, marked, today=day_number(number + 1), spells=spells)
