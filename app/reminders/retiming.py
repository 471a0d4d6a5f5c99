"""Her times changed by text: one moved or added, some switched off or on. Callers commit."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlmodel import Session

from app.accounts.models import User
from app.messages.models import Channel
from app.reminders import queries, slots, told, wishes
from app.reminders.models import Purpose, Slot
from app.reminders.slots import Wanted
from app.reminders.told import Payload, Told
from app.rules.reply_meanings import Part, RemindOff

NOON = time(12)
EVENING = time(17)
MINUTES_OF_DAY = 24 * 60
# Farther away than this, another of her times is not the one she means.
MOST_MINUTES_APART = 180


def remind_at(session: Session, user: User, *, at: time | None, channel: Channel, now: datetime) -> Payload:
    """Remind her at this time of day by the way she writes on: move a time of hers, or add a daily one.

    Her only such time moves, however far; of several the nearest by the clock, when it is within three
    hours, the earlier of two. Never into her quiet hours: those she widens on her pages.
    """
    if at is None:
        return told.payload(Told.WHAT_TIME)
    hers = wishes.of(session, user.id or 0)
    if wishes.is_quiet_at(hers, at):
        ends = {"quiet_from": hers.quiet_from.isoformat(), "quiet_to": hers.quiet_to.isoformat()}
        return told.payload(Told.TIME_QUIET, **ends)
    asking = [slot for slot in _hers(session, user, channel) if slot.purpose in told.ASKING]
    active = [slot for slot in asking if slot.is_active]
    same = next((slot for slot in active if slot.at == at and slot.fault is None), None)
    if same is not None:
        return _said(session, Told.SET_ALREADY, same)
    try:
        return _move_or_add(session, user, asking, at=at, channel=channel, now=now)
    except slots.TooMany:
        return told.payload(Told.TOO_MANY)
    except slots.NoZone:
        return told.payload(Told.NO_ZONE)


def _move_or_add(
    session: Session, user: User, asking: Sequence[Slot], *, at: time, channel: Channel, now: datetime
) -> Payload:
    """Raises as ``slots.add`` does."""
    nearest = _to_move([slot for slot in asking if slot.is_active], at)
    if nearest is not None:
        was = nearest.at
        slots.move(session, user, slot_id=nearest.id or 0, at=at, now=now)
        return _said(session, Told.MOVED, nearest, was=was.isoformat())
    resting = next((slot for slot in asking if slot.at == at), None)
    if resting is not None and slots.switch_on(session, user, slot_id=resting.id or 0, now=now):
        return _said(session, Told.ADDED, resting)
    purpose = Purpose.DAY if at < EVENING else Purpose.EVENING
    added = slots.add(session, user, wanted=Wanted(at, (channel,), purpose), now=now)
    return _said(session, Told.ADDED, added)


def _to_move(active: Sequence[Slot], at: time) -> Slot | None:
    """The time of hers that she means."""
    if len(active) < 2:
        return next(iter(active), None)
    nearest = min(active, key=lambda slot: (_minutes_apart(slot.at, at), slot.at, slot.id))
    return nearest if _minutes_apart(nearest.at, at) <= MOST_MINUTES_APART else None


def _minutes_apart(one: time, other: time) -> int:
    """On the face of the clock, around midnight too: at most half a day."""
    apart = abs((one.hour - other.hour) * 60 + one.minute - other.minute)
    return min(apart, MINUTES_OF_DAY - apart)


def _said(session: Session, what: Told, slot: Slot, **more: str) -> Payload:
    """What came of a time, and when it comes next."""
    session.flush()
    next_one = {"next": slot.next_due_at.isoformat(), "next_way": slot.channel.value}
    return told.payload(what, time=slot.at.isoformat(), **next_one, **more)


def switch(session: Session, user: User, *, wish: RemindOff, channel: Channel, now: datetime) -> Payload:
    """Switch those of her times that she means off, or on again, and say what is left.

    A time that takes several ways is switched as a whole.
    """
    hers = _hers(session, user, channel)
    meant = [slot for slot in hers if _is_meant(slot, wish.which)]
    if not meant:
        times = [[slot.at.isoformat(), slot.is_active] for slot in hers]
        return told.payload(Told.NO_SUCH_TIME, **_which(wish), times=times)
    changing = [slot for slot in meant if slot.is_active != wish.is_on]
    for slot in changing:
        _switch(session, user, slot, is_on=wish.is_on, now=now)
    return told.payload(
        Told.SWITCHED if changing else Told.SWITCHED_BEFORE,
        **_which(wish),
        count=len(changing or meant),
        **told.next_of(session, user, now=now),
    )


def _switch(session: Session, user: User, slot: Slot, *, is_on: bool, now: datetime) -> None:
    if is_on:
        slots.switch_on(session, user, slot_id=slot.id or 0, now=now)
    else:
        slots.switch_off(session, user.id or 0, slot_id=slot.id or 0)


def _which(wish: RemindOff) -> Payload:
    key = "part" if isinstance(wish.which, Part) else "time"
    which = wish.which.value if isinstance(wish.which, Part) else wish.which.isoformat()
    return {key: which, "is_on": wish.is_on}


def _is_meant(slot: Slot, which: Part | time) -> bool:
    """Whether a time of hers is among those: mornings end at noon, evenings begin at five.

    The plants of the week go with "all" alone, and the month's letter only by its time: it asks for nothing.
    """
    match which:
        case Part.MORNING:
            return slot.purpose in told.ASKING and slot.at < NOON
        case Part.EVENING:
            return slot.purpose in told.ASKING and slot.at >= EVENING
        case Part.ALL:
            return slot.purpose in told.REMINDING
    return slot.at == which


def _hers(session: Session, user: User, channel: Channel) -> list[Slot]:
    """Her times by the way she writes on, locked, by the clock."""
    found = queries.slots_for_change(session, user.id or 0)
    return sorted((slot for slot in found if channel in slot.channels), key=lambda slot: (slot.at, slot.id))
