"""The most that one page may have to hold: habits with the longest names, all reasons, all she can bring."""

from datetime import date

from sqlmodel import Session, select

from app.accounts.models import User
from app.checklist.models import Habit
from app.report.model import Report
from app.rules.habits import Period, SetBy
from app.rules.marks import Skip
from tests.report import make, make_brought

LONG_NAME = "Strength training with the long resistance band and the light dumbbells at seven"
LONG_SETTER = "Professor Maximiliane Wolkenstein, rehabilitation centre"
DAILY, WEEKLY = 12, 4


def make_many(store: Session, user: User, *, name: str, setter: str, daily: int, weekly: int) -> None:
    """Habits that began and ended in the period, with a goal that changed in it: the most to print."""
    for number in range(daily + weekly):
        habit = make.make_habit(
            store,
            user,
            "weight-bearing",
            name=name[:80],
            goal=2,
            period=Period.DAY if number < daily else Period.WEEK,
            weekdays="012345",
            started_on=date(2026, 9, 1),
            ended_on=date(2026, 11, 20),
        )
        day = date(2026, 10, 1)
        make.make_goal(store, habit, from_day=day, amount=1250, set_by=SetBy.DOCTOR, set_by_name=setter[:60])
        make.make_marks(store, user, habit, {make.day(n): 1234.5 for n in range(20, 80, 3)})


def leave_out(store: Session, user: User) -> None:
    """Every reason on several days of some of her habits, and stretches set aside for many of them."""
    ids = [habit.id or 0 for habit in store.exec(select(Habit).where(Habit.user_id == user.id)).all()]
    for number, reason in enumerate(reason for reason in Skip for _ in range(3)):
        make.make_marks(store, user, ids[number], {make.day(21 + 3 * number): reason})
        make.make_spell(store, user, 10 + 5 * number, 11 + 5 * number, reason, habit_ids=ids[number:20])


def make_worst(store: Session, *, name: str = LONG_NAME, setter: str = LONG_SETTER) -> User:
    """A person with all of that."""
    user = make.make_user(store, name="Wilhelmina " * 7)
    make_many(store, user, name=name, setter=setter, daily=DAILY, weekly=WEEKLY)
    leave_out(store, user)
    return user


def make_report(store: Session, user: User, *, first: date = make.FIRST) -> Report:
    """Her report with everything she can bring."""
    return make_brought.with_all(make.make_report(store, user, first=first), make_brought.MOST)
