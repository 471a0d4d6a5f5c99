"""Writes of the checklist room: every way a day can change ends here. Callers commit.

A tap, a text answer, an offline replay and an import all become ``Change`` values. Each is written once (its
uuid is the client's), remembered before and after in ``mark_change``, and can be taken back with its batch
(``undoing``).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from app import database
from app.accounts import actions as accounts
from app.accounts.models import User
from app.checklist import plant_names, queries, standings
from app.checklist.models import ChangeKind, Mark, MarkChange, PlantEaten, Source
from app.checklist.queries import Chosen
from app.rules.habits import Measure
from app.rules.marks import Skip

DECIMALS = 3
LONGEST_PLANT = 40


class BadAmount(ValueError):
    """The amount is not one a day can hold; ``most`` is the largest."""

    def __init__(self, most: float) -> None:
        super().__init__(f"0 to {most:g}")
        self.most = most


class BadDay(ValueError):
    """The day lies in the future, or outside the days the habit was hers."""


class NoSuchPlant(LookupError):
    """Neither the catalogue nor the way her own plants are stored knows this word."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to do to one habit on one day.

    SET puts the amount (None: at its goal), ADD adds it (below zero takes off), SKIP sets the reason, CLEAR
    makes the day empty again, EAT and UNEAT add and take back ``plant``. ``made_at`` is given when her clock
    counts (offline): an older change then yields to a newer one.
    """

    uuid: str
    habit_id: int
    day: date
    kind: ChangeKind
    amount: float | None = None
    skip: Skip | None = None
    plant: str | None = None
    made_at: datetime | None = None


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

    Raises NoSuchHabit, NoSuchPlant, BadDay or BadAmount; nothing of the batch is written then.
    """
    accounts.lock_person(session, user.id or 0)
    chosen = {each: queries.chosen_of(session, user, habit_id=each) for each in _habits_in(changes)}
    for change in changes:
        _check(change, chosen[change.habit_id], today)
    known = _known(session, user, changes)
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
    if change.amount is not None and not -chosen.entry.most <= change.amount <= chosen.entry.most:
        raise BadAmount(chosen.entry.most)
    if change.kind is ChangeKind.SET and change.amount is not None and change.amount < 0:
        raise BadAmount(chosen.entry.most)


def _known(session: Session, user: User, changes: Sequence[Change]) -> set[str]:
    """Which of the changes are written already."""
    wanted = [change.uuid for change in changes]
    return set(
        session.exec(
            select(MarkChange.uuid).where(MarkChange.user_id == user.id, col(MarkChange.uuid).in_(wanted))
        ).all()
    )


def _write(
    session: Session, user: User, change: Change, chosen: Chosen, batch: str, source: Source, now: datetime
) -> MarkChange:
    row = MarkChange(
        user_id=user.id or 0,
        habit_id=change.habit_id,
        uuid=change.uuid,
        batch=batch,
        kind=change.kind,
        day=change.day,
        plant=change.plant,
        source=source,
        made_at=change.made_at or now,
        received_at=now,
    )
    row.before = holds(session, user, change=row)
    row.after = _outcome(change, chosen, row.before)
    row.is_applied = not _is_outdated(session, user, change)
    if row.is_applied:
        put(session, user, change=row, content=row.after, source=source, at=change.made_at or now)
    session.add(row)
    session.flush()
    return row


def _is_outdated(session: Session, user: User, change: Change) -> bool:
    """Whether what stands there is newer by her own clock; a sum takes every part, however late."""
    if change.made_at is None or change.kind is ChangeKind.ADD:
        return False
    if change.plant is not None:
        plant = _plant_row(session, user, change.day, change.plant)
        return plant is not None and plant.changed_at > change.made_at
    mark = _mark_row(session, user, change.habit_id, change.day)
    return mark is not None and mark.changed_at > change.made_at


def _outcome(change: Change, chosen: Chosen, before: dict[str, Any]) -> dict[str, Any]:
    """What the day holds after the change. Raises BadAmount when a sum grows past what a day can hold."""
    match change.kind:
        case ChangeKind.EAT | ChangeKind.UNEAT:
            return {"eaten": change.kind is ChangeKind.EAT}
        case ChangeKind.CLEAR:
            return {"amount": None, "skip": None}
        case ChangeKind.SKIP:
            return {"amount": None, "skip": (change.skip or Skip.OTHER).value}
        case ChangeKind.ADD:
            total = (before["amount"] or 0.0) + (change.amount or 0.0)
            if total > chosen.entry.most:
                raise BadAmount(chosen.entry.most)
            return {"amount": round(max(total, 0.0), DECIMALS), "skip": None}
        case _:
            return {"amount": _amount_to_set(change, chosen, before), "skip": None}


def _amount_to_set(change: Change, chosen: Chosen, before: dict[str, Any]) -> float:
    """The given amount; without one the day's goal, or a weekly habit's portion unless more is there."""
    if change.amount is not None:
        amount = round(change.amount, DECIMALS)
    elif chosen.habit.is_weekly:
        amount = max(before["amount"] or 0.0, chosen.entry.portion or chosen.entry.step)
    else:
        amount = chosen.habit.goal_on(change.day).amount
    return float(amount > 0) if chosen.habit.measure is Measure.CHECK else amount


def holds(session: Session, user: User, *, change: MarkChange) -> dict[str, Any]:
    """What the day holds now of what the change touches."""
    if change.plant is not None:
        return {"eaten": _plant_row(session, user, change.day, change.plant) is not None}
    mark = _mark_row(session, user, change.habit_id, change.day)
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
    values = {
        "user_id": user.id,
        "habit_id": change.habit_id,
        "day": change.day,
        "amount": content["amount"],
        "skip": Skip(content["skip"]) if content["skip"] else None,
        "source": source,
        "changed_at": at,
        "note": "",
    }
    database.upsert(session, Mark, values, key=("user_id", "habit_id", "day"))
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
    """Bring the standings of the touched habits up to date."""
    for habit_id in dict.fromkeys(row.habit_id for row in rows if row.is_applied):
        earliest = min(row.day for row in rows if row.habit_id == habit_id)
        standings.refresh(session, user, chosen=chosen[habit_id], changed=earliest, today=today)
