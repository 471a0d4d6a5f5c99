"""When a habit has settled, and on which days the next may be offered."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import days, offers
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
