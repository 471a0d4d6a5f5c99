"""The reminder of what is still open: its words by text, email and notification, and its buttons."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.checklist import daysheet
from app.checklist.daysheet import Row, Sheet
from app.messages import mail_cutting, writing
from app.messages.message import Message, Reason, Withheld
from app.messages.models import Channel
from app.reminders import answer_links, discreet, reply_addresses, sending, sharing, unsubscribing
from app.reminders.models import Purpose, Slot
from app.reminders.sending import Reminder
from app.reminders.timed import Timed
from app.rules import texts
from app.rules.texts import Fitted

NOON = 12
EVENING = 18


class Nudge(Timed):
    """Lists what is still open on the day it was planned for, or is withheld when nothing is."""

    def write(self, of: Reminder) -> Message | Withheld:
        """What is open; what it numbers is kept on the delivery."""
        day = date.fromisoformat(of.delivery.payload["day"])
        sheet = daysheet.read(of.session, of.user, day=day, today=of.today)
        rows = asked_rows(sheet, sending.merged(of), unasked=of.hers.unasked)
        if not rows:
            return Withheld(Reason.ASIDE if sheet.spell else Reason.DONE)
        message, count = self._write(of, sheet, rows)
        of.delivery.payload = {**of.delivery.payload, "habits": [row.chosen.id for row in rows[:count]]}
        of.session.add(of.delivery)
        return message

    def _write(self, of: Reminder, sheet: Sheet, rows: Sequence[Row]) -> tuple[Message, int]:
        """The message, and how many of the rows it lists."""
        if of.delivery.channel is Channel.EMAIL:
            return self._email(of, sheet, rows), len(rows)
        if of.delivery.channel is Channel.PUSH:
            return self._notification(of, rows), len(rows)
        whose = sharing.whose(of.session, of.user)
        if of.hers.is_discreet:
            text = sharing.signed(whose, _discreet_text(of, sheet, len(rows)))
            return Message(of.address, "", text), len(rows)
        hour = words.local(of.now, of.user.zone).hour
        listing = text_of(sheet, rows, hour=hour, purpose=of.slot.purpose, whose=whose)
        return Message(of.address, "", listing.text), listing.count

    def _email(self, of: Reminder, sheet: Sheet, rows: Sequence[Row]) -> Message:
        end = unsubscribing.address_of(self.settings, of.user.id or 0, of.delivery.slot_id or 0)
        return writing.mail(
            "nudge",
            address=of.address,
            headers=(*unsubscribing.headers(end), *reply_addresses.headers_for(self.settings, of.delivery)),
            mark=mail_cutting.MARK if self.settings.mail_answers_to else "",
            person_name=of.user.name,
            greeting=greeting(words.local(of.now, of.user.zone).hour),
            rows=rows,
            sheet=sheet,
            today_url=f"{self.settings.public_url}/",
            end_url=end,
            **answer_links.urls(self.settings, of.delivery),
        )

    def _notification(self, of: Reminder, rows: Sequence[Row]) -> Message:
        return writing.notification(
            of.user.id or 0,
            discreet.notification()
            if of.hers.is_discreet
            else ", ".join(row.chosen.entry.short for row in rows),
            title=ngettext("One thing is open today", "%(num)d things are open today", len(rows)),
            open_url=f"{self.settings.public_url}/",
            **answer_links.urls(self.settings, of.delivery),
        )


def asked_rows(sheet: Sheet, slots: Sequence[Slot], *, unasked: Sequence[int]) -> tuple[Row, ...]:
    """The rows these slots ask for: open, due on that day, and not among those she dropped the reminder of.

    A slot that names habits asks for them even so.
    """
    named = {habit_id for slot in slots for habit_id in slot.habit_ids or ()}
    asks_all = any(slot.habit_ids is None for slot in slots)
    return tuple(
        row
        for row in open_rows(sheet)
        if row.chosen.id in named or (asks_all and row.chosen.id not in unasked)
    )


def open_rows(sheet: Sheet) -> tuple[Row, ...]:
    """The rows a reminder may ask for: open, and due on that day."""
    return tuple(row for row in sheet.open_rows if row.chosen.habit.is_due_on(sheet.day))


def text_of(
    sheet: Sheet, rows: Sequence[Row], *, hour: int, purpose: Purpose = Purpose.DAY, whose: str = ""
) -> Fitted:
    """The reminder as one segment: what is open, numbered from 1, and how to answer.

    ``whose``: the name that tells people apart who share the number.
    """
    shortest = _(". Reply 1")
    tails = (_(". Reply e.g. 1 2"), shortest) if len(rows) > 1 else (shortest,)
    items = texts.numbered(row.chosen.entry.short for row in rows)
    return texts.fit_first(sharing.signed(whose, _head(sheet, hour, purpose)), items, tails)


def _head(sheet: Sheet, hour: int, purpose: Purpose) -> str:
    has_begun = _has_begun(sheet)
    if purpose is Purpose.EVENING and not has_begun:
        return _("Bonny: %(greeting)s. What about today?", greeting=greeting(hour))
    if has_begun:
        return _("Bonny: still open:")
    return _("Bonny: %(greeting)s. Open today:", greeting=greeting(hour))


def _has_begun(sheet: Sheet) -> bool:
    """Whether anything is recorded on that day."""
    return any(row.amount is not None or row.skip is not None for row in sheet.rows)


def _discreet_text(of: Reminder, sheet: Sheet, count: int) -> str:
    return discreet.reminder(
        count,
        greeting=greeting(words.local(of.now, of.user.zone).hour),
        has_begun=_has_begun(sheet),
        is_evening=of.slot.purpose is Purpose.EVENING,
    )


def greeting(hour: int) -> str:
    """The greeting of an hour of her day, in the middle of a sentence."""
    if hour < NOON:
        return _("good morning")
    return _("good afternoon") if hour < EVENING else _("good evening")
