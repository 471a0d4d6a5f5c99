"""Numbers that go to somebody else: letting one go, so that nobody gets her texts or her account with it.

Callers commit, but of ``release_due``.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts import actions as account_actions
from app.accounts import links, secrets
from app.accounts import queries as accounts
from app.accounts import sharing as number_sharing
from app.accounts.models import SignIn, User
from app.database import Database
from app.messages import consent, faults, operator, outbox
from app.messages.models import AddressFault, Channel, Consent
from app.messages.operator import Matter
from app.reminders import queries, slots, ways
from app.reminders.models import ReleasedNumber

STANDS_FOR = timedelta(days=30)
AT_ONCE = 50
DIGITS_KEPT = 3
SENDER = "sms"
TOLD_WITHIN = timedelta(days=2)
# Who may have ended her texts: whoever had the phone, or the carrier for them.
WRONG_NUMBER = "wrong_number"
FROM_THE_PHONE = ("text", "provider", WRONG_NUMBER)
SAID_AGAIN_WITHIN = timedelta(days=7)
NUMBER = sa.func.coalesce(col(User.phone), col(User.shared_phone))
Found: TypeAlias = sa.Select[Any]
log = logging.getLogger("bonny.reminders.numbers")


class Why(StrEnum):
    """Why a number was let go."""

    WRONG = "wrong"
    UNDELIVERED = "undelivered"
    STOPPED = "stopped"
    LEFT = "left"


def hash_of(key: str, number: str) -> str:
    """What is kept of a number that texted or was let go; ``key`` is the instance's secret."""
    return secrets.keyed_hash(key, SENDER, number)


def release(
    session: Session, user: User, *, why: Why, key: str, now: datetime, words: str = ""
) -> ReleasedNumber | None:
    """Let her number go: no texts, no sign-in with it, until she proves it again; None when she has none.

    Her consent ends in these words, if any, and so do links that lead to her pages. What she was texted comes
    by email where that works, else the operator is told. What she recorded, and the devices she is signed in
    on, stay hers.
    """
    number = user.number
    if number is None or user not in number_sharing.lock_people(session, number):
        return None
    if user.phone == number:
        _release_sharers(session, user, number, why=why, key=key, now=now)
    return _let_go(session, user, number, why=why, key=key, now=now, words=words)


def _let_go(
    session: Session, user: User, number: str, *, why: Why, key: str, now: datetime, words: str = ""
) -> ReleasedNumber:
    _end_texts(session, user, number, why=why, words=words, now=now)
    links.end_all(session, user.id or 0)
    user.phone = user.shared_phone = None
    session.add(user)
    released = ReleasedNumber(
        user_id=user.id or 0,
        number_hash=hash_of(key, number),
        ending=number[-DIGITS_KEPT:],
        reason=why.value,
        released_at=now,
    )
    session.add(released)
    session.flush()
    _go_on_without(session, user, released, now=now)
    log.info("number released", extra={"user_id": user.id, "reason": why.value})
    return released


def is_said_again(session: Session, people: Sequence[User], *, sender_hash: str, now: datetime) -> bool:
    """Whether this phone said within a week that it is not theirs, and nobody agreed to texts there since."""
    since = now - SAID_AGAIN_WITHIN
    return queries.said_wrong_since(session, sender_hash, since=since) and not any(
        ways.has_consent(session, each) for each in people
    )


def doubt(session: Session, people: Sequence[User], *, words: str, now: datetime) -> None:
    """End texts to everybody at a number whose phone says that it is not theirs, in these words."""
    for each in people:
        consent.revoke(
            session, user_id=each.id or 0, channel=Channel.SMS, by=WRONG_NUMBER, words=words, now=now
        )


def _release_sharers(session: Session, user: User, number: str, *, why: Why, key: str, now: datetime) -> None:
    """Whose own the number is takes those with it who share it."""
    for other in accounts.people_at(session, number):
        if other.id != user.id:
            release(session, other, why=why, key=key, now=now)


def _end_texts(session: Session, user: User, number: str, *, why: Why, words: str, now: datetime) -> None:
    user_id = user.id or 0
    by = WRONG_NUMBER if why is Why.WRONG else f"number {why.value}"
    consent.revoke(session, user_id=user_id, channel=Channel.SMS, by=by, words=words or None, now=now)
    faults.end(session, user_id, channel=Channel.SMS, address=number, now=now)


def _go_on_without(session: Session, user: User, released: ReleasedNumber, *, now: datetime) -> None:
    """Lead her text times to her email and tell her there; where none works, tell the operator."""
    has_email = ways.may_use(session, user, Channel.EMAIL)
    instead = Channel.EMAIL if has_email else None
    slots.leave(session, user.id or 0, channel=Channel.SMS, instead=instead)
    if not has_email:
        operator.tell(session, Matter.NUMBER, once=str(released.id), now=now, person_id=user.id)
        return
    outbox.enqueue(
        session,
        key=f"{queries.RELEASED}/{user.id}/{released.id}",
        kind=queries.RELEASED,
        channel=Channel.EMAIL,
        user_id=user.id,
        due_at=now,
        expires_at=now + TOLD_WITHIN,
        now=now,
        payload={"released": released.id},
    )


