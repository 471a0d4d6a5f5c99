"""Weekly amounts as bars with the goal's line: side by side (a month has 4 at most) or in rows of a table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import gettext as _

from app import words
from app.checklist.wording import LEFT_OUT_SIGN
from app.rules.weeks import WeekShown

LEFT, RIGHT, TOP, FLOOR = 8, 340, 26, 150
THICK = 48
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

    @property
    def is_told(self) -> bool:
        """Whether it says more than that nothing is recorded yet: a zero is a record, save while it runs."""
        is_record = self.value is not None and not (self.is_running and not self.value)
        return is_record or self.is_met or self.is_set_aside


class Line(StrEnum):
    """What the line across the bars is: a goal, a limit, or the days that counted.

    Days are told with each number ("6 of 7"), a goal or limit once, above the weeks it holds for.
    """

    GOAL = "goal"
    LIMIT = "limit"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar in picture units (upright) and as parts of the whole length, 0 to 100 (lying).

    ``number`` is what it came to, ``of`` the same beside the days that counted, ``said`` what else eyes see
    (", goal met"); ``goal`` says what the bar is held against, empty where the number tells it.
    """

    bar: Bar
    x: float
    y: float
    height: float
    middle: float
    length: float
    goal_at: float | None
    number: str
    of: str
    said: str
    label: str
    span: str
    goal: str


@dataclass(frozen=True, slots=True)
class Group:
    """Weeks of one goal, newest first; ``goal`` is empty where none is told."""

    goal: str
    bars: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """All that the template draws; ``goal`` is the last one in force, ``goal_y`` where it is written.

    ``tells_days``: each number stands with the days that counted, and needs the room for it.
    """

    title: str
    unit: str
    bars: tuple[Drawn, ...]
    goal_line: str
    goal_y: float
    goal: str
    tells_days: bool

    @property
    def is_blank(self) -> bool:
        """Whether the goal's line would stand alone: no week has a record, or is set aside."""
        return not any(each.bar.is_told for each in self.bars)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The weeks by the goal they are held against, newest first; one without goes with its neighbours."""
        groups: list[Group] = []
        for each in reversed(self.bars):
            last = groups[-1] if groups else None
            if last is None or (each.goal and last.goal and each.goal != last.goal):
                groups.append(Group(each.goal, (each,)))
            else:
                groups[-1] = Group(last.goal or each.goal, (*last.bars, each))
        return tuple(groups)


def bars(given: Sequence[Bar], *, title: str, unit: str = "", line: Line = Line.GOAL) -> Bars:
    """The picture of some weeks in their order; the goal's line steps where the goal changed."""
    highest = max([each.goal or 0.0 for each in given] + [_shown(each) for each in given], default=0.0) or 1.0
    scale = (FLOOR - TOP) / highest
    slot = (RIGHT - LEFT) / max(len(given), 1)
    goals = [each.goal for each in given if each.goal is not None]
    drawn = tuple(
        _drawn(each, LEFT + slot * (place + 0.5), scale, highest, line) for place, each in enumerate(given)
    )
    return Bars(
        title=title,
        unit=unit,
        bars=drawn,
        goal_line="".join(_line(given, slot, scale)),
        goal_y=round(FLOOR - goals[-1] * scale, 1) if goals else FLOOR,
        goal=words.number(goals[-1]) if goals else "",
        tells_days=line is Line.DAYS,
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


def _drawn(bar: Bar, middle: float, scale: float, highest: float, line: Line) -> Drawn:
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
        of=_of(bar, line),
        said="".join(_said(bar, line)),
        label=words.short_day(bar.day),
        span=words.short_span(bar.day, week_end),
        goal=_goal(bar, line),
    )


def _goal(bar: Bar, line: Line) -> str:
    """What a week is held against; one that is set aside is held against nothing."""
    if bar.goal is None or bar.is_set_aside or line is Line.DAYS:
        return ""
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


def _of(bar: Bar, line: Line) -> str:
    """The number of a row: "150", or "6 of 7" days."""
    if line is not Line.DAYS or bar.goal is None or bar.value is None or bar.is_set_aside:
        return _number(bar)
    return _("%(done)d of %(whole)d", done=round(bar.value), whole=round(bar.goal))


def _said(bar: Bar, line: Line) -> Iterator[str]:
    """What eyes see beside the number."""
    if bar.is_set_aside:
        yield _("set aside")
    elif bar.value is None:
        yield _("no record")
    elif bar.is_met:
        yield _(", within the limit") if line is Line.LIMIT else _(", goal met")
    if bar.is_running:
        yield _(", still running")


def _number(bar: Bar) -> str:
    """What stands beside a bar."""
    if bar.is_set_aside:
        return LEFT_OUT_SIGN
    return NO_RECORD if bar.value is None else words.number(bar.value)
