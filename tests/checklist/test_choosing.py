"""Her list: taking a habit on and up again, giving it up, one of her own, the order."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from app.catalogue import book
from app.checklist import choosing
from app.checklist.actions import BadDay
from app.checklist.models import Habit
from tests import make
from tests.checklist.looking import fold, holds, is_same, shown
from tests.make import TODAY

YESTERDAY = TODAY - timedelta(days=1)
SINCE = TODAY - timedelta(days=30)
ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def habits_of(session: Session) -> list[tuple[date, date | None]]:
    return [(row.started_on, row.ended_on) for row in session.exec(select(Habit).order_by(col(Habit.id)))]


@ONLY_SQLITE
def test_habit_of_hers_is_not_taken_on_twice(anna, session):
    prunes = make.make_habit(session, anna)
    assert make.make_habit(session, anna, since=TODAY) == prunes
    with pytest.raises(book.UnknownHabit):
        make.make_habit(session, anna, "jogging-on-the-moon")


def test_habit_given_up_ends_yesterday_when_nothing_is_recorded_today(anna, session):
    prunes = make.make_habit(session, anna, since=SINCE)
    make.make_mark(session, anna, prunes, day=YESTERDAY)
    choosing.give_up(session, anna, habit_id=prunes, today=TODAY)
    assert habits_of(session) == [(SINCE, YESTERDAY)]
    assert holds(session, prunes) == {YESTERDAY: 5}


def test_habit_begun_and_given_up_on_one_day_leaves_no_trace(anna, session):
    prunes = make.make_habit(session, anna, since=TODAY)
    choosing.give_up(session, anna, habit_id=prunes, today=TODAY)
    assert habits_of(session) == []


def test_habit_taken_up_again_goes_on_with_its_history_and_the_days_between_left_out(anna, session):
    prunes = make.make_habit(session, anna, since=SINCE)
    for back in range(12, 15):
        make.make_mark(session, anna, prunes, day=TODAY - timedelta(days=back))
    choosing.give_up(session, anna, habit_id=prunes, today=TODAY - timedelta(days=11))
    assert make.make_habit(session, anna, since=TODAY) == prunes
    session.commit()
    assert habits_of(session) == [(SINCE, None)]
    habit = make.chosen(session, anna, prunes).habit
    assert not any(habit.is_due_on(TODAY - timedelta(days=back)) for back in range(1, 12))
    assert habit.is_due_on(TODAY)
    assert shown(session, anna, prunes, today=TODAY).current == 3
    assert is_same(shown(session, anna, prunes, today=TODAY), fold(session, anna, prunes, today=TODAY))
    with pytest.raises(BadDay):
        make.make_mark(session, anna, prunes, day=YESTERDAY)


def test_habit_given_up_and_taken_up_within_a_day_goes_on(anna, session):
    prunes = make.make_habit(session, anna, since=SINCE)
    make.make_mark(session, anna, prunes)
    choosing.give_up(session, anna, habit_id=prunes, today=TODAY)
    assert habits_of(session) == [(SINCE, TODAY)]
    assert make.make_habit(session, anna, since=TODAY) == prunes
    assert habits_of(session) == [(SINCE, None)]
