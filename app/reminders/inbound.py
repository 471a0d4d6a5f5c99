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
from app.accounts import secrets
from app.accounts.contacts import Contact
from app.config import Settings
from app.messages import outbox
from app.messages.models import Channel
from app.reminders import answers, queries
from app.reminders.answers import Outcome
from app.reminders.models import InboundText, Meaning
from app.rules import replies
from app.rules.replies import Context
from app.rules.reply_meanings import Nothing, OptOut

ECHO_LASTS = timedelta(minutes=15)
DAY = timedelta(days=1)
MOST_ECHOES_TO_STRANGER = 1
LONGEST_BODY = 1600
SENDER = "sms"


class Replayed(Exception):
    """A text with this id was taken before; nothing was changed now."""


def receive(
    session: Session, *, sid: str, sender: str, body: str, now: datetime, settings: Settings
) -> Outcome:
    """Take a text once: record what it says, plan its echo, remember what it was understood to mean.

    ``sender`` is a proved E.164 number. Raises Replayed; the caller then rolls back.
    """
    body = body.replace("\x00", "")  # PostgreSQL keeps no such character
    sender_hash = secrets.keyed_hash(settings.secret_key, SENDER, sender)
    _take_once(session, sid, sender_hash, now)
    user = accounts.person_with(session, Contact(Channel.SMS, sender))
    if user is None:
        outcome = _meet_stranger(session, sender, body, sender_hash, now)
    else:
        account_actions.lock_person(session, user.id or 0)
        has_provider = settings.twilio is not None
        outcome = answers.take(session, user, sid=sid, body=body, now=now, has_provider=has_provider)
    _remember(session, sid, outcome, body if user is not None else "")
    if outcome.wants_echo:
        _plan_echo(session, sid, outcome, now)
    return outcome


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
        kind=queries.SUMMARY_LINK if outcome.meaning is Meaning.SUMMARY else queries.ECHO,
        channel=Channel.SMS,
        user_id=outcome.user_id,
        due_at=now,
        expires_at=now + ECHO_LASTS,
        now=now,
        payload={"meaning": outcome.meaning.value, **outcome.payload},
    )


def _meet_stranger(session: Session, sender: str, body: str, sender_hash: str, now: datetime) -> Outcome:
    """One neutral sentence a day; none to somebody who asks for no texts, or who only says thanks."""
    today = now.date()
    reply = replies.parse(body, Context(listed=(), habits=(), day=today, today=today))
    before = queries.texts_of_stranger_since(session, sender_hash, since=now - DAY)
    wants_echo = not isinstance(reply, OptOut | Nothing) and before < MOST_ECHOES_TO_STRANGER
    return Outcome(Meaning.STRANGER, payload={"to": sender}, wants_echo=wants_echo)
