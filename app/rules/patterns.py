"""On which weekdays a habit is kept: seven parts in the order of her week, and the one that clearly leads."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.rules import days
from app.rules.habits import Habit
from app.rules.marks import Mark, Spell, State, judged

_LEAST_WEEKS = 4
_LEAST_DAYS = 4
_CLEAR_LEAD = 0.1
_ROUNDING = 1e-9
_COUNTED = frozenset({State.MET, State.PARTIAL, State.NOT_MET, State.NOT_RECORDED})


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday (Monday is 0): of a daily habit the days met of its counted days.

    Of a weekly habit the days with something that fell on it, of all such days.
    """

    number: int
    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """Part of whole, 0 to 1; None when nothing counted."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Pattern:
    """The seven weekdays in the order of her week; ``weeks`` is how many weeks any of it lies in."""

    weekdays: tuple[Weekday, ...]
    weeks: int

    @property
    def lead(self) -> int | None:
        """The weekday that leads by ten points or more, with four days over four weeks; None without one."""
        known = sorted(
            ((each.share, each) for each in self.weekdays if each.share is not None),
            key=lambda pair: pair[0],
            reverse=True,
        )
        if self.weeks < _LEAST_WEEKS or len(known) < 2:
            return None
        (most, first), (next_most, _) = known[:2]
        is_clear = most - next_most >= _CLEAR_LEAD - _ROUNDING
        return first.number if is_clear and first.part >= _LEAST_DAYS else None


def of_habit(
    habit: Habit,
    marks: Mapping[date, Mark],
    *,
    first: date,
    last: date,
    today: date,
    spells: Sequence[Spell] = (),
    week_start: int = 0,
) -> Pattern:
    """The pattern of the days from first to last, both included, and never past today.

    For plants give each day the number eaten on it, repeats of the week included: a day is asked only
    whether it has something.
    """
    if habit.is_weekly:
        given = [
            day
            for day, mark in marks.items()
            if first <= day <= min(last, today) and habit.is_due_on(day) and mark.amount
        ]
        return _pattern(given, [], week_start)
    states = dict(judged(habit, marks, first=first, last=last, today=today, spells=spells))
    counted = [day for day, state in states.items() if state in _COUNTED]
    return _pattern([day for day in counted if states[day] is State.MET], counted, week_start)


def _pattern(given: Sequence[date], counted: Sequence[date], week_start: int) -> Pattern:
    """Without counted days every part is one of all days given."""
    parts, wholes = _by_weekday(given), _by_weekday(counted)
    order = [(week_start + place) % days.DAYS_IN_WEEK for place in range(days.DAYS_IN_WEEK)]
    return Pattern(
        weekdays=tuple(
            Weekday(number, parts[number], wholes[number] if counted else len(given)) for number in order
        ),
        weeks=len({days.week_of(day, week_start=week_start) for day in counted or given}),
    )


def _by_weekday(on: Iterable[date]) -> Counter[int]:
    return Counter(day.weekday() for day in on)
