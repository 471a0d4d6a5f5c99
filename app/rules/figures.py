"""The figures of a stretch of days: share, completeness, means, gaps, trends, plants; nothing is imputed."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from app.rules import days
from app.rules.habits import Habit

# Imported by name: in these functions ``marks`` is the mapping.
from app.rules.marks import (
    Mark,
    Spell,
    State,
    amounts,
    is_due_week,
    is_in_spell,
    is_skipped_week,
    judged,
)

# Figures too, for everyone outside.
from app.rules.tallies import Records as Records
from app.rules.tallies import Tally as Tally
from app.rules.tallies import percent as percent

DAYS_THAT_REPORT_A_WEEK = 4

_TREND_WEEKS = 4
_LEAST_TREND_WEEKS = 3
_TREND_STEP = 0.1
_ROUNDING = 1e-9
_WHOLE_FROM = 100
_GAP = frozenset({State.PARTIAL, State.NOT_MET, State.NOT_RECORDED})


def tally(
    habit: Habit,
    marks: Mapping[date, Mark],
    *,
    first: date,
    last: date,
    today: date,
    spells: Sequence[Spell] = (),
    week_start: int = 0,
) -> Tally:
    """The states from first to last, both included, and never past today; whole weeks of a weekly habit.

    What is already recorded today counts; a report therefore ends on the last complete day.
    """
    periods = judged(habit, marks, first=first, last=last, today=today, spells=spells, week_start=week_start)
    seen = Counter(outcome for _, outcome in periods)
    return Tally(
        met=seen[State.MET],
        partial=seen[State.PARTIAL],
        not_met=seen[State.NOT_MET],
        skipped=seen[State.SKIPPED],
        not_recorded=seen[State.NOT_RECORDED],
    )


def longest_gap(
    habit: Habit,
    marks: Mapping[date, Mark],
    *,
    first: date,
    last: date,
    today: date,
    spells: Sequence[Spell] = (),
    week_start: int = 0,
) -> int:
    """The longest run of due days (weeks of a weekly habit) not met; what is set aside is left out of it."""
    longest = run = 0
    periods = judged(habit, marks, first=first, last=last, today=today, spells=spells, week_start=week_start)
    for _, outcome in periods:
        if outcome is State.MET:
            run = 0
        run += outcome in _GAP
        longest = max(longest, run)
    return longest


def mean_amount(habit: Habit, marks: Mapping[date, Mark], *, first: date, last: date) -> float | None:
    """The total of the due days from first to last over the recorded ones, zeros included; None without."""
    return _mean(amounts(habit, marks, on=days.days_between(first, last)))


def reported_days(
    marks_by_habit: Iterable[Mapping[date, Mark]], check_ins: Iterable[date] = ()
) -> frozenset[date]:
    """The days with anything recorded for any habit: an amount, a skip, or a check-in."""
    marked = {
        day
        for marks in marks_by_habit
        for day, mark in marks.items()
        if mark.amount is not None or mark.skip is not None
    }
    return frozenset(marked.union(check_ins))


def days_set_aside(
    hers: Iterable[tuple[Habit, Sequence[Spell]]], on: Iterable[date], *, recorded_days: Set[date]
) -> frozenset[date]:
    """The days without a record on which every habit that was hers lay in a spell; at least one was."""
    hers = tuple(hers)

    def is_set_aside(day: date) -> bool:
        lived = [spells for habit, spells in hers if habit.is_lived_on(day)]
        return bool(lived) and all(is_in_spell(day, spells) for spells in lived)

    return frozenset(day for day in on if day not in recorded_days and is_set_aside(day))


def is_reported_week(recorded_days: Set[date], week: days.Week) -> bool:
    """Whether at least four of the week's days have anything recorded."""
    return sum(day in recorded_days for day in week.days) >= DAYS_THAT_REPORT_A_WEEK


def is_reported_week_of(
    habit: Habit, marks: Mapping[date, Mark], week: days.Week, *, recorded_days: Set[date]
) -> bool:
    """Whether the week is reported, and for a limit has an amount of its own: no record keeps no limit."""
    is_silent = habit.is_limit and not amounts(habit, marks, on=week.days)
    return is_reported_week(recorded_days, week) and not is_silent


def is_speaking_week(
    habit: Habit, week: days.Week, marks: Mapping[date, Mark], *, spells: Sequence[Spell] = ()
) -> bool:
    """Whether a week is due, and for a weekly habit not skipped as a whole: those are in means and trends."""
    is_skipped = habit.is_weekly and is_skipped_week(habit, week, marks, spells=spells)
    return is_due_week(habit, week, marks, spells=spells) and not is_skipped


def weekly_amounts(habit: Habit, marks: Mapping[date, Mark], weeks: Iterable[days.Week]) -> tuple[float, ...]:
    """Each week's sum over its due days; of a check, the number of dates. Plants as in ``week_state``.

    A week without a record is 0.0 here and "no record" on a page: ask ``is_reported_week``.
    """
    return tuple(math.fsum(amounts(habit, marks, on=week.days)) for week in weeks)


def mean_of_reported(
    habit: Habit,
    marks: Mapping[date, Mark],
    weeks: Iterable[days.Week],
    *,
    recorded_days: Set[date],
    spells: Sequence[Spell] = (),
) -> float | None:
    """The mean of the weekly amounts over those of the weeks that are reported and due; None without one.

    Of a limit only weeks with an amount of its own are. A week whose days are all skipped is in no mean.
    """
    due = (week for week in weeks if is_speaking_week(habit, week, marks, spells=spells))
    speaking = (week for week in due if is_reported_week_of(habit, marks, week, recorded_days=recorded_days))
    return _mean(weekly_amounts(habit, marks, speaking))


