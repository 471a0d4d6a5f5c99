"""An answer that came by email: whose it is, which reminder it answers, and what it does.

The signed address says whose it is, and the mail must be from her own proved address besides. All happens in
the caller's one transaction; a mail that comes twice is taken once.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app import database
from app.accounts import actions as account_actions
from app.accounts import secrets
from app.accounts.models import User
from app.config import Settings
from app.messages import mail_cutting, outbox
from app.messages.mail_in import Mail
from app.messages.models import Channel
from app.reminders import (
    answers,
    caps,
    ending_mails,
    inbound,
    pressing,
    queries,
    reply_addresses,
    sending,
    tongues,
)
from app.reminders.models import InboundText, Meaning
from app.reminders.outcomes import Outcome
from app.reminders.pressing import Pressed
from app.reminders.queries import Asked
from app.reminders.reply_addresses import Address
from app.rules import replies
from app.rules.reply_meanings import Join, OptIn, OptOut, Reply, WrongNumber

ECHO_LASTS = timedelta(hours=1)
SENDER = "email"
TAKEN = "mail"
# In an echo's payload: what the echo says besides, which mail it answers, and which reminder that answered.
SAYS = "says"
MESSAGE_ID = "message_id"
ANSWERS = "answers"


class Says(StrEnum):
    """What only an answer by email may have to say."""

    TOO_LATE = "too_late"
    NO_WORDS = "no_words"


class NotTaken(Exception):
    """The mail is no answer of hers: why, in words without any address, and whose reminder it names."""

    def __init__(self, reason: str, address: Address | None = None) -> None:
        super().__init__(reason)
        self.address = address


@dataclass(frozen=True, slots=True)
class _Letter:
    """A mail of a known person that answers a reminder of hers."""

    mail: Mail
    pressed: Pressed
    sid: str
    body: str

    @property
    def user(self) -> User:
        return self.pressed.user

    @property
    def user_id(self) -> int:
        return self.pressed.user.id or 0

    @property
    def slot_ids(self) -> list[int]:
        """The times that the reminder came for."""
        return sending.stands_for(self.pressed.delivery)


def receive(session: Session, mail: Mail, *, now: datetime, settings: Settings) -> Outcome:
    """Take an answer once: record what it says and plan the email that answers it.

    Raises NotTaken, and inbound.Replayed; the caller then rolls back.
    """
    letter = _read(session, mail, now, settings)
    sender_hash = secrets.keyed_hash(settings.secret_key, SENDER, mail.sender)
    _take_once(session, letter, sender_hash, now)
    account_actions.lock_person(session, letter.user_id)
    outcome = _act(session, letter, now)
    outcome = replace(outcome, user_id=letter.user_id, delivery_id=letter.pressed.delivery.id)
    _remember(session, letter, outcome)
    if outcome.wants_echo:
        _plan_echo(session, letter, outcome, now)
    return outcome


def _read(session: Session, mail: Mail, now: datetime, settings: Settings) -> _Letter:
    address = reply_addresses.read(settings.secret_key, mail.recipients)
    if address is None:
        raise NotTaken("no address of ours")
    if mail.is_automatic:
        raise NotTaken("automatic", address)
    pressed = pressing.read(session, address.user_id, delivery_id=address.delivery_id, now=now)
    if pressed is None:
        raise NotTaken("gone", address)
    if not mail.sender or mail.sender != (pressed.user.email or "").lower():
        raise NotTaken("another sender", address)
    # Without a Message-ID, what makes a mail the same one is all that is known of it.
    name = (mail.message_id,) if mail.message_id else (mail.sent_at, mail.text)
    sid = secrets.keyed_hash(settings.secret_key, TAKEN, address.user_id, *name)
    return _Letter(mail, pressed, sid, mail_cutting.own_words(mail.text, names=[pressed.user.name]))


def _take_once(session: Session, letter: _Letter, sender_hash: str, now: datetime) -> None:
    row = {
        "message_sid": letter.sid,
        "channel": Channel.EMAIL,
        "sender_hash": sender_hash,
        "body": "",
        "received_at": now,
        "meaning": Meaning.NOTHING,
    }
    if not database.upsert(session, InboundText, row, key=["message_sid"], update=False):
        raise inbound.Replayed(letter.sid)


def _remember(session: Session, letter: _Letter, outcome: Outcome) -> None:
    session.exec(
        sa.update(InboundText)
        .where(col(InboundText.message_sid) == letter.sid)
        .values(
            user_id=letter.user_id,
            body=letter.body[: inbound.LONGEST_BODY],
            meaning=outcome.meaning,
            delivery_id=outcome.delivery_id,
            batch=outcome.batch,
        )
        .execution_options(synchronize_session=False)
    )


def _act(session: Session, letter: _Letter, now: datetime) -> Outcome:
    """Do what concerns emails alone; all else is done as for a text."""
    command = _command(letter.body, letter.pressed)
    match command:
        case OptOut() | WrongNumber():
            return _end(session, letter, now)
        case OptIn():
            return _begin_again(session, letter, now)
        case Join():
            return _answered(session, letter, Outcome(Meaning.HELP), now)
    if not letter.pressed.is_answerable(now):
        return _answered(session, letter, _only_says(Says.TOO_LATE), now)
    if not letter.body or len(letter.body) > inbound.LONGEST_BODY:
        return _answered(session, letter, _only_says(Says.NO_WORDS), now)
    return _take_answer(session, letter, now)


def _command(body: str, pressed: Pressed) -> Reply:
    """What it means without any habit: only what concerns emails is looked for here."""
    words = body[: inbound.LONGEST_BODY]
    heard = tongues.bare_context(pressed.day, locale=pressed.user.locale, today=pressed.today)
    return replies.parse(words, heard)


def _take_answer(session: Session, letter: _Letter, now: datetime) -> Outcome:
    """The same road as a text's, for the reminder that she answers."""
    delivery = letter.pressed.delivery
    habit_ids = tuple(delivery.payload.get("habits", ()))
    return answers.take(
        session,
        letter.user,
        sid=letter.sid,
        body=letter.body,
        now=now,
        channel=Channel.EMAIL,
        has_provider=False,
        asked=Asked(delivery.id or 0, letter.pressed.day, habit_ids),
    )


