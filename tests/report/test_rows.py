"""The words of single rows: limits, checks, thin records, marks of the calendar."""

from datetime import date

import pytest
from sqlmodel import Session

from app.accounts.models import User
from app.report import wording
from app.report.page import Daily, Page, Weekly
from app.rules.habits import Direction, Measure, Period
from app.rules.marks import Skip
from tests.report import make

pytestmark = pytest.mark.usefixtures("british")


def page_of(store: Session, user: User, *, first: date = make.FIRST) -> Page:
    return wording.page_of(make.make_report(store, user, first=first))


def daily_of(store: Session, user: User, *, first: date = make.FIRST) -> Daily:
    return page_of(store, user, first=first).daily[0]


def weekly_of(store: Session, user: User) -> Weekly:
    return page_of(store, user).weekly[0]


def test_below_seventy_percent_there_are_few_records(store: Session):
    user = make.make_user(store)
    make.make_marks(store, user, make.make_habit(store, user), {make.day(n): 5 for n in range(62)})
    assert daily_of(store, user).records == "few records"
    more = make.make_habit(store, user, "vitamin-d")
    make.make_marks(store, user, more, {make.day(n): 5 for n in range(63)})
    assert page_of(store, user).daily[1].records == ""


def test_below_seven_counted_there_is_neither_percentage_nor_bar(store: Session):
    user = make.make_user(store)
    make.make_marks(store, user, make.make_habit(store, user), {make.LAST: 5})
    six, seven = (daily_of(store, user, first=make.day(number)) for number in (84, 83))
    assert (six.share, six.upper, six.part) == ("1 of 6 days", "", None)
    assert (seven.share, seven.upper, seven.part) == ("1 of 7 days (14 %)", "up to 100 %", 1 / 7)


def test_all_but_skipped_days_leave_nothing_to_count(store: Session):
    user = make.make_user(store)
    make.make_marks(store, user, make.make_habit(store, user), {make.LAST: Skip.ILL})
    row = daily_of(store, user, first=make.LAST)
    assert (row.share, row.skipped, row.not_recorded, row.mean) == ("no day counted", "1", "0", "–")


def test_a_daily_limit_says_at_most_and_more_or_less(store: Session):
    user = make.make_user(store)
    habit = make.make_habit(store, user, "fermented", goal=1, direction=Direction.AT_MOST)
    make.make_marks(store, user, habit, {make.day(n): 1 if n < 56 else 1.5 for n in range(90)})
    row = daily_of(store, user)
    assert (row.name.goal, row.trend, row.trend_numbers) == ("at most 1 serving", "more", "1 → 1.5")


def test_a_weekly_limit_says_at_most(store: Session):
    user = make.make_user(store)
    make.make_habit(store, user, "weight-bearing", goal=60, period=Period.WEEK, direction=Direction.AT_MOST)
    assert weekly_of(store, user).name.goal == "at most 60 min a week"


def test_sessions_are_days_a_week(store: Session):
    user = make.make_user(store)
    habit = make.make_habit(store, user, goal=2, measure=Measure.CHECK, period=Period.WEEK)
    fillers = make.make_habit(store, user, "vitamin-d")
    make.make_marks(store, user, fillers, {make.day(n): 1000 for n in range(90)})
    make.make_marks(store, user, habit, {make.day(n): 1 for n in (0, 2, 7)})
    row = weekly_of(store, user)
    assert (row.name.goal, row.mean, row.met) == ("2 days a week", "mean 0.3 days", "1 of 12 weeks (8 %)")
    assert [bar.amount for bar in row.bars][:3] == ["2", "1", "0"]
    assert [bar.is_met for bar in row.bars][:3] == [True, False, False]


def test_weeks_before_the_habit_are_neither_zero_nor_without_record(store: Session):
    user = make.make_user(store)
    make.make_habit(store, user, "weight-bearing", goal=60, period=Period.WEEK, started_on=make.day(14))
    row = weekly_of(store, user)
    assert [bar.amount for bar in row.bars][:4] == ["", "", "–", "–"]
    assert row.name.since == "from 7\N{NO-BREAK SPACE}Sept"
    assert "31 Aug: not due, 7 Sept: no record" in row.bars_in_words


@pytest.mark.parametrize(
    ("amount", "printed"), [(2.25, "2.3"), (99.94, "99.9"), (100.5, "101"), (1234.4, "1,234"), (3, "3")]
)
def test_means_are_rounded_half_up_and_no_more_exact_than_a_record(
    store: Session, amount: float, printed: str
):
    user = make.make_user(store)
    make.make_marks(store, user, make.make_habit(store, user), {make.LAST: amount})
    assert daily_of(store, user).mean == printed


def test_each_reason_has_its_letter(store: Session):
    user = make.make_user(store)
    reasons = dict(enumerate(Skip))
    make.make_marks(
        store, user, make.make_habit(store, user), {make.day(n): reason for n, reason in reasons.items()}
    )
    calendar = page_of(store, user).calendar
    assert calendar is not None
    assert [cell.letter for cell in calendar.cells[:6]] == ["i", "a", "h", "d", "o", ""]
    assert calendar.legend[0].words == "all left out (ill): 1 day"
    assert calendar.legend[-1].words == "nothing recorded: 85 days"


def test_a_long_calendar_shows_its_last_weeks_and_says_so(store: Session):
    user = make.make_user(store)
    make.make_habit(store, user, started_on=date(2024, 1, 1))
    calendar = page_of(store, user, first=date(2026, 1, 1)).calendar
    assert calendar is not None
    assert (calendar.heading, calendar.columns) == ("Day by day, the last 27 weeks", 27)
    assert len(calendar.cells) == 26 * 7 + 6
    assert (calendar.cells[0].column, calendar.cells[0].row) == (0, 0)
    assert (calendar.cells[-1].column, calendar.cells[-1].row) == (26, 5)


def test_completeness_tells_when_the_first_habit_began(store: Session):
    user = make.make_user(store)
    make.make_habit(store, user, started_on=make.day(80))
    page = page_of(store, user)
    assert page.completeness == "Something recorded on 0 of 10 days (0 %)"
    assert page.completeness_notes == ("first habit on 12 Nov 2026", "nothing on 10 days")


def test_completeness_tells_of_days_without_a_habit(store: Session):
    user = make.make_user(store)
    assert page_of(store, user).completeness == "No day counted"
    make.make_habit(store, user, ended_on=make.day(88))
    page = page_of(store, user)
    assert page.completeness == "Something recorded on 0 of 89 days (0 %)"
    assert page.completeness_notes == ("no habit on 1 day", "nothing on 89 days")
