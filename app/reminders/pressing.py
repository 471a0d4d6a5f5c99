"""What the buttons of a reminder do: all it listed is done, or it comes once more, later. Callers commit."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from app.accounts import actions as accounts
from app.accounts import queries as people
from app.accounts.models import User
from app.checklist import actions, daysheet
from app.checklist.actions import Change
from app.checklist.daysheet import Sheet
from app.checklist.models import ChangeKind, Source
from app.messages import outbox
from app.messages.models import Channel, Delivery
from app.reminders import queries, sending, wishes

USUAL_WAIT = timedelta(hours=1)
SHORTEST_WAIT = timedelta(minutes=10)


class TooLate(ValueError):
    """The reminder is too long ago to be answered."""


class WouldBeQuiet(ValueError):
    """Later would be in her quiet hours, or on another day of hers."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The reminder that a button answers, and its person."""

    user: User
    delivery: Delivery
    day: date
    today: date

    def is_answerable(self, now: datetime) -> bool:
        """Whether it is recent enough to be answered, as by text."""
        return now - self.delivery.due_at <= queries.ANSWERABLE


@dataclass(frozen=True, slots=True)
class Done:
    """What was recorded: under which batch, and of which habits; empty when nothing was open."""

    batch: str
    habit_ids: tuple[int, ...]


def read(session: Session, user_id: int, *, delivery_id: int, now: datetime) -> Pressed | None:
    """The reminder of hers; None when it, or she, is gone."""
    user = people.person(session, user_id)
    delivery = queries.delivery_of(session, user_id, delivery_id=delivery_id)
    if user is None or delivery is None or "day" not in delivery.payload:
        return None
    return Pressed(
        user, delivery, date.fromisoformat(delivery.payload["day"]), people.today_of(user, now=now)
    )


def sheet_of(session: Session, pressed: Pressed) -> Sheet:
    """The day that the reminder asked about."""
    return daysheet.read(session, pressed.user, day=pressed.day, today=pressed.today)


def open_of(sheet: Sheet, pressed: Pressed) -> list[daysheet.Row]:
    """Of what the reminder listed, what is still open and can be ticked: plants are named, not ticked."""
    listed = pressed.delivery.payload.get("habits", ())
    return [row for row in sheet.open_rows if row.chosen.id in listed and not row.is_variety]


def done(session: Session, pressed: Pressed, *, now: datetime, made_at: datetime | None = None) -> Done:
    """Record what the reminder listed and is open, at its goal; pressed again, nothing is open any more.

    ``made_at`` is when she pressed, where that reached us later (offline). Raises TooLate.
    """
    if made_at is not None:
        made_at = max(made_at, pressed.delivery.due_at)
    if not pressed.is_answerable(made_at or now):
        raise TooLate
    accounts.lock_person(session, pressed.user.id or 0)
    batch = str(uuid.uuid4())
    rows = open_of(sheet_of(session, pressed), pressed)
    written = actions.apply(
        session,
        pressed.user,
        changes=[_at_goal(row.chosen.id, pressed.day, made_at) for row in rows],
        batch=batch,
        source=source_of(pressed),
        today=pressed.today,
        now=now,
    )
    return Done(batch, tuple(row.habit_id for row in written))


def _at_goal(habit_id: int, day: date, made_at: datetime | None) -> Change:
    new = str(uuid.uuid4())
    return Change(uuid=new, habit_id=habit_id, day=day, kind=ChangeKind.SET, made_at=made_at)


def source_of(pressed: Pressed) -> Source:
    """By which way the answer came."""
    return Source.EMAIL if pressed.delivery.channel is Channel.EMAIL else Source.TAP


def later(session: Session, pressed: Pressed, *, now: datetime, wait: timedelta = USUAL_WAIT) -> datetime:
    """Ask her once more after a while, and not before; when that is. Pressed twice within it, it stays so.

    Raises WouldBeQuiet, and TooLate when the day it asked about is over.
    """
    user = pressed.user
    accounts.lock_person(session, user.id or 0)
    hers = wishes.of(session, user.id or 0)
    if pressed.day != pressed.today:
        raise TooLate
    if hers.snoozed_until is not None and hers.snoozed_until > now:
        return hers.snoozed_until
    at = now + max(wait, SHORTEST_WAIT)
    is_other_day = people.today_of(user, now=at) != pressed.today
    if is_other_day or wishes.is_quiet(hers, user, at):
        raise WouldBeQuiet
    wishes.snooze(session, user.id or 0, until=at)
    _plan(session, pressed, at=at, expires_at=wishes.live_until(hers, user, at), now=now)
    return at


def _plan(session: Session, pressed: Pressed, *, at: datetime, expires_at: datetime, now: datetime) -> None:
    was = pressed.delivery
    payload = {
        "day": pressed.day.isoformat(),
        sending.LATER: True,
        sending.SLOTS: sending.stands_for(was),
    }
    outbox.enqueue(
        session,
        key=f"{was.kind}/{was.user_id}/{was.slot_id}/{was.local_date}/later/{int(at.timestamp())}/{was.channel.value}",
        kind=was.kind,
        channel=was.channel,
        user_id=was.user_id,
        due_at=at,
        expires_at=expires_at,
        now=now,
        payload=payload,
        slot_id=was.slot_id,
        local_date=was.local_date,
    )
