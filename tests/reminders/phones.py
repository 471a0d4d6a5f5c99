"""A plain phone that texts, without a provider: what the tests of numbers nobody knows are driven by."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlmodel import SQLModel, select

from app.accounts import queries as accounts
from app.accounts.contacts import Contact
from app.accounts.models import User
from app.config import Settings
from app.database import Database
from app.messages.models import Channel
from app.reminders import inbound
from app.rules import texts
from tests.reminders import steps

LONDON = "+447400123456"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class Phone:
    """A plain phone whose number nobody here knows; every text is one minute after the one before."""

    app: Flask
    database: Database
    number: str = LONDON
    at: datetime = NOON
    posted: list[str] = field(default_factory=list)

    def say(self, *bodies: str) -> str:
        """Send texts; what came back for the last one, a second text after " / "."""
        for body in bodies:
            self.at += MINUTE
            self.posted.append(f"LB{len(self.posted)}-{self.number}")
            self.receive(self.posted[-1], body)
            sent = [*steps.send(self.app, self.at), *steps.send(self.app, self.at + MINUTE / 2)]
            answers = [message.text for message in sent if message.address == self.number]
        assert all(texts.segments(answer) == 1 for answer in answers)
        return " / ".join(answers)

    def receive(self, sid: str, body: str) -> None:
        settings: Settings = self.app.extensions["bonny.settings"]
        with self.database.writing() as session:
            inbound.receive(session, sid=sid, sender=self.number, body=body, now=self.at, settings=settings)
            session.commit()

    def person(self) -> User | None:
        with self.database.reading() as session:
            return accounts.person_with(session, Contact(Channel.SMS, self.number))

    def rows(self, model: type[SQLModel]) -> list[Any]:
        with self.database.reading() as session:
            return list(session.exec(select(model)).all())