def _end(session: Session, letter: _Letter, now: datetime) -> Outcome:
    """End the emails that this one stood for; said once, and texts stay as they are."""
    ended = [ending_mails.end(session, letter.user_id, slot_id=each, now=now) for each in letter.slot_ids]
    return Outcome(Meaning.OPT_OUT, wants_echo=any(ended))


def _begin_again(session: Session, letter: _Letter, now: datetime) -> Outcome:
    began = [ending_mails.begin(session, letter.user, slot_id=each, now=now) for each in letter.slot_ids]
    return _answered(session, letter, Outcome(Meaning.OPT_IN if any(began) else Meaning.HELP), now)


def _only_says(says: Says) -> Outcome:
    return Outcome(Meaning.UNCLEAR, payload={SAYS: says.value})


def _answered(session: Session, letter: _Letter, outcome: Outcome, now: datetime) -> Outcome:
    """The outcome, without an answer when she had many: two machines could talk."""
    body = letter.body[: inbound.LONGEST_BODY]
    return caps.within(session, letter.user, outcome, body=body, now=now)


def _plan_echo(session: Session, letter: _Letter, outcome: Outcome, now: datetime) -> None:
    payload: dict[str, Any] = {
        "meaning": outcome.meaning.value,
        "day": letter.pressed.day.isoformat(),
        "listed": list(letter.pressed.delivery.payload.get("habits", ())),
        **outcome.payload,
        ANSWERS: letter.pressed.delivery.id,
        MESSAGE_ID: letter.mail.message_id,
    }
    outbox.enqueue(
        session,
        key=f"{queries.ECHO}/{letter.sid}",
        kind=outcome.kind,
        channel=Channel.EMAIL,
        user_id=letter.user_id,
        due_at=now,
        expires_at=now + ECHO_LASTS,
        now=now,
        payload=payload,
    )
