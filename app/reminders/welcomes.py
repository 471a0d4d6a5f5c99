"""Her consent to texts, and the text that confirms it. Callers commit."""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.accounts.models import User
from app.messages import consent, outbox
from app.messages.models import Channel
from app.reminders import queries

WELCOME_LASTS = timedelta(hours=1)
BY_TEXT = "text"


class NoNumber(LookupError):
    """She has no number that texts could go to."""


def agree(session: Session, user: User, *, words: str, words_version: str, now: datetime) -> None:
    """Keep that she agreed to texts, in exactly these words, and confirm it by text. Raises NoNumber.

    Her number needs no new proof: an account holds none that a code did not prove.
    """
    if user.number is None:
        raise NoNumber
    consent.give(
        session,
        user_id=user.id or 0,
        channel=Channel.SMS,
        address=user.number,
        words=words,
        words_version=words_version,
        source="reminders",
        proved_by="code",
        now=now,
    )
    welcome_once(session, user, now=now)


def welcome_once(session: Session, user: User, *, now: datetime) -> None:
    """Plan the text that confirms her consent, unless it was confirmed already, as one given by text is."""
    given = queries.consent_to_texts(session, user.id or 0, phone=user.number or "")
    if given is None or given.source == BY_TEXT:
        return
    outbox.enqueue(
        session,
        key=f"{queries.WELCOME}/{user.id}/{given.id}",
        kind=queries.WELCOME,
        channel=Channel.SMS,
        user_id=user.id,
        due_at=now,
        expires_at=now + WELCOME_LASTS,
        now=now,
    )
