"""Whatever she recorded: due = met + partial + not_met + skipped + not_recorded, on every artefact alike."""

import json
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.report import wording
from app.report.fhir import bundle
from app.report.model import DailyRow, Included, Report, WeeklyRow
from app.report.page import Page
from app.rules.figures import Tally
from app.rules.habits import Direction, Measure, Period
from app.rules.marks import Skip, Spell
from tests.report import fhir_gate, plain
from tests.report.plain import Kept
from tests.report.test_archive import read

FIRST, DAYS = date(2026, 10, 12), 24
STATES = ("met", "partial", "not_met", "skipped", "not_recorded")
Row = DailyRow | WeeklyRow

NUMBERS = st.integers(0, DAYS - 1)
HELD = st.one_of(st.sampled_from(Skip), st.sampled_from([0.0, 0.5, 1.0, 2.0, 7.0]))


@st.composite
def histories(draw: st.DrawFn, slug: str) -> Kept:
    """A habit of some kind with anything recorded, some days set aside, begun or given up within the time."""
    measure = draw(st.sampled_from([Measure.CHECK, Measure.AMOUNT]))
    spells = draw(st.lists(st.tuples(NUMBERS, st.integers(0, 6), st.sampled_from(Skip)), max_size=1))
    return Kept(
        slug,
        {_day(number): held for number, held in draw(st.dictionaries(NUMBERS, HELD)).items()},
        goal=1 if measure is Measure.CHECK else draw(st.sampled_from([1, 2])),
        measure=measure,
        period=draw(st.sampled_from(Period)),
        direction=draw(st.sampled_from(Direction)),
        weekdays=draw(st.sampled_from([frozenset(range(7)), frozenset({0, 3})])),
        started_on=_day(draw(st.sampled_from([-30, 0, 9]))),
        ended_on=draw(st.sampled_from([None, _day(15)])),
        spells=tuple(Spell(_day(number), _day(number + more), why) for number, more, why in spells),
    )


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)


def rows_of(report: Report) -> dict[str, Row]:
    rows: tuple[Row, ...] = (*report.daily, *report.weekly)
    return {row.facts.name: row for row in rows}


def of_days(report: Report) -> dict[str, Tally]:
    """Each daily habit's states counted in the file of days."""
    seen: dict[str, Counter[str]] = {row.facts.name: Counter() for row in report.daily}
    for row in read(report)["days.csv"]:
        if row["state"]:
            seen[row["habit"]][row["state"]] += 1
    return {name: Tally(*(states[state] for state in STATES)) for name, states in seen.items()}


def of_weeks(report: Report) -> dict[str, Tally]:
    """Each habit's states added up over the file of weeks; every row adds up by itself."""
    told = dict.fromkeys(rows_of(report), Tally())
    for row in read(report)["weeks.csv"]:
        tally = Tally(*(int(row[state]) for state in STATES))
        assert (int(row["due"]), int(row["counted"])) == (tally.due, tally.due - tally.skipped)
        told[row["habit"]] += tally
    return told


def of_document(report: Report) -> dict[str, Tally]:
    """Each habit's states in the FHIR document."""
    found = json.loads(bundle.render(report))
    assert fhir_gate.by_rules(found) == []
    shares = [entry["resource"] for entry in found["entry"] if fhir_gate.is_share(entry["resource"])]
    counts = {
        fhir_gate.components(each)["habit"]["valueCodeableConcept"]["text"]: fhir_gate.counts_of(each)
        for each in shares
    }
    return {name: Tally(*(held[state] for state in STATES)) for name, held in counts.items()}


def check_page(page: Page, report: Report) -> None:
    """The page says met, counted, the share, what was skipped and what is not recorded, of each habit."""
    for daily, of in zip(page.daily, report.daily, strict=True):
        assert said(daily.share) == expected(of)
        assert (int(daily.skipped), int(daily.not_recorded)) == (of.tally.skipped, of.tally.not_recorded)
    for weekly, row in zip(page.weekly, report.weekly, strict=True):
        assert said(weekly.met) == expected(row)


def said(words: str) -> tuple[int, int, int | None]:
    found = re.match(r"(\d+)\D+(\d+)[^(]*(?:\((\d+))?", words)
    return (int(found[1]), int(found[2]), int(found[3]) if found[3] else None) if found else (0, 0, None)


def expected(row: Row) -> tuple[int, int, int | None]:
    tally = row.tally
    return tally.met, tally.due - tally.skipped, tally.percent


@pytest.mark.usefixtures("british")
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    one=histories("prunes"), other=histories("strength"), week_start=st.sampled_from([0, 6]), start=NUMBERS
)
def test_states_add_up_to_what_was_due_everywhere(one: Kept, other: Kept, week_start: int, start: int):
    report = plain.report(
        one,
        other,
        first=_day(start),
        last=_day(DAYS - 1),
        week_start=week_start,
        included=Included(has_details=True),
    )
    tallies = {name: row.tally for name, row in rows_of(report).items()}
    assert of_weeks(report) == of_document(report) == tallies
    assert of_days(report) == {row.facts.name: row.tally for row in report.daily}
    assert all(tally.due == sum(getattr(tally, state) for state in STATES) for tally in tallies.values())
    check_page(wording.page_of(report), report)
