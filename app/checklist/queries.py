"""Reads of the checklist room: rows -> plain values that the rules understand."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from app import clock, locales
from app.accounts.models import User
from app.catalogue import book
from app.catalogue.entries import HabitEntry
from app.checklist import own_habits, plant_queries
from app.checklist.models import Goal, Habit, Mark, MarkChange, Spell, StandingRow
from app.rules import closings, days, habits, marks, streaks

# All that ever were hers, with every goal they had: the newest stand last, and must not be cut off.
MOST_HABITS = 500
MOST_GOALS = 5_000
MOST_SPELLS = 1_000
MOST_ROWS = 50_000
# A long answer may name some hundred plants, and is taken back whole.
MOST_CHANGES = 1_000
FIRST_YEAR = date(2000, 1, 1)
LAST_YEAR = date(2040, 1, 1)


class NoSuchHabit(LookupError):
    """She has no habit with this id."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A habit of hers as plain values: what the rules need, what the catalogue says, and where it stands."""

    id: int
    name: str
    habit: habits.Habit
    entry: HabitEntry
    cue: str
    position: int
    standing: streaks.Standing
    spells: tuple[marks.Spell, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether she made it herself, so that the catalogue says nothing about it."""
        return not self.entry.slug

    @property
    def is_folded_whole(self) -> bool:
        """Whether it was given up, and its standing holds the week and month of its last day to their end."""
        ended_on = self.habit.ended_on
        return ended_on is not None and closings.all_closed_by(ended_on) <= self.standing.strength_through


Days = Mapping[date, marks.Mark]


@dataclass(frozen=True, slots=True)
class Record:
    """What she recorded in a range of days: per habit and day, the plants eaten, and the notes on marks."""

    chosen: tuple[Chosen, ...]
    marks: Mapping[int, Days]
    eaten: tuple[tuple[date, str], ...] = field(default=())
    notes: Mapping[tuple[int, date], str] = field(default_factory=dict)

    def of(self, habit_id: int) -> Days:
        """The marks of one habit by day."""
        return self.marks.get(habit_id, {})


def habit_of(session: Session, user_id: int, *, habit_id: int) -> Habit:
    """Her habit by id; raises NoSuchHabit, also when it is somebody else's."""
    row = session.exec(select(Habit).where(Habit.id == habit_id, Habit.user_id == user_id)).one_or_none()
    if row is None:
        raise NoSuchHabit(habit_id)
    return row


def chosen_between(session: Session, user: User, *, first: date, last: date) -> tuple[Chosen, ...]:
    """Her habits that were hers on some day of the range, in her order. Two queries."""
    on_some_day = (Habit.started_on <= last) & (
        col(Habit.ended_on).is_(None) | (col(Habit.ended_on) >= first)  # type: ignore[operator]
    )
    return _chosen_where(session, user, on_some_day)


def chosen_of(session: Session, user: User, *, habit_id: int) -> Chosen:
    """One habit of hers; raises NoSuchHabit, also when it is somebody else's. Two queries."""
    found = _chosen_where(session, user, col(Habit.id) == habit_id)
    if not found:
        raise NoSuchHabit(habit_id)
    return found[0]


def given_up(session: Session, user: User, *, today: date) -> tuple[Chosen, ...]:
    """Her habits that she gave up by today, those that ended last first. Two queries."""
    ended = _chosen_where(session, user, col(Habit.ended_on) <= today)
    return tuple(sorted(ended, key=lambda each: each.habit.ended_on or today, reverse=True))


def _chosen_where(session: Session, user: User, condition: Any) -> tuple[Chosen, ...]:
    rows = session.exec(
        select(Habit, StandingRow, Goal)
        .join(StandingRow, col(StandingRow.habit_id) == col(Habit.id), isouter=True)
        .join(Goal, col(Goal.habit_id) == col(Habit.id))
        .where(Habit.user_id == user.id, condition)
        .order_by(col(Habit.position), col(Habit.id), col(Goal.from_day))
        .limit(MOST_GOALS)
    ).all()
    goals: dict[int, list[Goal]] = {}
    for row, _, goal in rows:
        goals.setdefault(row.id or 0, []).append(goal)
    once = {row.id or 0: (row, standing) for row, standing, _ in rows}
    spells = spells_of(session, user) if rows else ()
    missing = missing_days(user.zone)
    return tuple(
        _chosen(row, standing, goals[habit_id], spells=spells, missing=missing, locale=user.locale)
        for habit_id, (row, standing) in list(once.items())[:MOST_HABITS]
    )


def _chosen(
    row: Habit,
    standing: StandingRow | None,
    goals: list[Goal],
    *,
    spells: Sequence[Spell],
    missing: frozenset[date],
    locale: str,
) -> Chosen:
    habit = habits.Habit(
        measure=row.measure,
        goals=tuple(map(_goal, goals)),
        started_on=row.started_on,
        direction=row.direction,
        period=row.period,
        weekdays=_weekdays(row.weekdays),
        ended_on=row.ended_on,
        gaps=tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in row.gaps or ()),
        missing=missing,
    )
    entry = _entry(row, goals, locale)
    return Chosen(
        id=row.id or 0,
        name=row.name or entry.name,
        habit=habit,
        entry=entry,
        cue=row.cue,
        position=row.position,
        standing=standing_of(standing) or streaks.start(habit),
        spells=tuple(
            marks.Spell(each.first, each.last, each.reason)
            for each in spells
            if each.habit_ids is None or row.id in each.habit_ids
        ),
    )


