"""Half a year told in five ways: the report, its page, its PDF, its CSV files and its FHIR document agree."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session

from app.accounts.models import User
from app.report import gather
from app.report.fhir import codes
from app.report.model import DailyRow, Report, WeeklyRow
from app.rules import figures
from app.rules.tallies import Tally
from tests.page import BASE, Page
from tests.report import fhir_gate, reading
from tests.report.test_agreement import LAST, MAY, NOON, fill, name_of, parsed, words_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

STATES = ("met", "partial", "not_met", "skipped", "not_recorded")
PERIOD = {"from": MAY.isoformat(), "to": LAST.isoformat()}
Row = DailyRow | WeeklyRow


@dataclass(frozen=True, slots=True)
class Half:
    """The half year as each of the five tells it."""

    rows: dict[str, Row]
    page: Page
    printed: str
    files: dict[str, list[dict[str, str]]]
    days: list[dict[str, str]]
    shares: dict[str, dict[str, Any]]


@pytest.fixture
def half(session: Session, anna: User, annas_page: Page, now: Callable[[datetime], None]) -> Half:
    fill(session, anna, since=MAY)
    now(NOON)
    report = gather.gather(session, anna, first=MAY, last=LAST, today=NOON.date(), now=NOON)

    def file(ending: str) -> bytes:
        content: bytes = annas_page.client.get(f"/report.{ending}", query_string=PERIOD, base_url=BASE).data
        return content

    document = file("fhir.json")
    assert fhir_gate.problems(document) == []
    return Half(
        rows_of(report),
        annas_page.get("/report", query_string=PERIOD),
        reading.text_of(file("pdf")),
        reading.files_of(file("zip")),
        reading.rows_of(file("csv")),
        shares_of(json.loads(document)),
    )


def rows_of(report: Report) -> dict[str, Row]:
    rows: tuple[Row, ...] = (*report.daily, *report.weekly)
    return {row.facts.name: row for row in rows}


def shares_of(found: fhir_gate.Json) -> dict[str, dict[str, Any]]:
    """Of each habit in the document its counts, its share and its mean."""
    told = {}
    for resource in (entry["resource"] for entry in found["entry"]):
        if fhir_gate.is_share(resource):
            parts = fhir_gate.components(resource)
            mean = parts.get(codes.MEAN_OF_DAYS.code) or parts.get(codes.MEAN_OF_WEEKS.code)
            told[parts["habit"]["valueCodeableConcept"]["text"]] = fhir_gate.counts_of(resource) | {
                "percent": resource.get("valueQuantity", {}).get("value"),
                "mean": mean["valueQuantity"]["value"] if mean else None,
            }
    return told


def mean_of(row: Row) -> float | None:
    return None if row.mean is None else figures.rounded(row.mean)


def check_document(half: Half) -> None:
    """Every count, the share and the mean."""
    names = (*STATES, "counted", "due", "percent")
    assert half.shares == {
        name: {each: getattr(row.tally, each) for each in names} | {"mean": mean_of(row)}
        for name, row in half.rows.items()
    }


def check_files(half: Half) -> None:
    """The states of the days and of the weeks, and the means, counted and added up anew."""
    assert half.days == half.files["days.csv"]
    for name, row in half.rows.items():
        weeks = [week for week in half.files["weeks.csv"] if week["habit"] == name]
        days = [day for day in half.days if day["habit"] == name]
        judged = weeks if isinstance(row, WeeklyRow) else days
        states = Counter(each["state"] for each in judged)
        assert Tally(*(states[state] for state in STATES)) == row.tally
        assert Tally(*(sum(int(week[state]) for week in weeks) for state in STATES)) == row.tally
        if row.mean is None:
            continue
        in_mean = [
            float(each["amount"])
            for each in judged
            if each["amount"] and each["state"] != "not_due" and each.get("reported", "yes") == "yes"
        ]
        assert row.mean == pytest.approx(sum(in_mean) / len(in_mean)), name


def check_page(half: Half) -> None:
    """Met, counted and share, the mean, skipped and not recorded days on the screen."""
    seen = set()
    for tag in half.page.soup.select(".report-table tbody tr"):
        row, cells = half.rows[name_of(tag)], tag.select("td")
        assert parsed(words_of(cells[1].b)) == (row.tally.met, row.tally.counted, row.tally.percent)
        assert numbers(words_of(cells[2]))[:1] == ([] if row.mean is None else [mean_of(row)])
        assert [int(words_of(cell)) for cell in cells[3:5]] == [row.tally.skipped, row.tally.not_recorded]
        seen.add(name_of(tag))
    for heading in half.page.soup.select("h4"):
        if words_of(heading) in half.rows:
            row, told = half.rows[words_of(heading)], words_of(heading.parent)
            assert parsed(told) == (row.tally.met, row.tally.counted, row.tally.percent)
            assert f"mean {mean_of(row):g} " in told
            seen.add(words_of(heading))
    assert seen == set(half.rows)


def check_print(half: Half) -> None:
    """The same on paper; a daily habit's figures stand in one line."""
    for row in half.rows.values():
        tally = row.tally
        share = f"{tally.met} of {tally.counted} {'weeks' if isinstance(row, WeeklyRow) else 'days'}"
        share += "" if tally.percent is None else f" ({tally.percent} %)"
        mean = "" if row.mean is None else f"{mean_of(row):g}"
        if isinstance(row, WeeklyRow):
            assert share in half.printed
            assert f"mean {mean} " in half.printed
        else:
            line = rf"{re.escape(share)}[^()]*{mean or '–'}\D* {tally.skipped} {tally.not_recorded}\b"
            assert re.search(line, half.printed.replace(f"up to {tally.upper_percent} %", "")), line


def numbers(words: str) -> list[float]:
    return [float(each) for each in re.findall(r"\d+(?:\.\d+)?", words.replace(",", ""))]


def test_all_that_tells_of_half_a_year_agrees(half: Half):
    """One test, since to write the record costs more than to read it five times."""
    assert len(half.rows) == 7
    check_document(half)
    check_files(half)
    check_page(half)
    check_print(half)
