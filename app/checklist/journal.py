"""The log of what she does to her list: each edit with the rows before and after, so that it can be undone.

What is recorded of a day has a log of its own (``mark_change``). This one covers the rest: habits, goals,
their order, spells, day notes, and what she ticked or put off. Callers commit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, delete, select

from app.accounts import actions as accounts
from app.accounts.models import User
from app.checklist import queries, standings
from app.checklist.models import (
    Asked,
    DayNote,
    Goal,
    Habit,
    Mark,
    MarkChange,
    PlanChange,
    PlanKind,
    Source,
    Spell,
)

MOST_ROWS = 2_000
USERS_OWN = ("offer_declined_on",)
# Edits of these kinds touch nothing that a streak or a strength is told from.
WITHOUT_FIGURES = frozenset({PlanKind.NOTE, PlanKind.ORDER, PlanKind.OFFER, PlanKind.WORDS})
# In this order rows are put back: a goal needs its habit. They are taken away in the other.
TABLES: dict[str, type[SQLModel]] = {"habit": Habit, "goal": Goal, "spell": Spell, "day_note": DayNote}
Rows = dict[str, dict[str, Any]]


class AlreadyKept(Exception):
    """An edit with this id was kept before: the same form came twice."""

    def __init__(self, uuid: str) -> None:
        super().__init__(uuid)
        self.uuid = uuid


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing she did: its id, kind, way and instant; ``day`` where it is about one."""

    uuid: str
    kind: PlanKind
    now: datetime
    source: Source = Source.TAP
    day: date | None = None


def knows(session: Session, user: User, uuid: str) -> bool:
    """Whether an edit with this id was taken already: the same form sent twice is one."""
    return _edit_of(session, user, uuid) is not None


@contextmanager
def kept(session: Session, user: User, edit: Edit) -> Iterator[None]:
    """Keep what the block changes as one edit; nothing when it changes nothing. Raises AlreadyKept."""
    accounts.lock_person(session, user.id or 0)
    if knows(session, user, edit.uuid):
        raise AlreadyKept(edit.uuid)
    before = _rows(session, user, day=edit.day)
    yield
    session.flush()
    after = _rows(session, user, day=edit.day)
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    if not changed:
        return
    session.add(
        PlanChange(
            user_id=user.id or 0,
            uuid=edit.uuid,
            kind=edit.kind,
            day=edit.day,
            before={key: before.get(key) for key in changed},
            after={key: after.get(key) for key in changed},
            source=edit.source,
            made_at=edit.now,
        )
    )
    session.flush()


def undo(
    session: Session,
    user: User,
    *,
    uuid: str,
    uuid_of_undo: str,
    today: date,
    now: datetime,
    source: Source = Source.TAP,
) -> PlanChange | None:
    """Take an edit back, once and whole; None when there is none, or when something of it was changed since.

    A habit with anything recorded since it was taken on is not taken away again, and one whose place another
    of the same kind has taken does not come back. Taken away, it is asked about again with its cautions.
    """
    accounts.lock_person(session, user.id or 0)
    edit = _edit_of(session, user, uuid)
    if edit is None or edit.kind is PlanKind.UNDO or _is_undone(session, user, uuid):
        return None
    present = _rows(session, user, day=edit.day)
    if any(present.get(key) != value for key, value in edit.after.items()):
        return None
    if is_recorded(session, [_id_of(key) for key in _removed(edit, "habit")]):
        return None
    try:
        with session.begin_nested():
            _put(session, user, edit)
    except IntegrityError:
        return None
    session.add(
        PlanChange(
            user_id=user.id or 0,
            uuid=uuid_of_undo,
            undoes=uuid,
            kind=PlanKind.UNDO,
            day=edit.day,
            before=edit.after,
            after=edit.before,
            source=source,
            made_at=now,
        )
    )
    session.flush()
    session.expire_all()
    _judge_anew(session, user, edit, today=today)
    return edit


def _edit_of(session: Session, user: User, uuid: str) -> PlanChange | None:
    return session.exec(
        select(PlanChange).where(PlanChange.user_id == user.id, PlanChange.uuid == uuid)
    ).one_or_none()


