"""Writes about care partners: she asks, the partner answers, she confirms, either ends it. Callers commit."""

from datetime import datetime, time, timedelta

from sqlmodel import Session

from app import clock
from app.accounts import actions as accounts
from app.accounts.models import User
from app.messages import outbox
from app.messages.models import Channel
from app.reminders import partner_queries as queries
from app.reminders.models import CarePartner, Ender
from app.rules import schedule
from app.rules.habits import EVERY_DAY

AT = time(10)
DAY = timedelta(days=1)
MOST_A_DAY = 3
LETTER_LASTS = timedelta(days=1)
YES, NO, ENDED = "yes", "no", "ended"


class Refused(ValueError):
    """She cannot ask this address now."""


class OwnAddress(Refused):
    """It is her own."""


class AlreadyAsked(Refused):
    """It was asked, or is told, already."""


class EndedLately(Refused):
    """It said no, or it was ended, in the last 30 days."""


class TooMany(Refused):
    """She has two partners."""


class TooManyToday(Refused):
    """She asked three in the last 24 hours."""


def invite(
    session: Session, user: User, *, name: str, email: str, silent_days: int, now: datetime
) -> CarePartner:
    """Ask somebody by email; ``email`` is in lower case. Raises a kind of Refused."""
    accounts.lock_person(session, user.id or 0)
    _check(session, user, email, now)
    partner = CarePartner(
        user_id=user.id or 0,
        name=name,
        email=email,
        silent_days=silent_days,
        invited_at=now,
        next_check_at=now + queries.INVITATION_LASTS,
    )
    session.add(partner)
    session.flush()
    _write(session, partner, queries.INVITATION, queries.invitation_key(partner.id or 0), now)
    return partner


def _check(session: Session, user: User, email: str, now: datetime) -> None:
    user_id = user.id or 0
    running = [
        each for each in queries.partners_of(session, user_id, now=now) if queries.is_running(each, now=now)
    ]
    if email == (user.email or "").lower():
        raise OwnAddress
    if any(each.email == email for each in running):
        raise AlreadyAsked
    if queries.ended_lately(session, user_id, email=email, now=now):
        raise EndedLately
    if len(running) >= queries.MOST_PARTNERS:
        raise TooMany
    if queries.invited_since(session, user_id, since=now - DAY) >= MOST_A_DAY:
        raise TooManyToday


def accept(session: Session, partner_id: int, *, now: datetime) -> bool:
    """The partner says yes; whether that was still open. She is told, and asked once more."""
    partner = queries.held(session, partner_id)
    if partner is None or not queries.is_running(partner, now=now):
        return False
    if partner.accepted_at is None:
        partner.accepted_at, partner.next_check_at = now, None
        session.add(partner)
        _tell_her(session, partner, YES, now)
    return True


def leave(session: Session, partner_id: int, *, now: datetime) -> None:
    """The partner says no, or ends it later; she is told. Once it is over nothing changes."""
    partner = queries.held(session, partner_id)
    if partner is not None and queries.is_running(partner, now=now):
        _end(session, partner, Ender.PARTNER, now)
        _tell_her(session, partner, NO if partner.accepted_at is None else ENDED, now)


def confirm(session: Session, user: User, *, partner_id: int, now: datetime) -> bool:
    """She lets Bonny write to who said yes; whether there was a yes. Raises NoSuchPartner."""
    partner = queries.held_of(session, user.id or 0, partner_id=partner_id)
    if partner.accepted_at is None or partner.ended_at is not None:
        return False
    if partner.confirmed_at is None:
        partner.confirmed_at = now
        wait_for_next(session, partner, user, now=now)
    return True


def end(session: Session, user: User, *, partner_id: int, now: datetime) -> CarePartner:
    """She ends it; a partner who had said yes is told. Raises NoSuchPartner."""
    partner = queries.held_of(session, user.id or 0, partner_id=partner_id)
    if partner.ended_at is None:
        has_arrived = _has_arrived(session, partner)
        _end(session, partner, Ender.PERSON if has_arrived else Ender.UNDELIVERED, now)
        if partner.accepted_at is not None:
            _write(session, partner, queries.FAREWELL, f"{queries.FAREWELL}/{partner.id}", now)
    return partner


def _has_arrived(session: Session, partner: CarePartner) -> bool:
    """Whether the question may have reached the partner, as far as is known."""
    invitation = queries.invitation_of(session, partner.user_id, partner_id=partner.id or 0)
    return invitation is None or invitation.state not in queries.NEVER_ARRIVED


def run_out(session: Session, partner: CarePartner, *, now: datetime) -> None:
    """Let go of an invitation that nobody answered."""
    _end(session, partner, Ender.TIME, now)


def wait_for_next(session: Session, partner: CarePartner, user: User, *, now: datetime) -> None:
    """Look at it again at the next ten o'clock on her wall clock."""
    zone = clock.zone(user.zone)
    partner.next_check_at = schedule.next_occurrence(now, AT, zone, weekdays=EVERY_DAY).due_at
    session.add(partner)
    session.flush()


def _end(session: Session, partner: CarePartner, by: Ender, now: datetime) -> None:
    partner.ended_at, partner.ended_by, partner.next_check_at = now, by.value, None
    session.add(partner)
    session.flush()


def _tell_her(session: Session, partner: CarePartner, news: str, now: datetime) -> None:
    _write(session, partner, queries.NEWS, f"{queries.NEWS}/{partner.id}/{news}", now, news=news)


def _write(
    session: Session, partner: CarePartner, kind: str, key: str, now: datetime, *, news: str = ""
) -> None:
    """Plan an email of this kind, to be sent at once."""
    outbox.enqueue(
        session,
        key=key,
        kind=kind,
        channel=Channel.EMAIL,
        user_id=partner.user_id,
        due_at=now,
        expires_at=now + LETTER_LASTS,
        now=now,
        payload={"partner": partner.id, **({"news": news} if news else {})},
    )
