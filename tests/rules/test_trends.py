"""Trends of amounts and of shares: which change is one, and when there is too little to say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from app.rules import days, figures
from app.rules.figures import Trend, TrendWord
from app.rules.habits import Direction, Goal, Habit
from app.rules.marks import Mark, Skip, Spell
from tests.rules.figure_cases import FAR, ILL, MONDAY, day_number, make_habit, make_marks, make_weekly


def make_eight_weeks(before: float, after: float) -> dict[date, Mark]:
    """Every day of four weeks the one amount, then of four weeks the other."""
    return make_marks(*[before] * 28, *[after] * 28)


def trend_of_amounts(habit: Habit, marked: Mapping[date, Mark], **overrides: Any) -> Trend:
    options: dict[str, Any] = {
        "first": MONDAY,
        "last": day_number(56),
        "recorded_days": figures.reported_days([marked]),
    }
    return figures.trend_of_amounts(habit, marked, **(options | overrides))


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        (5, 6, TrendWord.RISING),
        (6, 5, TrendWord.FALLING),
        (5, 5.9, TrendWord.SAME),
        (5.9, 5, TrendWord.SAME),
        (5, 5, TrendWord.SAME),
        (5, 5.999, TrendWord.SAME),
        (8.3, 9.3, TrendWord.RISING),
        (9.3, 8.3, TrendWord.FALLING),
    ],
)
def test_a_tenth_of_the_goal_is_a_trend(before, after, word):
    found = trend_of_amounts(make_habit(), make_eight_weeks(before, after))
    assert found.word is word
    assert (found.before, found.after) == (pytest.approx(before), pytest.approx(after))


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [(5, 6, TrendWord.MORE), (6, 5, TrendWord.LESS), (5, 5.5, TrendWord.SAME)],
)
def test_a_limit_is_kept_with_more_or_less(before, after, word):
    habit = make_habit(direction=Direction.AT_MOST)
    assert trend_of_amounts(habit, make_eight_weeks(before, after)).word is word


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [(0, 0, TrendWord.SAME), (0, 0.5, TrendWord.MORE), (1, 0, TrendWord.LESS)],
)
def test_a_limit_of_zero_has_a_trend_too(before, after, word):
    habit = make_habit(direction=Direction.AT_MOST, goals=(Goal(MONDAY, 0.0),))
    assert trend_of_amounts(habit, make_eight_weeks(before, after)).word is word


@pytest.mark.parametrize(
    ("after", "word"), [(22, TrendWord.SAME), (23, TrendWord.RISING), (17, TrendWord.FALLING)]
)
def test_the_trend_of_a_weekly_habit_compares_weeks(after, word):
    found = trend_of_amounts(make_weekly(210.0), make_eight_weeks(20, after))
    assert found == Trend(word, 140.0, after * 7.0)


def test_a_trend_is_measured_by_the_goal_at_the_end_of_the_period():
    habit = make_habit(goals=(Goal(MONDAY, 10.0), Goal(day_number(56), 20.0)))
    assert trend_of_amounts(habit, make_eight_weeks(5, 6)).word is TrendWord.SAME


@pytest.mark.parametrize(
    ("last", "word"),
    [
        (day_number(56), TrendWord.RISING),
        (day_number(62), TrendWord.RISING),
        (day_number(55), TrendWord.TOO_FEW),
    ],
)
def test_a_trend_uses_the_last_whole_weeks_of_the_period(last, word):
    habit, marked = make_habit(), make_eight_weeks(5, 9)
    thin = {day: mark for day, mark in marked.items() if not day_number(8) <= day < day_number(15)}
    assert trend_of_amounts(habit, thin, last=last).word is word


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        ((), Trend(TrendWord.RISING, 5.0, 9.0)),
        ((1,), Trend(TrendWord.RISING, 5.0, 9.0)),
        ((1, 8), Trend(TrendWord.RISING, 5.0, 9.0)),
        ((1, 2), Trend(TrendWord.TOO_FEW, None, 9.0)),
        ((7, 8), Trend(TrendWord.TOO_FEW, 5.0, None)),
        (range(1, 9), Trend(TrendWord.TOO_FEW, None, None)),
    ],
)
def test_a_trend_needs_three_reported_weeks_on_each_side(gone, expected):
    marked = {
        day: mark for day, mark in make_eight_weeks(5, 9).items() if (day - MONDAY).days // 7 + 1 not in gone
    }
    assert trend_of_amounts(make_habit(), marked) == expected


def test_a_week_reported_by_others_says_nothing_of_a_habit_with_no_amount():
    recorded = frozenset(days.days_between(MONDAY, day_number(56)))
    found = trend_of_amounts(make_habit(), make_marks(*[5] * 28), recorded_days=recorded)
    assert found == Trend(TrendWord.TOO_FEW, 5.0, None)


def test_week_of_a_daily_habit_counts_when_it_was_hers_on_four_days_due_or_not():
    recorded = make_all_recorded()
    mondays = make_habit(weekdays=frozenset({0}))
    met = {day: mark for day, mark in make_eight_weeks(10, 10).items() if day.weekday() == 0}
    assert trend_of_shares(mondays, met, recorded_days=recorded) == Trend(TrendWord.SAME, 1.0, 1.0)
    # Two weeks with amounts and one of skips are three; of a limit they are two, for want of a record.
    skipped = make_marks(*[5] * 28, *[ILL] * 7, *[None] * 7, *[9] * 14)
    told = figures.reported_days([skipped])
    assert trend_of_amounts(make_habit(), skipped, recorded_days=told) == Trend(TrendWord.RISING, 5.0, 9.0)


@pytest.mark.parametrize("filler", [ILL, None], ids=["skipped", "recorded for other habits"])
def test_week_without_an_amount_is_no_trend_week_of_a_daily_limit(filler):
    habit = make_habit(direction=Direction.AT_MOST)
    marked = make_marks(*[5] * 28, *[filler] * 14, *[9] * 14)
    found = trend_of_amounts(habit, marked, recorded_days=make_all_recorded())
    assert found == Trend(TrendWord.TOO_FEW, 5.0, None)
    marked |= {day_number(36): Mark(amount=9.0)}
    found = trend_of_amounts(habit, marked, recorded_days=make_all_recorded())
    assert found == Trend(TrendWord.MORE, 5.0, 9.0)


def test_weeks_outside_the_period_or_the_habit_are_none():
    marked = make_eight_weeks(5, 9)
    assert trend_of_amounts(make_habit(), marked, first=day_number(8)).word is TrendWord.RISING
    assert trend_of_amounts(make_habit(), marked, first=day_number(9)).word is TrendWord.TOO_FEW
    recorded = frozenset(days.days_between(MONDAY, day_number(56)))
    young = make_weekly(70.0, started_on=day_number(15))
    found = trend_of_amounts(young, marked, recorded_days=recorded)
    assert found == Trend(TrendWord.TOO_FEW, None, 63.0)


def test_a_trend_follows_her_week_start():
    marked = make_eight_weeks(5, 9)
    found = trend_of_amounts(make_habit(), marked, week_start=1, last=day_number(57))
    assert found.before == pytest.approx((27 * 5 + 9) / 28)
    assert found.after == pytest.approx(9.0)


def trend_of_shares(habit: Habit, marked: Mapping[date, Mark], **overrides: Any) -> Trend:
    options: dict[str, Any] = {
        "first": MONDAY,
        "last": day_number(56),
        "today": FAR,
        "recorded_days": figures.reported_days([marked]),
    }
    return figures.trend_of_shares(habit, marked, **(options | overrides))


def make_shares(before: int, after: int) -> dict[date, Mark]:
    """So many of 28 days met, then so many, the others an explicit zero."""
    return make_marks(*[10] * before, *[0] * (28 - before), *[10] * after, *[0] * (28 - after))


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        (14, 17, TrendWord.RISING),
        (14, 16, TrendWord.SAME),
        (14, 12, TrendWord.SAME),
        (14, 11, TrendWord.FALLING),
        (0, 28, TrendWord.RISING),
    ],
)
def test_ten_points_are_a_trend_of_shares(before, after, word):
    found = trend_of_shares(make_habit(), make_shares(before, after))
    assert found == Trend(word, before / 28, after / 28)


def test_exactly_ten_points_are_a_trend():
    habit = make_habit(weekdays=frozenset(range(5)))
    marked = make_marks(*([10] * 7 * 4), *([10] * 7 * 4))
    for number in (1, 2, 3, 4):
        marked[day_number(number)] = Mark(amount=0.0)
    for number in (29, 30):
        marked[day_number(number)] = Mark(amount=0.0)
    assert trend_of_shares(habit, marked) == Trend(TrendWord.RISING, 0.8, 0.9)
    mirrored = {day_number(57) - (day - MONDAY + days.ONE_DAY): mark for day, mark in marked.items()}
    weekdays = make_habit(weekdays=frozenset({2, 3, 4, 5, 6}))
    assert trend_of_shares(weekdays, mirrored) == Trend(TrendWord.FALLING, 0.9, 0.8)


def test_the_share_of_a_limit_is_more_or_less():
    habit = make_habit(direction=Direction.AT_MOST, goals=(Goal(MONDAY, 5.0),))
    assert trend_of_shares(habit, make_eight_weeks(9, 5)) == Trend(TrendWord.MORE, 0.0, 1.0)


def test_shares_run_over_reported_weeks_and_need_three():
    marked = make_shares(28, 28)
    for number in range(1, 8):
        del marked[day_number(number)]
    assert trend_of_shares(make_habit(), marked) == Trend(TrendWord.SAME, 1.0, 1.0)
    for number in range(8, 15):
        del marked[day_number(number)]
    assert trend_of_shares(make_habit(), marked) == Trend(TrendWord.TOO_FEW, None, 1.0)


def test_weeks_of_skips_or_spells_alone_have_no_share():
    skips = make_marks(*[ILL] * 28, *[10] * 28)
    assert trend_of_shares(make_habit(), skips) == Trend(TrendWord.TOO_FEW, None, 1.0)
    spells = [Spell(MONDAY, day_number(28), Skip.ILL)]
    recorded = frozenset(days.days_between(MONDAY, day_number(56)))
    met = make_marks(*[None] * 28, *[10] * 28)
    found = trend_of_shares(make_habit(), met, spells=spells, recorded_days=recorded)
    assert found == Trend(TrendWord.TOO_FEW, None, 1.0)


def test_the_share_of_a_weekly_habit_is_of_weeks():
    marked = make_marks(*[10] * 14, *[5] * 14, *[10] * 21, *[5] * 7)
    found = trend_of_shares(make_weekly(70.0), marked)
    assert found == Trend(TrendWord.RISING, 0.5, 0.75)
    shifted = trend_of_shares(make_weekly(70.0), marked, week_start=6, last=day_number(55))
    assert shifted == Trend(TrendWord.RISING, 1 / 3, 0.5)


def make_all_recorded() -> frozenset[date]:
    """Every day of the eight weeks, recorded for another habit."""
    return frozenset(days.days_between(MONDAY, day_number(56)))


@pytest.mark.parametrize(
    ("spell", "extra", "expected"),
    [
        # Five weeks without a walk: set aside they say nothing, else they are zeros.
        (None, {}, Trend(TrendWord.FALLING, 105.0, 0.0)),
        ((22, 56), {}, Trend(TrendWord.TOO_FEW, 140.0, None)),
        ((29, 35), {}, Trend(TrendWord.FALLING, 105.0, 0.0)),
        # Four days of the week are left, then three.
        ((22, 24), {}, Trend(TrendWord.FALLING, 105.0, 0.0)),
        ((22, 25), {}, Trend(TrendWord.FALLING, 140.0, 0.0)),
        # A day with an amount is hers, in a spell too: four are left again.
        ((22, 25), {23: 60.0}, Trend(TrendWord.FALLING, 120.0, 0.0)),
        ((22, 25), {23: 0.0}, Trend(TrendWord.FALLING, 105.0, 0.0)),
        ((22, 26), {23: 60.0}, Trend(TrendWord.FALLING, 140.0, 0.0)),
    ],
)
def test_week_set_aside_of_a_weekly_habit_is_no_trend_week(spell, extra, expected):
    marked = make_marks(*[20] * 21)
    marked |= {day_number(number): Mark(amount=amount) for number, amount in extra.items()}
    spells = [Spell(day_number(spell[0]), day_number(spell[1]), Skip.DOCTOR)] if spell else []
    found = trend_of_amounts(make_weekly(150.0), marked, spells=spells, recorded_days=make_all_recorded())
    assert found == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (29, 35, Trend(TrendWord.SAME, 1.0, 1.0)),
        (32, 35, Trend(TrendWord.SAME, 1.0, 1.0)),
        (32, 38, Trend(TrendWord.SAME, 1.0, 1.0)),
        (29, 42, Trend(TrendWord.TOO_FEW, 1.0, None)),
        (29, 56, Trend(TrendWord.TOO_FEW, 1.0, None)),
    ],
)
@pytest.mark.parametrize("habit", [make_habit(), make_weekly(10.0)], ids=["daily", "weekly"])
def test_share_of_the_days_left_is_the_same_whatever_is_set_aside(habit, first, last, expected):
    """What she met on every day that was left is no fall, by the day as by the week."""
    marked = {
        day: mark
        for day, mark in make_eight_weeks(10, 10).items()
        if not day_number(first) <= day <= day_number(last)
    }
    spells = [Spell(day_number(first), day_number(last), Skip.DOCTOR)]
    found = trend_of_shares(habit, marked, spells=spells, recorded_days=make_all_recorded())
    assert found == expected


def test_mean_amount_of_a_limit_by_the_day_is_of_the_days_left():
    habit = make_habit(direction=Direction.AT_MOST)
    marked = make_marks(*[5] * 28, *[None] * 7, *[5] * 21)
    spells = [Spell(day_number(29), day_number(35), Skip.ILL)]
    found = trend_of_amounts(habit, marked, spells=spells, recorded_days=make_all_recorded())
    assert found == Trend(TrendWord.SAME, 5.0, 5.0)
