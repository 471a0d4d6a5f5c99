"""Who stands behind the document: she, the program, and those who set her goals."""

from collections.abc import Iterator

from app.report.fhir import codes
from app.report.fhir.document import COMPOSITION, DEVICE, PATIENT, Document, Entry
from app.report.fhir.elements import Element, clean, concept, narrative, paragraph, said
from app.report.model import DailyRow, WeeklyRow
from app.rules.habits import Goal, SetBy

PRACTITIONER = "practitioner"


def patient(document: Document) -> Entry:
    """She, with her name and date of birth where she includes them, and nothing else."""
    report = document.report
    name = clean(report.name)
    born = report.birth_date.isoformat() if report.birth_date else ""
    words = name or "The person who recorded this; her name is not included"
    resource = said(
        resourceType="Patient",
        text=narrative(paragraph(f"{words}, born {born}" if born else words)),
        name=[{"text": name}] if name else None,
        birthDate=born,
    )
    return document.entry(PATIENT, resource=resource)


def device(document: Document) -> Entry:
    """The program that kept the records and put the document together."""
    resource = said(
        resourceType="Device",
        text=narrative(paragraph(f"Bonny {codes.VERSION}, a diary of habits kept by the person herself")),
        deviceName=[{"name": "Bonny", "type": "user-friendly-name"}],
        type=concept(text="Diary of habits, kept by the person herself"),
        version=[{"value": codes.VERSION}],
    )
    return document.entry(DEVICE, resource=resource)


def practitioners(document: Document) -> Iterator[Entry]:
    """Those who set a goal, where she named them; each once."""
    rows: tuple[DailyRow | WeeklyRow, ...] = (*document.report.daily, *document.report.weekly)
    named = {_key(row.facts.goal): row.facts.goal for row in rows if _is_named(row.facts.goal)}
    for key, goal in named.items():
        name = clean(goal.set_by_name)
        resource = said(
            resourceType="Practitioner",
            text=narrative(paragraph(f"{name} ({goal.set_by.value})")),
            name=[{"text": name}],
            qualification=[{"code": concept(text=goal.set_by.value)}],
        )
        yield document.entry(*key, resource=resource)


def setter(document: Document, goal: Goal) -> Element:
    """Who set a goal: she, somebody she named, or somebody of whom she said no more than the profession."""
    if goal.set_by is SetBy.SELF:
        return document.patient
    if _is_named(goal):
        return document.reference(*_key(goal), display=clean(goal.set_by_name))
    return {"display": goal.set_by.value}


def _is_named(goal: Goal) -> bool:
    return goal.set_by is not SetBy.SELF and bool(clean(goal.set_by_name))


def _key(goal: Goal) -> tuple[str, str, str]:
    return PRACTITIONER, goal.set_by.value, clean(goal.set_by_name)


def provenance(document: Document) -> Entry:
    """That she is the author of it all, and the program put it together."""
    resource = said(
        resourceType="Provenance",
        text=narrative(paragraph("Recorded by the person herself; put together by Bonny.")),
        target=[document.reference(COMPOSITION)],
        recorded=document.report.made_at.isoformat(),
        agent=[
            {"type": concept(codes.AUTHOR), "who": document.patient},
            {"type": concept(codes.ASSEMBLER), "who": document.reference(DEVICE)},
        ],
    )
    return document.entry("provenance", resource=resource)
