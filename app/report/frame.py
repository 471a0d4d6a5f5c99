"""What every figure of one report is asked with, so that all of them are asked the same question."""

from dataclasses import dataclass
from datetime import date

from app.checklist.queries import Chosen, Days
from app.rules import days, figures, marks
from app.rules.marks import State


@dataclass(frozen=True, slots=True)
class Frame:
    """What every figure of one report is asked with."""

    first: date
    last: date
    today: date
    week_start: int
    recorded: frozenset[date]
    weeks: tuple[days.Week, ...]

    def tally(self, chosen: Chosen, on: Days, *, first: date, last: date) -> figures.Tally:
        """The habit's states from first to last, as ``figures.tally``."""
        return figures.tally(
            chosen.habit,
            on,
            first=first,
            last=last,
            today=self.today,
            spells=chosen.spells,
            week_start=self.week_start,
        )

    def state(self, chosen: Chosen, on: Days, *, day: date) -> State:
        """The habit's state on a day."""
        return marks.state(chosen.habit, day, on.get(day), today=self.today, spells=chosen.spells)

    def week_state(self, chosen: Chosen, on: Days, *, week: days.Week) -> State:
        """A weekly habit's state in a week."""
        return marks.week_state(chosen.habit, week, on, today=self.today, spells=chosen.spells)

    def is_reported(self, week: days.Week) -> bool:
        """Whether anything is recorded on at least four of the week's days."""
        return figures.is_reported_week(self.recorded, week)

    def amount_of_week(self, chosen: Chosen, on: Days, *, week: days.Week) -> float | None:
        """The week's sum; None when it is not a reported week, or the habit was not due in it."""
        if not (self.is_reported(week) and marks.is_due_week(chosen.habit, week)):
            return None
        return figures.weekly_amounts(chosen.habit, on, [week])[0]

    def trend_of_shares(self, chosen: Chosen, on: Days) -> figures.Trend:
        """The share met, over the report's weeks whatever the length of the period."""
        return figures.trend_of_shares(
            chosen.habit,
            on,
            first=self.weeks[0].first,
            last=self.last,
            today=self.today,
            recorded_days=self.recorded,
            spells=chosen.spells,
            week_start=self.week_start,
        )

    def trend_of_amounts(self, chosen: Chosen, on: Days) -> figures.Trend:
        """The typical amount, over the report's weeks whatever the length of the period."""
        return figures.trend_of_amounts(
            chosen.habit,
            on,
            first=self.weeks[0].first,
            last=self.last,
            recorded_days=self.recorded,
            week_start=self.week_start,
        )
