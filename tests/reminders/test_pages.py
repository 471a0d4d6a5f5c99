"""The reminders page, the link that ends emails, and the letterbox."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from app.accounts.models import User
from app.accounts.views import consent_words
from app.messages import consent
from app.messages.models import Channel, Consent
from app.reminders import queries, unsubscribing
from app.reminders.unsubscribing import Link
from tests import make
from tests.make import NOW
from tests.page import BASE, Page
from tests.reminders import steps
from tests.reminders.steps import PHONE

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
def reminder_page(app: Flask, session: Session, reminder_anna: User) -> Page:
    """Anna's browser on the reminders page."""
    return Page(app).signed_in(session, reminder_anna).get("/reminders")


def choose(page: Page, channel: str, typed: dict[str, Any], *, status: int = 200) -> Page:
    """Fill in the form of one channel and press its button."""
    return page.submit(page.form(f"#{channel}-at"), status=status, **typed)


def test_email_reminder_is_set_and_shown_in_words(reminder_page: Page) -> None:
    page = choose(reminder_page, "email", {"email-at": "08:00"})

    assert page.path == "/reminders"
    assert "Every day at 08:00 by email to anna@example.org" in page.text
    assert "Next: Tomorrow at 08:00" in page.text


def test_text_reminder_needs_the_ticked_box_in_its_words(
    app: Flask, reminder_page: Page, session: Session, reminder_anna: User
) -> None:
    box = reminder_page.soup.select_one("#sms-texts")
    assert box is not None
    assert not box.has_attr("checked")

    page = choose(reminder_page, "sms", {"sms-at": "19:30"}, status=422)
    assert "Tick the box" in page.text
    assert page.soup.select_one("#sms-at")["value"] == "19:30"  # type: ignore[index]

    choose(page, "sms", {"sms-at": "19:30", "sms-texts": "y"})
    assert "Every day at 19:30 by text to •••• 123" in page.text
    assert "Next: Today at 19:30" in page.text
    row = session.exec(select(Consent)).one()
    with app.test_request_context(headers={"Accept-Language": "en-GB"}):
        assert row.words == consent_words()
    assert (row.address, row.source, row.user_id) == (PHONE, "reminders", reminder_anna.id)
    session.rollback()
    assert len(steps.deliveries(app.extensions["bonny.database"], "welcome")) == 1


@pytest.mark.parametrize("typed", ["25:00", "8", "", "eight", "08:60", "٠٨:٠٠", "08:00\n09:00"])
def test_bad_time_is_refused_and_her_typing_kept(reminder_page: Page, typed: str) -> None:
    page = choose(reminder_page, "email", {"email-at": typed}, status=422)

    assert "Type a time such as 08:00" in page.text
    assert page.soup.select_one("#email-at")["value"] == typed  # type: ignore[index]
    assert "Next:" not in page.text


def test_first_visit_is_friendlier_and_goes_on_to_today(reminder_page: Page) -> None:
    page = reminder_page.get("/reminders?first=1")
    assert "When shall Bonny remind you?" in page.text
    assert page.soup.select_one("#email-at")["value"] == "08:00"  # type: ignore[index]
    assert page.soup.find("a", string="Not now")["href"] == "/"  # type: ignore[index]

    page.post("/reminders?first=1", {"channel": "email", "email-at": "08:00"})

    assert page.path == "/"


def test_switching_off_and_on_again_keeps_one_slot(
    reminder_page: Page, session: Session, reminder_anna: User
) -> None:
    choose(reminder_page, "email", {"email-at": "08:00"})
    off = reminder_page.form("form[action$='/off']")
    assert "Every day at" in reminder_page.text

    reminder_page.submit(off)
    assert "by email to anna@example.org" not in reminder_page.text
    assert "What you recorded is kept" in reminder_page.text

    choose(reminder_page, "email", {"email-at": "9:15"})
    assert "Every day at 09:15" in reminder_page.text
    assert len(queries.slots_of(session, reminder_anna.id or 0)) == 1


def test_slot_of_somebody_else_cannot_be_switched_off(
    reminder_page: Page, session: Session, berta: User
) -> None:
    slot = steps.make_slot(session, berta, channel=Channel.EMAIL)
    slot_id = slot.id or 0

    reminder_page.post(f"/reminders/{slot_id}/off", {}, status=404)

    session.refresh(slot)
    assert slot.is_active


