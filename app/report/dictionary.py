"""What every column of the CSV files means; docs/files.md says the same at more length."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.report import cells

DAYS, WEEKS, ENTERED = "days.csv", "weeks.csv", "entered.csv"
HEAD = ("file", "column", "meaning", "type", "values")

_STATES = "met, partial, not_met, skipped, not_recorded; outside the count: not_due, paused"
_SETTERS = "self, doctor, physiotherapist, dietitian"
_REASONS = "ill, away, hospital, doctor, other"


class Column(NamedTuple):
    """A column of a file: what it means, its type, and the values it takes where they are few."""

    file: str
    name: str
    meaning: LazyString | str
    type: str
    values: str = ""


def _shared(file: str) -> dict[str, Column]:
    """The columns that mean the same in the files of days and of weeks."""
    held = (
        Column(
            file, "report_id", _("The id printed on the page; files with the same id say the same"), "text"
        ),
        Column(file, "habit", _("The habit, by her name for it"), "text"),
        Column(
            file,
            "unit",
            _("Unit of amount and goal, one of it; what is done or not has none, or counts days or sessions"),
            "text",
        ),
        Column(file, "goal", _("The goal in force; a week’s is that of its last day"), "number"),
        Column(file, "goal_period", _("What the goal is for"), "code", "day, week"),
        Column(file, "goal_set_by", _("Who set the goal"), "code", _SETTERS),
        Column(file, "goal_set_by_name", _("The name of who set it"), "text"),
        Column(file, "goal_set_on", _("The day on which it was set, where she said so"), "date"),
    )
    return {column.name: column for column in held}


_DAY, _WEEK = _shared(DAYS), _shared(WEEKS)

COLUMNS = (
    _DAY["report_id"],
    Column(DAYS, "date", _("Her local day"), "date"),
    _DAY["habit"],
    Column(
        DAYS, "state", _("What the day came to; empty for a weekly habit: see weeks.csv"), "code", _STATES
    ),
    Column(
        DAYS,
        "amount",
        _("The day’s sum; 1 or 0 for a habit done or not; plants new to the week; empty without a record"),
        "number",
    ),
    _DAY["unit"],
    *(column for name, column in _DAY.items() if name.startswith("goal")),
    Column(DAYS, "skip_reason", _("Why the day was left out"), "code", _REASONS),
    Column(DAYS, "note", _("Her note of the habit on that day, where she includes notes"), "text"),
    _WEEK["report_id"],
    _WEEK["habit"],
    Column(WEEKS, "week_start", _("The first day of the week"), "date"),
    Column(
        WEEKS,
        "days",
        _("How many of its days lie in the period; of weekly habits whole weeks only"),
        "number",
        "1 to 7",
    ),
    Column(WEEKS, "state", _("What the week came to; empty for a daily habit"), "code", _STATES),
    Column(WEEKS, "met", _("Days (weeks, of a weekly habit) on which the goal was met"), "number"),
    Column(WEEKS, "partial", _("Days or weeks with an amount above zero, below the goal"), "number"),
    Column(WEEKS, "not_met", _("Days or weeks of an explicit zero, or above a limit"), "number"),
    Column(WEEKS, "skipped", _("Days or weeks skipped with a reason"), "number"),
    Column(WEEKS, "not_recorded", _("Days or weeks that were due and have no record"), "number"),
    Column(WEEKS, "counted", _("due without skipped: what a share is of"), "number"),
    Column(WEEKS, "due", "met + partial + not_met + skipped + not_recorded", "number"),
    Column(
        WEEKS,
        "amount",
        _("The sum of the week; empty without a record, 0 in a reported week without it"),
        "number",
    ),
    _WEEK["unit"],
    *(column for name, column in _WEEK.items() if name.startswith("goal")),
    Column(
        WEEKS, "days_recorded", _("Days of the week with anything recorded, for whichever habit"), "number"
    ),
    Column(
        WEEKS,
        "reported",
        _("A whole week with at least 4 such days; means run over these"),
        "code",
        "yes, no",
    ),
    Column(ENTERED, "report_id", _("The id printed on the page"), "text"),
    Column(
        ENTERED,
        "kind",
        _("What the row is; entered by herself"),
        "code",
        "visit, question, result, medicine, fall, fracture, note",
    ),
    Column(
        ENTERED,
        "date",
        _("Its day as far as she knows it; a medicine’s first"),
        "date",
        "2026, 2026-11 or 2026-11-24",
    ),
    Column(ENTERED, "until", _("A medicine’s last day; empty while she takes it"), "date"),
    Column(
        ENTERED,
        "name",
        _("What was measured; the medicine; the bone; what came of a fall; with whom the visit is"),
        "text",
        "of a fall: none, minor, treated, fracture",
    ),
    Column(
        ENTERED, "comparator", _("Printed before a result that is below or above a bound"), "code", "<, >"
    ),
    Column(ENTERED, "value", _("A result, with the digits it was printed with"), "number"),
    Column(ENTERED, "unit", _("Its unit; a T-score has none"), "text"),
    Column(ENTERED, "source", _("Where she has the result from"), "text"),
    Column(
        ENTERED,
        "note",
        _("Her words: a question, a note, the dose of a medicine, how a fall happened"),
        "text",
    ),
)


def render() -> bytes:
    """The dictionary as a CSV file, its meanings in her language; names and codes are those of the files."""
    return cells.table(HEAD, [[str(part) for part in column] for column in COLUMNS])
