"""Closed weeks and months: what each came to, and that the way the road is cut does not matter."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import closings, figures, streaks
from app.rules.closings import Span
from app.rules.habits import Goal, Measure
from app.rules.marks import Skip, Spell
from app.rules.tallies import Tally
from tests.rules.streak_cases import MONDAY, day_number, make_amounts, make_habit, make_marks, make_weekly


def closed(habit: Any, marked: Any, today: date, **told: Any) -> list[closings.Closing]:
    """Everything that closed from the habit's first day to the eve of today."""
    return list(closings.after(streaks.start(habit), habit, marked, until=today, today=today, **told))


def test_a_week_is_closed_when_its_last_day_is_over():
    marked = make_marks("xx0s.xx")
    assert closed(make_habit(), marked, day_number(7)) == []
    (week,) = closed(make_habit(), marked, day_number(8))
    assert (week.span, week.first, week.last) == (Span.WEEK, MONDAY, day_number(7))
    assert week.tally == Tally(met=4, not_met=1, skipped=1, not_recorded=1)
    assert week.total == 4.0
    assert (week.standing.current, week.standing.best) == (2, 2)
    assert week.standing.strength == streaks.of(make_habit(), marked, today=day_number(8)).strength


def test_a_month_is_closed_with_its_last_day_and_has_every_day_of_it():
    marked = make_amounts(*[5.0] * 40)
    habit = make_habit(measure=Measure.AMOUNT, goals=(Goal(MONDAY, 5.0),))
    spans = [(each.span, each.first, each.last) for each in closed(habit, marked, date(2026, 4, 1))]
    march = (Span.MONTH, date(2026, 3, 1), date(2026, 3, 31))
    assert spans[-1] == march
    assert [span for span, _, _ in spans].count(Span.WEEK) == 4
    month = closed(habit, marked, date(2026, 4, 1))[-1]
    assert (month.tally, month.total) == (Tally(met=30), 150.0)


@pytest.mark.parametrize(
    ("day", "closed_by"),
    [
        (date(2026, 3, 2), date(2026, 3, 31)),
        (date(2026, 3, 25), date(2026, 3, 31)),
        # A week may begin on the day itself, and end in the month after.
        (date(2026, 3, 26), date(2026, 4, 1)),
        (date(2026, 2, 28), date(2026, 3, 6)),
    ],
)
def test_a_day_is_in_nothing_open_once_its_month_and_any_week_are_over(day, closed_by):
    assert closings.all_closed_by(day) == closed_by


def test_who_wants_weeks_alone_is_told_no_month():
    found = closed(make_habit(), {}, date(2026, 4, 1), spans=(Span.WEEK,))
    assert [each.span for each in found] == [Span.WEEK] * 4


def test_a_weekly_habit_is_one_week_of_its_week_and_the_whole_weeks_of_its_month():
    habit = make_weekly(60.0)
    marked = make_amounts(*([30.0, 30.0] + [None] * 5) * 3)
    closed_weeks = closed(habit, marked, date(2026, 4, 1))
    weeks = [each for each in closed_weeks if each.span is Span.WEEK]
    assert [each.tally for each in weeks] == [Tally(met=1)] * 3 + [Tally(not_recorded=1)]
    assert [each.total for each in weeks] == [60.0, 60.0, 60.0, 0.0]
    assert [each.standing.current for each in weeks] == [1, 2, 3, 0]
    (month,) = (each for each in closed_weeks if each.span is Span.MONTH)
    assert month.tally == Tally(met=3, not_recorded=1)
    assert month.total == 180.0


def test_a_week_that_began_before_the_habit_counts_its_own_days():
    habit = make_habit(started_on=day_number(5))
    (week,) = closed(habit, make_marks("....x.x"), day_number(8))
    assert (week.first, week.tally) == (MONDAY, Tally(met=2, not_recorded=1))


def test_weeks_in_which_it_was_not_hers_are_left_out():
    habit = make_habit(gaps=((day_number(8), day_number(21)),))
    weeks = [each.first for each in closed(habit, {}, day_number(30)) if each.span is Span.WEEK]
    assert weeks == [MONDAY, day_number(22)]


def test_week_without_a_due_day_closes_too():
    monthly = make_habit(goals=(Goal(MONDAY, 1.0, month_day=15),))
    weeks = [each for each in closed(monthly, {}, day_number(29)) if each.span is Span.WEEK]
    assert [each.tally.due for each in weeks] == [0, 1, 0, 0]


