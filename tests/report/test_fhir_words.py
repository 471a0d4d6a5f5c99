"""The words of the FHIR document: how complete the records are, and codes that must not claim too much."""

from datetime import date

from app.report.fhir import bundle
from app.report.model import Report
from app.rules.habits import Measure, Period
from app.rules.marks import Skip, Spell
from tests.report import fhir_gate, plain
from tests.report.plain import Kept

LAST = plain.LAST


def completeness(report: Report) -> str:
    section = bundle.of(report)["entry"][0]["resource"]["section"][0]
    assert section["title"] == "How complete the records are"
    return str(section["text"]["div"])


def test_where_no_day_counts_that_is_said_and_the_stretch_with_its_reason():
    ill = Spell(date(2026, 11, 1), LAST, Skip.ILL)
    report = plain.report(Kept("prunes", spells=(ill,)), first=ill.first)
    assert ">No day counted. Time zone: Europe/Prague. " in completeness(report)
    assert "Set aside (ill): 2026-11-01 to 2026-11-21. Days set aside: 21.<" in completeness(report)
    assert "of 0 days" not in completeness(report)


def test_a_stretch_of_some_habits_names_them():
    away = Spell(date(2026, 11, 1), date(2026, 11, 2), Skip.AWAY)
    report = plain.report(Kept("prunes", name="Plums & more", spells=(away,)), Kept("calcium"))
    assert "Something recorded on 0 of 90 days (0 %)." in completeness(report)
    assert "Set aside (away): 2026-11-01 to 2026-11-02, for Plums &amp; more." in completeness(report)


def test_done_or_not_is_no_intake_of_a_day():
    taken = Kept("vitamin-d", {LAST: 1.0}, goal=1, measure=Measure.CHECK)
    report = plain.report(taken, first=LAST, included=plain.EVERYTHING)
    assert b'"valueBoolean":true' in bundle.render(report)
    assert b"81929-2" not in bundle.render(report)
    assert fhir_gate.problems(bundle.render(report)) == []


def test_plants_of_a_day_are_those_new_to_its_week_and_0_is_not_none_eaten():
    plants = Kept("plants", {LAST: 0.0}, goal=30, measure=Measure.VARIETY, period=Period.WEEK)
    text = bundle.render(plain.report(plants, included=plain.EVERYTHING)).decode()
    assert "0 plants new to the week" in text
    assert fhir_gate.problems(text.encode()) == []
