"""Slots and deliveries in her words."""

from datetime import date, datetime

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from app import words
from app.accounts.models import User
from app.checklist import wording
from app.messages import breaker, codes
from app.messages.message import Reason
from app.messages.models import AddressFault, Channel, Delivery, Fault, State
from app.reminders import queries, slots
from app.reminders.coming import Coming
from app.reminders.models import Purpose, ReleasedNumber, Slot

PARTNERS = frozenset({"partner_invitation", "partner_note", "partner_news", "partner_farewell"})
OURS = codes.BLOCKING | {breaker.CODE}

DIGITS_SHOWN = 3
EVERY_DAY = frozenset(range(7))


def slot(of: Slot) -> str:
    """When and how: "Every day at 08:00 by text and email"."""
    return _(
        "%(days)s at %(time)s by %(ways)s", days=days(of), time=words.clock_time_of(of.at), ways=channels(of)
    )


def days(of: Slot) -> str:
    """On which days: "Every day", "Mon, Wed and Fri", "On the 1st of each month"."""
    if of.purpose is Purpose.MONTH:
        return _("On the 1st of each month")
    weekdays = slots.weekdays_of(of)
    if weekdays == EVERY_DAY:
        return _("Every day")
    return listed([words.weekday_of(each) for each in sorted(weekdays)])


def channels(of: Slot) -> str:
    """The ways it takes: "text and email"."""
    return listed([channel(each) for each in of.channels])


def listed(names: list[str]) -> str:
    """Names one after the other: "a, b and c"."""
    return str(format_list(names, style="standard", locale=get_locale() or "en"))


def channel(of: Channel) -> str:
    """A way in the middle of a sentence."""
    return {Channel.SMS: _("text"), Channel.EMAIL: _("email"), Channel.PUSH: _("notification")}[of]


def purpose(of: Purpose) -> str:
    """What a slot is for, as the head of its card."""
    return {
        Purpose.DAY: _("What is open today"),
        Purpose.EVENING: _("What about today?"),
        Purpose.PLANTS: _("Plants of the week"),
        Purpose.MONTH: _("Letter about the month"),
    }[of]


def purpose_in_short(of: Purpose) -> str:
    """What a slot sends, at the end of a sentence."""
    return {
        Purpose.DAY: _("what is still open"),
        Purpose.EVENING: _("what is still open"),
        Purpose.PLANTS: _("which plants are missing"),
        Purpose.MONTH: _("the month on one page"),
    }[of]


def again(minutes: int) -> str:
    """After how long it asks once more: "after 2 hours"."""
    hours = minutes // 60
    return ngettext("after one hour", "after %(num)d hours", hours)


def way(of: Channel, address: str) -> str:
    """A way with its address: "By text to •••• 123"."""
    if of is Channel.PUSH:
        return _("As a notification on your phone")
    shown = where(of, address)
    if of is Channel.SMS:
        return _("By text to %(address)s", address=shown)
    return _("By email to %(address)s", address=shown)


def where(of: Channel, address: str) -> str:
    """An address as the page shows it: of a number only the end."""
    return f"••••\N{NO-BREAK SPACE}{address[-DIGITS_SHOWN:]}" if of is Channel.SMS else address


def next_one(of: Coming, user: User, today: date) -> str:
    """What comes when: "Tomorrow at 08:00, by text: what is still open"."""
    return _(
        "%(when)s, by %(ways)s: %(what)s",
        when=moment(of.due_at, user, today),
        ways=channels(of.slot),
        what=purpose_in_short(of.slot.purpose),
    )


def day(of: date, today: date) -> str:
    """A day near today in the middle of a sentence: "tomorrow", "Friday 27 November"."""
    return _("tomorrow") if (of - today).days == 1 else words.long_day(of)


def fault(of: AddressFault) -> str:
    """What does not work, and what Bonny does instead."""
    if of.channel is Channel.SMS:
        shown = where(of.channel, of.address)
        if of.fault is Fault.BAD_ADDRESS:
            return _(
                "Texts to %(address)s do not arrive: the number takes none. Bonny writes by your other way.",
                address=shown,
            )
        return _(
            "The last texts to %(address)s did not arrive. Bonny writes by your other way.", address=shown
        )
    if of.channel is Channel.PUSH:
        return _("Notifications do not arrive: no phone or browser of yours takes them any more.")
    return _("Mail to %(address)s comes back. Bonny writes by your other way.", address=of.address)


