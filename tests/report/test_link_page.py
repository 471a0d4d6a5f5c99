"""A link that she makes on her page: shown once, with code and picture, good for as long as she says."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from app.accounts.models import User
from app.database import Database
from app.report import page as words
from app.report import pdf, qr
from app.report.models import SharedSummary
from tests.page import BASE, Page
from tests.report import make, reading

# Pages and words: what the database does for them is tested where it is read and written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def her_page(annas_page: Page, session: Session, anna: User, now: Any) -> Page:
    """Anna's page of the quarter worked out by hand, the day after it."""
    now(make.NOW)
    anna.zone = "Europe/Prague"
    make.make_quarter(session, user=anna)
    return annas_page.get("/report?from=2026-09-01&to=2026-09-30")


def pressed(her_page: Page, **values: Any) -> Page:
    """The page after "Make a link"."""
    return her_page.submit(her_page.form("[name=lasts]"), **values)


def rows(database: Database) -> list[SharedSummary]:
    """Every link as it is now."""
    with database.reading() as session:
        return list(session.exec(select(SharedSummary)))


def shown(page: Page) -> tuple[str, str]:
    """The path of the link and the code, as the page shows them."""
    link, code = page.soup.select_one("a.share-link"), page.soup.select_one(".share-code")
    assert link is not None
    assert code is not None
    assert str(link["href"]) == link.text
    return link.text.removeprefix(BASE), code.text.replace(" ", "")


def test_link_and_code_on_the_page_open_the_days_it_was_made_for(
    her_page: Page, page: Page, database: Database
):
    path, code = shown(pressed(her_page))
    assert "It works until Sunday 29 November, 10:30." in her_page.text
    page.get(path)
    page.submit(page.form("[name=code]"), code=code)
    assert "1 Sept 2026 – 30 Sept 2026" in page.text
    (link,) = rows(database)
    assert code not in repr(link.model_dump(exclude={"token_hash", "code_hash"}))
    assert path.rpartition("/")[2] not in repr(link.model_dump())


@pytest.mark.parametrize(
    ("lasts", "hours"), [("hour", 1), ("day", 24), ("week", 168), ("month", 720), ("year", 168), ("", 168)]
)
def test_link_works_for_as_long_as_she_says(her_page: Page, database: Database, lasts: str, hours: int):
    pressed(her_page, lasts=lasts)
    assert [row.expires_at - make.NOW for row in rows(database)] == [timedelta(hours=hours)]


def test_page_loaded_once_more_shows_the_same_link_and_makes_no_second(her_page: Page, database: Database):
    form = her_page.form("[name=lasts]")
    first, again = shown(her_page.submit(form)), shown(her_page.submit(form))
    assert first == again
    (back,) = her_page.soup.select(".way-back")
    assert str(back["href"]).startswith("/report?from=2026-09-01&to=2026-09-30")
    assert len(rows(database)) == 1
    her_page.submit(her_page.form("form[action$='/end']"))
    her_page.submit(form)
    assert "That link is ended. You can make a new one here." in her_page.text
    assert len(rows(database)) == 1


def test_picture_holds_the_link_and_not_the_code(her_page: Page):
    path, code = shown(pressed(her_page))
    (picture,) = her_page.soup.select(".share-qr")
    assert picture["role"] == "img"
    assert picture["aria-label"] == "A picture of the link for a phone’s camera"
    assert qr.svg(f"{BASE}{path}") in her_page.response.text
    assert code not in path


def test_pdf_has_the_picture_only_for_whoever_has_the_token(
    her_page: Page, bertas_page: Page, database: Database, monkeypatch: pytest.MonkeyPatch
):
    made: list[words.Page] = []
    render = pdf.render

    def keep(page: words.Page, **how: Any) -> bytes:
        made.append(page)
        return render(page, **how)

    monkeypatch.setattr(pdf, "render", keep)
    path, _code = shown(pressed(her_page))
    (link,) = rows(database)
    token = path.rpartition("/")[2]
    her_page.submit(her_page.form("[name=token]"))
    assert her_page.response.mimetype == "application/pdf"
    assert made[0].qr == qr.svg(f"{BASE}{path}")
    said = "Read it on a screen: the link works until Sunday 29 November, 10:30. Ask her for the code."
    assert made[0].qr_words == said
    assert "1 Sept 2026" in reading.text_of(her_page.response.data)
    her_page.get("/report")
    bertas_page.get("/report")
    her_page.post(f"/report/links/{link.id}/pdf", {"token": "guessed"}, status=404)
    bertas_page.post(f"/report/links/{link.id}/pdf", {"token": token}, status=404)


def test_sixth_link_of_a_day_is_refused_kindly(her_page: Page, database: Database):
    for _ in range(6):
        pressed(her_page.get("/report"))
    assert "5 links a day are the most, ended ones too. You can make a new one tomorrow." in her_page.text
    assert len(rows(database)) == 5


@pytest.mark.parametrize("days", [{"from": "2026-09-30", "to": "2026-09-01"}, {"from": "yesterday"}])
def test_days_that_cannot_be_lead_back_to_the_page_that_says_why(
    her_page: Page, database: Database, days: dict[str, str]
):
    her_page.submit(her_page.form("[name=lasts]"), **days, status=400)
    assert her_page.soup.select(".field-error")
    assert rows(database) == []


def test_before_the_first_whole_day_there_is_nothing_to_share(bertas_page: Page, database: Database):
    bertas_page.get("/report")
    pressed(bertas_page)
    assert "There is nothing to share yet: a summary begins with your first whole day." in bertas_page.text
    assert rows(database) == []
