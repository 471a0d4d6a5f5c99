"""What she lets her summary hold: kept for the page and its files, and what is said where there is little."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import Tag
from flask import Flask, render_template
from sqlmodel import Session, select

from app.accounts.models import User
from app.database import Database
from app.report import wording
from app.report.models import SummaryChoice
from app.report.page import Line, Second, Span, Table
from app.visits.models import Question, Visit
from tests.page import BASE, Page
from tests.report import make, reading

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def quarter(session: Session, anna: User, now: Any) -> User:
    """Anna with the quarter worked out by hand, on the day after it."""
    now(make.NOW)
    make.make_quarter(session, user=anna)
    return anna


def choices(database: Database) -> list[SummaryChoice]:
    """What everybody chose, as it is kept."""
    with database.reading() as session:
        return list(session.exec(select(SummaryChoice)))


def ticked(page: Page) -> set[str]:
    """The boxes of the open page that are ticked."""
    return {str(each["name"]) for each in page.soup.select("input[type=checkbox][checked]")}


def test_what_she_ticks_is_kept_for_page_and_pdf(annas_page: Page, quarter: User, database: Database):
    form = annas_page.get("/report?from=2026-11-01&to=2026-11-10&paper=letter").form("#has_name")
    assert ticked(annas_page) == {"has_name", "has_events"}
    form.select_one("#has_name").attrs.pop("checked")  # type: ignore[union-attr]
    annas_page.submit(form, has_birth_date="y", birth_date="1961-04-02")
    assert "Kept. The page shows it." in annas_page.text
    assert "1 Nov 2026 – 10 Nov 2026" in annas_page.text
    assert "Name: ____" in annas_page.text
    assert ticked(annas_page) == {"has_birth_date", "has_events"}
    (kept,) = choices(database)
    assert (kept.user_id, kept.birth_date) == (quarter.id, date(1961, 4, 2))
    link = annas_page.soup.select_one("a.button")
    assert link is not None
    pdf = annas_page.get(str(link["href"])).response.data
    assert reading.size_of(pdf) == (612, 792)
    assert "Name: ____" in reading.text_of(pdf)
    assert reading.author_of(pdf) == ""


def test_files_for_programs_carry_the_period(annas_page: Page, quarter: User):
    soup = annas_page.get("/report?from=2026-11-01&to=2026-11-10").soup
    ways = [str(each["href"]) for each in soup.select(".report-take .menu a")]
    days = "?from=2026-11-01&to=2026-11-10"
    assert ways == [f"/report.zip{days}", f"/report.fhir.json{days}"]


def test_each_tick_brings_the_page_anew_where_htmx_asks(annas_page: Page, quarter: User):
    annas_page.get("/report")
    form = annas_page.form("#has_name")
    assert form["hx-target"] == "#summary"
    data = {"csrf_token": annas_page.token(), "has_events": "y"}
    annas_page.client.post("/report", data=data, base_url=BASE, headers={"HX-Request": "true"})
    answer = annas_page.client.get("/report", base_url=BASE, headers={"HX-Request": "true"})
    assert "HX-Request" in answer.headers["Vary"]
    piece = answer.get_data(as_text=True)
    assert piece.startswith('<div id="summary"')
    assert "<html" not in piece
    assert "Name: ____" in piece
    assert "Kept. The page shows it." in piece
    assert "open" in piece.split("report-choices", 1)[1].split(">", 1)[0], "the boxes stay in sight"


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_birth_date_to_mend_keeps_all_that_was_typed(
    annas_page: Page, quarter: User, database: Database, headers: dict[str, str]
):
    annas_page.get("/report")
    data = {"has_notes": "y", "birth_date": "2031-01-01", "from": "2026-11-01", "to": "2026-11-10"}
    annas_page.post("/report", data, status=422, headers=headers)
    if headers:
        assert annas_page.response.get_data(as_text=True).startswith('<div id="summary"')
    assert "That day is still to come." in annas_page.text
    assert ticked(annas_page) == {"has_notes"}
    field = annas_page.soup.select_one("#birth_date")
    assert field is not None
    assert field["value"] == "2031-01-01"
    assert "1 Nov 2026 – 10 Nov 2026" in annas_page.text
    assert choices(database) == []


def test_a_date_of_birth_that_is_wanted_but_not_there_is_asked_for(annas_page: Page, quarter: User):
    annas_page.submit(annas_page.get("/report").form("#has_name"), has_birth_date="y")
    assert "Type it here, then it stands on the page." in annas_page.text


def test_everybody_chooses_for_herself(
    annas_page: Page, bertas_page: Page, quarter: User, database: Database
):
    annas_page.submit(annas_page.get("/report").form("#has_name"), has_notes="y")
    assert ticked(bertas_page.get("/report")) == {"has_name", "has_events"}
    bertas_page.submit(bertas_page.form("#has_name"))
    assert ticked(annas_page.get("/report")) == {"has_name", "has_events", "has_notes"}
    assert len(choices(database)) == 2


def test_days_that_cannot_be_shown_are_said_when_she_chooses(annas_page: Page, quarter: User):
    annas_page.get("/report")
    annas_page.post("/report", {"from": "soon", "to": ""}, status=400)
    assert "That is not a day." in annas_page.text
    field = annas_page.soup.select_one("#from")
    assert field is not None
    assert field["value"] == "soon"


def visit(session: Session, user: User, day: date) -> None:
    """A stored visit."""
    session.add(Visit(user_id=user.id or 0, day=day, with_whom="Dr Novak", created_at=make.NOW))
    session.commit()


def test_summary_begins_after_her_last_visit(annas_page: Page, quarter: User, session: Session):
    visit(session, quarter, date(2026, 10, 1))
    page = annas_page.get("/report")
    assert "2 Oct 2026 – 21 Nov 2026" in page.text
    assert [" ".join(each.text.split()) for each in page.soup.select("main [aria-current]")] == [
        "Since my last visit"
    ]
    pdf = page.client.get("/report.pdf", base_url=BASE).data
    assert "2 Oct 2026 – 21 Nov 2026" in reading.text_of(pdf)


PROMPT = "Add your visit and up to three questions: they stand beside the figures."


def test_visit_and_questions_are_asked_for_until_one_is_there(
    annas_page: Page, quarter: User, session: Session
):
    assert PROMPT in annas_page.get("/report").text
    session.add(Question(user_id=quarter.id or 0, words="Which dose?", created_at=make.NOW))
    session.commit()
    assert PROMPT not in annas_page.get("/report").text


@pytest.mark.parametrize(
    ("began", "query", "sentence", "way"),
    [
        (None, "", "There is no habit yet.", "/habits"),
        (make.TODAY, "", "Your first day is today.", "/"),
        (
            make.LAST,
            "?from=2026-10-01&to=2026-10-31",
            "Your record begins on 21 November 2026.",
            "/report?from=2026-11-21&to=2026-11-21&paper=a4",
        ),
        (make.FIRST, "", "Nothing is recorded on these days.", "/"),
    ],
)
def test_little_to_show_is_said_kindly_with_the_way_on(
    annas_page: Page,
    anna: User,
    session: Session,
    now: Any,
    began: date | None,
    query: str,
    sentence: str,
    way: str,
):
    now(make.NOW)
    if began is not None:
        make.make_habit(session, anna, started_on=began)
    page = annas_page.get(f"/report{query}")
    assert sentence in page.text
    found = page.soup.select_one(".empty a")
    assert isinstance(found, Tag)
    assert found["href"] == way
    annas_page.get(f"/report.pdf{query}")


def test_shown_record_has_no_such_words(annas_page: Page, quarter: User):
    assert annas_page.get("/report").soup.select(".empty") == []
    before = make.FIRST - timedelta(days=30)
    assert annas_page.get(f"/report?from={before}&to=2026-09-01").soup.select(".empty") == []


def test_weeks_are_a_table_and_pictures_have_their_words(annas_page: Page, quarter: User):
    soup = annas_page.get("/report").soup
    plants = next(each for each in soup.select(".report-week") if "Plants" in each.text)
    rows = [" ".join(row.get_text(" ").split()) for row in plants.select("tbody tr")]
    assert rows[:4] == ["24 Aug 23", "31 Aug 20", "7 Sept 18", "14 Sept – no record"]
    assert rows[5] == "28 Sept 30 ✓ goal met"
    calendar = soup.select_one(".report-calendar[role=img] title")
    assert calendar is not None
    assert calendar.text.startswith("Calendar of the daily goals: all goals met: ")
    sparks = [each.text for each in soup.select(".report-spark[role=img] title")]
    assert sparks[0].startswith("Prunes, share met by week: 24 Aug: 100 %")


def test_everything_stands_in_the_order_of_the_paper_and_is_words(app: Flask, session: Session, anna: User):
    make.make_quarter(session, user=anna)
    with app.test_request_context():
        page = replace(
            wording.page_of(make.make_report(session, anna)),
            glance=((Span("A result: "), Span("71 nmol/L", is_strong=True)),),
            questions=("Which dose?",),
            brought=(Line("2 Oct 2026", "<b>Fall</b>", "on the stairs"),),
            notes=("#panic()",),
            second=Second(
                "Week by week", (Table("Prunes", ("Week", "Met"), (("2 Nov", "6 of 7"),)),), (), "", ()
            ),
        )
        shown = render_template("report/_figures.html", page=page, is_shared=True)
    parts = ("<b>71 nmol/L</b>", "Which dose?", "Vitamin D", "&lt;b&gt;Fall&lt;/b&gt;", "#panic()", "6 of 7")
    places = [shown.index(part) for part in parts]
    assert places == sorted(places)
    assert not re.search(r"hx-|<form|<script", shown)


@pytest.mark.parametrize(
    ("days", "period"),
    [
        ((date(2026, 10, 1), date(2026, 11, 22)), "2 Oct 2026 – 21 Nov 2026"),  # one is today
        ((date(2026, 10, 1), date(2026, 11, 21)), "24 Aug 2026 – 21 Nov 2026"),  # one was yesterday
        ((date(2026, 10, 1), date(2026, 11, 23)), "2 Oct 2026 – 21 Nov 2026"),  # one is tomorrow
    ],
)
def test_visit_of_yesterday_leaves_no_day_since_it(
    annas_page: Page, quarter: User, session: Session, days: tuple[date, ...], period: str
):
    for day in days:
        visit(session, quarter, day)
    page = annas_page.get("/report")
    assert period in page.text
    assert ("Since my last visit" in page.text) is (period != "24 Aug 2026 – 21 Nov 2026")
