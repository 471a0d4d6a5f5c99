"""Plans a word of each visit that is tomorrow on her wall clock, at the time of day she is reminded at.

Any number of processes may look at the same time: the key of a delivery is unique, and she is told once.
"""

import logging
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from app import clock, words
from app.accounts.models import User
from app.database import Database
from app.messages import outbox
from app.messages.models import Channel
from app.reminders import queries as reminders
from app.reminders import ways, wishes
from app.reminders.models import Purpose, Slot, Wishes
from app.report import queries
from app.rules import days, schedule
from app.visits.models import Visit

AT_ONCE = 50
USUAL = time(10)
# A visit that she enters later in the evening before it is not told any more: she has just thought of it.
LATEST = time(20)
LIFE = timedelta(hours=12)
# What "tomorrow" may be, somewhere on earth, while it is today in UTC.
FROM, TO = timedelta(days=0), timedelta(days=2)
log = logging.getLogger("bonny.report.visits")


def look(database: Database, *, now: datetime) -> int:
    """Plan what is to be told of the visits of tomorrow; how many. One bounded query when there are none."""
    planned = after = 0
    while True:
        with database.reading() as session:
            found = queries.visits_to_tell(
                session, first=now.date() + FROM, last=now.date() + TO, after=after, limit=AT_ONCE
            )
            due = [each for each in found if _is_tomorrow(*each, now=now)]
        if due:
            with database.writing() as session:
                planned += sum(_plan_or_leave(session, visit, user, now=now) for visit, user in due)
                session.commit()
        if len(found) < AT_ONCE:
            return planned
        after = found[-1][0].id or 0


def _is_tomorrow(visit: Visit, user: User, *, now: datetime) -> bool:
    return words.local(now, user.zone).date() + days.ONE_DAY == visit.day


def _plan_or_leave(session: Session, visit: Visit, user: User, *, now: datetime) -> bool:
    try:
        with session.begin_nested():
            return _plan(session, visit, user, now=now)
    except (sa.exc.OperationalError, sa.exc.InterfaceError):
        raise  # the database is away, which is no fault of this row
    except Exception as error:
        # Whatever is wrong with one row must not keep anybody else from being told.
        log.error("cannot tell of a visit", extra={"visit_id": visit.id, "error": type(error).__name__})
    return False


def _plan(session: Session, visit: Visit, user: User, *, now: datetime) -> bool:
    """Plan it unless it is too late or there is no way to her; whether so."""
    hers = wishes.of(session, visit.user_id)
    active = [slot for slot in reminders.slots_of(session, visit.user_id) if slot.is_active]
    due_at = _due_at(visit.day, user, hers, active, now)
    channel = _channel(session, user, active)
    if due_at is None or channel is None:
        return False
    return outbox.enqueue(
        session,
        key=key_of(visit.id or 0, visit.day, channel),
        kind=reminders.VISIT,
        channel=channel,
        user_id=visit.user_id,
        due_at=due_at,
        expires_at=_until(visit.day, user, hers, due_at),
        now=now,
        payload={"visit": visit.id},
        local_date=visit.day,
    )


def key_of(visit_id: int, day: date, channel: Channel) -> str:
    """What makes it the same message: the visit, its day and the way; a visit that moves has another."""
    return f"{reminders.VISIT}/{visit_id}/{day.isoformat()}/{channel.value}"


def _due_at(day: date, user: User, hers: Wishes, active: list[Slot], now: datetime) -> datetime | None:
    """Her time of day on the day before; at once when that is over, until eight in the evening."""
    before = day - days.ONE_DAY
    due_at = schedule.instant_of(before, _time_of_day(hers, active), clock.zone(user.zone))
    if due_at is None or due_at > now:
        return due_at
    shown = words.local(now, user.zone).time()
    return now if shown < LATEST and not wishes.is_quiet_at(hers, shown) else None


def _time_of_day(hers: Wishes, active: list[Slot]) -> time:
    """That of her first reminder of the day, else ten; where that is quiet, the end of the quiet hours."""
    asked = [slot.at for slot in active if slot.purpose is not Purpose.MONTH]
    wanted = (*asked[:1], USUAL, hers.quiet_to)
    return next(at for at in wanted if not wishes.is_quiet_at(hers, at))


def _until(day: date, user: User, hers: Wishes, due_at: datetime) -> datetime:
    """Until her quiet hours begin, and in any case the day does."""
    midnight = schedule.instant_of(day, time(0), clock.zone(user.zone))
    return min(filter(None, (wishes.live_until(hers, user, due_at, life=LIFE), midnight)))


def _channel(session: Session, user: User, active: list[Slot]) -> Channel | None:
    """The way her reminders take; else one that needs no consent, and a text at last."""
    hers = (channel for slot in active for channel in slot.channels)
    return next(
        (each for each in (*hers, *ways.INSTEAD, Channel.SMS) if ways.may_use(session, user, each)), None
    )
