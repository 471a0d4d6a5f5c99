"""The printed id: the same with and without the log, and another as soon as any row of it is."""

from datetime import date, timedelta

from sqlmodel import Session

from app.report import gather
from app.report.model import Report
from app.rules.habits import SetBy
from app.rules.marks import Skip
from tests.report import make, plain
from tests.report.plain import Kept

FIRST = date(2026, 11, 20)
ON: dict[date, float | Skip] = {FIRST: 5.0}
NOTES = {(1, FIRST): "Tired"}


def test_report_without_its_log_has_the_same_id(store: Session):
    user = make.make_quarter(store)
    report = make.make_report(store, user)
    bare = gather.gather(
        store, user, first=make.FIRST, last=make.LAST, today=make.TODAY, now=make.NOW, has_log=False
    )
    assert (bare.log, bare.log_weeks, len(report.log) > 0) == ((), (), True)
    assert bare.document_id == report.document_id


def made(kept: Kept, **others: object) -> Report:
    return plain.report(kept, first=FIRST, **others)  # type: ignore[arg-type]


def test_whatever_changes_a_row_of_the_log_changes_the_id():
    reports = [
        made(Kept("", ON, name="Tea")),
        made(Kept("", ON, name="Tea", unit="cups")),
        made(Kept("", ON, name="Tea", set_by=SetBy.DOCTOR)),
        made(Kept("", ON, name="Tea", started_on=FIRST - timedelta(days=200))),
        made(Kept("", {FIRST: Skip.ILL}, name="Tea")),
        made(Kept("", {FIRST: Skip.AWAY}, name="Tea")),
        made(Kept("", ON, name="Tea"), included=plain.EVERYTHING),
        made(Kept("", ON, name="Tea"), included=plain.EVERYTHING, notes=NOTES),
    ]
    assert len({report.document_id for report in reports}) == len(reports)


def test_a_note_she_does_not_include_leaves_the_id_alone():
    assert made(Kept("", ON)).document_id == made(Kept("", ON), notes=NOTES).document_id


def test_what_comes_after_the_period_leaves_the_id_alone():
    later = ON | {plain.TODAY: 3.0}
    assert made(Kept("", ON)).document_id == made(Kept("", later)).document_id