def _is_undone(session: Session, user: User, uuid: str) -> bool:
    found = select(PlanChange.id).where(PlanChange.user_id == user.id, PlanChange.undoes == uuid)
    return session.exec(found.limit(1)).first() is not None


def _rows(session: Session, user: User, *, day: date | None) -> Rows:
    """Every row an edit may touch, as JSON values by "table:id"; of day notes only that day's."""
    habits = session.exec(select(Habit).where(Habit.user_id == user.id).limit(MOST_ROWS)).all()
    goals = session.exec(select(Goal).join(Habit).where(Habit.user_id == user.id).limit(MOST_ROWS)).all()
    spells = session.exec(select(Spell).where(Spell.user_id == user.id).limit(MOST_ROWS)).all()
    notes = session.exec(select(DayNote).where(DayNote.user_id == user.id, DayNote.day == day)).all()
    rows: Rows = {f"user:{user.id}": user.model_dump(mode="json", include=set(USERS_OWN))}
    for row in (*habits, *goals, *spells, *notes):
        rows[f"{row.__tablename__}:{row.id}"] = row.model_dump(mode="json")  # type: ignore[attr-defined]
    return rows


def _id_of(key: str) -> int:
    return int(key.partition(":")[2])


def _removed(edit: PlanChange, table: str) -> list[str]:
    """The rows of a table that taking the edit back takes away."""
    return [key for key, value in edit.before.items() if value is None and key.startswith(f"{table}:")]


def is_recorded(session: Session, habit_ids: list[int]) -> bool:
    """Whether anything was ever recorded of one of these habits, also what was emptied since."""
    marked = select(Mark.id).where(col(Mark.habit_id).in_(habit_ids)).limit(1)
    changed = select(MarkChange.id).where(col(MarkChange.habit_id).in_(habit_ids)).limit(1)
    return session.exec(marked).first() is not None or session.exec(changed).first() is not None


def _put(session: Session, user: User, edit: PlanChange) -> None:
    """Let the rows be again what they were before the edit. IntegrityError where there is no room for one."""
    for key in _removed(edit, "habit"):
        slug = edit.after[key]["slug"]
        session.exec(delete(Asked).where(col(Asked.user_id) == user.id, col(Asked.slug) == slug))
    for name in reversed(TABLES):
        for key in _removed(edit, name):
            row = session.get(TABLES[name], _id_of(key))
            if row is not None:
                session.delete(row)
        session.flush()
    for name, model in TABLES.items():
        for key, values in edit.before.items():
            if values is not None and key.startswith(f"{name}:"):
                _put_row(session, model, values, is_new=edit.after.get(key) is None)
        session.flush()
    own = edit.before.get(f"user:{user.id}")
    if own is not None:
        declined = own["offer_declined_on"]
        user.offer_declined_on = date.fromisoformat(declined) if declined else None
        session.add(user)
        session.flush()


def _put_row(session: Session, model: type[SQLModel], values: dict[str, Any], *, is_new: bool) -> None:
    """A row as it was: one that went comes back as a new one, so that it never takes the place of another."""
    row = model.model_validate(values)
    if is_new:
        session.add(row)
        session.flush()
    else:
        session.merge(row)


def _judge_anew(session: Session, user: User, edit: PlanChange, *, today: date) -> None:
    """Fold the standings anew of the habits whose figures the edit touches, from the day on which it does."""
    if edit.kind in WITHOUT_FIGURES:
        return
    touched = [values for side in (edit.before, edit.after) for values in side.values() if values is not None]
    firsts = [date.fromisoformat(values["first"]) for values in touched if "first" in values]
    ids = {values["habit_id"] for values in touched if "habit_id" in values}
    ids |= {_id_of(key) for key in edit.after if key.startswith("habit:")}
    for chosen in queries.chosen_between(session, user, first=queries.FIRST_YEAR, last=today):
        began = chosen.habit.started_on
        if chosen.id in ids:
            standings.refresh(session, user, chosen=chosen, changed=began, today=today)
        elif firsts:
            standings.refresh(session, user, chosen=chosen, changed=max(min(firsts), began), today=today)
