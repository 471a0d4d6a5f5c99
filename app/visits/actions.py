"""Writes of the visits room: add, change, take away and put back what she brings. Callers commit."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, SQLModel, col, delete, func, select

from app.accounts import actions as accounts
from app.visits import queries
from app.visits.models import Question

SAME_FORM_WITHIN = timedelta(minutes=1)


class TooMany(ValueError):
    """She has as many of a kind as there may be."""


class NoSuchRow(LookupError):
    """She has nothing with this id in that table."""


def add(
    session: Session, table: type[SQLModel], user_id: int, *, values: Mapping[str, Any], now: datetime
) -> SQLModel:
    """Keep something she brings, or find it kept already. Raises TooMany.

    A form that is sent twice is one: equal words within a minute add no second row. (Its id is not kept; who
    means two equal ones waits a minute.) Her row is held, so that two sent at once come one after the other.
    """
    accounts.lock_person(session, user_id)
    hers = queries.rows_of(session, table, user_id)
    if len(hers) >= queries.MOST:
        raise TooMany
    since = now - SAME_FORM_WITHIN
    for row in hers:
        if row.created_at >= since and _holds(row, values):  # type: ignore[attr-defined]
            return row
    row = table(user_id=user_id, created_at=now, **values)
    if isinstance(row, Question):
        row.position = _last_place(session, user_id) + 1
    session.add(row)
    session.flush()
    return row


def _holds(row: SQLModel, values: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _last_place(session: Session, user_id: int) -> int:
    return session.exec(select(func.max(Question.position)).where(Question.user_id == user_id)).one() or 0


def change(session: Session, row: SQLModel, values: Mapping[str, Any]) -> None:
    """Let a row of hers hold something else; a question that stays settled keeps its day."""
    for name, value in values.items():
        if name == "settled_on" and value and getattr(row, name):
            continue
        setattr(row, name, value)
    session.add(row)


def remove(session: Session, table: type[SQLModel], user_id: int, *, row_id: int, now: datetime) -> None:
    """Take something away until it is put back or forgotten; done twice it is one. Raises NoSuchRow."""
    row = queries.row_of(session, table, user_id, row_id=row_id)
    if row is None:
        _removed(session, table, user_id, row_id)
        return
    row.removed_at = now
    session.add(row)


def put_back(session: Session, table: type[SQLModel], user_id: int, *, row_id: int) -> None:
    """Put back what was taken away; done twice it is one. Raises NoSuchRow, or TooMany for want of room."""
    accounts.lock_person(session, user_id)
    if queries.row_of(session, table, user_id, row_id=row_id) is not None:
        return
    if len(queries.rows_of(session, table, user_id)) >= queries.MOST:
        raise TooMany
    row = _removed(session, table, user_id, row_id)
    row.removed_at = None
    session.add(row)


def _removed(session: Session, table: type[SQLModel], user_id: int, row_id: int) -> Any:
    row = queries.row_of(session, table, user_id, row_id=row_id, removed=True)
    if row is None:
        raise NoSuchRow(row_id)
    return row


def move(session: Session, user_id: int, *, question_id: int, place: int, by: int) -> None:
    """Move an open question that stands at ``place`` (from 0) of her list ``by`` places.

    One that no longer stands there was moved already, by the same tap: it stays. Raises NoSuchRow.
    """
    accounts.lock_person(session, user_id)
    ids = [each.id for each in queries.open_questions(session, user_id)]
    if question_id not in ids:
        raise NoSuchRow(question_id)
    to = place + by
    if ids.index(question_id) != place or not 0 <= to < len(ids):
        return
    ids.insert(to, ids.pop(place))
    rows = session.exec(select(Question).where(Question.user_id == user_id, col(Question.id).in_(ids))).all()
    for row in rows:
        row.position = ids.index(row.id or 0)
        session.add(row)


def forget_removed(session: Session, *, before: datetime) -> int:
    """Delete what anybody took away before an instant, for good; how many rows that were."""
    forgotten = 0
    for table in queries.TABLES:
        removed_at = table.__table__.c.removed_at  # type: ignore[attr-defined]
        forgotten += session.exec(delete(table).where(removed_at < before)).rowcount
    return forgotten
