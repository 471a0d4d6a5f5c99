"""Shares, means, gaps and plants, by tables and by what must hold for all of them."""

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules import days, figures
from app.rules.figures import Records, Tally
from app.rules.habits import Direction, Goal, Measure
from app.rules.marks import Mark, Skip, Spell
from tests.rules.figure_cases import FAR, ILL, MONDAY, day_number, make_habit, make_marks, make_weekly


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (67, 84, 80),
        (0, 84, 0),
        (84, 84, 100),
        (1, 8, 13),
        (1, 40, 3),
        (3, 8, 38),
        (1, 3, 33),
        (2, 3, 67),
        (1, 2, 50),
        (1, 1000, 1),
        (999, 1000, 99),
        (399, 400, 99),
        (1, 1, 100),
        (0, 1, 0),
        (0, 0, None),
    ],
)
def test_percent_is_half_up_with_100_for_all_alone_and_0_for_none_alone(part, whole, shown):
    assert figures.percent(part, whole) == shown


def test_a_tally_counts_every_due_state_and_leaves_skips_out_of_the_share():
    tally = Tally(met=67, partial=5, not_met=2, skipped=6, not_recorded=10)
    assert (tally.due, tally.recorded, tally.counted) == (90, 74, 84)
    assert tally.share == 67 / 84
    assert tally.upper_share == 77 / 84
    assert (tally.percent, tally.upper_percent) == (80, 92)


def test_a_tally_of_nothing_has_no_figures():
    empty = Tally()
    assert (empty.due, empty.counted) == (0, 0)
    assert [empty.share, empty.upper_share, empty.percent, empty.upper_percent] == [None] * 4


def test_a_tally_of_skips_alone_has_no_share():
    skips = Tally(skipped=9)
    assert (skips.share, skips.upper_share) == (None, None)


def test_days_without_a_record_might_all_have_been_met():
    assert Tally(not_met=1, not_recorded=3).upper_share == 3 / 4


@pytest.mark.parametrize(
    ("tally", "shown", "upper"),
    [
        (Tally(met=6), None, None),
        (Tally(met=6, skipped=10), None, None),
        (Tally(met=7), 100, 100),
        (Tally(met=3, not_recorded=4), 43, 100),
        (Tally(not_recorded=7), 0, 100),
        (Tally(met=199, not_met=1), 99, 99),
    ],
)
def test_no_percent_while_fewer_than_seven_count(tally, shown, upper):
    assert (tally.percent, tally.upper_percent) == (shown, upper)


@pytest.mark.parametrize(
    ("tally", "records"),
    [
        (Tally(), Records.NOT_ENOUGH),
        (Tally(met=6), Records.NOT_ENOUGH),
        (Tally(met=6, skipped=90), Records.NOT_ENOUGH),
        (Tally(met=5, partial=1, not_met=1), Records.ENOUGH),
        (Tally(met=7, not_recorded=3), Records.ENOUGH),
        (Tally(met=7, not_recorded=4), Records.FEW),
        (Tally(met=7, skipped=3, not_recorded=4), Records.ENOUGH),
        (Tally(met=7, skipped=3, not_recorded=5), Records.FEW),
        (Tally(met=69, not_recorded=31), Records.FEW),
        (Tally(met=70, not_recorded=30), Records.ENOUGH),
        (Tally(met=699, not_recorded=301), Records.FEW),
    ],
)
def test_records_are_few_below_seventy_percent_and_not_enough_below_seven(tally, records):
    assert tally.records is records


def test_tallies_add_up():
    found = Tally(1, 2, 3, 4, 5) + Tally(10, 20, 30, 40, 50)
    assert found == Tally(met=11, partial=22, not_met=33, skipped=44, not_recorded=55)


def test_a_daily_tally_sorts_the_days_of_its_range():
    marked = make_marks(10, 10, 5, 0, ILL, None, None, 10)
    spells = [Spell(day_number(7), day_number(7), Skip.AWAY)]
    found = figures.tally(
        make_habit(), marked, first=day_number(-5), last=day_number(7), today=FAR, spells=spells
    )
    assert found == Tally(met=2, partial=1, not_met=1, skipped=1, not_recorded=1)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, Tally(met=1)), (10, Tally(met=2)), (5, Tally(met=1, partial=1))],
)
def test_today_counts_for_what_is_there_and_never_for_nothing(value, expected):
    found = figures.tally(
        make_habit(), make_marks(10, value, 10), first=MONDAY, last=FAR, today=day_number(2)
    )
    assert found == expected


