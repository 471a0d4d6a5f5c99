"""Beginning by text: a stranger's short talk, from JOIN to an account with a first reminder. Callers commit.

Of the talk one row is kept for a day at most, under the keyed hash of the number; her words are not kept.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app import database, locales
from app.accounts import queries as accounts
from app.catalogue import book
from app.config import Settings
from app.messages import outbox
from app.messages.models import Channel
from app.reminders import join_account, join_words, places, queries, talks, tongues
from app.reminders.models import InboundText, Joining, Meaning
from app.reminders.outcomes import Outcome
from app.reminders.talks import Say, Text
from app.rules import joining as rules
from app.rules import reply_tongues, reply_words
from app.rules.joining import Offer, Step
from app.rules.reply_meanings import Help, Join, OptOut

TALK_LASTS = timedelta(hours=24)
MOST_JOINS_A_DAY = 50
MOST_ANSWERS_A_DAY = 15
LONGEST_WORDS = 320
TERMS_AFTER = timedelta(seconds=10)
TERMS_LAST = timedelta(minutes=15)


def take(session: Session, text: Text, *, settings: Settings) -> Outcome | None:
    """Begin or go on with the talk of this sender; None when there is none and the text asks for none.

    A row of the talk is locked, so that two texts at once are taken one after the other.
    """
    talk = _talk_with(session, text)
    if talk is None and not (settings.join_by_text and _is_from_here(text.sender, settings) and _asks(text)):
        return None
    is_stop = talk is not None and isinstance(text.reply, OptOut)
    if not is_stop and _answers_since(session, text) >= MOST_ANSWERS_A_DAY:
        return Outcome(Meaning.JOIN, wants_echo=False)
    if talk is None:
        return _begin(session, text, settings)
    return _Talk(session, text, talk, settings).take()


def wait_for(session: Session, sender_hash: str) -> None:
    """Wait while another text of the same talk is being taken: it may be the one that opens the account."""
    session.exec(select(Joining.id).where(Joining.sender_hash == sender_hash).with_for_update()).all()


def _asks(text: Text) -> bool:
    return isinstance(text.reply, Join) or rules.wants_to_join(text.body)


def _is_from_here(sender: str, settings: Settings) -> bool:
    """Whether texts may go to the country of this number, and we know which one that is."""
    country = places.country_of(sender)
    is_allowed = not settings.sms_countries or country in settings.sms_countries
    return is_allowed and bool(places.zones_of(country))


def _talk_with(session: Session, text: Text) -> Joining | None:
    """The talk with this sender, locked; one that has rested for a day is forgotten."""
    talk = session.exec(
        select(Joining)
        .where(Joining.sender_hash == text.sender_hash)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if talk is None or talk.changed_at > text.now - TALK_LASTS:
        return talk
    session.delete(talk)
    session.flush()
    return None


def _answers_since(session: Session, text: Text) -> int:
    """How many texts of this sender belonged to a talk within a day."""
    return session.exec(
        select(func.count())
        .select_from(InboundText)
        .where(InboundText.sender_hash == text.sender_hash, InboundText.meaning == Meaning.JOIN)
        .where(col(InboundText.received_at) > text.now - TALK_LASTS)
    ).one()


def _begin(session: Session, text: Text, settings: Settings) -> Outcome:
    """Ask whether she agrees; nobody's first account is opened by a text, and not more than so many a day."""
    country = places.country_of(text.sender)
    if not accounts.has_anyone(session):
        return talks.answer(text, country, Say.NOT_OPEN)
    began = select(func.count()).select_from(Joining).where(Joining.began_at > text.now - TALK_LASTS)
    if session.exec(began).one() >= MOST_JOINS_A_DAY:
        return talks.answer(text, country, Say.FULL)
    row = {
        "sender_hash": text.sender_hash,
        "step": Step.CONSENT.value,
        "country": country,
        "began_at": text.now,
        "changed_at": text.now,
    }
    blank = {"zone": "", "agreed_words": ""}
    database.upsert(session, Joining, {**row, **blank}, key=["sender_hash"], update=False)
    return _ask_consent(session, text, country, settings)


def _ask_consent(session: Session, text: Text, country: str, settings: Settings) -> Outcome:
    """Ask whether she agrees; where the address of the terms has no room beside that, it follows at once."""
    if len(_consent_words(country, settings)) > 1:
        due_at = text.now + TERMS_AFTER
        said = talks.answer(text, country, Say.TERMS)
        outbox.enqueue(
            session,
            key=f"{queries.ECHO}/terms/{text.sender_hash}/{text.now.timestamp():.0f}",
            kind=queries.ECHO,
            channel=Channel.SMS,
            user_id=None,
            due_at=due_at,
            expires_at=due_at + TERMS_LAST,
            now=text.now,
            payload={"meaning": Meaning.JOIN.value, **said.payload},
        )
    return talks.answer(text, country, Say.CONSENT)


def _consent_words(country: str, settings: Settings) -> tuple[str, ...]:
    """What somebody there is asked to agree to, in the texts' own words."""
    return join_words.consent_words(settings.public_url, locale=locales.of_country(country))


