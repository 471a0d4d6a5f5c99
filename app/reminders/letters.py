"""The messages of this room by their kinds, and those that answer or confirm something of hers."""

from dataclasses import dataclass
from datetime import datetime

import flask_babel
from flask_babel import gettext as _
from sqlmodel import Session

from app.accounts import queries as accounts
from app.config import Settings
from app.messages import writing
from app.messages.message import Kind, Message, OneWay, Reason, Withheld
from app.messages.models import Channel, Delivery
from app.reminders import echoes, join_words, queries, ways
from app.reminders.fault_letters import FaultLetter
from app.reminders.models import Meaning
from app.reminders.month_letter import MonthLetter
from app.reminders.nudges import Nudge
from app.reminders.plant_nudges import PlantsNudge
from app.reminders.released_letters import ReleasedLetter

# Texts that may go out without consent: she asked for help, or is told that no more will come.
ALWAYS_ANSWERED = frozenset({Meaning.OPT_OUT, Meaning.HELP})


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
        queries.RELEASED: ReleasedLetter(settings),
    }


@dataclass(frozen=True, slots=True)
class Echo(OneWay):
    """Answers a text of hers: what was recorded, what is open, or one question."""

    settings: Settings

    def prepare(self, session: Session, delivery: Delivery, *, now: datetime) -> Message | Withheld:
        """Write the answer from ids and numbers, as the day is now."""
        meaning = Meaning(delivery.payload["meaning"])
        if meaning is Meaning.STRANGER:
            return Message(delivery.payload["to"], "", echoes.to_stranger())
        if "say" in delivery.payload:
            return self._of_talk(delivery)
        user = accounts.person(session, delivery.user_id or 0)
        if user is None or user.phone is None:
            return Withheld(Reason.GONE)
        ended = queries.has_opted_out(session, user.id or 0, phone=user.phone)
        if ended and meaning not in ALWAYS_ANSWERED:
            return Withheld(Reason.OPTED_OUT)
        with flask_babel.force_locale(user.locale):
            text = echoes.text_of(
                session, user, meaning=meaning, payload=delivery.payload, now=now, settings=self.settings
            )
        return Message(user.phone, "", text)

    def _of_talk(self, delivery: Delivery) -> Message:
        """What somebody hears who is beginning by text."""
        with flask_babel.force_locale(delivery.payload["locale"]):
            text = join_words.text_of(delivery.payload, settings=self.settings)
        return Message(delivery.payload["to"], "", text)


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
        if user is None or user.phone is None:
            return Withheld(Reason.GONE)
        if not ways.has_consent(session, user):
            return Withheld(Reason.OPTED_OUT)
        with flask_babel.force_locale(user.locale):
            return Message(user.phone, "", echoes.welcome())


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
            return Message(address, "", text)
