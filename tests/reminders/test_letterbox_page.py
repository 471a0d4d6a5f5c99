"""The letterbox: the whole product tried on this machine, with no account elsewhere, by nobody else."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlmodel import Session, select

from app import jobs
from app.accounts.models import User
from app.messages.models import Channel, Letter
from tests import make
from tests.make import NOW
from tests.page import BASE, Page
from tests.reminders import steps
from tests.reminders.steps import PHONE

# Pages and words: what the database does for them is tested where it is read and written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MORNING_AFTER = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The app as anybody starts it: no provider, a letterbox."""
    return make_app()


@pytest.fixture
def reminder_anna(session: Session, now: Callable[[datetime], None]) -> User:
    """Anna, with email and phone, who agreed to nothing yet."""
    user = make.make_user(session, name="Anna", email="anna@example.org", phone=PHONE)
    steps.make_habits(session, user, "prunes", "vitamin-d")
    return user


@pytest.fixture
def reminder_letter(
    app: Flask, session: Session, reminder_anna: User, now: Callable[[datetime], None]
) -> int:
    """Anna's reminder by text and by email, kept in the letterbox; the id of the text."""
    steps.agree(session, reminder_anna)
    steps.make_slot(session, reminder_anna, now=NOW)
    steps.make_slot(session, reminder_anna, channel=Channel.EMAIL, now=NOW)
    steps.run_clock(app, now, MORNING_AFTER)
    return letter_on(session, Channel.SMS)


def letter_on(session: Session, channel: Channel) -> int:
    """The id of the only letter of a channel."""
    letter_id = session.exec(select(Letter.id).where(Letter.channel == channel)).one()
    session.rollback()
    return letter_id or 0


def test_kept_text_can_be_answered_without_any_account_elsewhere(
    app: Flask, page: Page, session: Session, reminder_letter: int, now: Callable[[datetime], None]
) -> None:
    page.get("/letterbox")
    assert "Open today: 1 Prunes 2 Vit D" in page.text

    page.submit(page.form(f"#body-{reminder_letter}"), body="1")
    with app.app_context():
        jobs.read(app)
        jobs.deliver(app)
    page.get("/letterbox")

    assert "Got it: Prunes. 1 of 2 today. Open: 2 Vit D. UNDO to take back." in page.text
    page.submit(page.form(f"#body-{reminder_letter}"), body="STOP")
    with app.app_context():
        jobs.read(app)
        jobs.deliver(app)
    assert "You get no more texts from Bonny." in page.get("/letterbox").text, "no provider answers it here"


def test_kept_email_shows_its_html_only_as_text(page: Page, session: Session, reminder_letter: int) -> None:
    page.get("/letterbox")
    link = page.soup.select_one("a[href$='/html']")
    assert link is not None

    page.get(str(link["href"]))

    assert page.response.mimetype == "text/plain"
    assert "<h1>" in page.response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("base_url", "headers", "address"),
    [
        ("http://evil.example", {}, "127.0.0.1"),
        ("http://127.0.0.1:8000", {"X-Forwarded-For": "127.0.0.1"}, "127.0.0.1"),
        ("http://127.0.0.1:8000", {"Forwarded": "for=127.0.0.1"}, "127.0.0.1"),
        ("http://127.0.0.1:8000", {}, "192.168.1.20"),
    ],
)
def test_letterbox_opens_only_for_this_machines_own_browser(
    app: Flask, reminder_letter: int, base_url: str, headers: dict[str, str], address: str
) -> None:
    client = app.test_client()
    from_there = {"base_url": base_url, "headers": headers, "environ_base": {"REMOTE_ADDR": address}}
    app.config["WTF_CSRF_ENABLED"] = False

    assert client.get("/letterbox", **from_there).status_code == 404
    assert client.get("/letterbox/1/html", **from_there).status_code == 404
    answer = {"letter": reminder_letter, "body": "1"}
    assert client.post("/letterbox/answer", data=answer, **from_there).status_code == 404


@pytest.mark.parametrize(
    "settings",
    [
        {"PUBLIC_URL": "https://bonny.example"},
        {
            "SMTP_URL": "smtp://127.0.0.1:2525",
            "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "TWILIO_AUTH_TOKEN": "t",
            "TWILIO_FROM": "+14155550100",
        },
    ],
)
def test_letterbox_exists_only_where_it_is_needed(
    make_app: Callable[..., Flask], settings: dict[str, str]
) -> None:
    assert make_app(**settings).test_client().get("/letterbox", base_url=BASE).status_code == 404


def test_answer_box_is_for_texts_alone(
    app: Flask, session: Session, page: Page, reminder_letter: int
) -> None:
    email_id = letter_on(session, Channel.EMAIL)

    page.post("/letterbox/answer", {"letter": str(email_id), "body": "1"}, status=404)
    page.post("/letterbox/answer", {"letter": "9999", "body": "1"}, status=404)


def test_whole_talk_is_tried_with_a_new_number_and_no_provider(
    app: Flask, page: Page, session: Session, anna: User, now: Callable[[datetime], None]
) -> None:
    page.get("/letterbox")
    page.submit(page.form("#sender"), sender="+44 7400 123456", body="JOIN")
    with app.app_context():
        jobs.read(app)
        jobs.deliver(app)
    page.get("/letterbox")

    assert "Text to +447400123456" in page.text
    assert "Reply AGREE to begin." in page.text


@pytest.mark.parametrize(
    ("sender", "said"),
    [("", "Type your email or mobile number."), ("+44 7400", "This number is not complete")],
)
def test_new_number_that_is_none_is_explained(page: Page, anna: User, sender: str, said: str) -> None:
    page.get("/letterbox")
    page.submit(page.form("#sender"), sender=sender, body="JOIN")

    assert said in page.text


def test_email_sends_no_text(page: Page, anna: User) -> None:
    page.post("/letterbox/text", {"sender": "anna@example.org", "body": "JOIN"}, status=400)


def test_new_number_is_not_offered_where_texts_are_real(
    make_app: Callable[..., Flask], now: Callable[[datetime], None]
) -> None:
    real = make_app(TWILIO_ACCOUNT_SID="AC" + "0" * 32, TWILIO_AUTH_TOKEN="t", TWILIO_FROM="+14155550100")
    page = Page(real)

    assert "new number" not in page.get("/letterbox").text
    page.post("/letterbox/text", {"sender": "+14155550123", "body": "JOIN"}, status=404)
