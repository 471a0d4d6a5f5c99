"""A text from a number that is nobody's here: the talk that begins by text, or one neutral sentence a day."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from app import locales
from app.config import Settings
from app.reminders import answers, joining, places, queries, tongues
from app.reminders.models import Meaning
from app.reminders.outcomes import Outcome
from app.reminders.talks import Say, Text
from app.rules import replies
from app.rules.reply_meanings import Nothing, OptOut

DAY = timedelta(days=1)
MOST_ECHOES = 1


def let_go(outcome: Outcome, *, sender: str, locale: str) -> Outcome:
    """The answer to a phone that turned out to be somebody else's: no longer hers, nor is what it said."""
    payload = {"to": sender, "say": Say.LET_GO.value, "locale": locale}
    return replace(outcome, user_id=None, delivery_id=None, payload=payload)


def meet(
    session: Session, *, sender: str, sender_hash: str, body: str, now: datetime, settings: Settings
) -> Outcome:
    """What a stranger's text does; it tells nobody who is known here."""
    locale = locales.of_country(places.country_of(sender))
    reply = replies.parse(body, tongues.bare_context(now.date(), locale=locale))
    talk = joining.take(session, Text(sender, sender_hash, body, reply, now), settings=settings)
    if talk is not None:
        return talk
    before = queries.texts_of_stranger_since(session, sender_hash, since=now - DAY)
    is_providers = settings.twilio is not None and body.strip().lower() in answers.PROVIDERS_WORDS
    wants_echo = not isinstance(reply, OptOut | Nothing) and not is_providers and before < MOST_ECHOES
    return Outcome(Meaning.STRANGER, payload={"to": sender, "locale": locale}, wants_echo=wants_echo)
