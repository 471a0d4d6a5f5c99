"""Strength to the sixth place."""

import pytest

from app.rules import streaks
from app.rules.habits import Direction, Goal, Measure
from app.rules.marks import Skip, Spell
from tests.rules.streak_cases import (
    DONE,
    MONDAY,
    day_number,
    make_amounts,
    make_habit,
    make_marks,
    make_weekly,
    standing_after,
)


@pytest.mark.parametrize(
    ("number", "strength"),
    [
        (1, 0.051922),
        (7, 0.311495),
        (13, 0.500000),
        (30, 0.798017),
        (66, 0.970373),
        (90, 0.991760),
    ],
)
def test_strength_of_a_perfect_daily_habit_is_loops(number, strength):
    standing = standing_after(make_habit(), make_marks("x" * number), number)
    assert standing.strength == pytest.approx(strength, abs=5e-7)


@pytest.mark.parametrize(
    ("direction", "strength", "best", "told"),
    [
        (Direction.AT_LEAST, 0.0049, 0, None),
        (Direction.AT_LEAST, 0.005, 0, 1),
        (Direction.AT_MOST, 1.0, 0, None),
        (Direction.AT_MOST, 1.0, 1, 100),
        (Direction.AT_MOST, 0.0, 3, None),
    ],
)
def test_strength_is_told_when_there_is_any_to_tell_of(direction, strength, best, told):
    habit = make_habit(direction=direction)
    assert streaks.percent_told(habit, strength=strength, best=best) == told


def test_one_day_without_after_a_perfect_year_keeps_most_of_the_strength():
    standing = standing_after(make_habit(), make_marks("x" * 365), 366)
    assert standing.strength == pytest.approx(0.948078, abs=5e-7)


@pytest.mark.parametrize(
    ("pattern", "strength"),
    [
        ("x", 0.051922),
        ("xs", 0.051922),
        ("x.", 0.049227),
        ("x0", 0.049227),
        ("xs.", 0.049227),
        ("xsx", 0.101149),
        ("sss", 0.0),
    ],
)
def test_strength_stands_still_on_a_skipped_day(pattern, strength):
    standing = standing_after(make_habit(), make_marks(pattern), len(pattern))
    assert standing.strength == pytest.approx(strength, abs=5e-7)


@pytest.mark.parametrize(
    ("amounts", "strength"),
    [
        ([3], 0.025961),
        ([6], 0.051922),
        ([60], 0.051922),
        ([0], 0.0),
        ([6, None], 0.049227),
        ([6, 3], 0.075188),
    ],
)
def test_strength_grows_by_the_part_of_the_goal_that_was_reached(amounts, strength):
    habit = make_habit(measure=Measure.AMOUNT, goals=(Goal(MONDAY, 6.0),))
    standing = standing_after(habit, make_amounts(*amounts), len(amounts))
    assert standing.strength == pytest.approx(strength, abs=5e-7)


@pytest.mark.parametrize(
    ("goal", "amounts", "strength"),
    [
        (2.0, [2], 1.0),
        (2.0, [None], 1.0),
        (2.0, [0], 1.0),
        (2.0, [3], 0.974039),
        (2.0, [4], 0.948078),
        (2.0, [40], 0.948078),
        (2.0, [40, 0], 0.950773),
        (2.0, [3] * 30, 0.600992),
        (2.0, [3] * 30 + [1] * 30, 0.919407),
        (0.0, [0], 1.0),
        (0.0, [1], 0.948078),
    ],
)
def test_strength_of_a_limit_starts_full_and_wanes_with_the_excess(goal, amounts, strength):
    habit = make_habit(measure=Measure.AMOUNT, direction=Direction.AT_MOST, goals=(Goal(MONDAY, goal),))
    standing = standing_after(habit, make_amounts(*amounts), len(amounts))
    assert standing.strength == pytest.approx(strength, abs=5e-7)


@pytest.mark.parametrize(
    ("amounts", "strength"),
    [
        # m = 0.5 ** (sqrt(1 / 7) / 13) = 0.980049; the rolling sum falls out of the window after day 7.
        ([150], 0.019951),
        ([75], 0.009975),
        ([150, *[None] * 6], 1 - 0.9800490152706**7),
        ([150, *[None] * 7], (1 - 0.9800490152706**7) * 0.9800490152706),
        ([75, 75], 0.009975425 * 0.9800490152706 + 0.0199509847294),
    ],
)
def test_strength_of_a_weekly_amount_rolls_over_seven_days(amounts, strength):
    standing = standing_after(make_weekly(150.0), make_amounts(*amounts), len(amounts))
    assert standing.strength == pytest.approx(strength, abs=1e-6)


@pytest.mark.parametrize(
    ("pattern", "strength"),
    [
        # m = 0.5 ** (sqrt(3 / 7) / 13) = 0.965697; six sessions in fourteen days are full value.
        ("x", 0.0343033182861 / 6),
        ("x.", 0.0343033182861 / 6 * (1 + 0.9656966817139)),
        ("x" + "." * 13, (1 - 0.9656966817139**14) / 6),
        ("x" + "." * 14, (1 - 0.9656966817139**14) / 6 * 0.9656966817139),
    ],
)
def test_strength_of_sessions_rolls_over_fourteen_days_and_twice_the_goal(pattern, strength):
    habit = make_weekly(3.0, measure=Measure.CHECK)
    standing = standing_after(habit, make_marks(pattern), len(pattern))
    assert standing.strength == pytest.approx(strength, abs=1e-9)


