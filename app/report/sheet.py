"""The log of a report as a CSV file that a spreadsheet opens rightly and safely."""

import csv
import io
from datetime import date

from app.report.model import LogRow, Report

COLUMNS = (
    "report_id",
    "period",
    "date",
    "habit",
    "state",
    "amount",
    "unit",
    "goal",
    "goal_set_by",
    "goal_set_by_name",
    "goal_set_on",
    "skip_reason",
)
BYTE_ORDER_MARK = "\ufeff"

# A cell that begins with one of these is a formula to a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render(report: Report) -> bytes:
    """One row per habit and day, and per habit and week: UTF-8 with a byte order mark, lines end in CRLF.

    ``period`` is ``day`` (a daily habit), ``week`` (a weekly one, from ``date`` on) or ``day_in_week`` (what
    was recorded for a weekly habit on a day). Days and weeks have a state, and those that are met, partial,
    not_met, skipped or not_recorded are the ones due. ``goal`` is the one in force.
    """
    text = io.StringIO(newline="")
    sheet = csv.writer(text, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    for row in report.log:
        sheet.writerow(_cells(row, report.document_id))
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _cells(row: LogRow, document_id: str) -> tuple[str, ...]:
    goal = row.goal
    return (
        document_id,
        row.period.value,
        row.day.isoformat(),
        _harmless(row.habit),
        row.state.value if row.state else "",
        _number(row.amount),
        _harmless(row.unit),
        _number(goal.amount if goal else None),
        goal.set_by.value if goal else "",
        _harmless(goal.set_by_name) if goal else "",
        goal.set_on.isoformat() if goal and goal.set_on else "",
        row.skip.value if row.skip else "",
    )


def _number(value: float | None) -> str:
    """Plain digits with a point, as every program reads them; amounts are never below zero."""
    return "" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")


def _harmless(text: str) -> str:
    """Her text, with an apostrophe before what a spreadsheet would calculate."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def filename(first: date, last: date, *, ending: str) -> str:
    """A plain name for a file of the period: bonny-2026-08-24-to-2026-11-21.pdf."""
    return f"bonny-{first.isoformat()}-to-{last.isoformat()}.{ending}"
