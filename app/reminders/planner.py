"""The planner: turns the slots that are due into deliveries of the outbox, each local date once.

Any number of processes may plan at the same time: the database arbitrates.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.accounts import actions as account_actions
from app.accounts import queries as accounts
from app.accounts.models import User
from app.database import Database
from app.messages import outbox
from app.reminders import actions, queries
from app.reminders.models import Slot
from app.rules import schedule
from app.rules.schedule import Occurrence

SLOTS_AT_ONCE = 100


def plan_due(database: Database, *, now: datetime) -> int:
    """Plan every reminder that is due and return how many; what came due long ago is passed over.

    An idle call looks at one index and takes no lock. Each batch is a transaction of its own.
    """
    planned = 0
    with database.reading() as session:
        has_more = queries.has_due_slot(session, now=now)
    while has_more:
        with database.writing() as session:
            due = queries.take_due_slots(session, now=now, limit=SLOTS_AT_ONCE)
            planned += sum(_plan(session, slot, user, now=now) for slot, user in due)
            session.commit()
        has_more = len(due) == SLOTS_AT_ONCE
    return planned


def _plan(session: Session, slot: Slot, user: User, *, now: datetime) -> bool:
    """Plan the slot's live occurrence, if there is one, and let it wait for the next."""
    occurrence = _latest(slot, user, now)
    expires_at = schedule.expires_at(
        occurrence, ZoneInfo(user.zone), at=slot.at, weekdays=actions.weekdays_of(slot)
    )
    is_live = occurrence.due_at <= now < expires_at
    is_planned = is_live and _enqueue(session, slot, user, occurrence, expires_at=expires_at, now=now)
    actions.wait_for(session, slot, actions.next_after(now, slot, user))
    return is_planned


def _latest(slot: Slot, user: User, now: datetime) -> Occurrence:
    """The only occurrence that can still be live: the stored one, or after a long stop a later one."""
    oldest_alive = now - schedule.LIFE
    if slot.next_due_at > oldest_alive:
        return Occurrence(slot.next_day, slot.next_due_at)
    return actions.next_after(oldest_alive, slot, user)


def _enqueue(
    session: Session, slot: Slot, user: User, occurrence: Occurrence, *, expires_at: datetime, now: datetime
) -> bool:
    asked_about = accounts.today_of(user, now=occurrence.due_at)
    return outbox.enqueue(
        session,
        key=actions.nudge_key(slot, occurrence),
        kind=queries.NUDGE,
        channel=slot.channel,
        user_id=slot.user_id,
        due_at=occurrence.due_at,
        expires_at=expires_at,
        now=now,
        payload={"day": asked_about.isoformat()},
        slot_id=slot.id,
        local_date=occurrence.day,
    )


def reschedule(session: Session, user: User, *, now: datetime) -> None:
    """Find the next occurrence of all her slots anew, after her time zone changed. The caller commits."""
    account_actions.lock_person(session, user.id or 0)
    for slot in queries.slots_of(session, user.id or 0):
        actions.move_to_next(session, slot, user, now)
