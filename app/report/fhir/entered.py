"""What she brings to the visit: results, medicines, falls, fractures, questions and notes, as entered."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from app.report.fhir import codes, units
from app.report.fhir.codes import Code
from app.report.fhir.document import Document, Entry
from app.report.fhir.elements import (
    Element,
    clean,
    concept,
    listing,
    narrative,
    notes,
    paragraph,
    period,
    quantity,
    said,
)
from app.report.fhir.units import Measured
from app.visits.brought import Brought, Fall, Fracture, Medicine, Result
from app.visits.models import Harm, ResultKind, Site

COPIED = "Copied by the patient from the printed report"
UNNAMED = "not named"
SITES = {
    Site.LUMBAR_SPINE: "lumbar spine",
    Site.HIP: "hip",
    Site.LEFT_HIP: "left hip",
    Site.RIGHT_HIP: "right hip",
    Site.FEMORAL_NECK: "femoral neck",
    Site.FOREARM: "forearm",
}


def results(document: Document) -> Iterator[Entry]:
    """Each result with the digits it was printed with. Nothing is said of what it means."""
    for each in document.report.brought.results:
        yield document.entry("result", each.id, resource=_result(document, each))


def result_in_words(result: Result) -> str:
    """2026-10-02: T-score, lumbar spine: -2.1."""
    value = f"{result.comparator}{result.printed} {result.unit}".strip()
    return f"{result.taken_on}: {name_of(result)}: {value}"


def name_of(result: Result) -> str:
    """What was measured, in English; of another result her own name for it."""
    if result.kind is ResultKind.BONE_DENSITY:
        return f"T-score, {SITES[result.site]}" if result.site else "T-score"
    return "25-OH vitamin D" if result.kind is ResultKind.VITAMIN_D else result.name


def _result(document: Document, result: Result) -> Element:
    return said(
        resourceType="Observation",
        text=narrative(paragraph(f"{result_in_words(result)} ({COPIED})")),
        status="preliminary",
        category=_category(result),
        code=_code_of(result),
        subject=document.patient,
        effectiveDateTime=str(result.taken_on),
        performer=[document.patient],
        note=notes(COPIED, f"Source: {result.source}" if result.source else ""),
        bodySite=_site(result),
    ) | _value_of(result)


def _category(result: Result) -> list[Element]:
    known = {ResultKind.BONE_DENSITY: codes.IMAGING, ResultKind.VITAMIN_D: codes.LABORATORY}
    return [concept(known[result.kind])] if result.kind in known else []


def _code_of(result: Result) -> Element:
    found: Code | None = None
    if result.kind is ResultKind.BONE_DENSITY and result.site is not None:
        found = codes.T_SCORES[result.site]
    elif result.kind is ResultKind.VITAMIN_D:
        found = codes.VITAMIN_D_BY_UNIT.get(result.unit, codes.VITAMIN_D)
    return concept(*((found,) if found else ()), text=clean(name_of(result)) or UNNAMED)


def _site(result: Result) -> Element:
    """The site in words, since one code may stand for more than one."""
    return concept(text=name_of(result).removeprefix("T-score, ")) if result.site else {}


def _value_of(result: Result) -> Element:
    try:
        value = Decimal(result.printed)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        return {"valueString": clean(result.printed) or UNNAMED}
    comparator = result.comparator if result.comparator in ("<", ">") else ""
    return {"valueQuantity": quantity(value, _unit_of(result), comparator=comparator)}


def _unit_of(result: Result) -> Measured:
    return units.T_SCORE if result.kind is ResultKind.BONE_DENSITY else units.of_result(result.unit)


def medicines(document: Document) -> Iterator[Entry]:
    """Medicines she says she takes or took."""
    for each in document.report.brought.medicines:
        yield document.entry("medicine", each.id, resource=_medicine(document, each))


def medicine_in_words(medicine: Medicine) -> str:
    """Alendronate, 70 mg once a week (from 2026-03, until 2026-10)."""
    since = f"from {medicine.since}" if medicine.since else ""
    until = f"until {medicine.until}" if medicine.until else ""
    when = ", ".join(filter(None, (since, until)))
    words = ", ".join(filter(None, (clean(medicine.name) or UNNAMED, medicine.dose)))
    return f"{words} ({when})" if when else words


def _medicine(document: Document, medicine: Medicine) -> Element:
    return said(
        resourceType="MedicationStatement",
        text=narrative(paragraph(medicine_in_words(medicine))),
        status="active" if medicine.until is None else "completed",
        category=concept(codes.SPECIFIED_BY_PATIENT),
        medicationCodeableConcept=concept(text=medicine.name) or concept(text=UNNAMED),
        subject=document.patient,
        effectivePeriod=said(**period(medicine.since, medicine.until)),
        dateAsserted=document.report.made_on.isoformat(),
        informationSource=document.patient,
        dosage=[{"text": clean(medicine.dose)}] if clean(medicine.dose) else [],
    )


def falls(document: Document) -> Iterator[Entry]:
    """Falls and what came of them."""
    for each in document.report.brought.falls:
        yield document.entry("fall", each.id, resource=_fall(document, each))


def fall_in_words(fall: Fall) -> str:
    """2026-09-12: fall, not hurt. On the stairs."""
    return f"{fall.day}: fall, {codes.HARMS[Harm(fall.harm)].display.lower()}. {fall.note}".strip()


def _fall(document: Document, fall: Fall) -> Element:
    return said(
        resourceType="Observation",
        text=narrative(paragraph(fall_in_words(fall))),
        status="final",
        category=[concept(codes.SURVEY)],
        code=concept(codes.FALL),
        subject=document.patient,
        effectiveDateTime=str(fall.day),
        performer=[document.patient],
        valueCodeableConcept=concept(codes.HARMS[fall.harm]),
        note=notes(fall.note),
    )


def fractures(document: Document) -> Iterator[Entry]:
    """Broken bones she tells of; nobody else has confirmed them."""
    for each in document.report.brought.fractures:
        yield document.entry("fracture", each.id, resource=_fracture(document, each))


def fracture_in_words(fracture: Fracture) -> str:
    """2019: broken bone: wrist. Slipped on ice."""
    return f"{fracture.day}: broken bone: {fracture.bone}. {fracture.note}".strip()


def _fracture(document: Document, fracture: Fracture) -> Element:
    return said(
        resourceType="Condition",
        text=narrative(paragraph(fracture_in_words(fracture))),
        verificationStatus=concept(codes.UNCONFIRMED),
        code=concept(codes.FRACTURE, text=f"Broken bone: {fracture.bone}"),
        bodySite=[site] if (site := concept(text=fracture.bone)) else [],
        subject=document.patient,
        onsetDateTime=str(fracture.day),
        recordedDate=document.report.made_on.isoformat(),
        recorder=document.patient,
        asserter=document.patient,
        note=notes(fracture.note),
    )


def answers(document: Document) -> Iterator[Entry]:
    """The visit, her questions for it, and her notes where she includes them; none when there are none."""
    items = list(_items(document.report.brought))
    if not items:
        return
    resource = said(
        resourceType="QuestionnaireResponse",
        text=narrative(*(listing([item["text"], *_lines(item)]) for item in items)),
        status="completed",
        subject=document.patient,
        authored=document.report.made_at.isoformat(),
        author=document.patient,
        source=document.patient,
        item=items,
    )
    yield document.entry("answers", resource=resource)


def _items(brought: Brought) -> Iterator[Element]:
    if brought.visit is not None:
        words = clean(brought.visit.with_whom)
        yield _item("visit", "My visit", [f"{brought.visit.day.isoformat()} {words}".strip()])
    questions = [clean(each.words) for each in brought.questions if clean(each.words)]
    if questions:
        yield _item("questions", "My questions for this visit", questions)
    written = [f"{each.day.isoformat()}: {clean(each.words)}" for each in brought.notes]
    if written:
        yield _item("notes", "My notes", written)


def _item(link: str, words: str, lines: list[str]) -> Element:
    return {"linkId": link, "text": words, "answer": [{"valueString": line} for line in lines]}


def _lines(item: Element) -> list[str]:
    return [answer["valueString"] for answer in item["answer"]]
