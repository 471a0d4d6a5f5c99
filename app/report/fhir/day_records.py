"""What was recorded day by day, as one observation a day with a part for each habit."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.report.fhir import codes, habits, units
from app.report.fhir.document import DEVICE, Document, Entry
from app.report.fhir.elements import Element, concept, narrative, number, paragraph, quantity, said
from app.report.model import HabitFacts, LogRow
from app.rules.marks import State

# A year of days: what is longer is in the CSV file, which a program reads as well.
MOST_DAYS = 366


def observations(document: Document) -> Iterator[Entry]:
    """The latest days of the period on which anything was due or recorded; only where she includes them."""
    report = document.report
    if not report.included.has_details:
        return
    facts = {each.facts.habit_id: each.facts for each in habits.told(document)}
    by_day: dict[date, list[tuple[LogRow, Element]]] = {}
    for row in report.log:
        value = _value(row, facts[row.habit_id]) if (report.last - row.day).days < MOST_DAYS else {}
        if value:
            by_day.setdefault(row.day, []).append((row, value))
    for day in sorted(by_day):
        resource = _observation(document, day, rows=by_day[day], facts=facts)
        yield document.entry("day", day, resource=resource)


def _observation(
    document: Document,
    day: date,
    *,
    rows: Sequence[tuple[LogRow, Element]],
    facts: dict[int, HabitFacts],
) -> Element:
    words = "; ".join(f"{row.habit}: {_in_words(row, facts[row.habit_id])}" for row, _ in rows)
    return said(
        resourceType="Observation",
        text=narrative(paragraph(f"{day.isoformat()}: {words}")),
        status="final",
        category=[concept(codes.SURVEY)],
        code=concept(codes.DAY_RECORD),
        subject=document.patient,
        effectiveDateTime=day.isoformat(),
        performer=[document.patient],
        device=document.reference(DEVICE),
        component=[{"code": _code(facts[row.habit_id])} | value for row, value in rows],
    )


def _code(facts: HabitFacts) -> Element:
    intake = None if facts.is_check else codes.INTAKES.get(facts.slug)
    return habits.habit_concept(facts, *((intake,) if intake else ()))


def _value(row: LogRow, facts: HabitFacts) -> Element:
    """The amount, or why there is none; nothing of a day that did not count."""
    if row.amount is not None:
        if facts.is_check:
            return {"valueBoolean": row.amount > 0}
        unit = units.of_a_day(facts)
        if facts.slug in codes.INTAKES:
            unit = units.of_rate(facts, is_weekly=False)
        return {"valueQuantity": quantity(row.amount, unit)}
    if row.state is State.SKIPPED:
        reason = f"skipped: {row.skip.value}" if row.skip else ""
        return {"dataAbsentReason": concept(codes.NOT_PERFORMED, text=reason)}
    if row.state is State.NOT_RECORDED:
        return {"dataAbsentReason": concept(codes.UNKNOWN, text="nothing recorded")}
    return {}


def _in_words(row: LogRow, facts: HabitFacts) -> str:
    if row.amount is None:
        return "skipped" if row.state is State.SKIPPED else "nothing recorded"
    if facts.is_check:
        return "done" if row.amount > 0 else "not done"
    return f"{number(row.amount)} {units.of_a_day(facts).words}"
