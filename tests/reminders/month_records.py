"""What a month left behind, apart from ids, names and the way it came: equal for two who did the same."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import Session, select

from app.accounts.models import User
from app.checklist import daysheet
from app.checklist.models import DayNote, Habit, Mark, PlantEaten, Source, Spell, StandingRow
from app.checklist.rows import Row
from app.progress import months
from app.progress.months import HabitMonth
from app.report import gather
from app.report.model import DailyRow, Report, WeeklyRow
from app.rules.marks import Skip

OWN = ("chosen", "habit_id")


@dataclass(frozen=True, slots=True)
class Held:
    """Her record: marks by habit and day, plants by day, days set aside, notes of days."""

    marks: dict[tuple[str, date], tuple[float | None, Skip | None]]
    plants: set[tuple[date, str]]
    spells: set[tuple[Skip, date, date, bool]]
    notes: dict[date, str]


def held(session: Session, user_id: int) -> Held:
    """All of it as it is now; what was emptied holds nothing."""
    plants = session.exec(select(PlantEaten).where(PlantEaten.user_id == user_id))
    spells = session.exec(select(Spell).where(Spell.user_id == user_id))
    notes = session.exec(select(DayNote).where(DayNote.user_id == user_id))
    return Held(
        _marks(session, user_id),
        {(row.day, row.plant) for row in plants},
        {(row.reason, row.first, row.last, row.habit_ids is None) for row in spells},
        {row.day: row.text for row in notes if row.text},
    )


def _marks(session: Session, user_id: int) -> dict[tuple[str, date], tuple[float | None, Skip | None]]:
    found = session.exec(select(Mark, Habit.slug).join(Habit).where(Mark.user_id == user_id))
    return {
        (slug or "", row.day): (row.amount, row.skip)
        for row, slug in found
        if row.amount is not None or row.skip is not None
    }


def sources(session: Session, user_id: int) -> set[Source]:
    """The ways by which anything came into her record."""
    marks = session.exec(select(Mark.source).where(Mark.user_id == user_id))
    return {*marks, *session.exec(select(PlantEaten.source).where(PlantEaten.user_id == user_id))}


def standings(session: Session, user_id: int) -> dict[str, dict[str, Any]]:
    """Streak, best and strength of each habit, as they are folded."""
    found = session.exec(select(StandingRow, Habit.slug).join(Habit).where(Habit.user_id == user_id))
    return {slug or "": row.model_dump(exclude=set(OWN)) for row, slug in found}


def rows(session: Session, user: User, *, day: date) -> list[dict[str, Any]]:
    """The rows of her page of a day."""
    sheet = daysheet.read(session, user, day=day, today=day)
    return [_plain(row) for row in sheet.rows]


def month(session: Session, user: User, *, first: date, today: date) -> dict[str, Any]:
    """The figures of her month's page."""
    of = months.read(session, user, first=first, today=today)
    return {
        **{each.name: getattr(of, each.name) for each in fields(of) if each.name != "habits"},
        "habits": [_plain(each) for each in of.habits],
    }


RowOfReport = TypeVar("RowOfReport", DailyRow, WeeklyRow)


def report(session: Session, user: User, *, first: date, last: date, now: datetime) -> Report:
    """The doctor's report, without what follows from whose it is and by what way she was reminded."""
    today = last + timedelta(days=1)
    made = gather.gather(session, user, first=first, last=last, today=today, now=now)
    return replace(
        made,
        name="",
        document_id="",
        reminded=None,
        daily=tuple(_nameless(row) for row in made.daily),
        weekly=tuple(_nameless(row) for row in made.weekly),
        log=tuple(replace(row, habit_id=0) for row in made.log),
        log_weeks=tuple(replace(row, habit_id=0) for row in made.log_weeks),
    )


def _nameless(row: RowOfReport) -> RowOfReport:
    return replace(row, facts=replace(row.facts, habit_id=0))


def _plain(of: Row | HabitMonth) -> dict[str, Any]:
    """Its values, with the habit's slug in place of the habit with its ids."""
    values = {each.name: getattr(of, each.name) for each in fields(of) if each.name not in OWN}
    return {"slug": of.chosen.entry.slug, **values}
