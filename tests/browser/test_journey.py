"""The main job from end to end on real parts: browser, web and clock, mail server, text provider."""

import io
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pypdf
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from app import clock
from app.database import Database
from tests import make
from tests.fakes.smtp import MailServer, free_port
from tests.fakes.twilio import TwilioStandIn
from tests.processes import Running, until

pytestmark = pytest.mark.browser

NUMBER = "+14155550123"
NAMES = ("Prunes", "Fermented food", "Vitamin D", "Plants", "Walk or exercise")


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


class Journey:
    """The person, her phone, and the world around them."""

    def __init__(
        self,
        page: Page,
        running: Running,
        mail: MailServer,
        provider: TwilioStandIn,
        database: Database,
        has_script: bool,
    ) -> None:
        self.page, self.running, self.mail, self.provider = page, running, mail, provider
        self.database, self.has_script = database, has_script
        self.zone = make.daytime_zone(clock.now())
        self.today = clock.now().astimezone(ZoneInfo(self.zone)).date()

    def go(self, path: str) -> None:
        self.page.goto(self.running.url + path)

    def sql(self, statement: str, **values: object) -> None:
        with self.database.writing() as session:
            session.execute(sa.text(statement), values)
            session.commit()

    def row(self, name: str) -> Any:
        return self.page.locator(
            ".day-row", has=self.page.locator(".row-name", has_text=re.compile(f"^{name}$"))
        )

    def sign_up(self) -> None:
        self.go("/")
        self.page.get_by_role("link", name="Begin, or sign in").click()
        self.page.get_by_label("Email or mobile number").fill("clara@example.org")
        self.page.get_by_role("button", name="Send me a code").click()
        self.enter_code(until(lambda: self.mail.messages, what="the mail with the code")[-1]["Subject"])
        self.page.get_by_label("What shall we call you?").fill("Clara")
        zone = self.page.get_by_label("Your time zone")
        if self.has_script:
            expect(zone).to_have_value(self.zone)
        else:
            zone.select_option(self.zone)
        self.page.get_by_role("button", name="Go on to your habits").click()

    def enter_code(self, text: str) -> None:
        found = re.search(r"\b\d{6}\b", text)
        assert found
        self.page.get_by_label("Code", exact=True).fill(found[0])
        self.page.get_by_role("button", name="Go on").click()

    def choose_all(self) -> None:
        expect(self.page.get_by_role("heading", name="Where would you like to start?")).to_be_visible()
        for box in self.page.get_by_role("checkbox").all():
            box.check()
        self.page.get_by_role("button", name="Go on").click()
        self.page.get_by_role("button", name="Go on with all of these").click()
        expect(self.page.get_by_role("heading", name="Does any of this apply to you?")).to_be_visible()
        self.page.get_by_role("button", name="Go on").click()
        self.page.get_by_role("button", name="Put them on my list").click()
        self.page.get_by_role("link", name="Not now").click()

    def add_number(self) -> None:
        self.go("/settings/contact")
        self.page.get_by_label("Email or mobile number").fill(NUMBER)
        self.page.get_by_role("button", name="Send me a code").click()
        self.enter_code(until(lambda: self.provider.messages, what="the text with the code")[-1].body)

    def agree_to_texts(self) -> None:
        expect(self.page.get_by_role("heading", name="Reminders", exact=True)).to_be_visible()
        self.page.get_by_role("link", name="Choose your times").click()
        agrees = self.page.get_by_label("Yes, Bonny may text me")
        assert not agrees.is_checked()
        agrees.check()
        self.page.get_by_label("By text to").check()
        self.page.get_by_label("By email to").uncheck()
        self.page.get_by_label("In the evening: what about today?").uncheck()
        self.page.get_by_label("Time in the morning").fill("08:00")
        self.page.get_by_role("button", name="Remind me").click()
        until(lambda: "Bonny reminders on" in self.provider.messages[-1].body, what="the welcome text")

    def live_since(self, days: int) -> None:
        """Let the habits be some days old, so that there are complete days to report."""
        begun = self.today - timedelta(days=days)
        self.sql("UPDATE habit SET started_on = :begun", begun=begun)
        self.sql("UPDATE goal SET from_day = :begun", begun=begun)

    def reminder_falls_due(self) -> None:
        due = clock.now() - timedelta(seconds=5)
        self.sql("UPDATE slot SET next_due_at = :due, next_day = :day", due=due, day=self.today)


