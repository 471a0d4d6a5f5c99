"""What must hold when it really runs: taps at one moment, a killed process, servers that are down."""

import itertools
import shutil
import signal
import threading
from collections.abc import Iterator
from datetime import time, timedelta
from email.message import EmailMessage

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from app import clock
from app.accounts import actions as accounts
from app.accounts import queries
from app.checklist.models import Mark, MarkChange
from app.database import Database
from app.messages.models import Channel, Delivery, State
from app.reminders import slots, welcomes
from app.reminders.models import Slot
from app.reminders.slots import Wanted
from tests import make
from tests.conftest import BOTH
from tests.fakes.smtp import MailServer, free_port
from tests.fakes.twilio import Text, TwilioStandIn
from tests.processes import Running, until
from tests.tapper import Tapper

pytestmark = pytest.mark.crash

MORNING = time(0, 30)
NUMBERS = itertools.count(100)


class World:
    """The running product with its database, mail server and text provider."""

    def __init__(
        self, running: Running, database: Database, mail: MailServer, provider: TwilioStandIn
    ) -> None:
        self.running, self.database, self.mail, self.provider = running, database, mail, provider


class Person:
    """A person of this test alone, with one habit begun yesterday and a device that is signed in."""

    def __init__(self, world: World) -> None:
        self.world = world
        number = next(NUMBERS)
        with world.database.writing() as session:
            self.phone = f"+1415555{number:04d}"
            user = make.make_user(session, phone=self.phone, zone=make.daytime_zone(clock.now()))
            self.id, self.email = user.id or 0, user.email
            self.today = queries.today_of(user, now=clock.now())
            self.habit_id = make.make_habit(session, user, since=self.today - timedelta(days=1))
            self.token = accounts.sign_in(session, user, now=clock.now())
            session.commit()

    def device(self) -> Tapper:
        return Tapper(self.world.running, self.token)

    def tap(self, do: str) -> int:
        return self.device().tap(self.habit_id, self.today.isoformat(), do)

    def amounts(self) -> list[float | None]:
        with self.world.database.reading() as session:
            return list(session.exec(select(Mark.amount).where(Mark.user_id == self.id)).all())

    def changes(self) -> int:
        with self.world.database.reading() as session:
            return len(session.exec(select(MarkChange.id).where(MarkChange.user_id == self.id)).all())

    def chooses(self, channel: Channel) -> None:
        """She sets her daily time; for texts she agrees, and the welcome text goes out first."""
        now = clock.now()
        with self.world.database.writing() as session:
            user = queries.person(session, self.id)
            assert user is not None
            if channel is Channel.SMS:
                welcomes.agree(session, user, words="yes", words_version="1", now=now)
            slots.add(session, user, wanted=Wanted(MORNING, (channel,)), now=now)
            session.commit()
        if channel is Channel.SMS:
            until(lambda: self.texts("reminders on"), what="the welcome text")

    def reminder_falls_due(self) -> None:
        """Let her one reminder have fallen due a moment ago."""
        with self.world.database.writing() as session:
            session.exec(
                sa.update(Slot)
                .where(col(Slot.user_id) == self.id)
                .values(next_due_at=clock.now() - timedelta(seconds=2), next_day=self.today)
            )
            session.commit()

    def reminder(self, state: State) -> Delivery | None:
        """Her reminder, once it stands there; a queued one only after a first try."""
        with self.world.database.reading() as session:
            found = session.exec(
                select(Delivery).where(Delivery.user_id == self.id, Delivery.kind == "nudge")
            ).one_or_none()
        if found is None or found.state is not state or not found.attempts:
            return None
        return found

    def try_again_now(self) -> None:
        """Make what waits for another try due now."""
        with self.world.database.writing() as session:
            session.exec(
                sa.update(Delivery)
                .where(col(Delivery.user_id) == self.id, col(Delivery.state) == State.QUEUED)
                .values(next_attempt_at=Delivery.due_at)
            )
            session.commit()

    def mails(self) -> list[EmailMessage]:
        return [mail for mail in self.world.mail.messages if str(self.email) in str(mail["To"])]

    def texts(self, word: str) -> list[Text]:
        return [text for text in self.world.provider.messages if text.to == self.phone and word in text.body]


