"""What the builders of a document share: the report, and the same name for the same thing every time."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import cached_property

from app.report.fhir import codes
from app.report.fhir.elements import Element
from app.report.model import Report

PATIENT, DEVICE, COMPOSITION = "patient", "device", "composition"

_NAMES = uuid.UUID(codes.DOCUMENTS.removeprefix("urn:uuid:"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A resource of the document and its name."""

    url: str
    resource: Element


@dataclass(frozen=True)
class Document:
    """The report on its way to a document; names follow from all that it says, but not from the hour."""

    report: Report

    @cached_property
    def root(self) -> uuid.UUID:
        """The document's own."""
        midnight = datetime.combine(self.report.made_on, time.min, tzinfo=UTC)
        said = hashlib.sha256(repr(replace(self.report, made_at=midnight)).encode()).hexdigest()
        return uuid.uuid5(_NAMES, said)

    def url(self, *of: object) -> str:
        """The name of a resource: of the same document and the same words always the same."""
        return uuid.uuid5(self.root, "/".join(map(str, of))).urn

    def reference(self, *of: object, display: str = "") -> Element:
        """A reference to the resource of that name."""
        return {"reference": self.url(*of)} | ({"display": display} if display else {})

    def entry(self, *of: object, resource: Element) -> Entry:
        """A resource under that name."""
        return Entry(self.url(*of), resource)

    @property
    def patient(self) -> Element:
        """Whom all of it is about, and who recorded it."""
        return self.reference(PATIENT)


def references(entries: Iterable[Entry]) -> list[Element]:
    """To each of the entries."""
    return [{"reference": entry.url} for entry in entries]
