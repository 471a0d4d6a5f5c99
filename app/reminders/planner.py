"""The planner: turns the slots that are due into deliveries of the outbox, each local date once.

Any number of processes may plan at the same time: the database arbitrates.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa
from sqlmodel import Session, col

from app import clock
from app.accounts import actions as account_actions
from app.accounts import queries as accounts
from app.accounts.models import User
from app.database import Database
from app.messages import outbox
from app.messages.models import Channel
from app.reminders import queries, slots, wishes
from app.reminders.models import Purpose, Slot, Wishes
from app.rules import schedule
from app.rules.schedule import Occurrence

# Few, since on SQLite nobody else writes meanwhile.
SLOTS_AT_ONCE = 25
UNKNOWN_ZONE = "zone"
LONGEST_FAULT = 32
LETTER_LIFE = timedelta(days=2)
log = logging.getLogger("bonny.reminders.planner")


def plan_due(database: Database, *, now: datetime) -> int:
    """Plan every reminder that is due and return how many; what came due long ago is passed over.

    An idle call looks at one index and takes no lock. Each batch is a transaction of its own. A slot that
    cannot be planned is set aside, and keeps no other from being so.
    """
    planned = 0
    with database.reading() as session:
        has_more = queries.has_due_slot(session, now=now)
    while has_more:
        with database.writing() as session:
            due = queries.take_due_slots(session, now=now, limit=SLOTS_AT_ONCE)
            planned += sum(_plan_or_set_aside(session, slot, user, now=now) for slot, user in due)
            session.commit()
        has_more = len(due) == SLOTS_AT_ONCE
    return planned


def _plan_or_set_aside(session: Session, slot: Slot, user: User, *, now: datetime) -> int:
    try:
        with session.begin_nested():
            return _plan(session, slot, user, now=now)
    except (sa.exc.OperationalError, sa.exc.InterfaceError):
        raise  # the database is away, which is no fault of this slot
    except ZoneInfoNotFoundError:
        _set_aside(session, slot, UNKNOWN_ZONE)
    except Exception as error:
        # Whatever is wrong with one row must not keep the reminders of everybody else from leaving.
        _set_aside(session, slot, type(error).__name__[:LONGEST_FAULT])
    return 0


def _set_aside(session: Session, slot: Slot, fault: str) -> None:
    log.error("slot set aside", extra={"slot_id": slot.id, "fault": fault})
    slot.fault = fault
    session.add(slot)
    session.flush()


def _plan(session: Session, slot: Slot, user: User, *, now: datetime) -> int:
    """Plan the slot's live occurrence, if there is one, and let it wait for the next; how many."""
    hers = wishes.of(session, slot.user_id)
    occurrence = _latest(slot, user, now)
    planned = 0
    if occurrence.due_at <= now:
        planned = sum(
            _enqueue(session, slot, user, hers, occurrence, channel=each, now=now) for each in slot.channels
        )
        _plan_again(session, slot, user, hers, occurrence, now=now)
    slots.wait_for(session, slot, slots.next_after(now, slot, user))
    return planned


def _latest(slot: Slot, user: User, now: datetime) -> Occurrence:
    """The only occurrence that can still be live: the stored one, or after a long stop a later one."""
    oldest_alive = now - _life(slot)
    if slot.next_due_at > oldest_alive:
        return Occurrence(slot.next_day, slot.next_due_at)
    return slots.next_after(oldest_alive, slot, user)


def _life(slot: Slot) -> timedelta:
    """How long something of an occurrence may still be to come: its second nudge, or a letter."""
    if slot.purpose is Purpose.MONTH:
        return LETTER_LIFE
    return schedule.LIFE + timedelta(minutes=slot.again_after or 0)


def _expires_at(
    slot: Slot, user: User, hers: Wishes, occurrence: Occurrence, channel: Channel, now: datetime
) -> datetime:
    """A reminder soon comes too late; a letter may come the day after, but makes no noise at night."""
    if slot.purpose is Purpose.MONTH:
        ends = occurrence.due_at + LETTER_LIFE
        if channel is Channel.EMAIL:
            return ends
        return min(ends, wishes.live_until(hers, user, now, life=LETTER_LIFE))
    return schedule.expires_at(
        occurrence,
        ZoneInfo(user.zone),
        at=slot.at,
        weekdays=slots.weekdays_of(slot),
        quiet_from=hers.quiet_from,
        quiet_to=hers.quiet_to,
    )


