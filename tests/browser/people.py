"""The people whose pages the gallery shows beside Anna's: each is at one of the ends of what can be."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from flask import Flask
from sqlmodel import Session

from app.accounts import actions
from app.accounts.models import User
from app.catalogue import book
from app.checklist.actions import Change
from app.checklist.models import ChangeKind, Goal, Habit
from app.rules.habits import Measure
from tests.benchmarks import history
from tests.browser import people_with_answers, people_with_lists
from tests.browser.screenshots import HOUR, TODAY
from tests.make import make_changes, make_habit, make_mark, make_plants, make_user

LONG_NAME = "Wilhelminafriederike" * 4
MANY = 60
TEN_YEARS = 3652
QUARTER = 100
SINCE = TODAY - timedelta(days=30)
NUMBER_OF_NEW = "+447700900124"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to sign in as: her name, and what she has done by that morning."""

    name: str
    live: Callable[[Session, User], None]
    phone: str | None = None


def _choose_nothing(_session: Session, _user: User) -> None:
    """She has just opened her account."""


def _choose_plants(session: Session, user: User) -> None:
    make_habit(session, user, "plants", since=TODAY)


def _take_warfarin(session: Session, user: User) -> None:
    """Kale every day of the week before, oats this morning, and warfarin among what she ticked."""
    habit_id = make_habit(session, user, "plants", since=SINCE)
    user.conditions = ["warfarin"]
    session.add(user)
    for back in (5, 6, 7, 8):
        make_plants(session, user, habit_id, "kale", "apple", day=TODAY - timedelta(days=back))
    make_plants(session, user, habit_id, "oats")


def _choose_some(session: Session, user: User) -> None:
    for slug in ("prunes", "vitamin-d", "fermented"):
        make_habit(session, user, slug, since=SINCE)


def _choose_many(session: Session, user: User) -> None:
    """More habits than the catalogue has: the same ones again and again, all of them ending today."""
    entries = [entry for entry in book.book().core if entry.measure is not Measure.VARIETY]
    for place in range(MANY):
        entry = entries[place % len(entries)]
        habit = Habit(
            user_id=user.id or 0,
            slug=entry.slug,
            measure=entry.measure,
            direction=entry.direction,
            period=entry.period,
            unit=entry.unit,
            position=place,
            started_on=SINCE,
            ended_on=TODAY,
            created_at=HOUR,
        )
        session.add(habit)
        session.flush()
        session.add(Goal(habit_id=habit.id or 0, from_day=SINCE, amount=entry.goal + place))


def _do_all(session: Session, user: User) -> None:
    """Everything on the list is done, the goals of the week as well."""
    for entry in book.book().core:
        habit_id = make_habit(session, user, entry.slug, since=SINCE)
        if entry.measure is Measure.VARIETY:
            _eat(session, user, habit_id, count=int(entry.goal))
        else:
            make_mark(session, user, habit_id, amount=entry.goal)


def _do_the_most(session: Session, user: User) -> None:
    """The largest amount a day can hold, against the largest goal the catalogue allows."""
    for entry in book.book().core:
        habit_id = make_habit(session, user, entry.slug, since=SINCE)
        session.add(Goal(habit_id=habit_id, from_day=TODAY, amount=entry.goal_max))
        if entry.measure is Measure.VARIETY:
            _eat(session, user, habit_id, count=len(list(book.book().plants)))
        else:
            make_mark(session, user, habit_id, amount=entry.most)


def _begin_today(session: Session, user: User) -> None:
    """The first day: three habits, two of them done."""
    ids = [make_habit(session, user, slug, since=TODAY) for slug in ("prunes", "weight-bearing", "plants")]
    make_mark(session, user, ids[0], amount=5)
    make_plants(session, user, ids[2], "oats", "apple")


def _live_a_month(session: Session, user: User) -> None:
    history.live(session, user, days=30, habits=5, now=HOUR)


def _live_with_many(session: Session, user: User) -> None:
    history.live(session, user, days=QUARTER, habits=MANY, now=HOUR)


def _live_ten_years(session: Session, user: User) -> None:
    history.live(session, user, days=TEN_YEARS, habits=5, now=HOUR)


def _eat(session: Session, user: User, habit_id: int, *, count: int) -> None:
    plants = list(book.book().plants)[:count]
    changes = [Change(str(uuid4()), habit_id, TODAY, ChangeKind.EAT, plant=each.slug) for each in plants]
    make_changes(session, user, changes)


PEOPLE = {
    "new": Person("Clara", _choose_nothing, NUMBER_OF_NEW),
    "hungry": Person("Dora", _choose_plants),
    "warfarin": Person("Hanna", _take_warfarin),
    "long": Person(LONG_NAME, _choose_some),
    "busy": Person("Emma", _choose_many),
    "done": Person("Frieda", _do_all),
    "most": Person("Greta", _do_the_most),
    "kinds": Person("Ilse", people_with_lists.live_with_many_kinds),
    "away": Person("Jutta", people_with_lists.live_with_a_spell),
    "settled": Person("Karla", people_with_lists.live_with_a_settled_habit),
    "back": Person("Nelly", people_with_lists.live_with_a_lapse),
    "texter": Person("Maria", people_with_answers.live_with_answers, people_with_answers.NUMBER),
    "month": Person("Olga", _live_a_month),
    "decade": Person("Paula", _live_ten_years),
    "first": Person("Renate", _begin_today),
    "many": Person("Sofia", _live_with_many),
    "careful": Person("Lotte", people_with_lists.live_with_conditions),
}


def token_of(app: Flask, key: str) -> str:
    """Make the person of that key; the token that signs in as her."""
    person = PEOPLE[key]
    with app.extensions["bonny.database"].writing() as session:
        user = make_user(
            session, name=person.name, email=f"{key}@example.org", phone=person.phone, created_at=HOUR
        )
        person.live(session, user)
        token = actions.sign_in(session, user, now=HOUR)
        session.commit()
    return token
