"""What every figure of one report is asked with, so that all of them are asked the same question."""

from dataclasses import dataclass
from datetime import date

from app.checklist.queries import Chosen, Days
from app.rules import days, figures, marks, weeks
from app.rules.marks import State

_NOT_TOLD = frozenset({State.NOT_DUE, State.PAUSED, State.SKIPPED})


@dataclass(frozen=True, slots=True)
class Frame:
    """What every figure of one report is asked with."""

    first: date
    last: date
    today: date
    week_start: int
    recorded: frozenset[date]
    weeks: tuple[days.Week, ...]

    def contains(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.first <= day <= self.last

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
        """The week's sum where a page shows one (``weeks.is_told_of``); else None.

        None as well when the habit was not due in it, set aside or skipped on all of its days.
        """
        if self.week_state(chosen, on, week=week) in _NOT_TOLD:
            return None
        is_recorded = bool(marks.amounts(chosen.habit, on, on=week.days))
        is_told = weeks.is_told_of(
            chosen.habit, week, is_recorded=is_recorded, today=self.today, recorded_days=self.recorded
        )
        return figures.weekly_amounts(chosen.habit, on, [week])[0] if is_told else None

    def is_in_means(self, chosen: Chosen, on: Days, *, week: days.Week) -> bool:
        """Whether the week's sum is in the means and trends: reported, and hers on at least 4 days."""
        is_speaking = figures.is_speaking_week(chosen.habit, week, on, spells=chosen.spells)
        return is_speaking and figures.is_reported_week_of(
            chosen.habit, on, week, recorded_days=self.recorded
        )

    def longest_gap(self, chosen: Chosen, on: Days) -> int:
        """The longest run of the period's due days, or whole weeks, that were not met."""
        return figures.longest_gap(
            chosen.habit,
            on,
            first=self.first,
            last=self.last,
            today=self.today,
            spells=chosen.spells,
            week_start=self.week_start,
        )

    def mean_of_weeks(self, chosen: Chosen, on: Days) -> float | None:
        """The mean of the weekly amounts over the period's whole weeks, as ``figures.mean_of_reported``."""
        weeks = days.weeks_within(self.first, self.last, week_start=self.week_start)
        return figures.mean_of_reported(
            chosen.habit, on, weeks, recorded_days=self.recorded, spells=chosen.spells
        )

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
            spells=chosen.spells,
            week_start=self.week_start,
        )
