"""Folding the habits that nobody records anything of, so that no page reads back to where they stood."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.checklist import queries, standings
from app.checklist.models import Habit, StandingRow
from app.database import Database

LEFT_FOR = timedelta(days=10)
MOST_AT_ONCE = 200


def fold(database: Database, *, now: datetime, stopping: Callable[[], bool]) -> int:
    """Fold what has stood still for more than ten days, a habit after a habit; how many there were."""
    with database.reading() as session:
        idle = _idle(session, before=(now - LEFT_FOR).date())
    for number, (user_id, habit_id) in enumerate(idle):
        if stopping():
            return number
        with database.writing() as session:
            _fold(session, user_id, habit_id, now=now)
            session.commit()
    return len(idle)


def _idle(session: Session, *, before: date) -> Sequence[tuple[int, int]]:
    """Habits, with whose they are, that have days to fold from before that day."""
    through = sa.func.coalesce(StandingRow.strength_through, Habit.started_on)
    has_days = sa.or_(
        col(StandingRow.habit_id).is_(None), col(Habit.ended_on).is_(None), col(Habit.ended_on) > through
    )
    rows = session.exec(
        select(Habit.user_id, Habit.id)
        .join(StandingRow, col(StandingRow.habit_id) == col(Habit.id), isouter=True)
        .where(through < before, has_days)
        .order_by(col(Habit.id))
        .limit(MOST_AT_ONCE)
    ).all()
    return [(user_id, habit_id or 0) for user_id, habit_id in rows]


def _fold(session: Session, user_id: int, habit_id: int, *, now: datetime) -> None:
    user = accounts.person(session, user_id)
    if user is None:
        return
    try:
        chosen = queries.chosen_of(session, user, habit_id=habit_id)
    except queries.NoSuchHabit:
        return
    today = accounts.today_of(user, now=now)
    standings.refresh(session, user, chosen=chosen, changed=today, today=today)
