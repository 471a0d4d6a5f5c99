"""Slots and deliveries in her words."""

from datetime import date, datetime

from flask_babel import gettext as _

from app import words
from app.accounts.models import User
from app.checklist import wording
from app.messages.message import Reason
from app.messages.models import Channel, Delivery, State
from app.reminders import queries
from app.reminders.models import Slot

DIGITS_SHOWN = 3


def slot(of: Slot, address: str) -> str:
    """When and where: "Every day at 08:00 by text to •••• 123"."""
    values = {"time": words.clock_time_of(of.at), "address": where(of.channel, address)}
    if of.channel is Channel.SMS:
        return _("Every day at %(time)s by text to %(address)s", **values)
    return _("Every day at %(time)s by email to %(address)s", **values)


def where(channel: Channel, address: str) -> str:
    """An address as the page shows it: of a number only the end."""
    return f"••••\N{NO-BREAK SPACE}{address[-DIGITS_SHOWN:]}" if channel is Channel.SMS else address


def next_one(of: Slot, user: User, today: date) -> str:
    """When the next reminder comes, on her wall clock: "Tomorrow at 08:00"."""
    return moment(of.next_due_at, user, today)


def moment(instant: datetime, user: User, today: date) -> str:
    """An instant near today on her wall clock."""
    at = words.local(instant, user.zone)
    day = at.date()
    name = _("Tomorrow") if (day - today).days == 1 else wording.day_name(day, today)
    return _("%(day)s at %(time)s", day=name, time=words.clock_time(at))


def title(of: Delivery) -> str:
    """What a message was for, and its way: "Reminder by email"."""
    names = {
        (queries.NUDGE, Channel.SMS): _("Reminder by text"),
        (queries.NUDGE, Channel.EMAIL): _("Reminder by email"),
        (queries.ECHO, Channel.SMS): _("Answer to your text"),
        (queries.WELCOME, Channel.SMS): _("Text that confirms that texts are on"),
    }
    return names.get((of.kind, of.channel), _("Message"))


def state(of: Delivery, *, is_kept_here: bool) -> str:
    """What became of a message; ``is_kept_here`` when its channel leads to the letterbox."""
    if of.state is State.SUPPRESSED:
        return _reason(of.reason)
    if of.state is State.ACCEPTED:
        if is_kept_here:
            return _("kept in the letterbox")
        return _("on its way") if of.channel is Channel.SMS else _("sent")
    return {
        State.QUEUED: _("waiting to be sent"),
        State.SENDING: _("being sent"),
        State.SENT: _("sent"),
        State.DELIVERED: _("delivered"),
        State.UNDELIVERED: _("could not be delivered"),
        State.FAILED: _("could not be delivered"),
        State.UNKNOWN: _("perhaps sent: nobody could tell yet"),
        State.LOST: _("perhaps not delivered: nobody could tell"),
        State.EXPIRED: _("not sent: it became too late"),
    }[of.state]


def _reason(reason: str | None) -> str:
    return {
        Reason.DONE: _("not needed: nothing was open"),
        Reason.OPTED_OUT: _("not sent: texts are off"),
        Reason.QUIET: _("not sent: it was night"),
        Reason.CAP: _("not sent: there were enough messages that day"),
        Reason.PAUSED: _("not sent: this reminder was switched off"),
        Reason.BAD_ADDRESS: _("not sent: the address does not work"),
    }.get(Reason(reason or Reason.GONE), _("not needed any more"))
