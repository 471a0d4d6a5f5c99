"""Small writes of the reminders room: a test she asks for, what is forgotten later. Callers commit."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts import actions as accounts
from app.accounts.models import User
from app.messages import outbox
from app.messages.models import Channel
from app.reminders import queries, ways
from app.reminders.models import InboundText

TRIAL_LASTS = timedelta(minutes=15)
TRIALS_WITHIN = timedelta(hours=24)
MOST_TRIALS = 5


class TooManyTrials(ValueError):
    """She asked for as many tests today as there may be."""


def send_trial(session: Session, user: User, *, channel: Channel, now: datetime) -> bool:
    """Plan a test message to her now; False when she cannot be reached so. Raises TooManyTrials."""
    accounts.lock_person(session, user.id or 0)
    if channel not in ways.open_to(session, user):
        return False
    if channel is Channel.SMS and not ways.has_consent(session, user):
        return False
    count = queries.trials_since(session, user.id or 0, since=now - TRIALS_WITHIN)
    if count >= MOST_TRIALS:
        raise TooManyTrials
    return outbox.enqueue(
        session,
        key=f"{queries.TRIAL}/{user.id}/{int(now.timestamp())}/{channel.value}",
        kind=queries.TRIAL,
        channel=channel,
        user_id=user.id,
        due_at=now,
        expires_at=now + TRIAL_LASTS,
        now=now,
    )


def purge_words(session: Session, *, before: datetime) -> None:
    """Forget the words of texts received before an instant, and whole those of strangers."""
    old = col(InboundText.received_at) < before
    unsynchronized = {"synchronize_session": False}
    session.exec(
        sa.delete(InboundText).where(old, col(InboundText.user_id).is_(None)),
        execution_options=unsynchronized,
    )
    session.exec(
        sa.update(InboundText).where(old, col(InboundText.body) != "").values(body=""),
        execution_options=unsynchronized,
    )
