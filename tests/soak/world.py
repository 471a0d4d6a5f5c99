"""The world around the dying clock processes: database, text provider, its reports, and the time."""

import os
import random
import shutil
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import sqlalchemy as sa
from flask import Flask
from sqlmodel import col

from app import clock, create_app
from app.accounts.models import User
from app.database import Database
from tests.conftest import close
from tests.fakes.smtp import free_port
from tests.fakes.twilio import Text, TwilioStandIn
from tests.soak import nursery, people
from tests.soak.clock import Life
from tests.soak.hours import Hours
from tests.soak.nursery import Nursery, Process

START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LEASE_AND_MORE = timedelta(minutes=6)
STALL = 0.8  # seconds, longer than the clock processes here are patient
QUICK, SLOW = 0.15, 0.1  # shares of the texts whose report, or whose end of lease, overtakes the answer
FATES: Sequence[Sequence[tuple[str, str | None]]] = (
    (),
    (),
    (("queued", None), ("sent", None), ("delivered", None)),
    (("delivered", None), ("sent", None), ("delivered", None), ("queued", None)),
    (("sent", None), ("sent", None)),
    (("sent", None), ("undelivered", "30003"), ("sent", None)),
    (("failed", "30005"),),
)


class World:
    """One database with its provider; what happens to a text depends on the seed and its receiver alone."""

    def __init__(self, app: Flask, provider: TwilioStandIn, hours: Hours, folder: Path, seed: int) -> None:
        self.app, self.provider, self.hours, self.folder, self.seed = app, provider, hours, folder, seed
        self.database: Database = app.extensions["bonny.database"]
        self.pattern = people.pattern_of(self.database, now=hours.now())
        self.count = 0
        self.doomed: Sequence[Process] = ()
        self.was_slow = False
        self.wrong: list[str] = []
        self._reported = 0

    def life(self, point: str = "", count: int = 1, *, is_provider_away: bool = False) -> Life:
        """How the next clock process shall live."""
        away = f"http://127.0.0.1:{free_port()}" if is_provider_away else None
        return Life(self.folder / "clock.log", point, count, api_url=away)

    @contextmanager
    def nursery(self) -> Iterator[Nursery]:
        """Where this world's clock processes come from; it learns by one person, who goes again."""
        settings = self.app.extensions["bonny.settings"]
        environment = {
            "DATA_DIR": self.folder,
            "DATABASE_URL": settings.database_url,
            "SECRET_KEY": settings.secret_key,
            "SMS_PER_DAY": 0,
            **texting(self.provider),
        }
        people.add(self.database, self.pattern, [people.LAST], due_at=self.hours.now())
        with nursery.opened(environment, self.hours.file) as found:
            with self.database.writing() as session:
                session.exec(sa.delete(User).where(col(User.id) == people.user_id_of(people.LAST)))
                session.commit()
            yield found

    def add_people(self, count: int, *, zone: str) -> None:
        """So many more people, each with a reminder due now."""
        numbers = range(self.count, self.count + count)
        people.add(self.database, self.pattern, numbers, due_at=self.hours.now(), zone=zone)
        self.count += count

    def chance(self, text: Text, what: str) -> random.Random:
        """The dice for one question about one text, the same in every run with this seed."""
        return random.Random(f"{self.seed}/{text.to}/{what}")

    def on_text(self, text: Text) -> None:
        """A text was taken and is not answered yet: maybe its sender dies, or something overtakes it."""
        if self.doomed:
            for process in self.doomed:
                with suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)
            return
        if not self.was_slow and self.chance(text, "slow").random() < SLOW:
            self.was_slow = True
            self.hours.move(LEASE_AND_MORE)
        if self.chance(text, "quick").random() < QUICK:
            self.report(text)

    def report(self, text: Text) -> None:
        """Post the provider's reports of a text, as its fate has it."""
        for status, code in self.chance(text, "fate").choice(FATES):
            answer = self.provider.callback(self.app.test_client(), text, status, error_code=code)
            if answer.status_code != 204:
                self.wrong.append(f"the report {status} of {text.sid} was answered {answer.status_code}")

    def report_all(self) -> None:
        """Post the reports of every text that was taken since the last time."""
        texts = self.provider.messages[self._reported :]
        self._reported += len(texts)
        for text in texts:
            self.report(text)

    def log(self) -> str:
        """What the clock processes wrote."""
        file = self.folder / "clock.log"
        return file.read_text() if file.exists() else ""


@contextmanager
def opened(folder: Path, url: str, *, seed: int, latency: float = 0) -> Iterator[World]:
    """A world on a migrated, empty database; the provider takes ``latency`` seconds for every answer."""
    hours = Hours.begun(folder / "hours", START)
    with (
        mock.patch.object(clock, "now", hours.now),
        TwilioStandIn(now=hours.now, stall=STALL, latency=latency) as provider,
    ):
        app = create_app(
            DATA_DIR=folder,
            DATABASE_URL=url,
            SECRET_KEY="k" * 40,
            **texting(provider),
        )
        world = World(app, provider, hours, folder, seed)
        provider.on_text = world.on_text
        yield world
        close(app)
        hours.close()


def texting(provider: TwilioStandIn) -> dict[str, str]:
    """The settings that send texts to a stand-in."""
    return {
        "TWILIO_ACCOUNT_SID": provider.account_sid,
        "TWILIO_API_URL": provider.url,
        "TWILIO_AUTH_TOKEN": provider.auth_token,
        "TWILIO_FROM": provider.sender,
    }


def sqlite_in(folder: Path, template: Path) -> str:
    """The address of a copy of a migrated SQLite file."""
    shutil.copy(template, folder / "bonny.sqlite3")
    return f"sqlite:///{folder}/bonny.sqlite3"