def released(of: ReleasedNumber) -> str:
    """Which number was let go, and why."""
    shown = where(Channel.SMS, of.ending)
    return {
        "wrong": _(
            "Somebody answered from %(address)s that it is not yours, so no more texts go there.",
            address=shown,
        ),
        "undelivered": _(
            "Texts to %(address)s did not arrive for 30 days, so no more go there.", address=shown
        ),
        "left": _("You shared %(address)s, and it changed hands, so no more texts go there.", address=shown),
    }.get(of.reason) or _(
        "Texts to %(address)s were ended 30 days ago. A number can change hands, so it signs nobody in.",
        address=shown,
    )


def moment(instant: datetime, user: User, today: date) -> str:
    """An instant near today on her wall clock."""
    at = words.local(instant, user.zone)
    day = at.date()
    name = _("Tomorrow") if (day - today).days == 1 else wording.day_name(day, today)
    return _("%(day)s at %(time)s", day=name, time=words.clock_time(at))


def switched(which: str, *, is_on: bool) -> str:
    """What the notice says when discreet messages or notes were switched."""
    return {
        ("discreet", True): _("Saved. Messages name no habits now."),
        ("discreet", False): _("Saved. Messages name your habits again."),
        ("notes", True): _("Saved. What you write beside an answer is kept."),
        ("notes", False): _("Saved. Only your ticks are kept."),
    }[which, is_on]


def title(of: Delivery) -> str:
    """What a message was for, and its way: "Reminder by email"."""
    if of.kind == queries.ECHO:
        return _("Answer to your email") if of.channel is Channel.EMAIL else _("Answer to your text")
    if of.kind == queries.WELCOME:
        return _("Text that confirms that texts are on")
    if of.kind == queries.WEB_LINK:
        return _("Link to your pages")
    if of.kind in PARTNERS:
        return _("Email about your care partner")
    what = {
        queries.NUDGE: _("Reminder"),
        queries.PLANTS: _("Plants of the week"),
        queries.MONTH: _("Letter about the month"),
        queries.TRIAL: _("Test"),
        queries.FAULT: _("Word of an address that does not work"),
        queries.SUMMARY_LINK: _("Link to your summary"),
        queries.VISIT: _("Word of your visit"),
        queries.RELEASED: _("Word that your number was let go"),
    }.get(of.kind, _("Message"))
    return _("%(what)s by %(way)s", what=what, way=channel(of.channel))


def state(of: Delivery, *, is_kept_here: bool) -> str:
    """What became of a message; ``is_kept_here`` when its channel leads to the letterbox."""
    if of.state is State.SUPPRESSED:
        return _reason(of.reason)
    if of.state is State.ACCEPTED:
        if is_kept_here:
            return _("kept in the letterbox")
        return _("on its way") if of.channel is Channel.SMS else _("sent")
    if of.state in (State.UNDELIVERED, State.FAILED):
        return _("could not be delivered: %(why)s", why=_why(of))
    return {
        State.QUEUED: _("waiting to be sent"),
        State.SENDING: _("being sent"),
        State.SENT: _("sent"),
        State.DELIVERED: _("delivered"),
        State.UNKNOWN: _("perhaps sent: nobody could tell yet"),
        State.LOST: _("perhaps not delivered: nobody could tell"),
        State.EXPIRED: _("not sent: it became too late"),
    }[of.state]


def _why(of: Delivery) -> str:
    """Why a message did not arrive, as far as the provider says."""
    if of.reason == Reason.OPTED_OUT:
        return _("texts to this number are ended")
    if of.reason == Reason.BAD_ADDRESS:
        return _("the number takes no texts") if of.channel is Channel.SMS else _("the address does not work")
    if of.error_code in codes.UNREACHABLE:
        return _("the phone could not be reached")
    if of.error_code in OURS:
        return _("the text service did not take it; the person who runs Bonny is told")
    return _("the other side did not take it")


def _reason(reason: str | None) -> str:
    return {
        Reason.DONE: _("not needed: nothing was open"),
        Reason.ASIDE: _("not needed: these days are set aside"),
        Reason.OPTED_OUT: _("not sent: texts are off"),
        Reason.NO_DEVICE: _("not sent: notifications are turned off everywhere"),
        Reason.QUIET: _("not sent: it was night"),
        Reason.CAP: _("not sent: there were enough messages that day"),
        Reason.MERGED: _("not needed: it came together with another"),
        Reason.SNOOZED: _("not sent: you asked to hear later"),
        Reason.PAUSED: _("not sent: reminders were paused"),
        Reason.OFF: _("not sent: this reminder was switched off"),
        Reason.BAD_ADDRESS: _("not sent: the address does not work"),
    }.get(Reason(reason or Reason.GONE), _("not needed any more"))
