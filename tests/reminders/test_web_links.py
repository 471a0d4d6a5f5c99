"""A link to her pages by text or email: made when it is sent, used once, five a day."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlmodel import Session, select

from app.accounts.models import SignIn, User
from app.database import Database
from app.messages import consent
from app.messages.models import Channel, Delivery, State
from app.reminders import web_links
from app.reminders.models import InboundText, Meaning
from app.rules import texts
from app.rules.reply_meanings import Remind, Reply, Web
from tests import make
from tests.page import BASE, Page
from tests.reminders import steps, wishing
from tests.reminders.conftest import Conversation
from tests.reminders.steps import MINUTE, MORNING

HOUR = timedelta(hours=1)
TEN_PAST = MORNING + 10 * MINUTE

# Words and pages: what the database does for them is tested where it is read and written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def meaning(monkeypatch: pytest.MonkeyPatch) -> Callable[[Reply], None]:
    """Let every text mean this, whatever its words."""
    return lambda reply: monkeypatch.setattr("app.rules.replies.parse", lambda *_: reply)


@pytest.fixture
def linked_anna(session: Session, now: Callable[[datetime], None]) -> User:
    """Anna, who agreed to texts."""
    return steps.make_texter(session)


def ask(session: Session, user: User, at: datetime = MORNING, channel: Channel = Channel.SMS) -> str:
    """She asks for a link; what she is told instead, or nothing."""
    meaning, payload = web_links.act(session, user, now=at, channel=channel)
    session.commit()
    assert meaning is Meaning.WEB
    return str(payload.get("told", ""))


def test_link_is_the_answer_and_opens_her_pages_once(
    reminder_talk: Conversation, meaning: Callable[[Reply], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bonny")
    meaning(Web())
    text = reminder_talk.say("web")
    address = text.split()[2]
    assert text == f"Your pages: {address} Works once, until tomorrow. Do not pass it on."
    assert address.startswith(f"{BASE}/l/")
    assert texts.segments(text) == 1
    (inbound,) = reminder_talk.rows(InboundText)
    assert inbound.meaning is Meaning.WEB

    path = address.removeprefix(BASE)
    page = Page(reminder_talk.app)
    for _ in range(2):
        page.get(path)  # looking, as phones do to show a preview, uses nothing up
    page.submit(page.soup.form)  # type: ignore[arg-type]
    assert "Prunes" in page.get("/").text
    Page(reminder_talk.app).post(path, {}, status=404)

    token = path.removeprefix("/l/")
    said = " ".join(str(record.__dict__) for record in caplog.records)
    assert token not in said
    kept = [*reminder_talk.rows(Delivery), *reminder_talk.rows(SignIn)]
    assert token not in str([row.model_dump() for row in kept])


def test_link_is_over_after_a_day(app: Flask, session: Session, linked_anna: User, now) -> None:
    ask(session, linked_anna)
    path = steps.send(app)[0].text.split()[2].removeprefix(BASE)
    now(MORNING + timedelta(days=1, seconds=1))
    Page(app).post(path, {}, status=404)


def test_sixth_link_of_a_day_is_said_to_come_tomorrow(
    app: Flask, session: Session, linked_anna: User
) -> None:
    for minute in range(5):
        assert ask(session, linked_anna, MORNING + minute * MINUTE) == ""
    assert ask(session, linked_anna, MORNING + 5 * MINUTE) == "links_used_up"
    assert wishing.words_of(app, linked_anna, {"told": "links_used_up"}, MORNING) == (
        "That was the fifth link today. Tomorrow there are new ones. ? shows today."
    )
    assert ask(session, linked_anna, MORNING + 24 * HOUR) == ""


def test_limit_is_hers_alone(session: Session, linked_anna: User) -> None:
    other = steps.make_texter(session, phone="+14155550199", email="carla@example.org")
    for minute in range(5):
        ask(session, linked_anna, MORNING + minute * MINUTE)
    assert ask(session, other, MORNING + 5 * MINUTE) == ""


def test_no_link_by_text_without_consent(
    app: Flask, session: Session, database: Database, linked_anna: User
) -> None:
    ask(session, linked_anna)
    consent.revoke(
        session, user_id=linked_anna.id or 0, channel=Channel.SMS, by="text", words="STOP", now=MORNING
    )
    assert ask(session, linked_anna, MORNING + MINUTE) == "texts_off"
    assert steps.send(app) == []
    (delivery,) = steps.deliveries(database, "web_link")
    assert (delivery.state, delivery.reason) == (State.SUPPRESSED, "opted_out")
    with database.reading() as reading:
        assert reading.exec(select(SignIn)).all() == []


def test_link_by_email_goes_to_her_own_address(app: Flask, session: Session, now) -> None:
    user = make.make_user(session, email="anna@example.org")
    assert ask(session, user, channel=Channel.EMAIL) == ""
    (message,) = steps.send(app)
    assert (message.address, message.subject) == ("anna@example.org", "Your link to Bonny")
    (address,) = [word for word in message.text.split() if word.startswith(f"{BASE}/l/")]
    assert address in message.html
    page = Page(app).get(address.removeprefix(BASE))
    page.submit(page.soup.form)  # type: ignore[arg-type]
    assert page.get("/settings").path == "/settings"


def test_no_link_goes_where_others_read(app: Flask, session: Session, now) -> None:
    user = make.make_user(session, email=None, phone=None)
    for channel in Channel:
        assert ask(session, user, channel=channel) == "no_link"
    assert wishing.words_of(app, user, {"told": "no_link"}, MORNING) == (
        "A link can go only to a number or an address that is yours alone. ? shows today."
    )


def test_number_taken_away_before_the_link_left_gets_none(
    app: Flask, session: Session, database: Database, linked_anna: User
) -> None:
    ask(session, linked_anna)
    linked_anna.phone = None
    session.add(linked_anna)
    session.commit()
    assert steps.send(app) == []
    assert [each.reason for each in steps.deliveries(database, "web_link")] == ["gone"]


@pytest.mark.parametrize("host", [20, 60, 80, 200])
def test_token_stays_whole_however_long_the_address_is(app: Flask, host: int) -> None:
    url = f"https://{'a' * host}/l/{'t' * 43}"
    with app.app_context():
        text = web_links.text_of(url)
    assert url in text
    assert texts.segments(text) == 1 or text == url


def test_wish_by_text_is_answered_with_what_came_of_it(
    reminder_talk: Conversation, meaning: Callable[[Reply], None]
) -> None:
    meaning(Remind(None))
    assert reminder_talk.say("remind") == "At what time? Reply e.g. REMIND 8:30 or REMIND 7 PM"
    (inbound,) = reminder_talk.rows(InboundText)
    assert (inbound.meaning, inbound.batch) == (Meaning.REMIND, None)