def rounded(value: float) -> float:
    """A mean as it is printed, half up: to one decimal, from a hundred on to none.

    No figure is more exact than what she could have recorded.
    """
    step = Decimal(1) if value >= _WHOLE_FROM else Decimal("0.1")
    return float(Decimal(str(value)).quantize(step, ROUND_HALF_UP))


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


class TrendWord(StrEnum):
    """What a trend is called; for a limit "more" and "less", since less may be the better."""

    RISING = "rising"
    FALLING = "falling"
    SAME = "same"
    MORE = "more"
    LESS = "less"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Trend:
    """The word and the two numbers it rests on; a side with too little to go by is None."""

    word: TrendWord
    before: float | None
    after: float | None


def trend_of_amounts(
    habit: Habit,
    marks: Mapping[date, Mark],
    *,
    first: date,
    last: date,
    recorded_days: Set[date],
    spells: Sequence[Spell] = (),
    week_start: int = 0,
) -> Trend:
    """The last four whole weeks of the period first to last against the four before.

    The numbers run over the reported weeks and are in the goal's own terms: the mean per recorded day of
    a daily habit, the mean per week of a weekly one. A difference of a tenth of the goal in force on
    ``last`` is one. Weeks outside the period, and those in which the habit was not due or set aside
    (``is_due_week``), are none.
    """
    before, after = (
        _typical_amount(
            habit, marks, weeks=[week for week in four if is_speaking_week(habit, week, marks, spells=spells)]
        )
        for four in _trend_weeks(recorded_days, first=first, last=last, week_start=week_start)
    )
    return _trend(habit, before, after=after, step=_TREND_STEP * habit.goal_on(last).amount)


def _typical_amount(habit: Habit, marks: Mapping[date, Mark], *, weeks: Sequence[days.Week]) -> float | None:
    if habit.is_limit:
        weeks = [week for week in weeks if amounts(habit, marks, on=week.days)]
    if len(weeks) < _LEAST_TREND_WEEKS:
        return None
    if habit.is_weekly:
        return _mean(weekly_amounts(habit, marks, weeks))
    return _mean(amounts(habit, marks, on=(day for week in weeks for day in week.days)))


def trend_of_shares(
    habit: Habit,
    marks: Mapping[date, Mark],
    *,
    first: date,
    last: date,
    today: date,
    recorded_days: Set[date],
    spells: Sequence[Spell] = (),
    week_start: int = 0,
) -> Trend:
    """The same weeks as ``trend_of_amounts``, by the share met (0 to 1); ten points are a difference."""
    shares = []
    for four in _trend_weeks(recorded_days, first=first, last=last, week_start=week_start):
        weeks = [week for week in four if is_due_week(habit, week, marks, spells=spells)]
        tallies = (
            tally(
                habit,
                marks,
                first=week.first,
                last=week.last,
                today=today,
                spells=spells,
                week_start=week_start,
            )
            for week in weeks
        )
        whole = sum(tallies, start=Tally())
        shares.append(whole.share if len(weeks) >= _LEAST_TREND_WEEKS else None)
    before, after = shares
    return _trend(habit, before, after=after, step=_TREND_STEP)


def _trend_weeks(
    recorded_days: Set[date], *, first: date, last: date, week_start: int
) -> tuple[list[days.Week], list[days.Week]]:
    """Of the four weeks before and the last four, the reported ones of the period."""
    final = days.week_of(last + days.ONE_DAY, week_start=week_start).before()
    eight = [
        days.Week(final.first - number * days.DAYS_IN_WEEK * days.ONE_DAY)
        for number in reversed(range(2 * _TREND_WEEKS))
    ]

    def usable(weeks: Sequence[days.Week]) -> list[days.Week]:
        return [week for week in weeks if week.first >= first and is_reported_week(recorded_days, week)]

    return usable(eight[:_TREND_WEEKS]), usable(eight[_TREND_WEEKS:])


def _trend(habit: Habit, before: float | None, *, after: float | None, step: float) -> Trend:
    if before is None or after is None:
        return Trend(TrendWord.TOO_FEW, before, after)
    difference = after - before
    if abs(difference) < max(step * (1 - _ROUNDING), _ROUNDING):
        return Trend(TrendWord.SAME, before, after)
    up, down = (TrendWord.MORE, TrendWord.LESS) if habit.is_limit else (TrendWord.RISING, TrendWord.FALLING)
    return Trend(up if difference > 0 else down, before, after)


def first_eaten(eaten: Iterable[tuple[date, str]], week_start: int = 0) -> dict[date, int]:
    """For each day on which she ate a plant, how many were new to its week: the amounts of a variety habit.

    Their sum over a week is the number of different plants, each counted once; forms of one plant come
    under one name. A day that brought nothing new is 0, and a record all the same.
    """
    eaten = tuple(eaten)
    counts = dict.fromkeys((day for day, _ in eaten), 0)
    # A year has some thousand plants on its days: each day's week is worked out once.
    week_of = {day: days.week_of(day, week_start=week_start).first for day in counts}
    seen: dict[tuple[date, str], date] = {}
    for day, plant in eaten:
        key = (week_of[day], plant)
        seen[key] = min(day, seen.get(key, day))
    for day in seen.values():
        counts[day] += 1
    return counts
