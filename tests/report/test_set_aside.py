"""What the page says of days set aside, of who set a goal and when, and of habits of her own."""

from datetime import date

import pytest
from sqlmodel import Session

from app.checklist.models import Goal, Habit
from app.report import pdf, wording
from app.report.model import Paper
from app.rules.figures import Trend, TrendWord
from app.rules.habits import Direction, Measure, Period, SetBy
from app.rules.marks import Skip, State
from tests.report import make, reading
from tests.report.test_sheet import rows_of

pytestmark = pytest.mark.usefixtures("british")
NAME = "<b>Tea</b> #strong[x] $y$ 🧘 שלום"


def test_days_set_aside_are_outside_the_count_and_said_on_the_page(store: Session):
    user = make.make_user(store)
    prunes = make.make_habit(store, user)
    make.make_marks(
        store, user, prunes, {make.day(number): 5.0 for number in range(90) if number not in range(20, 30)}
    )
    before = make.make_report(store, user).daily[0].tally
    make.make_spell(store, user, 20, 28)
    make.make_spell(store, user, 85, 120, Skip.HOSPITAL)
    report = make.make_report(store, user)
    assert (before.counted, report.daily[0].tally.counted) == (90, 81)
    assert report.daily[0].tally.not_recorded == 1
    text = reading.text_of(pdf.render(wording.page_of(report), paper=Paper.A4, made_at=report.made_at))
    assert "set aside (away) 13 Sept to 21 Sept" in text
    assert "set aside (in hospital) 17 Nov to 21 Nov" in text
    assert "without those skipped or set aside for a reason" in text
    away = [row for row in rows_of(store, user) if row["state"] == "paused"]
    assert {(row["skip_reason"], row["amount"]) for row in away} == {("away", "")}
    assert len(away) == 9


def test_spell_for_one_habit_leaves_the_others_counted(store: Session):
    user = make.make_user(store)
    prunes, vitamin = make.make_habit(store, user), make.make_habit(store, user, "vitamin-d", goal=800)
    make.make_spell(store, user, 0, 89, habit_ids=[prunes])
    first, second = make.make_report(store, user).daily
    assert (first.tally.counted, second.tally.counted) == (0, 90)
    assert vitamin != prunes


def make_walks(store: Session, user, *, until: int) -> int:
    """A weekly habit with 65 minutes on three days of each week, and another recorded every day; its id."""
    other = make.make_habit(store, user, "vitamin-d", goal=800, position=1)
    make.make_marks(store, user, other, {make.day(number): 800 for number in range(90)})
    walk = make.make_habit(
        store, user, "weight-bearing", goal=150, period=Period.WEEK, name="Walk or exercise"
    )
    make.make_marks(
        store, user, walk, {make.day(number): 65 for number in range(until) if number % 7 in (0, 2, 4)}
    )
    return walk


def test_weeks_set_aside_are_no_zeros_of_a_weekly_habit(store: Session):
    user = make.make_user(store)
    walk = make_walks(store, user, until=49)
    fallen = make.make_report(store, user).weekly[0]
    assert fallen.trend == Trend(TrendWord.FALLING, 146.25, 0)
    make.make_spell(store, user, 49, 83, Skip.DOCTOR, habit_ids=[walk])
    report = make.make_report(store, user)
    (row,) = report.weekly
    assert row.trend == Trend(TrendWord.TOO_FEW, 195, None)
    assert (row.mean, row.tally.met, row.tally.counted) == (195, 7, 7)
    assert [week.amount for week in row.weeks] == [195] * 7 + [None] * 5
    assert {week.state for week in row.weeks[7:]} == {State.PAUSED}
    (drawn,) = wording.page_of(report).weekly
    assert [bar.amount for bar in drawn.bars] == ["195"] * 7 + ["~"] * 5
    assert "5 Oct: 195, 12 Oct: set aside, 19 Oct: set aside" in drawn.bars_in_words
    assert wording.page_of(report).weekly_caption.endswith("–: no record. ~: skipped or set aside.")
    assert "fewer than 4 days not set aside are in no mean and no trend" in texts_of(report)
    assert [week.amount for week in report.log_weeks if week.is_weekly] == [195] * 7 + [None] * 5