def test_channel_she_has_not_is_not_offered(app: Flask, session: Session, berta: User) -> None:
    page = Page(app).signed_in(session, berta).get("/reminders")

    assert page.soup.select_one("#sms-at") is None
    page.post("/reminders", {"channel": "sms", "sms-at": "08:00", "sms-texts": "y"}, status=404)
    page.post("/reminders", {"channel": "pigeon"}, status=400)


def test_ended_texts_are_said_and_need_a_new_tick(
    app: Flask, reminder_page: Page, session: Session, reminder_anna: User
) -> None:
    steps.agree(session, reminder_anna)
    steps.make_slot(session, reminder_anna)
    consent.revoke(
        session, user_id=reminder_anna.id or 0, channel=Channel.SMS, by="text", words="STOP", now=NOW
    )
    session.commit()

    page = reminder_page.get("/reminders")
    assert "You ended texts to •••• 123" in page.text
    assert "Every day at 08:00 by text" not in page.text

    choose(page, "sms", {"sms-texts": "y"})
    assert "Every day at 08:00 by text" in page.text


def test_page_tells_what_became_of_messages(
    app: Flask, reminder_page: Page, session: Session, reminder_anna: User, now: Callable[[datetime], None]
) -> None:
    choose(reminder_page, "email", {"email-at": "08:00"})
    steps.run_clock(app, now, MORNING_AFTER)
    assert "Reminder by email : kept in the letterbox" in reminder_page.get("/reminders").text

    tick_all(session, reminder_anna, MORNING_AFTER + timedelta(days=1))
    steps.run_clock(app, now, MORNING_AFTER + timedelta(days=1))

    assert "Reminder by email : not needed: nothing was open" in reminder_page.get("/reminders").text


def tick_all(session: Session, user: User, at: datetime) -> None:
    """Do everything on her list on that day."""
    for habit_id in (1, 2):
        make.make_mark(session, user, habit_id, day=at.date(), today=at.date())


def test_link_in_the_email_ends_it_with_one_button_and_no_sign_in(
    app: Flask, page: Page, session: Session, reminder_anna: User
) -> None:
    slot = steps.make_slot(session, reminder_anna, channel=Channel.EMAIL)
    path = unsubscribe_path(reminder_anna, slot.id or 0)

    page.get(path).get(path)
    session.refresh(slot)
    assert slot.is_active, "looking changes nothing: scanners open every link"
    session.rollback()

    page.submit(page.form("main form"))
    assert "These reminders are off" in page.text
    session.refresh(slot)
    assert not slot.is_active


def test_one_click_of_a_mail_program_needs_no_cookie_and_no_token(
    app: Flask, session: Session, reminder_anna: User
) -> None:
    slot = steps.make_slot(session, reminder_anna, channel=Channel.EMAIL)
    path = unsubscribe_path(reminder_anna, slot.id or 0)

    response = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"}, base_url=BASE)

    assert response.status_code == 200
    session.refresh(slot)
    assert not slot.is_active


def test_tampered_link_ends_nothing(app: Flask, session: Session, reminder_anna: User) -> None:
    slot = steps.make_slot(session, reminder_anna, channel=Channel.EMAIL)
    link = Link(reminder_anna.id or 0, slot.id or 0)
    forged = unsubscribing.token_of("x" * 40, link)
    client = app.test_client()

    for token in (forged, "x", unsubscribing.token_of("k" * 40, link) + "x"):
        assert client.get(f"/unsubscribe/{token}").status_code == 404
        assert client.post(f"/unsubscribe/{token}").status_code == 404
    session.refresh(slot)
    assert slot.is_active


def unsubscribe_path(user: User, slot_id: int) -> str:
    """The path of the link under her emails."""
    return "/unsubscribe/" + unsubscribing.token_of("k" * 40, Link(user.id or 0, slot_id))


def test_page_shows_her_wall_clock(app: Flask, session: Session, now: Callable[[datetime], None]) -> None:
    user = make.make_user(session, zone="America/New_York", locale="en_US")
    steps.make_slot(session, user, channel=Channel.EMAIL, at=time(8), now=NOW)

    page = Page(app).signed_in(session, user).get("/reminders")

    assert "Every day at 8:00" in page.text.replace(" ", " ").replace("\u202f", " ")
    assert "Next: Today at 8:00" in page.text.replace(" ", " ").replace("\u202f", " ")
