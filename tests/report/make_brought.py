"""What a person brings to a visit, as plain values for a report: a usual case, and the most there can be."""

from dataclasses import replace
from datetime import date, timedelta

from app.report.model import Included, Reminded, Report
from app.rules.partial_days import PartialDay, of_day
from app.visits.brought import Brought, Fall, Fracture, Medicine, Note, Question, Result, Visit
from app.visits.models import Harm, ResultKind, Site

EVERYTHING = Included(has_birth_date=True, has_notes=True)
VISIT = Visit(1, date(2026, 11, 24), "Dr P. Novak, osteoporosis clinic")
QUESTIONS = (
    "Is 1000 IU of vitamin D still right with my last result?",
    "Which strengthening exercises should I avoid with my spine T-score?",
    "When is my next bone density scan due?",
    "May I eat prunes with my tablets?",
)


def make_result(
    number: int,
    printed: str,
    taken_on: PartialDay,
    *,
    kind: ResultKind = ResultKind.BONE_DENSITY,
    site: Site | None = None,
    name: str = "",
    unit: str = "",
    source: str = "",
) -> Result:
    """A result of no comparator."""
    return Result(number, kind, site, name, "", printed, unit, taken_on, source)


SCAN = PartialDay(2026, 6, 11)
BROUGHT = Brought(
    visit=VISIT,
    questions=tuple(Question(number, words) for number, words in enumerate(QUESTIONS)),
    results=(
        make_result(
            3,
            "71",
            PartialDay(2026, 9, 15),
            kind=ResultKind.VITAMIN_D,
            unit="nmol/L",
            source="City Lab report",
        ),
        make_result(2, "-1.6", SCAN, site=Site.HIP, source="copied from the report"),
        make_result(1, "-2.1", SCAN, site=Site.LUMBAR_SPINE, source="copied from the report"),
    ),
    medicines=(Medicine(1, "Letrozole", "2.5 mg daily", PartialDay(2025, 3), None),),
    falls=(Fall(1, PartialDay(2026, 10, 2), Harm.NONE, "Tripped on a kerb"),),
    fractures=(Fracture(1, PartialDay(2019), "left wrist", "Fell from a ladder"),),
    notes=(
        Note(2, date(2026, 11, 14), "Prunes above 5 a day upset my stomach."),
        Note(1, date(2026, 9, 9), "Flu from 3 to 8 September: no exercise, ate little."),
    ),
)

LONGEST_QUESTION = ("Is there anything else I could do for my bones beside " * 6)[:299] + "?"
LONGEST_NOTE = ("On this day I felt a little tired after the long walk " * 10)[:500]
MOST = Brought(
    visit=Visit(1, date(2026, 11, 24), ("Professor Maximiliane Wolkenstein, rehabilitation " * 2)[:80]),
    questions=tuple(Question(number, LONGEST_QUESTION) for number in range(3)),
    results=tuple(
        make_result(
            number,
            "1234567.12",
            of_day(date(2026, 11, 20) - timedelta(days=number)),
            kind=ResultKind.OTHER,
            name=("Bone-specific alkaline phosphatase " * 2)[:60],
            unit="micrograms per litre"[:20],
            source=("copied from the report of the laboratory " * 2)[:80],
        )
        for number in range(10)
    ),
    medicines=tuple(
        Medicine(
            number, "Alendronic acid with cholecalciferol " * 2, "70 mg " * 13, PartialDay(2026, 9), None
        )
        for number in range(10)
    ),
    falls=tuple(
        Fall(number, PartialDay(2026, 10, 2), Harm.TREATED, "Tripped on a kerb in the rain " * 6)
        for number in range(10)
    ),
    fractures=tuple(
        Fracture(number, PartialDay(2026, 10, 2), "left wrist and the bones beside it", "Fell " * 40)
        for number in range(10)
    ),
    notes=tuple(Note(number, date(2026, 11, 20), LONGEST_NOTE) for number in range(20)),
)


def with_all(report: Report, brought: Brought = BROUGHT, *, has_details: bool = False) -> Report:
    """The report with everything included."""
    return replace(
        report,
        included=replace(EVERYTHING, has_details=has_details),
        birth_date=date(1961, 4, 2),
        brought=brought,
        reminded=Reminded(sent=402, answered=351),
    )