def _entry(row: Habit, goals: list[Goal], locale: str) -> HabitEntry:
    """The catalogue's entry; for one of her own, or one that left it, what the habit itself says."""
    try:
        return book.book(locale).habit(row.slug or "")
    except book.UnknownHabit:
        language = locales.language_of(locale)
        return own_habits.entry_of(row, goals=[goal.amount for goal in goals], language=language)


def _goal(row: Goal) -> habits.Goal:
    return habits.Goal(
        row.from_day,
        row.amount,
        row.set_by,
        row.set_by_name,
        set_on=row.set_on,
        weekdays=None if row.weekdays is None else _weekdays(row.weekdays),
        month_day=row.month_day,
    )


def _weekdays(digits: str) -> frozenset[int]:
    return frozenset(int(digit) for digit in digits)


def spells_of(session: Session, user: User) -> Sequence[Spell]:
    """Every spell of hers, in the order of their first days."""
    return session.exec(
        select(Spell)
        .where(Spell.user_id == user.id)
        .order_by(col(Spell.first), col(Spell.id))
        .limit(MOST_SPELLS)
    ).all()


def standing_of(row: StandingRow | None) -> streaks.Standing | None:
    """A stored standing as the rules know it; None when there is none, or nothing was closed with it."""
    if row is None or row.closed_through != row.strength_through:
        return None
    through, since = row.strength_through, row.strong_since
    return streaks.Standing(row.through, row.current, row.best, row.strength, through, since)


@functools.lru_cache(maxsize=64)
def missing_days(zone: str) -> frozenset[date]:
    """The local dates that never were in a zone (Apia skipped one in 2011)."""
    return days.missing_days(FIRST_YEAR, LAST_YEAR, zone=clock.zone(zone))


def record_between(session: Session, user: User, *, first: date, last: date) -> Record:
    """All that she recorded from the week of ``first`` to ``last``. Four queries."""
    chosen = chosen_between(session, user, first=first, last=last)
    return record_of(session, user, chosen=chosen, first=first, last=last)


def record_of(session: Session, user: User, *, chosen: tuple[Chosen, ...], first: date, last: date) -> Record:
    """What she recorded of the given habits from the week of ``first`` to ``last``. Two queries."""
    since = days.week_of(first, week_start=user.week_start).first
    rows = session.exec(
        select(Mark.habit_id, Mark.day, Mark.amount, Mark.skip, Mark.note)  # type: ignore[call-overload]
        .where(Mark.user_id == user.id, col(Mark.day).between(since, last))
        .order_by(col(Mark.day).desc())
        .limit(MOST_ROWS)
    ).all()
    by_habit: dict[int, dict[date, marks.Mark]] = {each.id: {} for each in chosen}
    notes: dict[tuple[int, date], str] = {}
    for habit_id, day, amount, skip, note in rows:
        if amount is not None or skip is not None:
            by_habit.setdefault(habit_id, {})[day] = marks.Mark(amount, skip)
        if note:
            notes[habit_id, day] = note
    eaten = plant_queries.eaten_between(session, user, first=since, last=last)
    for each in chosen:
        if each.habit.measure is habits.Measure.VARIETY:
            by_habit[each.id] |= plant_queries.variety_marks(eaten, each.habit, week_start=user.week_start)
    return Record(chosen, by_habit, eaten, notes)


def marks_of(session: Session, user: User, *, chosen: Chosen, first: date, last: date) -> Days:
    """What she recorded of one habit from the week of ``first`` to ``last``. One query, of its rows alone."""
    since = days.week_of(first, week_start=user.week_start).first
    if chosen.habit.measure is habits.Measure.VARIETY:
        eaten = plant_queries.eaten_between(session, user, first=since, last=last)
        return plant_queries.variety_marks(eaten, chosen.habit, week_start=user.week_start)
    rows = session.exec(
        select(Mark.day, Mark.amount, Mark.skip)  # type: ignore[call-overload]
        .where(Mark.user_id == user.id, Mark.habit_id == chosen.id, col(Mark.day).between(since, last))
        .where(col(Mark.amount).is_not(None) | col(Mark.skip).is_not(None))
        .limit(MOST_ROWS)
    ).all()
    return {day: marks.Mark(amount, skip) for day, amount, skip in rows}


def first_day_of(session: Session, user: User) -> date | None:
    """The first day any habit was hers; None before she chose one."""
    return session.exec(
        select(col(Habit.started_on)).where(Habit.user_id == user.id).order_by(col(Habit.started_on)).limit(1)
    ).first()


def recorded(session: Session, user: User, *, uuids: Sequence[str]) -> set[str]:
    """Which of her changes are written already, by the ids that a client gave them. One query."""
    return set(
        session.exec(
            select(MarkChange.uuid)
            .where(MarkChange.user_id == user.id, col(MarkChange.uuid).in_(uuids))
            .limit(MOST_CHANGES)
        ).all()
    )


def changes_in(session: Session, user_id: int, *, batch: str) -> list[MarkChange]:
    """The changes of one tap or one answer, in their order."""
    return list(
        session.exec(
            select(MarkChange)
            .where(MarkChange.user_id == user_id, MarkChange.batch == batch)
            .order_by(col(MarkChange.id))
            .limit(MOST_CHANGES)
        ).all()
    )
