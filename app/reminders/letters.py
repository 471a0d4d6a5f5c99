"""The messages of this room, written at the moment they are sent: nudges, echoes, the welcome text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import flask_babel
from flask_babel import gettext as _
from sqlmodel import Session

from app import words
from app.accounts import queries as accounts
from app.accounts.models import User
from app.checklist import daysheet
from app.checklist.daysheet import Row, Sheet
from app.config import Settings
from app.messages import consent, writing
from app.messages.message import Kind, Message, OneWay, Reason, Withheld
from app.messages.models import Channel, Delivery
from app.reminders import actions, echoes, queries, unsubscribing
from app.reminders.models import Meaning
from app.reminders.unsubscribing import Link
from app.rules import schedule, texts

NOON = 12
EVENING = 18
# Texts that may go out without consent: she asked for help, or is told that no more will come.
ALWAYS_ANSWERED = frozenset({Meaning.OPT_OUT, Meaning.HELP})


def kinds(settings: Settings) -> dict[str, Kind]:
    """Every kind of message this room plans, by the name it is planned under."""
    return {queries.NUDGE: Nudge(settings), queries.ECHO: Echo(settings), queries.WELCOME: Welcome()}


@dataclass(frozen=True, slots=True)
class Listing:
    """A text that numbers habits, and how many of them had room."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Nudge(OneWay):
    """Lists what is still open on the day it was planned for, or is withheld when nothing is."""

    settings: Settings

    def prepare(self, session: Session, delivery: Delivery, *, now: datetime) -> Message | Withheld:
        """Look once more whether it is wanted, then write it; what it numbers is kept on the delivery."""
        user = accounts.person(session, delivery.user_id or 0)
        address = actions.address_of(user, delivery.channel) if user else None
        slot = queries.slot_of(session, delivery.user_id or 0, slot_id=delivery.slot_id or 0)
        if user is None or address is None or slot is None:
            return Withheld(Reason.GONE)
        if not slot.is_active:
            return Withheld(Reason.PAUSED)
        if delivery.channel is Channel.SMS and not _has_consent(session, user):
            return Withheld(Reason.OPTED_OUT)
        if _became_quiet(delivery, user, now):
            return Withheld(Reason.QUIET)
        return self._write(session, delivery, user, address, now)

    def _write(
        self, session: Session, delivery: Delivery, user: User, address: str, now: datetime
    ) -> Message | Withheld:
        day = date.fromisoformat(delivery.payload["day"])
        sheet = daysheet.read(session, user, day=day, today=accounts.today_of(user, now=now))
        rows = open_rows(sheet)
        if not rows:
            return Withheld(Reason.DONE)
        with flask_babel.force_locale(user.locale):
            if delivery.channel is Channel.EMAIL:
                message, count = self._email(delivery, user, address, sheet, rows, now), len(rows)
            else:
                listing = text_of(sheet, rows, hour=words.local(now, user.zone).hour)
                message, count = Message(address, "", listing.text), listing.count
        habit_ids = [row.chosen.id for row in rows[:count]]
        delivery.payload = {**delivery.payload, "habits": habit_ids}
        session.add(delivery)
        return message

    def _email(
        self,
        delivery: Delivery,
        user: User,
        address: str,
        sheet: Sheet,
        rows: Sequence[Row],
        now: datetime,
    ) -> Message:
        link = Link(user.id or 0, delivery.slot_id or 0)
        token = unsubscribing.token_of(self.settings.secret_key, link)
        end = f"{self.settings.public_url}{unsubscribing.PATH}{token}"
        return writing.mail(
            "nudge",
            address=address,
            headers=(
                ("List-Unsubscribe", f"<{end}>"),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ),
            person_name=user.name,
            greeting=greeting(words.local(now, user.zone).hour),
            rows=rows,
            sheet=sheet,
            today_url=f"{self.settings.public_url}/",
            end_url=end,
        )


def open_rows(sheet: Sheet) -> tuple[Row, ...]:
    """The rows a reminder asks for: open, and due on that day."""
    return tuple(row for row in sheet.open_rows if row.chosen.habit.is_due_on(sheet.day))


def text_of(sheet: Sheet, rows: Sequence[Row], *, hour: int) -> Listing:
    """The reminder as one segment of GSM-7: what is open, numbered from 1, and how to answer."""
    has_begun = any(row.amount is not None or row.skip is not None for row in sheet.rows)
    if has_begun:
        head = _("Bonny: still open:")
    else:
        head = _("Bonny: %(greeting)s. Open today:", greeting=greeting(hour))
    tail = texts.to_gsm(_(". Reply e.g. 1 2") if len(rows) > 1 else _(". Reply 1"))
    items = texts.numbered(row.chosen.entry.short for row in rows)
    text = texts.fit(head, items, "", limit=texts.ONE_SEGMENT - texts.gsm_length(tail))
    return Listing(text + tail, _count_listed(text, head, items))


def _count_listed(text: str, head: str, items: Sequence[str]) -> int:
    """How many of the items stand in the text; they go from the end when there is no room."""
    for count in range(len(items), 0, -1):
        if text.startswith(texts.to_gsm(" ".join([head, *items[:count]]))):
            return count
    return 0


def greeting(hour: int) -> str:
    """The greeting of an hour of her day, in the middle of a sentence."""
    if hour < NOON:
        return _("good morning")
    return _("good afternoon") if hour < EVENING else _("good evening")


def _has_consent(session: Session, user: User) -> bool:
    return user.phone is not None and consent.is_given(
        session, user_id=user.id or 0, channel=Channel.SMS, address=user.phone
    )


def _became_quiet(delivery: Delivery, user: User, now: datetime) -> bool:
    """Whether quiet hours began since it was due; a time inside them is her own choice."""
    zone = ZoneInfo(user.zone)
    return schedule.is_quiet(now, zone) and not schedule.is_quiet(delivery.due_at, zone)


@dataclass(frozen=True, slots=True)
class Echo(OneWay):
    """Answers a text of hers: what was recorded, what is open, or one question."""

    settings: Settings

    def prepare(self, session: Session, delivery: Delivery, *, now: datetime) -> Message | Withheld:
        """Write the answer from ids and numbers, as the day is now."""
        meaning = Meaning(delivery.payload["meaning"])
        if meaning is Meaning.STRANGER:
            return Message(delivery.payload["to"], "", echoes.to_stranger())
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
        if not _has_consent(session, user):
            return Withheld(Reason.OPTED_OUT)
        with flask_babel.force_locale(user.locale):
            return Message(user.phone, "", echoes.welcome())
