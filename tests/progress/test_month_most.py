"""The most so far: told of a month that was kept more often than any closed one before, and of no other."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import User
from app.checklist.models import ClosingRow, StandingRow
from app.progress import months
from tests import make

JUNE = date(2026, 6, 1)
AFTER = date(2026, 11, 20)
MET = {6: 3, 7: 5, 8: 5, 9: 4, 10: 5, 11: 7}
MOST = {6: False, 7: True, 8: False, 9: False, 10: False, 11: True}


def fill(session: Session, user: User) -> None:
    """Prunes on so many days of each month, each written on its own day."""
    prunes = make.make_habit(session, user, since=JUNE)
    for month, times in MET.items():
        for number in range(times):
            day = date(2026, month, 28 if month < 11 else 18) - timedelta(days=2 * number)
            make.make_mark(session, user, prunes, day=day, today=day, amount=5.0)


def most(session: Session, user: User) -> dict[int, bool]:
    """For each month whether prunes were kept the most so far."""
    read = (months.read(session, user, first=date(2026, month, 1), today=AFTER) for month in MET)
    return {month.first.month: month.habits[0].is_most for month in read}


def test_most_so_far_is_more_than_in_every_month_before(session, anna):
    fill(session, anna)
    assert session.exec(sa.select(sa.func.count()).select_from(ClosingRow)).scalar_one() > 20
    assert most(session, anna) == MOST


def test_months_that_are_not_stored_yet_count_as_well(session, anna):
    fill(session, anna)
    session.exec(sa.delete(ClosingRow))
    session.exec(sa.delete(StandingRow))
    session.expire_all()
    assert most(session, anna) == MOST


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("since", [date(2026, 11, 1), date(2026, 10, 31)])
def test_month_after_none_that_counted_is_not_the_most(session, anna, since):
    walk = make.make_habit(session, anna, "weight-bearing", since=since)
    make.make_mark(session, anna, walk, day=date(2026, 11, 4), amount=150.0)
    month = months.read(session, anna, first=date(2026, 11, 1), today=AFTER)
    assert (month.habits[0].tally.met, month.habits[0].is_most) == (1, False)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_stored_month_is_not_outdone_by_one_not_stored_yet(session, anna):
    prunes = make.make_habit(session, anna, since=JUNE)
    for day in (
        date(2026, 10, 1),
        date(2026, 10, 2),
        date(2026, 10, 3),
        date(2026, 12, 1),
        date(2026, 12, 2),
    ):
        make.make_mark(session, anna, prunes, day=day, today=day, amount=5.0)
    month = months.read(session, anna, first=date(2026, 12, 1), today=date(2026, 12, 3))
    assert (month.habits[0].tally.met, month.habits[0].is_most) == (2, False)
