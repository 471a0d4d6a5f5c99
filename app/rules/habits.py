"""What a habit is: measure, direction, period, due weekdays, and goals with the day each holds from."""

import bisect
import calendar
import math
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

EVERY_DAY = frozenset(range(7))

# Seven tenths and one tenth of a litre reach a goal of eight tenths, though their binary sum falls short.
_RELATIVE_TOLERANCE = 1e-9


class Measure(StrEnum):
    """How a habit is counted: done or not, an amount in a unit, or distinct plants."""

    CHECK = "check"
    AMOUNT = "amount"
    VARIETY = "variety"


class Direction(StrEnum):
    """Whether the goal is a floor or a ceiling."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Period(StrEnum):
    """The span a goal is judged over."""

    DAY = "day"
    WEEK = "week"


class SetBy(StrEnum):
    """Who set a goal."""

    SELF = "self"
    DOCTOR = "doctor"
    PHYSIOTHERAPIST = "physiotherapist"
    DIETITIAN = "dietitian"


@dataclass(frozen=True, slots=True)
class Goal:
    """An amount per period that holds from ``from_day`` until the next goal does.

    For a check per day the amount is 1; for sessions a week it is the number of dates. A daily habit is due
    on ``weekdays`` (None: those of the habit), or on one ``month_day`` (1 to 31; the last day of a shorter
    month). ``set_on`` is the day on which who set it did.
    """

    from_day: date
    amount: float
    set_by: SetBy = SetBy.SELF
    set_by_name: str = ""
    set_on: date | None = None
    weekdays: frozenset[int] | None = None
    month_day: int | None = None


@dataclass(frozen=True, slots=True)
class Habit:
    """The plain values of one habit; ``goals`` is sorted by ``from_day`` and never empty.

    ``started_on`` is her first day with it, ``ended_on`` the last day it was hers (None: still is).
    Between the first and the last day of each of ``gaps`` it was given up.
    ``weekdays`` (Monday is 0) matters to daily habits alone, and where a goal names none.
    ``missing`` holds the dates that never were where she lives (Apia 2011-12-30), as
    ``days.missing_days`` finds them: no figure, streak or strength takes notice of them.
    ValueError: no goal, goals out of order, a negative ceiling, a floor that is not above zero.
    """

    measure: Measure
    goals: tuple[Goal, ...]
    started_on: date
    direction: Direction = Direction.AT_LEAST
    period: Period = Period.DAY
    weekdays: frozenset[int] = field(default=EVERY_DAY)
    ended_on: date | None = None
    gaps: tuple[tuple[date, date], ...] = ()
    missing: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.goals:
            raise ValueError("a habit has at least one goal")
        if list(self.goals) != sorted(self.goals, key=lambda goal: goal.from_day):
            raise ValueError("goals are sorted by the day they hold from")
        if not all(self._can_aim_at(goal) for goal in self.goals):
            raise ValueError("a goal is above zero; only a limit may be zero")

    def _can_aim_at(self, goal: Goal) -> bool:
        return goal.amount > 0 or (self.is_limit and goal.amount == 0)

    @property
    def is_limit(self) -> bool:
        """Whether the goal is a ceiling (at most) rather than a floor."""
        return self.direction is Direction.AT_MOST

    @property
    def is_weekly(self) -> bool:
        """Whether the goal is judged over the week rather than the day."""
        return self.period is Period.WEEK

    def goal_on(self, day: date) -> Goal:
        """The goal in force on that day; before the first goal's day, the first."""
        if len(self.goals) == 1:
            return self.goals[0]
        index = bisect.bisect_right(self.goals, day, key=lambda goal: goal.from_day) - 1
        return self.goals[max(index, 0)]

    def is_lived_on(self, day: date) -> bool:
        """Whether the day existed and lies from the habit's first day to its last, outside of its gaps."""
        if day < self.started_on or (self.ended_on is not None and day > self.ended_on):
            return False
        if self.missing and day in self.missing:
            return False
        return not self.gaps or not any(first <= day <= last for first, last in self.gaps)

    def is_due_on(self, day: date) -> bool:
        """Whether the day counts: lived, and for a daily habit one that the goal in force on it names."""
        if not self.is_lived_on(day):
            return False
        return self.is_weekly or self.is_named_on(day)

    @property
    def is_due_every_day(self) -> bool:
        """Whether every goal of a daily habit names all days, so that days in a row follow on each other."""
        return not self.is_weekly and all(self.weekdays_of(goal) == EVERY_DAY for goal in self.goals)

    def weekdays_of(self, goal: Goal) -> frozenset[int] | None:
        """The weekdays on which one of its goals is due; None for one due on a day of the month."""
        if goal.month_day is not None:
            return None
        return self.weekdays if goal.weekdays is None else goal.weekdays

    def is_named_on(self, day: date) -> bool:
        """Whether the goal in force names the day among a daily habit's own, hers by then or not."""
        goal = self.goal_on(day)
        if goal.month_day is not None:
            return day.day == min(goal.month_day, calendar.monthrange(day.year, day.month)[1])
        return day.weekday() in (self.weekdays_of(goal) or ())

    def worth_of(self, amount: float) -> float:
        """What one day's amount adds up to: the amount; for a check 1 when above zero, else 0."""
        if self.measure is Measure.CHECK:
            return float(amount > 0)
        return amount

    def is_met_by(self, total: float, *, goal: Goal) -> bool:
        """Whether a recorded total reaches the floor or stays within the ceiling.

        A difference of a billionth of the goal is taken for binary rounding and forgiven.
        """
        if math.isclose(total, goal.amount, rel_tol=_RELATIVE_TOLERANCE):
            return True
        return total < goal.amount if self.is_limit else total > goal.amount
