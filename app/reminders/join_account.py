"""The account that a talk by text ends with: her consent, her first habits, a reminder. Callers commit."""

from datetime import time, timedelta

from sqlmodel import Session

from app import locales
from app.accounts import opening
from app.accounts import queries as accounts
from app.accounts.actions import NewPerson
from app.accounts.models import User
from app.catalogue import book
from app.checklist import choosing
from app.messages import consent, outbox
from app.messages.models import Channel
from app.reminders import queries, slots, talks
from app.reminders.models import Joining, Meaning
from app.reminders.slots import Wanted
from app.reminders.talks import Say, Text

FIRST_TIME = time(8)
CARE_AFTER = timedelta(seconds=10)
CARE_LASTS = timedelta(hours=1)
CONSENT_VERSION = "join-2026-11"
SOURCE, PROVED_BY = "text", "text from this number"


def begin(session: Session, text: Text, talk: Joining, *, slugs: tuple[str, ...]) -> User:
    """Open the account for the number of this text, with the habits of these slugs; she has no name yet.

    Nobody asked about her health, so ``conditions`` stay unasked: whom a doctor's word concerns is said to
    everybody, in a text of its own.
    """
    user = _open(session, text, talk)
    today = accounts.today_of(user, now=text.now)
    for slug in slugs:
        choosing.take_on(session, user, slug=slug, today=today, now=text.now)
    slots.add(session, user, wanted=Wanted(FIRST_TIME, (Channel.SMS,)), now=text.now)
    if any(each.is_asked for slug in slugs for each in book.book().habit(slug).cautions):
        _plan_care(session, user, text, talk, slugs)
    return user


def _open(session: Session, text: Text, talk: Joining) -> User:
    """Her account, with her consent in the exact words and at the time of her answer."""
    locale = locales.of_country(talk.country)
    person = NewPerson("", talk.zone, locale, opening.week_start_in(talk.country))
    user = opening.open_by_text(session, number=text.sender, person=person, now=text.now)
    consent.give(
        session,
        user_id=user.id or 0,
        channel=Channel.SMS,
        address=text.sender,
        words=talk.agreed_words,
        words_version=CONSENT_VERSION,
        source=SOURCE,
        proved_by=PROVED_BY,
        now=talk.agreed_at or text.now,
    )
    return user


def _plan_care(session: Session, user: User, text: Text, talk: Joining, slugs: tuple[str, ...]) -> None:
    """A second text, a moment later: for whom a doctor's word comes first."""
    due_at = text.now + CARE_AFTER
    said = talks.answer(text, talk.country, Say.CARE, habits=list(slugs))
    outbox.enqueue(
        session,
        key=f"{queries.ECHO}/join/{user.id}/care",
        kind=queries.ECHO,
        channel=Channel.SMS,
        user_id=user.id,
        due_at=due_at,
        expires_at=due_at + CARE_LASTS,
        now=text.now,
        payload={"meaning": Meaning.JOIN.value, **said.payload},
    )
