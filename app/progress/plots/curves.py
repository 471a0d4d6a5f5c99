"""Strength over time as a line, with the months below it and a number at its end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from flask_babel import format_date
from flask_babel import gettext as _

from app import words
from app.rules import streaks

LEFT, RIGHT, TOP, FLOOR = 6, 334, 16, 166
MOST_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Point:
    """A day and the strength after it, 0 to 1; None breaks the line. ``note`` says what happened then."""

    day: date
    value: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the picture, and what is written there."""

    x: float
    y: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table below the picture."""

    day: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Curve:
    """All that the template draws: stretches of line, the marks on it, the months, the last value.

    What the small picture leaves out, months and table, is put in words only when it is asked for.
    """

    title: str
    said: str
    paths: tuple[str, ...]
    lone: tuple[Place, ...]
    notes: tuple[Place, ...]
    end: Place | None
    points: tuple[Point, ...]

    @property
    def months(self) -> tuple[Place, ...]:
        """The months that begin within the picture."""
        return tuple(_months(self.points))

    @property
    def rows(self) -> tuple[Row, ...]:
        """The table below the picture."""
        return tuple(Row(words.short_day(each.day), _percent(each), each.note) for each in self.points)


def curve(points: Sequence[Point], *, title: str) -> Curve:
    """The line through the points, which are in order of their days; an empty picture without any."""
    placed = tuple(zip(points, _placed(points), strict=True))
    stretches = tuple(_stretches(placed))
    known = [(point, place) for point, place in placed if place is not None]
    return Curve(
        title=title,
        said=_said(tuple(point for point, _ in known)),
        paths=tuple(_path(stretch) for stretch in stretches if len(stretch) > 1),
        lone=tuple(stretch[0] for stretch in stretches if len(stretch) == 1),
        notes=tuple(Place(place.x, place.y, point.note) for point, place in known if point.note),
        end=Place(known[-1][1].x, known[-1][1].y, _percent(known[-1][0])) if known else None,
        points=tuple(points),
    )


def _placed(points: Sequence[Point]) -> Iterator[Place | None]:
    for point in points:
        if point.value is None:
            yield None
        else:
            yield Place(_x(point.day, points), round(FLOOR - point.value * (FLOOR - TOP), 1))


def _x(day: date, points: Sequence[Point]) -> float:
    """How far to the right a day stands; the only day of a picture stands in its middle."""
    whole = (points[-1].day - points[0].day).days
    part = (day - points[0].day).days / whole if whole else 0.5
    return round(LEFT + part * (RIGHT - LEFT), 1)


def _stretches(placed: Sequence[tuple[Point, Place | None]]) -> Iterator[list[Place]]:
    """The points that hang together."""
    run: list[Place] = []
    for _point, place in placed:
        if place is not None:
            run.append(place)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _path(places: Sequence[Place]) -> str:
    return "M" + "L".join(f"{place.x} {place.y}" for place in places)


def _months(points: Sequence[Point]) -> Iterator[Place]:
    """The months that begin within the picture, as many as there is room for."""
    firsts = [
        later.day.replace(day=1)
        for earlier, later in pairwise(points)
        if (earlier.day.year, earlier.day.month) != (later.day.year, later.day.month)
    ]
    step = -(-len(firsts) // MOST_MONTHS) or 1
    for first in firsts[::step]:
        x = _x(max(first, points[0].day), points)
        if LEFT <= x <= RIGHT - 20:
            yield Place(x, FLOOR, str(format_date(first, "LLL")))


def _said(known: Sequence[Point]) -> str:
    """The course of the line in words."""
    if not known:
        return _("Nothing is recorded yet.")
    if len(known) == 1:
        return _("%(day)s: %(value)s.", day=words.short_day(known[0].day), value=_percent(known[0]))
    return _(
        "From %(before)s on %(first)s to %(after)s on %(last)s.",
        before=_percent(known[0]),
        first=words.short_day(known[0].day),
        after=_percent(known[-1]),
        last=words.short_day(known[-1].day),
    )


def _percent(point: Point) -> str:
    return "–" if point.value is None else _("%(now)d %%", now=streaks.percent(point.value))
