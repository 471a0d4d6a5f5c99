"""The zip file: days, weeks, what she entered, and a dictionary that leaves no column out."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from app.report import archive
from app.report.model import DailyRow, Included, Report, WeeklyRow
from app.rules.habits import Measure, Period
from app.rules.marks import Skip, Spell
from app.rules.partial_days import PartialDay
from app.visits import brought
from app.visits.brought import Brought
from app.visits.models import ResultKind
from tests.report import plain, reading
from tests.report.plain import Kept

NUMBER = re.compile(r"-?\d+(\.\d+)?")
Rows = list[dict[str, str]]


def read(report: Report) -> Mapping[str, Rows]:
    """The files by name, as a program reads them."""
    return reading.files_of(archive.render(report))


def whole() -> Report:
    return plain.report(*plain.quarter(), included=plain.EVERYTHING, brings=plain.everything())


def test_same_report_makes_the_same_bytes():
    assert archive.render(whole()) == archive.render(whole())
    with zipfile.ZipFile(io.BytesIO(archive.render(whole()))) as held:
        assert held.testzip() is None
        assert {entry.date_time for entry in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(held.read(name).startswith(b"\xef\xbb\xbf") for name in held.namelist())


def test_dictionary_tells_every_column_in_its_order():
    files = read(whole())
    told = [(row["file"], row["column"]) for row in files["dictionary.csv"]]
    columns = [
        (name, column) for name in ("days.csv", "weeks.csv", "entered.csv") for column in files[name][0]
    ]
    assert told == columns
    assert all(row["meaning"] and row["type"] for row in files["dictionary.csv"])
    page = (Path(__file__).parents[2] / "docs" / "files.md").read_text()
    assert [column for _, column in told if f"`{column}`" not in page] == []


def test_dictionary_tells_every_value_of_a_code():
    files = read(whole())
    told = {(row["file"], row["column"]): row for row in files["dictionary.csv"] if row["type"] == "code"}
    for (name, column), row in told.items():
        values = {cell[column] for cell in files[name]} - {""}
        assert values <= set(re.findall(r"[a-z_]+|[<>]", row["values"])), column


def test_weeks_add_up_to_the_figures_of_the_page():
    report = whole()
    weeks = read(report)["weeks.csv"]
    rows: tuple[DailyRow | WeeklyRow, ...] = (*report.daily, *report.weekly)
    for row in rows:
        mine = [week for week in weeks if week["habit"] == row.facts.name]
        for state in ("met", "partial", "not_met", "skipped", "not_recorded", "counted", "due"):
            assert sum(int(week[state]) for week in mine) == getattr(row.tally, state), (
                row.facts.name,
                state,
            )
    assert len(rows) == 7


def test_mean_of_a_weekly_habit_is_that_of_its_reported_weeks():
    report = whole()
    (walk,) = [row for row in report.weekly if row.facts.slug == "weight-bearing"]
    mine = [week for week in read(report)["weeks.csv"] if week["habit"] == walk.facts.name]
    amounts = [float(week["amount"]) for week in mine if week["reported"] == "yes" and week["amount"]]
    assert sum(amounts) / len(amounts) == walk.mean == 90


def test_a_period_that_begins_within_a_week_has_the_rest_of_it_for_daily_habits_alone():
    walk = Kept("weight-bearing", {date(2026, 11, 12): 30.0}, goal=150, period=Period.WEEK)
    prunes = Kept("prunes", {date(2026, 11, 12): 5.0})
    weeks = read(plain.report(prunes, walk, first=date(2026, 11, 12)))["weeks.csv"]
    assert [(week["habit"], week["week_start"], week["days"], week["due"]) for week in weeks] == [
        ("Prunes", "2026-11-09", "4", "4"),
        ("Prunes", "2026-11-16", "6", "6"),
    ]
    assert {week["reported"] for week in weeks} == {"no"}


def test_a_week_set_aside_counts_for_nothing():
    spell = Spell(date(2026, 11, 9), date(2026, 11, 15), Skip.AWAY)
    walk = Kept("weight-bearing", goal=150, period=Period.WEEK, spells=(spell,))
    pill = Kept("bone-medicine", goal=1, measure=Measure.CHECK, spells=(spell,))
    weeks = read(plain.report(walk, pill, first=date(2026, 11, 9), last=date(2026, 11, 15)))["weeks.csv"]
    assert [(week["state"], week["due"], week["amount"]) for week in weeks] == [
        ("paused", "0", ""),
        ("", "0", ""),
    ]


def test_what_she_brings_is_told_in_its_order():
    rows = read(whole())["entered.csv"]
    assert [(row["kind"], row["date"], row["name"], row["value"], row["unit"]) for row in rows] == [
        ("visit", "2026-11-25", "Dr Novak", "", ""),
        ("question", "", "", "", ""),
        ("result", "2026-10-02", "T-score, lumbar spine", "-2.10", ""),
        ("result", "2026-10", "25-OH vitamin D", "71.0", "nmol/L"),
        ("result", "2025", "25-OH vitamin D", "28", "ng/mL"),
        ("result", "2026-10", "CTX", "0.350", "µg/L"),
        ("result", "2026-10", "Grip", "21", "kilos"),
        ("medicine", "2026-03", "Alendronate", "", ""),
        ("medicine", "", "Letrozole", "", ""),
        ("fall", "2026-09-12", "minor", "", ""),
        ("fracture", "2019", "wrist", "", ""),
        ("note", "2026-11-01", "", "", ""),
    ]
    assert (rows[3]["comparator"], rows[2]["source"], rows[8]["until"]) == ("<", "Letter", "2025")
    assert rows[7]["note"] == "70 mg once a week"


@pytest.mark.parametrize("evil", ["=1", "-cmd", "＋1", " @x", "\t=1", "-2.1"])
def test_only_a_number_in_the_column_of_values_begins_like_a_formula(evil: str):
    brings = Brought(
        visit=brought.Visit(1, plain.LAST, evil),
        questions=(brought.Question(1, evil),),
        results=(
            brought.Result(1, ResultKind.OTHER, None, evil, "", evil, evil, PartialDay(2026), evil),
            brought.Result(2, ResultKind.BONE_DENSITY, None, "", "", "-2.1", "", PartialDay(2026), ""),
        ),
        medicines=(brought.Medicine(1, evil, evil, None, None),),
        notes=(brought.Note(1, plain.LAST, evil),),
    )
    kept = Kept("", {plain.LAST: 1.0}, name=evil, unit=evil)
    notes = {(1, plain.LAST): evil}
    files = read(plain.report(kept, brings=brings, notes=notes, included=Included(has_notes=True)))
    starts = tuple("=+-@\t\r＝＋－＠")
    for name, rows in files.items():
        for row in rows:
            for column, cell in row.items():
                is_number = column == "value" and NUMBER.fullmatch(cell)
                assert is_number or not cell.lstrip().startswith(starts), (name, column, cell)
    assert files["entered.csv"][-3]["value"] == "-2.1"


def test_a_period_with_nothing_has_heads_alone():
    files = read(plain.report())
    assert [len(files[name]) for name in ("days.csv", "weeks.csv", "entered.csv")] == [0, 0, 0]
