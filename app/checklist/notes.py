"""What she writes about a day: reading and writing its note. Callers commit."""

from datetime import date, datetime

from sqlmodel import Session, select

from app import database
from app.accounts.models import User
from app.checklist.actions import TooLong
from app.checklist.models import DayNote

LONGEST = 2000


def of_day(session: Session, user: User, *, day: date) -> str:
    """The note of a day; empty when there is none."""
    row = _row(session, user, day)
    return row.text if row is not None else ""


def write(session: Session, user: User, *, day: date, text: str, now: datetime) -> None:
    """Keep the note of a day; an empty text takes it away. Raises TooLong."""
    if len(text) > LONGEST:
        raise TooLong(LONGEST)
    row = _row(session, user, day)
    if text == (row.text if row is not None else ""):
        return
    if not text:
        session.delete(row)
        session.flush()
        return
    values = {"user_id": user.id, "day": day, "text": text, "changed_at": now}
    database.upsert(session, DayNote, values, key=("user_id", "day"))
    session.expire_all()


def _row(session: Session, user: User, day: date) -> DayNote | None:
    return session.exec(select(DayNote).where(DayNote.user_id == user.id, DayNote.day == day)).one_or_none()
