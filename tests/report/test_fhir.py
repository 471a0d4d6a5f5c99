"""The FHIR document: it passes the gate, says what the report says, and holds only what she included."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.catalogue import book
from app.report.fhir import bundle, codes, day_records
from app.report.model import DailyRow, Included, Report, Unit, WeeklyRow
from app.rules.habits import Direction, Measure, Period, SetBy
from app.rules.marks import Skip
from app.rules.partial_days import PartialDay
from app.visits import brought
from app.visits.brought import Brought
from app.visits.models import Harm, ResultKind
from tests.report import fhir_gate, plain
from tests.report.fhir_gate import Json
from tests.report.plain import Kept


def of_type(report: Report, kind: str) -> list[Json]:
    """The resources of a type, as a reader finds them."""
    entries = json.loads(bundle.render(report))["entry"]
    return [entry["resource"] for entry in entries if entry["resource"]["resourceType"] == kind]


def shares(report: Report) -> list[Json]:
    return [each for each in of_type(report, "Observation") if fhir_gate.is_share(each)]


@pytest.fixture(scope="module")
def whole() -> Report:
    """One habit of each kind, all that she can bring, and every day."""
    return plain.report(*plain.quarter(), included=plain.EVERYTHING, brings=plain.everything())


WEEKLY: dict[str, Any] = {"measure": Measure.CHECK, "period": Period.WEEK}


@pytest.mark.parametrize(
    ("kept", "first"),
    [
        (plain.quarter(), plain.FIRST),
        ([], plain.FIRST),
        ([Kept("prunes")], plain.LAST),
        ([Kept("strength", goal=1, **WEEKLY)], plain.LAST),
        ([Kept("prunes", started_on=date(2026, 11, 20), ended_on=date(2026, 11, 20))], plain.FIRST),
        ([Kept("alcohol", {plain.LAST: 0.0}, goal=0, direction=Direction.AT_MOST)], plain.FIRST),
    ],
    ids=["usual", "no-habit", "one-blank-day", "no-whole-week", "one-day-hers", "limit-of-none"],
)
def test_document_passes_every_check(kept: list[Kept], first: date):
    assert fhir_gate.problems(bundle.render(plain.report(*kept, first=first))) == []


def test_document_of_a_person_who_reads_spanish_passes_and_has_the_same_units():
    spanish = book.book("es").habit("vitamin-d")
    english = plain.report(Kept("vitamin-d", {plain.LAST: 800.0}, goal=800))
    facts = english.daily[0].facts
    unit = Unit(spanish.unit, spanish.units, spanish.unit_short)
    hers = replace(
        english,
        daily=(replace(english.daily[0], facts=replace(facts, name=spanish.name, unit=unit)),),
    )
    assert fhir_gate.problems(bundle.render(hers)) == []
    goals = json.dumps(of_type(hers, "Goal"))
    assert "[iU]/d" in goals
    assert "UI" not in goals


def test_document_of_everything_passes_every_check(whole: Report):
    assert fhir_gate.problems(bundle.render(whole)) == []


def test_second_reader_reads_back_the_same_figures(whole: Report):
    from fhir.resources.R4B.bundle import Bundle

    read: Any = Bundle.model_validate_json(bundle.render(whole))
    told = {}
    for resource in (entry.resource for entry in read.entry):
        code = getattr(resource, "code", None)
        if code is not None and code.coding and code.coding[0].code == codes.SHARE.code:
            parts = {part.code.coding[-1].code: part for part in resource.component}
            mean = parts.get(codes.MEAN_OF_DAYS.code) or parts.get(codes.MEAN_OF_WEEKS.code)
            told[parts["habit"].valueCodeableConcept.text] = (
                *(int(parts[code.code].valueQuantity.value) for code in codes.TALLY.values()),
                resource.valueQuantity and int(resource.valueQuantity.value),
                mean and round(float(mean.valueQuantity.value), 1),
            )
    rows: tuple[DailyRow | WeeklyRow, ...] = (*whole.daily, *whole.weekly)
    assert told == {
        row.facts.name: (
            *(getattr(row.tally, name) for name in codes.TALLY),
            row.tally.percent,
            None if row.mean is None else round(row.mean, 0 if row.mean >= 100 else 1),
        )
        for row in rows
    }
    assert len(told) == 7


def test_same_report_makes_the_same_document_and_another_other_names(whole: Report):
    assert bundle.render(whole) == bundle.render(whole)
    names = [
        {entry["fullUrl"] for entry in json.loads(bundle.render(report))["entry"]}
        for report in (whole, plain.report(*plain.quarter(), name="Berta"))
    ]
    assert names[0].isdisjoint(names[1])


@pytest.mark.parametrize(
    ("included", "name", "born"),
    [
        (Included(), [{"text": "Anna Example"}], None),
        (Included(has_name=False), None, None),
        (Included(has_birth_date=True), [{"text": "Anna Example"}], "1957-03-08"),
    ],
)
def test_name_and_birth_date_are_there_only_where_included(included: Included, name: Any, born: str | None):
    content = bundle.render(plain.report(included=included))
    (patient,) = of_type(plain.report(included=included), "Patient")
    assert (patient.get("name"), patient.get("birthDate")) == (name, born)
    assert (b"Anna" in content) is included.has_name


def test_results_keep_their_digits_units_and_dates(whole: Report):
    raw = bundle.render(whole).decode()
    assert '"value":-2.10' in raw
    assert '"value":71.0}' in raw
    results = [each for each in of_type(whole, "Observation") if each["status"] == "preliminary"]
    told = [
        (
            each["code"].get("coding", [{}])[0].get("code"),
            each["valueQuantity"].get("comparator"),
            each["valueQuantity"].get("code"),
            each["effectiveDateTime"],
        )
        for each in results
    ]
    assert told == [
        ("38267-1", None, "{T-score}", "2026-10-02"),
        ("vitamin-d-25-oh", "<", "nmol/L", "2026-10"),
        ("62292-8", None, "ng/mL", "2025"),
        (None, None, "ug/L", "2026-10"),
        (None, None, None, "2026-10"),
    ]
    assert results[4]["valueQuantity"] == {"value": 21, "unit": "kilos"}
    assert results[0]["note"] == [
        {"text": "Copied by the patient from the printed report"},
        {"text": "Source: Letter"},
    ]


def test_goals_say_how_much_of_what_and_who_set_them(whole: Report):
    told = {
        goal["target"][0]["measure"]["text"]: (
            goal["target"][0]["detailQuantity"]["comparator"],
            goal["target"][0]["detailQuantity"]["value"],
            goal["target"][0]["detailQuantity"]["code"],
            goal["expressedBy"].get("display", "herself"),
        )
        for goal in of_type(whole, "Goal")
    }
    assert told == {
        "Prunes": (">=", 5, "{prunes}/d", "herself"),
        "Vitamin D": (">=", 1000, "[iU]/d", "Dr Novak"),
        "Little alcohol": ("<=", 1, "{drinks}/d", "herself"),
        "Bone medicine": (">=", 1, "/d", "herself"),
        "Walk or exercise": (">=", 150, "min/wk", "herself"),
        "Strength training": (">=", 2, "d/wk", "physiotherapist"),
        "Dessert": (">=", 3, "{glasses_of_cafe}/d", "herself"),
    }


def test_goals_read_well_for_one(whole: Report):
    words = {goal["description"]["text"] for goal in of_type(whole, "Goal")}
    assert {"Little alcohol: at most 1 drink a day", "Bone medicine: at least 1 time a day"} <= words


def test_only_what_fits_has_a_code_of_loinc(whole: Report):
    means = {
        part["code"]["coding"][0]["code"]
        for each in shares(whole)
        for part in each["component"]
        if part["code"]["coding"][0]["system"] == codes.LOINC
    }
    assert means == {"81929-2"}
    (strength,) = [
        each
        for each in of_type(whole, "Observation")
        if each["code"].get("coding") and "82291-6" in str(each["code"])
    ]
    assert strength["valueQuantity"]["code"] == "d/wk"
    silent = plain.report(
        Kept("prunes", dict.fromkeys(_days(60), 5.0)),
        Kept("strength", goal=2, **WEEKLY),
    )
    assert "82291-6" not in bundle.render(silent).decode()


def _days(number: int) -> list[date]:
    return [plain.LAST - timedelta(days=each) for each in range(number)]


def test_days_are_there_only_with_the_details(whole: Report):
    def dates(report: Report) -> list[str]:
        found = of_type(report, "Observation")
        return [each["effectiveDateTime"] for each in found if "day-record" in str(each["code"])]

    assert dates(plain.report(*plain.quarter())) == []
    assert len(dates(whole)) == 90


def test_an_empty_day_says_why():
    kept = Kept("prunes", {plain.LAST: Skip.ILL, plain.FIRST: 0.0})
    report = plain.report(kept, included=Included(has_details=True))
    by_day = {each.get("effectiveDateTime"): each for each in of_type(report, "Observation")}

    def part(day: date) -> Json:
        (found,) = by_day[day.isoformat()]["component"]
        return found

    assert part(plain.FIRST)["valueQuantity"]["value"] == 0
    assert part(plain.LAST)["dataAbsentReason"]["coding"][0]["code"] == "not-performed"
    assert part(date(2026, 10, 1))["dataAbsentReason"]["coding"][0]["code"] == "unknown"


def test_ten_years_are_bounded():
    began = date(2016, 11, 22)
    kept = [Kept("prunes", started_on=began), Kept("vitamin-d", goal=800, started_on=began)]
    content = bundle.render(plain.report(*kept, first=began, included=plain.EVERYTHING))
    assert content.count(b'"day-record"') == day_records.MOST_DAYS
    assert len(content) < 1_000_000


MARKUP = '<script>alert(1)</script> & "x" ]]> \x07\x00\u2028#panic()'


def test_markup_is_read_as_words_everywhere():
    brings = Brought(
        visit=brought.Visit(1, plain.TODAY, MARKUP),
        questions=(brought.Question(1, MARKUP), brought.Question(2, "\x07")),
        notes=(brought.Note(1, plain.LAST, MARKUP),),
        medicines=(
            brought.Medicine(1, MARKUP, MARKUP, None, None),
            brought.Medicine(2, "\x07", "", None, None),
        ),
        falls=(brought.Fall(1, PartialDay(2026), Harm.NONE, MARKUP),),
        fractures=(brought.Fracture(1, PartialDay(2026), MARKUP, MARKUP),),
        results=(
            brought.Result(
                1,
                ResultKind.OTHER,
                None,
                MARKUP,
                "",
                "1.5",
                MARKUP[:20],
                PartialDay(2026),
                MARKUP,
            ),
        ),
    )
    kept = Kept(
        "", {plain.LAST: 1.0}, name=MARKUP, unit="{}\u00e9 <x>", set_by=SetBy.DOCTOR, set_by_name=MARKUP
    )
    report = plain.report(kept, name=MARKUP, included=plain.EVERYTHING, brings=brings)
    content = bundle.render(report)
    assert fhir_gate.problems(content) == []
    divs = re.findall(r'"div":"(.*?)"[,}]', content.decode())
    assert not any("<script" in div for div in divs)
    assert '<script>alert(1)</script> & \\"x\\" ]]>  #panic()' in content.decode()


def test_version_is_that_of_the_program():
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text()
    assert f'version = "{codes.VERSION}"' in project


def test_every_code_is_told_in_the_docs():
    told = (Path(__file__).parents[2] / "docs" / "files.md").read_text()
    used = {code.code for code in fhir_gate.known_codes()} | {codes.MEASURES, codes.HABITS, codes.DOCUMENTS}
    assert [code for code in sorted(used) if code not in told] == []
