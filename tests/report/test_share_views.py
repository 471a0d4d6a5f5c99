"""The pages behind a link to a summary: the code, the figures, the sheet, her list of links, the end."""

import sqlite3
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from app.accounts.models import User
from app.database import Database
from app.report import gather, sharing
from app.report.models import SharedSummary, SummaryChoice
from app.report.sharing import Minted
from tests.page import BASE, Page
from tests.report import make, reading

# Pages and words: what the database does for them is tested where it is read and written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

KEY = "k" * 40
OVER = "There is no summary behind this link"
FIGURES = (
    "Something recorded on 85 of 90 days (94 %)",
    "67 of 84 days (80 %) up to 87 % 4.7 prunes 6 6",
    "85 of 90 days (94 %) up to 100 % 1,000 IU 0 5",
    "3 of 12 weeks (25 %)",
    "mean 109 min",
)


@pytest.fixture
def link(session: Session, anna: User, now: Any) -> Minted:
    """Anna's link to the quarter worked out by hand, made the day after it."""
    now(make.NOW)
    anna.zone = "Europe/Prague"
    make.make_quarter(session, user=anna)
    return minted(session, anna)


def minted(session: Session, user: User) -> Minted:
    """A link to the 90 days up to yesterday."""
    first, last = gather.default_period(make.TODAY)
    made = sharing.make(session, user.id or 0, first=first, last=last, key=KEY, now=make.NOW)
    session.commit()
    return made


def opened(page: Page, link: Minted, *, code: str = "", status: int = 200) -> Page:
    """The page of the link with this code typed (her own when none is given) and the button pressed."""
    page.get(f"/s/{link.token}")
    return page.submit(page.form("[name=code]"), code=code or link.digits, status=status)


def other(digits: str) -> str:
    """Six digits that are not these."""
    return f"{(int(digits) + 1) % 10**6:06d}"


def test_sheet_of_somebody_without_a_name_has_a_line_to_write_it_on(
    page: Page, session: Session, anna: User, link: Minted
) -> None:
    anna.name = ""
    session.add(anna)
    session.commit()

    opened(page, link)
    assert [line.text for line in page.soup.select("h1 + p")] == ["Name: ________________________"]
    pdf = page.submit(page.form("[name=code][type=hidden]")).response.data
    assert "Name: ____" in reading.text_of(pdf)
    assert reading.author_of(pdf) == ""


def rows(database: Database) -> list[SharedSummary]:
    """Every link as it is now."""
    with database.reading() as session:
        return list(session.exec(select(SharedSummary)))


def test_link_and_code_show_the_figures_of_her_own_page(page: Page, annas_page: Page, link: Minted):
    hers = annas_page.get("/report").text
    shown = opened(page, link).text
    for words in FIGURES:
        assert words in hers
        assert words in shown
    assert "Anna" in shown
    assert "24 Aug 2026 – 21 Nov 2026" in shown
    assert "Download every day (CSV)" not in shown


def test_sheet_is_fetched_with_the_code(page: Page, link: Minted, database: Database):
    opened(page, link)
    page.submit(page.form("main [name=code]"))
    assert page.response.mimetype == "application/pdf"
    name = "bonny-2026-08-24-to-2026-11-21.pdf"
    assert page.response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    for words in FIGURES:
        assert words in reading.text_of(page.response.data)
    assert [row.opened for row in rows(database)] == [1]
    data = {"code": other(link.digits)}
    assert page.client.post(f"/s/{link.token}/pdf", data=data, base_url=BASE).status_code == 422


def test_pages_leave_no_trace(page: Page, annas_page: Page, link: Minted):
    for browser in (page, annas_page):
        for response in (
            browser.get(f"/s/{link.token}").response,
            opened(browser, link).response,
            opened(browser, link, code=other(link.digits), status=422).response,
            browser.get("/s/guessed", status=404).response,
        ):
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert response.headers["X-Robots-Tag"] == "noindex"
            assert response.headers["Cache-Control"] == "no-store"
            assert "Set-Cookie" not in response.headers
            assert b"<script" not in response.data
            assert b'content="noindex"' in response.data


def test_looking_changes_nothing(page: Page, link: Minted, database: Database):
    before = [row.model_dump() for row in rows(database)]
    for _ in range(7):
        page.get(f"/s/{link.token}")
        page.client.head(f"/s/{link.token}", base_url=BASE)
        page.client.get(f"/s/{link.token}?code={link.digits}", base_url=BASE)
    assert [row.model_dump() for row in rows(database)] == before


def test_other_code_keeps_what_was_typed_and_the_fifth_ends_the_link(page: Page, link: Minted):
    wrong = other(link.digits)
    for _ in range(4):
        opened(page, link, code=wrong, status=422)
        assert "That code does not fit." in page.text
        assert [field["value"] for field in page.soup.select("[name=code]")] == [wrong]
    opened(page, link, code=wrong, status=404)
    assert OVER in page.text
    data = {"code": link.digits}
    page._took(page.client.post(f"/s/{link.token}", data=data, base_url=BASE), "/s/", 404)
    assert OVER in page.text


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "१२३४५६", "1" * 5000])
def test_what_is_no_code_counts_as_no_try(page: Page, link: Minted, database: Database, typed: str):
    page.get(f"/s/{link.token}")
    page.submit(page.form("[name=code]"), code=typed, status=422)
    assert "The code is six digits, such as 012345." in page.text
    assert [row.tries for row in rows(database)] == [0]


