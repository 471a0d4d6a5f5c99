"""Reads of the progress room: when she began, the days with a record, and why something was left out."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import User
from app.checklist import queries as checklist
from app.checklist.models import Mark, PlantEaten
from app.rules.marks import Skip

# A year and the week it begins in; a day has at most itself and a skip of every habit.
MOST_ROWS = 400 * (1 + checklist.MOST_HABITS)
IS_RECORD = col(Mark.amount).is_not(None) | col(Mark.skip).is_not(None)
Marked = tuple[tuple[date, int | None, Skip | None], ...]


def began_on(session: Session, user: User) -> date | None:
    """The first day on which anything was recorded, a skip or a plant too; None before. One query."""
    marked = select(sa.func.min(col(Mark.day)).label("day")).where(Mark.user_id == user.id, IS_RECORD)
    eaten = select(sa.func.min(col(PlantEaten.day)).label("day")).where(PlantEaten.user_id == user.id)
    both = sa.union_all(marked, eaten).subquery()
    return session.exec(select(sa.func.min(both.c.day))).one()


def marked_between(session: Session, user: User, *, first: date, last: date) -> Marked:
    """The days with a record in at most a year: each once with nothing, and with every habit's skip.

    A plant is a record too. One query, whose rows grow with the number of skips alone.
    """
    is_skip = col(Mark.amount).is_(None)
    habit_id, reason = (sa.case((is_skip, col(each))) for each in (Mark.habit_id, Mark.skip))
    marked = (
        select(col(Mark.day), habit_id, reason)
        .where(Mark.user_id == user.id, col(Mark.day).between(first, last))
        .where(IS_RECORD)
    )
    eaten = select(col(PlantEaten.day), sa.null(), sa.null()).where(
        PlantEaten.user_id == user.id, col(PlantEaten.day).between(first, last)
    )
    rows = session.execute(marked.union(eaten).limit(MOST_ROWS)).all()
    return tuple((day, skipped, skip) for day, skipped, skip in rows)


def recorded_days(session: Session, user: User, *, first: date, last: date) -> frozenset[date]:
    """The days with anything recorded for any habit, as ``figures.reported_days`` has them. One query."""
    return frozenset(day for day, *_ in marked_between(session, user, first=first, last=last))
