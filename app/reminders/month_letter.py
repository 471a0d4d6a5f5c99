"""The month letter: on the 1st, last month on one page, in the figures and words of the month's own page."""

from datetime import date, datetime

from flask_babel import gettext as _

from app import words
from app.accounts.models import User
from app.messages import writing
from app.messages.message import Message, Reason, Withheld
from app.messages.models import Channel, Delivery
from app.progress import months
from app.progress import wording as said
from app.progress.months import Month
from app.reminders import unsubscribing
from app.reminders.sending import Reminder
from app.reminders.timed import Timed
from app.rules import days, texts


class MonthLetter(Timed):
    """Tells of the month before the one its delivery's ``local_date`` begins."""

    def write(self, of: Reminder) -> Message | Withheld:
        """The month; withheld when nothing was recorded in it."""
        first = _month_of(of.delivery, of.user, of.now)
        month = months.read(of.session, of.user, first=first, today=of.today)
        if not month.presence.recorded:
            return Withheld(Reason.DONE)
        return self._write(of.delivery, of.user, of.address, month, is_discreet=of.hers.is_discreet)

    def _write(
        self, delivery: Delivery, user: User, address: str, month: Month, *, is_discreet: bool
    ) -> Message:
        url = f"{self.settings.public_url}/progress/{month.first:%Y-%m}"
        if delivery.channel is Channel.SMS:
            return Message(address, "", text_of(month, url=url, is_discreet=is_discreet))
        if delivery.channel is Channel.PUSH:
            title = words.at_start(words.month(month.first))
            figure = said.recorded(month) if is_discreet else _first(month)
            return writing.notification(user.id or 0, figure, title=title, open_url=url)
        return self._mail(delivery, user, address, month, url)

    def _mail(self, delivery: Delivery, user: User, address: str, month: Month, url: str) -> Message:
        end = unsubscribing.address_of(self.settings, user.id or 0, delivery.slot_id or 0)
        return writing.mail(
            "month",
            address=address,
            headers=unsubscribing.headers(end),
            person_name=user.name,
            month_name=words.month(month.first),
            first=_first(month),
            rest=[each for each in said.sentences(month) if each != _first(month)],
            habits=_habits(month),
            left_out=said.left_out(month.left_out),
            month_url=url,
            end_url=end,
        )


def text_of(month: Month, *, url: str, is_discreet: bool = False) -> str:
    """One segment: the month, its kindest figure that has room, and the link where that has.

    ``is_discreet``: no habit is named.
    """
    named = () if is_discreet else (said.best(month), said.best(month, is_short=True))
    figures = (*filter(None, (*named, said.recorded(month))), "")
    head = _("Bonny: %(month)s.", month=words.month(month.first))
    for link in (url, ""):
        for figure in figures:
            text = texts.written(" ".join(filter(None, (head, figure, link))))
            if texts.segments(text) == 1:
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
