"""One month lived twice: by Anna with nothing but texts, by Berta on the web, at the same instants."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlmodel import Session

from app import clock, jobs
from app.accounts.models import User
from app.checklist import choosing
from app.database import Database
from app.messages.models import Channel
from app.reminders import slots
from app.reminders.models import Purpose
from app.reminders.slots import Wanted
from app.rules import texts
from tests import make
from tests.fakes.twilio import TwilioStandIn
from tests.page import BASE, Page
from tests.reminders import month_records as records
from tests.reminders import month_shown as shown
from tests.reminders import steps
from tests.reminders.month_records import Held
from tests.reminders.month_table import MONTH
from tests.reminders.month_words import FIRST, SLUGS, Post, Step, instant_of, on
from tests.reminders.steps import PHONE

MORNING, EVENING = time(8), time(19)
BEGUN = instant_of(FIRST, time(7))
# When, on which day of the month, and what she does; None: a reminder is due.
Event = tuple[datetime, int, Step | None]


@dataclass
class Web:
    """Berta's browser: it sends forms, and remembers them for undo."""

    page: Page
    habits: dict[str, int]
    sent: list[str] = field(default_factory=list)

    def send(self, post: Post, day: int) -> None:
        """Send a form for its day, or for the one on which the story stands."""
        if post.to == "undo":
            for _ in range(post.count):
                self._post("/undo", {"batch": self.sent.pop()})
            return
        self.sent.append(str(uuid4()))
        self._post(
            self._path(post.to, on(post.on or day).isoformat()), {"change": self.sent[-1], **post.fields}
        )

    def _path(self, to: str, day: str) -> str:
        if to == "spells":
            return "/spells"
        return f"/day/{day}/habits/{self.habits[to]}" if to in self.habits else f"/day/{day}/{to}"

    def _post(self, path: str, data: dict[str, Any]) -> None:
        answer = self.page.client.post(path, data={"csrf_token": self.page.token(), **data}, base_url=BASE)
        assert answer.status_code == 303, f"{path} {data}: {answer.status_code}"
        with self.page.client.session_transaction(base_url=BASE) as cookie:
            cookie.pop("_flashes")  # the page that a browser shows next shows the notice and is done with it


@dataclass
class Lives:
    """Both women, with what drives them through the month."""

    app: Flask
    database: Database
    provider: TwilioStandIn
    set_now: Callable[[datetime], None]
    anna: int
    berta: int
    web: Web
    annas_page: Page
    annas_habits: dict[str, int]
    figures: int = 0

    def live(self) -> None:
        """Live the whole month, and look after every step; ``figures`` counts those that were compared."""
        for at, day, step in events():
            self.set_now(at)
            self.provider.now = clock.now
            ours = self._round()
            if step is not None:
                told = self._answers(step, day) if step.body else ours
                assert len(told) == (step.hears is not None), (step, told)
                assert all(text.startswith(step.hears or "") for text in told), (step, told)
                assert self.held(self.anna) == self.held(self.berta), (step, told)
                self._look_at_pages(step, day, told)

    def held(self, user_id: int) -> Held:
        """A record as it is now."""
        with self.database.reading() as session:
            return records.held(session, user_id)

    def _round(self) -> list[str]:
        """One round of the clock process; what it sent."""
        before = len(self.provider.messages)
        with self.app.app_context():
            jobs.read(self.app)
            jobs.plan(self.app)
            jobs.deliver(self.app)
        sent = [text.body for text in self.provider.messages[before:]]
        assert all(texts.segments(body) == 1 for body in sent), sent
        return sent

    def _answers(self, step: Step, day: int) -> list[str]:
        """She texts, the other does the same on the web; what is answered."""
        answer = self.provider.text_in(self.app.test_client(), step.body, PHONE)
        assert answer.status_code == 200
        for post in step.posts:
            self.web.send(post, day)
        return self._round()

    def _look_at_pages(self, step: Step, day: int, told: Sequence[str]) -> None:
        """What was answered stands on her pages too."""
        days = {post.on or day for post in step.posts}
        for echo in told:
            if step.body in shown.QUESTIONS:
                self.figures += shown.QUESTIONS[step.body](echo, self.annas_page, self.annas_habits)
            elif len(days) == 1:
                self.figures += shown.check_echo(echo, self.annas_page, self.annas_habits, day=on(min(days)))


def events() -> Iterator[Event]:
    """Everything that happens, in order: reminders are due twice a day, and she texts."""
    found: list[Event] = []
    for day, steps_of_day in MONTH.items():
        found += [(instant_of(on(day), at), day, None) for at in (MORNING, EVENING)]
        found += [(step.instant(day), day, step) for step in steps_of_day]
    yield from sorted(found, key=lambda event: event[0])


def begun(
    app: Flask, session: Session, provider: TwilioStandIn, set_now: Callable[[datetime], None]
) -> Lives:
    """Both at seven on the first morning: five habits from today on, and Anna's two times by text."""
    set_now(BEGUN)
    anna = steps.make_texter(session, created_at=BEGUN)
    berta = make.make_user(session, name="Berta", email="berta@example.org", created_at=BEGUN)
    annas, bertas = (_take_on(session, user) for user in (anna, berta))
    for at, purpose in ((MORNING, Purpose.DAY), (EVENING, Purpose.EVENING)):
        slots.add(session, anna, wanted=Wanted(at, (Channel.SMS,), purpose), now=BEGUN)
    session.commit()
    ids = anna.id or 0, berta.id or 0
    web, annas_page = (Page(app).signed_in(session, user) for user in (berta, anna))
    database: Database = app.extensions["bonny.database"]
    return Lives(app, database, provider, set_now, *ids, Web(web, bertas), annas_page, annas)


def _take_on(session: Session, user: User) -> dict[str, int]:
    taken = {
        name: choosing.take_on(session, user, slug=slug, today=FIRST, now=BEGUN)
        for name, slug in SLUGS.items()
    }
    session.commit()
    return {name: habit.id or 0 for name, habit in taken.items()}
