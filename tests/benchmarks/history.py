"""Any number of days of any number of habits, in bulk, as a person who never forgets would have them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from app import clock
from app.accounts import queries as accounts
from app.accounts.models import User
from app.catalogue import book
from app.catalogue.entries import HabitEntry
from app.checklist import choosing, queries, standings
from app.checklist.choosing import OwnHabit
from app.checklist.models import Mark, PlantEaten, Source
from app.checklist.queries import Chosen
from app.rules import habits as rules
from app.rules.habits import Direction, Measure, Period

PLANTS_A_DAY = 5
DAYS_OF_A_WEEKLY_HABIT = (0, 2, 5)


def fill(session: Session, *, days: int, habits: int = 5) -> User:
    """The person with so many days behind her, as ``live`` writes them."""
    now = clock.now()
    user = User(name="Anna", email="anna@example.org", zone="UTC", locale="en_GB", created_at=now)
    session.add(user)
    session.flush()
    live(session, user, days=days, habits=habits, now=now)
    return user


def live(session: Session, user: User, *, days: int, habits: int, now: datetime) -> None:
    """So many days behind somebody, her standings and closings folded as the app folds them.

    Her habits are the core five (plants and walking among them), then the catalogue's limits, then the others
    by the day and by the week, then her own. Daily goals are reached every day, weekly ones on three of them.
    """
    today = accounts.today_of(user, now=now)
    first = today - timedelta(days=days)
    _take_on(session, user, habits, first=first, now=now)
    past = [first + timedelta(days=number) for number in range(days)]
    for chosen in queries.chosen_between(session, user, first=today, last=today):
        _keep(session, user, chosen, past, now=now)
        standings.refresh(session, user, chosen=chosen, changed=first, today=today)


def _take_on(session: Session, user: User, habits: int, *, first: date, now: datetime) -> None:
    entries = sorted(book.book().habits, key=_place)[:habits]
    for entry in entries:
        choosing.take_on(session, user, slug=entry.slug, today=first, now=now)
    for number in range(habits - len(entries)):
        choosing.create(session, user, own=_own(number, first), today=first, now=now)


def _place(entry: HabitEntry) -> tuple[bool, bool, int]:
    is_limit = entry.direction is Direction.AT_MOST
    return entry not in book.book().core, not is_limit, entry.order


def _own(number: int, first: date) -> OwnHabit:
    period = (Period.DAY, Period.WEEK)[number % 2]
    goal = rules.Goal(first, 3.0)
    return OwnHabit(f"Own {number}", Measure.AMOUNT, Direction.AT_LEAST, period, "cups", goal)


def _keep(session: Session, user: User, chosen: Chosen, past: Sequence[date], *, now: datetime) -> None:
    shared = {"user_id": user.id, "source": Source.TAP, "changed_at": now}
    if chosen.habit.measure is Measure.VARIETY:
        session.execute(sa.insert(PlantEaten), [{**shared, **eaten} for eaten in _eaten(past)])
        return
    marks = [{**shared, "habit_id": chosen.id, "note": "", **mark} for mark in _marks(chosen, past)]
    if marks:
        session.execute(sa.insert(Mark), marks)


def _eaten(past: Sequence[date]) -> Iterator[dict[str, Any]]:
    plants = [plant.slug for plant in book.book().plants]
    for place, day in enumerate(past):
        for number in range(PLANTS_A_DAY):
            yield {"day": day, "plant": plants[(PLANTS_A_DAY * place + number) % 60]}


def _marks(chosen: Chosen, past: Sequence[date]) -> Iterator[dict[str, Any]]:
    goal = chosen.habit.goals[0].amount
    if not chosen.habit.is_weekly:
        yield from ({"day": day, "amount": goal} for day in past)
        return
    amount = 1.0 if chosen.habit.measure is Measure.CHECK else goal / len(DAYS_OF_A_WEEKLY_HABIT)
    yield from ({"day": day, "amount": amount} for day in past if day.weekday() in DAYS_OF_A_WEEKLY_HABIT)
