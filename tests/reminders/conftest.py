"""Fixtures of the reminders' tests: the app behind the stand-in provider, and a person who was texted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import pytest
from flask import Flask
from sqlmodel import Session, SQLModel, select

from app.accounts.models import User
from app.database import Database
from app.messages.message import Message
from app.rules import replies
from app.rules.reply_meanings import Reply
from tests import make
from tests.fakes.twilio import TwilioStandIn
from tests.page import Page
from tests.reminders import partner_steps, steps
from tests.reminders.steps import MINUTE, MORNING, PHONE
from tests.reminders.wishing import Wishing

Row = TypeVar("Row", bound=SQLModel)


@pytest.fixture
def reminder_provider() -> Iterator[TwilioStandIn]:
    """The stand-in provider; the tests here only post what it signs."""
    with TwilioStandIn() as stand_in:
        yield stand_in


@pytest.fixture
def app(make_app: Callable[..., Flask], reminder_provider: TwilioStandIn) -> Flask:
    """The app with a provider of texts, reached at http://127.0.0.1:8000."""
    return make_app(
        TWILIO_ACCOUNT_SID=reminder_provider.account_sid,
        TWILIO_AUTH_TOKEN=reminder_provider.auth_token,
        TWILIO_FROM=reminder_provider.sender,
        TWILIO_API_URL=reminder_provider.url,
    )


@dataclass
class Conversation:
    """Anna and her reminder: she texts back, the app answers."""

    app: Flask
    session: Session
    database: Database
    provider: TwilioStandIn
    user: User
    user_id: int
    habits: dict[str, int]
    set_now: Callable[[datetime], None]

    def text(self, body: str, *, at: datetime = MORNING + 10 * MINUTE, **over: Any) -> int:
        """She sends a text; the status of the webhook's answer."""
        self.set_now(at)
        sender = over.pop("sender", PHONE)
        status = int(self.provider.text_in(self.app.test_client(), body, sender, **over).status_code)
        steps.read(self.app)
        return status

    def say(self, body: str, *, at: datetime = MORNING + 10 * MINUTE, **over: Any) -> str:
        """She sends a text; the answer she gets, or nothing."""
        assert self.text(body, at=at, **over) == 200
        return " / ".join(message.text for message in steps.send(self.app, at))

    def rows(self, model: type[Row]) -> list[Row]:
        """Every row of a table, as it is now."""
        with self.database.reading() as session:
            return list(session.exec(select(model)).all())

    def holds(self, day: date = make.TODAY) -> dict[str, float | None]:
        """What is recorded of hers on a day, by the habit's slug."""
        slugs = {habit_id: slug for slug, habit_id in self.habits.items()}
        found = steps.amounts(self.database, self.user_id, day=day)
        return {slugs[habit_id]: amount for habit_id, amount in found.items()}


@pytest.fixture
def reminder_talk(
    app: Flask,
    session: Session,
    database: Database,
    reminder_provider: TwilioStandIn,
    now: Callable[[datetime], None],
) -> Conversation:
    """Anna was texted at eight: 1 Prunes 2 Vit D 3 Plants 4 Walk."""
    user = steps.make_texter(session)
    slugs = ("prunes", "vitamin-d", "plants", "weight-bearing")
    habits = dict(zip(slugs, steps.make_habits(session, user, *slugs), strict=True))
    steps.make_slot(session, user)
    assert any("1 Prunes 2 Vit D 3 Plants 4 Walk" in text for text in steps.remind(app))
    return Conversation(app, session, database, reminder_provider, user, user.id or 0, habits, now)


@pytest.fixture
def reminder_mean(reminder_talk: Conversation, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """She sends a text that means just this, whatever its words; the answer she gets."""

    def send(reply: Reply, *, body: str = "her words", **over: Any) -> str:
        with monkeypatch.context() as patch:
            patch.setattr(replies, "parse", lambda *_given: reply)
            return reminder_talk.say(body, **over)

    return send


@pytest.fixture
def partner_question(app: Flask, annas_page: Page) -> Message:
    """Anna asked Carla on her page; the email that Carla got."""
    partner_steps.ask(annas_page)
    return partner_steps.letter(app)


@pytest.fixture
def partner_links(partner_question: Message) -> tuple[str, str]:
    """The link that answers and the link that ends."""
    answer, end = partner_steps.links_of(partner_question)
    return answer, end


@pytest.fixture
def wishing_anna(app: Flask, session: Session, now: Callable[[datetime], None]) -> Wishing:
    """Anna in London, who was texted at eight of prunes and her walk."""
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes", "weight-bearing")
    steps.make_slot(session, user)
    steps.remind(app)
    return Wishing(app, session, user)


@pytest.fixture
def wishing_nora(app: Flask, session: Session, now: Callable[[datetime], None]) -> Wishing:
    """Nora in New York, who agreed to texts, with a habit and no times yet."""
    user = steps.make_texter(session, zone="America/New_York", locale="en_US")
    steps.make_habits(session, user, "prunes")
    return Wishing(app, session, user)