@pytest.mark.parametrize("through", [7, 8, 13, 14, 30, 58])
@pytest.mark.parametrize(
    "habit", [make_habit(), make_weekly(3.0, measure=Measure.CHECK)], ids=["day", "week"]
)
@pytest.mark.parametrize("span", Span)
def test_what_closed_is_not_closed_again_and_the_rest_needs_a_few_days_of_before(habit, span, through):
    marked, today = make_marks("xx.0xxsx.x" * 7), day_number(62)
    standing = streaks.advance(streaks.start(habit), habit, marked, until=day_number(through), today=today)
    since = standing.through - timedelta(days=closings.DAYS_LOOKED_BACK[span])
    near = {day: mark for day, mark in marked.items() if day >= since}
    later = list(closings.after(standing, habit, near, until=today, today=today, spans=(span,)))
    all_of_it = [each for each in closed(habit, marked, today) if each.span is span]
    assert later == [each for each in all_of_it if each.last > day_number(through)]


def test_a_week_set_aside_keeps_strength_and_streak():
    spells = (Spell(day_number(8), day_number(14), Skip.ILL),)
    first, second = closed(make_habit(), make_marks("xxxxxxx"), day_number(15), spells=spells)
    assert second.tally == Tally()
    assert second.standing.strength == first.standing.strength
    assert second.standing.current == 7


@pytest.mark.parametrize("week_start", [0, 3, 6])
def test_weeks_begin_where_hers_do(week_start):
    weeks = closed(make_habit(), {}, day_number(22), week_start=week_start)
    assert {each.first.weekday() for each in weeks if each.span is Span.WEEK} == {week_start}


@given(
    pattern=st.text(alphabet="x0s.", max_size=75),
    cuts=st.lists(st.integers(0, 80), max_size=5),
    is_weekly=st.booleans(),
    week_start=st.integers(0, 6),
)
def test_any_way_of_cutting_the_road_gives_the_same_closings(pattern, cuts, is_weekly, week_start):
    habit = make_weekly(3.0, measure=Measure.CHECK) if is_weekly else make_habit()
    marked, today = make_marks(pattern), day_number(81)
    told: dict[str, Any] = {"today": today, "week_start": week_start}
    at_once = closed(habit, marked, today, week_start=week_start)
    standing, in_steps = streaks.start(habit), list[closings.Closing]()
    for cut in [*sorted(cuts), 80]:
        until = day_number(cut)
        since = standing.through - timedelta(days=max(closings.DAYS_LOOKED_BACK.values()))
        near = {day: mark for day, mark in marked.items() if day >= since}
        in_steps += closings.after(standing, habit, near, until=until, **told)
        standing = streaks.advance(standing, habit, near, until=until, **told)
    assert in_steps == at_once


@given(pattern=st.text(alphabet="x0s.", max_size=75), cut=st.integers(0, 80), is_weekly=st.booleans())
def test_weeks_alone_need_less_of_what_was_before(pattern, cut, is_weekly):
    habit = make_weekly(3.0, measure=Measure.CHECK) if is_weekly else make_habit()
    marked, today = make_marks(pattern), day_number(81)
    standing = streaks.advance(streaks.start(habit), habit, marked, until=day_number(cut), today=today)
    since = standing.through - timedelta(days=closings.DAYS_LOOKED_BACK[Span.WEEK])
    near = {day: mark for day, mark in marked.items() if day >= since}
    weeks = [
        each
        for each in closed(habit, marked, today)
        if each.span is Span.WEEK and each.last > standing.strength_through
    ]
    assert weeks == list(closings.after(standing, habit, near, until=today, today=today, spans=(Span.WEEK,)))


@given(pattern=st.text(alphabet="x0s.", min_size=10, max_size=75))
def test_months_and_their_days_are_the_same_figures(pattern):
    habit, marked, today = make_habit(), make_marks(pattern), day_number(80)
    for each in closed(habit, marked, today):
        told: dict[str, Any] = {"first": each.first, "last": each.last, "today": today}
        assert each.tally == figures.tally(habit, marked, **told)
        mean = figures.mean_amount(habit, marked, first=each.first, last=each.last)
        assert mean == (each.total / each.tally.recorded if each.tally.recorded else None)
