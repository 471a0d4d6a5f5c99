"""Weekly totals as a picture drawn on the server: bars, the goal's line, numbers that never touch it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app import words
from app.checklist.wording import LEFT_OUT_SIGN
from app.progress.months import WeekBar

FLOOR, TOP = 150, 26
LEFT, RIGHT = 8, 340
BAR = 48
NO_RECORD = "–"
# A week set aside has a low mark of its own in the place of a bar.
ASIDE = 10


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
    is_set_aside: bool


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
    highest = max([goal, *(bar.total for bar in bars if not bar.is_set_aside)]) or 1.0
    scale = (FLOOR - TOP) / highest
    slot = (RIGHT - LEFT) / len(bars)
    drawn = tuple(_bar(bar, LEFT + slot * (place + 0.5), scale) for place, bar in enumerate(bars))
    return Picture(drawn, goal_y=round(FLOOR - goal * scale, 1), goal=words.number(goal))


def _bar(bar: WeekBar, middle: float, scale: float) -> Bar:
    height = ASIDE if bar.is_set_aside else round(bar.total * scale, 1)
    number, said = _number(bar)
    return Bar(
        x=round(middle - BAR / 2, 1),
        y=round(FLOOR - height, 1),
        height=height,
        middle=round(middle, 1),
        number=number,
        said=said,
        label=words.short_day(bar.week.first),
        is_met=bar.is_met,
        is_set_aside=bar.is_set_aside,
    )


def _number(bar: WeekBar) -> tuple[str, str]:
    """What stands under a bar, and the same in words."""
    if bar.is_set_aside:
        return LEFT_OUT_SIGN, _("set aside")
    if not bar.has_record:
        return NO_RECORD, _("no record")
    return words.number(bar.total), words.number(bar.total)
