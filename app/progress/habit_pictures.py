"""The pictures of a habit's year: its days, weeks, strength and weekdays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from flask import url_for
from flask_babel import gettext as _

from app import words
from app.checklist.queries import Chosen
from app.progress import habit_wording, plots
from app.progress.habit_years import Day, Event, HabitYear
from app.rules import streaks
from app.rules.habits import Measure
from app.rules.marks import State
from app.rules.patterns import Pattern
from app.rules.weeks import WeekShown

WEEKS_SHOWN = 12
LEAST_DAYS = 4


@dataclass(frozen=True, slots=True)
class Pictures:
    """All pictures of the page; None where there is too little to draw.

    ``weeks`` has the last twelve, ``all_weeks`` every one where there are more.
    """

    calendar: plots.Year | None
    weeks: plots.Bars | None
    all_weeks: plots.Bars | None
    strength: plots.Curve | None
    weekdays: plots.Weekdays | None


def of_year(of: HabitYear) -> Pictures:
    """The pictures of what was read."""
    weeks = of.weeks if _tells(of) else ()
    last = weeks[-WEEKS_SHOWN:]
    return Pictures(
        calendar=_calendar(of) if of.days else None,
        weeks=_bars(of, last) if last else None,
        all_weeks=_bars(of, weeks) if len(weeks) > len(last) else None,
        strength=_strength(of) if _has_strength(of) else None,
        weekdays=_weekdays(of) if _is_pattern(of.pattern) else None,
    )


def _tells(of: HabitYear) -> bool:
    """Whether bars say more than the days do: of a habit of one day a week or a month they would not."""
    return of.chosen.habit.is_weekly or any(each.goal > 1 for each in of.weeks)


def _is_pattern(pattern: Pattern) -> bool:
    """Whether more than one weekday counted, and one of them often enough to say anything."""
    counted = [each.whole for each in pattern.weekdays if each.whole]
    return len(counted) > 1 and max(counted) >= LEAST_DAYS and any(each.part for each in pattern.weekdays)


def _calendar(of: HabitYear) -> plots.Year:
    named = habit_wording.states(of.chosen)
    begins = {each.first: habit_wording.event(of, each) for each in of.events}
    turns = {each.first for each in of.events if each.goal is not None and _is_noted(of, each)}
    noted = {each.day for each in of.notes}
    cells = {
        each.day: plots.Cell(
            each.state,
            url_for("checklist.on_day", day=each.day.isoformat()),
            "; ".join(_told(of, each, named, begins.get(each.day), has_note=each.day in noted)),
            has_note=each.day in noted,
            has_new_goal=each.day in turns,
        )
        for each in of.days
    }
    title = _("%(habit)s, each day of %(year)d", habit=of.chosen.name, year=of.year)
    return plots.year(cells, year=of.year, title=title, week_start=of.week_start, names=named)


def _told(
    of: HabitYear, each: Day, named: Mapping[State, str], begins: str | None, *, has_note: bool
) -> Iterator[str]:
    """A day in words, what began on it, and that it has a note."""
    yield habit_wording.day(of, each, named=named)
    if begins:
        yield begins
    if has_note:
        yield _("with a note")


def _bars(of: HabitYear, weeks: Sequence[WeekShown]) -> plots.Bars:
    title = _("%(habit)s, week by week", habit=of.chosen.name)
    return plots.bars_of_weeks(
        weeks, title=title, line=_line(of.chosen), address=lambda each: _week_address(of, each)
    )


def _line(chosen: Chosen) -> plots.Line:
    """What a week is held against: of a daily habit the days that counted."""
    if not chosen.habit.is_weekly:
        return plots.Line.DAYS
    return plots.Line.LIMIT if chosen.habit.is_limit else plots.Line.GOAL


def _week_address(of: HabitYear, each: WeekShown) -> str:
    """The plants of the week; no other habit has a page of its week."""
    if of.chosen.habit.measure is not Measure.VARIETY:
        return ""
    return url_for("plants.week_of", day=each.week.first.isoformat())


def _has_strength(of: HabitYear) -> bool:
    """Whether there is a line to draw: one that leaves the floor, of a limit only once it was seen kept."""
    best = max(of.standing.best if of.standing else 0, of.now.streak if of.now else 0)
    is_seen = best > 0 or not of.chosen.habit.is_limit
    values = [each.value for each in of.strength if each.value is not None]
    return is_seen and len(values) > 1 and streaks.percent(max(values)) > 0


def _strength(of: HabitYear) -> plots.Curve:
    notes = dict(_noted(of))
    points = [plots.Point(each.day, each.value, notes.get(each.day, "")) for each in of.strength]
    title = _("%(habit)s, strength in %(year)d", habit=of.chosen.name, year=of.year)
    return plots.curve(points, title=title)


def _noted(of: HabitYear) -> Iterator[tuple[date, str]]:
    """What happened, at the first point after it; what came before the first point is not on the line."""
    for before, after in pairwise(of.strength):
        found = [each for each in of.events if _is_noted(of, each) and before.day < each.first <= after.day]
        if found:
            yield after.day, "; ".join(habit_wording.event(of, each) for each in found)


def _is_noted(of: HabitYear, each: Event) -> bool:
    """The goal it began with stands in the list alone."""
    return each.goal is None or each.goal is not of.chosen.habit.goals[0]


def _weekdays(of: HabitYear) -> plots.Weekdays:
    parts = [
        plots.Part(words.weekday_of(each.number), each.share, habit_wording.part(of.chosen, each))
        for each in of.pattern.weekdays
    ]
    return plots.weekdays(parts, title=habit_wording.weekdays(of.chosen))
