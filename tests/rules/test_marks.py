"""Every state of a day and of a week, one line each."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.rules import days, marks
from app.rules.habits import Direction, Goal, Habit, Measure, Period
from app.rules.marks import Mark, Skip, Spell, State

MONDAY = date(2026, 3, 2)
TODAY = date(2026, 3, 11)
PAST = date(2026, 3, 10)
WEEK = days.Week(MONDAY)
SUNDAY = WEEK.last
ZERO = Mark(amount=0.0)
ILL = Mark(skip=Skip.ILL)


def make_habit(**overrides: Any) -> Habit:
    values: dict[str, Any] = {
        "measure": Measure.AMOUNT,
        "goals": (Goal(MONDAY, 6.0),),
        "started_on": MONDAY,
    }
    return Habit(**(values | overrides))


def make_weekly(goal: float, **overrides: Any) -> Habit:
    values: dict[str, Any] = {"period": Period.WEEK, "goals": (Goal(MONDAY, goal),)}
    return make_habit(**(values | overrides))


def make_week_marks(*values: float | Mark | None) -> dict[date, Mark]:
    """Marks from Monday on; None leaves the day empty."""
    marked = zip(days.days_between(MONDAY, SUNDAY), values, strict=False)
    return {
        day: value if isinstance(value, Mark) else Mark(amount=float(value))
        for day, value in marked
        if value is not None
    }


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (Mark(amount=6.0), State.MET),
        (Mark(amount=7.0), State.MET),
        (Mark(amount=5.9), State.PARTIAL),
        (Mark(amount=0.1), State.PARTIAL),
        (ZERO, State.NOT_MET),
        (Mark(skip=Skip.ILL), State.SKIPPED),
        (Mark(skip=Skip.AWAY), State.SKIPPED),
        (Mark(skip=Skip.HOSPITAL), State.SKIPPED),
        (Mark(skip=Skip.DOCTOR), State.SKIPPED),
        (Mark(skip=Skip.OTHER), State.SKIPPED),
        (Mark(amount=6.0, skip=Skip.ILL), State.MET),
        (Mark(amount=1.0, skip=Skip.ILL), State.PARTIAL),
        (Mark(amount=0.0, skip=Skip.ILL), State.NOT_MET),
        (Mark(), State.NOT_RECORDED),
        (None, State.NOT_RECORDED),
    ],
)
def test_a_past_day_of_an_amount_has_one_state(mark, expected):
    assert marks.state(make_habit(), PAST, mark, today=TODAY) is expected


@pytest.mark.parametrize(
    ("limit", "amount", "expected"),
    [
        (6.0, 0.0, State.MET),
        (6.0, 6.0, State.MET),
        (6.0, 6.1, State.NOT_MET),
        (6.0, 60.0, State.NOT_MET),
        (0.0, 0.0, State.MET),
        (0.0, 0.1, State.NOT_MET),
    ],
)
def test_a_limit_is_met_by_a_recorded_amount_within_it_and_never_partial(limit, amount, expected):
    habit = make_habit(direction=Direction.AT_MOST, goals=(Goal(MONDAY, limit),))
    assert marks.state(habit, PAST, Mark(amount=amount), today=TODAY) is expected


def test_a_limit_with_nothing_recorded_is_not_recorded():
    habit = make_habit(direction=Direction.AT_MOST)
    assert marks.state(habit, PAST, None, today=TODAY) is State.NOT_RECORDED


@pytest.mark.parametrize(("amount", "expected"), [(1.0, State.MET), (2.0, State.MET), (0.0, State.NOT_MET)])
def test_a_check_is_met_or_not(amount, expected):
    habit = make_habit(measure=Measure.CHECK, goals=(Goal(MONDAY, 1.0),))
    assert marks.state(habit, PAST, Mark(amount=amount), today=TODAY) is expected


def test_plants_of_a_day_are_judged_as_an_amount():
    habit = make_habit(measure=Measure.VARIETY)
    assert marks.state(habit, PAST, Mark(amount=6.0), today=TODAY) is State.MET
    assert marks.state(habit, PAST, Mark(amount=5.0), today=TODAY) is State.PARTIAL


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (None, State.OPEN),
        (Mark(), State.OPEN),
        (ZERO, State.NOT_MET),
        (Mark(amount=1.0), State.PARTIAL),
        (Mark(amount=6.0), State.MET),
        (ILL, State.SKIPPED),
    ],
)
def test_today_is_open_until_something_is_there(mark, expected):
    assert marks.state(make_habit(), TODAY, mark, today=TODAY) is expected


@pytest.mark.parametrize(("mark", "expected"), [(None, State.NOT_DUE), (Mark(amount=6.0), State.MET)])
def test_a_day_to_come_is_not_due_unless_something_is_there(mark, expected):
    assert marks.state(make_habit(), date(2026, 3, 12), mark, today=TODAY) is expected


@pytest.mark.parametrize("mark", [None, Mark(amount=6.0), ZERO, ILL])
@pytest.mark.parametrize(
    ("day", "overrides"),
    [
        (date(2026, 3, 1), {}),
        (PAST, {"ended_on": date(2026, 3, 9)}),
        (PAST, {"weekdays": frozenset({0, 2})}),
        (PAST, {"missing": frozenset({PAST})}),
        (PAST, {"gaps": ((PAST, PAST),)}),
        (PAST, {"goals": (Goal(MONDAY, 6.0, weekdays=frozenset({0})),)}),
        (PAST, {"goals": (Goal(MONDAY, 6.0, month_day=11),)}),
    ],
)
def test_a_day_outside_the_habit_is_not_due_whatever_is_there(day, overrides, mark):
    spells = [Spell(MONDAY, TODAY, Skip.ILL)]
    assert marks.state(make_habit(**overrides), day, mark, today=TODAY, spells=spells) is State.NOT_DUE


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (None, State.PAUSED),
        (ILL, State.PAUSED),
        (Mark(amount=6.0), State.MET),
        (Mark(amount=2.0), State.PARTIAL),
        (ZERO, State.NOT_MET),
    ],
)
@pytest.mark.parametrize("day", [PAST, TODAY, date(2026, 3, 12)])
def test_a_spell_pauses_a_day_unless_an_amount_was_recorded(day, mark, expected):
    spells = [Spell(date(2026, 3, 3), date(2026, 3, 3), Skip.AWAY), Spell(PAST, date(2026, 3, 12), Skip.ILL)]
    assert marks.state(make_habit(), day, mark, today=TODAY, spells=spells) is expected


@pytest.mark.parametrize(
    ("day", "is_inside"),
    [
        (date(2026, 3, 3), False),
        (date(2026, 3, 4), True),
        (date(2026, 3, 6), True),
        (date(2026, 3, 7), False),
    ],
)
def test_a_spell_contains_its_first_and_last_day(day, is_inside):
    assert Spell(date(2026, 3, 4), date(2026, 3, 6), Skip.ILL).contains(day) is is_inside


def test_a_past_day_is_judged_by_the_goal_in_force_then():
    habit = make_habit(goals=(Goal(MONDAY, 5.0), Goal(PAST, 6.0)))
    assert marks.state(habit, date(2026, 3, 9), Mark(amount=5.0), today=TODAY) is State.MET
    assert marks.state(habit, PAST, Mark(amount=5.0), today=TODAY) is State.PARTIAL


@pytest.mark.parametrize(
    ("day", "mark", "expected"),
    [
        (date(2026, 1, 31), None, State.NOT_RECORDED),
        (date(2026, 2, 27), Mark(amount=1.0), State.NOT_DUE),
        (date(2026, 2, 28), Mark(amount=1.0), State.MET),
        (date(2026, 2, 28), ILL, State.SKIPPED),
        (date(2026, 3, 1), Mark(amount=1.0), State.NOT_DUE),
        (date(2026, 3, 31), None, State.NOT_DUE),
        (date(2028, 2, 28), Mark(amount=1.0), State.NOT_DUE),
        (date(2028, 2, 29), Mark(amount=1.0), State.MET),
    ],
)
def test_last_day_stands_for_a_day_that_a_short_month_has_not(day, mark, expected):
    goal = Goal(date(2026, 1, 1), 1.0, month_day=31)
    habit = make_habit(measure=Measure.CHECK, goals=(goal,), started_on=goal.from_day)
    assert marks.state(habit, day, mark, today=TODAY) is expected


@pytest.mark.parametrize(
    ("direction", "day", "mark", "expected"),
    [
        (Direction.AT_LEAST, PAST, Mark(amount=0.5), State.MET),
        (Direction.AT_LEAST, PAST, ZERO, State.NOT_MET),
        (Direction.AT_LEAST, PAST, ILL, State.SKIPPED),
        (Direction.AT_LEAST, PAST, None, State.NOT_DUE),
        (Direction.AT_LEAST, TODAY, None, State.OPEN),
        (Direction.AT_LEAST, date(2026, 3, 12), None, State.NOT_DUE),
        (Direction.AT_MOST, PAST, Mark(amount=999.0), State.MET),
        (Direction.AT_MOST, PAST, ZERO, State.MET),
        (Direction.AT_MOST, PAST, None, State.NOT_DUE),
    ],
)
def test_a_day_of_a_weekly_habit_says_what_it_gave_to_the_week(direction, day, mark, expected):
    assert marks.state(make_weekly(150.0, direction=direction), day, mark, today=TODAY) is expected


def test_plants_that_were_all_eaten_before_in_the_week_are_a_record_also_in_a_spell():
    habit = make_weekly(5.0, measure=Measure.VARIETY)
    away = [Spell(WEEK.days[3], SUNDAY, Skip.AWAY)]
    eaten = make_week_marks(4, None, None, ZERO)
    assert marks.state(habit, WEEK.days[3], ZERO, today=TODAY, spells=away) is State.MET
    assert marks.week_state(habit, WEEK, eaten, today=TODAY, spells=away) is State.PARTIAL


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((30, 30, 30, 30, 30), State.MET),
        ((150,), State.MET),
        ((30, 30, 30, 30, 29), State.PARTIAL),
        ((0, 0), State.NOT_MET),
        ((0, ILL, 10), State.PARTIAL),
        ((), State.NOT_RECORDED),
        ((ILL, ILL, ILL, ILL, ILL, ILL), State.NOT_RECORDED),
        ((ILL, ILL, ILL, ILL, ILL, ILL, ILL), State.SKIPPED),
        ((ILL, ILL, ILL, ILL, ILL, ILL, 10), State.PARTIAL),
        ((ILL, ILL, ILL, ILL, ILL, ILL, Mark(amount=10.0, skip=Skip.ILL)), State.PARTIAL),
        ((ILL, ILL, ILL, ILL, ILL, ILL, 150), State.MET),
    ],
)
def test_a_past_week_is_judged_by_its_sum(values, expected):
    assert marks.week_state(make_weekly(150.0), WEEK, make_week_marks(*values), today=TODAY) is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [((1, 0, 1, 0, 5), State.MET), ((2, 1), State.PARTIAL), ((0,), State.NOT_MET), ((), State.NOT_RECORDED)],
)
def test_sessions_are_counted_by_date(values, expected):
    habit = make_weekly(3.0, measure=Measure.CHECK)
    assert marks.week_state(habit, WEEK, make_week_marks(*values), today=TODAY) is expected


@pytest.mark.parametrize(("values", "expected"), [((12, 10, 8), State.MET), ((12, 10, 7), State.PARTIAL)])
def test_plants_are_the_sum_of_those_first_eaten_each_day(values, expected):
    habit = make_weekly(30.0, measure=Measure.VARIETY)
    assert marks.week_state(habit, WEEK, make_week_marks(*values), today=TODAY) is expected


@pytest.mark.parametrize(
    ("values", "today", "expected"),
    [
        ((3, 4), TODAY, State.MET),
        ((0,), TODAY, State.MET),
        ((3, 5), TODAY, State.NOT_MET),
        ((), TODAY, State.NOT_RECORDED),
        ((3, 4), SUNDAY, State.MET),
        ((3, 5), date(2026, 3, 4), State.NOT_MET),
        ((), date(2026, 3, 4), State.OPEN),
    ],
)
def test_a_weekly_limit_holds_as_long_as_the_recorded_sum_stays_within_it(values, today, expected):
    habit = make_weekly(7.0, direction=Direction.AT_MOST)
    assert marks.week_state(habit, WEEK, make_week_marks(*values), today=today) is expected


@pytest.mark.parametrize(
    ("measure", "limit", "values", "expected"),
    [
        (Measure.AMOUNT, 0.0, (0,), State.MET),
        (Measure.AMOUNT, 0.0, (0, 0.5), State.NOT_MET),
        (Measure.AMOUNT, 0.0, (), State.NOT_RECORDED),
        (Measure.CHECK, 2.0, (1, 0, 1), State.MET),
        (Measure.CHECK, 2.0, (1, 1, 1), State.NOT_MET),
        (Measure.CHECK, 0.0, (0, ILL), State.MET),
        (Measure.CHECK, 0.0, (1,), State.NOT_MET),
    ],
)
def test_a_weekly_limit_may_be_zero_or_of_dates(measure, limit, values, expected):
    habit = make_weekly(limit, measure=measure, direction=Direction.AT_MOST)
    assert marks.week_state(habit, WEEK, make_week_marks(*values), today=TODAY) is expected


@pytest.mark.parametrize(
    ("values", "today", "expected"),
    [
        ((), MONDAY, State.OPEN),
        ((10,), date(2026, 3, 4), State.OPEN),
        ((0,), date(2026, 3, 4), State.OPEN),
        ((150,), MONDAY, State.MET),
        ((10,), SUNDAY, State.OPEN),
        ((10,), date(2026, 3, 9), State.PARTIAL),
        ((150,), date(2026, 3, 1), State.NOT_DUE),
        ((ILL, ILL), date(2026, 3, 3), State.OPEN),
    ],
)
def test_a_running_week_is_open_until_met(values, today, expected):
    assert marks.week_state(make_weekly(150.0), WEEK, make_week_marks(*values), today=today) is expected


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({"started_on": date(2026, 3, 5)}, State.MET),
        ({"started_on": date(2026, 3, 6)}, State.NOT_DUE),
        ({"ended_on": date(2026, 3, 5)}, State.MET),
        ({"ended_on": date(2026, 3, 4)}, State.NOT_DUE),
        ({"started_on": date(2026, 3, 5), "missing": frozenset({date(2026, 3, 7)})}, State.NOT_DUE),
    ],
)
def test_a_week_is_due_when_four_of_its_days_were_lived(overrides, expected):
    habit = make_weekly(10.0, **overrides)
    assert marks.week_state(habit, WEEK, make_week_marks(*[10] * 7), today=TODAY) is expected


def test_amounts_outside_the_habit_do_not_count_for_its_week():
    habit = make_weekly(10.0, started_on=date(2026, 3, 5))
    assert marks.week_state(habit, WEEK, make_week_marks(10, 10), today=TODAY) is State.NOT_RECORDED


@pytest.mark.parametrize(
    ("spell_last", "values", "overrides", "expected"),
    [
        (SUNDAY, (), {}, State.PAUSED),
        (date(2026, 3, 5), (), {}, State.PAUSED),
        (date(2026, 3, 4), (), {}, State.NOT_RECORDED),
        (date(2026, 3, 5), (ILL,), {}, State.PAUSED),
        (date(2026, 3, 4), (None, None, None, ILL, ILL, ILL, ILL), {}, State.SKIPPED),
        (date(2026, 3, 4), (None, None, None, ILL, ILL, ILL), {}, State.NOT_RECORDED),
        (date(2026, 3, 5), (None, None, None, None, 10), {}, State.PAUSED),
        (date(2026, 3, 5), (10,), {}, State.PARTIAL),
        (date(2026, 3, 3), (None, None, 10), {}, State.PARTIAL),
        (SUNDAY, (150,), {}, State.MET),
        (date(2026, 3, 3), (), {"ended_on": date(2026, 3, 6)}, State.PAUSED),
    ],
)
def test_a_week_is_paused_when_spells_leave_fewer_than_four_days(spell_last, values, overrides, expected):
    spells = [Spell(date(2026, 2, 20), spell_last, Skip.AWAY)]
    habit = make_weekly(150.0, **overrides)
    found = marks.week_state(habit, WEEK, make_week_marks(*values), today=TODAY, spells=spells)
    assert found is expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2026, 3, 4), State.MET), (date(2026, 3, 5), State.OPEN), (TODAY, State.PARTIAL)],
)
def test_a_week_is_judged_by_the_goal_of_its_last_day_or_of_today(today, expected):
    habit = make_weekly(0.0, goals=(Goal(MONDAY, 100.0), Goal(date(2026, 3, 5), 150.0)))
    assert marks.week_state(habit, WEEK, make_week_marks(120), today=today) is expected


def test_amounts_of_days_to_come_do_not_count_for_the_running_week():
    marked = make_week_marks(50, 50, 50)
    assert marks.week_state(make_weekly(150.0), WEEK, marked, today=date(2026, 3, 3)) is State.OPEN
    assert marks.week_state(make_weekly(150.0), WEEK, marked, today=date(2026, 3, 4)) is State.MET


def test_amounts_are_those_of_due_days_with_zeros_and_without_gaps():
    habit = make_habit(weekdays=frozenset({0, 1, 2, 3}))
    marked = make_week_marks(3, 0, None, ILL, 9)
    assert marks.amounts(habit, marked, on=WEEK.days) == (3.0, 0.0)


def test_judged_days_end_today():
    found = list(
        marks.judged(
            make_habit(), {MONDAY: Mark(amount=6.0)}, first=MONDAY, last=SUNDAY, today=date(2026, 3, 4)
        )
    )
    assert found == [
        (MONDAY, State.MET),
        (date(2026, 3, 3), State.NOT_RECORDED),
        (date(2026, 3, 4), State.OPEN),
    ]


def test_judged_weeks_are_whole_and_begun():
    marked = {day: Mark(amount=50.0) for day in WEEK.days}
    found = marks.judged(
        make_weekly(150.0), marked, first=date(2026, 2, 27), last=date(2026, 4, 1), today=TODAY
    )
    assert list(found) == [(SUNDAY, State.MET), (date(2026, 3, 15), State.OPEN)]


def test_a_week_is_judged_from_its_first_day_on():
    span: dict[str, Any] = {"first": MONDAY, "last": SUNDAY}
    assert list(marks.judged(make_weekly(150.0), {}, today=MONDAY, **span)) == [(SUNDAY, State.OPEN)]
    assert list(marks.judged(make_weekly(150.0), {}, today=date(2026, 3, 1), **span)) == []


@pytest.mark.parametrize(
    ("week_start", "judged"),
    [(2, [(date(2026, 3, 10), State.NOT_RECORDED)]), (6, []), (1, [(date(2026, 3, 9), State.PARTIAL)])],
)
def test_judged_weeks_follow_her_week_start(week_start, judged):
    found = marks.judged(
        make_weekly(150.0),
        {date(2026, 3, 3): Mark(amount=50.0)},
        first=MONDAY,
        last=TODAY,
        today=TODAY + timedelta(days=30),
        week_start=week_start,
    )
    assert list(found) == judged


def test_sunday_belongs_to_the_week_it_begins():
    walked = {date(2026, 3, 1): Mark(amount=100.0), date(2026, 3, 7): Mark(amount=50.0)}
    habit = make_weekly(150.0, started_on=date(2026, 2, 1), goals=(Goal(date(2026, 2, 1), 150.0),))
    span: dict[str, Any] = {"first": date(2026, 3, 1), "last": date(2026, 3, 8), "today": TODAY}
    assert list(marks.judged(habit, walked, week_start=6, **span)) == [(date(2026, 3, 7), State.MET)]
    assert list(marks.judged(habit, walked, **span)) == [(SUNDAY, State.PARTIAL)]
