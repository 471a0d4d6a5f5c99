"""Opening an account whose number the text itself proved. Callers commit."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.actions import ContactIsTaken, NewPerson
from app.accounts.models import User

SUNDAY_FIRST = frozenset({"US", "CA", "MX", "BR", "IN", "IL", "JP", "PH", "ZA", "CO", "PE", "VE"})
MONDAY, SUNDAY = 0, 6


def week_start_in(country: str | None) -> int:
    """On which weekday calendars of a country begin, Monday 0."""
    return SUNDAY if country in SUNDAY_FIRST else MONDAY


def open_by_text(session: Session, *, number: str, person: NewPerson, now: datetime) -> User:
    """Open the account of a person who texted from this number; never the operator's.

    Her name may be empty: the web asks for it at her first visit. Raises ContactIsTaken.
    """
    user = User(
        name=person.name,
        phone=number,
        zone=person.zone,
        locale=person.locale,
        week_start=person.week_start,
        created_at=now,
    )
    session.add(user)
    try:
        session.flush()
    except sa.exc.IntegrityError as error:
        raise ContactIsTaken from error
    return user
