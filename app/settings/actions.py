"""Writes of the settings room: her name and clock, and the end of the account. Callers commit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts import actions as account_actions
from app.accounts import queries as accounts
from app.accounts import sharing
from app.accounts.models import SignInCode, User
from app.checklist import queries, standings
from app.messages.models import Delivery
from app.reminders import planner
from app.reminders.models import CarePartner, Slot
from app.rules import streaks
from app.sight import Sight


@dataclass(frozen=True, slots=True)
class About:
    """What she may change of herself; ``week_start`` counts from Monday (0)."""

    name: str
    zone: str
    locale: str
    day_start: time
    week_start: int


def change(session: Session, user: User, *, about: About, now: datetime) -> None:
    """Keep what she changed. Raises accounts.sharing.NameIsTaken.

    A new zone moves her reminders to the same wall clock there. A new week start makes her standings void:
    judge her weeks anew once it is committed.
    """
    if sharing.is_taken(session, user, name=about.name):
        raise sharing.NameIsTaken
    has_new_weeks, has_new_zone = about.week_start != user.week_start, about.zone != user.zone
    user.name, user.zone, user.locale = about.name, about.zone, about.locale
    user.day_start, user.week_start = about.day_start, about.week_start
    session.add(user)
    session.flush()
    if has_new_zone:
        planner.reschedule(session, user, now=now)
    if has_new_weeks:
        standings.void(session, user)


def weeks_judged_anew(session: Session, user: User, *, now: datetime) -> Iterator[None]:
    """Judge every week of her habits by her week start, a habit at a step, as far as they are void.

    Callers commit after each, so that nobody else waits to write until years of all of them are added up.
    Should that be broken off, the clock process goes on with it. Each step holds her, as ``change`` does:
    another week start comes before it or after it, and voids what it came to.
    """
    today = accounts.today_of(user, now=now)
    for chosen in queries.chosen_between(session, user, first=queries.FIRST_YEAR, last=today):
        if chosen.standing == streaks.start(chosen.habit):
            account_actions.lock_person(session, user.id or 0)
            standings.refresh(session, user, chosen=chosen, changed=today, today=today)
            yield


def move(session: Session, user: User, *, zone: str, now: datetime) -> None:
    """Let her days and reminders follow another zone from now on; the days that were stay as they are."""
    about = About(user.name, zone, user.locale, user.day_start, user.week_start)
    user.zone_kept = ""
    change(session, user, about=about, now=now)


def stay(session: Session, user: User, *, zone: str) -> None:
    """Remember that she stays with her own zone in a browser of another."""
    user.zone_kept = zone
    session.add(user)


def look(session: Session, user: User, *, sight: Sight) -> None:
    """Keep her text size and theme."""
    user.text_size, user.theme = sight.text_size, sight.theme
    session.add(user)


def delete(session: Session, user: User) -> None:
    """Delete the account and every row that is hers, and what was sent to her before she had one."""
    _hold(session, user)
    account_actions.end_sharing(session, user.phone)
    addresses = [address for address in (user.email, user.phone) if address]
    session.exec(sa.delete(SignInCode).where(col(SignInCode.address).in_(addresses)))
    is_nobodys = col(Delivery.user_id).is_(None) | (col(Delivery.user_id) == user.id)
    session.exec(sa.delete(Delivery).where(col(Delivery.address).in_(addresses), is_nobodys))
    session.exec(sa.delete(User).where(col(User.id) == user.id))


def _hold(session: Session, user: User) -> None:
    """Lock what the clock process may be working on, and herself last, as it does.

    Were she locked first, PostgreSQL could find her deletion and the plan of her reminder waiting for each
    other, and end either.
    """
    for table in (Slot, CarePartner, Delivery):
        hers = select(table.id).where(col(table.user_id) == user.id).order_by(col(table.id))
        session.exec(hers.with_for_update()).all()
