"""The weekday pattern: what stands on each weekday, and when one of them is said to lead."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import figures, patterns
from app.rules.habits import Direction, Goal, Measure
from app.rules.marks import Mark, Skip, Spell
from app.rules.patterns import Pattern, Weekday
from tests.rules.streak_cases import MONDAY, day_number, make_amounts, make_habit, make_marks, make_weekly


def pattern(habit: Any, marked: Any, days: int, **told: Any) -> Pattern:
    """Of the first days of the habit; the day after them is today."""
    told = {"first": MONDAY, "last": day_number(days), "today": day_number(days + 1)} | told
    return patterns.of_habit(habit, marked, **told)


def parts(of: Pattern) -> list[tuple[int, int]]:
    return [(each.part, each.whole) for each in of.weekdays]


def test_a_daily_habit_is_told_by_the_days_that_count():
    found = pattern(make_habit(), make_marks("xx0s..x" + "x.xx..x"), 14)
    assert parts(found) == [(2, 2), (1, 2), (1, 2), (1, 1), (0, 2), (0, 2), (2, 2)]
    assert found.weeks == 2


def test_a_day_with_a_part_of_the_goal_counts_and_is_not_met():
    prunes = make_habit(measure=Measure.AMOUNT, goals=(Goal(MONDAY, 5.0),))
    assert parts(pattern(prunes, make_amounts(5, 4, 0), 7))[:3] == [(1, 1), (0, 1), (0, 1)]


@pytest.mark.parametrize(
    ("last", "today", "given"), [(3, 9, [1, 0, 1]), (2, 9, [1, 0, 0]), (9, 3, [1, 0, 1]), (9, 2, [1, 0, 0])]
)
def test_days_of_a_weekly_habit_outside_the_stretch_or_to_come_are_in_no_part(last, today, given):
    told = {"last": day_number(last), "today": day_number(today)}
    found = pattern(make_weekly(60.0), {**make_amounts(30, None, 30), date(2026, 3, 1): Mark(1.0)}, 0, **told)
    assert [each.part for each in found.weekdays] == [*given, 0, 0, 0, 0]


def test_a_weekly_habit_leads_on_the_weekday_it_falls_on():
    walks = make_amounts(*[None, 30, None, None, None, None, None] * 4)
    assert pattern(make_weekly(60.0), walks, 28).lead == 1


def test_a_weekly_habit_is_told_by_the_days_with_something():
    found = pattern(make_weekly(60.0), make_amounts(30, 0, None, 20, None, None, None, 15), 14)
    assert parts(found) == [(2, 3), (0, 3), (0, 3), (1, 3), (0, 3), (0, 3), (0, 3)]


def test_a_weekday_that_is_not_due_has_no_share():
    found = pattern(make_habit(weekdays=frozenset({0, 3})), make_marks("x..x...x"), 14)
    assert [each.share for each in found.weekdays] == [1.0, None, None, 0.5, None, None, None]


def test_a_day_set_aside_is_in_no_part():
    spells = (Spell(MONDAY, day_number(7), Skip.AWAY),)
    found = pattern(make_habit(), make_marks("x"), 14, spells=spells)
    assert parts(found)[0] == (1, 2)
    assert parts(found)[1] == (0, 1)


def test_today_counts_once_it_is_met_and_later_days_never():
    told: dict[str, Any] = {"last": day_number(14), "today": day_number(2)}
    assert parts(pattern(make_habit(), make_marks("xx"), 14, **told))[1] == (1, 1)
    assert parts(pattern(make_habit(), make_marks("x"), 14, **told))[1] == (0, 0)


@pytest.mark.parametrize("week_start", [0, 3, 6])
def test_the_weekdays_stand_in_the_order_of_her_week(week_start):
    found = pattern(make_habit(), {}, 14, week_start=week_start)
    assert [each.number for each in found.weekdays] == [(week_start + place) % 7 for place in range(7)]


TUESDAYS = ".x....." * 4


@pytest.mark.parametrize(
    ("marked", "days", "lead"),
    [
        (TUESDAYS, 28, 1),
        (TUESDAYS, 21, None),  # three weeks
        (".x....x" * 4, 28, None),  # two alike
        ("", 28, None),
        (".x....." * 3 + "......x" * 7, 70, 6),
        ("xxxxxxx" * 9 + ".xxxxxx", 70, None),  # all but one: no weekday is ahead of the others
        ("xxxxxxx" * 8 + ".x.xx.." * 2, 70, None),  # three with all of theirs
        ("x.xxxxx" * 9 + "xxxxxxx", 70, None),
        ("....x.." * 9 + ".......", 70, 4),
    ],
)
def test_a_weekday_leads_when_it_is_clear(marked, days, lead):
    assert pattern(make_habit(), make_marks(marked), days).lead == lead


def weekdays(*pairs: tuple[int, int]) -> Pattern:
    return Pattern(tuple(Weekday(number, *pair) for number, pair in enumerate(pairs)), weeks=10)


def test_ten_points_are_a_clear_lead_and_nine_are_not():
    assert weekdays((9, 10), (10, 10), (8, 10)).lead == 1
    assert weekdays((91, 100), (100, 100), (8, 10)).lead is None


def test_three_days_lead_nowhere():
    assert weekdays((4, 4), (1, 10)).lead == 0
    assert weekdays((3, 3), (1, 10)).lead is None


def test_a_habit_of_one_weekday_has_none_that_leads():
    assert pattern(make_habit(weekdays=frozenset({1})), make_marks(TUESDAYS), 28).lead is None


def test_a_limit_leads_where_it_was_kept():
    limit = make_habit(measure=Measure.AMOUNT, direction=Direction.AT_MOST, goals=(Goal(MONDAY, 1.0),))
    assert pattern(limit, make_amounts(*[2, 0, 2, 2, 2, 2, 2] * 4), 28).lead == 1


@given(
    signs=st.text(alphabet="x0s.", max_size=70),
    is_weekly=st.booleans(),
    week_start=st.integers(0, 6),
    begin=st.integers(1, 70),
    length=st.integers(0, 70),
)
def test_the_parts_add_up_to_the_whole(signs, is_weekly, week_start, begin, length):
    habit = make_weekly(3.0, measure=Measure.CHECK) if is_weekly else make_habit()
    marked, first = make_marks(signs), day_number(begin)
    told: dict[str, Any] = {
        "first": first,
        "last": first + timedelta(days=length),
        "today": date(2026, 5, 1),
        "week_start": week_start,
    }
    found = patterns.of_habit(habit, marked, **told)
    met = sum(each.part for each in found.weekdays)
    if is_weekly:
        given = [day for day, mark in marked.items() if first <= day <= told["last"] and mark.amount]
        assert {each.whole for each in found.weekdays} == {met} == {len(given)}
    else:
        tally = figures.tally(habit, marked, **told)
        assert (met, sum(each.whole for each in found.weekdays)) == (tally.met, tally.counted)


def test_what_is_recorded_outside_the_habit_is_in_no_part():
    habit = make_weekly(60.0, started_on=day_number(3))
    assert parts(pattern(habit, {MONDAY: Mark(amount=30.0)}, 14)) == [(0, 0)] * 7
