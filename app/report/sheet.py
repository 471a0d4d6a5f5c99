"""The log of a report as CSV files: a row for each habit and day, and for each habit and week."""

from datetime import date

from app.report import cells
from app.report.model import LogPeriod, LogRow, LogWeek, Report

GOAL_COLUMNS = ("goal", "goal_period", "goal_set_by", "goal_set_by_name", "goal_set_on")
COLUMNS = (
    "report_id",
    "date",
    "habit",
    "state",
    "amount",
    "unit",
    *GOAL_COLUMNS,
    "skip_reason",
    "note",
)
STATE_COLUMNS = ("met", "partial", "not_met", "skipped", "not_recorded", "counted", "due")
WEEK_COLUMNS = (
    "report_id",
    "habit",
    "week_start",
    "days",
    "state",
    *STATE_COLUMNS,
    "amount",
    "unit",
    *GOAL_COLUMNS,
    "days_recorded",
    "reported",
)


def render(report: Report) -> bytes:
    """One row per habit and day. Every column is explained in ``dictionary.csv`` and in docs/files.md.

    Of a daily habit the states met, partial, not_met, skipped and not_recorded are the days due. The day of
    a weekly habit has no state: its week has.
    """
    return cells.table(COLUMNS, (_day(row, report.document_id) for row in report.log))


def render_weeks(report: Report) -> bytes:
    """One row per habit and week, with how many days (weeks, of a weekly habit) came to each state."""
    return cells.table(WEEK_COLUMNS, (_week(row, report.document_id) for row in report.log_weeks))


def _day(row: LogRow, document_id: str) -> tuple[str, ...]:
    return (
        document_id,
        cells.day(row.day),
        cells.text(row.habit),
        row.state.value if row.state else "",
        cells.number(row.amount),
        cells.text(row.unit),
        *cells.goal(row.goal, is_weekly=row.period is LogPeriod.DAY_IN_WEEK),
        row.skip.value if row.skip else "",
        cells.text(row.note),
    )


def _week(row: LogWeek, document_id: str) -> tuple[str, ...]:
    return (
        document_id,
        cells.text(row.habit),
        cells.day(row.first),
        str(row.days),
        row.state.value if row.state else "",
        *(str(getattr(row.tally, name)) for name in STATE_COLUMNS),
        cells.number(row.amount),
        cells.text(row.unit),
        *cells.goal(row.goal, is_weekly=row.is_weekly),
        str(row.days_recorded),
        "yes" if row.is_reported else "no",
    )


def filename(first: date, last: date, *, ending: str) -> str:
    """A plain name for a file of the period: bonny-2026-08-24-to-2026-11-21.pdf."""
    return f"bonny-{first.isoformat()}-to-{last.isoformat()}.{ending}"
