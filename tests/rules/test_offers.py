"""When a habit has settled, and on which days the next may be offered."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import days, offers
from app.rules.habits import Goal, Period
from app.rules.marks import Mark, Skip, Spell
from tests.rules.figure_cases import MONDAY, day_number, make_habit, make_marks, make_weekly

ILL = Mark(skip=Skip.ILL)


def told(*values: float | Mark | None, today: int, habit=None, spells=()) -> tuple[int, int] | None:
    """Met and counted on a day of that number, of a habit whose days are given from its first on."""
    habit = habit or make_habit()
    return offers.met_of_last(habit, make_marks(*values), today=day_number(today), spells=spells)


@pytest.mark.parametrize(
    ("values", "today", "expected"),
    [
        ([10.0] * 20, 21, None),
        ([10.0] * 21, 22, (21, 21)),
        ([10.0] * 17 + [0.0, 4.0, None, 10.0], 22, (18, 21)),
        ([None] * 9 + [10.0] * 21, 31, (21, 21)),
        ([10.0] * 10 + [ILL] * 5 + [10.0] * 10, 26, None),
        ([10.0] * 10 + [ILL] * 5 + [10.0] * 11, 27, (21, 21)),
        ([10.0] * 21 + [None] * 20, 42, (1, 21)),
    ],
)
def test_last_21_counted_days_are_told_without_those_left_out(values, today, expected):
    assert told(*values, today=today) == expected


def test_days_of_a_spell_are_not_counted():
    spell = Spell(day_number(11), day_number(15), Skip.AWAY)
    values = [10.0] * 10 + [None] * 5 + [10.0] * 11
    assert told(*values, today=27, spells=(spell,)) == (21, 21)


def test_today_is_never_counted():
    assert told(*[10.0] * 21, today=21) is None


WEEKENDS, MONDAYS = frozenset({5, 6}), frozenset({0})
WORKDAYS, ALTERNATE = frozenset(range(5)), frozenset({0, 2, 4})


# Each value is a due day, the days between have none; day 36 has five whole weeks behind it.
@pytest.mark.parametrize(
    ("weekdays", "values", "today", "expected"),
    [
        (ALTERNATE, [10.0] * 5, 12, None),
        (ALTERNATE, [10.0] * 6, 15, (6, 6)),
        (ALTERNATE, [10.0] * 4 + [0.0, None], 15, (4, 6)),
        (ALTERNATE, [10.0] * 15, 36, (15, 15)),
        (ALTERNATE, [0.0] * 3 + [10.0] * 15, 43, (15, 15)),
        (ALTERNATE, [10.0] * 4 + [ILL] * 2, 15, None),
        (WORKDAYS, [10.0] * 25, 36, (25, 25)),
        (WEEKENDS, [10.0] * 10, 36, (10, 10)),
        (MONDAYS, [10.0] * 5, 36, None),
    ],
)
def test_habit_that_is_not_due_every_day_is_told_by_all_its_days_and_six_at_least(
    weekdays, values, today, expected
):
    due = (number for number in range(1, 100) if day_number(number).weekday() in weekdays)
    by_number = dict(zip(due, values, strict=False))
    in_turn = [by_number.get(number) for number in range(1, today)]
    assert told(*in_turn, today=today, habit=make_habit(weekdays=weekdays)) == expected


def test_habit_whose_days_changed_is_told_by_all_that_counted():
    goals = (Goal(MONDAY, 10.0, weekdays=ALTERNATE), Goal(day_number(29), 10.0))
    habit = make_habit(goals=goals)
    values = [10.0 if day_number(number).weekday() in ALTERNATE else None for number in range(1, 29)]
    assert told(*values, *[10.0] * 7, today=36, habit=habit) == (19, 19)


@pytest.mark.parametrize(
    ("overrides", "can_be"),
    [
        ({}, True),
        ({"started_on": day_number(35)}, True),
        ({"period": Period.WEEK}, True),
        ({"weekdays": ALTERNATE}, True),
        ({"weekdays": WEEKENDS}, True),
        ({"weekdays": MONDAYS}, False),
        ({"goals": (Goal(MONDAY, 10.0, weekdays=MONDAYS),)}, False),
        ({"goals": (Goal(MONDAY, 10.0, month_day=31),)}, False),
        ({"goals": (Goal(MONDAY, 10.0), Goal(day_number(30), 10.0, month_day=31))}, True),
    ],
)
def test_habit_due_too_seldom_can_not_be_judged(overrides, can_be):
    assert offers.can_be_judged(make_habit(**overrides), today=day_number(36)) is can_be


@pytest.mark.parametrize(
    ("weeks", "expected"), [([10, 10], None), ([10, 10, 10], (3, 3)), ([10, 3, 10], (2, 3))]
)
def test_weekly_habit_is_told_by_its_last_three_weeks(weeks, expected):
    values = [value for total in weeks for value in (float(total), *[None] * 6)]
    assert told(*values, today=len(values) + 1, habit=make_weekly(10.0)) == expected


@pytest.mark.parametrize(
    ("met", "counted", "settled"),
    [(16, 21, False), (17, 21, True), (21, 21, True), (2, 3, False), (3, 3, True)],
)
def test_four_of_five_days_settle_a_habit(met, counted, settled):
    assert offers.has_settled(met, counted) is settled


@given(
    began=st.integers(0, 40),
    put_off=st.none() | st.integers(0, 80),
    first=st.integers(41, 60),
)
def test_offer_stands_on_one_day_of_a_week_at_most_and_never_within_a_month_of_not_now(began, put_off, first):
    put_off_on = None if put_off is None else MONDAY + timedelta(days=put_off)
    week = [MONDAY + timedelta(days=first + number) for number in range(days.DAYS_IN_WEEK)]
    offered = [
        day
        for day in week
        if offers.may_offer(began=MONDAY + timedelta(days=began), today=day, put_off_on=put_off_on)
    ]
    assert len(offered) <= 1
    if put_off_on is None:
        assert len(offered) == 1
    else:
        assert all((day - put_off_on).days >= 30 for day in offered)


def test_offer_comes_back_a_month_after_not_now():
    began, put_off_on = date(2026, 10, 2), date(2026, 10, 23)
    asked = {"began": began, "put_off_on": put_off_on}
    assert not offers.may_offer(today=date(2026, 11, 20), began=began, put_off_on=date(2026, 11, 13))
    assert offers.may_offer(today=date(2026, 11, 27), **asked)


@pytest.mark.parametrize(("after", "is_offered"), [(29, False), (30, True)])
def test_offer_comes_back_on_the_thirtieth_day_after_not_now(after, is_offered):
    today = date(2026, 11, 27)
    put_off_on = today - timedelta(days=after)
    assert (
        offers.may_offer(today=today, began=today - timedelta(days=56), put_off_on=put_off_on) is is_offered
    )
