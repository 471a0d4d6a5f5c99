"""The weeks of one habit in a year: what each came to, and what it is held against."""

from collections.abc import Iterator, Set
from datetime import date
from typing import Any

from app.checklist.queries import Chosen, Days
from app.rules import days, figures, marks, weeks
from app.rules.marks import State
from app.rules.weeks import WeekShown

_ASIDE = frozenset({State.SKIPPED, State.PAUSED})


def of_year(
    chosen: Chosen,
    by_day: Days,
    *,
    first: date,
    last: date,
    today: date,
    week_start: int,
    reported: Set[date],
) -> tuple[WeekShown, ...]:
    """The weeks wholly inside first to last that have begun and in which anything counted or was set aside.

    ``reported`` are the days with anything recorded for any habit.
    """
    whole = days.weeks_within(first, last, week_start=week_start)
    begun = [week for week in whole if week.first <= today]
    told: dict[str, Any] = {"today": today, "recorded_days": reported}
    if chosen.habit.is_weekly:
        return weeks.shown(chosen.habit, by_day, begun, spells=chosen.spells, **told)
    return tuple(_of_daily(chosen, by_day, begun, told))


def _of_daily(
    chosen: Chosen, by_day: Days, begun: list[days.Week], told: dict[str, Any]
) -> Iterator[WeekShown]:
    habit = chosen.habit
    for week in begun:
        stretch: dict[str, Any] = {"first": week.first, "last": week.last, "today": told["today"]}
        judged = marks.judged(habit, by_day, spells=chosen.spells, **stretch)
        is_aside = not _ASIDE.isdisjoint(state for _, state in judged)
        tally = figures.tally(habit, by_day, spells=chosen.spells, **stretch)
        if tally.counted or is_aside:
            is_told = weeks.is_told_of(habit, week, is_recorded=tally.recorded > 0, **told)
            yield WeekShown(
                week,
                value=float(tally.met) if is_told else None,
                goal=float(tally.counted),
                is_met=0 < tally.counted == tally.met,
                is_set_aside=not tally.counted,
                is_running=week.last >= told["today"],
            )
