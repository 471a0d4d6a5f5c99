"""A month as its page shows it: each habit's days or weeks, its share, and the month before beside it."""

import math
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from app.accounts.models import User
from app.checklist import closings, plant_queries, queries
from app.checklist.queries import Chosen, Record
from app.progress import left_out
from app.progress.left_out import LeftOut
from app.rules import days, figures, marks, presence, streaks, weeks
from app.rules.figures import Tally
from app.rules.habits import Habit
from app.rules.marks import State
from app.rules.presence import ByReason, Presence
from app.rules.weeks import WeekShown


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the calendar."""

    day: date
    state: State


@dataclass(frozen=True, slots=True)
class HabitMonth:
    """One habit in a month: cells for a daily habit, bars for a weekly one.

    ``total`` is all that its due days brought, ``total_before`` the same of the month before. ``left_out``
    counts its days by reason. ``is_most``: more met than in any closed month before, of which there is one.
    ``streak``, ``best`` and ``strength`` are those of today, and none in a month that is over.
    """

    chosen: Chosen
    tally: Tally
    before: Tally
    total: float
    total_before: float
    cells: tuple[Cell, ...]
    bars: tuple[WeekShown, ...]
    mean: float | None
    left_out: ByReason = ()
    is_most: bool = False
    streak: int | None = None
    best: int | None = None
    strength: float = 0.0


@dataclass(frozen=True, slots=True)
class Month:
    """A whole month; ``offset`` places its first day, ``presence`` tells of its days up to today.

    ``plants`` are the different ones eaten in it, ``plants_before`` those of the month before.
    """

    first: date
    last: date
    offset: int
    week_start: int
    presence: Presence
    habits: tuple[HabitMonth, ...]
    new_plants: tuple[str, ...]
    plants: int = 0
    plants_before: int = 0
    left_out: LeftOut = field(default_factory=LeftOut)

    @property
    def kindest(self) -> HabitMonth | None:
        """The habit for the kindest true sentence: kept the most so far, daily, met most often."""
        kept = [each for each in self.habits if each.tally.met]
        return max(kept, key=_kindness, default=None)


def _kindness(of: HabitMonth) -> tuple[bool, bool, int]:
    is_daily = not of.chosen.habit.is_weekly
    return is_daily, of.is_most, of.tally.met


@dataclass(frozen=True, slots=True)
class Frame:
    """What every figure of one month is asked with; of a year, its bars."""

    first: date
    last: date
    today: date
    week_start: int
    recorded: Set[date]

    @property
    def before(self) -> tuple[date, date]:
        """The first and the last day of the month before."""
        return month_before(self.first)

    @property
    def past(self) -> tuple[date, ...]:
        """Its days up to today."""
        return tuple(days.days_between(self.first, min(self.last, self.today)))


def month_before(first: date) -> tuple[date, date]:
    """The first and the last day of the month before the one that begins on ``first``."""
    last = first - days.ONE_DAY
    return last.replace(day=1), last


def read(session: Session, user: User, *, first: date, today: date) -> Month:
    """The month that begins on ``first``. Six queries, whatever the number of habits and years."""
    last = days.month_days(first.year, first.month)[1]
    since = month_before(first)[0]
    chosen = queries.chosen_between(session, user, first=since, last=last)
    since = closings.window_of(chosen, first=since)
    record = queries.record_of(session, user, chosen=chosen, first=since, last=last)
    most = closings.most_met_in_a_month(session, user, record=record, before=first, today=today)
    new_plants = plant_queries.first_time_plants(session, user, first=first, last=last)
    told: dict[str, Any] = {"today": today, "week_start": user.week_start}
    return build(record, first=first, most=most, new_plants=new_plants, **told)


def build(
    record: Record,
    *,
    first: date,
    today: date,
    week_start: int,
    most: Mapping[int, int],
    new_plants: tuple[str, ...] = (),
) -> Month:
    """The month from what was recorded in it and the month before, and the most met in a month earlier."""
    last = days.month_days(first.year, first.month)[1]
    recorded = figures.reported_days(record.marks.values(), (day for day, _ in record.eaten))
    frame = Frame(first, last, today, week_start, recorded)
    lived = [each for each in record.chosen if any(map(each.habit.is_lived_on, frame.past))]
    hers = ((each.habit, each.spells) for each in record.chosen)
    return Month(
        first=first,
        last=last,
        offset=(first.weekday() - week_start) % days.DAYS_IN_WEEK,
        week_start=week_start,
        presence=presence.presence(hers, frame.past, recorded_days=recorded, today=today),
        habits=tuple(_habit_month(each, record.of(each.id), frame, most.get(each.id)) for each in lived),
        new_plants=new_plants,
        plants=_different_plants(record, first, last),
        plants_before=_different_plants(record, *frame.before),
        left_out=left_out.build(lived, left_out.skipped_in(record), first=first, last=min(last, today)),
    )


def _different_plants(record: Record, first: date, last: date) -> int:
    return len({plant for day, plant in record.eaten if first <= day <= last})


def _habit_month(chosen: Chosen, by_day: queries.Days, frame: Frame, most: int | None) -> HabitMonth:
    habit, spells = chosen.habit, chosen.spells
    told: dict[str, Any] = {"today": frame.today, "week_start": frame.week_start, "spells": spells}
    tally = figures.tally(habit, by_day, first=frame.first, last=frame.last, **told)
    before_first, before_last = frame.before
    runs = _streak(chosen, by_day, told) if frame.last >= frame.today else (None, None, 0.0)
    bars = week_bars(chosen, by_day, frame) if habit.is_weekly else ()
    closed = [bar.week for bar in bars if not bar.is_running]
    return HabitMonth(
        chosen=chosen,
        tally=tally,
        before=figures.tally(habit, by_day, first=before_first, last=before_last, **told),
        total=total(habit, by_day, frame.first, frame.last),
        total_before=total(habit, by_day, before_first, before_last),
        cells=() if habit.is_weekly else _cells(chosen, by_day, frame),
        bars=bars,
        mean=figures.mean_of_reported(habit, by_day, closed, recorded_days=frame.recorded, spells=spells),
        left_out=presence.left_out(habit, by_day, on=frame.past, today=frame.today, spells=spells),
        is_most=most is not None and tally.met > most,
        streak=runs[0],
        best=runs[1],
        strength=runs[2],
    )


def _streak(chosen: Chosen, by_day: queries.Days, told: Mapping[str, Any]) -> tuple[int, int, float]:
    standing = streaks.advance(chosen.standing, chosen.habit, by_day, until=told["today"], **told)
    streak = streaks.current(chosen.habit, standing, by_day, **told)
    return streak, max(streak, standing.best), standing.strength


def total(habit: Habit, by_day: queries.Days, first: date, last: date) -> float:
    """All that the due days from first to last brought, both included."""
    return math.fsum(marks.amounts(habit, by_day, on=days.days_between(first, last)))


def _cells(chosen: Chosen, by_day: queries.Days, frame: Frame) -> tuple[Cell, ...]:
    return tuple(
        Cell(day, marks.state(chosen.habit, day, by_day.get(day), today=frame.today, spells=chosen.spells))
        for day in days.days_between(frame.first, frame.last)
    )


def week_bars(chosen: Chosen, by_day: queries.Days, frame: Frame) -> tuple[WeekShown, ...]:
    """The weeks wholly inside the frame that have begun, in which the habit was due or set aside."""
    whole = days.weeks_within(frame.first, frame.last, week_start=frame.week_start)
    told: dict[str, Any] = {"today": frame.today, "recorded_days": frame.recorded}
    return weeks.shown(chosen.habit, by_day, whole, spells=chosen.spells, **told)
