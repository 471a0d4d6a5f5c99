"""The log of a report: every habit's days in the period, and its weeks, one row each."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from app.checklist.queries import Chosen, Days, Record
from app.report.frame import Frame
from app.report.model import LogPeriod, LogRow, LogWeek
from app.rules import days, marks
from app.rules.days import Week
from app.rules.figures import Tally
from app.rules.marks import State

Notes = Mapping[tuple[int, date], str]
_NO_NOTES: Notes = {}


def rows_of(
    chosen: Sequence[Chosen], record: Record, *, frame: Frame, has_notes: bool = False
) -> Iterator[LogRow]:
    """Every habit's days in the period, habit by habit; ``has_notes``: with what she noted on them.

    A day on which a daily habit was not due has a row only when something is on it. Of a weekly habit every
    day is there on which it was hers.
    """
    notes = record.notes if has_notes else _NO_NOTES
    for each in chosen:
        on = record.of(each.id)
        yield from (
            _week_days(each, on, frame, notes) if each.habit.is_weekly else _days(each, on, frame, notes)
        )


def _days(chosen: Chosen, on: Days, frame: Frame, notes: Notes) -> Iterator[LogRow]:
    for day in days.days_between(frame.first, frame.last):
        state = frame.state(chosen, on, day=day)
        has_something = day in on or (chosen.id, day) in notes
        if state is not State.NOT_DUE or (has_something and chosen.habit.is_lived_on(day)):
            yield _row(chosen, on, day, period=LogPeriod.DAY, state=state, notes=notes)


def _week_days(chosen: Chosen, on: Days, frame: Frame, notes: Notes) -> Iterator[LogRow]:
    for day in days.days_between(frame.first, frame.last):
        if chosen.habit.is_lived_on(day):
            yield _row(chosen, on, day, period=LogPeriod.DAY_IN_WEEK, state=None, notes=notes)


def _row(
    chosen: Chosen, on: Days, day: date, *, period: LogPeriod, state: State | None, notes: Notes
) -> LogRow:
    mark = on.get(day, marks.Mark())
    return LogRow(
        period=period,
        day=day,
        habit=chosen.name,
        state=state,
        amount=mark.amount,
        unit=chosen.entry.unit,
        goal=chosen.habit.goal_on(day),
        skip=marks.reason_of(day, mark, spells=chosen.spells),
        note=notes.get((chosen.id, day), ""),
        habit_id=chosen.id,
    )


def weeks_of(chosen: Sequence[Chosen], record: Record, *, frame: Frame) -> Iterator[LogWeek]:
    """Every habit's weeks: whole ones of a weekly habit, of a daily one as far as each is in the period."""
    whole = days.weeks_within(frame.first, frame.last, week_start=frame.week_start)
    touched = tuple(_weeks_that_touch(frame))
    for each in chosen:
        on = record.of(each.id)
        if each.habit.is_weekly:
            yield from filter(None, (_whole_week(each, on, frame, week) for week in whole))
        else:
            yield from filter(None, (_week_of_days(each, on, frame, week) for week in touched))


def _weeks_that_touch(frame: Frame) -> Iterator[Week]:
    week = days.week_of(frame.first, week_start=frame.week_start)
    while week.first <= frame.last:
        yield week
        week = week.next()


def _whole_week(chosen: Chosen, on: Days, frame: Frame, week: Week) -> LogWeek | None:
    state = frame.week_state(chosen, on, week=week)
    if state is State.NOT_DUE:
        return None
    tally = frame.tally(chosen, on, first=week.first, last=week.last)
    amount = frame.amount_of_week(chosen, on, week=week)
    return _week(chosen, frame, week, inside=week.days, state=state, tally=tally, amount=amount)


def _week_of_days(chosen: Chosen, on: Days, frame: Frame, week: Week) -> LogWeek | None:
    inside = [day for day in week.days if frame.first <= day <= frame.last]
    if not any(map(chosen.habit.is_lived_on, inside)):
        return None
    tally = frame.tally(chosen, on, first=inside[0], last=inside[-1])
    amounts = marks.amounts(chosen.habit, on, on=inside)
    amount = math.fsum(amounts) if amounts else None
    return _week(chosen, frame, week, inside=inside, state=None, tally=tally, amount=amount)


def _week(
    chosen: Chosen,
    frame: Frame,
    week: Week,
    *,
    inside: Sequence[date],
    state: State | None,
    tally: Tally,
    amount: float | None,
) -> LogWeek:
    is_whole = len(inside) == days.DAYS_IN_WEEK
    return LogWeek(
        first=week.first,
        days=len(inside),
        habit=chosen.name,
        is_weekly=chosen.habit.is_weekly,
        state=state,
        tally=tally,
        amount=amount,
        unit=chosen.entry.unit,
        goal=chosen.habit.goal_on(inside[-1]),
        days_recorded=sum(day in frame.recorded for day in inside),
        is_reported=is_whole and frame.is_reported(week),
        habit_id=chosen.id,
    )
