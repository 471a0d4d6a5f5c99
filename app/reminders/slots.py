"""Her times: adding, changing and ending a slot, and finding its next occurrence. Callers commit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app import clock
from app.accounts import actions as accounts
from app.accounts.models import User
from app.checklist import queries as checklist
from app.messages import consent
from app.messages.models import Channel
from app.reminders import queries, ways, welcomes
from app.reminders.models import EVERY_WEEKDAY, Purpose, Slot
from app.rules import schedule
from app.rules.schedule import Occurrence

MOST_SLOTS = 12
AGAIN_AFTER = (120, 180, 240, 360)
KINDS = {
    Purpose.DAY: queries.NUDGE,
    Purpose.EVENING: queries.NUDGE,
    Purpose.PLANTS: queries.PLANTS,
    Purpose.MONTH: queries.MONTH,
}


class NoWay(ValueError):
    """A slot needs at least one way by which she can be reached."""


class NeedsConsent(ValueError):
    """Texts to her number need her consent first."""


class NoZone(ValueError):
    """Her time zone is none that we know, so nobody can say when her times are."""


class TooMany(ValueError):
    """She has as many slots as there may be."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What she wants of a slot (see ``Slot``): ``weekdays`` from Monday (0), ``again_after`` in minutes."""

    at: time
    channels: tuple[Channel, ...]
    purpose: Purpose = Purpose.DAY
    weekdays: frozenset[int] = frozenset(map(int, EVERY_WEEKDAY))
    habit_ids: tuple[int, ...] | None = None
    again_after: int | None = None


def add(session: Session, user: User, *, wanted: Wanted, now: datetime) -> Slot:
    """Remind her so from the next occurrence on; the slot she has when it is the same already.

    Her first texts bring the welcome text.

    Raises NoWay, NoZone, NeedsConsent, TooMany, and NoSuchHabit for a habit that is not hers.
    """
    user_id = user.id or 0
    accounts.lock_person(session, user_id)
    hers = queries.slots_for_change(session, user_id)
    same = next((slot for slot in hers if slot.is_active and _wanted_of(slot) == wanted), None)
    if same is not None:
        return same
    if len(hers) >= MOST_SLOTS:
        raise TooMany
    _check(session, user, wanted, now)
    first = next_of(now, wanted.purpose, wanted.at, wanted.weekdays, ZoneInfo(user.zone))
    slot = Slot(
        user_id=user_id,
        channel=wanted.channels[0],
        at=wanted.at,
        next_day=first.day,
        next_due_at=first.due_at,
        created_at=now,
    )
    _write(slot, wanted)
    session.add(slot)
    session.flush()
    return slot


def change(session: Session, user: User, *, slot_id: int, wanted: Wanted, now: datetime) -> Slot | None:
    """Let a slot of hers be so from now on, switched on; None when she has no such slot.

    A date that had its reminder gets no second one. Raises as ``add`` does.
    """
    accounts.lock_person(session, user.id or 0)
    slot = queries.slot_for_change(session, user.id or 0, slot_id=slot_id)
    if slot is None:
        return None
    _check(session, user, wanted, now)
    before = _wanted_of(slot)
    has_same_times = (before.at, before.weekdays) == (wanted.at, wanted.weekdays)
    is_new_start = not slot.is_active or slot.fault is not None or not has_same_times
    _write(slot, wanted)
    slot.is_active, slot.fault = True, None
    _move_on(session, slot, user, now, is_new_start=is_new_start)
    return slot


def move(session: Session, user: User, *, slot_id: int, at: time, now: datetime) -> bool:
    """Let a slot of hers come at another time of day, all else as it is; whether there is such a slot.

    A date that had its reminder gets no second one. Raises NoZone.
    """
    if not clock.knows_zone(user.zone):
        raise NoZone(user.zone)
    accounts.lock_person(session, user.id or 0)
    slot = queries.slot_for_change(session, user.id or 0, slot_id=slot_id)
    if slot is None:
        return False
    slot.at, slot.fault = at, None
    _move_on(session, slot, user, now, is_new_start=True)
    return True


def switch_off(session: Session, user_id: int, *, slot_id: int) -> bool:
    """End the reminders of a slot of hers, also one that is about to leave; whether there is such a slot."""
    accounts.lock_person(session, user_id)
    slot = queries.slot_for_change(session, user_id, slot_id=slot_id)
    if slot is None:
        return False
    slot.is_active = False
    session.add(slot)
    session.flush()
    return True


def switch_on(session: Session, user: User, *, slot_id: int, now: datetime) -> bool:
    """Let a slot of hers remind again, from its next occurrence on; whether there is such a slot."""
    accounts.lock_person(session, user.id or 0)
    slot = queries.slot_for_change(session, user.id or 0, slot_id=slot_id)
    if slot is None:
        return False
    slot.is_active = True
    if clock.knows_zone(user.zone):
        slot.fault = None
        _move_on(session, slot, user, now)
    session.add(slot)
    return True