def newest(session: Session, user: User) -> ReleasedNumber | None:
    """The number that was let go last, while she has none."""
    if user.number is not None:
        return None
    return session.exec(
        select(ReleasedNumber)
        .where(ReleasedNumber.user_id == user.id)
        .order_by(col(ReleasedNumber.id).desc())
        .limit(1)
    ).first()


def release_due(database: Database, *, key: str, now: datetime) -> int:
    """Let go every number that did not work, or was stopped, for thirty days; how many.

    Each is a transaction of its own, in which it is looked at once more.
    """
    with database.reading() as session:
        due = [(user_id, why) for why in FINDERS for user_id in _due(session, why, now)]
    return sum(_release_one(database, user_id, why=why, key=key, now=now) for user_id, why in due)


def _release_one(database: Database, user_id: int, *, why: Why, key: str, now: datetime) -> bool:
    with database.writing() as session:
        user = accounts.person(session, user_id)
        if user is not None and user.number is not None:
            number_sharing.lock_people(session, user.number)
        else:
            account_actions.lock_person(session, user_id)
        is_due = user is not None and user_id in _due(session, why, now, user_id=user_id)
        if user is not None and is_due:
            _release_as_due(session, user, why=why, key=key, now=now)
        session.commit()
    return is_due


def _release_as_due(session: Session, user: User, *, why: Why, key: str, now: datetime) -> None:
    left = _number_left(session, user) if why is Why.LEFT else None
    if left is not None:
        _let_go(session, user, left, why=why, key=key, now=now)
    else:
        release(session, user, why=why, key=key, now=now)


def _number_left(session: Session, user: User) -> str | None:
    """The number that she shared until whose own it was gave it up: her consent still names it."""
    return session.exec(
        select(Consent.address)
        .where(Consent.user_id == user.id, Consent.channel == Channel.SMS, col(Consent.revoked_at).is_(None))
        .order_by(col(Consent.id).desc())
        .limit(1)
    ).first()


def _due(session: Session, why: Why, now: datetime, *, user_id: int | None = None) -> Sequence[int]:
    """Whose numbers are to be let go for this reason, or whether that one person's is."""
    found = FINDERS[why](now - STANDS_FOR).order_by(col(User.id)).limit(AT_ONCE)
    if user_id is not None:
        found = found.where(col(User.id) == user_id)
    return list(session.exec(found).scalars())  # type: ignore[call-overload]


def _undelivered(before: datetime) -> Found:
    """People of whose number it has been known since then that it does not work."""
    is_of_number = sa.and_(col(AddressFault.user_id) == col(User.id), col(AddressFault.address) == NUMBER)
    return (
        sa.select(col(User.id))
        .join(AddressFault, is_of_number)
        .where(col(AddressFault.channel) == Channel.SMS, col(AddressFault.ended_at).is_(None))
        .where(col(AddressFault.since) <= before)
        .distinct()
    )


def _stopped(before: datetime) -> Found:
    """People to whose number texts were stopped from the phone before then, and not begun again.

    Not where the number is her only door and she has come through since: then the number is hers still.
    """
    later = sa.orm.aliased(Consent)
    hers = (
        col(Consent.user_id) == col(User.id),
        col(Consent.address) == NUMBER,
        col(Consent.channel) == Channel.SMS,
    )
    is_newest = ~sa.exists().where(
        col(later.user_id) == col(Consent.user_id),
        col(later.address) == col(Consent.address),
        col(later.channel) == Channel.SMS,
        col(later.id) > col(Consent.id),
    )
    came_since = sa.exists().where(
        col(SignIn.user_id) == col(User.id),
        ~col(SignIn.is_link),
        col(SignIn.last_seen_at) > col(Consent.revoked_at),
    )
    return (
        sa.select(col(User.id))
        .join(Consent, sa.and_(*hers))
        .where(col(Consent.revoked_at) <= before, col(Consent.revoked_by).in_(FROM_THE_PHONE), is_newest)
        .where(col(User.email).is_not(None) | ~came_since)
    )


def _left(_before: datetime) -> Found:
    """People who agreed to texts to a number that they shared, once it changed hands."""
    return (
        sa.select(col(User.id))
        .join(Consent, col(Consent.user_id) == col(User.id))
        .where(NUMBER.is_(None), col(Consent.channel) == Channel.SMS, col(Consent.revoked_at).is_(None))
        .distinct()
    )


FINDERS = {Why.UNDELIVERED: _undelivered, Why.STOPPED: _stopped, Why.LEFT: _left}
