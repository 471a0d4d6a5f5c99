"""What must hold for every habit and every record, whatever the figures are."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.rules import closings, days, figures, marks, streaks
from app.rules.closings import Span
from app.rules.figures import Tally
from app.rules.habits import Direction, Goal, Habit, Measure
from app.rules.marks import Mark, Skip, Spell, State
from tests.rules.figure_cases import ILL, MONDAY, day_number, make_habit, make_weekly

SPAN = 45
TODAY = day_number(SPAN + 1)
TOLD: dict[str, Any] = {"first": MONDAY, "last": day_number(SPAN), "today": TODAY}
OUTSIDE = frozenset({State.OPEN, State.NOT_DUE, State.PAUSED})

daily = make_habit(goals=(Goal(MONDAY, 5.0), Goal(day_number(20), 12.0)))
DAILY = (
    daily,
    replace(daily, weekdays=frozenset({0, 2, 4}), missing=frozenset({day_number(10)})),
    replace(daily, started_on=day_number(4), gaps=((day_number(12), day_number(16)),)),
    make_habit(measure=Measure.CHECK, goals=(Goal(MONDAY, 1.0), Goal(day_number(9), 1.0, month_day=31))),
)
WEEKLY = (
    make_weekly(40.0),
    make_weekly(3.0, measure=Measure.CHECK, started_on=day_number(5)),
    make_weekly(30.0, measure=Measure.VARIETY, ended_on=day_number(33)),
)
LIMITS = (
    make_habit(direction=Direction.AT_MOST),
    make_habit(direction=Direction.AT_MOST, goals=(Goal(MONDAY, 0.0),)),
    make_weekly(20.0, direction=Direction.AT_MOST),
)
day_numbers = st.integers(1, SPAN).map(day_number)
some_amounts = st.integers(0, 15).map(lambda amount: Mark(amount=float(amount)))
some_marks = st.dictionaries(day_numbers, some_amounts | st.just(ILL))
some_spells = st.builds(
    lambda first, length: [Spell(day_number(first), day_number(first + length), Skip.AWAY)],
    st.integers(1, SPAN),
    st.integers(0, 9),
)
# A record on nearly every day, so that most changes matter.
full_marks = st.lists(st.none() | some_amounts, min_size=SPAN, max_size=SPAN).map(
    lambda held: {day_number(number): mark for number, mark in enumerate(held, 1) if mark is not None}
)
# Without shrinking: a counterexample of a year would take minutes to grow small.
few = settings(max_examples=50, deadline=None, phases=(Phase.generate,))


@few
@given(habit=st.sampled_from(DAILY + LIMITS[:2]), marked=some_marks, spells=some_spells)
def test_states_of_a_stretch_add_up_to_its_days(habit, marked, spells):
    stretch = list(days.days_between(day_number(-3), TODAY))
    seen = Counter(marks.state(habit, day, marked.get(day), today=TODAY, spells=spells) for day in stretch)
    found = figures.tally(habit, marked, first=stretch[0], last=TODAY, today=TODAY, spells=spells)
    assert found.due + sum(seen[each] for each in OUTSIDE) == len(stretch)
    assert (found.recorded, found.skipped) == (
        seen[State.MET] + seen[State.PARTIAL] + seen[State.NOT_MET],
        seen[State.SKIPPED],
    )


@few
@given(
    habit=st.sampled_from(DAILY + WEEKLY + LIMITS),
    marked=some_marks,
    spells=some_spells,
    # Many of those drawn have every day met.
    kept=st.booleans(),
)
def test_longest_gap_is_none_exactly_when_all_that_counts_is_met(habit, marked, spells, kept):
    if kept:
        amount = 0.0 if habit.is_limit else 50.0
        marked = {day: marked.get(day, ILL) for day in days.days_between(MONDAY, day_number(SPAN))}
        marked = {day: mark if mark == ILL else Mark(amount=amount) for day, mark in marked.items()}
    found = figures.tally(habit, marked, spells=spells, **TOLD)
    gap = figures.longest_gap(habit, marked, spells=spells, **TOLD)
    assert (gap == 0) is (found.met == found.counted)
    assert gap <= found.counted - found.met


@few
@given(
    habit=st.sampled_from(DAILY + WEEKLY),
    marked=full_marks,
    day=day_numbers,
    more=st.integers(0, 15),
    week_start=st.integers(0, 6),
)
def test_recording_more_never_lowers_share_streak_or_strength(habit, marked, day, more, week_start):
    fuller = marked | {day: Mark(amount=(marked.get(day, Mark()).amount or 0.0) + more)}
    told: dict[str, Any] = {"today": TODAY, "week_start": week_start}
    less, most = (streaks.of(habit, each, **told) for each in (marked, fuller))
    assert (most.current >= less.current, most.best >= less.best) == (True, True)
    # Sums of the same numbers may differ in their last binary digit.
    assert most.strength >= less.strength - 1e-12
    less_met, more_met = (
        figures.tally(habit, each, week_start=week_start, **TOLD).share or 0.0 for each in (marked, fuller)
    )
    assert more_met >= less_met


@few
@given(
    habit=st.sampled_from(DAILY + WEEKLY),
    marked=some_marks,
    spells=some_spells,
    day=day_numbers,
    week_start=st.integers(0, 6),
)
def test_skip_instead_of_nothing_never_lowers_a_share(habit, marked, spells, day, week_start):
    told: dict[str, Any] = {"spells": spells, "week_start": week_start, **TOLD}
    before = figures.tally(habit, marked, **told)
    after = figures.tally(habit, {day: ILL} | marked, **told)
    assert after.met == before.met
    assert after.counted <= before.counted
    assert figures.longest_gap(habit, {day: ILL} | marked, **told) <= figures.longest_gap(
        habit, marked, **told
    )


def closed(habit: Habit, marked: dict[date, Mark], *, today: date, **told: Any) -> list[closings.Closing]:
    start = streaks.start(habit)
    return list(closings.after(start, habit, marked, until=today, today=today, **told))


@pytest.mark.parametrize(
    ("habit", "span"),
    [
        (replace(daily, started_on=date(2025, 11, 12)), Span.MONTH),
        (make_habit(started_on=date(2026, 2, 3), gaps=((date(2026, 4, 2), date(2026, 6, 3)),)), Span.MONTH),
        (make_habit(direction=Direction.AT_MOST, ended_on=date(2026, 10, 6)), Span.MONTH),
        (make_weekly(40.0, started_on=date(2025, 12, 30)), Span.WEEK),
        (make_weekly(3.0, measure=Measure.CHECK, started_on=date(2026, 1, 9)), Span.WEEK),
    ],
)
@settings(few, max_examples=4)
@given(
    marked=st.dictionaries(
        st.integers(0, 400).map(lambda number: date(2025, 12, 1) + timedelta(days=number)),
        some_amounts | st.just(ILL),
        min_size=40,
    ),
    spells=some_spells,
    week_start=st.integers(0, 6),
)
def test_year_is_the_sum_of_its_parts(habit, span, marked, spells, week_start):
    first, last, today = date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 20)
    told: dict[str, Any] = {"today": today, "spells": spells, "week_start": week_start}
    parts = [
        each
        for each in closed(habit, marked, **told)
        if each.span is span and first <= each.first and each.last <= last
    ]
    year = figures.tally(habit, marked, first=first, last=last, **told)
    assert sum((each.tally for each in parts), start=Tally()) == year
    mean = figures.mean_amount(habit, marked, first=first, last=last)
    if span is Span.MONTH and mean is not None:
        assert sum(each.total for each in parts) / sum(
            each.tally.recorded for each in parts
        ) == pytest.approx(mean)
