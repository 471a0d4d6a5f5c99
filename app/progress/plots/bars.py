"""Weekly amounts as bars with the goal's line: upright where they are few, one below the other where many."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import ngettext

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


class Line(StrEnum):
    """What the line across the bars is: a goal, a limit, or the days that counted."""

    GOAL = "goal"
    LIMIT = "limit"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar in picture units (upright) and as parts of the whole length, 0 to 100 (lying).

    ``goal`` says what the bar is held against, empty for none; it is ``is_goal_new`` in the newest week that
    has one, and where the week after it has another.
    """

    bar: Bar
    x: float
    y: float
    height: float
    middle: float
    length: float
    goal_at: float | None
    number: str
    label: str
    span: str
    goal: str
    is_goal_new: bool


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


def bars(given: Sequence[Bar], *, title: str, unit: str = "", line: Line = Line.GOAL) -> Bars:
    """The picture of some weeks in their order; the goal's line steps where the goal changed."""
    highest = max([each.goal or 0.0 for each in given] + [_shown(each) for each in given], default=0.0) or 1.0
    scale = (FLOOR - TOP) / highest
    slot = (RIGHT - LEFT) / max(len(given), 1)
    goals = [each.goal for each in given if each.goal is not None]
    goals_said = [_goal(each, line) for each in given]
    drawn = tuple(
        _drawn(each, LEFT + slot * (place + 0.5), scale, highest, goals_said[place:])
        for place, each in enumerate(given)
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
    line: Line = Line.GOAL,
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
    return bars(given, title=title, unit=unit, line=line)


def _shown(bar: Bar) -> float:
    return 0.0 if bar.is_set_aside else bar.value or 0.0


def _drawn(bar: Bar, middle: float, scale: float, highest: float, goals: Sequence[str]) -> Drawn:
    """``goals`` are those of the bar and of the weeks after it."""
    height = ASIDE if bar.is_set_aside else round(_shown(bar) * scale, 1)
    week_end = bar.day.fromordinal(bar.day.toordinal() + 6)
    return Drawn(
        bar=bar,
        x=round(middle - THICK / 2, 1),
        y=round(FLOOR - height, 1),
        height=height,
        middle=round(middle, 1),
        length=round(100 * _shown(bar) / highest, 1),
        goal_at=None if bar.goal is None else round(100 * bar.goal / highest, 1),
        number=_number(bar),
        label=words.short_day(bar.day),
        span=words.short_span(bar.day, week_end),
        goal=goals[0],
        is_goal_new=bool(goals[0]) and goals[0] != next(filter(None, goals[1:]), ""),
    )


def _goal(bar: Bar, line: Line) -> str:
    """What a week is held against; one that is set aside is held against nothing."""
    if bar.goal is None or bar.is_set_aside:
        return ""
    if line is Line.DAYS:
        return ngettext("of %(num)d day", "of %(num)d days", round(bar.goal))
    goal = words.number(bar.goal)
    return _("limit %(goal)s", goal=goal) if line is Line.LIMIT else _("goal %(goal)s", goal=goal)


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


def _number(bar: Bar) -> str:
    """What stands beside a bar."""
    if bar.is_set_aside:
        return LEFT_OUT_SIGN
    return NO_RECORD if bar.value is None else words.number(bar.value)
