"""Streaks that skips do not break, and what must hold for every streak and strength."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules import days, streaks
from app.rules.habits import Direction, Goal, Measure
from app.rules.marks import Mark, Skip, Spell
from tests.rules.streak_cases import (
    DONE,
    ILL,
    MONDAY,
    day_number,
    make_amounts,
    make_habit,
    make_marks,
    make_weekly,
    standing_after,
)


@pytest.mark.parametrize(
    ("pattern", "current", "best"),
    [
        ("", 0, 0),
        ("x", 1, 1),
        ("xxx", 3, 3),
        ("xxx0", 0, 3),
        ("xxx.", 0, 3),
        ("xxx.x", 1, 3),
        (".xx", 2, 2),
        ("xxsx", 3, 3),
        ("xxss", 2, 2),
        ("sss", 0, 0),
        ("x0xx0xxx0xx", 2, 3),
    ],
)
def test_a_streak_runs_over_skips_and_ends_on_a_day_not_met(pattern, current, best):
    standing = standing_after(make_habit(), make_marks(pattern), len(pattern))
    assert (standing.current, standing.best) == (current, best)
    assert standing.through == standing.strength_through == day_number(len(pattern))


def test_a_partial_day_ends_the_streak():
    habit = make_habit(measure=Measure.AMOUNT, goals=(Goal(MONDAY, 6.0),))
    assert standing_after(habit, make_amounts(6, 6, 5), 3).current == 0


def test_a_skipped_day_keeps_the_streak():
    assert standing_after(make_habit(), make_marks("xxxs"), 4).current == 3


def test_a_spell_neither_adds_nor_breaks():
    spells = [Spell(day_number(3), day_number(5), Skip.ILL)]
    marked = make_marks("xx...x")
    assert standing_after(make_habit(), marked, 6, spells=spells).current == 3
    assert standing_after(make_habit(), marked, 6).current == 1


def test_weekdays_that_are_not_due_neither_add_nor_break():
    habit = make_habit(weekdays=frozenset({0, 2, 4}))
    standing = standing_after(habit, make_marks("xxx.x..x"), 9)
    assert (standing.current, standing.through) == (4, day_number(9))


def test_a_habit_of_one_day_a_month_counts_its_days_in_a_row():
    goal = Goal(date(2026, 1, 1), 1.0, month_day=30)
    habit = make_habit(goals=(goal,), started_on=goal.from_day)
    marked = dict.fromkeys((date(2026, 1, 30), date(2026, 2, 28), date(2026, 3, 30)), DONE)
    assert streaks.of(habit, marked, today=date(2026, 4, 30)).current == 3
    assert streaks.of(habit, marked, today=date(2026, 5, 1)).current == 0


def test_days_of_a_gap_neither_add_nor_break():
    habit = make_habit(gaps=((day_number(3), day_number(5)),))
    assert standing_after(habit, make_marks("xx...x"), 6).current == 3


def test_a_limit_of_zero_is_kept_by_an_explicit_zero_alone():
    habit = make_habit(measure=Measure.AMOUNT, direction=Direction.AT_MOST, goals=(Goal(MONDAY, 0.0),))
    assert standing_after(habit, make_amounts(0, 0), 2).current == 2
    assert standing_after(habit, make_amounts(0, 0, 0.5), 3).current == 0
    assert standing_after(habit, make_amounts(0, 0, None), 3).current == 0


def test_each_day_of_the_best_streak_is_judged_by_its_own_goal():
    habit = make_habit(measure=Measure.AMOUNT, goals=(Goal(MONDAY, 5.0), Goal(day_number(4), 6.0)))
    standing = standing_after(habit, make_amounts(5, 5, 5, 5, 6), 5)
    assert (standing.current, standing.best) == (1, 3)


def test_a_limit_is_kept_by_what_was_recorded_not_by_silence():
    habit = make_habit(measure=Measure.AMOUNT, direction=Direction.AT_MOST, goals=(Goal(MONDAY, 2.0),))
    assert standing_after(habit, make_amounts(0, 2, 1), 3).current == 3
    assert standing_after(habit, make_amounts(0, 2, 3), 3).current == 0
    assert standing_after(habit, make_amounts(0, 2, None), 3).current == 0


def test_a_day_the_zone_left_out_does_not_break_the_streak():
    first, last = date(2011, 12, 28), date(2012, 1, 1)
    marked = {day: DONE for day in days.days_between(first, last) if day != date(2011, 12, 30)}
    habit = make_habit(started_on=first)
    lived = replace(habit, missing=frozenset({date(2011, 12, 30)}))
    assert streaks.of(habit, marked, today=date(2012, 1, 2)).current == 2
    assert streaks.of(lived, marked, today=date(2012, 1, 2)).current == 4
    assert streaks.of(lived, marked, today=date(2012, 1, 2)).strength == pytest.approx(0.192067, abs=5e-7)


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("xxx.", 3),
        ("xxxx", 4),
        ("xxx0", 3),
        ("xxxs", 3),
        ("xx0x", 1),
        ("xx0.", 0),
    ],
)
def test_today_adds_when_met_and_never_breaks(pattern, shown):
    habit, marked, today = make_habit(), make_marks(pattern), day_number(4)
    assert streaks.current(habit, streaks.start(habit), marked, today=today) == shown
    assert streaks.current(habit, streaks.of(habit, marked, today=today), marked, today=today) == shown


def test_a_standing_that_already_holds_today_is_not_given_it_twice():
    habit, marked = make_habit(), make_marks("xxxx")
    standing = standing_after(habit, marked, 4)
    assert streaks.current(habit, standing, marked, today=day_number(4)) == 4


def test_today_is_never_folded_even_when_asked():
    habit, marked = make_habit(), make_marks("xxxx")
    standing = streaks.advance(streaks.start(habit), habit, marked, until=day_number(9), today=day_number(4))
    assert (standing.through, standing.current) == (day_number(3), 3)


def test_going_back_leaves_a_standing_as_it_is():
    habit, marked = make_habit(), make_marks("xxxx")
    standing = standing_after(habit, marked, 4)
    earlier = streaks.advance(standing, habit, marked, until=day_number(2), today=day_number(9))
    assert earlier == standing


def test_a_habit_starts_with_nothing_and_a_limit_with_full_strength():
    eve = date(2026, 3, 1)
    assert streaks.start(make_habit()) == streaks.Standing(
        through=eve, current=0, best=0, strength=0.0, strength_through=eve
    )
    assert streaks.start(make_habit(direction=Direction.AT_MOST)).strength == 1.0


@pytest.mark.parametrize(
    ("amounts", "closed", "current", "best", "through"),
    [
        ([50] * 7, 6, 0, 0, 0),
        ([50] * 7, 7, 1, 1, 7),
        ([50] * 21, 20, 2, 2, 14),
        ([50] * 21, 21, 3, 3, 21),
        ([50] * 14 + [20] * 7 + [50] * 7, 28, 1, 2, 28),
        ([50] * 14, 21, 0, 2, 21),
    ],
)
def test_a_weekly_habit_counts_whole_weeks(amounts, closed, current, best, through):
    standing = standing_after(make_weekly(150.0), make_amounts(*amounts), closed)
    assert (standing.current, standing.best) == (current, best)
    assert (standing.through, standing.strength_through) == (day_number(through), day_number(closed))


@pytest.mark.parametrize(
    ("amounts", "today", "shown"),
    [
        ([50] * 7, 9, 1),
        ([50] * 8, 9, 1),
        ([50] * 10, 10, 2),
        ([50] * 10, 14, 2),
        ([50] * 8, 14, 1),
        ([50] * 8, 15, 0),
    ],
)
def test_the_running_week_adds_once_met_and_never_breaks(amounts, today, shown):
    habit, marked = make_weekly(150.0), make_amounts(*amounts)
    found = streaks.current(habit, streaks.start(habit), marked, today=day_number(today))
    assert found == shown


def test_a_running_week_already_folded_is_not_added_twice():
    habit, marked = make_weekly(150.0), make_amounts(*[50] * 14)
    standing = standing_after(habit, marked, 14)
    assert streaks.current(habit, standing, marked, today=day_number(14)) == 2


def test_a_week_she_began_late_in_and_a_week_away_neither_add_nor_break():
    habit = make_weekly(150.0, started_on=day_number(6))
    spells = [Spell(day_number(15), day_number(19), Skip.AWAY)]
    marked = make_amounts(*[None] * 7, *[50] * 7, *[None] * 7, *[50] * 7)
    standing = streaks.of(habit, marked, today=day_number(29), spells=spells)
    assert (standing.current, standing.through) == (2, day_number(28))


@pytest.mark.parametrize(("began", "week_start", "streak"), [(4, 0, 1), (5, 0, 0), (3, 6, 1), (4, 6, 0)])
def test_the_week_she_began_in_counts_with_four_days_of_hers(began, week_start, streak):
    """Day 4 is a Thursday, the fifth of a week that begins on a Sunday."""
    habit, marked = make_weekly(150.0, started_on=day_number(began)), {day_number(6): Mark(amount=150.0)}
    standing = streaks.of(habit, marked, today=day_number(8), week_start=week_start)
    assert standing.current == streak


def test_the_running_week_is_hers_and_what_was_set_aside_before_it_breaks_nothing():
    habit, marked = make_weekly(150.0), {**make_amounts(150), day_number(20): Mark(amount=150.0)}
    spells = [Spell(day_number(8), day_number(14), Skip.AWAY)]
    before = standing_after(habit, marked, 7)
    told: dict[str, Any] = {"today": day_number(21), "spells": spells}
    assert streaks.current(habit, before, marked, **told) == 2
    # Day 21 is a Sunday: for her whose weeks begin on it, nothing is in the running one yet.
    assert streaks.current(habit, streaks.start(habit), marked, week_start=6, **told) == 2


def test_weeks_of_a_streak_begin_on_monday_unless_changed():
    habit, marked = make_weekly(150.0), make_amounts(150, *[None] * 6, 150)
    standing = streaks.advance(
        streaks.start(habit), habit, marked, until=day_number(14), today=day_number(15)
    )
    assert (standing.current, standing.through) == (2, day_number(14))


def test_weeks_of_a_streak_follow_her_week_start():
    habit, marked = make_weekly(150.0), make_amounts(150, *[None] * 6, 150)
    assert streaks.of(habit, marked, today=day_number(15)).current == 2
    wednesdays = streaks.of(habit, marked, today=day_number(15), week_start=2)
    assert (wednesdays.current, wednesdays.through) == (1, day_number(9))
    assert streaks.current(habit, wednesdays, marked, today=day_number(15), week_start=2) == 1


SPAN = 45
daily = make_habit(measure=Measure.AMOUNT, goals=(Goal(MONDAY, 2.0), Goal(day_number(20), 4.0)))
some_habits = st.sampled_from(
    [
        daily,
        replace(daily, weekdays=frozenset({0, 2, 4})),
        replace(daily, direction=Direction.AT_MOST),
        make_habit(started_on=day_number(3), ended_on=day_number(40)),
        make_weekly(12.0),
        make_weekly(12.0, started_on=day_number(4)),
        make_weekly(12.0, direction=Direction.AT_MOST),
        make_weekly(3.0, measure=Measure.CHECK),
        make_weekly(12.0, measure=Measure.VARIETY),
    ]
)
some_marks = st.dictionaries(
    st.integers(1, SPAN).map(day_number),
    st.one_of(
        st.integers(0, 5).map(lambda amount: Mark(amount=float(amount))),
        st.sampled_from(Skip).map(lambda reason: Mark(skip=reason)),
    ),
)
some_spells = st.lists(
    st.builds(
        lambda first, length: Spell(day_number(first), day_number(first + length), Skip.ILL),
        st.integers(1, SPAN),
        st.integers(0, 9),
    ),
    max_size=2,
)
week_starts = st.integers(0, 6)
TODAY = day_number(SPAN + 1)


@settings(max_examples=100, deadline=None)
@given(
    habit=some_habits,
    marked=some_marks,
    spells=some_spells,
    week_start=week_starts,
    stops=st.lists(st.integers(-3, SPAN + 3)).map(sorted),
)
def test_any_way_of_cutting_the_road_ends_at_the_same_standing(habit, marked, spells, week_start, stops):
    whole = streaks.of(habit, marked, today=TODAY, week_start=week_start, spells=spells)
    standing = streaks.start(habit)
    for stop in [*stops, SPAN]:
        earliest = standing.through - timedelta(days=streaks.DAYS_LOOKED_BACK)
        given_marks = {day: mark for day, mark in marked.items() if day >= earliest}
        standing = streaks.advance(
            standing,
            habit,
            given_marks,
            until=day_number(stop),
            today=TODAY,
            week_start=week_start,
            spells=spells,
        )
    assert standing == whole


@settings(max_examples=100, deadline=None)
@given(habit=some_habits, marked=some_marks, spells=some_spells, week_start=week_starts, data=st.data())
def test_the_order_of_entry_never_matters(habit, marked, spells, week_start, data):
    shuffled = dict(data.draw(st.permutations(list(marked.items()))))
    backwards = spells[::-1]
    assert streaks.of(habit, shuffled, today=TODAY, week_start=week_start, spells=backwards) == streaks.of(
        habit, marked, today=TODAY, week_start=week_start, spells=spells
    )


@settings(max_examples=100, deadline=None)
@given(
    habit=some_habits,
    marked=some_marks,
    spells=some_spells,
    week_start=week_starts,
    number=st.integers(1, SPAN),
)
def test_a_skip_never_lowers_a_streak(habit, marked, spells, week_start, number):
    skipped = {day_number(number): ILL} | marked
    options = {"today": TODAY, "week_start": week_start, "spells": spells}
    before, after = streaks.of(habit, marked, **options), streaks.of(habit, skipped, **options)
    assert after.current >= before.current
    assert after.best >= before.best


@settings(max_examples=100, deadline=None)
@given(habit=some_habits, marked=some_marks, spells=some_spells, number=st.integers(1, SPAN))
def test_a_skipped_day_leaves_strength_as_it_was(habit, marked, spells, number):
    skipped = marked | {day_number(number): ILL}
    evening_before = standing_after(habit, skipped, number - 1, spells=spells).strength
    assert standing_after(habit, skipped, number, spells=spells).strength == evening_before


@settings(max_examples=100, deadline=None)
@given(
    habit=st.sampled_from([daily, replace(daily, weekdays=frozenset({0, 2, 4})), make_habit()]),
    marked=some_marks,
    spells=some_spells,
    number=st.integers(1, SPAN),
)
def test_a_skip_is_never_weaker_than_silence(habit, marked, spells, number):
    skipped = {day_number(number): ILL} | marked
    silent = standing_after(habit, marked, SPAN, spells=spells).strength
    assert standing_after(habit, skipped, SPAN, spells=spells).strength >= silent


@settings(max_examples=100, deadline=None)
@given(habit=some_habits, marked=some_marks, spells=some_spells, week_start=week_starts)
def test_a_standing_keeps_its_bounds(habit, marked, spells, week_start):
    standing = streaks.of(habit, marked, today=TODAY, week_start=week_start, spells=spells)
    assert 0 <= standing.current <= standing.best
    assert 0 <= standing.strength <= 1
