"""The message that carries the link to a summary and its code; both exist from the moment it is written."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import flask_babel
from flask_babel import gettext as _
from sqlmodel import Session

from app import words
from app.accounts import queries as accounts
from app.accounts.models import User
from app.checklist import queries as checklist
from app.config import Settings
from app.messages import writing
from app.messages.message import Kind, Message, OneWay, Reason, Withheld
from app.messages.models import Channel, Delivery
from app.reminders import queries as reminders
from app.reminders import ways
from app.report import forms, gather, sharing
from app.report.sharing import Minted
from app.report.visit_letters import VisitWord
from app.rules import texts

PATH = "/s/"
LINK_ID = "link_id"


def kinds(settings: Settings) -> dict[str, Kind]:
    """Every kind of message this room writes, by the name it is planned under."""
    return {reminders.SUMMARY_LINK: SummaryLink(settings), reminders.VISIT: VisitWord(settings)}


@dataclass(frozen=True, slots=True)
class SummaryLink(OneWay):
    """Answers "doctor": the link to her summary and the code that opens it.

    It shows the days since her last visit, else 90 days, and what she chose to include.
    """

    settings: Settings

    def prepare(self, session: Session, delivery: Delivery, *, now: datetime) -> Message | Withheld:
        """Make link and code, unless she ended her consent to texts; or say why there is none."""
        user = accounts.person(session, delivery.user_id or 0)
        address = ways.address_of(user, delivery.channel) if user is not None else None
        if user is None or address is None:
            return Withheld(Reason.GONE)
        by_text = delivery.channel is Channel.SMS
        if by_text and reminders.has_opted_out(session, user.id or 0, phone=address):
            return Withheld(Reason.OPTED_OUT)
        with flask_babel.force_locale(user.locale):
            if by_text and user.phone is None:
                return _said(delivery, address, not_to_shared())
            return self._write(session, user, delivery, address, now)

    def _write(
        self, session: Session, user: User, delivery: Delivery, address: str, now: datetime
    ) -> Message:
        today = accounts.today_of(user, now=now)
        first, last = period_of(session, user, today=today)
        began = checklist.first_day_of(session, user)
        if began is None or began > last:
            return _said(delivery, address, nothing_yet())
        try:
            made = sharing.make(
                session,
                user.id or 0,
                first=first,
                last=last,
                key=self.settings.secret_key,
                now=now,
                is_by_text=delivery.channel is Channel.SMS,
                again=_made_before(delivery),
            )
        except sharing.TooManyLinks:
            return _said(delivery, address, enough_today())
        delivery.payload = {**delivery.payload, LINK_ID: made.link_id}
        since = first if (first, last) != gather.default_period(today) else None
        return self._message(delivery, address, made, since)

    def _message(self, delivery: Delivery, address: str, made: Minted, since: date | None) -> Message:
        url = f"{self.settings.public_url}{PATH}{made.token}"
        if delivery.channel is Channel.SMS:
            return Message(address, "", text_of(url, code=made.digits, since=since))
        day = words.full_day(since) if since is not None else ""
        return writing.mail("summary", address=address, url=url, code=made.digits, since=day)


def period_of(session: Session, user: User, *, today: date) -> tuple[date, date]:
    """The days that a link by text or email shows: ``gather.usual_period``, as many as a summary holds."""
    first, last = gather.usual_period(session, user, today=today)
    return max(first, last - timedelta(days=forms.MOST_DAYS - 1), checklist.FIRST_YEAR), last


def text_of(url: str, *, code: str, since: date | None = None) -> str:
    """Link and code in one segment of GSM-7, with as much said beside them as has room.

    An address of the site beyond 110 characters makes it longer than a segment: it must come whole.
    ``since``: the first day it shows, after a visit; else it shows the usual number of days.
    """
    bare = texts.to_gsm(_("%(url)s Code %(code)s", url=url, code=code))
    head = _("Your summary of %(num)d days:", num=gather.USUAL_DAYS)
    if since is not None:
        head = _("Your summary since %(day)s:", day=words.short_day(since))
    works = _("Works %(num)d days.", num=sharing.LINK_LASTS.days)
    show = _("Show or tell your doctor both.")
    longer = (f"{head} {bare}. {works} {show}", f"{head} {bare}. {works}", f"{bare}. {works}")
    fits = (texts.to_gsm(each) for each in longer)
    return next((each for each in fits if texts.gsm_length(each) <= texts.ONE_SEGMENT), bare)


def not_to_shared() -> str:
    """What is said at a number that others read too: link and code together open her summary."""
    return texts.to_gsm(
        _("A link to your summary can go only to a number or an address that is yours alone. ? shows today.")
    )


def nothing_yet() -> str:
    """What she is told before there is a whole day to show."""
    return texts.to_gsm(
        _("There is nothing for a summary yet: it begins with your first whole day. ? shows today.")
    )


def enough_today() -> str:
    """What she is told when she asked for many links."""
    return texts.to_gsm(
        _(
            "%(num)d links a day are the most, ended ones too. Please ask again tomorrow.",
            num=sharing.MOST_A_DAY,
        )
    )


def _made_before(delivery: Delivery) -> int | None:
    """The link of an earlier attempt; none of an email, which may have arrived all the same."""
    made: int | None = delivery.payload.get(LINK_ID)
    return made if delivery.channel is Channel.SMS else None


def _said(delivery: Delivery, address: str, sentence: str) -> Message:
    """A sentence in place of the link."""
    if delivery.channel is Channel.SMS:
        return Message(address, "", sentence)
    return writing.mail("summary", address=address, url="", code="", since="", sentence=sentence)
