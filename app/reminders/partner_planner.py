"""Looks, at ten on her wall clock, whether she was silent so long that her care partner is to be told.

Any number of processes may look at the same time: the database arbitrates.
"""

import logging
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from app import clock, words
from app.accounts import queries as accounts
from app.accounts.models import User
from app.database import Database
from app.messages import outbox
from app.messages.models import Channel
from app.reminders import partner_actions as actions
from app.reminders import partner_queries as queries
from app.reminders.models import CarePartner
from app.rules import schedule

AT_ONCE = 20
NOTE_LASTS = timedelta(hours=8)
log = logging.getLogger("bonny.reminders.partner_planner")


def look(database: Database, *, now: datetime) -> int:
    """Look at every partner whose time has come and return how many notes were planned.

    An idle call looks at one index and takes no lock. Each batch is a transaction of its own. A partner who
    cannot be looked at waits for the next day, and keeps no other from being told.
    """
    planned = 0
    with database.reading() as session:
        has_more = queries.has_due(session, now=now)
    while has_more:
        with database.writing() as session:
            due = queries.take_due(session, now=now, limit=AT_ONCE)
            planned += sum(_look_or_wait(session, partner, user, now) for partner, user in due)
            session.commit()
        has_more = len(due) == AT_ONCE
    return planned


def _look_or_wait(session: Session, partner: CarePartner, user: User, now: datetime) -> bool:
    try:
        with session.begin_nested():
            return _look(session, partner, user, now)
    except (sa.exc.OperationalError, sa.exc.InterfaceError):
        raise  # the database is away, which is no fault of this row
    except Exception as error:
        # Whatever is wrong with one row must not keep the partners of everybody else from being told.
        fault = type(error).__name__
        log.error("cannot look at a care partner", extra={"partner_id": partner.id, "error": fault})
        partner.next_check_at = now + actions.DAY
        session.add(partner)
        session.flush()
    return False


def _look(session: Session, partner: CarePartner, user: User, now: datetime) -> bool:
    if partner.confirmed_at is None:
        actions.run_out(session, partner, now=now)
        return False
    due_at = schedule.instant_of(words.local(now, user.zone).date(), actions.AT, clock.zone(user.zone))
    # After a long stop, or a move to another zone, it may be some other time of her day: then not today.
    is_time = due_at is not None and due_at <= now < due_at + NOTE_LASTS
    is_planned = is_time and due_at is not None and _plan(session, partner, user, due_at, now)
    actions.wait_for_next(session, partner, user, now=now)
    return is_planned


def _plan(session: Session, partner: CarePartner, user: User, due_at: datetime, now: datetime) -> bool:
    today = accounts.today_of(user, now=now)
    since = queries.silent_since(session, user, partner=partner)
    if queries.why_no_note(session, user, partner=partner, since=since, today=today) is not None:
        return False
    return outbox.enqueue(
        session,
        key=queries.note_key(partner.id or 0, since=since),
        kind=queries.NOTE,
        channel=Channel.EMAIL,
        user_id=partner.user_id,
        due_at=due_at,
        expires_at=due_at + NOTE_LASTS,
        now=now,
        payload={"partner": partner.id},
        local_date=today,
    )