def test_a_weekly_tally_counts_whole_weeks_only():
    habit = make_weekly(150.0)
    marked = make_marks(*[50] * 7, *[10] * 7, *[0] * 7, *[None] * 7, *[ILL] * 7, *[50] * 3)
    span: dict[str, Any] = {"first": day_number(-3), "last": day_number(60)}
    expected = Tally(met=1, partial=1, not_met=1, skipped=1, not_recorded=1)
    assert figures.tally(habit, marked, today=day_number(36), **span) == expected
    assert figures.tally(habit, marked, today=day_number(38), **span) == expected + Tally(met=1)
    from_tuesday = figures.tally(habit, marked, first=day_number(2), last=day_number(27), today=FAR)
    assert from_tuesday == Tally(partial=1, not_met=1)
    wednesdays = figures.tally(habit, marked, first=MONDAY, last=day_number(20), today=FAR, week_start=2)
    assert wednesdays == Tally(met=1, partial=1)


def test_a_day_that_never_was_is_in_no_figure():
    # Samoa skipped a Friday: six days are left of the week.
    habit = make_habit(missing=frozenset({day_number(5)}))
    span: dict[str, Any] = {"first": MONDAY, "last": day_number(7)}
    marked = make_marks(10, 10, 10, None, 10, None, 10)
    assert figures.tally(habit, marked, today=FAR, **span) == Tally(met=4, not_recorded=2)
    assert figures.longest_gap(habit, marked, today=FAR, **span) == 2
    assert figures.mean_amount(habit, make_marks(10, 10, 10, 10, 60, 10, 10), **span) == 10.0


def test_a_limit_of_zero_is_counted_like_any_other():
    habit = make_habit(direction=Direction.AT_MOST, goals=(Goal(MONDAY, 0.0),))
    found = figures.tally(habit, make_marks(0, 0, 1, None, ILL), first=MONDAY, last=day_number(5), today=FAR)
    assert found == Tally(met=2, not_met=1, skipped=1, not_recorded=1)


@pytest.mark.parametrize(
    ("met", "counted", "shown"), [(0, 3653, 0), (1, 3653, 1), (3652, 3653, 99), (3653, 3653, 100)]
)
def test_a_share_of_ten_years_is_0_for_none_and_100_for_all_alone(met, counted, shown):
    assert Tally(met=met, not_recorded=counted - met).percent == shown


def test_one_entry_in_ten_years_is_one_day_met():
    marked = {day_number(2000): Mark(amount=10.0)}
    span: dict[str, Any] = {"first": MONDAY, "last": day_number(3653), "today": day_number(3654)}
    found = figures.tally(make_habit(), marked, **span)
    assert (found, found.percent, found.upper_percent) == (Tally(met=1, not_recorded=3652), 1, 100)
    assert found.records is Records.NOT_ENOUGH
    assert figures.longest_gap(make_habit(), marked, **span) == 1999


@pytest.mark.parametrize(
    ("values", "gap"),
    [
        ((), 7),
        ((10,) * 7, 0),
        ((10, 0, 5, None, 10, 0, 10), 3),
        ((0, 10, 10, 10, 10, 0, None), 2),
        ((10, None, ILL, None, 10, 10, 10), 2),
        ((ILL,) * 7, 0),
    ],
)
def test_the_longest_gap_is_the_longest_run_not_met_with_skips_left_out(values, gap):
    found = figures.longest_gap(
        make_habit(), make_marks(*values), first=MONDAY, last=day_number(7), today=FAR
    )
    assert found == gap


def test_a_gap_runs_on_over_days_that_are_not_due_and_not_over_today():
    habit = make_habit(weekdays=frozenset({0, 2}))
    assert figures.longest_gap(habit, {}, first=MONDAY, last=day_number(10), today=day_number(10)) == 3


def test_a_gap_is_counted_in_weeks_from_monday_unless_changed():
    marked = make_marks(*[None] * 7, 150)
    span: dict[str, Any] = {"first": MONDAY, "last": day_number(14), "today": FAR}
    assert figures.longest_gap(make_weekly(150.0), marked, **span) == 1
    # From a Wednesday on there is one whole week, and what she did lies in it.
    assert figures.longest_gap(make_weekly(150.0), marked, week_start=2, **span) == 0


