"""Reads of the visits room: what she brings, and when she was there last."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, func, select

from app.rules import partial_days
from app.rules.partial_days import PartialDay
from app.visits import brought
from app.visits.brought import Brought
from app.visits.models import Fall, Fracture, Medicine, Question, Result, ShownNote, Visit

MOST = 200
TABLES: tuple[type[SQLModel], ...] = (Visit, Question, Result, Medicine, Fall, Fracture, ShownNote)

Row = TypeVar("Row", bound=SQLModel)


def brought_of(session: Session, user_id: int, *, today: date) -> Brought:
    """What she brings to a page made on ``today``; of each kind at most ``MOST``. Seven queries."""
    results = (_result(row) for row in rows_of(session, Result, user_id))
    medicines = (_medicine(row) for row in rows_of(session, Medicine, user_id))
    falls = (
        brought.Fall(row.id or 0, partial_days.parse(row.day), row.harm, row.note)
        for row in rows_of(session, Fall, user_id)
    )
    fractures = (
        brought.Fracture(row.id or 0, partial_days.parse(row.day), row.bone, row.note)
        for row in rows_of(session, Fracture, user_id)
    )
    notes = (brought.Note(row.id or 0, row.day, row.words) for row in rows_of(session, ShownNote, user_id))
    return Brought(
        visit=next_visit(session, user_id, today=today),
        questions=open_questions(session, user_id),
        results=_newest(results, by="taken_on"),
        medicines=tuple(
            sorted(
                medicines,
                key=lambda each: (each.until is None, each.since or _LONG_AGO, each.id),
                reverse=True,
            )
        ),
        falls=_newest(falls, by="day"),
        fractures=_newest(fractures, by="day"),
        notes=_newest(notes, by="day"),
    )


_LONG_AGO = PartialDay(1)


def _newest(found: Any, *, by: str) -> tuple[Any, ...]:
    return tuple(sorted(found, key=lambda each: (getattr(each, by), each.id), reverse=True))


def _result(row: Result) -> brought.Result:
    return brought.Result(
        row.id or 0,
        row.kind,
        row.site,
        row.name,
        row.comparator,
        row.printed,
        row.unit,
        partial_days.parse(row.taken_on),
        row.source,
    )


def _medicine(row: Medicine) -> brought.Medicine:
    since, until = (partial_days.parse(text) if text else None for text in (row.since, row.until))
    return brought.Medicine(row.id or 0, row.name, row.dose, since, until)


def rows_of(session: Session, table: type[Row], user_id: int) -> Sequence[Row]:
    """Her rows of a table of this room, the newest written first; those taken away are left out."""
    has = table.__table__.c  # type: ignore[attr-defined]
    return session.exec(
        select(table)
        .where(has.user_id == user_id, has.removed_at.is_(None))
        .order_by(has.id.desc())
        .limit(MOST)
    ).all()


def row_of(
    session: Session, table: type[Row], user_id: int, *, row_id: int, removed: bool = False
) -> Row | None:
    """A row of hers by id; None also when it is somebody else's. ``removed``: one that was taken away."""
    has = table.__table__.c  # type: ignore[attr-defined]
    state = has.removed_at.is_not(None) if removed else has.removed_at.is_(None)
    return session.exec(select(table).where(has.id == row_id, has.user_id == user_id, state)).one_or_none()


def next_visit(session: Session, user_id: int, *, today: date) -> brought.Visit | None:
    """Her next visit, the day's own included."""
    row = session.exec(
        select(Visit)
        .where(Visit.user_id == user_id, col(Visit.day) >= today, col(Visit.removed_at).is_(None))
        .order_by(col(Visit.day), col(Visit.id))
        .limit(1)
    ).one_or_none()
    return None if row is None else brought.Visit(row.id or 0, row.day, row.with_whom)


def past_visits(session: Session, user_id: int, *, before: date) -> tuple[brought.Visit, ...]:
    """Her visits before a day, the latest first."""
    rows = session.exec(
        select(Visit)
        .where(Visit.user_id == user_id, col(Visit.day) < before, col(Visit.removed_at).is_(None))
        .order_by(col(Visit.day).desc(), col(Visit.id).desc())
        .limit(MOST)
    ).all()
    return tuple(brought.Visit(row.id or 0, row.day, row.with_whom) for row in rows)


def coming_visits(session: Session, user_id: int, *, today: date) -> tuple[brought.Visit, ...]:
    """Her visits to come, the day's own included, the next first."""
    rows = session.exec(
        select(Visit)
        .where(Visit.user_id == user_id, col(Visit.day) >= today, col(Visit.removed_at).is_(None))
        .order_by(col(Visit.day), col(Visit.id))
        .limit(MOST)
    ).all()
    return tuple(brought.Visit(row.id or 0, row.day, row.with_whom) for row in rows)


def last_visit_day(session: Session, user_id: int, *, before: date) -> date | None:
    """The day of her last visit before a day."""
    return session.exec(
        select(func.max(Visit.day)).where(
            Visit.user_id == user_id, col(Visit.day) < before, col(Visit.removed_at).is_(None)
        )
    ).one()


def open_questions(session: Session, user_id: int) -> tuple[brought.Question, ...]:
    """The questions not settled yet, in her order."""
    rows = session.exec(
        select(Question)
        .where(
            Question.user_id == user_id,
            col(Question.settled_on).is_(None),
            col(Question.removed_at).is_(None),
        )
        .order_by(col(Question.position), col(Question.id))
        .limit(MOST)
    ).all()
    return tuple(brought.Question(row.id or 0, row.words) for row in rows)
