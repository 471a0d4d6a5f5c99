"""A person and 180 days of believable history, so that the product can be looked at full of life.

The days follow from a fixed seed: the same on every machine, ending yesterday.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, select

from app.accounts import queries as accounts
from app.accounts.models import User
from app.checklist import choosing, goals, queries, standings
from app.checklist.models import Mark, PlantEaten, Source
from app.messages.models import Channel
from app.reminders import slots
from app.reminders.models import Purpose
from app.reminders.slots import Wanted
from app.rules.habits import Goal, Measure, SetBy
from app.rules.marks import Skip
from app.visits import demo as visits

EMAIL = "anna@example.org"
DAYS = 180
TIMES = ((time(8), Purpose.DAY), (time(19), Purpose.EVENING))
SEED = 20
ILL = (range(38, 44), range(121, 124))
AWAY = range(80, 87)
STAPLES = (
    *("oats", "apple", "kale", "walnut", "lentil", "carrot", "onion", "tomato", "garlic", "blueberry"),
    *("broccoli", "chickpea", "banana", "spinach", "almond", "olive", "lemon", "potato", "leek", "pear"),
    *("flaxseed", "rye", "beetroot", "parsley", "cabbage", "orange", "pumpkin-seed", "quinoa", "pea"),
    *("button-mushroom", "bell-pepper", "plum", "coffee", "cocoa", "basil", "courgette", "cucumber"),
    *("cauliflower", "brown-rice", "buckwheat", "celeriac"),
)


@dataclass(frozen=True, slots=True)
class Way:
    """How she keeps one habit: the chance of a full day at the start and at the end, and of a part."""

    slug: str
    begins: int
    full_at_first: float
    full_at_last: float
    part: float
    cue: str


WAYS = (
    Way("prunes", 0, 0.66, 0.9, 0.6, "after breakfast"),
    Way("vitamin-d", 0, 0.9, 0.97, 0.0, "with my tea"),
    Way("fermented", 30, 0.7, 0.92, 0.0, ""),
    Way("weight-bearing", 45, 0.4, 0.62, 0.0, "after the news"),
    Way("plants", 60, 0.0, 0.0, 0.0, ""),
)


def fill(session: Session, *, today: date, now: datetime, zone: str) -> User:
    """Make the person and her history, once: a person who is there already is left as she is."""
    there = session.exec(select(User).where(User.email == EMAIL)).one_or_none()
    if there is not None:
        return there
    user = User(name="Anna", email=EMAIL, zone=zone, locale="en_GB", is_operator=True, created_at=now)
    session.add(user)
    session.flush()
    dice = random.Random(SEED)
    first = today - timedelta(days=DAYS)
    for way in WAYS:
        _live(session, user, way, first=first, today=today, now=now, dice=dice)
    for chosen in queries.chosen_between(session, user, first=today, last=today):
        standings.refresh(session, user, chosen=chosen, changed=first, today=today)
    for at, purpose in TIMES:
        slots.add(session, user, wanted=Wanted(at, (Channel.EMAIL,), purpose), now=now)
    visits.bring(session, user.id or 0, today=today, now=now)
    return user


def _live(
    session: Session, user: User, way: Way, *, first: date, today: date, now: datetime, dice: random.Random
) -> None:
    begun = first + timedelta(days=way.begins)
    habit = choosing.take_on(session, user, slug=way.slug, today=begun, now=now)
    habit.cue = way.cue
    session.add(habit)
    if way.slug == "vitamin-d":
        goal = Goal(begun + timedelta(days=90), 1000, SetBy.DOCTOR, "Dr Novak")
        goals.set_goal(session, user, habit_id=habit.id or 0, goal=goal, today=today, is_sure=True)
    chosen = queries.chosen_of(session, user, habit_id=habit.id or 0)
    for number in range(way.begins, DAYS):
        day = first + timedelta(days=number)
        if chosen.habit.measure is Measure.VARIETY:
            _eat(session, user, day, number, now, dice)
        else:
            _mark(session, user, chosen, way, day, number, now, dice)
    session.flush()


def _mark(
    session: Session, user: User, chosen: queries.Chosen, way: Way, day: date, number: int, now: datetime,
    dice: random.Random,
) -> None:  # fmt: skip
    skip = _reason(number) if way.slug != "vitamin-d" else None
    full = way.full_at_first + (way.full_at_last - way.full_at_first) * number / DAYS
    luck = dice.random()
    if skip is not None:
        amount: float | None = None
    elif luck < full:
        amount = _full(chosen, day, dice)
    elif luck < full + (1 - full) * way.part:
        amount = float(dice.randint(1, 4))
    elif luck > 0.99:
        amount = 0.0
    else:
        return
    session.add(
        Mark(
            user_id=user.id or 0,
            habit_id=chosen.id,
            day=day,
            amount=amount,
            skip=skip,
            source=Source.TAP,
            changed_at=now,
        )
    )


def _full(chosen: queries.Chosen, day: date, dice: random.Random) -> float:
    if chosen.habit.is_weekly:
        return float(dice.choice((20, 30, 30, 30, 40, 45)))
    return chosen.habit.goal_on(day).amount


def _reason(number: int) -> Skip | None:
    if any(number in span for span in ILL):
        return Skip.ILL
    return Skip.AWAY if number in AWAY else None


def _eat(session: Session, user: User, day: date, number: int, now: datetime, dice: random.Random) -> None:
    """Three to nine plants a day, more as the months go on."""
    count = dice.randint(3, 5) + number * 4 // DAYS
    for slug in sorted(dice.sample(STAPLES, count)):
        session.add(PlantEaten(user_id=user.id or 0, day=day, plant=slug, source=Source.TAP, changed_at=now))


def today_for(zone: str, *, now: datetime) -> date:
    """The demo person's habit day."""
    return accounts.today_of(User(name="", zone=zone, created_at=now), now=now)