def test_the_gap_of_a_weekly_habit_is_in_weeks():
    marked = make_marks(*[50] * 7, *[10] * 7, *[None] * 7, *[50] * 7)
    spells = [Spell(day_number(15), day_number(21), Skip.ILL)]
    span: dict[str, Any] = {"first": MONDAY, "last": day_number(28), "today": FAR}
    assert figures.longest_gap(make_weekly(150.0), marked, **span) == 2
    assert figures.longest_gap(make_weekly(150.0), marked, spells=spells, **span) == 1
    assert figures.longest_gap(make_weekly(150.0), marked, week_start=2, **span) == 2


@pytest.mark.parametrize(
    ("values", "mean"),
    [
        ((), None),
        ((ILL, ILL), None),
        ((6, None, 0, ILL, 3), 3.0),
        ((0, 0), 0.0),
        ((1, 2, 3, 4, 5, 6, 7, 100), 4.0),
    ],
)
def test_a_mean_runs_over_recorded_days_zeros_included(values, mean):
    found = figures.mean_amount(make_habit(), make_marks(*values), first=MONDAY, last=day_number(7))
    assert found == mean


@pytest.mark.parametrize(
    ("mean", "printed"),
    [
        (0.0, 0.0),
        (0.05, 0.1),
        (2.25, 2.3),
        (24.75, 24.8),
        (99.94, 99.9),
        (99.95, 100.0),
        (100.5, 101.0),
        (108.909, 109.0),
    ],
)
def test_a_mean_is_printed_half_up_and_whole_from_a_hundred(mean, printed):
    assert figures.rounded(mean) == printed


def test_a_reported_day_has_an_amount_a_skip_or_a_check_in():
    prunes, walks = make_marks(3, None, Mark()), make_marks(None, None, None, ILL, 0)
    found = figures.reported_days([prunes, walks], [day_number(7)])
    assert found == {day_number(1), day_number(4), day_number(5), day_number(7)}
    assert figures.reported_days([]) == frozenset()


@pytest.mark.parametrize(
    ("numbers", "is_reported"),
    [
        ({1, 2, 3, 4}, True),
        ({1, 3, 5, 7}, True),
        ({1, 2, 3}, False),
        ({1, 2, 3, 8, 9}, False),
        (set(range(1, 8)), True),
        (set(), False),
    ],
)
def test_a_reported_week_has_four_days_with_anything(numbers, is_reported):
    recorded_days = {day_number(number) for number in numbers}
    assert figures.is_reported_week(recorded_days, days.Week(MONDAY)) is is_reported


WEEKS = (days.Week(MONDAY), days.Week(day_number(8)), days.Week(day_number(15)))


@pytest.mark.parametrize(
    ("measure", "amounts"),
    [
        (Measure.AMOUNT, (30.0, 0.0, 5.0)),
        (Measure.CHECK, (2.0, 0.0, 1.0)),
        (Measure.VARIETY, (30.0, 0.0, 5.0)),
    ],
)
def test_weekly_amounts_are_sums_or_dates(measure, amounts):
    marked = make_marks(10, 20, *[None] * 4, 0, *[None] * 7, 5)
    assert figures.weekly_amounts(make_weekly(3.0, measure=measure), marked, WEEKS) == amounts


def test_a_mean_of_weeks_leaves_out_those_without_a_report():
    habit, marked = make_weekly(150.0), make_marks(*[10] * 4, *[None] * 3, *[50] * 3, *[None] * 4, 20)
    recorded = figures.reported_days([marked], list(days.days_between(day_number(15), day_number(18))))
    assert figures.mean_of_reported(habit, marked, WEEKS, recorded_days=recorded) == 30.0
    assert figures.mean_of_reported(habit, marked, WEEKS[1:2], recorded_days=recorded) is None


