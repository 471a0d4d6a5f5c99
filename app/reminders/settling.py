"""What she wishes by text, done: to hear later, a pause, other times, discreet messages, notes.

Callers commit, and hold her record locked.
"""

from datetime import datetime
from typing import assert_never

from sqlmodel import Session

from app import clock
from app.accounts import queries as accounts
from app.accounts.models import User
from app.messages.models import Channel
from app.reminders import putting_off, retiming, told, ways, wishes
from app.reminders.models import Meaning
from app.reminders.queries import Asked
from app.reminders.told import Payload, Told
from app.rules.reply_meanings import Discreet, Later, Notes, Pause, Remind, RemindOff, Resume, Wish

MEANINGS: dict[type, Meaning] = {
    Later: Meaning.LATER,
    Pause: Meaning.PAUSE,
    Resume: Meaning.RESUME,
    Remind: Meaning.REMIND,
    RemindOff: Meaning.REMIND_OFF,
    Discreet: Meaning.DISCREET,
    Notes: Meaning.NOTES,
}


def act(
    session: Session,
    user: User,
    wish: Wish,
    *,
    asked: Asked | None,
    now: datetime,
    channel: Channel = Channel.SMS,
) -> tuple[Meaning, Payload]:
    """Do what she wishes; what it was, and what its echo is written from (``settled_words``).

    ``asked`` is the reminder she answers, ``channel`` the way she writes on: it is her times by that way that
    change. While her consent to texts does not stand, a text changes nothing: no answer could say so.
    """
    meaning = MEANINGS[type(wish)]
    if channel is Channel.SMS and not ways.has_consent(session, user):
        return meaning, told.payload(Told.TEXTS_OFF)
    return meaning, _settle(session, user, wish, asked, now, channel)


def _settle(
    session: Session, user: User, wish: Wish, asked: Asked | None, now: datetime, channel: Channel
) -> Payload:
    user_id = user.id or 0
    match wish:
        case Later(minutes):
            return putting_off.put_off(session, user, asked=asked, minutes=minutes, now=now)
        case Pause(days):
            return _pause(session, user, days, now)
        case Resume():
            return _resume(session, user, now)
        case Remind(at):
            return retiming.remind_at(session, user, at=at, channel=channel, now=now)
        case RemindOff():
            return retiming.switch(session, user, wish=wish, channel=channel, now=now)
        case Discreet(is_on):
            wishes.set_discreet(session, user_id, is_on=is_on)
            return told.payload(Told.DISCREET, is_on=is_on)
        case Notes(is_on):
            wishes.set_notes(session, user_id, is_on=is_on)
            return told.payload(Told.NOTES, is_on=is_on)
    assert_never(wish)


def _pause(session: Session, user: User, days: int | None, now: datetime) -> Payload:
    """From the date on her wall clock: after midnight, "pause 1 day" is meant for the day that begins."""
    if days is None:
        return told.payload(Told.PAUSE_HOW_LONG)
    today = now.astimezone(clock.zone(user.zone)).date()
    try:
        until = wishes.pause(session, user.id or 0, days=days, today=today)
    except wishes.BadPause:
        return told.payload(Told.PAUSE_TOO_LONG)
    return told.payload(Told.PAUSED, until=until.isoformat())


def _resume(session: Session, user: User, now: datetime) -> Payload:
    hers = wishes.of(session, user.id or 0)
    is_snoozed = hers.snoozed_until is not None and hers.snoozed_until > now
    was_silent = is_snoozed or wishes.is_paused(hers, accounts.today_of(user, now=now))
    wishes.resume(session, user.id or 0)
    session.flush()
    what = Told.RESUMED if was_silent else Told.NOT_PAUSED
    return told.payload(what, **told.next_of(session, user, now=now))
