"""Her list: taking a habit on and up again, giving it up, one of her own, the order."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.catalogue import book
from app.checklist import choosing, goals, models, queries
from app.checklist.actions import BadDay
from app.checklist.choosing import OwnHabit, Wish
from app.checklist.models import ChangeKind, Habit, MarkChange
from app.rules.habits import Direction, Goal, Measure, Period, SetBy
from tests import make
from tests.checklist.looking import fold, holds, is_same, shown
from tests.make import NOW, TODAY

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


def test_habit_given_up_before_stays_given_up_since_then(anna, session):
    prunes = make.make_habit(session, anna, since=SINCE)
    choosing.give_up(session, anna, habit_id=prunes, today=TODAY - timedelta(days=10))
    choosing.give_up(session, anna, habit_id=prunes, today=TODAY)
    assert habits_of(session) == [(SINCE, TODAY - timedelta(days=11))]


def test_habit_of_which_something_was_recorded_and_emptied_keeps_its_log(anna, session):
    prunes = make.make_habit(session, anna, since=TODAY)
    make.make_mark(session, anna, prunes, amount=3)
    make.make_mark(session, anna, prunes, kind=ChangeKind.CLEAR)
    choosing.give_up(session, anna, habit_id=prunes, today=TODAY)
    session.commit()
    assert habits_of(session) == [(TODAY, TODAY)]
    assert len(session.exec(select(MarkChange)).all()) == 2


def test_plants_of_today_count_as_recorded(anna, session):
    plants = make.make_habit(session, anna, "plants", since=SINCE)
    make.make_plants(session, anna, plants, "lentil")
    choosing.give_up(session, anna, habit_id=plants, today=TODAY)
    assert habits_of(session) == [(SINCE, TODAY)]


def test_habit_counted_over_another_period_begins_anew_beside_its_history(anna, session):
    walk = make.make_habit(session, anna, "weight-bearing", since=SINCE)
    choosing.give_up(session, anna, habit_id=walk, today=TODAY)
    wish = Wish(period=Period.DAY)
    again = choosing.take_on(session, anna, slug="weight-bearing", today=TODAY, now=NOW, wish=wish)
    session.commit()
    assert (again.id != walk, again.period) == (True, Period.DAY)
    assert make.chosen(session, anna, again.id or 0).habit.goal_on(TODAY).amount == 30
    assert choosing.take_up(session, anna, habit_id=walk, today=TODAY).id == again.id, (
        "one of a kind at a time"
    )


def test_habit_taken_on_again_keeps_the_goal_of_her_doctor(anna, session):
    vitamin = make.make_habit(session, anna, "vitamin-d", since=SINCE)
    goal = Goal(SINCE, 1000, SetBy.DOCTOR, "Dr Novak")
    goals.set_goal(session, anna, habit_id=vitamin, goal=goal, today=TODAY, is_sure=True)
    choosing.give_up(session, anna, habit_id=vitamin, today=TODAY)
    choosing.take_on(session, anna, slug="vitamin-d", today=TODAY, now=NOW)
    session.commit()
    held = make.chosen(session, anna, vitamin).habit.goal_on(TODAY)
    assert (held.amount, held.set_by_name) == (1000, "Dr Novak")


def test_own_habit_with_a_smaller_goal_still_holds_its_old_days(anna, session):
    own = OwnHabit("Steps", Measure.AMOUNT, Direction.AT_LEAST, Period.DAY, "steps", Goal(SINCE, 6000))
    steps = choosing.create(session, anna, own=own, today=SINCE, now=NOW).id or 0
    session.commit()
    make.make_mark(session, anna, steps, day=YESTERDAY, amount=9000)
    goals.set_goal(session, anna, habit_id=steps, goal=Goal(TODAY, 30), today=TODAY)
    session.commit()
    make.make_mark(session, anna, steps, day=YESTERDAY, amount=9500)
    assert holds(session, steps) == {YESTERDAY: 9500}


@ONLY_SQLITE
def test_what_another_ate_today_does_not_make_it_her_last_day(anna, berta, session):
    plants = make.make_habit(session, anna, "plants", since=SINCE)
    hers = make.make_habit(session, berta, "plants", since=SINCE)
    make.make_plants(session, anna, plants, "lentil", day=YESTERDAY)
    make.make_plants(session, berta, hers, "lentil", day=TODAY)
    choosing.give_up(session, anna, habit_id=plants, today=TODAY)
    assert habits_of(session)[0] == (SINCE, YESTERDAY)


@ONLY_SQLITE
def test_habit_is_there_on_its_last_day_and_not_after(anna, session):
    prunes = make.make_habit(session, anna, since=SINCE)
    choosing.give_up(session, anna, habit_id=prunes, today=TODAY)
    found = [len(queries.chosen_between(session, anna, first=day, last=day)) for day in (YESTERDAY, TODAY)]
    assert found == [1, 0]


@ONLY_SQLITE
def test_newest_of_very_many_habits_is_there_with_its_goals(anna, session):
    for number in range(150):
        own = OwnHabit(f"Own {number}", Measure.CHECK, Direction.AT_LEAST, Period.DAY, "", Goal(SINCE, 1))
        choosing.create(session, anna, own=own, today=SINCE, now=NOW)
    goals_of_before = [
        {"habit_id": habit_id, "from_day": SINCE - timedelta(days=back), "amount": 1, "set_by": SetBy.SELF}
        for habit_id in session.exec(select(Habit.id))
        for back in range(1, 8)
    ]
    session.execute(sa.insert(models.Goal), [{**row, "set_by_name": ""} for row in goals_of_before])
    found = queries.chosen_between(session, anna, first=TODAY, last=TODAY)
    assert found[-1].name == "Own 149"
    assert [len(each.habit.goals) for each in found] == [8] * 150
