"""Reads for what her phone keeps and sends up."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, select

from app.accounts.models import User
from app.checklist.models import DayNote, MarkChange
from app.offline.forms import MOST_CHANGES

MOST_DAYS = 100


def recorded(session: Session, user: User, *, uuids: Sequence[str]) -> set[str]:
    """Which of her changes are written already. One query."""
    return set(
        session.exec(
            select(MarkChange.uuid)
            .where(MarkChange.user_id == user.id, col(MarkChange.uuid).in_(uuids))
            .limit(MOST_CHANGES)
        ).all()
    )


def notes_between(session: Session, user: User, *, first: date, last: date) -> Mapping[date, str]:
    """What she wrote about her days. One query."""
    rows = session.exec(
        select(col(DayNote.day), col(DayNote.text))
        .where(DayNote.user_id == user.id, col(DayNote.day).between(first, last))
        .limit(MOST_DAYS)
    ).all()
    return {day: text for day, text in rows}  # noqa: C416