def test_code_may_be_typed_in_groups(page: Page, link: Minted):
    opened(page, link, code=f" {link.digits[:3]} {link.digits[3:]} ")
    assert FIGURES[0] in page.text


def test_guessed_expired_and_ended_links_and_a_deleted_account_look_the_same(
    page: Page, session: Session, anna: User, link: Minted, now: Any
):
    ended, gone = minted(session, anna), minted(session, anna)
    assert sharing.end(session, anna.id or 0, link_id=ended.link_id, now=make.NOW)
    session.commit()
    seen = [
        page.get("/s/guessed-guessed-guess", status=404).text,
        page.get(f"/s/{ended.token}", status=404).text,
    ]
    now(make.NOW + timedelta(days=7))
    seen.append(page.get(f"/s/{link.token}", status=404).text)
    now(make.NOW)
    session.delete(anna)
    session.commit()
    seen.append(page.get(f"/s/{gone.token}", status=404).text)
    data = {"code": gone.digits}
    seen.append(page._took(page.client.post(f"/s/{gone.token}", data=data, base_url=BASE), "/s/", 404).text)
    assert len(set(seen)) == 1
    assert OVER in seen[0]


def test_nobody_waits_to_write_while_a_shared_page_is_made(
    page: Page, annas_page: Page, link: Minted, database: Database, monkeypatch: pytest.MonkeyPatch
):
    writers: list[str] = []
    composed = gather.compose

    def while_another_writes(*args: Any, **values: Any) -> Any:
        with sqlite3.connect(database.engine.url.database or "", timeout=0) as other:
            other.execute("BEGIN IMMEDIATE")
        writers.append("wrote")
        return composed(*args, **values)

    monkeypatch.setattr(gather, "compose", while_another_writes)
    opened(page, link)
    page.client.post(f"/s/{link.token}/pdf", base_url=BASE, data={"code": link.digits})
    annas_page.get("/report")
    data = {"csrf_token": annas_page.token(), "token": link.token}
    annas_page.client.post("/report/links/1/pdf", base_url=BASE, data=data)
    annas_page.submit(annas_page.form("#birth_date"), birth_date="1", status=422)
    assert len(writers) == 5


def test_figures_are_those_of_the_day_it_is_opened(page: Page, link: Minted, session: Session, now: Any):
    now(make.NOW + timedelta(days=3))
    opened(page, link)
    assert "24 Aug 2026 – 21 Nov 2026" in page.text
    assert "made 25 Nov 2026" in page.text


def test_her_page_lists_her_links_and_ends_them(
    annas_page: Page, bertas_page: Page, page: Page, link: Minted, database: Database
):
    annas_page.get("/report")
    assert "One link is in your list" in annas_page.text
    assert "24 Aug to 21 Nov works until Sunday 29 November, 10:30 · not opened yet" in annas_page.text
    opened(page, link)
    assert "opened once, on Sunday 22 November, 10:30" in annas_page.get("/report").text
    opened(page, link)
    page.submit(page.form("[name=code][type=hidden]"))
    assert "opened 2 times, last on Sunday 22 November, 10:30" in annas_page.get("/report").text
    looks = [each.text for each in annas_page.soup.select("#links details li")]
    assert looks == [f"Sunday 22 November, 10:30: {what}" for what in ("the PDF", "the page", "the page")]
    assert "in your list" not in bertas_page.get("/report").text
    bertas_page.post(f"/report/links/{link.link_id}/end", {}, status=404)
    assert [row.ended_at for row in rows(database)] == [None]
    annas_page.submit(annas_page.form("form[action$='/end']"))
    assert "The link is ended: it opens nothing any more." in annas_page.text
    assert "in your list" not in annas_page.text
    assert OVER in page.get(f"/s/{link.token}", status=404).text


def test_her_list_says_that_wrong_codes_ended_a_link(annas_page: Page, page: Page, link: Minted):
    for number in range(5):
        opened(page, link, code=other(link.digits), status=404 if number == 4 else 422)
    annas_page.get("/report")
    assert "Ended: a wrong code was typed five times. It opens nothing any more." in annas_page.text
    annas_page.submit(annas_page.form("form[action$='/end']"), button="Put this link away: 24 Aug to 21 Nov")
    assert "wrong code" not in annas_page.text


def test_shared_page_holds_what_was_chosen_when_the_link_was_made(
    page: Page, session: Session, anna: User, link: Minted
):
    session.add(SummaryChoice(user_id=anna.id or 0, has_name=False))
    session.commit()
    nameless = minted(session, anna)
    assert "Anna" in opened(page, link).text
    assert "Anna" not in opened(page, nameless).text


def test_list_asks_the_database_once(annas_page: Page, link: Minted, statements: Any):
    with statements() as seen:
        annas_page.get("/report")
    assert sum("FROM shared_summary" in each for each in seen) == 1