@pytest.mark.parametrize(
    ("spell", "mean"),
    [
        (None, 85.0),
        ((8, 14), 127.5),
        # Four days of the middle week are left, so that it counts; then three.
        ((8, 10), 85.0),
        ((8, 11), 127.5),
        # What was done in a spell keeps its days: the third week has one amount and three days.
        ((15, 17), 85.0),
        ((15, 18), 85.0),
        ((15, 19), 75.0),
        ((1, 21), None),
    ],
)
def test_mean_of_weeks_leaves_out_those_set_aside(spell, mean):
    habit, marked = make_weekly(150.0), make_marks(150, *[None] * 14, 105)
    recorded = frozenset(days.days_between(MONDAY, day_number(21)))
    spells = [Spell(day_number(spell[0]), day_number(spell[1]), Skip.DOCTOR)] if spell else []
    assert figures.mean_of_reported(habit, marked, WEEKS, recorded_days=recorded, spells=spells) == mean


@pytest.mark.parametrize("spell", [None, (8, 10)])
def test_week_of_skips_alone_is_in_no_mean(spell):
    """Also where a spell has some of its days, and skips all that are left."""
    marked = make_marks(150, *[None] * 6, *[ILL] * 7, 105)
    spells = [Spell(day_number(spell[0]), day_number(spell[1]), Skip.DOCTOR)] if spell else []
    marked = {day: mark for day, mark in marked.items() if not any(each.contains(day) for each in spells)}
    recorded = frozenset(days.days_between(MONDAY, day_number(21)))
    told: dict[str, Any] = {"recorded_days": recorded, "spells": spells}
    assert figures.mean_of_reported(make_weekly(150.0), marked, WEEKS, **told) == 127.5


@pytest.mark.parametrize(
    ("overrides", "is_due"),
    [
        ({}, True),
        ({"started_on": day_number(4)}, True),
        ({"started_on": day_number(5)}, False),
        ({"ended_on": day_number(3)}, False),
    ],
)
def test_mean_of_weeks_leaves_out_those_that_were_not_hers(overrides, is_due):
    recorded = frozenset(days.days_between(MONDAY, day_number(7)))
    mean = figures.mean_of_reported(make_weekly(150.0, **overrides), {}, WEEKS[:1], recorded_days=recorded)
    assert mean == (0.0 if is_due else None)


WHOLE_WEEK = Spell(MONDAY, day_number(7), Skip.HOSPITAL)
MIDWEEK = Spell(day_number(3), day_number(4), Skip.ILL)


@pytest.mark.parametrize(
    ("hers", "recorded", "expected"),
    [
        ([], (), []),
        ([(make_habit(), ())], (), []),
        ([(make_habit(), (MIDWEEK,))], (), [3, 4]),
        ([(make_habit(), (MIDWEEK,))], (4,), [3]),
        ([(make_habit(), (WHOLE_WEEK,)), (make_weekly(150.0), (MIDWEEK,))], (), [3, 4]),
        ([(make_habit(), (WHOLE_WEEK,)), (make_weekly(150.0), ())], (), []),
        ([(make_habit(), (WHOLE_WEEK,)), (make_habit(ended_on=day_number(5)), ())], (), [6, 7]),
        ([(make_habit(started_on=day_number(6)), (WHOLE_WEEK,))], (), [6, 7]),
        # Due on Mondays alone, and hers all week.
        ([(make_habit(weekdays=frozenset({0})), (MIDWEEK,))], (), [3, 4]),
    ],
)
def test_day_is_set_aside_when_every_habit_that_was_hers_is_and_nothing_is_there(hers, recorded, expected):
    found = figures.days_set_aside(
        hers, days.Week(MONDAY).days, recorded_days={day_number(number) for number in recorded}
    )
    assert found == {day_number(number) for number in expected}


EATEN = [
    (day_number(1), "oats"),
    (day_number(1), "kale"),
    (day_number(2), "oats"),
    (day_number(2), "lentils"),
    (day_number(7), "kale"),
    (day_number(8), "kale"),
]


def test_first_eaten_counts_a_plant_on_its_first_day_of_the_week():
    one, two, seven, eight = map(day_number, (1, 2, 7, 8))
    assert figures.first_eaten(EATEN) == {one: 2, two: 1, seven: 0, eight: 1}
    assert figures.first_eaten(iter(EATEN), 1) == {one: 2, two: 2, seven: 1, eight: 0}


some_meals = st.lists(st.tuples(st.integers(1, 30).map(day_number), st.sampled_from("abcdefgh")))


