"""The summary on the screen and its two files, asked for by her and by somebody else."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session

from app.accounts.models import User
from app.database import Database
from app.report import pdf
from tests.page import BASE, Page
from tests.report import make, reading

# Pages and words: what the database does for them is tested where it is read and written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def quarter(session: Session, anna: User, now: Any) -> User:
    """Anna with the quarter worked out by hand, on the day after it."""
    now(make.NOW)
    anna.zone = "Europe/Prague"
    make.make_quarter(session, user=anna)
    return anna


def test_page_pdf_and_csv_say_the_same(annas_page: Page, quarter: User):
    page = annas_page.get("/report").text
    made = annas_page.client.get("/report.pdf", base_url=BASE).data
    rows = annas_page.client.get("/report.csv", base_url=BASE).data.decode("utf-8-sig")
    printed = reading.text_of(made)
    shared = [
        "Something recorded on 85 of 90 days (94 %)",
        "67 of 84 days (80 %) up to 87 % 4.7 prunes 6 6",
        "85 of 90 days (94 %) up to 100 % 1,000 IU 0 5",
        "3 of 12 weeks (25 %)",
        "mean 109 min",
        "mean 24.8 plants",
    ]
    for words in shared:
        assert words in page
        assert words in printed
    first = next(csv.DictReader(io.StringIO(rows, newline="")))
    assert first["report_id"] in page
    assert first["report_id"] in printed


def test_files_have_plain_names_and_kinds(annas_page: Page, quarter: User):
    for ending, kind in (("pdf", "application/pdf"), ("csv", "text/csv")):
        annas_page.get(f"/report.{ending}")
        response = annas_page.response
        assert response.mimetype == kind
        name = f"bonny-2026-08-24-to-2026-11-21.{ending}"
        assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response.headers["Cache-Control"] == "no-store"


def test_links_of_the_page_carry_period_and_paper(annas_page: Page, quarter: User):
    annas_page.get("/report?from=2026-11-01&to=2026-11-10&paper=letter")
    link = annas_page.soup.select_one("a.button")
    assert link is not None
    annas_page.get(str(link["href"]))
    assert reading.size_of(annas_page.response.data) == (612, 792)
    assert "1 Nov 2026 – 10 Nov 2026" in reading.text_of(annas_page.response.data)


def test_paper_follows_her_country(annas_page: Page, quarter: User, session: Session):
    quarter.locale = "en_US"
    session.add(quarter)
    session.commit()
    made = annas_page.client.get("/report.pdf", base_url=BASE).data
    assert reading.size_of(made) == (612, 792)
    assert "Aug 24, 2026 – Nov 21, 2026" in reading.text_of(made)


def test_current_preset_is_marked(annas_page: Page, quarter: User):
    current = annas_page.get("/report").soup.select('main a[aria-current="true"]')
    assert [" ".join(each.get_text().split()) for each in current] == ["90 days"]


def test_dates_of_the_form_are_shown(annas_page: Page, quarter: User):
    form = annas_page.get("/report").form("#from")
    dates: dict[str, Any] = {"from": "2026-11-02", "to": "2026-11-08"}
    shown = annas_page.submit(form, **dates)
    assert "2 Nov 2026 – 8 Nov 2026" in shown.text
    assert "7 of 7 days (100 %)" in shown.text


@pytest.mark.parametrize("path", ["/report", "/report.pdf", "/report.csv"])
@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("from=soon&to=2026-11-01", "from", "That is not a day."),
        ("from=2026-11-09&to=2026-11-01", "from", "The first day comes after the last one."),
        ("from=2000-01-01&to=2026-11-01", "from", "That is more than 10 years."),
        ("from=2027-01-01&to=2027-02-01", "from", "That day is not over yet."),
    ],
)
def test_what_cannot_be_shown_is_said_on_the_page_and_kept(
    annas_page: Page, quarter: User, path: str, query: str, field: str, sentence: str
):
    annas_page.get(f"{path}?{query}", status=400)
    assert sentence in annas_page.text
    wrong = annas_page.soup.select_one("[aria-invalid=true]")
    assert wrong is not None
    assert wrong["name"] == field
    kept = {str(each["name"]): each["value"] for each in annas_page.soup.select("input[type=date]")}
    assert "&".join(f"{name}={value}" for name, value in kept.items()) == query


def test_period_that_is_not_over_is_cut_with_a_sentence(annas_page: Page, quarter: User):
    page = annas_page.get("/report?from=2026-11-01&to=2026-12-24")
    assert "The summary ends on 21 November 2026, the last day that is over." in page.text


def test_nothing_recorded_is_still_a_page(annas_page: Page, anna: User):
    assert "There was no habit in this period." in annas_page.get("/report").text
    assert annas_page.get("/report.csv").response.data.count(b"\n") == 1


def test_names_are_printed_as_words(annas_page: Page, anna: User, session: Session):
    make.make_habit(session, anna, name="<script>alert(1)</script>")
    page = annas_page.get("/report")
    assert "<script>alert(1)</script>" in page.text
    assert page.soup.find("script", string="alert(1)") is None


@pytest.mark.parametrize("path", ["/report", "/report.pdf", "/report.csv"])
def test_a_stranger_is_sent_to_the_door(page: Page, path: str):
    response = page.client.get(path, base_url=BASE)
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/sign-in")


def test_nobody_reads_anothers_record(bertas_page: Page, quarter: User):
    assert "Prunes" not in bertas_page.get("/report").text
    assert "Prunes" not in reading.text_of(bertas_page.get("/report.pdf").response.data)
    assert b"Prunes" not in bertas_page.get("/report.csv").response.data


@pytest.fixture
def connections(app: Flask) -> Iterator[list[int]]:
    """How many connections are out while the PDF is set, one number per PDF."""
    database: Database = app.extensions["bonny.database"]
    out: list[int] = []
    seen: list[int] = []

    def took(*_: object) -> None:
        out.append(1)

    def gave(*_: object) -> None:
        out.pop()

    sa.event.listen(database.engine, "checkout", took)
    sa.event.listen(database.engine, "checkin", gave)
    render = pdf.render

    def watched(*args: Any, **options: Any) -> bytes:
        seen.append(len(out))
        return render(*args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "render", watched)
        yield seen


def test_no_connection_is_held_while_the_pdf_is_set(
    session: Session, annas_page: Page, quarter: User, connections: list[int]
):
    session.close()
    annas_page.get("/report.pdf")
    assert connections == [0]
