"""Reads for what her phone keeps."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, col, select

from app.accounts.models import User
from app.checklist.models import DayNote

MOST_DAYS = 100


def notes_between(session: Session, user: User, *, first: date, last: date) -> Mapping[date, str]:
    """What she wrote about her days. One query."""
    rows = session.exec(
        select(col(DayNote.day), col(DayNote.text))
        .where(DayNote.user_id == user.id, col(DayNote.day).between(first, last))
        .limit(MOST_DAYS)
    ).all()
    return {day: text for day, text in rows}  # noqa: C416
