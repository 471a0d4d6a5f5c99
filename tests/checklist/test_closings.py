"""What closed weeks and months came to, as pages read them: whole, once, and by the week she has now."""

import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import User
from app.checklist import choosing, closings, queries, spells
from app.checklist.journal import Edit
from app.checklist.models import PlanKind, StandingRow
from app.database import Database
from app.rules.closings import Span
from app.rules.marks import Skip
from app.rules.spells import Stretch
from app.rules.tallies import Tally
from app.settings import actions as settings
from tests import make
from tests.checklist.looking import closed, fold, is_same, shown
from tests.make import NOW, TODAY
from tests.settings.test_deleting import until_it_waits

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ONLY_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
SEPTEMBER = date(2026, 9, 1)


def check(session: Session, user: User, habit_id: int, *, today: date = TODAY) -> None:
    assert is_same(shown(session, user, habit_id, today=today), fold(session, user, habit_id, today=today))
    for span in Span:
        read, anew = closed(session, user, habit_id, span=span, today=today)
        assert read == anew


def live(session: Session, user: User, habit_id: int, first: date, last: date) -> None:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        make.make_mark(session, user, habit_id, day=day, today=day, amount=5)


@ONLY_SQLITE
@pytest.mark.parametrize("back", range(1, 5))
def test_month_that_closed_after_the_last_fold_has_all_of_its_days(anna, session, back):
    today = date(2026, 11, 1) + timedelta(days=back - 1)
    prunes = make.make_habit(session, anna, since=SEPTEMBER)
    live(session, anna, prunes, SEPTEMBER, date(2026, 11, 1) - timedelta(days=1))
    months, _ = closed(session, anna, prunes, span=Span.MONTH, today=today)
    assert [month.tally for month in months] == [Tally(met=30), Tally(met=31)]
    check(session, anna, prunes, today=today)


def test_standing_that_an_older_process_folded_does_not_count(anna, session):
    prunes = make.make_habit(session, anna, since=SEPTEMBER)
    live(session, anna, prunes, SEPTEMBER, date(2026, 10, 20))
    forward = {"strength_through": date(2026, 10, 31), "through": date(2026, 10, 31), "current": 99}
    session.execute(sa.update(StandingRow).values(**forward))
    session.commit()
    session.expire_all()
    assert queries.chosen_of(session, anna, habit_id=prunes).standing.current == 0
    check(session, anna, prunes)
    make.make_mark(session, anna, prunes, day=TODAY, amount=5)
    assert queries.chosen_of(session, anna, habit_id=prunes).standing.best == 50
    check(session, anna, prunes)


@pytest.mark.parametrize(
    ("again", "back_on", "most"),
    [
        # Two weeks, a stretch of seven without it, two weeks.
        ([], date(2026, 8, 6), 14),
        # One week without it: three of the four weeks in a row have seven days each.
        ([], date(2026, 6, 22), 21),
        # The same in two steps, of which neither is a whole week.
        ([date(2026, 6, 18)], date(2026, 6, 22), 21),
    ],
)
def test_weeks_in_a_row_are_those_of_the_calendar_though_it_was_given_up(anna, session, again, back_on, most):
    prunes = make.make_habit(session, anna, since=date(2026, 6, 1))
    live(session, anna, prunes, date(2026, 6, 1), date(2026, 6, 14))
    choosing.give_up(session, anna, habit_id=prunes, today=date(2026, 6, 15))
    for day in again:
        choosing.take_up(session, anna, habit_id=prunes, today=day)
        choosing.give_up(session, anna, habit_id=prunes, today=day)
    choosing.take_up(session, anna, habit_id=prunes, today=back_on)
    live(session, anna, prunes, back_on, back_on + timedelta(days=13))
    make.make_mark(session, anna, prunes, day=TODAY, amount=5)
    chosen = queries.chosen_of(session, anna, habit_id=prunes)
    found = closings.most_met_before(session, anna, chosen=[chosen], first=TODAY, weeks=4)
    assert found == {prunes: most}


@ONLY_POSTGRESQL
def test_writer_with_the_week_of_before_closes_by_the_week_of_now(
    database: Database, anna: User, session: Session
):
    prunes = make.make_habit(session, anna, since=SEPTEMBER)
    make.make_mark(session, anna, prunes, day=TODAY, amount=5)
    away = Stretch(date(2026, 10, 5), date(2026, 10, 9), Skip.AWAY)

    def set_aside() -> None:
        with database.writing() as own:
            user = own.get_one(User, anna.id)
            assert user.week_start == 0
            edit = Edit(str(uuid4()), PlanKind.SPELL, NOW)
            spells.set_aside(own, user, spell=away, today=TODAY, edit=edit)
            own.commit()

    about = settings.About(anna.name, anna.zone, anna.locale, anna.day_start, 6)
    settings.change(session, anna, about=about, now=NOW)
    second = threading.Thread(target=set_aside)
    second.start()
    until_it_waits(session)
    session.commit()
    second.join()
    session.expire_all()
    check(session, anna, prunes)
    weeks, _ = closed(session, anna, prunes, span=Span.WEEK, today=TODAY)
    assert {week.first.weekday() for week in weeks} == {6}