def _plan_again(
    session: Session, slot: Slot, user: User, hers: Wishes, occurrence: Occurrence, *, now: datetime
) -> None:
    """Plan the second nudge of the day with the first; whether anything is open is seen when it is sent."""
    if slot.again_after is None:
        return
    again = Occurrence(occurrence.day, occurrence.due_at + timedelta(minutes=slot.again_after))
    if not wishes.is_quiet(hers, user, again.due_at):
        for channel in slot.channels:
            _enqueue(session, slot, user, hers, again, channel=channel, now=now, is_again=True)


def _enqueue(
    session: Session,
    slot: Slot,
    user: User,
    hers: Wishes,
    occurrence: Occurrence,
    *,
    channel: Channel,
    now: datetime,
    is_again: bool = False,
) -> bool:
    """Plan one delivery while it can still be sent in time; whether it is."""
    expires_at = _expires_at(slot, user, hers, occurrence, channel, now)
    if expires_at <= now:
        return False
    payload = {"day": accounts.today_of(user, now=occurrence.due_at).isoformat()}
    return outbox.enqueue(
        session,
        key=slots.key_of(slot, occurrence, channel, again=is_again),
        kind=slots.kind_of(slot),
        channel=channel,
        user_id=slot.user_id,
        due_at=occurrence.due_at,
        expires_at=expires_at,
        now=now,
        payload=payload | ({"is_again": True} if is_again else {}),
        slot_id=slot.id,
        local_date=occurrence.day,
    )


def reschedule(session: Session, user: User, *, now: datetime) -> None:
    """Find the next occurrence of all her slots anew, after her time zone changed. The caller commits."""
    account_actions.lock_person(session, user.id or 0)
    for slot in queries.slots_for_change(session, user.id or 0):
        slot.fault = None
        slots.move_to_next(session, slot, user, now)


def follow_zones(database: Database, *, now: datetime) -> int:
    """Find the next occurrence anew of every slot that was found with older time zones; how many moved.

    Governments change their clocks at short notice: the instant that was noted may no longer be her 08:00.
    Each batch is a transaction of its own; an instant that is past already stays, to be planned.
    """
    return sum(_follow_in_batches(database, now))


def _follow_in_batches(database: Database, now: datetime) -> Iterator[int]:
    """How many of each batch moved."""
    version, after = clock.tz_version(), 0
    while True:
        with database.writing() as session:
            taken = queries.take_slots_of_other_zones(
                session, tz_version=version, after=after, limit=SLOTS_AT_ONCE
            )
            yield sum(_follow(session, slot, user, now=now) for slot, user in taken)
            session.commit()
        if not taken:
            return
        after = taken[-1][0].id or 0


def _follow(session: Session, slot: Slot, user: User, *, now: datetime) -> bool:
    """Keep the slot's date, and take the instant that the clock shows its time on that day."""
    try:
        due_at = schedule.instant_of(slot.next_day, slot.at, ZoneInfo(user.zone))
    except ZoneInfoNotFoundError:
        _set_aside(session, slot, UNKNOWN_ZONE)
        return False
    was = slot.next_due_at
    if due_at is None or slot.fault == UNKNOWN_ZONE:
        slot.fault = None
        slots.move_to_next(session, slot, user, now)
    elif was > now:
        slots.wait_for(session, slot, Occurrence(slot.next_day, due_at))
    return slot.next_due_at != was


def retry_set_aside(session: Session) -> int:
    """Let the active slots be planned again that a mistake of ours set aside; how many. The caller commits.

    One whose time zone is gone waits until she chooses another.
    """
    is_ours = (col(Slot.fault).is_not(None), col(Slot.fault) != UNKNOWN_ZONE, col(Slot.is_active).is_(True))
    retried = session.exec(
        sa.update(Slot).where(*is_ours).values(fault=None), execution_options={"synchronize_session": False}
    )
    return retried.rowcount
