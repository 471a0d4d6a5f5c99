"""What a day holds when changes arrive late: all of them in the order she made them, however they came."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.accounts.models import User
from app.checklist.changes import BadAmount, Change, outcome
from app.checklist.models import ChangeKind, MarkChange
from app.checklist.queries import Chosen
from app.rules.marks import Skip

MOST_CHANGES = 1_000
_PLANT = (ChangeKind.EAT, ChangeKind.UNEAT)
_AMOUNT = (ChangeKind.SET, ChangeKind.ADD, ChangeKind.SKIP, ChangeKind.CLEAR)


def of_the_same(session: Session, user: User, row: MarkChange) -> Sequence[MarkChange]:
    """The stored changes of the same habit, day and thing that were not taken back."""
    undo = aliased(MarkChange)
    was_undone = (
        select(undo.id)
        .where(undo.user_id == MarkChange.user_id, undo.undoes == MarkChange.batch)
        .where(undo.habit_id == MarkChange.habit_id, undo.day == MarkChange.day)
        .where(col(undo.plant).is_not_distinct_from(col(MarkChange.plant)))
        .exists()
    )
    return session.exec(
        select(MarkChange)
        .where(MarkChange.user_id == user.id, MarkChange.habit_id == row.habit_id)
        .where(MarkChange.day == row.day, col(MarkChange.plant).is_not_distinct_from(row.plant))
        .where(col(MarkChange.kind).in_(_kinds_like(row.kind)), ~was_undone)
        .order_by(col(MarkChange.id))
        .limit(MOST_CHANGES)
    ).all()


def _kinds_like(kind: ChangeKind) -> tuple[ChangeKind, ...]:
    """The kinds of change that touch the same thing."""
    if kind is ChangeKind.NOTE:
        return (kind,)
    return _PLANT if kind in _PLANT else _AMOUNT


def fold(rows: Sequence[MarkChange], chosen: Chosen, *, before: dict[str, Any]) -> dict[str, Any]:
    """What the day holds after these changes in the order she made them; a sum stays within a day's most.

    ``before`` is what it holds now. A change of a release before, which did not say what it asked for, leads
    to what it led to then.
    """
    content: dict[str, Any] = dict.fromkeys(before)  # an empty day, in the form of what it holds
    for row in sorted(rows, key=_place):
        content = _after(row, chosen, content)
    return content


def _place(row: MarkChange) -> tuple[datetime, str, int]:
    """When she made it; at one instant what was made here in its order, then what came later by its id."""
    is_from_here = row.made_at == row.received_at
    return row.made_at, "" if is_from_here else row.uuid, row.id or 0


def _after(row: MarkChange, chosen: Chosen, content: dict[str, Any]) -> dict[str, Any]:
    if row.asked is None:
        return row.after
    try:
        return outcome(_change(row), chosen, content)
    except BadAmount as error:
        return {"amount": error.most, "skip": None}


def _change(row: MarkChange) -> Change:
    asked = row.asked or {}
    return Change(
        row.uuid,
        row.habit_id,
        row.day,
        row.kind,
        amount=asked["amount"],
        skip=Skip(asked["skip"]) if asked["skip"] else None,
        plant=row.plant,
        note=asked["note"],
    )
