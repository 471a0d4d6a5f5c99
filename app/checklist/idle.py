"""Folding the habits that nobody records anything of, so that no page reads back to where they stood."""

import itertools
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts import actions
from app.accounts import queries as accounts
from app.checklist import queries, standings
from app.checklist.models import Habit, StandingRow
from app.database import Database
from app.rules import days

LEFT_FOR = timedelta(days=10)
MOST_AT_ONCE = 200


def fold(database: Database, *, now: datetime, stopping: Callable[[], bool]) -> int:
    """Fold what has stood still for more than ten days, or never closed anything; how many habits."""
    folded, last_id, few = 0, 0, MOST_AT_ONCE
    while few == MOST_AT_ONCE and not stopping():
        with database.reading() as session:
            idle = _idle(session, before=(now - LEFT_FOR).date(), after_id=last_id)
        for user_id, habit_id in itertools.takewhile(lambda _: not stopping(), idle):
            with database.writing() as session:
                _fold(session, user_id, habit_id, now=now)
                session.commit()
            database.give_way()
            folded, last_id = folded + 1, habit_id
        few = len(idle)
    return folded


def _idle(session: Session, *, before: date, after_id: int) -> Sequence[tuple[int, int]]:
    """Habits, with whose they are, that have days to fold from before that day, in the order of their ids."""
    is_closed = col(StandingRow.closed_through) == col(StandingRow.strength_through)
    has_stood_still = sa.and_(
        col(StandingRow.strength_through) < before, sa.or_(col(Habit.ended_on).is_(None), _is_still_closing())
    )
    is_void = sa.and_(sa.not_(sa.func.coalesce(is_closed, sa.false())), col(Habit.started_on) < before)
    rows = session.exec(
        select(Habit.user_id, Habit.id)
        .join(StandingRow, col(StandingRow.habit_id) == col(Habit.id), isouter=True)
        .where(col(Habit.id) > after_id, sa.or_(is_void, has_stood_still))
        .order_by(col(Habit.id))
        .limit(MOST_AT_ONCE)
    ).all()
    return [(user_id, habit_id or 0) for user_id, habit_id in rows]


def _is_still_closing() -> Any:
    """Whether the fold of a habit given up has not come a week into the month after: there all is closed."""
    return _place(StandingRow.strength_through) < _place(Habit.ended_on, months=1) + days.DAYS_IN_WEEK


def _place(day: Any, *, months: int = 0) -> Any:
    """A number that grows with the day of a date; of some months later without the day."""
    month = 12 * sa.extract("year", col(day)) + sa.extract("month", col(day)) + months
    return 31 * month + (0 if months else sa.extract("day", col(day)))


def _fold(session: Session, user_id: int, habit_id: int, *, now: datetime) -> None:
    actions.lock_person(session, user_id)
    user = accounts.person(session, user_id)
    if user is None:
        return
    try:
        chosen = queries.chosen_of(session, user, habit_id=habit_id)
    except queries.NoSuchHabit:
        return
    today = accounts.today_of(user, now=now)
    standings.refresh(session, user, chosen=chosen, changed=today, today=today)
