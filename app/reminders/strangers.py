"""A text from a number that is nobody's here: the talk that begins by text, or one neutral sentence a day."""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.config import Settings
from app.reminders import joining, queries
from app.reminders.answers import Outcome
from app.reminders.joining import Text
from app.reminders.models import Meaning
from app.rules import replies
from app.rules.replies import Context
from app.rules.reply_meanings import Nothing, OptOut

DAY = timedelta(days=1)
MOST_ECHOES = 1


def meet(
    session: Session, *, sender: str, sender_hash: str, body: str, now: datetime, settings: Settings
) -> Outcome:
    """What a stranger's text does; it tells nobody who is known here."""
    today = now.date()
    reply = replies.parse(body, Context(listed=(), habits=(), day=today, today=today))
    talk = joining.take(session, Text(sender, sender_hash, body, reply, now), settings=settings)
    if talk is not None:
        return talk
    before = queries.texts_of_stranger_since(session, sender_hash, since=now - DAY)
    wants_echo = not isinstance(reply, OptOut | Nothing) and before < MOST_ECHOES
    return Outcome(Meaning.STRANGER, payload={"to": sender}, wants_echo=wants_echo)