@pytest.fixture(
    params=[("sqlite", True), ("postgresql", False)], ids=["sqlite-script", "postgresql-no-script"]
)
def journey(
    request: pytest.FixtureRequest, tmp_path: Path, mail: MailServer, phone: Callable[..., Page]
) -> Iterator[Journey]:
    kind, has_script = request.param
    url = f"sqlite:///{tmp_path}/bonny.sqlite3"
    if kind == "postgresql":
        url = request.getfixturevalue("postgres").emptied()
    else:
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "bonny.sqlite3")
    port = free_port()
    database = Database(url)
    with (
        TwilioStandIn(public_url=f"http://127.0.0.1:{port}") as provider,
        Running(
            tmp_path,
            port=port,
            DATABASE_URL=url,
            SMTP_URL=mail.url,
            TWILIO_ACCOUNT_SID=provider.account_sid,
            TWILIO_AUTH_TOKEN=provider.auth_token,
            TWILIO_FROM=provider.sender,
            TWILIO_API_URL=provider.url,
        ) as running,
    ):
        page = phone(java_script_enabled=has_script, timezone_id=make.daytime_zone(clock.now()))
        yield Journey(page, running, mail, provider, database, has_script)
    database.close()


def test_main_job_from_the_code_to_the_doctors_page(journey):
    page = journey.page
    journey.sign_up()
    journey.choose_all()
    for name in NAMES:
        expect(page.get_by_text(name, exact=True).first).to_be_visible()

    tick_and_type(journey)
    journey.live_since(9)
    record_yesterday(journey)
    journey.add_number()
    journey.agree_to_texts()
    answer_by_text(journey)
    look_at_the_month(journey)
    read_the_pdf(journey)


def tick_and_type(journey: Journey) -> None:
    page = journey.page
    journey.row("Fermented food").get_by_role("button", name="Fermented food").first.click()
    expect(page.locator("#ring")).to_contain_text("1 of 5")
    expect(page.locator("#notice")).to_contain_text("Fermented food: 1 of 1 serving")
    prunes = journey.row("Prunes")
    prunes.locator("summary").click()
    prunes.get_by_label("Prunes", exact=True).fill("three")
    prunes.get_by_role("button", name="Save").click()
    expect(journey.row("Prunes").get_by_text("Please type a number")).to_be_visible()
    expect(journey.row("Prunes").get_by_label("Prunes", exact=True)).to_have_value("three")
    journey.row("Prunes").get_by_label("Prunes", exact=True).fill("3")
    journey.row("Prunes").get_by_role("button", name="Save").click()
    expect(journey.row("Prunes").locator(".stepper")).to_contain_text("3 of 5")
    journey.row("Prunes").get_by_role("button", name="Prunes: 1 prune more").click()
    expect(journey.row("Prunes").locator(".stepper")).to_contain_text("4 of 5")
    page.get_by_role("button", name="Undo").click()
    expect(journey.row("Prunes").locator(".stepper")).to_contain_text("3 of 5")
    add_a_plant(journey)


def add_a_plant(journey: Journey) -> None:
    page = journey.page
    page.get_by_label("Add a plant").fill("len")
    if journey.has_script:
        page.locator("#matches").get_by_role("button", name="Lentil", exact=True).click()
    else:
        page.get_by_role("button", name="Add", exact=True).click()
        page.locator("#matches").get_by_role("button", name="Lentil", exact=True).click()
    expect(page.locator("#plants")).to_contain_text("1 of 30 this week")
    expect(page.locator("#ring")).to_contain_text("2 of 5")


