"""A habit on one day, as the page, the reminder and the answer see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.checklist.queries import Chosen, Record
from app.rules import days, habits, marks, streaks
from app.rules.habits import Measure
from app.rules.marks import Skip, State

DONE = frozenset({State.MET})
OPEN = frozenset({State.OPEN, State.PARTIAL, State.NOT_RECORDED})


class Tap(StrEnum):
    """What a tap on the row does: tick it, add one more, or say that there was none (of a limit)."""

    TICK = "tick"
    ADD = "add"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Row:
    """A habit on a day. ``amount`` is the day's, ``total`` the week's for a weekly habit and else the day's.

    ``state`` is the day's; ``is_done`` says that nothing is open: the goal is met, or a weekly habit got
    its part. ``streak`` counts days or weeks, as the habit's period does; ``strength`` is 0 to 1. ``reason``
    is why the day was left out, by itself or in a spell. ``has_total``: anything is recorded of ``total``.
    """

    chosen: Chosen
    day: date
    goal: habits.Goal
    state: State
    amount: float | None
    skip: Skip | None
    total: float
    is_done: bool
    streak: int
    best: int
    strength: float
    note: str = ""
    reason: Skip | None = None
    is_this_week: bool = True
    has_total: bool = True

    @property
    def is_variety(self) -> bool:
        """Whether the row counts plants."""
        return self.chosen.habit.measure is Measure.VARIETY

    @property
    def is_due(self) -> bool:
        """Whether the day is one on which the habit is due."""
        return self.chosen.habit.is_due_on(self.day)

    @property
    def is_paused(self) -> bool:
        """Whether the day lies in a spell, with no amount of its own."""
        return self.state is State.PAUSED

    @property
    def is_counted(self) -> bool:
        """Whether the row belongs to what the day asks for; what was done beyond it belongs to it too."""
        return (self.is_due or self.is_done) and not self.is_left_out

    @property
    def is_open(self) -> bool:
        """Whether a reminder may still ask for it: never in a spell, whatever is recorded there."""
        if self.is_done or self.skip is not None or self.is_in_spell:
            return False
        return self.state in OPEN | {State.NOT_DUE}

    @property
    def is_in_spell(self) -> bool:
        """Whether the day is one of those she set aside for the habit."""
        return marks.is_in_spell(self.day, self.chosen.spells)

    @property
    def is_left_out(self) -> bool:
        """Whether the day was left out, by itself or in a spell."""
        return self.skip is not None or self.is_paused

    @property
    def reached(self) -> float:
        """The part of the goal that is there, 0 to 1."""
        return min(self.total / self.goal.amount, 1.0) if self.goal.amount else 0.0

    @property
    def tap(self) -> Tap:
        """What a tap does."""
        habit, entry = self.chosen.habit, self.chosen.entry
        if habit.is_limit and habit.measure is Measure.AMOUNT:
            return Tap.ADD if self.amount else Tap.NONE
        adds = habit.measure is Measure.AMOUNT and (habit.is_weekly or entry.portion is not None)
        return Tap.ADD if adds else Tap.TICK

    @property
    def is_pressed(self) -> bool:
        """Whether the tick shows as pressed: a second tap takes it back."""
        if self.tap is Tap.NONE:
            return self.amount == 0
        if self.chosen.habit.is_weekly:
            return bool(self.amount)
        return self.is_done

    @property
    def has_stepper(self) -> bool:
        """Whether minus and plus stand in the row: where pieces are counted, or something is open."""
        if self.chosen.habit.measure is not Measure.AMOUNT or self.is_left_out:
            return False
        if self.tap is Tap.NONE:
            return True
        counts_pieces = self.chosen.entry.step == 1 and self.goal.amount > 1
        return self.amount is not None and (self.tap is Tap.ADD or not self.is_done or counts_pieces)


def build(chosen: Chosen, record: Record, *, day: date, today: date, week_start: int) -> Row:
    """The row of a habit on a day, from what was recorded around it."""
    by_day = record.of(chosen.id)
    mark = by_day.get(day, marks.Mark())
    told: dict[str, Any] = {"today": today, "week_start": week_start, "spells": chosen.spells}
    standing = streaks.advance(chosen.standing, chosen.habit, by_day, until=today, **told)
    streak = streaks.current(chosen.habit, standing, by_day, **told)
    state = marks.state(chosen.habit, day, mark, today=today, spells=chosen.spells)
    reason = marks.reason_of(day, mark, spells=chosen.spells)
    amounts = _amounts(chosen, by_day, day, week_start)
    return Row(
        chosen=chosen,
        day=day,
        goal=chosen.habit.goal_on(day),
        state=state,
        amount=mark.amount,
        skip=mark.skip,
        total=sum(amounts),
        is_done=is_done(chosen, by_day, day, state=state, week_start=week_start),
        streak=streak,
        best=max(streak, standing.best),
        strength=standing.strength,
        note=record.notes.get((chosen.id, day), ""),
        reason=reason if state in (State.SKIPPED, State.PAUSED) else None,
        is_this_week=days.week_of(day, week_start=week_start).contains(today),
        has_total=bool(amounts),
    )


def _amounts(
    chosen: Chosen, by_day: Mapping[date, marks.Mark], day: date, week_start: int
) -> tuple[float, ...]:
    """What stands against the goal on that day: the day's amount, or those of the week so far."""
    if not chosen.habit.is_weekly:
        amount = by_day.get(day, marks.Mark()).amount
        return (chosen.habit.worth_of(amount),) if amount is not None else ()
    week = days.week_of(day, week_start=week_start)
    return marks.amounts(chosen.habit, by_day, on=week.days)


def is_done(
    chosen: Chosen, by_day: Mapping[date, marks.Mark], day: date, *, state: State, week_start: int
) -> bool:
    """Whether nothing is open: the day's goal is met, or the week's was by that day.

    What she did on a day that was not due counts as done on the page, and in no figure.
    """
    if state in DONE:
        return True
    if state is State.NOT_DUE and not chosen.habit.is_weekly:
        return bool(by_day.get(day, marks.Mark()).amount)
    if not chosen.habit.is_weekly or chosen.habit.is_limit:
        return False
    week = days.week_of(day, week_start=week_start)
    total = sum(marks.amounts(chosen.habit, by_day, on=(each for each in week.days if each <= day)))
    return chosen.habit.is_met_by(total, goal=chosen.habit.goal_on(day))
