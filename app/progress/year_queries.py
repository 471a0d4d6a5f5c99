"""Reads of a year: its days with a mark, and why something was left out on them."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import User
from app.checklist.models import Mark
from app.rules.marks import Skip

# A day has at most itself and the five reasons.
MOST_ROWS = 366 * (1 + len(Skip))
Marked = tuple[tuple[date, Skip | None], ...]


def marked_between(session: Session, user: User, *, first: date, last: date) -> Marked:
    """The days with a mark in at most a year, each with every reason for a skip on it, and without one.

    One query, whose rows do not grow with the number of habits.
    """
    reason = sa.case((col(Mark.amount).is_(None), col(Mark.skip)), else_=None)
    rows = session.exec(
        select(col(Mark.day), reason)
        .where(Mark.user_id == user.id, col(Mark.day).between(first, last))
        .where(col(Mark.amount).is_not(None) | col(Mark.skip).is_not(None))
        .distinct()
        .limit(MOST_ROWS)
    ).all()
    return tuple((day, skip) for day, skip in rows)