@pytest.fixture(scope="module", params=BOTH)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One running product on each database for all tests here."""
    folder = tmp_path_factory.mktemp("running")
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").emptied()
    else:
        url = f"sqlite:///{folder}/bonny.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "bonny.sqlite3")
    port = free_port()
    with MailServer() as mail, TwilioStandIn(public_url=f"http://127.0.0.1:{port}") as provider:
        settings = {
            "DATABASE_URL": url,
            "SMTP_URL": mail.url,
            "TWILIO_ACCOUNT_SID": provider.account_sid,
            "TWILIO_AUTH_TOKEN": provider.auth_token,
            "TWILIO_FROM": provider.sender,
            "TWILIO_API_URL": provider.url,
        }
        database = Database(url)
        with Running(folder, port=port, **settings) as running:
            yield World(running, database, mail, provider)
            assert running.stop("clock", signal.SIGTERM) == 0
            assert running.stop("web", signal.SIGTERM) == 0
            assert "Traceback" not in running.log("clock") + running.log("web")
            assert "@example.org" not in running.log("clock") + running.log("web")
        database.close()


@pytest.fixture
def she(world: World) -> Person:
    return Person(world)


def kill_and_restart(world: World) -> None:
    """End the web processes the hard way, and start them again."""
    world.running.stop("web", signal.SIGKILL)
    world.running.start("web")
    until(lambda: world.running.status("/sign-in") == 200, what="the web process again")


def test_ten_taps_at_one_moment_are_ten_and_outlive_a_kill(world, she):
    tapper = she.device()
    answers: list[int] = []
    gate = threading.Barrier(10)

    def tap() -> None:
        gate.wait()
        answers.append(tapper.tap(she.habit_id, she.today.isoformat()))

    threads = [threading.Thread(target=tap) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kill_and_restart(world)
    assert answers == [303] * 10
    assert she.changes() == 10
    assert she.amounts() == [10]


def test_tap_that_was_answered_is_there_after_a_kill(world, she):
    assert she.tap("done") == 303
    kill_and_restart(world)
    assert she.amounts() == [5]
    assert "5 of 5" in she.device().ask("GET", "/")[1]


def test_reminder_waits_for_a_mail_server_that_is_down(world, she):
    """Nobody listens: the delivery is kept for another try, and goes out once somebody does."""
    world.mail.close()
    try:
        she.chooses(Channel.EMAIL)
        she.reminder_falls_due()
        waiting = until(lambda: she.reminder(State.QUEUED), what="a first try")
        assert waiting.error_code
        assert waiting.next_attempt_at > waiting.due_at
        assert world.running.status("/healthz") == 200
    finally:
        world.mail.open()
    she.try_again_now()
    until(lambda: she.reminder(State.ACCEPTED), what="the second try")
    assert len(she.mails()) == 1
    assert she.mails()[0]["Auto-Submitted"] == "auto-generated"


def test_mail_server_that_says_later_is_asked_again(world, she):
    world.mail.fail_next(451)
    she.chooses(Channel.EMAIL)
    she.reminder_falls_due()
    until(lambda: she.reminder(State.QUEUED), what="the refused try")
    she.try_again_now()
    until(lambda: she.reminder(State.ACCEPTED), what="the second try")
    assert len(she.mails()) == 1


def test_text_with_an_unclear_fate_is_not_sent_again(world, she):
    """The provider takes the text and then answers 500: it stays unknown until its callback says more."""
    she.chooses(Channel.SMS)
    world.provider.fail_next("500-after-accepting")
    she.reminder_falls_due()
    until(lambda: she.reminder(State.UNKNOWN), what="the unclear answer")
    assert len(she.texts("Reply")) == 1
    assert world.provider.callback(world.running.url, she.texts("Reply")[0], "delivered").status_code < 300
    assert she.reminder(State.DELIVERED) is not None
    assert len(she.texts("Reply")) == 1


def test_text_provider_that_is_busy_is_asked_again(world, she):
    she.chooses(Channel.SMS)
    world.provider.fail_next("429")
    she.reminder_falls_due()
    until(lambda: she.reminder(State.QUEUED), what="the refused try")
    she.try_again_now()
    until(lambda: she.reminder(State.ACCEPTED), what="the second try")
    assert len(she.texts("Reply")) == 1
