"""A habit's year, worked out on paper: days, weeks, strength, what happened, and figures."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from app.catalogue import book
from app.checklist.plant_queries import variety_marks
from app.checklist.queries import Chosen
from app.progress import habit_years
from app.progress.habit_years import Event, HabitYear, Read, Strength
from app.rules import closings, days, streaks
from app.rules.closings import Span
from app.rules.habits import Direction, Goal, Habit, Measure, Period, SetBy
from app.rules.marks import Mark, Skip, Spell, State
from app.rules.tallies import Tally

# A Monday; today is the Friday of the fourth week.
SINCE = date(2026, 10, 26)
TODAY = date(2026, 11, 20)
WEEK_ENDS = [date(2026, 11, 1), date(2026, 11, 8), date(2026, 11, 15)]
FIVE = Goal(SINCE, 5)


def day_number(number: int) -> date:
    return SINCE + timedelta(days=number - 1)


def make_habit(**values: Any) -> Habit:
    usual: dict[str, Any] = {"measure": Measure.AMOUNT, "goals": (FIVE,), "started_on": SINCE}
    return Habit(**(usual | values))


def make_weekly(goal: float = 60, **values: Any) -> Habit:
    return make_habit(period=Period.WEEK, goals=(Goal(SINCE, goal),), **values)


def make_marks(*held: float | Skip | None) -> dict[date, Mark]:
    """From the first day on: an amount, a skip, or nothing."""
    return {
        day_number(number): Mark(skip=each) if isinstance(each, Skip) else Mark(amount=float(each))
        for number, each in enumerate(held, 1)
        if each is not None
    }


def year_of(
    habit: Habit,
    by_day: Mapping[date, Mark],
    *,
    year: int = 2026,
    spells: tuple[Spell, ...] = (),
    shown: Mapping[date, Mark] | None = None,
    reported: frozenset[date] | None = None,
    week_start: int = 0,
) -> HabitYear:
    """The year as it stands when nothing is folded yet; every day of a mark is reported."""
    start = streaks.start(habit)
    chosen = Chosen(1, "Prunes", habit, book.book().habit("prunes"), "", 0, start, spells)
    told: dict[str, Any] = {"today": TODAY, "spells": spells, "week_start": week_start}
    last = min(date(year, 12, 31), TODAY)
    closed = closings.after(start, habit, by_day, until=last, **told)
    rows = Read(
        by_day,
        by_day if shown is None else shown,
        tuple(each for each in closed if each.span is Span.WEEK),
        frozenset(by_day) if reported is None else reported,
    )
    return habit_years.build(chosen, rows, year=year, today=TODAY, week_start=week_start)


def test_every_day_has_its_state_amount_and_reason():
    spells = (Spell(day_number(6), day_number(8), Skip.AWAY),)
    of = year_of(make_habit(), make_marks(5, 3, 0, Skip.ILL, None, None, 6), spells=spells)
    assert [(each.state, each.amount, each.reason) for each in of.days[:9]] == [
        (State.MET, 5, None),
        (State.PARTIAL, 3, None),
        (State.NOT_MET, 0, None),
        (State.SKIPPED, None, Skip.ILL),
        (State.NOT_RECORDED, None, None),
        (State.PAUSED, None, Skip.AWAY),
        (State.MET, 6, None),
        (State.PAUSED, None, Skip.AWAY),
        (State.NOT_RECORDED, None, None),
    ]
    assert of.left_out == ((Skip.ILL, 1), (Skip.AWAY, 2))


def test_days_to_come_and_days_outside_the_habit_have_no_cell():
    gaps = ((day_number(8), day_number(14)),)
    of = year_of(make_habit(gaps=gaps, missing=frozenset({day_number(3)})), {})
    assert [each.day for each in of.days[:3]] == [day_number(1), day_number(2), day_number(4)]
    assert not {each.day for each in of.days} & set(days.days_between(*gaps[0]))
    assert of.days[-1] == habit_years.Day(TODAY, State.OPEN, None, None)


def test_a_week_of_a_daily_habit_is_held_against_the_days_that_counted():
    of = year_of(make_habit(), make_marks(5, 5, 5, 5, 5, Skip.ILL, Skip.ILL, *[5] * 6, 0))
    assert [(each.value, each.goal, each.is_met) for each in of.weeks] == [
        (5, 5, True),
        (6, 7, False),
        (None, 7, False),
        (0, 4, False),
    ]
    assert [each.is_running for each in of.weeks] == [False, False, False, True]


def test_a_week_of_a_daily_habit_in_a_spell_is_set_aside():
    spells = (Spell(day_number(8), day_number(14), Skip.AWAY),)
    of = year_of(make_habit(), make_marks(*[5] * 7), spells=spells)
    assert [(each.value, each.goal, each.is_set_aside) for each in of.weeks[:2]] == [
        (7, 7, False),
        (None, 0, True),
    ]


def test_a_week_without_a_record_of_anything_says_so_and_another_says_nothing_was_met():
    of = year_of(make_habit(), {}, reported=frozenset(map(day_number, range(8, 12))))
    assert [each.value for each in of.weeks] == [None, 0, None, 0]


def test_a_week_of_a_weekly_habit_is_held_against_the_goal_of_its_last_day():
    habit = make_habit(period=Period.WEEK, goals=(Goal(SINCE, 60), Goal(day_number(12), 90)))
    spells = (Spell(day_number(15), day_number(18), Skip.AWAY),)
    of = year_of(habit, make_marks(30, 30, 30, *[None] * 4, 60), spells=spells)
    assert [(each.value, each.goal, each.is_met, each.is_set_aside) for each in of.weeks] == [
        (90, 60, True, False),
        (60, 90, False, False),
        (None, 90, False, True),
        (0, 90, False, False),
    ]
    assert of.tally == Tally(met=1, partial=1)


def test_nothing_recorded_against_a_limit_is_no_record():
    habit = make_weekly(2, direction=Direction.AT_MOST)
    of = year_of(habit, make_marks(0), reported=frozenset(map(day_number, range(1, 25))))
    assert [each.value for each in of.weeks] == [0, None, None, None]


def test_a_limit_of_zero_is_kept_or_not():
    none = make_habit(direction=Direction.AT_MOST, goals=(Goal(SINCE, 0),))
    of = year_of(none, make_marks(0, 1))
    assert [each.state for each in of.days[:3]] == [State.MET, State.NOT_MET, State.NOT_RECORDED]
    assert of.weeks[0].value == 1


def test_strength_has_a_point_a_week_and_yesterdays_as_the_last():
    by_day = make_marks(*[5] * 25)
    of = year_of(make_habit(), by_day)
    assert [each.day for each in of.strength] == [*WEEK_ENDS, TODAY - days.ONE_DAY]
    for each in of.strength:
        whole = streaks.of(make_habit(), by_day, today=each.day + days.ONE_DAY)
        assert each.value == whole.strength
    assert of.strength[0].value == pytest.approx(0.3115, abs=1e-4)


def test_the_line_breaks_where_the_habit_was_given_up():
    of = year_of(make_habit(gaps=((day_number(8), day_number(14)),)), make_marks(*[5] * 7))
    assert of.strength[1] == Strength(day_number(8), None)
    assert [each.value is None for each in of.strength] == [False, True, False, False]


def test_what_happened_is_told_in_its_order():
    higher = Goal(day_number(9), 6, SetBy.DOCTOR, "Dr Novak")
    habit = make_habit(
        goals=(FIVE, higher), gaps=((day_number(12), day_number(13)),), ended_on=day_number(20)
    )
    spells = (
        Spell(day_number(2), day_number(5), Skip.AWAY),
        Spell(date(2026, 3, 1), date(2026, 3, 5), Skip.ILL),
        Spell(day_number(22), day_number(29), Skip.HOSPITAL),
    )
    assert year_of(habit, {}, spells=spells).events == (
        Event(SINCE, goal=FIVE),
        Event(day_number(2), day_number(5), reason=Skip.AWAY),
        Event(day_number(9), goal=higher),
        Event(day_number(12), day_number(13)),
        Event(day_number(21)),
    )


def test_what_lies_at_the_turn_of_a_year_is_told_in_its_own():
    began, gone = date(2025, 12, 22), date(2025, 12, 30)
    old = {"goals": (Goal(began, 5),), "started_on": began}
    assert year_of(make_habit(ended_on=gone, **old), {}, year=2025).events[-1] == Event(date(2025, 12, 31))
    later = make_habit(ended_on=date(2026, 1, 1), **old)
    assert year_of(later, {}, year=2025).events == (Event(began, goal=Goal(began, 5)),)
    higher = Goal(date(2026, 1, 1), 6)
    of = year_of(make_habit(started_on=began, goals=(Goal(began, 5), higher)), {})
    assert of.events == (Event(date(2026, 1, 1), goal=higher),)
    # The week over the turn ends in the new year, and with it the first point of its line.
    assert of.strength[0].day == date(2026, 1, 4)


def test_a_given_up_habit_has_its_figures_and_no_now():
    of = year_of(make_habit(ended_on=day_number(7)), make_marks(*[5] * 7))
    assert (of.now, of.tally) == (None, Tally(met=7))
    assert of.standing is not None
    assert of.standing.best == 7


def test_the_last_four_weeks_are_whole_and_over():
    habit = make_habit(started_on=date(2026, 10, 12), goals=(Goal(date(2026, 10, 12), 5),))
    of = year_of(habit, make_marks(*[5] * 26))
    assert of.now is not None
    assert (of.now.few_weeks, of.now.many_weeks) == (
        Tally(met=21, not_recorded=7),
        Tally(met=21, not_recorded=14),
    )
    assert of.now.streak == 26


def test_the_running_week_counts_once_it_is_met_as_on_the_page_of_the_year():
    marks = make_marks(*[10] * 21)
    assert year_of(make_weekly(), marks).tally == Tally(met=3)
    assert year_of(make_weekly(), marks | {TODAY: Mark(amount=60.0)}).tally == Tally(met=4)


def test_plants_of_a_day_are_all_of_them_and_a_repeat_is_no_empty_day():
    eaten = [(SINCE, "oats"), (SINCE, "kale"), (day_number(2), "oats")]
    shown = {day: Mark(amount=float(count)) for day, count in Counter(day for day, _ in eaten).items()}
    habit = make_weekly(30, measure=Measure.VARIETY)
    of = year_of(habit, variety_marks(eaten, habit, week_start=0), shown=shown)
    assert [(each.state, each.amount) for each in of.days[:3]] == [
        (State.MET, 2),
        (State.MET, 1),
        (State.NOT_DUE, None),
    ]
    assert of.weeks[0].value == 2
    assert [each.part for each in of.pattern.weekdays[:3]] == [1, 1, 0]


def test_means_are_of_recorded_days_and_of_whole_reported_weeks():
    assert year_of(make_habit(), make_marks(4, 0, None, 5)).mean == 3
    weekly = year_of(make_weekly(), make_marks(*[10] * 7, *[20] * 7, 30))
    assert weekly.mean == 105
    # From Saturday on: five days of hers and two whole weeks are over, and the last day of the third runs.
    saturdays = make_marks(*[12] * 5, *[10] * 7, *[20] * 7, *[100] * 7)
    assert year_of(make_weekly(), saturdays, week_start=5).mean == (60 + 70 + 140) / 3
    assert year_of(make_habit(measure=Measure.CHECK, goals=(Goal(SINCE, 1),)), make_marks(1)).mean is None


def test_a_habit_begun_today_has_one_open_day():
    of = year_of(make_habit(started_on=TODAY, goals=(Goal(TODAY, 5),)), {})
    assert [each.state for each in of.days] == [State.OPEN]
    assert (of.strength, of.tally) == ((), Tally())


def test_years_go_from_the_one_it_began_in_to_this_one_or_its_last():
    old = make_habit(started_on=date(2016, 5, 1))
    chosen = year_of(old, {}).chosen
    assert habit_years.years_of(chosen, today=TODAY) == range(2016, 2027)
    over = year_of(make_habit(started_on=date(2016, 5, 1), ended_on=date(2018, 1, 1)), {}).chosen
    assert habit_years.years_of(over, today=TODAY) == range(2016, 2019)
