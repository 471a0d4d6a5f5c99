"""Writes of the settings room: her name and clock, and the end of the account. Callers commit."""

from dataclasses import dataclass
from datetime import datetime, time

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.models import SignInCode, User
from app.reminders import planner


@dataclass(frozen=True, slots=True)
class About:
    """What she may change of herself; ``week_start`` counts from Monday (0)."""

    name: str
    zone: str
    locale: str
    day_start: time
    week_start: int


def change(session: Session, user: User, *, about: About, now: datetime) -> None:
    """Keep what she changed; a new zone moves her reminders to the same wall clock there."""
    user.name, user.zone, user.locale = about.name, about.zone, about.locale
    user.day_start, user.week_start = about.day_start, about.week_start
    session.add(user)
    session.flush()
    planner.reschedule(session, user, now=now)


def delete(session: Session, user: User) -> None:
    """Delete the account and every row that is hers."""
    addresses = [address for address in (user.email, user.phone) if address]
    session.exec(sa.delete(SignInCode).where(col(SignInCode.address).in_(addresses)))
    session.exec(sa.delete(User).where(col(User.id) == user.id))
