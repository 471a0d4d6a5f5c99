"""Builders of rows for tests: sensible by default, anything by name."""

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.accounts.models import User
from app.checklist import actions, choosing, queries
from app.checklist.actions import Change
from app.checklist.models import ChangeKind, MarkChange, Source

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
# Only zones that browsers call by the same name: Chromium says Calcutta for Kolkata.
ZONES = (
    "Pacific/Auckland",
    "Asia/Tokyo",
    "Asia/Colombo",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
)
_count = itertools.count(1)


def daytime_zone(now: datetime) -> str:
    """A zone where it is day now, for tests by the real clock: far from midnight and quiet hours."""
    return next(zone for zone in ZONES if 9 <= now.astimezone(ZoneInfo(zone)).hour <= 18)


def make_user(session: Session, **overrides: Any) -> User:
    """A stored person in London."""
    number = next(_count)
    values = {
        "name": f"Person {number}",
        "email": f"person{number}@example.org",
        "zone": "Europe/London",
        "locale": "en_GB",
        "created_at": NOW,
    }
    user = User(**{**values, **overrides})
    session.add(user)
    session.commit()
    return user


def make_habit(
    session: Session, user: User, slug: str = "prunes", *, since: date = TODAY - timedelta(days=30)
) -> int:
    """A habit of the catalogue taken on some weeks ago; its id."""
    habit = choosing.take_on(session, user, slug=slug, today=since, now=NOW)
    session.commit()
    return habit.id or 0


def make_mark(
    session: Session,
    user: User,
    habit_id: int,
    *,
    day: date = TODAY,
    kind: ChangeKind = ChangeKind.SET,
    today: date = TODAY,
    **values: Any,
) -> MarkChange:
    """One change of a day, written the way every change is."""
    change = Change(str(uuid4()), habit_id, day, kind, **values)
    return make_changes(session, user, [change], today=today)[0]


def make_changes(
    session: Session,
    user: User,
    changes: Sequence[Change],
    *,
    today: date = TODAY,
    source: Source = Source.TAP,
) -> list[MarkChange]:
    """Several changes as one batch."""
    rows = actions.apply(
        session, user, changes=changes, batch=changes[0].uuid, source=source, today=today, now=NOW
    )
    session.commit()
    return rows


def make_plants(session: Session, user: User, habit_id: int, *slugs: str, day: date = TODAY) -> None:
    """Plants she ate on a day."""
    for slug in slugs:
        make_mark(session, user, habit_id, day=day, kind=ChangeKind.EAT, plant=slug)


def chosen(session: Session, user: User, habit_id: int) -> queries.Chosen:
    """A habit as plain values."""
    return queries.chosen_of(session, user, habit_id=habit_id)
