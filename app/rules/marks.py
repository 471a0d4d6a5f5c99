"""The state of a habit on a day or in a week: exactly one, from what was recorded and what was set."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.rules import days
from app.rules.habits import Habit, Measure

# A week is due when the habit was hers on at least this many of its days, without those set aside.
DAYS_THAT_MAKE_A_WEEK = 4


class Skip(StrEnum):
    """Why a day was left out on purpose."""

    ILL = "ill"
    AWAY = "away"
    HOSPITAL = "hospital"
    DOCTOR = "doctor"
    OTHER = "other"


class State(StrEnum):
    """What a period came to; the first five are due, open and the last two are outside every count."""

    MET = "met"
    PARTIAL = "partial"
    NOT_MET = "not_met"
    SKIPPED = "skipped"
    NOT_RECORDED = "not_recorded"
    OPEN = "open"
    NOT_DUE = "not_due"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Mark:
    """What one day holds for one habit: the day's sum, a skip, or nothing.

    An amount of 0 is an explicit zero ("not today"); None is no amount. A check is 1 or 0.
    """

    amount: float | None = None
    skip: Skip | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of days, both ends included, that she set aside."""

    first: date
    last: date
    reason: Skip

    def contains(self, day: date) -> bool:
        """Whether the day lies in the spell."""
        return self.first <= day <= self.last


_NOTHING = Mark()


def state(habit: Habit, day: date, mark: Mark | None, *, today: date, spells: Sequence[Spell] = ()) -> State:
    """The state of the habit on that day, under the goal in force on it.

    What is there decides in this order: an amount (an explicit zero too), a spell, a skip. A day that
    is not due stays so whatever is recorded on it, and a day to come with nothing there is not due yet.

    A weekly habit is judged by its week, so its days only say what they gave to it: met when anything
    above zero was recorded (a limit, plants: anything at all, also nothing new), not met on an explicit
    zero, never partial, and a past day with nothing there is not due.
    """
    if not habit.is_due_on(day):
        return State.NOT_DUE
    mark = mark or _NOTHING
    if mark.amount is not None:
        return _state_of_amount(habit, day, amount=mark.amount)
    if is_in_spell(day, spells):
        return State.PAUSED
    if mark.skip is not None:
        return State.SKIPPED
    return _state_of_nothing(habit, day, today=today)


def is_in_spell(day: date, spells: Iterable[Spell]) -> bool:
    """Whether any of the spells has the day."""
    return any(spell.contains(day) for spell in spells)


def reason_of(day: date, mark: Mark | None, *, spells: Iterable[Spell]) -> Skip | None:
    """Why a day was left out, in the order of ``state``: never with an amount, a spell before a skip.

    Of several spells the reason named first in ``Skip`` stands; None for a day that was not left out.
    """
    mark = mark or _NOTHING
    if mark.amount is not None:
        return None
    reasons = {spell.reason for spell in spells if spell.contains(day)}
    return next((reason for reason in Skip if reason in reasons), mark.skip)


def _state_of_amount(habit: Habit, day: date, *, amount: float) -> State:
    if habit.is_weekly:
        gave = amount > 0 or habit.is_limit or habit.measure is Measure.VARIETY
        return State.MET if gave else State.NOT_MET
    worth = habit.worth_of(amount)
    if habit.is_met_by(worth, goal=habit.goal_on(day)):
        return State.MET
    return _state_of_unmet(habit, worth)


def _state_of_unmet(habit: Habit, total: float) -> State:
    return State.PARTIAL if total > 0 and not habit.is_limit else State.NOT_MET


def _state_of_nothing(habit: Habit, day: date, *, today: date) -> State:
    if day == today:
        return State.OPEN
    return State.NOT_DUE if habit.is_weekly or day > today else State.NOT_RECORDED


