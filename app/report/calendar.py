"""The calendar of the page: which cell each day is, and what the kinds of cells mean."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app import words
from app.checklist import wording as habit_wording
from app.report.model import CalendarDay, DayOutcome, Report
from app.report.page import Calendar, Cell, LegendEntry
from app.rules import days
from app.rules.marks import Skip

MOST_COLUMNS = 27
# A month's name needs this many columns before the next one.
COLUMNS_OF_A_MONTH = 2


def of(report: Report) -> Calendar:
    """The calendar of a report: at most its last 27 weeks, the running ones at both ends included."""
    last_column = days.week_of(report.last, week_start=report.week_start).first
    first_column = max(
        days.week_of(report.first, week_start=report.week_start).first,
        last_column - timedelta(weeks=MOST_COLUMNS - 1),
    )
    columns = (last_column - first_column).days // days.DAYS_IN_WEEK + 1
    shown = [each for each in report.calendar if each.day >= first_column]
    is_whole = len(shown) == len(report.calendar)
    legend = tuple(_legend(report))
    return Calendar(
        heading=_("Day by day") if is_whole else _("Day by day, the last %(weeks)s weeks", weeks=columns),
        columns=columns,
        weekdays=tuple(words.weekday(day) for day in days.Week(first_column).days),
        months=tuple(_months(first_column, columns)),
        cells=tuple(_cell(each, first_column) for each in shown),
        legend=legend,
        in_words=_("Calendar of the daily goals: %(days)s", days=", ".join(each.words for each in legend)),
    )


def _cell(each: CalendarDay, first_column: date) -> Cell:
    column, row = divmod((each.day - first_column).days, days.DAYS_IN_WEEK)
    part = each.met / each.counted if each.counted else 0.0
    letter = letter_of(each.reason) if each.reason is not None else ""
    return Cell(column, row, each.outcome, part=part, letter=letter)


def letter_of(reason: Skip) -> str:
    """The letter that stands in the cell of a day left out."""
    return {
        Skip.ILL: _("i"),
        Skip.AWAY: _("a"),
        Skip.HOSPITAL: _("h"),
        Skip.DOCTOR: _("d"),
        Skip.OTHER: _("o"),
    }[reason]


def _months(first_column: date, columns: int) -> Iterator[tuple[int, str]]:
    """The columns that begin a month, left out where two names would touch."""
    free = 0
    for column in range(columns):
        week = days.Week(first_column + timedelta(weeks=column))
        starts = [day for day in week.days if day.day == 1]
        if starts and column >= free and column + COLUMNS_OF_A_MONTH <= columns:
            yield column, str(format_date(starts[0], "LLL"))
            free = column + COLUMNS_OF_A_MONTH


def _legend(report: Report) -> Iterator[LegendEntry]:
    """The kinds of days the period has; together they are all of its days."""
    counts = Counter((each.outcome, each.reason) for each in report.calendar)
    for outcome in DayOutcome:
        for reason in (None, *Skip):
            number = counts[outcome, reason]
            if number:
                letter = letter_of(reason) if reason is not None else ""
                yield LegendEntry(outcome, letter, words=_meaning(outcome, reason, number))


def _meaning(outcome: DayOutcome, reason: Skip | None, number: int) -> str:
    meaning = _outcome(outcome)
    if reason is not None:
        meaning = _("%(meaning)s (%(why)s)", meaning=meaning, why=habit_wording.skip(reason))
    days_of_it = words.number(number)
    return ngettext(
        "%(meaning)s: %(days)s day", "%(meaning)s: %(days)s days", number, meaning=meaning, days=days_of_it
    )


def _outcome(outcome: DayOutcome) -> str:
    return {
        DayOutcome.ALL: _("all goals met"),
        DayOutcome.SOME: _("some met"),
        DayOutcome.NONE: _("none met"),
        DayOutcome.SET_ASIDE: _("all left out"),
        DayOutcome.NOTHING: _("nothing recorded"),
        DayOutcome.NOT_DUE: _("no habit due"),
    }[outcome]
