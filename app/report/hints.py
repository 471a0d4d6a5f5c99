"""What is said beside a summary that has little to show yet, and the way on."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlmodel import Session

from app.accounts.models import User
from app.checklist import queries
from app.report import gather
from app.report.model import Report
from app.rules import days


class Need(StrEnum):
    """Why the figures are empty."""

    HABIT = "habit"
    WHOLE_DAY = "whole_day"
    LATER_DAYS = "later_days"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Hint:
    """What the figures need, where they need anything, and whether nothing is brought to a visit.

    ``began`` is the first day any habit was hers; ``period`` leads to the first days that have figures.
    """

    need: Need | None
    is_nothing_brought: bool
    began: date | None = None
    period: tuple[date, date] | None = None


def of(session: Session, user: User, *, report: Report, today: date) -> Hint:
    """What to say beside a report. One query."""
    began = queries.first_day_of(session, user)
    need = _need(began, report, today)
    is_nothing = report.brought.visit is None and not report.brought.questions
    if began is None or need is not Need.LATER_DAYS:
        return Hint(need, is_nothing, began)
    last = min(began + timedelta(days=gather.USUAL_DAYS - 1), today - days.ONE_DAY)
    return Hint(need, is_nothing, began, period=(began, last))


def _need(began: date | None, report: Report, today: date) -> Need | None:
    if began is None:
        return Need.HABIT
    if began >= today:
        return Need.WHOLE_DAY
    if began > report.last:
        return Need.LATER_DAYS
    has_record = report.completeness.recorded > 0 or report.completeness.set_aside > 0
    return None if has_record else Need.RECORD
