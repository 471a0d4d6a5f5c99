"""The sheet that holds the document together: its sections in the order of the page, each with its words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.checklist.set_aside import SetAside
from app.report.fhir import codes, entered, habits
from app.report.fhir.codes import Code
from app.report.fhir.document import COMPOSITION, DEVICE, Document, Entry, references
from app.report.fhir.elements import (
    Element,
    concept,
    listing,
    narrative,
    number,
    paragraph,
    said,
    span,
    table,
)
from app.report.model import Completeness
from app.rules import figures

TITLE = "Habit summary for a doctor’s visit"
MADE = (
    "Recorded by the person herself with Bonny. Not a medical record, not a diagnosis. "
    "Days that count are the days due without those skipped; a day with nothing recorded counts as not met. "
    "Means of days run over recorded days, zeros included; means of weeks over whole weeks with anything "
    "recorded on at least 4 days. Nothing is estimated."
)
HABITS_HEAD = ("Habit", "Goal", "Set by", "Goal met", "Mean", "Skipped", "Not recorded")


@dataclass(frozen=True, slots=True)
class Parts:
    """The entries of a document by section."""

    habits: Sequence[Entry]
    goals: Sequence[Entry]
    results: Sequence[Entry]
    medicines: Sequence[Entry]
    events: Sequence[Entry]
    answers: Sequence[Entry]
    days: Sequence[Entry]


def composition(document: Document, parts: Parts) -> Entry:
    """The first entry of the document."""
    report = document.report
    first, last = report.first.isoformat(), report.last.isoformat()
    resource = said(
        resourceType="Composition",
        language="en",
        text=narrative(paragraph(f"{TITLE}, {first} to {last}. {report.document_id}. {MADE}")),
        identifier={"system": codes.DOCUMENTS, "value": report.document_id},
        status="final",
        type=concept(codes.PATIENT_NOTE),
        subject=document.patient,
        date=report.made_at.isoformat(),
        author=[document.patient, document.reference(DEVICE)],
        title=TITLE,
        event=[{"period": span(report.first, report.last)}],
        section=list(_sections(document, parts)),
    )
    return document.entry(COMPOSITION, resource=resource)


def _sections(document: Document, parts: Parts) -> Iterator[Element]:
    brought = document.report.brought
    yield _section("How complete the records are", paragraph(_completeness(document)))
    yield _section("Habits", _habits(document), parts.habits)
    if parts.goals:
        yield _section("Goals", _goals(document), parts.goals, code=codes.GOALS_SECTION)
    if parts.results:
        lines = [*map(entered.result_in_words, brought.results), entered.COPIED]
        yield _section("Results", listing(lines), parts.results, code=codes.RESULTS_SECTION)
    if parts.medicines:
        lines = [*map(entered.medicine_in_words, brought.medicines)]
        yield _section("Medicines", listing(lines), parts.medicines, code=codes.MEDICINES_SECTION)
    if parts.events:
        lines = [
            *map(entered.fall_in_words, brought.falls),
            *map(entered.fracture_in_words, brought.fractures),
        ]
        yield _section("Falls and broken bones", listing(lines), parts.events)
    if parts.answers:
        yield _section("Questions and notes", parts.answers[0].resource["text"]["div"], parts.answers)
    if parts.days:
        words = f"{len(parts.days)} days, the latest last, one observation each."
        yield _section("Day by day", paragraph(words), parts.days)


def _section(title: str, xhtml: str, entries: Sequence[Entry] = (), *, code: Code | None = None) -> Element:
    text = {"status": "generated", "div": xhtml} if xhtml.startswith("<div") else narrative(xhtml)
    return said(title=title, code=concept(code) if code else None, text=text, entry=references(entries))


def _completeness(document: Document) -> str:
    of, reminded = document.report.completeness, document.report.reminded
    words = (
        _recorded(of),
        f"Time zone: {document.report.zone}.",
        *(f"Skips ({reason.value}): {count}." for reason, count in of.skips),
        *(_set_aside(each) for each in of.spells),
        f"Days set aside: {of.set_aside}." if of.set_aside else "",
        f"Reminders answered: {reminded.answered} of {reminded.sent}." if reminded else "",
    )
    return " ".join(filter(None, words))


def _recorded(of: Completeness) -> str:
    """On how many days there is anything; where no day counts, that, and not nothing of nothing."""
    if of.counted == 0:
        return "No day counted."
    day = "day" if of.counted == 1 else "days"
    return f"Something recorded on {of.recorded} of {of.counted} {day} ({of.percent} %)."


def _set_aside(of: SetAside) -> str:
    """A stretch with its reason, and the habits it is for where it is not for all."""
    spell = of.spell
    days = f"{spell.first.isoformat()} to {spell.last.isoformat()}"
    names = f", for {', '.join(of.habits)}" if of.habits else ""
    return f"Set aside ({spell.reason.value}): {days}{names}."


def _habits(document: Document) -> str:
    rows = habits.told(document)
    if not rows:
        return paragraph("There was no habit in this period.")
    return table(HABITS_HEAD, (_row(each) for each in rows))


def _row(each: habits.Told) -> tuple[str, ...]:
    goal = each.facts.goal
    mean = "" if each.mean is None else f"{number(figures.rounded(each.mean))} {each.rate.words}"
    return (
        each.facts.name,
        each.goal,
        goal.set_by_name or goal.set_by.value,
        each.share,
        mean,
        str(each.tally.skipped),
        str(each.tally.not_recorded),
    )


def _goals(document: Document) -> str:
    return listing(_goal(each) for each in habits.told(document))


def _goal(each: habits.Told) -> str:
    goal = each.facts.goal
    when = f" on {goal.set_on.isoformat()}" if goal.set_on else ""
    who = f"{goal.set_by.value} {goal.set_by_name}".strip()
    return f"{each.facts.name}: {each.goal}, set by {who}{when}, from {goal.from_day.isoformat()}"
