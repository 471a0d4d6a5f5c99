"""Reads of the accounts room."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, or_, select

from app import clock
from app.accounts import secrets
from app.accounts.contacts import Contact
from app.accounts.models import Invitation, SignIn, SignInCode, User
from app.messages.models import Channel
from app.rules import days

MOST_AT_NUMBER = 4
SIGNED_IN_FOR = timedelta(days=180)


def person_with(session: Session, contact: Contact) -> User | None:
    """The person whose proved contact this is."""
    column = User.email if contact.channel is Channel.EMAIL else User.phone
    return session.exec(select(User).where(column == contact.address)).one_or_none()


def people_at(session: Session, number: str) -> Sequence[User]:
    """Everybody who is texted at this number: first whose own it is, then who shares it, as they came.

    They are as the database has them now, also those that were read before.
    """
    return session.exec(
        select(User)
        .where(or_(User.phone == number, User.shared_phone == number))
        .order_by(col(User.shared_phone).is_not(None), col(User.id))
        .limit(MOST_AT_NUMBER)
        .execution_options(populate_existing=True)
    ).all()


def person_signed_in(session: Session, token: str, *, now: datetime) -> tuple[User, SignIn] | None:
    """The person and device of a cookie's token, unless the device was away for half a year."""
    return session.exec(
        select(User, SignIn)
        .where(SignIn.user_id == User.id)
        .where(SignIn.token_hash == secrets.hash_of(token))
        .where(SignIn.last_seen_at > now - SIGNED_IN_FOR)
    ).one_or_none()


def person(session: Session, user_id: int) -> User | None:
    """A person by id."""
    return session.get(User, user_id)


def has_anyone(session: Session) -> bool:
    """Whether the first account exists."""
    return session.exec(select(User.id).limit(1)).first() is not None


def codes_asked_by(session: Session, asker_hash: str, *, since: datetime) -> int:
    """How many codes one network address asked for."""
    return _count(session, SignInCode.asker_hash == asker_hash, since)


def codes_asked_for(session: Session, address: str, *, since: datetime) -> int:
    """How many codes were asked for one contact."""
    return _count(session, SignInCode.address == address, since)


def codes_by_text(session: Session, *, since: datetime) -> int:
    """How many codes the whole instance sent by text."""
    return _count(session, col(SignInCode.is_sent) & (SignInCode.channel == Channel.SMS), since)


def _count(session: Session, condition: object, since: datetime) -> int:
    statement = select(func.count()).select_from(SignInCode).where(SignInCode.created_at > since)
    return session.exec(statement.where(condition)).one()  # type: ignore[arg-type]


def invitation_with(session: Session, token: str, *, now: datetime) -> Invitation | None:
    """The invitation of a link, while it can still be used."""
    return session.exec(
        select(Invitation)
        .where(Invitation.token_hash == secrets.hash_of(token))
        .where(col(Invitation.used_at).is_(None))
        .where(Invitation.expires_at > now)
    ).one_or_none()


def proved_code(session: Session, code_id: int, *, since: datetime) -> SignInCode | None:
    """A code that was answered rightly since then and did not open an account yet."""
    return session.exec(
        select(SignInCode)
        .where(SignInCode.id == code_id)
        .where(col(SignInCode.used_at) > since)
        .where(col(SignInCode.spent_at).is_(None))
    ).one_or_none()


def today_of(user: User, *, now: datetime) -> date:
    """Her habit day at that instant."""
    return days.habit_day(now, clock.zone(user.zone), day_start=user.day_start)
