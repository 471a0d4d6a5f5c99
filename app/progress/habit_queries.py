"""Reads for the page of one habit: the notes of its days."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from app.accounts.models import User
from app.checklist.models import Mark


@dataclass(frozen=True, slots=True)
class Note:
    """What she wrote about the habit on a day."""

    day: date
    text: str


def notes_of(session: Session, user: User, *, habit_id: int, first: date, last: date) -> tuple[Note, ...]:
    """Her notes on a habit from first to last, newest first: one a day at most. One query."""
    rows = session.exec(
        select(col(Mark.day), col(Mark.note))
        .where(Mark.user_id == user.id, Mark.habit_id == habit_id)
        .where(col(Mark.day).between(first, last), Mark.note != "")
        .order_by(col(Mark.day).desc())
    ).all()
    return tuple(Note(day, text) for day, text in rows)
