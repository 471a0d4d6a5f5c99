"""Weekly amounts as bars with the goal's line: upright where they are few, one below the other where many."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app import words
from app.checklist.wording import LEFT_OUT_SIGN
from app.rules.weeks import WeekShown

LEFT, RIGHT, TOP, FLOOR = 8, 340, 26, 150
THICK = 48
# As many as have room for a number each on a small phone.
MOST_UPRIGHT = 6
NO_RECORD = "–"
# A week set aside has a low mark of its own in the place of a bar.
ASIDE = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """A week: what it came to (None: no record) and the goal in force, in the same unit."""

    day: date
    value: float | None
    goal: float | None
    is_met: bool
    is_set_aside: bool
    is_running: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar in picture units (upright) and as parts of the whole length, 0 to 100 (lying)."""

    bar: Bar
    x: float
    y: float
    height: float
    middle: float
    length: float
    goal_at: float | None
    number: str
    said: str
    label: str
    span: str


@dataclass(frozen=True, slots=True)
class Bars:
    """All that the template draws; ``goal`` is the last one in force, ``goal_y`` where it is written."""

    title: str
    unit: str
    bars: tuple[Drawn, ...]
    goal_line: str
    goal_y: float
    goal: str

    @property
    def is_upright(self) -> bool:
        """Whether the bars stand side by side."""
        return len(self.bars) <= MOST_UPRIGHT

    @property
    def said(self) -> str:
        """The same in words, for who cannot see it."""
        told = ", ".join(f"{each.label} {each.said}" for each in self.bars)
        return _("%(weeks)s. Goal %(goal)s.", weeks=told, goal=self.goal) if self.goal else told


def bars(given: Sequence[Bar], *, title: str, unit: str = "") -> Bars:
    """The picture of some weeks in their order; the goal's line steps where the goal changed."""
    highest = max([each.goal or 0.0 for each in given] + [_shown(each) for each in given], default=0.0) or 1.0
    scale = (FLOOR - TOP) / highest
    slot = (RIGHT - LEFT) / max(len(given), 1)
    goals = [each.goal for each in given if each.goal is not None]
    drawn = tuple(
        _drawn(each, LEFT + slot * (place + 0.5), scale, highest) for place, each in enumerate(given)
    )
    return Bars(
        title=title,
        unit=unit,
        bars=drawn,
        goal_line="".join(_line(given, slot, scale)),
        goal_y=round(FLOOR - goals[-1] * scale, 1) if goals else FLOOR,
        goal=words.number(goals[-1]) if goals else "",
    )


def bars_of_weeks(
    weeks: Sequence[WeekShown],
    *,
    title: str,
    unit: str = "",
    address: Callable[[WeekShown], str] = lambda _week: "",
) -> Bars:
    """The picture of weeks as the rules show them; ``address`` is where a week leads, nowhere when empty."""
    given = [
        Bar(
            each.week.first,
            each.value,
            each.goal,
            is_met=each.is_met,
            is_set_aside=each.is_set_aside,
            is_running=each.is_running,
            href=address(each),
        )
        for each in weeks
    ]
    return bars(given, title=title, unit=unit)


def _shown(bar: Bar) -> float:
    return 0.0 if bar.is_set_aside else bar.value or 0.0


def _drawn(bar: Bar, middle: float, scale: float, highest: float) -> Drawn:
    height = ASIDE if bar.is_set_aside else round(_shown(bar) * scale, 1)
    number, said = _number(bar)
    week_end = bar.day.fromordinal(bar.day.toordinal() + 6)
    return Drawn(
        bar=bar,
        x=round(middle - THICK / 2, 1),
        y=round(FLOOR - height, 1),
        height=height,
        middle=round(middle, 1),
        length=round(100 * _shown(bar) / highest, 1),
        goal_at=None if bar.goal is None else round(100 * bar.goal / highest, 1),
        number=number,
        said=said,
        label=words.short_day(bar.day),
        span=words.short_span(bar.day, week_end),
    )


def _line(given: Sequence[Bar], slot: float, scale: float) -> Iterator[str]:
    """The goal's line: from edge to edge of each week that has a goal, up or down where it changed."""
    at: float | None = None
    for place, each in enumerate(given):
        if each.goal is None:
            at = None
            continue
        y = round(FLOOR - each.goal * scale, 1)
        begin = 0.0 if place == 0 else round(LEFT + slot * place, 1)
        end = RIGHT + 10 if place == len(given) - 1 else round(LEFT + slot * (place + 1), 1)
        yield f"M{begin} {y}" if at is None else f"V{y}"
        yield f"H{end}"
        at = y


def _number(bar: Bar) -> tuple[str, str]:
    """What stands beside a bar, and the same in words."""
    if bar.is_set_aside:
        return LEFT_OUT_SIGN, _("set aside")
    if bar.value is None:
        return NO_RECORD, _("no record")
    number = words.number(bar.value)
    return number, _("%(number)s, goal met", number=number) if bar.is_met else number
