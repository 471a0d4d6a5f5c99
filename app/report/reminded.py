"""How many reminders of a period were sent, and how many of them she answered by the day's end."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app import clock
from app.accounts.models import User
from app.checklist.models import ChangeKind, Habit, MarkChange
from app.messages.models import Delivery, State
from app.reminders import queries as reminders
from app.reminders import sending
from app.report.model import Reminded
from app.rules import reminding
from app.rules.habits import Measure
from app.rules.reminding import Sent

KINDS = (reminders.NUDGE, reminders.PLANTS)
ACCEPTED = (State.ACCEPTED, State.SENT, State.DELIVERED, State.UNDELIVERED)
# In the payload of a reminder that left: the habits it listed.
LISTED = "habits"
RECORDING = (ChangeKind.SET, ChangeKind.ADD, ChangeKind.SKIP, ChangeKind.EAT)
# No occurrence is due farther from the date that names it.
NEAR = timedelta(days=3)


def of(session: Session, user: User, *, first: date, last: date) -> Reminded | None:
    """The reminders of the local dates from first to last; None when none was sent. At most three queries.

    A reminder that took several ways counts once. What was recorded and taken back again is no answer.
    """
    sent = _sent(session, user.id or 0, first, last)
    if not sent:
        return None
    recorded = _recorded(session, user.id or 0, {each.day for each in sent})
    answered = reminding.answered(sent, recorded, zone=clock.zone(user.zone), day_start=user.day_start)
    return Reminded(len(sent), answered)


def _sent(session: Session, user_id: int, first: date, last: date) -> list[Sent]:
    rows = session.exec(
        select(col(Delivery.slot_id), col(Delivery.local_date), col(Delivery.payload), col(Delivery.due_at))
        .where(Delivery.user_id == user_id, col(Delivery.kind).in_(KINDS))
        .where(*_due_between(first, last))
        .where(sa.or_(col(Delivery.accepted_at).is_not(None), col(Delivery.state).in_(ACCEPTED)))
        .order_by(col(Delivery.id))
    ).all()
    has_plants = any(LISTED not in payload for _slot_id, _day, payload, _due_at in rows)
    plants = _variety_ids(session, user_id) if has_plants else frozenset()
    found = {
        _occurrence(slot_id, day, payload, due_at): _as_sent(payload, plants)
        for slot_id, day, payload, due_at in rows
    }
    return list(found.values())


def _due_between(first: date, last: date) -> tuple[Any, ...]:
    """Of these local dates; the instants beside them are for the index."""
    since, until = (datetime.combine(day, time.min, tzinfo=UTC) for day in (first, last))
    return (
        col(Delivery.local_date) >= first,
        col(Delivery.local_date) <= last,
        col(Delivery.due_at) >= since - NEAR,
        col(Delivery.due_at) <= until + NEAR,
    )


def _variety_ids(session: Session, user_id: int) -> frozenset[int]:
    """The habits that the weekly message about plants asks about."""
    of_plants = (Habit.user_id == user_id, col(Habit.measure) == Measure.VARIETY)
    return frozenset(each or 0 for each in session.exec(select(Habit.id).where(*of_plants)))


def _occurrence(
    slot_id: int | None, day: date | None, payload: dict[str, Any], due_at: datetime
) -> tuple[Any, ...]:
    """What is the same by whichever way it went; the second of a day, and one put off, are others."""
    put_off_to = due_at if payload.get(sending.LATER) else None
    return slot_id, day, payload.get(sending.AGAIN), put_off_to


def _as_sent(payload: dict[str, Any], plants: frozenset[int]) -> Sent:
    """What it asked: the day it names, and what it listed; the one about plants lists nothing."""
    listed = payload.get(LISTED)
    return Sent(date.fromisoformat(payload["day"]), plants if listed is None else frozenset(listed))


def _recorded(session: Session, user_id: int, on: set[date]) -> dict[date, dict[int, datetime]]:
    """When something was first recorded of each habit on these days, what was taken back left out."""
    taken_back = select(col(MarkChange.undoes)).where(
        MarkChange.user_id == user_id, col(MarkChange.undoes).is_not(None)
    )
    rows = session.exec(
        select(col(MarkChange.day), col(MarkChange.habit_id), func.min(MarkChange.made_at))
        .where(MarkChange.user_id == user_id, col(MarkChange.is_applied).is_(True))
        .where(col(MarkChange.day) >= min(on), col(MarkChange.day) <= max(on))
        .where(col(MarkChange.kind).in_(RECORDING), col(MarkChange.batch).not_in(taken_back))
        .group_by(col(MarkChange.day), col(MarkChange.habit_id))
    ).all()
    found: dict[date, dict[int, datetime]] = {}
    for day, habit_id, at in rows:
        found.setdefault(day, {})[habit_id] = at
    return found