@dataclass(frozen=True, slots=True)
class _Talk:
    """A text on its way through the step that the talk has come to."""

    session: Session
    text: Text
    talk: Joining
    settings: Settings

    @property
    def has_provider(self) -> bool:
        """Whether a provider stands between us, that answers some words itself."""
        return self.settings.twilio is not None

    @property
    def ways(self) -> tuple[str, ...]:
        """Her text, and what it is in English where she wrote in another language."""
        _plain, *others = reply_tongues.ways(reply_words.plain(self.text.body), tongues.every())
        return (self.text.body, *others)

    def take(self) -> Outcome:
        """Understand the text as an answer to what was asked last, or as a word that counts anywhere."""
        body, reply = self.text.body, self.text.reply
        if isinstance(reply, OptOut):
            return self._end(Say.ENDED, is_answered=not (self.has_provider and reply.is_carrier_word))
        if isinstance(reply, Help):
            is_providers = self.has_provider and body.strip().lower() in queries.PROVIDERS_HELP
            return replace(self._say(Say.HELP), wants_echo=not is_providers)
        step = Step(self.talk.step)
        if _asks(self.text):
            return self._ask_again(step)
        if step is Step.CONSENT:
            return self._agree()
        return self._tell_time(step) if step.is_about_zone else self._choose()

    def _say(self, say: Say, **more: Any) -> Outcome:
        self.talk.changed_at = self.text.now
        self.session.add(self.talk)
        self.session.flush()
        return talks.answer(self.text, self.talk.country, say, **more)

    def _ask_again(self, step: Step) -> Outcome:
        if step is Step.CONSENT:
            asked = _ask_consent(self.session, self.text, self.talk.country, self.settings)
            self._say(Say.CONSENT)
            return asked
        return self._say(Say.TIME if step.is_about_zone else Say.HABITS)

    def _end(self, say: Say, *, is_answered: bool = True) -> Outcome:
        """Forget the talk; nothing of it is kept."""
        self.session.delete(self.talk)
        self.session.flush()
        return replace(talks.answer(self.text, self.talk.country, say), wants_echo=is_answered)

    def _agree(self) -> Outcome:
        """Take her agreement, then ask for her clock where her country has several."""
        if any(map(rules.declines, self.ways)):
            self._close()
            return self._say(Say.DECLINED)
        if not any(map(rules.agrees, self.ways)):
            return self._say(Say.AGREE)
        self.talk.agreed_words = " ".join(_consent_words(self.talk.country, self.settings))[:LONGEST_WORDS]
        self.talk.agreed_at = self.text.now
        zones = places.zones_of(self.talk.country)
        if rules.have_one_clock(zones, now=self.text.now):
            return self._live_in(zones[0], is_said=False)
        self.talk.step = Step.ZONE
        return self._say(Say.TIME)

    def _live_in(self, zone: str, *, is_said: bool = True) -> Outcome:
        """Note her zone and go on to the habits; where there was a question, her zone is said."""
        self.talk.zone, self.talk.step = zone, Step.HABITS
        return self._say(Say.HABITS, zone=zone if is_said else "")

    def _tell_time(self, step: Step) -> Outcome:
        """Find her zone by her clock; after three answers that are none, the likeliest is taken and said."""
        zones = places.zones_of(self.talk.country)
        clocks = next(filter(None, map(rules.read_clock, self.ways)), ())
        likely = places.likely_zone(self.text.sender, zones)
        zone = rules.zone_by_clock(zones, clocks, now=self.text.now, likely=likely)
        if zone is not None:
            return self._live_in(zone)
        again = rules.ASKED_AGAIN.get(step)
        if again is None:
            return self._live_in(likely or zones[0])
        self.talk.step = again
        return self._say(Say.TIME_AGAIN)

    def _choose(self) -> Outcome:
        """Take one or two habits on and open the account, or ask again."""
        chosen = (rules.choose(way, offers()) for way in self.ways)
        slugs = next(filter(None, chosen), ())
        if not slugs:
            return self._say(Say.HABITS_AGAIN)
        if len(slugs) > rules.MOST_HABITS:
            return self._say(Say.TOO_MANY)
        user = join_account.begin(self.session, self.text, self.talk, slugs=slugs)
        self._close()
        return replace(self._say(Say.SET), user_id=user.id)

    def _close(self) -> None:
        """Leave of the talk only that there was one, for the day's count; nothing leads to her."""
        talk = self.talk
        talk.sender_hash, talk.step = f"{Step.DONE}/{talk.id}", Step.DONE
        talk.zone = talk.agreed_words = ""
        talk.agreed_at = None


def offers() -> tuple[Offer, ...]:
    """What she may begin with, in the catalogue's order: number 1 is the first."""
    return tuple(Offer(entry.slug, book.words_for(entry.slug)) for entry in book.book().core)


def forget_old(session: Session, *, now: datetime) -> None:
    """Forget talks that have rested for a day, and those that were counted for one."""
    session.exec(
        sa.delete(Joining).where(col(Joining.changed_at) <= now - TALK_LASTS),
        execution_options={"synchronize_session": False},
    )
