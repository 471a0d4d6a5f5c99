"""Weeks with few recorded days: a week shows its own amount, and is in no mean (decision 0016)."""

import pytest
from sqlmodel import Session

from app.report import rows, wording
from app.report.model import WeeklyRow
from app.rules.habits import Direction, Period
from app.rules.marks import Skip, State
from tests.report import make

pytestmark = pytest.mark.usefixtures("british")


def walks(store: Session, on: dict[int, float], *, direction: Direction = Direction.AT_LEAST) -> WeeklyRow:
    """A person whose only habit is walking, by the numbers of the days."""
    user = make.make_user(store)
    walk = make.make_habit(
        store, user, "weight-bearing", goal=150, period=Period.WEEK, direction=direction, name="Walk"
    )
    make.make_marks(store, user, walk, {make.day(number): minutes for number, minutes in on.items()})
    return make.make_report(store, user).weekly[0]


def test_week_with_an_amount_shows_it_and_is_in_no_mean(store: Session):
    row = walks(store, {2: 160.0, 9: 0.0} | dict.fromkeys(range(14, 18), 20.0))
    assert [week.amount for week in row.weeks[:4]] == [160, 0, 80, None]
    assert [week.is_reported for week in row.weeks[:4]] == [False, False, True, False]
    assert row.weeks[0].state is State.MET
    assert row.mean == 80
    strip = rows.weekly(row)
    assert [bar.amount for bar in strip.bars[:4]] == ["(160)", "(0)", "80", "–"]
    assert [bar.is_met for bar in strip.bars[:4]] == [True, False, False, False]
    assert (
        "24 Aug: 160 in no mean, 31 Aug: 0 in no mean, 7 Sept: 80, 14 Sept: no record" in strip.bars_in_words
    )


def test_limit_shows_only_weeks_with_an_amount_of_its_own(store: Session):
    row = walks(store, {2: 100.0}, direction=Direction.AT_MOST)
    assert [week.amount for week in row.weeks[:2]] == [100, None]
    assert row.mean is None


def test_week_met_in_few_days_left_is_in_brackets_that_the_caption_explains(store: Session):
    user = make.make_user(store)
    walk = make.make_habit(store, user, "weight-bearing", goal=150, period=Period.WEEK)
    make.make_marks(store, user, walk, {make.day(6): 180.0})
    make.make_spell(store, user, 0, 5, Skip.ILL)
    page = wording.page_of(make.make_report(store, user))
    assert (page.weekly[0].bars[0].amount, page.weekly[0].mean) == ("(180)", "no mean")
    assert "( ): in no mean" in page.weekly_caption


def test_caption_says_nothing_of_brackets_without_any(store: Session):
    make.make_quarter(store, user=(user := make.make_user(store)))
    assert "( )" not in wording.page_of(make.make_report(store, user)).weekly_caption
