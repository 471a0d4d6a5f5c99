"""Any number of people with one reminder due each, written in bulk after the pattern of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from app.accounts.models import User
from app.checklist.models import Goal, Habit, StandingRow
from app.database import Database
from app.messages.models import Channel, Consent, Delivery
from app.reminders.models import Slot
from tests import make
from tests.reminders import steps

FIRST_ID = 1000
LAST = 999_999
ROWS_AT_ONCE = 5000
HABIT = "prunes"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One person as the product makes her, row by row: herself and what hangs on her."""

    user: Row
    consent: Row
    habit: Row
    goals: Sequence[Row]
    standings: Sequence[Row]
    slot: Row


def pattern_of(database: Database, *, now: datetime) -> Pattern:
    """Let the product make a person with a habit, consent and a time for texts, note her rows, and go."""
    with database.writing() as session:
        user = steps.make_texter(session, zone="UTC")
        since = (now - timedelta(days=30)).date()
        habit_id = make.make_habit(session, user, HABIT, since=since)
        steps.make_slot(session, user, channel=Channel.SMS, at=now.time(), now=now)
        pattern = Pattern(
            user=_only(session, User, col(User.id) == user.id),
            consent=_only(session, Consent, col(Consent.user_id) == user.id),
            habit=_only(session, Habit, col(Habit.id) == habit_id),
            goals=_rows(session, Goal, col(Goal.habit_id) == habit_id),
            standings=_rows(session, StandingRow, col(StandingRow.habit_id) == habit_id),
            slot=_only(session, Slot, col(Slot.user_id) == user.id),
        )
        session.exec(sa.delete(Delivery).where(col(Delivery.user_id) == user.id))
        session.exec(sa.delete(User).where(col(User.id) == user.id))
        session.commit()
    return pattern


def phone_of(number: int) -> str:
    """The phone of the person with that number, from 0 to 999,999."""
    return f"+1415{5_000_000 + number:07d}"


def user_id_of(number: int) -> int:
    """Her id; her one slot and her one habit have the same."""
    return FIRST_ID + number


def add(
    database: Database, pattern: Pattern, numbers: Sequence[int], *, due_at: datetime, zone: str = "UTC"
) -> None:
    """Write these people down, each with a reminder by text due at an instant, and again in a week."""
    local = due_at.astimezone(ZoneInfo(zone))
    due: Row = {
        "at": local.time().replace(tzinfo=None),
        "weekdays": str(local.weekday()),
        "next_day": local.date(),
        "next_due_at": due_at,
    }
    for start in range(0, len(numbers), ROWS_AT_ONCE):
        with database.writing() as session:
            _add(session, pattern, numbers[start : start + ROWS_AT_ONCE], due, zone)
            session.commit()


def _add(session: Session, pattern: Pattern, numbers: Sequence[int], due: Row, zone: str) -> None:
    ids = [user_id_of(number) for number in numbers]
    phones = [phone_of(number) for number in numbers]
    users = [
        {"id": each, "phone": phone, "email": f"person{each}@example.org", "zone": zone}
        for each, phone in zip(ids, phones, strict=True)
    ]
    _insert(session, User, [pattern.user], users)
    consents = [{"user_id": each, "address": phone} for each, phone in zip(ids, phones, strict=True)]
    _insert(session, Consent, [_unnumbered(pattern.consent)], consents)
    _insert(session, Habit, [pattern.habit], [{"id": each, "user_id": each} for each in ids])
    _insert(session, Goal, list(map(_unnumbered, pattern.goals)), [{"habit_id": each} for each in ids])
    _insert(session, StandingRow, pattern.standings, [{"habit_id": each} for each in ids])
    _insert(session, Slot, [{**pattern.slot, **due}], [{"id": each, "user_id": each} for each in ids])


def _insert(
    session: Session, table: type[SQLModel], rows: Sequence[Row], changes: Sequence[Mapping[str, Any]]
) -> None:
    written = [{**row, **change} for row in rows for change in changes]
    if written:
        session.execute(sa.insert(table), written)


def _rows(session: Session, table: type[SQLModel], where: sa.ColumnElement[bool]) -> list[Row]:
    return [row.model_dump() for row in session.exec(select(table).where(where)).all()]


def _only(session: Session, table: type[SQLModel], where: sa.ColumnElement[bool]) -> Row:
    (row,) = _rows(session, table, where)
    return row


def _unnumbered(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "id"}
