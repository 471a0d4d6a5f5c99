"""What she brings to a visit as a CSV file: a row for each thing she entered."""

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _

from app.report import cells
from app.report.model import Report
from app.rules.partial_days import PartialDay
from app.visits import wording as visits_wording
from app.visits.brought import Brought, Result
from app.visits.models import ResultKind

COLUMNS = (
    "report_id",
    "kind",
    "date",
    "until",
    "name",
    "comparator",
    "value",
    "unit",
    "source",
    "note",
)


def render(report: Report) -> bytes:
    """Only what she included; of each kind in the order of the page. A T-score is a number, its sign too."""
    rows = ((report.document_id, *row) for row in _rows(report.brought))
    return cells.table(COLUMNS, rows)


def _name_of(result: Result) -> str:
    """What was measured; of another result her own name for it."""
    if result.kind is ResultKind.BONE_DENSITY:
        if result.site is None:
            return "T-score"
        return _("T-score, %(site)s", site=visits_wording.site(result.site))
    return _("25-OH vitamin D") if result.kind is ResultKind.VITAMIN_D else result.name


def _rows(brought: Brought) -> Iterator[tuple[str, ...]]:
    if brought.visit is not None:
        yield _row("visit", brought.visit.day, name=brought.visit.with_whom)
    for question in brought.questions:
        yield _row("question", note=question.words)
    for result in brought.results:
        yield _result(result)
    for medicine in brought.medicines:
        yield _row("medicine", medicine.since, until=medicine.until, name=medicine.name, note=medicine.dose)
    for fall in brought.falls:
        yield _row("fall", fall.day, name=fall.harm.value, note=fall.note)
    for fracture in brought.fractures:
        yield _row("fracture", fracture.day, name=fracture.bone, note=fracture.note)
    for note in brought.notes:
        yield _row("note", note.day, note=note.words)


def _result(result: Result) -> tuple[str, ...]:
    digits = cells.printed_number(result.printed)
    return _row(
        "result",
        result.taken_on,
        name=_name_of(result),
        comparator=result.comparator if result.comparator in ("<", ">") else "",
        value=digits,
        unit=result.unit,
        source=result.source,
    )


def _row(
    kind: str,
    day: date | PartialDay | None = None,
    *,
    until: PartialDay | None = None,
    name: str = "",
    comparator: str = "",
    value: str = "",
    unit: str = "",
    source: str = "",
    note: str = "",
) -> tuple[str, ...]:
    return (
        kind,
        str(day or ""),
        str(until or ""),
        cells.text(name),
        comparator,
        value,
        cells.text(unit),
        cells.text(source),
        cells.text(note),
    )
