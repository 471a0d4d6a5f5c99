"""The log of a report: every habit's days and weeks in the period, one row each."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.checklist.queries import Chosen, Days, Record
from app.report.frame import Frame
from app.report.model import LogPeriod, LogRow
from app.rules import days, marks
from app.rules.marks import State


def rows_of(chosen: Sequence[Chosen], record: Record, *, frame: Frame) -> Iterator[LogRow]:
    """Every habit's days and weeks in the period, habit by habit.

    A day on which it was not due has a row only when something is recorded on it.
    """
    for each in chosen:
        on = record.of(each.id)
        yield from _week_rows(each, on, frame) if each.habit.is_weekly else _day_rows(each, on, frame)


def _day_rows(chosen: Chosen, on: Days, frame: Frame) -> Iterator[LogRow]:
    for day in days.days_between(frame.first, frame.last):
        state = frame.state(chosen, on, day=day)
        is_extra = state is State.NOT_DUE and day in on and chosen.habit.is_lived_on(day)
        if state is not State.NOT_DUE or is_extra:
            yield _log_row(chosen, on, day, period=LogPeriod.DAY, state=state)


def _week_rows(chosen: Chosen, on: Days, frame: Frame) -> Iterator[LogRow]:
    habit = chosen.habit
    for day in days.days_between(frame.first, frame.last):
        if day in on and habit.is_lived_on(day):
            yield _log_row(chosen, on, day, period=LogPeriod.DAY_IN_WEEK, state=None)
    for week in days.weeks_within(frame.first, frame.last, week_start=frame.week_start):
        state = frame.week_state(chosen, on, week=week)
        if state is not State.NOT_DUE:
            amount = frame.amount_of_week(chosen, on, week=week)
            goal = habit.goal_on(week.last)
            unit = chosen.entry.unit
            yield LogRow(LogPeriod.WEEK, week.first, chosen.name, state, amount, unit, goal, skip=None)


def _log_row(chosen: Chosen, on: Days, day: date, *, period: LogPeriod, state: State | None) -> LogRow:
    mark = on.get(day, marks.Mark())
    goal = chosen.habit.goal_on(day) if period is LogPeriod.DAY else None
    skip = marks.reason_of(day, mark, spells=chosen.spells)
    return LogRow(period, day, chosen.name, state, mark.amount, chosen.entry.unit, goal, skip)
