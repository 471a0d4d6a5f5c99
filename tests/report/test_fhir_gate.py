"""The gate itself: what is wrong with a document turns at least one of its checks red."""

import json
from collections.abc import Callable

import pytest

from app.report.fhir import bundle, units
from tests.report import fhir_gate, plain
from tests.report.fhir_gate import Json

Spoil = Callable[[Json], object]


@pytest.fixture(scope="module")
def content() -> bytes:
    return bundle.render(plain.report(*plain.quarter(), brings=plain.everything()))


def first(found: Json, kind: str) -> Json:
    resources: list[Json] = [entry["resource"] for entry in found["entry"]]
    return next(each for each in resources if each["resourceType"] == kind)


def observation(found: Json) -> Json:
    return first(found, "Observation")


def parts(found: Json) -> list[Json]:
    held: list[Json] = observation(found)["component"]
    return held


ABSENT = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "unknown"}]
}
FIVE: dict[str, tuple[str, Spoil]] = {
    "bogus status": ("schema", lambda found: observation(found).update(status="bogus")),
    "no status": ("fhirkit", lambda found: observation(found).pop("status")),
    "a value and a reason for none": (
        "obs-6",
        lambda found: observation(found).update(dataAbsentReason=ABSENT),
    ),
    "an unknown element": ("fhirkit", lambda found: observation(found).update(colour="plum")),
    "a document that begins with something else": (
        "begins with its composition",
        lambda found: found["entry"].append(found["entry"].pop(0)),
    ),
}
OURS: dict[str, tuple[str, Spoil]] = {
    "no system": ("identifier", lambda found: found["identifier"].pop("system")),
    "no timestamp": ("timestamp", lambda found: found.pop("timestamp")),
    "a reference to nothing": (
        "is no entry",
        lambda found: observation(found)["subject"].update(reference="urn:uuid:0"),
    ),
    "an entry left alone": ("nothing refers", lambda found: first(found, "Composition")["section"].pop(1)),
    "two entries of one name": (
        "a name of its own",
        lambda found: found["entry"][1].update(fullUrl=found["entry"][0]["fullUrl"]),
    ),
    "no narrative": ("dom-6", lambda found: first(found, "Goal").pop("text")),
    "a script": (
        "narrative of",
        lambda found: first(found, "Goal")["text"].update(
            div='<div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div>'
        ),
    ),
    "a code nobody knows": (
        "LOINC",
        lambda found: first(found, "Composition")["type"]["coding"][0].update(code="60591-5"),
    ),
    "a unit of no system": ("unit", lambda found: parts(found)[-1]["valueQuantity"].update(code="prunes")),
    "a goal without a measure": ("gol-1", lambda found: first(found, "Goal")["target"][0].pop("measure")),
    "an end before the beginning": (
        "per-1",
        lambda found: observation(found)["effectivePeriod"].update(end="2020-01-01"),
    ),
    "one day more": ("add up", lambda found: parts(found)[1]["valueQuantity"].update(value=99)),
    "another share": ("%", lambda found: observation(found)["valueQuantity"].update(value=99)),
    "a profile": ("profile", lambda found: observation(found).update(meta={"profile": ["http://x.org"]})),
}


@pytest.mark.parametrize("spoilt", [*FIVE, *OURS])
def test_what_is_wrong_is_found(content: bytes, spoilt: str):
    named, spoil = (FIVE | OURS)[spoilt]
    found = json.loads(content)
    spoil(found)
    problems = fhir_gate.problems(json.dumps(found).encode())
    assert any(named in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("prunes", "{prunes}"),
        ("cups of tea", "{cups_of_tea}"),
        ("Gläser", "{Glaser}"),
        ("杯", "{amount}"),
        ("{[x]}", "{[x]}"),
        ("a" * 40, "{" + "a" * 24 + "}"),
        ("", "{amount}"),
    ],
)
def test_any_unit_has_a_code_of_plain_characters(words: str, code: str):
    assert units.annotation(words) == code


@pytest.mark.parametrize(
    ("words", "code"), [("µg/L", "ug/L"), ("nmol/L", "nmol/L"), ("%", "%"), ("kilos", ""), ("ng per mL", "")]
)
def test_a_result_has_a_code_only_for_a_unit_we_know(words: str, code: str):
    assert units.of_result(words).code == code
