"""Reads for the page of one habit: the notes of its days, and the days with anything recorded at all."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from app.accounts.models import User
from app.checklist.models import Mark, PlantEaten

MOST_NOTES = 60
# A year and the week it begins in.
MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class Note:
    """What she wrote about the habit on a day."""

    day: date
    text: str


def notes_of(session: Session, user: User, *, habit_id: int, first: date, last: date) -> tuple[Note, ...]:
    """Her notes on a habit from first to last, the newest ``MOST_NOTES``, newest first. One query."""
    rows = session.exec(
        select(col(Mark.day), col(Mark.note))
        .where(Mark.user_id == user.id, Mark.habit_id == habit_id)
        .where(col(Mark.day).between(first, last), Mark.note != "")
        .order_by(col(Mark.day).desc())
        .limit(MOST_NOTES)
    ).all()
    return tuple(Note(day, text) for day, text in rows)


def reported_days(session: Session, user: User, *, first: date, last: date) -> frozenset[date]:
    """The days with anything recorded for any habit, as ``figures.reported_days`` has them. One query."""
    marked = (
        select(col(Mark.day))
        .where(Mark.user_id == user.id, col(Mark.day).between(first, last))
        .where(col(Mark.amount).is_not(None) | col(Mark.skip).is_not(None))
    )
    eaten = select(col(PlantEaten.day)).where(
        PlantEaten.user_id == user.id, col(PlantEaten.day).between(first, last)
    )
    rows = session.execute(marked.union(eaten).limit(MOST_DAYS)).all()
    return frozenset(row[0] for row in rows)
