"""Reads of the progress room: when she began, the days with a record, and why something was left out."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import User
from app.checklist.models import Mark, PlantEaten
from app.rules.marks import Skip

# A year and the week it begins in; a day has at most itself and the five reasons.
MOST_ROWS = 400 * (1 + len(Skip))
IS_RECORD = col(Mark.amount).is_not(None) | col(Mark.skip).is_not(None)
Marked = tuple[tuple[date, Skip | None], ...]


def began_on(session: Session, user: User) -> date | None:
    """The first day on which anything was recorded, a skip or a plant too; None before. One query."""
    marked = select(sa.func.min(col(Mark.day)).label("day")).where(Mark.user_id == user.id, IS_RECORD)
    eaten = select(sa.func.min(col(PlantEaten.day)).label("day")).where(PlantEaten.user_id == user.id)
    both = sa.union_all(marked, eaten).subquery()
    return session.exec(select(sa.func.min(both.c.day))).one()


def marked_between(session: Session, user: User, *, first: date, last: date) -> Marked:
    """The days with a record in at most a year, each with every reason for a skip on it, and without one.

    A plant is a record too. One query, whose rows do not grow with the number of habits.
    """
    reason = sa.case((col(Mark.amount).is_(None), col(Mark.skip)), else_=None)
    marked = (
        select(col(Mark.day), reason)
        .where(Mark.user_id == user.id, col(Mark.day).between(first, last))
        .where(IS_RECORD)
    )
    eaten = select(col(PlantEaten.day), sa.null()).where(
        PlantEaten.user_id == user.id, col(PlantEaten.day).between(first, last)
    )
    rows = session.execute(marked.union(eaten).limit(MOST_ROWS)).all()
    return tuple((day, skip) for day, skip in rows)


def recorded_days(session: Session, user: User, *, first: date, last: date) -> frozenset[date]:
    """The days with anything recorded for any habit, as ``figures.reported_days`` has them. One query."""
    return frozenset(day for day, _ in marked_between(session, user, first=first, last=last))