def remove(session: Session, user_id: int, *, slot_id: int) -> bool:
    """Take a slot of hers away; whether there was one. What it sent stays on record."""
    accounts.lock_person(session, user_id)
    slot = queries.slot_for_change(session, user_id, slot_id=slot_id)
    if slot is None:
        return False
    session.delete(slot)
    session.flush()
    return True


def leave(session: Session, user_id: int, *, channel: Channel, instead: Channel | None) -> None:
    """Let no slot of hers take a way any more: another instead, where it took no second one.

    A slot that has no way left is switched off.
    """
    for slot in queries.slots_for_change(session, user_id):
        if channel not in slot.channels:
            continue
        left = [each for each in slot.channels if each is not channel]
        if not left and instead is not None:
            left = [instead]
        if left:
            slot.channel, *also = left
            slot.also = list(also) or None
        else:
            slot.is_active = False
        session.add(slot)
    session.flush()


def _check(session: Session, user: User, wanted: Wanted, now: datetime) -> None:
    if not clock.knows_zone(user.zone):
        raise NoZone(user.zone)
    if not wanted.channels or not set(wanted.channels) <= set(ways.open_to(session, user)):
        raise NoWay
    for habit_id in wanted.habit_ids or ():
        checklist.habit_of(session, user.id or 0, habit_id=habit_id)
    if Channel.SMS in wanted.channels:
        if not consent.is_given(
            session, user_id=user.id or 0, channel=Channel.SMS, address=user.number or ""
        ):
            raise NeedsConsent
        welcomes.welcome_once(session, user, now=now)


def _write(slot: Slot, wanted: Wanted) -> None:
    slot.purpose, slot.at = wanted.purpose, wanted.at
    slot.channel, *also = wanted.channels
    slot.also = list(also) or None
    slot.weekdays = "".join(map(str, sorted(wanted.weekdays)))
    slot.habit_ids = None if wanted.habit_ids is None else list(wanted.habit_ids)
    slot.again_after = wanted.again_after
    slot.tz_version = clock.tz_version()


def _wanted_of(slot: Slot) -> Wanted:
    """A slot as she wanted it."""
    habit_ids = None if slot.habit_ids is None else tuple(slot.habit_ids)
    return Wanted(slot.at, slot.channels, slot.purpose, weekdays_of(slot), habit_ids, slot.again_after)


def _move_on(session: Session, slot: Slot, user: User, now: datetime, *, is_new_start: bool = False) -> None:
    """Let the slot wait for what comes next; what is due, live and not planned yet is still to come."""
    stored = Occurrence(slot.next_day, slot.next_due_at)
    is_live = stored.due_at > now - schedule.LIFE and not _was_planned(session, slot, stored)
    if is_new_start or not is_live:
        move_to_next(session, slot, user, now)


def kind_of(slot: Slot) -> str:
    """The kind of message a slot plans."""
    return KINDS[slot.purpose]


def key_of(slot: Slot, occurrence: Occurrence, channel: Channel, *, again: bool = False) -> str:
    """What makes a reminder the same one: person, slot, local date and channel, never the instant."""
    second = "/again" if again else ""
    return f"{kind_of(slot)}/{slot.user_id}/{slot.id}/{occurrence.day.isoformat()}/{channel.value}{second}"


def weekdays_of(slot: Slot) -> frozenset[int]:
    """The weekdays of a slot, Monday 0."""
    return frozenset(map(int, slot.weekdays))


def next_after(instant: datetime, slot: Slot, user: User) -> Occurrence:
    """The slot's first occurrence later than the instant, on her wall clock."""
    return next_of(instant, slot.purpose, slot.at, weekdays_of(slot), ZoneInfo(user.zone))


def next_of(
    instant: datetime, purpose: Purpose, at: time, weekdays: Iterable[int], zone: ZoneInfo
) -> Occurrence:
    """The first occurrence later than the instant; the month's letter comes on the 1st, whatever weekday."""
    if purpose is Purpose.MONTH:
        return schedule.next_first_of_month(instant, at, zone)
    return schedule.next_occurrence(instant, at, zone, weekdays=frozenset(weekdays))


def move_to_next(session: Session, slot: Slot, user: User, now: datetime) -> None:
    """Let the slot wait for its first occurrence after now on a date that had no reminder yet."""
    occurrence = next_after(now, slot, user)
    while _was_planned(session, slot, occurrence):
        occurrence = next_after(occurrence.due_at, slot, user)
    wait_for(session, slot, occurrence)


def _was_planned(session: Session, slot: Slot, occurrence: Occurrence) -> bool:
    return queries.was_planned(session, slot, kind=kind_of(slot), day=occurrence.day)


def wait_for(session: Session, slot: Slot, occurrence: Occurrence) -> None:
    """Note the occurrence the slot waits for, as today's time zones have it."""
    slot.next_day, slot.next_due_at = occurrence.day, occurrence.due_at
    slot.tz_version = clock.tz_version()
    session.add(slot)
    session.flush()
