"""The messages of this room by their kinds, and those that answer or confirm something of hers."""

from dataclasses import dataclass
from datetime import datetime

import flask_babel
from flask_babel import gettext as _
from sqlmodel import Session

from app import locales
from app.accounts import queries as accounts
from app.config import Settings
from app.messages import writing
from app.messages.message import Kind, Message, OneWay, Reason, Withheld
from app.messages.models import Channel, Delivery
from app.reminders import echoes, join_words, mail_echoes, queries, sharing, ways, wishes
from app.reminders.fault_letters import FaultLetter
from app.reminders.models import Meaning
from app.reminders.month_letter import MonthLetter
from app.reminders.nudges import Nudge
from app.reminders.plant_nudges import PlantsNudge
from app.reminders.released_letters import ReleasedLetter
from app.reminders.web_links import WebLink

# Texts that may go out without consent: she asked for help, or is told that no more will come.
ALWAYS_ANSWERED = frozenset({Meaning.OPT_OUT, Meaning.HELP, Meaning.WRONG_NUMBER})
# What is said to everybody who shares a number.
FOR_ALL = frozenset({Meaning.OPT_OUT, Meaning.HELP, Meaning.JOIN, Meaning.WRONG_NUMBER})


def kinds(settings: Settings) -> dict[str, Kind]:
    """Every kind of message this room plans, by the name it is planned under."""
    return {
        queries.NUDGE: Nudge(settings),
        queries.PLANTS: PlantsNudge(settings),
        queries.MONTH: MonthLetter(settings),
        queries.ECHO: Echo(settings),
        queries.WELCOME: Welcome(),
        queries.TRIAL: Trial(settings),
        queries.FAULT: FaultLetter(settings),
        queries.WEB_LINK: WebLink(settings),
        queries.RELEASED: ReleasedLetter(settings),
    }


@dataclass(frozen=True, slots=True)
class Echo(OneWay):
    """Answers a text of hers: what was recorded, what is open, or one question."""

    settings: Settings

    def prepare(self, session: Session, delivery: Delivery, *, now: datetime) -> Message | Withheld:
        """Write the answer from ids and numbers, as the day is now."""
        if delivery.channel is Channel.EMAIL:
            return mail_echoes.write(session, delivery, now=now, settings=self.settings)
        meaning = Meaning(delivery.payload["meaning"])
        if meaning is Meaning.STRANGER:
            with flask_babel.force_locale(delivery.payload.get("locale", locales.FALLBACK)):
                return Message(delivery.payload["to"], "", echoes.to_stranger())
        if "to" in delivery.payload:
            return self._to_number(session, delivery, meaning)
        user = accounts.person(session, delivery.user_id or 0)
        if user is None or user.number is None:
            return Withheld(Reason.GONE)
        ended = queries.has_opted_out(session, user.id or 0, phone=user.number)
        if ended and meaning not in ALWAYS_ANSWERED:
            return Withheld(Reason.OPTED_OUT)
        with flask_babel.force_locale(user.locale):
            name = sharing.whose(session, user) if meaning not in FOR_ALL else ""
            text = echoes.text_of(
                session,
                user,
                meaning=meaning,
                payload=delivery.payload,
                now=now,
                settings=self.settings,
                is_discreet=wishes.of(session, user.id or 0).is_discreet,
                whose=name,
            )
            return Message(user.number, "", sharing.signed(name, text))

    def _to_number(self, session: Session, delivery: Delivery, meaning: Meaning) -> Message:
        """What a phone hears whose person is not known: beginning by text, or one of several there."""
        payload = delivery.payload
        with flask_babel.force_locale(payload["locale"]):
            if meaning is Meaning.WHOSE:
                people = [accounts.person(session, user_id) for user_id in payload["people"]]
                return Message(payload["to"], "", sharing.question([each for each in people if each]))
            return Message(payload["to"], "", join_words.text_of(payload, settings=self.settings))


class Welcome(OneWay):
    """Confirms that texts are on, in the words carriers ask for."""

    def prepare(
        self,
        session: Session,
        delivery: Delivery,
        *,
        now: datetime,  # noqa: ARG002 (every kind is asked so)
    ) -> Message | Withheld:
        """Write it while her consent stands."""
        user = accounts.person(session, delivery.user_id or 0)
        if user is None or user.number is None:
            return Withheld(Reason.GONE)
        if not ways.has_consent(session, user):
            return Withheld(Reason.OPTED_OUT)
        with flask_babel.force_locale(user.locale):
            name = sharing.whose(session, user)
            return Message(user.number, "", sharing.signed(name, echoes.welcome()))


@dataclass(frozen=True, slots=True)
class Trial(OneWay):
    """A test that she asked for, to see that messages arrive."""

    settings: Settings

    def prepare(self, session: Session, delivery: Delivery, *, now: datetime) -> Message | Withheld:  # noqa: ARG002
        """Write it, if she may be reached so."""
        user = accounts.person(session, delivery.user_id or 0)
        address = None if user is None else ways.address_of(user, delivery.channel)
        if user is None or address is None:
            return Withheld(Reason.GONE)
        if delivery.channel is Channel.SMS and not ways.has_consent(session, user):
            return Withheld(Reason.OPTED_OUT)
        with flask_babel.force_locale(user.locale):
            text = _("Bonny: this is the test you asked for. It works.")
            if delivery.channel is Channel.EMAIL:
                return writing.mail("trial", address=address, today_url=f"{self.settings.public_url}/")
            if delivery.channel is Channel.PUSH:
                return writing.notification(user.id or 0, text, open_url=f"{self.settings.public_url}/")
            return Message(address, "", sharing.signed(sharing.whose(session, user), text))