@settings(max_examples=100, deadline=None)
@given(eaten=some_meals, week_start=st.integers(0, 6), data=st.data())
def test_first_eaten_sums_to_the_distinct_plants_in_any_order(eaten, week_start, data):
    shuffled = data.draw(st.permutations(eaten))
    found = figures.first_eaten(shuffled, week_start)
    assert found == figures.first_eaten(eaten, week_start)
    week = days.week_of(day_number(10), week_start=week_start)
    total = sum(count for day, count in found.items() if week.contains(day))
    assert total == len({plant for day, plant in eaten if week.contains(day)})


SPAN = 40
TODAY = day_number(35)
some_habits = st.sampled_from(
    [
        make_habit(),
        make_habit(direction=Direction.AT_MOST),
        make_habit(weekdays=frozenset({1, 3, 5}), ended_on=day_number(30)),
        make_habit(goals=(Goal(MONDAY, 5.0), Goal(day_number(15), 20.0))),
        make_habit(measure=Measure.CHECK, goals=(Goal(MONDAY, 1.0),)),
    ]
)
some_weeklies = st.sampled_from(
    [
        make_weekly(40.0),
        make_weekly(3.0, measure=Measure.CHECK),
        make_weekly(40.0, measure=Measure.VARIETY, started_on=day_number(5)),
    ]
)
some_amounts = st.integers(0, 25).map(lambda amount: Mark(amount=float(amount)))
some_skips = st.sampled_from(Skip).map(lambda reason: Mark(skip=reason))
some_marks = st.dictionaries(st.integers(1, SPAN).map(day_number), some_amounts | some_skips)
some_spells = st.lists(
    st.builds(
        lambda first, length: Spell(day_number(first), day_number(first + length), Skip.ILL),
        st.integers(1, SPAN),
        st.integers(0, 9),
    ),
    max_size=2,
)


@settings(max_examples=100, deadline=None)
@given(
    habit=some_habits,
    marked=some_marks,
    spells=some_spells,
    cuts=st.lists(st.integers(0, SPAN), max_size=5).map(sorted),
)
def test_the_tally_of_a_range_is_the_sum_of_its_parts(habit, marked, spells, cuts):
    options: dict[str, Any] = {"today": TODAY, "spells": spells}
    whole = figures.tally(habit, marked, first=MONDAY, last=day_number(SPAN), **options)
    edges = [0, *cuts, SPAN]
    parts = (
        figures.tally(habit, marked, first=day_number(start + 1), last=day_number(end), **options)
        for start, end in itertools.pairwise(edges)
    )
    assert sum(parts, start=Tally()) == whole


@settings(max_examples=100, deadline=None)
@given(habit=some_habits | some_weeklies, marked=some_marks, spells=some_spells, data=st.data())
def test_every_due_period_has_one_state_and_the_order_of_entry_never_matters(habit, marked, spells, data):
    options: dict[str, Any] = {"first": MONDAY, "last": day_number(SPAN), "today": TODAY}
    found = figures.tally(habit, marked, spells=spells, **options)
    assert found.due == found.met + found.partial + found.not_met + found.skipped + found.not_recorded
    due = sum(habit.is_due_on(day) for day in days.days_between(MONDAY, TODAY))
    assert found.due <= (5 if habit.is_weekly else due)
    shuffled = dict(data.draw(st.permutations(list(marked.items()))))
    assert figures.tally(habit, shuffled, spells=spells[::-1], **options) == found


at_least = (some_habits | some_weeklies).filter(lambda habit: not habit.is_limit)


@settings(max_examples=100, deadline=None)
@given(
    habit=at_least,
    marked=st.dictionaries(st.integers(1, SPAN).map(day_number), some_amounts),
    number=st.integers(1, SPAN),
    more=st.integers(0, 30),
)
def test_recording_more_never_lowers_the_share(habit, marked, number, more):
    day = day_number(number)
    before = marked.get(day, Mark()).amount or 0.0
    fuller = marked | {day: Mark(amount=before + more)}
    options: dict[str, Any] = {"first": MONDAY, "last": day_number(SPAN), "today": day_number(SPAN + 1)}
    less_share = figures.tally(habit, marked, **options).share
    more_share = figures.tally(habit, fuller, **options).share
    assert less_share is not None
    assert more_share is not None
    assert more_share >= less_share
