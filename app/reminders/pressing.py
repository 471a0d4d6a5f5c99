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
from app.rules import schedule

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

    @property
    def batch(self) -> str:
        """The same reminder makes the same batch and changes, however often its button is pressed."""
        return actions.derived_uuid(str(uuid.NAMESPACE_OID), f"done/{self.delivery.id}")


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


def done(session: Session, pressed: Pressed, *, now: datetime) -> int:
    """Record what the reminder listed and is open, at its goal; how many. Pressed again, it adds nothing.

    Raises TooLate.
    """
    if now - pressed.delivery.due_at > queries.ANSWERABLE:
        raise TooLate
    accounts.lock_person(session, pressed.user.id or 0)
    rows = open_of(sheet_of(session, pressed), pressed)
    changes = [
        Change(
            uuid=actions.derived_uuid(pressed.batch, row.chosen.id),
            habit_id=row.chosen.id,
            day=pressed.day,
            kind=ChangeKind.SET,
        )
        for row in rows
    ]
    if changes:
        source = Source.EMAIL if pressed.delivery.channel is Channel.EMAIL else Source.TAP
        actions.apply(
            session,
            pressed.user,
            changes=changes,
            batch=pressed.batch,
            source=source,
            today=pressed.today,
            now=now,
        )
    return len(changes)


def later(session: Session, pressed: Pressed, *, now: datetime, wait: timedelta = USUAL_WAIT) -> datetime:
    """Ask her once more after a while, and not before; when that is. Pressed twice within it, it stays so.

    Raises WouldBeQuiet, and TooLate when the day it asked about is over.
    """
    user, hers = pressed.user, wishes.of(session, pressed.user.id or 0)
    if pressed.day != pressed.today:
        raise TooLate
    if hers.snoozed_until is not None and hers.snoozed_until > now:
        return hers.snoozed_until
    at = now + max(wait, SHORTEST_WAIT)
    is_other_day = people.today_of(user, now=at) != pressed.today
    if is_other_day or wishes.is_quiet(hers, user, at):
        raise WouldBeQuiet
    wishes.snooze(session, user.id or 0, until=at)
    _plan(session, pressed, at=at, now=now)
    return at


def _plan(session: Session, pressed: Pressed, *, at: datetime, now: datetime) -> None:
    was = pressed.delivery
    payload = {"day": pressed.day.isoformat(), sending.LATER: True}
    outbox.enqueue(
        session,
        key=f"{was.kind}/{was.user_id}/{was.slot_id}/{was.local_date}/later/{int(at.timestamp())}/{was.channel.value}",
        kind=was.kind,
        channel=was.channel,
        user_id=was.user_id,
        due_at=at,
        expires_at=at + schedule.LIFE,
        now=now,
        payload=payload,
        slot_id=was.slot_id,
        local_date=was.local_date,
    )
