"""Care partners in her words: how it stands, why somebody cannot be asked, what a link's page says."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.accounts.models import User
from app.messages.models import Delivery, State
from app.reminders import partner_actions as actions
from app.reminders.models import CarePartner, Ender
from app.reminders.partner_queries import NEVER_ARRIVED


@dataclass(frozen=True, slots=True)
class Card:
    """A partner on her page: how it stands in one word and in sentences, and whether she is asked."""

    partner: CarePartner
    tag: str
    lines: tuple[str, ...]
    is_on: bool
    is_asked: bool


def days(count: int) -> str:
    """A number of days."""
    return ngettext("%(num)d day", "%(num)d days", count)


def card(of: CarePartner, user: User, *, invitation: Delivery | None, note: Delivery | None) -> Card:
    """How it stands with a partner whom she asked and who is not gone."""
    if of.confirmed_at is not None:
        return Card(of, _("On"), _running(of, user, note), is_on=True, is_asked=False)
    if of.accepted_at is not None:
        question = _(
            "%(name)s said yes. Let Bonny write to %(email)s when you have recorded nothing for %(days)s?",
            name=of.name,
            email=of.email,
            days=days(of.silent_days),
        )
        return Card(of, _("Your turn"), (question,), is_on=False, is_asked=True)
    if invitation is not None and invitation.state in NEVER_ARRIVED:
        lost = _(
            "The email to %(email)s could not be delivered. Look at the address, end this, and ask again.",
            email=of.email,
        )
        return Card(of, _("Not delivered"), (lost,), is_on=False, is_asked=False)
    asked = _("Asked by email at %(email)s on %(day)s.", email=of.email, day=_day(of.invited_at, user))
    waits = _("Nothing happens before there is a yes. The question stays open for 14 days.")
    return Card(of, _("Asked"), (asked, waits), is_on=False, is_asked=False)


def _running(of: CarePartner, user: User, note: Delivery | None) -> tuple[str, ...]:
    since = _("On since %(day)s.", day=_day(of.confirmed_at, user))
    what = _(
        "%(name)s gets one email at %(email)s when you have recorded nothing for %(days)s.",
        name=of.name,
        email=of.email,
        days=days(of.silent_days),
    )
    return since, what, _last(note, user)


def _last(note: Delivery | None, user: User) -> str:
    if note is None:
        return _("None was sent so far.")
    day = _day(note.due_at, user)
    if note.state in NEVER_ARRIVED:
        return _("The last one, on %(day)s, could not be delivered.", day=day)
    if note.state in (State.QUEUED, State.SENDING):
        return _("One is being sent.")
    return _("The last one was sent on %(day)s.", day=day)


def over(of: CarePartner, user: User) -> str:
    """How it ended."""
    values = {"name": of.name, "day": _day(of.ended_at or of.invited_at, user)}
    if of.ended_by == Ender.PERSON:
        return _("You ended it with %(name)s on %(day)s.", **values)
    if of.ended_by == Ender.UNDELIVERED:
        return _("The email to %(name)s could not be delivered. You may ask again.", **values)
    if of.ended_by == Ender.PARTNER and of.accepted_at is None:
        return _("%(name)s said no, thank you, on %(day)s.", **values)
    if of.ended_by == Ender.PARTNER:
        return _("%(name)s ended the emails on %(day)s.", **values)
    return _("%(name)s did not answer within 14 days. You may ask again.", **values)


def refusal(of: actions.Refused) -> str:
    """Why an address cannot be asked."""
    return {
        actions.OwnAddress: _("This is your own email. Ask somebody else."),
        actions.AlreadyAsked: _("You asked this person already: see above."),
        actions.EndedLately: _("It ended with this person lately. You can ask again after 30 days."),
        actions.TooMany: _("Two people are the most. End it with one of them first."),
        actions.TooManyToday: _("You asked three times today. Please go on tomorrow."),
    }[type(of)]


def _day(instant: datetime | None, user: User) -> str:
    return words.full_day(words.local(instant, user.zone).date()) if instant is not None else ""
