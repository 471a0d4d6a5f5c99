"""What the tests of reminders do again and again: agree, set a time, plan, send, answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask import Flask
from sqlmodel import Session, col, select

from app import jobs
from app.accounts.models import User
from app.checklist.models import Mark
from app.database import Database
from app.messages import consent, dispatch
from app.messages.channels import Accepted, Envelope
from app.messages.message import Message
from app.messages.models import Channel, Delivery, State
from app.reminders import letters, planner, slots, waiting
from app.reminders.models import Slot
from app.reminders.slots import Wanted
from tests import make

PHONE = "+14155550123"
MORNING = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EIGHT = time(8)


@dataclass
class Postman:
    """A carrier that keeps what it is given."""

    is_repeatable: bool = True
    sent: list[Message] = field(default_factory=list)
    envelopes: list[tuple[Envelope, datetime]] = field(default_factory=list)

    def send(self, message: Message, *, delivery: Envelope, now: datetime) -> Accepted:
        self.sent.append(message)
        self.envelopes.append((delivery, now))
        return Accepted()


def make_texter(session: Session, **overrides: Any) -> User:
    """A person in London with a phone, who agreed to texts."""
    values = {"name": "Anna", "phone": PHONE, "email": "anna@example.org"}
    user = make.make_user(session, **{**values, **overrides})
    agree(session, user)
    return user


def agree(session: Session, user: User) -> None:
    """Her consent to texts at the number she has."""
    consent.give(
        session,
        user_id=user.id or 0,
        channel=Channel.SMS,
        address=user.phone or "",
        words="Yes",
        words_version="test",
        source="test",
        proved_by="code",
        now=make.NOW,
    )
    session.commit()


def make_habits(session: Session, user: User, *slugs: str) -> list[int]:
    """Habits of hers in this order; their ids."""
    return [make.make_habit(session, user, slug) for slug in slugs]


def make_slot(
    session: Session,
    user: User,
    *,
    channel: Channel = Channel.SMS,
    at: time = EIGHT,
    now: datetime = MORNING - MINUTE,
    **over: Any,
) -> Slot:
    """A daily time of hers, set a minute before eight; ``over`` is more of ``Wanted``."""
    slot = slots.add(session, user, wanted=Wanted(at, (channel,), **over), now=now)
    session.commit()
    return slot


def plan(database: Database, now: datetime = MORNING) -> int:
    """Let the planner run once."""
    return planner.plan_due(database, now=now)


def read(app: Flask) -> int:
    """Let the texts that came in be read; how many."""
    return waiting.read_all(app.extensions["bonny.database"], settings=app.extensions["bonny.settings"])


def send(app: Flask, now: datetime = MORNING) -> list[Message]:
    """Let the dispatcher run once; what left."""
    postman = Postman()
    with app.app_context():
        dispatch.deliver_due(
            app.extensions["bonny.database"],
            kinds=letters.kinds(app.extensions["bonny.settings"]),
            carriers=dict.fromkeys(Channel, postman),
            settings=app.extensions["bonny.settings"],
            now=lambda: now,
        )
    return postman.sent


def remind(app: Flask, now: datetime = MORNING) -> list[str]:
    """Plan and send at that instant; the texts of what left."""
    plan(app.extensions["bonny.database"], now)
    return [message.text for message in send(app, now)]


def deliveries(database: Database, kind: str = "nudge") -> list[Delivery]:
    """Every delivery of a kind, oldest first."""
    with database.reading() as session:
        return list(session.exec(select(Delivery).where(Delivery.kind == kind).order_by(col(Delivery.id))))


def fate(database: Database) -> tuple[State, str | None]:
    """State and reason of the only reminder."""
    (delivery,) = deliveries(database)
    return delivery.state, delivery.reason


def amounts(database: Database, user_id: int, *, day: Any = make.TODAY) -> dict[int, float | None]:
    """What is recorded of hers on a day, by habit."""
    with database.reading() as session:
        rows = session.exec(select(Mark).where(Mark.user_id == user_id, Mark.day == day)).all()
        return {row.habit_id: row.amount for row in rows if row.amount is not None or row.skip}


def run_clock(app: Flask, now: Callable[[datetime], None], at: datetime) -> None:
    """One round of the clock process at that instant."""
    now(at)
    with app.app_context():
        jobs.read(app)
        jobs.plan(app)
        jobs.deliver(app)