def amounts(habit: Habit, marks: Mapping[date, Mark], *, on: Iterable[date]) -> tuple[float, ...]:
    """What each due day with an amount is worth, zeros included, in the order of ``on``."""
    found = ((day, marks.get(day, _NOTHING).amount) for day in on)
    return tuple(
        habit.worth_of(amount) for day, amount in found if amount is not None and habit.is_due_on(day)
    )


def is_due_week(
    habit: Habit, week: days.Week, marks: Mapping[date, Mark], *, spells: Sequence[Spell] = ()
) -> bool:
    """Whether at least four of the week's days were hers; one in a spell is when it has an amount."""
    return len(_days_left(habit, week, marks, spells=spells)) >= DAYS_THAT_MAKE_A_WEEK


def is_skipped_week(
    habit: Habit, week: days.Week, marks: Mapping[date, Mark], *, spells: Sequence[Spell] = ()
) -> bool:
    """Whether every day that spells leave of the week was skipped; at least one is left."""
    left = [marks.get(day, _NOTHING) for day in _days_left(habit, week, marks, spells=spells)]
    return bool(left) and all(mark.amount is None and mark.skip is not None for mark in left)


def _days_left(
    habit: Habit, week: days.Week, marks: Mapping[date, Mark], *, spells: Sequence[Spell]
) -> list[date]:
    return [
        day
        for day in week.days
        if habit.is_lived_on(day)
        and (marks.get(day, _NOTHING).amount is not None or not is_in_spell(day, spells))
    ]


def week_state(
    habit: Habit,
    week: days.Week,
    marks: Mapping[date, Mark],
    *,
    today: date,
    spells: Sequence[Spell] = (),
) -> State:
    """The state of a weekly habit in a week, under the goal of its last day (of today while it runs).

    The week's amounts up to today are summed, for a check its dates above zero counted. For plants give
    each day the number eaten then for the first time in the week (``figures.first_eaten``): their sum is
    the distinct count. The goal is never scaled down.

    Met comes first. A week is not due when it is still to come or the habit was hers on fewer than
    four of its days; paused when spells leave fewer than four of those; skipped when every day they
    leave is skipped. A running week is met or open; a limit counts as met as long as what is recorded
    stays within it, and is not met once passed, as a day's limit is. A past week with no amount is
    not recorded, one of explicit zeros alone not met.
    """
    if today < week.first or not is_due_week(habit, week, marks):
        return State.NOT_DUE
    latest = min(today, week.last)
    recorded = amounts(habit, marks, on=days.days_between(week.first, latest))
    total = math.fsum(recorded)
    if recorded and habit.is_met_by(total, goal=habit.goal_on(latest)):
        return State.MET
    set_aside = _state_of_days_set_aside(habit, week, marks, spells=spells)
    if set_aside is not None:
        return set_aside
    if today <= week.last and not (recorded and habit.is_limit):
        return State.OPEN
    return _state_of_unmet(habit, total) if recorded else State.NOT_RECORDED


def _state_of_days_set_aside(
    habit: Habit,
    week: days.Week,
    marks: Mapping[date, Mark],
    *,
    spells: Sequence[Spell],
) -> State | None:
    """Paused or skipped when the week's days were; None when enough of them are left to judge it."""
    if not is_due_week(habit, week, marks, spells=spells):
        return State.PAUSED
    return State.SKIPPED if is_skipped_week(habit, week, marks, spells=spells) else None


def judged(
    habit: Habit,
    marks: Mapping[date, Mark],
    *,
    first: date,
    last: date,
    today: date,
    spells: Sequence[Spell] = (),
    week_start: int = 0,
) -> Iterator[tuple[date, State]]:
    """The last day and the state of every period begun by today and wholly inside first to last.

    Periods are days for a daily habit, whole weeks for a weekly one, in order.
    """
    if habit.is_weekly:
        for week in days.weeks_within(first, last, week_start=week_start):
            if week.first <= today:
                yield week.last, week_state(habit, week, marks, today=today, spells=spells)
        return
    for day in days.days_between(first, min(last, today)):
        yield day, state(habit, day, marks.get(day), today=today, spells=spells)
