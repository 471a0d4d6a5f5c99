"""Any number of days of five habits, written in bulk, as a person who never forgets would have them."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session

from app import clock
from app.accounts import queries as accounts
from app.accounts.models import User
from app.catalogue import book
from app.checklist import choosing, queries, standings
from app.checklist.models import Mark, PlantEaten, Source
from app.rules.habits import Measure

PLANTS_A_DAY = 5
AMOUNT = {"weight-bearing": 30.0}


def fill(session: Session, *, days: int) -> User:
    """The person with so many days behind her, her standings folded as the app folds them."""
    now = clock.now()
    user = User(name="Anna", email="anna@example.org", zone="UTC", locale="en_GB", created_at=now)
    session.add(user)
    session.flush()
    today = accounts.today_of(user, now=now)
    first = today - timedelta(days=days)
    for entry in book.book().core:
        choosing.take_on(session, user, slug=entry.slug, today=first, now=now)
    past = [first + timedelta(days=number) for number in range(days)]
    plants = [plant.slug for plant in book.book().plants]
    for chosen in queries.chosen_between(session, user, first=today, last=today):
        shared = {"user_id": user.id, "source": Source.TAP, "changed_at": now}
        if chosen.habit.measure is Measure.VARIETY:
            eaten = [
                {**shared, "day": day, "plant": plants[(PLANTS_A_DAY * place + number) % 60]}
                for place, day in enumerate(past)
                for number in range(PLANTS_A_DAY)
            ]
            session.execute(sa.insert(PlantEaten), eaten)
        else:
            amount = AMOUNT.get(chosen.entry.slug, chosen.habit.goals[0].amount)
            marks = [
                {**shared, "habit_id": chosen.id, "day": day, "amount": amount, "note": ""} for day in past
            ]
            session.execute(sa.insert(Mark), marks)
        standings.refresh(session, user, chosen=chosen, changed=first, today=today)
    return user
