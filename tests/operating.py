"""Rows that the operator's figures are made of: deliveries in any state, reminders that are set aside."""

import itertools
from datetime import datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from app.accounts.models import User
from app.messages.models import Channel, Delivery, State
from app.reminders.models import Slot
from tests.conftest import NOON

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
_count = itertools.count(1)


def add(session: Session, *, due_at: datetime = NOON - MINUTE, late: float | None = 0, **over: Any) -> None:
    """A delivery that was posted so many seconds late, or was not."""
    values: dict[str, Any] = {
        "key": f"key {next(_count)}",
        "kind": "note",
        "channel": Channel.SMS,
        "state": State.DELIVERED,
        "created_at": due_at,
        "due_at": due_at,
        "expires_at": due_at + 90 * MINUTE,
        "next_attempt_at": due_at,
        "posting_at": None if late is None else due_at + timedelta(seconds=late),
    }
    session.add(Delivery(**{**values, **over}))
    session.flush()


def add_slot(session: Session, user: User, **over: Any) -> Slot:
    """A reminder at eight each day by text; anything by name."""
    values: dict[str, Any] = {
        "user_id": user.id,
        "channel": Channel.SMS,
        "at": time(8),
        "next_day": NOON.date(),
        "next_due_at": NOON,
        "created_at": NOON,
    }
    slot = Slot(**{**values, **over})
    session.add(slot)
    session.flush()
    return slot
