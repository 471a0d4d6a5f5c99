"""A report as a FHIR R4 document: one Bundle that holds everything it refers to."""

import json
import re
from collections.abc import Sequence
from decimal import Decimal

from app.report.fhir import composition, day_records, entered, habits, people
from app.report.fhir.document import Document, Entry
from app.report.fhir.elements import Element
from app.report.model import Report

CONTENT_TYPE = "application/fhir+json"

# JSON has one kind of number and FHIR keeps its digits, so "71.0" goes in as it was printed. The mark is a
# control character, which no string of ours holds.
_MARK = "\x01"
_MARKED = re.compile(r'"\\u0001(-?[0-9.]+)"')


def render(report: Report) -> bytes:
    """The document as JSON in UTF-8."""
    text = json.dumps(
        of(report), default=_printed, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )
    return _MARKED.sub(r"\1", text).encode()


def _printed(value: object) -> str:
    if not isinstance(value, Decimal):
        raise TypeError
    return f"{_MARK}{value:f}"


def of(report: Report) -> Element:
    """The document: the composition first, then whom it is about, then all it refers to."""
    document = Document(report)
    parts = composition.Parts(
        habits=(*habits.observations(document), *habits.activities(document)),
        goals=tuple(habits.goals(document)),
        results=tuple(entered.results(document)),
        medicines=tuple(entered.medicines(document)),
        events=(*entered.falls(document), *entered.fractures(document)),
        answers=tuple(entered.answers(document)),
        days=tuple(day_records.observations(document)),
    )
    return {
        "resourceType": "Bundle",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": document.root.urn},
        "type": "document",
        "timestamp": report.made_at.isoformat(),
        "entry": [{"fullUrl": each.url, "resource": each.resource} for each in _entries(document, parts)],
    }


def _entries(document: Document, parts: composition.Parts) -> Sequence[Entry]:
    return (
        composition.composition(document, parts),
        people.patient(document),
        people.device(document),
        *people.practitioners(document),
        *parts.habits,
        *parts.goals,
        *parts.results,
        *parts.medicines,
        *parts.events,
        *parts.answers,
        *parts.days,
        people.provenance(document),
    )
