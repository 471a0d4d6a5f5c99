"""Which goal holds, which days count, and what reaches a goal."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.rules import habits
from app.rules.habits import Direction, Goal, Habit, Measure, Period

MONDAY = date(2026, 3, 2)


def make_habit(**overrides: Any) -> Habit:
    values: dict[str, Any] = {
        "measure": Measure.AMOUNT,
        "goals": (Goal(MONDAY, 6.0),),
        "started_on": MONDAY,
    }
    return Habit(**(values | overrides))


def test_a_habit_without_a_goal_is_refused():
    with pytest.raises(ValueError, match="at least one goal"):
        make_habit(goals=())


@pytest.mark.parametrize(
    ("overrides", "is_so"),
    [
        ({}, True),
        ({"period": Period.WEEK}, False),
        ({"weekdays": frozenset({0, 3})}, False),
        ({"goals": (Goal(MONDAY, 6.0, weekdays=habits.EVERY_DAY),), "weekdays": frozenset({0})}, True),
        ({"goals": (Goal(MONDAY, 6.0), Goal(date(2026, 4, 1), 6.0, month_day=5))}, False),
    ],
)
def test_days_follow_on_each_other_when_every_goal_names_all(overrides, is_so):
    assert make_habit(**overrides).is_due_every_day is is_so


def test_goals_out_of_order_are_refused():
    with pytest.raises(ValueError, match="sorted"):
        make_habit(goals=(Goal(date(2026, 4, 1), 6.0), Goal(MONDAY, 5.0)))


@pytest.mark.parametrize(
    ("direction", "amount"),
    [
        (Direction.AT_LEAST, 0.0),
        (Direction.AT_LEAST, -1.0),
        (Direction.AT_LEAST, float("nan")),
        (Direction.AT_MOST, -1.0),
        (Direction.AT_MOST, float("nan")),
    ],
)
def test_a_goal_nobody_can_aim_at_is_refused(direction, amount):
    with pytest.raises(ValueError, match="above zero"):
        make_habit(direction=direction, goals=(Goal(MONDAY, amount),))
    with pytest.raises(ValueError, match="above zero"):
        make_habit(direction=direction, goals=(Goal(MONDAY, 1.0), Goal(date(2026, 4, 1), amount)))


def test_a_limit_may_be_zero():
    assert make_habit(direction=Direction.AT_MOST, goals=(Goal(MONDAY, 0.0),)).is_limit


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2026, 3, 1), 5.0),
        (date(2026, 3, 2), 5.0),
        (date(2026, 3, 31), 5.0),
        (date(2026, 4, 1), 6.0),
        (date(2026, 4, 30), 6.0),
        (date(2026, 5, 1), 4.0),
        (date(2027, 1, 1), 4.0),
    ],
)
def test_each_day_has_the_goal_in_force_on_it(day, amount):
    goals = (Goal(MONDAY, 5.0), Goal(date(2026, 4, 1), 6.0), Goal(date(2026, 5, 1), 4.0))
    assert make_habit(goals=goals).goal_on(day).amount == amount


def test_she_set_a_goal_unless_somebody_else_did():
    assert Goal(MONDAY, 6.0).set_by is habits.SetBy.SELF


@pytest.mark.parametrize(
    ("day", "is_lived"),
    [
        (date(2026, 3, 1), False),
        (date(2026, 3, 2), True),
        (date(2026, 3, 5), False),
        (date(2026, 3, 8), True),
        (date(2026, 3, 9), False),
    ],
)
def test_a_habit_is_lived_from_its_first_to_its_last_day_but_not_on_a_day_that_never_was(day, is_lived):
    habit = make_habit(ended_on=date(2026, 3, 8), missing=frozenset({date(2026, 3, 5)}))
    assert habit.is_lived_on(day) is is_lived
    assert habit.is_due_on(day) is is_lived


def test_a_habit_that_has_not_ended_goes_on():
    assert make_habit().is_lived_on(date(2046, 3, 2))


@pytest.mark.parametrize(
    ("period", "day", "is_due"),
    [
        (Period.DAY, date(2026, 3, 2), True),
        (Period.DAY, date(2026, 3, 3), False),
        (Period.DAY, date(2026, 3, 4), True),
        (Period.WEEK, date(2026, 3, 3), True),
    ],
)
def test_weekdays_matter_to_daily_habits_alone(period, day, is_due):
    assert make_habit(period=period, weekdays=frozenset({0, 2})).is_due_on(day) is is_due


@pytest.mark.parametrize(
    ("measure", "amount", "worth"),
    [
        (Measure.CHECK, 0.0, 0.0),
        (Measure.CHECK, 1.0, 1.0),
        (Measure.CHECK, 3.0, 1.0),
        (Measure.AMOUNT, 3.0, 3.0),
        (Measure.VARIETY, 3.0, 3.0),
    ],
)
def test_a_check_counts_once_however_much_was_written(measure, amount, worth):
    assert make_habit(measure=measure).worth_of(amount) == worth


@pytest.mark.parametrize(
    ("direction", "total", "is_met"),
    [
        (Direction.AT_LEAST, 0.0, False),
        (Direction.AT_LEAST, 0.799, False),
        (Direction.AT_LEAST, 0.7 + 0.1, True),
        (Direction.AT_LEAST, 0.9, True),
        (Direction.AT_MOST, 0.0, True),
        (Direction.AT_MOST, 0.8, True),
        (Direction.AT_MOST, 0.8000000000000002, True),
        (Direction.AT_MOST, 0.801, False),
    ],
)
def test_a_total_meets_a_floor_from_above_and_a_limit_from_below(direction, total, is_met):
    habit = make_habit(direction=direction, goals=(Goal(MONDAY, 0.8),))
    assert habit.is_met_by(total, goal=habit.goals[0]) is is_met


def test_a_limit_of_zero_is_kept_by_zero_alone():
    habit = make_habit(direction=Direction.AT_MOST, goals=(Goal(MONDAY, 0.0),))
    assert habit.is_met_by(0.0, goal=habit.goals[0])
    assert not habit.is_met_by(0.5, goal=habit.goals[0])


def test_periods_are_told_apart():
    assert make_habit(period=Period.WEEK).is_weekly
    assert not make_habit().is_weekly
    assert not make_habit().is_limit


@pytest.mark.parametrize(
    ("month_day", "due"),
    [
        (1, [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]),
        (30, [date(2026, 1, 30), date(2026, 2, 28), date(2026, 3, 30)]),
        (31, [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]),
    ],
)
def test_monthly_habit_is_due_once_a_month_on_its_day_or_the_last(month_day, due):
    goal = Goal(date(2026, 1, 1), 1.0, month_day=month_day)
    habit = Habit(measure=Measure.CHECK, goals=(goal,), started_on=date(2026, 1, 1))
    first_quarter = [date(2026, 1, 1) + timedelta(days=number) for number in range(90)]
    assert [day for day in first_quarter if habit.is_due_on(day)] == due


def test_goal_names_the_weekdays_from_its_day_on_and_earlier_days_keep_theirs():
    goals = (Goal(date(2026, 1, 5), 1.0), Goal(date(2026, 1, 12), 1.0, weekdays=frozenset({0, 3})))
    habit = Habit(measure=Measure.CHECK, goals=goals, started_on=date(2026, 1, 5), weekdays=frozenset({1, 2}))
    fortnight = [date(2026, 1, 5) + timedelta(days=number) for number in range(14)]
    assert [day.day for day in fortnight if habit.is_due_on(day)] == [6, 7, 12, 15]


def test_days_of_a_gap_are_not_lived_and_those_around_are():
    gaps = ((date(2026, 1, 10), date(2026, 1, 12)), (date(2026, 1, 14), date(2026, 1, 14)))
    habit = make_habit(goals=(Goal(date(2026, 1, 5), 1.0),), started_on=date(2026, 1, 5), gaps=gaps)
    days = [date(2026, 1, number) for number in range(9, 16)]
    assert [habit.is_lived_on(day) for day in days] == [True, False, False, False, True, False, True]
