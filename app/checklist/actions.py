"""Writes of the checklist room: every way a day can change ends here. Callers commit.

A tap, a text answer, an offline replay and an import all become ``Change`` values. Each is written once (its
uuid is the client's), remembered before and after in ``mark_change``, and can be taken back with its batch
(``undoing``).
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from app import database
from app.accounts import actions as accounts
from app.accounts.models import User
from app.checklist import plant_names, queries, replaying, standings
from app.checklist.changes import BadAmount as BadAmount
from app.checklist.changes import Change as Change
from app.checklist.changes import outcome
from app.checklist.models import ChangeKind, Mark, MarkChange, PlantEaten, Source
from app.checklist.queries import Chosen
from app.rules.marks import Skip

LONGEST_NOTE = 500


class BadDay(ValueError):
    """The day lies in the future, or outside the days the habit was hers."""


class TooLong(ValueError):
    """The note is longer than ``most`` characters."""

    def __init__(self, most: int) -> None:
        super().__init__(f"at most {most}")
        self.most = most


class NoSuchPlant(LookupError):
    """Neither the catalogue nor the way her own plants are stored knows this word."""


def apply(
    session: Session,
    user: User,
    *,
    changes: Sequence[Change],
    batch: str,
    source: Source,
    today: date,
    now: datetime,
) -> list[MarkChange]:
    """Write the changes that are new; the log rows of those, in order.

    Raises NoSuchHabit, NoSuchPlant, BadDay, BadAmount or TooLong; nothing of the batch is written then.
    """
    accounts.lock_person(session, user.id or 0)
    chosen = {each: queries.chosen_of(session, user, habit_id=each) for each in _habits_in(changes)}
    for change in changes:
        _check(change, chosen[change.habit_id], today)
    known = queries.recorded(session, user, uuids=[change.uuid for change in changes])
    rows = []
    with session.begin_nested():
        for change in changes:
            if change.uuid not in known:
                row = _write(session, user, change, chosen[change.habit_id], batch, source, now)
                rows.append(row)
                known.add(change.uuid)
    settle(session, user, rows=rows, chosen=chosen, today=today)
    return rows


def derived_uuid(parent: str, name: object) -> str:
    """A uuid that follows from another: the same answer parsed twice makes the same changes."""
    return str(uuid.uuid5(uuid.UUID(parent), str(name)))


def _habits_in(changes: Sequence[Change]) -> dict[int, None]:
    return dict.fromkeys(change.habit_id for change in changes)


def _check(change: Change, chosen: Chosen, today: date) -> None:
    if change.day > today or not chosen.habit.is_lived_on(change.day):
        raise BadDay(change.day.isoformat())
    if change.plant is not None and plant_names.plant_of(change.plant) is None:
        raise NoSuchPlant(change.plant)
    if len(change.note) > LONGEST_NOTE:
        raise TooLong(LONGEST_NOTE)
    if change.amount is not None and not -chosen.entry.most <= change.amount <= chosen.entry.most:
        raise BadAmount(chosen.entry.most)
    if change.kind is ChangeKind.SET and change.amount is not None and change.amount < 0:
        raise BadAmount(chosen.entry.most)


def _write(
    session: Session, user: User, change: Change, chosen: Chosen, batch: str, source: Source, now: datetime
) -> MarkChange:
    at = change.made_at or now
    row = MarkChange(
        user_id=user.id or 0,
        habit_id=change.habit_id,
        uuid=change.uuid,
        batch=batch,
        kind=change.kind,
        day=change.day,
        plant=change.plant,
        asked=change.asked,
        source=source,
        made_at=at,
        received_at=now,
    )
    row.before = holds(session, user, change=row)
    if change.made_at is None:
        row.after = outcome(change, chosen, row.before)
    else:
        earlier = replaying.of_the_same(session, user, row)
        row.after = replaying.fold([*earlier, row], chosen, before=row.before)
        at = max([at, *(each.made_at for each in earlier)])
        row.is_applied = row.after != row.before
    put(session, user, change=row, content=row.after, source=source, at=at)
    session.add(row)
    session.flush()
    return row


def holds(session: Session, user: User, *, change: MarkChange) -> dict[str, Any]:
    """What the day holds now of what the change touches."""
    if change.plant is not None:
        return {"eaten": _plant_row(session, user, change.day, change.plant) is not None}
    mark = _mark_row(session, user, change.habit_id, change.day)
    if "note" in change.after or change.kind is ChangeKind.NOTE:
        return {"note": mark.note if mark is not None else ""}
    if mark is None:
        return {"amount": None, "skip": None}
    return {"amount": mark.amount, "skip": mark.skip.value if mark.skip else None}


def put(
    session: Session, user: User, *, change: MarkChange, content: dict[str, Any], source: Source, at: datetime
) -> None:
    """Let the day hold this content, in the form ``holds`` gives it, where the change touches it."""
    if change.plant is not None:
        _put_plant(session, user, change.day, change.plant, content["eaten"], source, at)
        return
    key = {"user_id": user.id, "habit_id": change.habit_id, "day": change.day}
    way = {"source": source, "changed_at": at}
    if "note" in content:
        values = {**key, **way, "note": content["note"], "amount": None, "skip": None}
        keep = ["amount", "skip", *way]
    else:
        reason = Skip(content["skip"]) if content["skip"] else None
        values = {**key, **way, "amount": content["amount"], "skip": reason, "note": ""}
        keep = ["note"]
    database.upsert(session, Mark, values, key=tuple(key), keep=keep)
    session.expire_all()


def _put_plant(
    session: Session, user: User, day: date, plant: str, is_eaten: bool, source: Source, at: datetime
) -> None:
    if is_eaten:
        values = {"user_id": user.id, "day": day, "plant": plant, "source": source, "changed_at": at}
        database.upsert(session, PlantEaten, values, key=("user_id", "day", "plant"), update=False)
        return
    session.exec(
        delete(PlantEaten).where(
            col(PlantEaten.user_id) == user.id, col(PlantEaten.day) == day, col(PlantEaten.plant) == plant
        )
    )


def _mark_row(session: Session, user: User, habit_id: int, day: date) -> Mark | None:
    return session.exec(
        select(Mark).where(Mark.user_id == user.id, Mark.habit_id == habit_id, Mark.day == day)
    ).one_or_none()


def _plant_row(session: Session, user: User, day: date, plant: str) -> PlantEaten | None:
    return session.exec(
        select(PlantEaten).where(
            PlantEaten.user_id == user.id, PlantEaten.day == day, PlantEaten.plant == plant
        )
    ).one_or_none()


def settle(
    session: Session, user: User, *, rows: Sequence[MarkChange], chosen: dict[int, Chosen], today: date
) -> None:
    """Bring the standings of the touched habits up to date; in one order, so that no two writers tangle."""
    for habit_id in sorted({row.habit_id for row in rows if row.is_applied}):
        earliest = min(row.day for row in rows if row.habit_id == habit_id)
        standings.refresh(session, user, chosen=chosen[habit_id], changed=earliest, today=today)