def test_week_met_in_the_days_that_were_left_shows_its_amount_and_is_in_no_mean(store: Session):
    user = make.make_user(store)
    walk = make_walks(store, user, until=49)
    make.make_marks(store, user, walk, {make.day(50): 180})
    make.make_spell(store, user, 51, 89, habit_ids=[walk])
    (row,) = make.make_report(store, user).weekly
    assert (row.weeks[7].amount, row.weeks[7].state) == (180, State.MET)
    assert row.mean == 195


def test_caption_says_what_set_aside_looks_like_only_when_a_week_is(store: Session):
    user = make.make_user(store)
    make_walks(store, user, until=84)
    assert wording.page_of(make.make_report(store, user)).weekly_caption.endswith("–: no record.")


def texts_of(report) -> str:
    """The report's sheet as text; its page in words is made on the way."""
    return reading.text_of(pdf.render(wording.page_of(report), paper=Paper.A4, made_at=report.made_at))


def test_month_in_hospital_is_left_out_of_the_days_counted(store: Session):
    user = make.make_user(store)
    prunes = make.make_habit(store, user)
    make.make_marks(store, user, prunes, {make.day(number): 5 for number in range(60)})
    make.make_spell(store, user, 60, 89, Skip.HOSPITAL)
    report = make.make_report(store, user)
    page = wording.page_of(report)
    assert (page.length, page.completeness_part) == ("90 days", 1)
    assert page.completeness == "Something recorded on 60 of 60 days (100 %)"
    assert page.completeness_notes == ("30 days set aside", "set aside (in hospital) 23 Oct to 21 Nov")
    assert "60 of 60 days (100 %)" in texts_of(report)


@pytest.mark.parametrize("first", [make.FIRST, make.LAST])
def test_period_of_nothing_but_days_set_aside_is_a_page(store: Session, first: date):
    user = make.make_user(store)
    make.make_habit(store, user)
    make.make_habit(store, user, "weight-bearing", goal=150, period=Period.WEEK)
    make.make_spell(store, user, -100, 120, Skip.HOSPITAL)
    report = make.make_report(store, user, first=first)
    page = wording.page_of(report)
    said = {make.FIRST: "All 90 days set aside", make.LAST: "The one day set aside"}[first]
    assert (page.completeness, page.completeness_part) == (said, 0)
    assert len(page.completeness_notes) == 1
    assert page.daily[0].share == "no day counted"
    assert said in texts_of(report)
    states = {(row["goal_period"], row["state"]) for row in rows_of(store, user)}
    assert states == {("day", "paused"), ("week", "")}


@pytest.mark.parametrize(
    ("paused", "named"),
    [
        ((0,), ": Habit 0"),
        ((2, 0), ": Habit 0, Habit 2"),
        ((0, 1, 2), ": Habit 0, Habit 1, Habit 2"),
        ((0, 1, 2, 3), ": Habit 0, Habit 1, Habit 2 and 1 more"),
        ((0, 1, 2, 3, 4), ": Habit 0, Habit 1, Habit 2 and 2 more"),
        ((0, 1, 2, 3, 4, 5), ""),
    ],
)
def test_spell_names_the_habits_unless_it_is_for_all(store: Session, paused, named):
    user = make.make_user(store)
    ids = [
        make.make_habit(store, user, f"own-{number}", name=f"Habit {number}", position=number)
        for number in range(6)
    ]
    make.make_spell(store, user, 53, 87, Skip.DOCTOR, habit_ids=[ids[number] for number in paused])
    report = make.make_report(store, user)
    (note,) = [note for note in wording.page_of(report).completeness_notes if "doctor" in note]
    assert note == f"set aside (doctor’s advice) 16 Oct to 19 Nov{named}"
    assert note in texts_of(report)


