"""The figures of a report against a quarter worked out by hand, and its edges."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from app.report import gather
from app.report.model import DayOutcome, LogPeriod
from app.rules.figures import Tally, Trend, TrendWord
from app.rules.habits import Direction, Measure, Period, SetBy
from app.rules.marks import Skip, State
from tests.report import make


def test_usual_period_is_ninety_days_that_end_yesterday():
    assert gather.default_period(make.TODAY) == (make.FIRST, make.LAST)


@pytest.mark.parametrize(("length", "first"), [(30, date(2026, 10, 23)), (365, date(2025, 11, 22))])
def test_other_lengths_end_yesterday_too(length: int, first: date):
    assert gather.default_period(make.TODAY, length=length) == (first, make.LAST)


def test_twelve_weeks_end_with_the_last_whole_one():
    weeks = gather.weeks_before(make.LAST, week_start=0)
    assert len(weeks) == 12
    assert (weeks[0].first, weeks[-1].last) == (date(2026, 8, 24), date(2026, 11, 15))


def test_a_week_that_ends_with_the_period_is_the_twelfth():
    weeks = gather.weeks_before(date(2026, 11, 21), week_start=6)
    assert (weeks[0].first, weeks[-1].last) == (date(2026, 8, 30), date(2026, 11, 21))


def test_daily_figures_of_the_quarter(store: Session):
    prunes, vitamin = make.make_report(store, make.make_quarter(store)).daily
    assert prunes.tally == Tally(met=67, partial=10, not_met=1, skipped=6, not_recorded=6)
    assert (prunes.tally.percent, prunes.tally.upper_percent) == (80, 87)
    assert prunes.mean == pytest.approx(365 / 78)
    assert vitamin.tally == Tally(met=85, not_recorded=5)
    assert (vitamin.tally.percent, vitamin.tally.upper_percent) == (94, 100)
    assert vitamin.mean == 1000


def test_weekly_shares_of_the_quarter(store: Session):
    prunes = make.make_report(store, make.make_quarter(store)).daily[0]
    assert prunes.shares == (1, 1, 4 / 5, None, 2 / 7, 1 / 7, 1, 1, 1, 1, 1, 1)


def test_trend_compares_the_last_four_weeks_with_the_four_before(store: Session):
    prunes, vitamin = make.make_report(store, make.make_quarter(store)).daily
    assert prunes.trend == Trend(TrendWord.RISING, 17 / 28, 1.0)
    assert vitamin.trend == Trend(TrendWord.SAME, 1.0, 1.0)


def test_weekly_figures_of_the_quarter(store: Session):
    walking, plants = make.make_report(store, make.make_quarter(store)).weekly
    assert tuple(week.amount for week in walking.weeks) == make.MINUTES
    assert walking.tally == Tally(met=3, partial=8, not_recorded=1)
    assert walking.mean == pytest.approx(1198 / 11)
    assert walking.trend == Trend(TrendWord.RISING, 101.75, 123.5)
    assert tuple(week.amount for week in plants.weeks) == make.PLANTS
    assert plants.tally == Tally(met=3, partial=8, not_recorded=1)
    assert plants.mean == pytest.approx(273 / 11)
    assert plants.trend == Trend(TrendWord.RISING, 25, 28)


def test_completeness_of_the_quarter(store: Session):
    of = make.make_report(store, make.make_quarter(store)).completeness
    assert (of.recorded, of.blank, of.before, of.days, of.percent) == (85, 5, 0, 90, 94)
    assert of.skips == ((Skip.ILL, 6),)
    assert of.began is None


def test_calendar_of_the_quarter(store: Session):
    calendar = make.make_report(store, make.make_quarter(store)).calendar
    assert Counter(each.outcome for each in calendar) == {
        DayOutcome.ALL: 73,
        DayOutcome.SOME: 12,
        DayOutcome.NOTHING: 5,
    }
    assert (calendar[30].met, calendar[30].counted) == (1, 2)
    assert (calendar[10].met, calendar[10].counted) == (1, 1)


def test_a_day_with_every_daily_habit_skipped_is_set_aside_with_its_reason(store: Session):
    user = make.make_user(store)
    habit = make.make_habit(store, user)
    make.make_marks(store, user, habit, {make.LAST: Skip.AWAY})
    last = make.make_report(store, user).calendar[-1]
    assert (last.outcome, last.reason, last.counted) == (DayOutcome.SET_ASIDE, Skip.AWAY, 0)


def test_a_day_with_a_plant_alone_has_a_record_and_none_met(store: Session):
    user = make.make_user(store)
    make.make_habit(store, user)
    make.make_eaten(store, user, day=make.LAST, numbers=[1])
    assert make.make_report(store, user).calendar[-1].outcome is DayOutcome.NONE


def test_a_day_on_which_no_daily_habit_is_due_is_empty(store: Session):
    user = make.make_user(store)
    make.make_habit(store, user, weekdays="0")
    outcomes = [each.outcome for each in make.make_report(store, user).calendar[:2]]
    assert outcomes == [DayOutcome.NOTHING, DayOutcome.NOT_DUE]


def test_a_short_period_still_looks_back_twelve_weeks(store: Session):
    user = make.make_quarter(store)
    whole, short = make.make_report(store, user), make.make_report(store, user, first=date(2026, 11, 9))
    assert [row.weeks for row in short.weekly] == [row.weeks for row in whole.weekly]
    assert [row.shares for row in short.daily] == [row.shares for row in whole.daily]
    assert [row.trend for row in short.daily] == [row.trend for row in whole.daily]
    assert [row.trend for row in short.weekly] == [row.trend for row in whole.weekly]
    assert short.weekly[0].tally == Tally(partial=1)
    assert short.weekly[0].mean == 101


def test_one_day_has_no_whole_week(store: Session):
    report = make.make_report(store, make.make_quarter(store), first=make.LAST)
    assert report.completeness.days == 1
    assert report.daily[0].tally == Tally(met=1)
    assert (report.weekly[0].tally, report.weekly[0].mean) == (Tally(), None)


def test_week_start_moves_the_weeks(store: Session):
    user = make.make_quarter(store)
    user.week_start = 6
    report = make.make_report(store, user)
    assert [week.first.weekday() for week in report.weeks] == [6] * 12


def test_each_week_carries_the_goal_in_force(store: Session):
    user = make.make_user(store)
    walking = make.make_habit(store, user, "weight-bearing", goal=100, period=Period.WEEK)
    make.make_goal(store, walking, from_day=date(2026, 10, 5), amount=150, set_by=SetBy.DOCTOR)
    row = make.make_report(store, user).weekly[0]
    assert [week.goal for week in row.weeks] == [100] * 6 + [150] * 6
    assert (row.facts.goal.amount, row.facts.goal_since) == (150, date(2026, 10, 5))
    assert row.facts.goal_before is not None
    assert row.facts.goal_before.amount == 100


def test_a_goal_that_only_begins_tomorrow_is_not_shown(store: Session):
    user = make.make_user(store)
    habit = make.make_habit(store, user, goal=3)
    make.make_goal(store, habit, from_day=make.TODAY, amount=9)
    facts = make.make_report(store, user).daily[0].facts
    assert (facts.goal.amount, facts.goal_since) == (3, None)


def test_a_habit_given_up_in_the_period_is_shown_last(store: Session):
    user = make.make_user(store)
    make.make_habit(store, user, name="Figs", ended_on=date(2026, 10, 1))
    make.make_habit(store, user, "vitamin-d", name="Vitamin D", position=1)
    names = [(row.facts.name, row.facts.ended_on) for row in make.make_report(store, user).daily]
    assert names == [("Vitamin D", None), ("Figs", date(2026, 10, 1))]


def test_a_habit_given_up_before_the_period_is_left_out_but_its_days_are_records(store: Session):
    user = make.make_user(store)
    old = make.make_habit(store, user, ended_on=date(2026, 11, 10))
    make.make_marks(store, user, old, {date(2026, 11, 9): 5})
    make.make_habit(store, user, "vitamin-d", name="Vitamin D")
    report = make.make_report(store, user, first=date(2026, 11, 15))
    assert [row.facts.name for row in report.daily] == ["Vitamin D"]
    assert report.completeness.recorded == 0


def test_days_before_her_first_habit_are_not_blank(store: Session):
    user = make.make_user(store)
    habit = make.make_habit(store, user, started_on=date(2026, 11, 12))
    make.make_marks(store, user, habit, {date(2026, 11, 12): 5})
    of = make.make_report(store, user).completeness
    assert (of.recorded, of.blank, of.before) == (1, 9, 80)
    assert of.began == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("started", "marked", "spell", "parts"),
    [
        # recorded, blank, before, set aside; counted, per cent
        (0, range(60), (60, 89), (60, 0, 0, 30, 60, 100)),
        (0, range(60), (50, 79), (60, 10, 0, 20, 70, 86)),
        (0, (), (0, 89), (0, 0, 0, 90, 0, None)),
        (30, range(30, 60), (0, 89), (30, 0, 30, 30, 30, 100)),
        (80, (80, 82), None, (2, 8, 80, 0, 10, 20)),
        (0, range(60), None, (60, 30, 0, 0, 90, 67)),
    ],
)
def test_days_set_aside_are_no_blank_days(store: Session, started, marked, spell, parts):
    user = make.make_user(store)
    habit = make.make_habit(store, user, started_on=make.day(started))
    make.make_marks(store, user, habit, {make.day(number): 5 for number in marked})
    if spell:
        make.make_spell(store, user, *spell)
    of = make.make_report(store, user).completeness
    assert (of.recorded, of.blank, of.before, of.set_aside, of.counted, of.percent) == parts
    assert of.recorded + of.blank + of.before + of.set_aside == of.days == 90


def test_days_on_which_no_habit_was_hers_count_nowhere(store: Session):
    user = make.make_user(store)
    first = make.make_habit(store, user, started_on=make.day(10), ended_on=make.day(19))
    later = make.make_habit(store, user, "vitamin-d", started_on=make.day(80))
    # Two days before her first habit, two when the first was given up.
    marked = {make.day(number): 5.0 for number in (8, 9, 10, 20, 21)}
    make.make_marks(store, user, first, marked)
    make.make_marks(store, user, later, {make.day(80): 800.0})
    of = make.make_report(store, user).completeness
    assert (of.recorded, of.blank, of.before, of.between) == (2, 18, 10, 60)
    assert (of.counted, of.percent) == (20, 10)


def test_day_with_one_of_two_habits_set_aside_is_blank(store: Session):
    user = make.make_user(store)
    prunes = make.make_habit(store, user)
    make.make_habit(store, user, "weight-bearing", period=Period.WEEK, goal=150)
    make.make_spell(store, user, 0, 89, habit_ids=[prunes])
    of = make.make_report(store, user).completeness
    assert (of.blank, of.set_aside) == (90, 0)


def test_without_any_habit_there_are_no_rows(store: Session):
    report = make.make_report(store, make.make_user(store))
    assert (report.daily, report.weekly, report.log) == ((), (), ())
    assert (report.completeness.recorded, report.completeness.before) == (0, 90)
    assert report.completeness.counted == 0


def test_of_a_limit_the_trend_speaks_of_amounts(store: Session):
    user = make.make_user(store)
    wine = make.make_habit(store, user, "fermented", goal=1, direction=Direction.AT_MOST)
    make.make_marks(store, user, wine, {make.day(n): 2 if n < 56 else 1 for n in range(90)})
    row = make.make_report(store, user).daily[0]
    assert row.trend == Trend(TrendWord.LESS, 2, 1)


def test_a_check_has_no_mean(store: Session):
    user = make.make_user(store)
    tablet = make.make_habit(store, user, goal=1, measure=Measure.CHECK)
    make.make_marks(store, user, tablet, {make.LAST: 1})
    assert make.make_report(store, user).daily[0].mean is None


def test_other_peoples_records_stay_theirs(store: Session):
    make.make_quarter(store)
    berta = make.make_user(store, name="Berta")
    assert make.make_report(store, berta).completeness.recorded == 0


def test_the_log_adds_up_to_the_rows(store: Session):
    report = make.make_report(store, make.make_quarter(store))
    states = Counter((row.habit, row.state) for row in report.log if row.period is LogPeriod.DAY)
    assert states["Prunes", State.MET] == 67
    assert states["Prunes", State.NOT_RECORDED] == 6
    assert sum(count for (habit, _), count in states.items() if habit == "Prunes") == 90


def test_document_id_is_the_same_all_day_and_changes_with_the_records(store: Session):
    user = make.make_quarter(store)
    report = make.make_report(store, user)
    later = gather.gather(
        store, user, first=make.FIRST, last=make.LAST, today=make.TODAY, now=make.NOW + timedelta(hours=3)
    )
    assert later.document_id == report.document_id
    assert len(report.document_id) == 9
    assert set(report.document_id.replace("-", "")) <= set("0123456789ABCDEF")
    make.make_eaten(store, user, day=date(2026, 11, 1), numbers=[99])
    assert make.make_report(store, user).document_id != report.document_id


def test_document_id_differs_between_people_and_periods(store: Session):
    anna, berta = make.make_user(store), make.make_user(store)
    ids = {make.make_report(store, who).document_id for who in (anna, berta)}
    ids.add(make.make_report(store, anna, first=date(2026, 9, 1)).document_id)
    assert len(ids) == 3
