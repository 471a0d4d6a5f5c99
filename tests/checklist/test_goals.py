"""Goals with a history: what may be one, who set it, and which days it judges."""

import math
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from app.accounts.models import User
from app.checklist import choosing, goals
from app.checklist.goals import BadFromDay, BadGoal, NeedsDoctor, NeedsWho, RewritesPast
from app.checklist.models import Goal
from app.checklist.queries import NoSuchHabit
from app.rules import habits
from app.rules.habits import SetBy
from tests import make
from tests.checklist.looking import fold, holds, is_same, shown
from tests.make import TODAY

YESTERDAY = TODAY - timedelta(days=1)
SINCE = TODAY - timedelta(days=30)
ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def set_goal(session: Session, user: User, habit_id: int, amount: float, **values) -> None:
    goal = habits.Goal(values.pop("from_day", TODAY), amount, **values)
    goals.set_goal(session, user, habit_id=habit_id, goal=goal, today=TODAY, is_sure=True)
    session.commit()


def test_earlier_day_keeps_the_goal_it_had(anna, session):
    prunes = make.make_habit(session, anna)
    set_goal(session, anna, prunes, 8)
    habit = make.chosen(session, anna, prunes).habit
    assert (habit.goal_on(YESTERDAY).amount, habit.goal_on(TODAY).amount) == (5, 8)
    make.make_mark(session, anna, prunes, day=YESTERDAY)
    make.make_mark(session, anna, prunes)
    assert holds(session, prunes) == {YESTERDAY: 5, TODAY: 8}


def test_goal_changed_twice_in_a_day_is_one(anna, session):
    prunes = make.make_habit(session, anna)
    set_goal(session, anna, prunes, 8)
    set_goal(session, anna, prunes, 6, set_by=SetBy.DIETITIAN, set_by_name="Ms Roe")
    rows = session.exec(select(Goal).order_by(col(Goal.from_day))).all()
    assert [(row.amount, row.set_by) for row in rows] == [(5, SetBy.SELF), (6, SetBy.DIETITIAN)]


def test_goal_of_the_past_judges_those_days_anew(anna, session):
    prunes = make.make_habit(session, anna)
    for back in range(4, 14):
        make.make_mark(session, anna, prunes, day=TODAY - timedelta(days=back), amount=4)
    assert make.chosen(session, anna, prunes).standing.best == 0
    set_goal(session, anna, prunes, 4, from_day=TODAY - timedelta(days=9))
    assert make.chosen(session, anna, prunes).standing.best == 6
    assert is_same(shown(session, anna, prunes, today=TODAY), fold(session, anna, prunes, today=TODAY))


@ONLY_SQLITE
def test_goal_before_the_habit_holds_from_its_first_day(anna, session):
    prunes = make.make_habit(session, anna, since=YESTERDAY)
    set_goal(session, anna, prunes, 8, from_day=SINCE)
    goal = session.exec(select(Goal)).one()
    assert (goal.from_day, goal.amount) == (YESTERDAY, 8)


@ONLY_SQLITE
@pytest.mark.parametrize("amount", [1, 11, 0, -5, math.nan, math.inf])
def test_goal_outside_the_catalogues_bounds_is_refused(anna, session, amount):
    prunes = make.make_habit(session, anna)
    with pytest.raises(BadGoal) as refused:
        set_goal(session, anna, prunes, amount)
    assert (refused.value.least, refused.value.most) == (2, 10)


@ONLY_SQLITE
@pytest.mark.parametrize("set_by", [SetBy.SELF, SetBy.PHYSIOTHERAPIST, SetBy.DIETITIAN])
def test_goal_above_the_upper_limit_is_her_doctors_alone(anna, session, set_by):
    vitamin = make.make_habit(session, anna, "vitamin-d")
    set_goal(session, anna, vitamin, 4000, set_by=set_by)
    with pytest.raises(NeedsDoctor):
        set_goal(session, anna, vitamin, 4001, set_by=set_by)
    with pytest.raises(NeedsWho):
        set_goal(session, anna, vitamin, 4001, set_by=SetBy.DOCTOR)
    with pytest.raises(NeedsWho):
        set_goal(session, anna, vitamin, 4001, set_by=SetBy.DOCTOR, set_by_name="Dr Novak")
    set_goal(session, anna, vitamin, 4001, set_by=SetBy.DOCTOR, set_by_name="Dr Novak", set_on=YESTERDAY)
    assert make.chosen(session, anna, vitamin).habit.goal_on(TODAY).amount == 4001


def test_another_persons_goal_and_cue_cannot_be_set(anna, berta, session):
    prunes = make.make_habit(session, anna)
    with pytest.raises(NoSuchHabit):
        set_goal(session, berta, prunes, 6)
    with pytest.raises(NoSuchHabit):
        choosing.set_words(session, berta, habit_id=prunes, name="", cue="never")
    with pytest.raises(NoSuchHabit):
        choosing.give_up(session, berta, habit_id=prunes, today=TODAY)


@ONLY_SQLITE
def test_only_days_before_the_next_goal_would_be_judged_anew(anna, session):
    prunes = make.make_habit(session, anna, since=SINCE)
    set_goal(session, anna, prunes, 4, from_day=TODAY - timedelta(days=10))
    goal = habits.Goal(TODAY - timedelta(days=15), 3)
    with pytest.raises(RewritesPast) as refused:
        goals.set_goal(session, anna, habit_id=prunes, goal=goal, today=TODAY)
    assert (refused.value.from_day, refused.value.count) == (TODAY - timedelta(days=15), 5)


@ONLY_SQLITE
def test_goal_holds_within_a_year_from_today(anna, session):
    prunes = make.make_habit(session, anna, since=SINCE)
    set_goal(session, anna, prunes, 4, from_day=TODAY + timedelta(days=366))
    with pytest.raises(BadFromDay):
        set_goal(session, anna, prunes, 4, from_day=TODAY + timedelta(days=367))


@ONLY_SQLITE
def test_goal_that_names_no_day_is_due_as_the_one_before(anna, session):
    prunes = make.make_habit(session, anna, since=SINCE)
    set_goal(session, anna, prunes, 4, from_day=SINCE, month_day=9)
    set_goal(session, anna, prunes, 3)
    assert make.chosen(session, anna, prunes).habit.goal_on(TODAY).month_day == 9
