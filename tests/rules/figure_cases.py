"""What the tests of figures share: a habit, its days and its marks."""

from datetime import date, timedelta
from typing import Any

from app.rules.habits import Goal, Habit, Measure, Period
from app.rules.marks import Mark, Skip

MONDAY = date(2026, 1, 5)
FAR = date(2026, 12, 31)
ILL = Mark(skip=Skip.ILL)


def make_habit(**overrides: Any) -> Habit:
    values: dict[str, Any] = {
        "measure": Measure.AMOUNT,
        "goals": (Goal(MONDAY, 10.0),),
        "started_on": MONDAY,
    }
    return Habit(**(values | overrides))


def make_weekly(goal: float, **overrides: Any) -> Habit:
    values: dict[str, Any] = {"period": Period.WEEK, "goals": (Goal(MONDAY, goal),)}
    return make_habit(**(values | overrides))


def day_number(number: int) -> date:
    """Day 1 is the first Monday."""
    return MONDAY + timedelta(days=number - 1)


def make_marks(*values: float | Mark | None) -> dict[date, Mark]:
    """One value a day from Monday: an amount, a mark, or None for nothing."""
    return {
        day_number(number): value if isinstance(value, Mark) else Mark(amount=float(value))
        for number, value in enumerate(values, 1)
        if value is not None
    }