def record_yesterday(journey: Journey) -> None:
    """Prunes and vitamin D at their goal, fermented food left out: ill; six days before: prunes."""
    yesterday = journey.today - timedelta(days=1)
    journey.go(f"/day/{yesterday}")
    for name in ("Prunes", "Vitamin D"):
        journey.row(name).get_by_role("button", name=name).first.click()
        expect(journey.row(name).locator(".row-main[aria-pressed=true]")).to_be_visible()
    fermented = journey.row("Fermented food")
    fermented.locator("summary").click()
    fermented.get_by_role("button", name="ill").click()
    expect(journey.row("Fermented food")).to_contain_text("Left out: ill")
    for back in range(2, 8):
        journey.go(f"/day/{journey.today - timedelta(days=back)}")
        journey.row("Prunes").get_by_role("button", name="Prunes").first.click()
        expect(journey.row("Prunes").locator(".row-main[aria-pressed=true]")).to_be_visible()


def answer_by_text(journey: Journey) -> None:
    journey.reminder_falls_due()
    nudge = until(lambda: newest(journey, "1 Prunes"), what="the reminder")
    assert nudge.to == NUMBER
    listed = re.findall(r"(\d) ([A-Z][A-Za-z ]*?)(?= \d|\.)", nudge.body.split("Reply")[0])
    assert [name for _, name in listed] == ["Prunes", "Vit D", "Walk"]
    answer = journey.provider.text_in(journey.running.url, "1 3", NUMBER)
    assert (answer.status_code, "<Response" in answer.text) == (200, True)
    echo = until(lambda: newest(journey, "Got it"), what="the echo")
    assert "Prunes" in echo.body
    assert "Walk" in echo.body
    replayed = journey.provider.text_in(journey.running.url, "1 3", NUMBER, MessageSid=journey_sid(journey))
    assert replayed.status_code == 403
    journey.go("/")
    expect(journey.row("Prunes").locator(".stepper")).to_contain_text("5 of 5")
    expect(journey.row("Walk or exercise")).to_contain_text("30 of 150 min this week")
    expect(journey.row("Prunes").locator(".row-streak b")).to_have_text("8")
    expect(journey.page.locator("#ring")).to_contain_text("4 of 5")


def newest(journey: Journey, words: str) -> Any:
    return next((text for text in reversed(journey.provider.messages) if words in text.body), None)


def journey_sid(journey: Journey) -> str:
    with journey.database.reading() as session:
        return str(session.execute(sa.text("SELECT message_sid FROM inbound_text")).scalar_one())


def look_at_the_month(journey: Journey) -> None:
    """Every figure of the two months the journey may lie in, counted here by hand."""
    days = [journey.today - timedelta(days=back) for back in range(8)]
    this_month = [day for day in days if day.month == journey.today.month]
    begun = journey.today - timedelta(days=9)
    counted = (journey.today - max(begun, journey.today.replace(day=1))).days + 1
    journey.go(f"/progress/{journey.today:%Y-%m}")
    prunes = journey.page.locator("section.card", has=journey.page.get_by_role("heading", name="Prunes"))
    expect(prunes).to_contain_text(f"{len(this_month)} of {counted} days")


def read_the_pdf(journey: Journey) -> None:
    """Nine complete days: prunes met on 7, vitamin D on 1, fermented food on 0 of 8 with one day ill."""
    first, last = journey.today - timedelta(days=9), journey.today - timedelta(days=1)
    answer = journey.page.request.get(f"{journey.running.url}/report.pdf?from={first}&to={last}")
    assert answer.headers["content-type"] == "application/pdf", journey.running.log("web")[-3000:]
    text = pdf_text(answer.body())
    for figure in ("7 of 9 days (78 %)", "1 of 9 days (11 %)", "0 of 8 days (0 %)", "Clara", "ill"):
        assert figure in text, text
    assert "recorded on 7 of 9 days (78 %)" in text
    journey.go("/report")
    with journey.page.expect_download() as download:
        journey.page.get_by_role("link", name="Download the PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")


def pdf_text(data: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().replace("\u00a0", " ").split())
