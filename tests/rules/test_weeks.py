"""What a week shows, of every kind of habit: literal cases."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.rules import figures, weeks
from app.rules.days import Week
from app.rules.figures import TrendWord
from app.rules.habits import Direction, Goal, Habit, Measure, Period
from app.rules.marks import Mark, Skip, Spell

MONDAY = date(2026, 10, 5)
SUNDAY = date(2026, 10, 11)
OVER, RUNNING = date(2026, 10, 19), date(2026, 10, 9)
WEEK = Week(MONDAY)
FOUR = frozenset(WEEK.days[:4])


def weekly(goal: float = 60, *, since: date = MONDAY, **values: Any) -> Habit:
    return Habit(Measure.AMOUNT, (Goal(since, goal),), since, period=Period.WEEK, **values)


WALK, SWEETS = weekly(), weekly(2, direction=Direction.AT_MOST)
SOME, ZERO = {MONDAY: Mark(amount=1.0)}, {MONDAY: Mark(amount=0.0)}


@pytest.mark.parametrize(
    ("habit", "marks", "recorded", "today", "value"),
    [
        (WALK, SOME, (), OVER, 1),
        (WALK, ZERO, (), OVER, 0),
        (WALK, {}, (), OVER, None),
        (WALK, {}, FOUR, OVER, 0),
        (WALK, {}, (), RUNNING, 0),
        (SWEETS, SOME, (), OVER, 1),
        (SWEETS, ZERO, (), OVER, 0),
        (SWEETS, {}, (), OVER, None),
        (SWEETS, {}, FOUR, OVER, None),
        (SWEETS, {}, FOUR, RUNNING, None),
    ],
)
def test_week_shows_its_sum_or_that_there_is_no_record(habit, marks, recorded, today, value):
    (shown,) = weeks.shown(habit, marks, [WEEK], today=today, recorded_days=frozenset(recorded))
    assert shown.value == value
    assert shown.is_running == (today == RUNNING)


@pytest.mark.parametrize(("today", "is_running"), [(SUNDAY, True), (date(2026, 10, 12), False)])
def test_week_runs_until_its_last_day(today, is_running):
    (shown,) = weeks.shown(WALK, {}, [WEEK], today=today, recorded_days=frozenset())
    assert (shown.is_running, shown.value) == (is_running, 0 if is_running else None)


def test_each_week_has_its_own_days_and_the_goal_of_its_last():
    habit = Habit(
        Measure.AMOUNT, (Goal(MONDAY, 60), Goal(date(2026, 10, 14), 90)), MONDAY, period=Period.WEEK
    )
    marks = {MONDAY: Mark(amount=70.0), date(2026, 10, 13): Mark(amount=80.0)}
    both = [WEEK, WEEK.next()]
    found = weeks.shown(habit, marks, both, today=OVER, recorded_days=frozenset())
    assert [(each.value, each.goal, each.is_met) for each in found] == [(70, 60, True), (80, 90, False)]


@pytest.mark.parametrize(("since", "count"), [(date(2026, 10, 8), 1), (date(2026, 10, 9), 0)])
def test_week_with_too_few_days_of_hers_is_not_shown(since, count):
    young = weekly(since=since)
    told = weeks.shown(young, {SUNDAY: Mark(amount=70.0)}, [WEEK], today=OVER, recorded_days=frozenset())
    assert [each.value for each in told] == [70.0] * count


def test_week_set_aside_has_no_number():
    away = (Spell(MONDAY, date(2026, 10, 9), Skip.AWAY),)
    ill = {day: Mark(skip=Skip.ILL) for day in WEEK.days}
    for marks, spells in (({SUNDAY: Mark(amount=5.0)}, away), (ill, ())):
        (shown,) = weeks.shown(WALK, marks, [WEEK], today=OVER, recorded_days=FOUR, spells=spells)
        assert (shown.value, shown.is_set_aside, shown.is_met) == (None, True, False)


def test_mean_of_a_limit_leaves_out_weeks_that_say_nothing_of_it():
    both = [WEEK, WEEK.next()]
    told = frozenset(day for week in both for day in week.days)
    assert figures.mean_of_reported(SWEETS, SOME, both, recorded_days=told) == 1
    assert figures.mean_of_reported(SWEETS, {}, both, recorded_days=told) is None
    assert figures.mean_of_reported(WALK, SOME, both, recorded_days=told) == 0.5


@pytest.mark.parametrize(
    ("weeks_told", "word"), [(range(8), TrendWord.SAME), ((0, 1, 4, 5, 6, 7), TrendWord.TOO_FEW)]
)
def test_trend_of_a_limit_needs_weeks_that_say_something_of_it(weeks_told, word):
    marks = {MONDAY + timedelta(weeks=place): Mark(amount=1.0) for place in weeks_told}
    last = MONDAY + timedelta(weeks=8) - timedelta(days=1)
    told = frozenset(MONDAY + timedelta(days=number) for number in range(56))
    found = figures.trend_of_amounts(SWEETS, marks, first=MONDAY, last=last, recorded_days=told)
    assert found.word is word


@pytest.mark.parametrize(
    ("value", "goal", "reached"),
    [(30.0, 60.0, 0.5), (90.0, 60.0, 1.0), (None, 60.0, 0.0), (0.0, 0.0, 0.0)],
)
def test_part_of_the_goal_that_is_there_is_never_more_than_all(value, goal, reached):
    shown = weeks.WeekShown(WEEK, value, goal, is_met=False, is_set_aside=False, is_running=False)
    assert shown.reached == reached
