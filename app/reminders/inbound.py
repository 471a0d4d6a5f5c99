"""A text that came in: taken once, understood, answered once.

Everything happens in the caller's one transaction, which begins with the provider's unique id: a text that
comes twice is taken once. The caller commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app import database
from app.accounts import actions as account_actions
from app.accounts import queries as accounts
from app.accounts import sharing as number_sharing
from app.accounts.models import User
from app.config import Settings
from app.messages import outbox
from app.messages.models import Channel
from app.reminders import answers, joining, numbers, queries, sharing, strangers
from app.reminders.models import InboundText, Meaning
from app.reminders.numbers import Why
from app.reminders.outcomes import Outcome
from app.reminders.sharing import Addressed

HOUR = timedelta(hours=1)
ECHO_LASTS = timedelta(minutes=15)
LONGEST_BODY = 1600


@dataclass(frozen=True, slots=True)
class Received:
    """A text as it came in."""

    sid: str
    sender: str
    sender_hash: str
    body: str
    now: datetime


class Replayed(Exception):
    """A text with this id was taken before; nothing was changed now."""


def receive(
    session: Session, *, sid: str, sender: str, body: str, now: datetime, settings: Settings
) -> Outcome:
    """Take a text once: record what it says, plan its echo, remember what it was understood to mean.

    ``sender`` is a proved E.164 number. Raises Replayed; the caller then rolls back.
    """
    body = body.replace("\x00", "")  # PostgreSQL keeps no such character
    sender_hash = numbers.hash_of(settings.secret_key, sender)
    _take_once(session, sid, sender_hash, now)
    people = _people_at(session, sender, sender_hash)
    if people:
        outcome = _take_from(
            session, people, text=Received(sid, sender, sender_hash, body, now), settings=settings
        )
    else:
        outcome = strangers.meet(
            session, sender=sender, sender_hash=sender_hash, body=body, now=now, settings=settings
        )
    is_hers = bool(people) and outcome.user_id is not None
    _remember(session, sid, outcome, outcome.read if is_hers else "")
    if outcome.wants_echo:
        _plan_echo(session, sid, outcome, now)
    return outcome


def _people_at(session: Session, sender: str, sender_hash: str) -> Sequence[User]:
    """Who is texted there, locked, also when the text before this one has only just opened her account."""
    people = accounts.people_at(session, sender)
    if not people:
        joining.wait_for(session, sender_hash)
    return number_sharing.lock_people(session, sender)


def _take_from(session: Session, people: Sequence[User], *, text: Received, settings: Settings) -> Outcome:
    """What a text does that came from the number of one person, or of several who share it."""
    to = Addressed(tuple(people), text.body)
    if len(people) > 1:
        to = sharing.addressed(session, people, body=text.body, now=text.now)
    if not to.people:
        return sharing.ask_whose(
            session, people, sender=text.sender, sender_hash=text.sender_hash, since=text.now - HOUR
        )
    outcomes = [_take_of(session, user, replace(text, body=to.body), settings) for user in to.people]
    outcome = next((each for each in outcomes if each.wants_echo), outcomes[0])
    if outcome.meaning is Meaning.WRONG_NUMBER:
        return _is_not_theirs(session, people, text=text, outcome=outcome, settings=settings)
    return outcome


def _is_not_theirs(
    session: Session, people: Sequence[User], *, text: Received, outcome: Outcome, settings: Settings
) -> Outcome:
    """Texts end when the phone says that it is not theirs; the number is let go when it says so again."""
    if not numbers.is_said_again(session, people, sender_hash=text.sender_hash, now=text.now):
        numbers.doubt(session, people, words=text.body, now=text.now)
        return replace(outcome, payload={}, wants_echo=True)
    for user in people:
        numbers.release(session, user, why=Why.WRONG, key=settings.secret_key, now=text.now, words=text.body)
    return strangers.let_go(outcome, sender=text.sender, locale=people[0].locale)


def _take_of(session: Session, user: User, text: Received, settings: Settings) -> Outcome:
    account_actions.lock_person(session, user.id or 0)
    has_provider = settings.twilio is not None
    return answers.take(session, user, sid=text.sid, body=text.body, now=text.now, has_provider=has_provider)


def _take_once(session: Session, sid: str, sender_hash: str, now: datetime) -> None:
    row = {
        "message_sid": sid,
        "sender_hash": sender_hash,
        "body": "",
        "received_at": now,
        "meaning": Meaning.NOTHING,
    }
    if not database.upsert(session, InboundText, row, key=["message_sid"], update=False):
        raise Replayed(sid)


def _remember(session: Session, sid: str, outcome: Outcome, body: str) -> None:
    session.exec(
        sa.update(InboundText)
        .where(col(InboundText.message_sid) == sid)
        .values(
            user_id=outcome.user_id,
            body=body[:LONGEST_BODY],
            meaning=outcome.meaning,
            delivery_id=outcome.delivery_id,
            batch=outcome.batch,
        )
        .execution_options(synchronize_session=False)
    )


def _plan_echo(session: Session, sid: str, outcome: Outcome, now: datetime) -> None:
    outbox.enqueue(
        session,
        key=f"{queries.ECHO}/{sid}",
        kind=outcome.kind,
        channel=Channel.SMS,
        user_id=outcome.user_id,
        due_at=now,
        expires_at=now + ECHO_LASTS,
        now=now,
        payload={"meaning": outcome.meaning.value, **outcome.payload},
    )
