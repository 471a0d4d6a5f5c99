"""A text that came in: taken once, understood, answered once.

Everything happens in the caller's one transaction, which begins with the provider's unique id: a text that
comes twice is taken once. The caller commits.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app import database
from app.accounts import actions as account_actions
from app.accounts import queries as accounts
from app.accounts.contacts import Contact
from app.accounts.models import User
from app.config import Settings
from app.messages import outbox
from app.messages.models import Channel
from app.reminders import answers, joining, numbers, queries, strangers
from app.reminders.answers import Outcome
from app.reminders.models import InboundText, Meaning
from app.reminders.numbers import Why

ECHO_LASTS = timedelta(minutes=15)
LONGEST_BODY = 1600


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
    user = _person_at(session, sender, sender_hash)
    if user is None:
        outcome = strangers.meet(
            session, sender=sender, sender_hash=sender_hash, body=body, now=now, settings=settings
        )
    else:
        account_actions.lock_person(session, user.id or 0)
        has_provider = settings.twilio is not None
        outcome = answers.take(session, user, sid=sid, body=body, now=now, has_provider=has_provider)
        if outcome.meaning is Meaning.WRONG_NUMBER:
            numbers.release(session, user, why=Why.WRONG, key=settings.secret_key, now=now, words=body)
            outcome = strangers.let_go(outcome, sender=sender, locale=user.locale)
    is_hers = user is not None and outcome.user_id is not None
    _remember(session, sid, outcome, body if is_hers else "")
    if outcome.wants_echo:
        _plan_echo(session, sid, outcome, now)
    return outcome


def _person_at(session: Session, sender: str, sender_hash: str) -> User | None:
    """Whose number it is, also when the text before this one has only just opened her account."""
    contact = Contact(Channel.SMS, sender)
    user = accounts.person_with(session, contact)
    if user is None:
        joining.wait_for(session, sender_hash)
        user = accounts.person_with(session, contact)
    return user


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
        kind=queries.ECHO,
        channel=Channel.SMS,
        user_id=outcome.user_id,
        due_at=now,
        expires_at=now + ECHO_LASTS,
        now=now,
        payload={"meaning": outcome.meaning.value, **outcome.payload},
    )