@pytest.mark.parametrize(
    ("number", "sessions", "minutes"),
    [
        (7, 0.079391, 0.095363),
        (14, 0.249960, 0.214387),
        (30, 0.570922, 0.430920),
        (91, 0.948970, 0.833548),
        (365, 0.999996, 0.999334),
    ],
)
def test_strength_of_perfect_weeks_is_loops(number, sessions, minutes):
    three_times = make_weekly(3.0, measure=Measure.CHECK)
    done = make_marks(("x.x.x.." * 60)[:number])
    assert standing_after(three_times, done, number).strength == pytest.approx(sessions, abs=5e-7)
    walked = make_amounts(*([50, None, 50, None, 50, None, None] * 60)[:number])
    assert standing_after(make_weekly(150.0), walked, number).strength == pytest.approx(minutes, abs=5e-7)


@pytest.mark.parametrize(("a_day", "number", "strength"), [(1, 30, 1.0), (2, 7, 0.955187), (2, 30, 0.600880)])
def test_strength_of_a_weekly_limit_wanes_with_what_seven_days_hold_above_it(a_day, number, strength):
    habit = make_weekly(7.0, direction=Direction.AT_MOST)
    standing = standing_after(habit, make_amounts(*[a_day] * number), number)
    assert standing.strength == pytest.approx(strength, abs=5e-7)


def test_skipped_day_of_a_weekly_habit_stands_still_while_its_sum_rolls_on():
    three_times = make_weekly(3.0, measure=Measure.CHECK)
    assert standing_after(three_times, make_marks("xsx.sx."), 7).strength == pytest.approx(0.059648, abs=5e-7)
    walked = {**make_amounts(50, None, 50, None, None, 50), **make_marks(".s..s")}
    assert standing_after(make_weekly(150.0), walked, 7).strength == pytest.approx(0.070935, abs=5e-7)
    # An empty day of full weeks still adds, where a skipped one leaves strength as it was.
    full = "x.x.x.." * 2
    assert standing_after(three_times, make_marks(full), 14).strength == pytest.approx(0.249960, abs=5e-7)
    assert standing_after(three_times, make_marks(full), 15).strength == pytest.approx(0.269972, abs=5e-7)
    skipped = make_marks(f"{full}s")
    assert standing_after(three_times, skipped, 15).strength == pytest.approx(0.249960, abs=5e-7)


def test_one_entry_in_ten_years_leaves_no_strength_and_a_best_of_one():
    standing = standing_after(make_habit(), make_marks("x"), 3653)
    assert (standing.current, standing.best) == (0, 1)
    assert standing.strength == pytest.approx(0, abs=5e-7)
    newest = standing_after(make_habit(), {day_number(3653): DONE}, 3653)
    assert (newest.current, newest.best) == (1, 1)
    assert newest.strength == pytest.approx(0.051922, abs=5e-7)


def test_seven_sessions_a_week_roll_over_seven_days():
    habit = make_weekly(7.0, measure=Measure.CHECK)
    assert standing_after(habit, make_marks("x"), 1).strength == pytest.approx(0.051922 / 7, abs=5e-7)
    week = standing_after(habit, make_marks("x" * 7 + "."), 8).strength
    before = standing_after(habit, make_marks("x" * 7), 7).strength
    assert week == pytest.approx(before * 0.948078 + 6 / 7 * 0.051922, abs=1e-6)


def test_a_limit_of_no_session_a_week_loses_strength_when_passed():
    habit = make_weekly(0.0, measure=Measure.CHECK, direction=Direction.AT_MOST)
    assert standing_after(habit, make_marks("x"), 1).strength == pytest.approx(0.980049, abs=5e-7)


def test_strength_uses_the_goal_in_force_on_each_day():
    habit = make_habit(measure=Measure.AMOUNT, goals=(Goal(MONDAY, 3.0), Goal(day_number(2), 6.0)))
    assert standing_after(habit, make_amounts(3, 3), 2).strength == pytest.approx(0.075188, abs=5e-7)


def test_days_that_are_not_due_leave_strength_as_it_is():
    habit = make_habit(weekdays=frozenset({0, 2, 4}))
    assert standing_after(habit, make_marks("xxx"), 2).strength == pytest.approx(0.051922, abs=5e-7)
    ended = make_habit(ended_on=MONDAY)
    assert standing_after(ended, make_marks("x"), 90).strength == pytest.approx(0.051922, abs=5e-7)


def test_a_spell_leaves_strength_as_it_is():
    spells = [Spell(day_number(2), day_number(9), Skip.AWAY)]
    standing = standing_after(make_habit(), make_marks("x"), 9, spells=spells)
    assert standing.strength == pytest.approx(0.051922, abs=5e-7)


def test_habit_runs_by_itself_thirty_days_after_it_became_strong():
    habit = make_habit()
    kept = make_marks("x" * 120)
    standing = standing_after(habit, kept, 120)
    assert standing.strong_since == day_number(66), "strength is 0.970373 after 66 days"
    assert not streaks.runs_by_itself(habit, standing, today=day_number(95))
    assert streaks.runs_by_itself(habit, standing, today=day_number(96))


def test_day_without_it_begins_the_thirty_days_anew_only_below_the_bar():
    habit = make_habit()
    strong = standing_after(habit, make_marks("x" * 365), 365)
    weaker = standing_after(habit, make_marks("x" * 365), 366)
    assert strong.strong_since == day_number(66)
    assert weaker.strength < streaks.BY_ITSELF
    assert weaker.strong_since is None
    assert not streaks.runs_by_itself(habit, weaker, today=day_number(600))


def test_limit_never_runs_by_itself():
    limit = make_habit(direction=Direction.AT_MOST)
    standing = standing_after(limit, {}, 60)
    assert standing.strength == 1.0
    assert not streaks.runs_by_itself(limit, standing, today=day_number(60))
