"""Lapses: how long a silence is one, what it leaves out, and for how long she is welcomed back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import lapses
from app.rules.habits import Goal, Habit
from app.rules.lapses import Lapse
from app.rules.marks import Skip, Spell
from tests.rules.streak_cases import MONDAY, day_number, make_habit, make_weekly


def welcome(
    days: str, *habits: Habit, began: int = 1, today: int = 0
) -> tuple[int | None, int | None] | None:
    """What her days up to today lead to, as numbers of days: x recorded, i in a spell, a dot nothing."""
    first = day_number(1)
    spells = [
        Spell(day_number(at), day_number(at), Skip.ILL) for at, sign in enumerate(days, 1) if sign == "i"
    ]
    recorded = {day_number(at) for at, sign in enumerate(days, 1) if sign == "x"}
    hers = [(each, spells) for each in habits or (make_habit(started_on=day_number(began)),)]
    found = lapses.to_welcome(hers, recorded_days=recorded, since=first, today=day_number(today or len(days)))
    return None if found is None else (number_of(found.last_recorded), number_of(found.returned))


def number_of(day: date | None) -> int | None:
    return None if day is None else (day - MONDAY).days + 1


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # Six whole days are none, seven are one; today is not over and does not count.
        ("x.......", None),
        ("x........", (1, None)),
        ("x........x", (1, 10)),
        ("x......x", None),
        # With the first record, and for three days after it, whatever these hold.
        ("x.......x...", (1, 9)),
        ("x.......xx.x", (1, 9)),
        ("x.......x....", None),
        ("x.......xxxxx", None),
        # Days set aside are left out, wherever they lie; a record in a spell is a record.
        ("x...iiiii...", None),
        ("x...iiiii.....", (1, None)),
        ("x.....iii.x", None),
        ("x......iiii.x", (1, 13)),
        # Silence for as far as the days go.
        ("...............", (None, None)),
        ("........x..", (None, 9)),
        ("", None),
    ],
)
def test_seven_whole_days_without_a_record_are_a_lapse(days, expected):
    assert welcome(days, today=max(len(days), 1)) == expected


@pytest.mark.parametrize(("began", "expected"), [(1, (None, None)), (3, (None, None)), (4, None)])
def test_days_on_which_no_habit_was_hers_are_left_out(began, expected):
    assert welcome("." * 10, began=began) == expected


def test_a_day_counts_when_any_of_her_habits_was_hers():
    assert welcome("x........", make_habit(), make_habit(started_on=day_number(5))) == (1, None)


def test_one_tablet_a_month_makes_no_lapse_until_its_day_goes_by():
    monthly = make_habit(goals=(Goal(MONDAY, 1.0, month_day=15),))
    # Day 14 is the fifteenth of March.
    assert welcome("x............", monthly) is None
    assert welcome("x.............x", monthly) == (1, 15)
    assert welcome("x............x" + "." * 20, monthly) is None
    assert welcome("x............x" + "." * 20, monthly, make_weekly(60.0)) == (14, None)


@given(st.text("x.i", min_size=4, max_size=30), st.integers(0, 26), st.integers(1, 20))
def test_days_set_aside_before_the_last_three_neither_make_nor_end_a_lapse(days, place, count):
    at = place % (len(days) - 3)
    longer = days[:at] + "i" * count + days[at:]
    assert (welcome(longer) is None) == (welcome(days) is None)


def test_a_lapse_says_the_days_around_it():
    found = lapses.to_welcome(
        [(make_habit(), ())],
        recorded_days={day_number(2), day_number(20)},
        since=day_number(5),
        today=day_number(21),
    )
    assert found == Lapse(day_number(2), day_number(20))
