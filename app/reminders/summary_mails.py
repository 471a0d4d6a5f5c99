"""The link to her summary by email, asked for by text: planned here by name, written by the report room.

Callers commit.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.accounts.models import User
from app.messages import outbox
from app.messages.models import Channel
from app.reminders import queries, told, ways
from app.reminders.models import Meaning
from app.reminders.told import Payload, Told

LASTS = timedelta(hours=1)


def act(session: Session, user: User, *, sid: str, now: datetime) -> tuple[Meaning, Payload]:
    """Plan it to her proved address, once for the text ``sid``, and say what its echo says.

    It goes to nobody but her, so that whoever shares her number may ask for it.
    """
    if not ways.may_use(session, user, Channel.EMAIL):
        return Meaning.SUMMARY, told.payload(Told.NO_MAIL)
    outbox.enqueue(
        session,
        key=f"{queries.SUMMARY_LINK}/{sid}",
        kind=queries.SUMMARY_LINK,
        channel=Channel.EMAIL,
        user_id=user.id,
        due_at=now,
        expires_at=now + LASTS,
        now=now,
    )
    return Meaning.SUMMARY, told.payload(Told.SUMMARY_MAILED)
