"""The month letter: on the 1st, last month on one page, in the figures and words of the month's own page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import flask_babel
from flask_babel import gettext as _
from sqlmodel import Session

from app import words
from app.accounts import queries as accounts
from app.accounts.models import User
from app.config import Settings
from app.messages import outbox, writing
from app.messages.message import Message, Reason, Withheld
from app.messages.models import Channel, Delivery
from app.progress import months
from app.progress import wording as said
from app.progress.months import Month
from app.reminders import actions, permission, queries, unsubscribing
from app.reminders.unsubscribing import Link
from app.rules import days, texts

MONTH = "month"
LIFE = timedelta(days=2)


def key_of(user_id: int, slot_id: int, *, day: date, channel: Channel) -> str:
    """What makes a letter the same one: person, slot, the 1st on her calendar, and the way."""
    return f"{MONTH}/{user_id}/{slot_id}/{day.isoformat()}/{channel.value}"


@dataclass(frozen=True, slots=True)
class MonthLetter:
    """Tells of the month before the one its delivery's ``local_date`` begins."""

    settings: Settings

    def prepare(self, session: Session, delivery: Delivery, *, now: datetime) -> Message | Withheld:
        """Look once more whether it is wanted, then write it; withheld when nothing was recorded."""
        user = accounts.person(session, delivery.user_id or 0)
        address = _address_of(user, delivery.channel) if user else None
        if user is None or address is None:
            return Withheld(Reason.GONE)
        reason = _why_not(session, user, delivery, now)
        if reason is not None:
            return Withheld(reason)
        month = months.read(
            session, user, first=_month_of(delivery, user, now), today=accounts.today_of(user, now=now)
        )
        if not month.days_recorded:
            return Withheld(Reason.DONE)
        with flask_babel.force_locale(user.locale):
            return self._write(delivery, user, address, month)

    def gone_astray(self, session: Session, delivery: Delivery, *, now: datetime) -> None:
        """A text or notification that did not arrive is followed by the email, where she has one."""
        user = accounts.person(session, delivery.user_id or 0)
        if delivery.channel is Channel.EMAIL or delivery.local_date is None or now >= delivery.expires_at:
            return
        if user is None or user.email is None:
            return
        outbox.enqueue(
            session,
            key=key_of(user.id or 0, delivery.slot_id or 0, day=delivery.local_date, channel=Channel.EMAIL),
            kind=MONTH,
            channel=Channel.EMAIL,
            user_id=user.id,
            due_at=now,
            expires_at=delivery.expires_at,
            now=now,
            slot_id=delivery.slot_id,
            local_date=delivery.local_date,
        )

    def _write(self, delivery: Delivery, user: User, address: str, month: Month) -> Message:
        url = f"{self.settings.public_url}/progress/{month.first:%Y-%m}"
        if delivery.channel is Channel.SMS:
            return Message(address, "", text_of(month, url=url))
        if delivery.channel is Channel.PUSH:
            return Message(address, words.month(month.first), _first(month), links=(("open", url),))
        return self._mail(delivery, user, address, month, url)

    def _mail(self, delivery: Delivery, user: User, address: str, month: Month, url: str) -> Message:
        link = Link(user.id or 0, delivery.slot_id or 0)
        token = unsubscribing.token_of(self.settings.secret_key, link)
        end = f"{self.settings.public_url}{unsubscribing.PATH}{token}"
        return writing.mail(
            "month",
            address=address,
            headers=(
                ("List-Unsubscribe", f"<{end}>"),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ),
            person_name=user.name,
            month_name=words.month(month.first),
            first=_first(month),
            rest=[each for each in said.sentences(month) if each != _first(month)],
            habits=_habits(month),
            month_url=url,
            end_url=end,
        )


def text_of(month: Month, *, url: str) -> str:
    """One segment of GSM-7: the month, its kindest figure that has room, and the link where that has."""
    figures = (said.best(month), said.best(month, is_short=True), said.recorded(month), "")
    head = _("Bonny: %(month)s.", month=words.month(month.first))
    for link in (url, ""):
        for figure in figures:
            text = texts.to_gsm(" ".join(filter(None, (head, figure, link))))
            if texts.gsm_length(text) <= texts.ONE_SEGMENT:
                return text
    raise ValueError("the name of a month fills a text")


def _first(month: Month) -> str:
    return said.best(month) or said.recorded(month)


def _habits(month: Month) -> list[tuple[str, str]]:
    """Each habit's name and its figures in one line, of those that have any."""
    told = [(each.chosen.name, said.facts(each, month)) for each in month.habits]
    return [(name, facts) for name, facts in told if facts]


def _month_of(delivery: Delivery, user: User, now: datetime) -> date:
    """The first day of the month before the one the letter was planned for."""
    planned_for = delivery.local_date or words.local(now, user.zone).date()
    return (planned_for.replace(day=1) - days.ONE_DAY).replace(day=1)


def _address_of(user: User, channel: Channel) -> str | None:
    """Where it goes: by push, her browsers are known by her id."""
    return str(user.id) if channel is Channel.PUSH else actions.address_of(user, channel)


def _why_not(session: Session, user: User, delivery: Delivery, now: datetime) -> Reason | None:
    """Why it is not sent after all; an email wakes nobody, so the night is no reason against it."""
    slot = queries.slot_of(session, user.id or 0, slot_id=delivery.slot_id or 0)
    if slot is None:
        return Reason.GONE
    if not slot.is_active:
        return Reason.PAUSED
    if delivery.channel is Channel.SMS and not permission.may_text(session, user):
        return Reason.OPTED_OUT
    is_heard = delivery.channel is not Channel.EMAIL
    if is_heard and permission.became_quiet(session, user, delivery=delivery, now=now):
        return Reason.QUIET
    return None
