"""What a FHIR document has to pass here: a validator, HL7's schema, rules neither knows, a second reader."""

import functools
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fhirkit
import jsonschema  # type: ignore[import-untyped]

from app.report.fhir import codes
from app.report.fhir.codes import Code
from app.rules.tallies import Tally

Json = dict[str, Any]

SCHEMA = Path(__file__).parent / "fhir.schema.json.gz"
XHTML = "{http://www.w3.org/1999/xhtml}"
XHTML_TAGS = {XHTML + tag for tag in ("div", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td")}
LOINC_USED = (
    *("51855-5", "30954-2", "10160-0", "61146-7"),
    *("38267-1", "38264-8", "80946-7", "80945-9", "38263-0", "38265-5"),
    *("62292-8", "81929-2", "81137-2", "82291-6"),
)
UCUM_USED = re.compile(
    r"(%|d|wk|d/wk|/d|(min|h|mg|ug|g|kg|mL|L|km|kcal|\[iU\]|\{[!-z|~]+\})(/d|/wk)?"
    r"|ng/mL|nmol/L|pmol/L|umol/L|mmol/L|pg/mL|ug/L|ng/L|mg/dL|g/dL|g/L|mg/L|U/L|g/cm2|mL/min)"
)
TALLY = ("met", "partial", "not_met", "skipped", "not_recorded")


def problems(content: bytes) -> list[str]:
    """All that any of the checks has against a document."""
    found = json.loads(content)
    return [*by_kit(content), *by_schema(found), *by_rules(found)]


def by_kit(content: bytes) -> list[str]:
    """What fhirkit says."""
    return [f"fhirkit: {issue}" for issue in fhirkit.validate(content)]


@functools.cache
def _schema() -> jsonschema.Draft6Validator:
    """Built once: HL7's schema of R4, as far as it is about the resources we write."""
    return jsonschema.Draft6Validator(json.loads(gzip.decompress(SCHEMA.read_bytes())))


def by_schema(found: Json) -> list[str]:
    """What HL7's schema says."""
    return [f"schema: {error.json_path}" for error in _schema().iter_errors(found)]


def by_rules(found: Json) -> list[str]:
    """Rules of R4 that neither knows, and our own."""
    resources = [entry["resource"] for entry in found["entry"]]
    return [
        *_of_the_document(found),
        *(problem for resource in resources for problem in _of_values(resource)),
        *(problem for resource in resources for problem in _of_narrative(resource)),
        *(problem for resource in resources for problem in _of_codes(resource)),
        *(problem for resource in resources for problem in _of_tallies(resource)),
    ]


def _of_the_document(found: Json) -> Iterator[str]:
    """bdl-7, bdl-9 to bdl-11, and that every reference is to an entry and every entry is referred to."""
    urls = [entry["fullUrl"] for entry in found["entry"]]
    identifier = found.get("identifier", {})
    if found["type"] != "document" or not identifier.get("system") or not identifier.get("value"):
        yield "a document has an identifier with its system"
    if not found.get("timestamp"):
        yield "a document has a timestamp"
    if found["entry"][0]["resource"]["resourceType"] != "Composition":
        yield "a document begins with its composition"
    if len(set(urls)) != len(urls) or not all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", url) for url in urls):
        yield "every entry has a name of its own"
    named = {each["reference"] for each in _elements(found) if isinstance(each.get("reference"), str)}
    yield from (f"{url} is no entry" for url in named - set(urls))
    for entry in found["entry"]:
        if entry["fullUrl"] not in named and entry["resource"]["resourceType"] not in (
            "Composition",
            "Provenance",
        ):
            yield f"nothing refers to {entry['fullUrl']}"


def _of_values(resource: Json) -> Iterator[str]:
    """obs-6 and that an observation says something; per-1; a goal's amount has its measure (gol-1)."""
    if resource["resourceType"] == "Observation":
        for each in (resource, *resource.get("component", ())):
            said = sum(name.startswith("value") for name in each) + ("dataAbsentReason" in each)
            if said != 1 and not (each is resource and said == 0 and "component" in each):
                yield "obs-6: a value, or the reason why there is none"
    told = resource.get("effectivePeriod", {})
    if told.get("start", "") > told.get("end", "9"):
        yield "per-1: a period ends after it begins"
    for target in resource.get("target", ()):
        if "detailQuantity" in target and "measure" not in target:
            yield "gol-1: an amount is of a measure"


def _of_narrative(resource: Json) -> Iterator[str]:
    """dom-6, and that the narrative is XHTML of the tags we use, with words."""
    texts = [resource.get("text"), *(section.get("text") for section in resource.get("section", ()))]
    for text in texts:
        if not text:
            yield f"dom-6: {resource['resourceType']} has no narrative"
            continue
        root = ElementTree.fromstring(text["div"])  # noqa: S314 (it is ours)
        tags = {each.tag for each in root.iter()}
        if root.tag != XHTML + "div" or not tags <= XHTML_TAGS or not "".join(root.itertext()).strip():
            yield f"narrative of {resource['resourceType']}: {tags - XHTML_TAGS}"


def _of_codes(resource: Json) -> Iterator[str]:
    known = {(code.system, code.code): code.display for code in known_codes()}
    for each in _elements(resource):
        system, code = str(each.get("system", "")), str(each.get("code", ""))
        if system == codes.UCUM and not UCUM_USED.fullmatch(code):
            yield f"unit {code}"
        elif system == codes.HABITS:
            continue
        elif system not in ("", codes.UCUM, codes.DOCUMENTS) and known.get((system, code)) != each.get(
            "display"
        ):
            yield f"code {system} {code}"
        if system == codes.LOINC and code not in LOINC_USED:
            yield f"LOINC {code}"
    if "profile" in resource.get("meta", {}):
        yield "a profile is claimed"


def known_codes() -> Iterator[Code]:
    """Every code of the table, which is every one that is used but the habits."""
    for held in vars(codes).values():
        many = held.values() if isinstance(held, dict) else [held]
        yield from (each for each in many if isinstance(each, Code))


def _of_tallies(resource: Json) -> Iterator[str]:
    """due = met + partial + not_met + skipped + not_recorded; counted = due − skipped; the share follows."""
    if not is_share(resource):
        return
    counts = counts_of(resource)
    if (
        counts["due"] != sum(counts[name] for name in TALLY)
        or counts["counted"] != counts["due"] - counts["skipped"]
    ):
        yield f"counts do not add up: {counts}"
    told = resource.get("valueQuantity", {}).get("value")
    if told != Tally(*(counts[name] for name in TALLY)).percent:
        yield f"{told} % of {counts}"


def is_share(resource: Json) -> bool:
    """Whether it is a habit over a period."""
    return (
        resource["resourceType"] == "Observation"
        and resource["code"].get("coding", [{}])[0].get("code") == codes.SHARE.code
    )


def components(resource: Json) -> dict[str, Json]:
    """The parts of an observation, by the last of their codes, which is ours."""
    return {each["code"]["coding"][-1]["code"]: each for each in resource["component"]}


def counts_of(resource: Json) -> dict[str, int]:
    """How many days or weeks came to each state."""
    parts = components(resource)
    return {name: parts[code.code]["valueQuantity"]["value"] for name, code in codes.TALLY.items()}


def _elements(of: Any) -> Iterator[Json]:
    if isinstance(of, dict):
        yield of
        of = list(of.values())
    if isinstance(of, list):
        for each in of:
            yield from _elements(each)
