"""How many of her answers are answered: enough for a person, too few for two machines that talk for ever.

An hour and a day have their number; then one word says why, and after it nothing is said until there is room.
What she sends is taken all the same.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from app.accounts.models import User
from app.reminders import queries, text_queries, told
from app.reminders.models import Meaning
from app.reminders.outcomes import Outcome
from app.reminders.told import Told

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MOST_ECHOES_AN_HOUR = 20
MOST_ECHOES_A_DAY = 60


@dataclass(frozen=True, slots=True)
class Cap:
    """So many answers in so long a time, and the word when there were so many."""

    most: int
    lasts: timedelta
    word: Told


CAPS = (
    Cap(MOST_ECHOES_A_DAY, DAY, Told.SILENT_TODAY),
    Cap(MOST_ECHOES_AN_HOUR, HOUR, Told.SILENT_FOR_NOW),
)


def within(session: Session, user: User, outcome: Outcome, *, body: str, now: datetime) -> Outcome:
    """The outcome with its answer, with the word why there are no more, or without any answer.

    The confirmation of an end and of an undo are never withheld: each needs something that it ends.
    """
    if not outcome.wants_echo or _is_exempt(outcome):
        return outcome
    if outcome.meaning is Meaning.UNCLEAR and _was_asked_back(session, user, body, now):
        return replace(outcome, wants_echo=False)
    user_id = user.id or 0
    for cap in CAPS:
        since = now - cap.lasts
        if queries.echoes_since(session, user_id, since=since) >= cap.most:
            is_news = not queries.was_told(session, user_id, told=cap.word, since=since)
            return replace(outcome, payload=told.payload(cap.word), wants_echo=is_news)
    return outcome


def _is_exempt(outcome: Outcome) -> bool:
    has_undone = outcome.meaning is Meaning.UNDO and bool(outcome.payload.get("undoes"))
    return has_undone or outcome.meaning in (Meaning.OPT_OUT, Meaning.WRONG_NUMBER)


def _was_asked_back(session: Session, user: User, body: str, now: datetime) -> bool:
    """Whether the same words were not understood within the hour, and answered then."""
    before = text_queries.unclear_bodies(session, user.id or 0, since=now - HOUR)
    return body.casefold().split() in [each.casefold().split() for each in before]