def test_spell_for_all_names_nobody_whoever_came_later_or_left_before(store: Session):
    user = make.make_user(store)
    make.make_habit(store, user, name="Prunes")
    make.make_habit(store, user, "figs", name="Figs", ended_on=make.day(9))
    make.make_habit(store, user, "tea", name="Tea", started_on=make.day(40))
    make.make_spell(store, user, 20, 28)
    notes = wording.page_of(make.make_report(store, user)).completeness_notes
    assert notes[-1] == "set aside (away) 13 Sept to 21 Sept"


def test_spell_of_a_habit_that_was_not_hers_in_it_is_not_told(store: Session):
    user = make.make_user(store)
    make.make_habit(store, user, name="Prunes")
    figs = make.make_habit(store, user, "figs", name="Figs", ended_on=make.day(9))
    make.make_spell(store, user, 20, 28, habit_ids=[figs])
    assert make.make_report(store, user).completeness.spells == ()


def test_long_name_of_a_habit_set_aside_is_shortened(store: Session):
    user = make.make_user(store)
    make.make_habit(store, user, name="Prunes")
    long = make.make_habit(store, user, "walk", name="Walk " * 16)
    make.make_spell(store, user, 20, 28, habit_ids=[long])
    note = wording.page_of(make.make_report(store, user)).completeness_notes[-1]
    assert note == "set aside (away) 13 Sept to 21 Sept: Walk Walk Walk Walk Wal…"


def test_goal_of_her_doctor_carries_the_name_and_the_day(store: Session):
    user = make.make_user(store)
    habit = make.make_habit(store, user, "vitamin-d", goal=800)
    store.add(
        Goal(
            habit_id=habit,
            from_day=make.day(30),
            amount=5000,
            set_by=SetBy.DOCTOR,
            set_by_name="Dr Novak",
            set_on=date(2026, 9, 20),
            weekdays="024",
        )
    )
    store.commit()
    report = make.make_report(store, user)
    text = reading.text_of(pdf.render(wording.page_of(report), paper=Paper.A4, made_at=report.made_at))
    assert "Dr Novak, 20 Sept 2026, since 23 Sept, on Mon, Wed, Fri" in text
    last = rows_of(store, user)[-1]
    assert (last["goal_set_by_name"], last["goal_set_on"]) == ("Dr Novak", "2026-09-20")


def test_monthly_goal_says_its_day(store: Session):
    user = make.make_user(store)
    habit = make.make_habit(store, user, "bone-medicine", goal=1, measure=Measure.CHECK)
    store.add(Goal(habit_id=habit, from_day=make.day(0), amount=1, month_day=31))
    store.commit()
    report = make.make_report(store, user)
    assert report.daily[0].tally.due == 3
    text = reading.text_of(pdf.render(wording.page_of(report), paper=Paper.A4, made_at=report.made_at))
    assert "on day 31 of the month" in text


def test_name_of_her_own_is_printed_as_she_wrote_it(store: Session):
    user = make.make_user(store)
    own = Habit(
        user_id=user.id or 0,
        name=NAME,
        measure=Measure.AMOUNT,
        direction=Direction.AT_LEAST,
        period=Period.DAY,
        unit="cups",
        started_on=make.FIRST,
        created_at=make.NOW,
    )
    store.add(own)
    store.flush()
    store.add(Goal(habit_id=own.id or 0, from_day=make.FIRST, amount=2))
    store.commit()
    report = make.make_report(store, user)
    text = reading.text_of(pdf.render(wording.page_of(report), paper=Paper.A4, made_at=report.made_at))
    assert "<b>Tea</b> #strong[x] $y$" in text
    assert rows_of(store, user)[0]["habit"] == NAME
