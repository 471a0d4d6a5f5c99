"""What each day of the period came to over all daily habits."""

from collections.abc import Sequence
from datetime import date

from app.checklist.queries import Chosen, Record
from app.report.frame import Frame
from app.report.model import CalendarDay, DayOutcome
from app.rules import marks
from app.rules.marks import Skip, State

_SET_ASIDE = frozenset({State.SKIPPED, State.PAUSED})


def of_day(day: date, daily: Sequence[Chosen], record: Record, frame: Frame) -> CalendarDay:
    """How many of the daily habits that counted were met, and why none counted."""
    states = [frame.state(each, record.of(each.id), day=day) for each in daily]
    due = [state for state in states if state is not State.NOT_DUE]
    counted = [state for state in due if state not in _SET_ASIDE]
    met = counted.count(State.MET)
    outcome = _outcome(len(due), len(counted), met, is_recorded=day in frame.recorded)
    reason = _reason(day, daily, record) if outcome is DayOutcome.SET_ASIDE else None
    return CalendarDay(day, outcome, met=met, counted=len(counted), reason=reason)


def _outcome(due: int, counted: int, met: int, *, is_recorded: bool) -> DayOutcome:
    if due == 0:
        return DayOutcome.NOT_DUE
    if counted == 0:
        return DayOutcome.SET_ASIDE
    if not is_recorded:
        return DayOutcome.NOTHING
    if met == 0:
        return DayOutcome.NONE
    return DayOutcome.ALL if met == counted else DayOutcome.SOME


def _reason(day: date, daily: Sequence[Chosen], record: Record) -> Skip:
    """Why the whole day was set aside; of several reasons the one named first in ``Skip``."""
    told = ((each, record.of(each.id).get(day)) for each in daily if each.habit.is_due_on(day))
    reasons = {marks.reason_of(day, mark, spells=each.spells) for each, mark in told}
    return next((reason for reason in Skip if reason in reasons), Skip.OTHER)
