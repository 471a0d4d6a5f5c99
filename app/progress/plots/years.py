"""A year of days: a row a month, a column a day; and the same by weeks as a table of links."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date

from app import words
from app.checklist.wording import LEFT_OUT_SIGN
from app.rules import days
from app.rules.marks import State

LEFT, TOP = 40, 22
WIDE, HIGH = 11.6, 25
# Of which a cell leaves this much to its neighbours.
GAP = 1.6
RULED_DAYS = (1, 5, 10, 15, 20, 25, 31)
SIGNS = {
    State.MET: "✓",
    State.PARTIAL: "◐",
    State.NOT_MET: "–",
    State.SKIPPED: LEFT_OUT_SIGN,
    State.PAUSED: LEFT_OUT_SIGN,
    State.NOT_RECORDED: "·",
    State.OPEN: "○",
    State.NOT_DUE: "",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A day: its state, where a tap leads, all of it in words, and what is marked on it."""

    state: State
    href: str
    words: str
    has_note: bool = False
    has_new_goal: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell in its place; ``label`` is its day of the month, where a month begins with its name."""

    cell: Cell
    x: float
    y: float
    day: date
    sign: str
    label: str


@dataclass(frozen=True, slots=True)
class Label:
    """A word or number at an edge."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week of the table: its seven days, None where the year or the habit has none."""

    label: str
    cells: tuple[Drawn | None, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """All that the template draws; ``names`` are those of the states where they are not the usual ones."""

    title: str
    width: float
    height: float
    cells: tuple[Drawn, ...]
    months: tuple[Label, ...]
    numbers: tuple[Label, ...]
    weekdays: tuple[str, ...]
    weeks: tuple[WeekRow, ...]
    states: tuple[State, ...]
    names: Mapping[State, str]

    @property
    def has_notes(self) -> bool:
        """Whether the sign of a note has to be explained."""
        return any(each.cell.has_note for each in self.cells)

    @property
    def has_new_goals(self) -> bool:
        """Whether the sign of a new goal has to be explained."""
        return any(each.cell.has_new_goal for each in self.cells)


def year(
    cells: Mapping[date, Cell],
    *,
    year: int,
    title: str,
    week_start: int = 0,
    names: Mapping[State, str] | None = None,
) -> Year:
    """The picture of the days of a year that have a cell, from the first such month to the last."""
    shown = sorted(day for day in cells if day.year == year)
    drawn = {day: _drawn(day, cells[day], shown) for day in shown}
    found = {each.cell.state for each in drawn.values()}
    months = range(min(drawn).month, max(drawn).month + 1) if drawn else range(0)
    return Year(
        title=title,
        width=round(LEFT + 31 * WIDE + 2, 1),
        height=TOP + len(months) * HIGH,
        cells=tuple(drawn.values()),
        months=tuple(
            Label(0, TOP + HIGH * (place + 0.65), str(format_date(date(year, month, 1), "LLL")))
            for place, month in enumerate(months)
        ),
        numbers=tuple(Label(_x(day) + (WIDE - GAP) / 2, TOP - 7, str(day)) for day in RULED_DAYS),
        weekdays=tuple(words.weekday_of((week_start + place) % 7) for place in range(7)),
        weeks=tuple(_weeks(drawn, year, week_start)),
        states=tuple(state for state in State if state in found),
        names=names or {},
    )


def _drawn(day: date, cell: Cell, shown: Sequence[date]) -> Drawn:
    is_first = day.day == 1 or day == shown[0]
    return Drawn(
        cell,
        x=_x(day.day),
        y=TOP + HIGH * (day.month - shown[0].month),
        day=day,
        sign=SIGNS[cell.state],
        label=words.short_day(day) if is_first else str(day.day),
    )


def _x(day_of_month: int) -> float:
    return round(LEFT + WIDE * (day_of_month - 1), 1)


def _weeks(drawn: Mapping[date, Drawn], year: int, week_start: int) -> Iterator[WeekRow]:
    """The weeks that have any of the days."""
    week = days.week_of(date(year, 1, 1), week_start=week_start)
    while week.first.year <= year:
        cells = tuple(drawn.get(day) for day in week.days)
        if any(cells):
            yield WeekRow(words.short_day(week.first), cells)
        week = week.next()
