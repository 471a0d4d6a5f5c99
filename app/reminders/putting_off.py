"""She asks by text to hear later: what becomes of the reminder she answers. Callers commit."""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import User
from app.messages.models import Channel, Delivery
from app.reminders import nudges, pressing, queries, sending, told, wishes
from app.reminders.pressing import Pressed
from app.reminders.queries import Asked
from app.reminders.told import Payload, Told

# More than any day of hers has, the one on which the clock goes back included.
LONGEST_WAIT = timedelta(days=2)


def put_off(
    session: Session, user: User, *, asked: Asked | None, minutes: int | None, now: datetime
) -> Payload:
    """Ask her once more after so many minutes (None: as long as usual), or say why not and what comes next.

    ``asked`` is the reminder she answers.
    """
    hers = wishes.of(session, user.id or 0)
    if hers.paused_until is not None and wishes.is_paused(hers, accounts.today_of(user, now=now)):
        return told.payload(Told.PAUSED_BEFORE, until=hers.paused_until.isoformat())
    pressed = None if asked is None else _pressed(session, user, asked, now)
    why_not = _why_not(session, pressed, now)
    if pressed is None or why_not is not None:
        return told.payload(why_not or Told.NOTHING_ASKED, **_next(session, user, now))
    return _put_off(session, pressed, minutes, now)


def _pressed(session: Session, user: User, asked: Asked, now: datetime) -> Pressed | None:
    return pressing.read(session, user.id or 0, delivery_id=asked.delivery_id, now=now)


def _why_not(session: Session, pressed: Pressed | None, now: datetime) -> Told | None:
    """Why it cannot come once more, whenever that were."""
    if pressed is None or pressed.day != pressed.today or not _is_on(session, pressed):
        return Told.NOTHING_ASKED
    if not _is_anything_open(session, pressed):
        return Told.NOTHING_OPEN
    return Told.ENOUGH_TEXTS if _had_enough(session, pressed.delivery, now) else None


def _is_on(session: Session, pressed: Pressed) -> bool:
    """Whether its time is hers still and switched on: it would be withheld otherwise."""
    user_id, slot_id = pressed.user.id or 0, pressed.delivery.slot_id or 0
    slot = queries.slot_of(session, user_id, slot_id=slot_id)
    return slot is not None and slot.is_active


def _is_anything_open(session: Session, pressed: Pressed) -> bool:
    """Whether there is anything left to ask for, as there must be when it is sent."""
    user_id = pressed.user.id or 0
    ids = sending.stands_for(pressed.delivery)
    asking = [slot for slot in queries.slots_of(session, user_id) if slot.id in ids]
    sheet = pressing.sheet_of(session, pressed)
    return bool(nudges.asked_rows(sheet, asking, unasked=wishes.of(session, user_id).unasked))


def _had_enough(session: Session, delivery: Delivery, now: datetime) -> bool:
    """Whether one text more would be withheld, for she had as many on that date as there may be."""
    if delivery.channel is not Channel.SMS:
        return False
    others = queries.posted(session, delivery, kinds=queries.TIMED, now=now)
    count = 1 + sum(each.local_date == delivery.local_date for each in others)
    return count >= sending.MOST_TEXTS_A_DAY


def _put_off(session: Session, pressed: Pressed, minutes: int | None, now: datetime) -> Payload:
    before = wishes.of(session, pressed.user.id or 0).snoozed_until
    wait = pressing.USUAL_WAIT if minutes is None else timedelta(minutes=min(minutes, _most_minutes()))
    try:
        at = pressing.later(session, pressed, now=now, wait=wait)
    except pressing.WouldBeQuiet:
        return _too_late(session, pressed, wait, now)
    is_kept = before is not None and before > now
    return told.payload(Told.LATER_ALREADY if is_kept else Told.LATER, at=at.isoformat())


def _most_minutes() -> int:
    return LONGEST_WAIT // timedelta(minutes=1)


def _too_late(session: Session, pressed: Pressed, wait: timedelta, now: datetime) -> Payload:
    """She gets the reason, the next reminder, and the usual wait where that is still possible."""
    is_quiet = wishes.is_quiet(wishes.of(session, pressed.user.id or 0), pressed.user, now + wait)
    soon = now + pressing.USUAL_WAIT
    is_soon_possible = wait > pressing.USUAL_WAIT and _may_ask_at(session, pressed, soon)
    return told.payload(
        Told.LATER_QUIET if is_quiet else Told.LATER_OTHER_DAY,
        **({"soon": soon.isoformat()} if is_soon_possible else {}),
        **_next(session, pressed.user, now),
    )


def _may_ask_at(session: Session, pressed: Pressed, at: datetime) -> bool:
    is_same_day = accounts.today_of(pressed.user, now=at) == pressed.today
    hers = wishes.of(session, pressed.user.id or 0)
    return is_same_day and not wishes.is_quiet(hers, pressed.user, at)


def _next(session: Session, user: User, now: datetime) -> Payload:
    return told.next_of(session, user, now=now, purposes=told.ASKING)
