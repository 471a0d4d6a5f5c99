"""Weekly totals as a picture drawn on the server: bars, the goal's line, numbers that never touch it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app import words
from app.progress.months import WeekBar

FLOOR, TOP = 150, 26
LEFT, RIGHT = 8, 340
BAR = 48
NO_RECORD = "–"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in picture units, with its number (also as ``said``) and week."""

    x: float
    y: float
    height: float
    middle: float
    number: str
    said: str
    label: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the template draws."""

    bars: tuple[Bar, ...]
    goal_y: float
    goal: str

    @property
    def said(self) -> str:
        """The same in words, for who cannot see it."""
        return ", ".join(f"{bar.label} {bar.said}" for bar in self.bars)


def picture(bars: Sequence[WeekBar]) -> Picture:
    """The picture of some weeks, at least one."""
    goal = bars[-1].goal
    highest = max([goal, *(bar.total for bar in bars)]) or 1.0
    scale = (FLOOR - TOP) / highest
    slot = (RIGHT - LEFT) / len(bars)
    drawn = tuple(_bar(bar, LEFT + slot * (place + 0.5), scale) for place, bar in enumerate(bars))
    return Picture(drawn, goal_y=round(FLOOR - goal * scale, 1), goal=words.number(goal))


def _bar(bar: WeekBar, middle: float, scale: float) -> Bar:
    height = round(bar.total * scale, 1)
    return Bar(
        x=round(middle - BAR / 2, 1),
        y=round(FLOOR - height, 1),
        height=height,
        middle=round(middle, 1),
        number=words.number(bar.total) if bar.has_record else NO_RECORD,
        said=words.number(bar.total) if bar.has_record else _("no record"),
        label=words.short_day(bar.week.first),
        is_met=bar.is_met,
    )
