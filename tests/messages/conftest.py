"""Parts that the tests of messages share: a database of their own, settings, deliveries, kinds, carriers."""

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from app import config
from app.database import Database
from app.messages import outbox
from app.messages.channels import Accepted, Answer, Envelope, NoAnswer, Report
from app.messages.message import Message, OneWay, Withheld
from app.messages.models import Channel, Delivery, DeliveryEvent, State

if importlib.util.find_spec("app.accounts.models"):
    from app.accounts import models as _models  # noqa: F401
else:
    sa.Table("user", SQLModel.metadata, sa.Column("id", sa.Integer, primary_key=True))

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
LEASE = 5 * MINUTE
PHONE = "+14155550123"
USER_ID = 1
TOKEN = "secret"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(scope="session")
def messages_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and one person in it, which each test copies."""
    file = tmp_path_factory.mktemp("messages") / "template.sqlite3"
    database = Database(f"sqlite:///{file}")
    SQLModel.metadata.create_all(database.engine)
    with database.writing() as session:
        add_person(session, USER_ID)
        session.commit()
    database.close()
    return file


@pytest.fixture(scope="session")
def messages_engine(messages_template: Path) -> Database:
    """The one engine of these tests: it knows the statements that a test before has compiled."""
    return Database(f"sqlite:///{messages_template.parent / 'messages.sqlite3'}")


@pytest.fixture
def messages_database(messages_template: Path, messages_engine: Database) -> Iterator[Database]:
    """A SQLite file with every table and one person in it."""
    for rest in messages_template.parent.glob("messages.sqlite3*"):
        rest.unlink()
    shutil.copy(messages_template, messages_template.parent / "messages.sqlite3")
    yield messages_engine
    messages_engine.close()


@pytest.fixture
def either_database(database_url: str) -> Iterator[Database]:
    """SQLite, and PostgreSQL once more, migrated, with one person: for what the two do in their own ways."""
    database = Database(database_url)
    with database.writing() as session:
        add_person(session, USER_ID)
        session.commit()
    yield database
    database.close()


def add_person(session: Session, user_id: int) -> None:
    """A row for a person, of which only the id matters here."""
    values: dict[str, Any] = {"id": user_id}
    known = {
        "name": "Ada",
        "zone": "UTC",
        "locale": "en",
        "day_start": datetime.min.time(),
        "week_start": 0,
        "is_operator": False,
        "created_at": NOON,
    }
    table = SQLModel.metadata.tables["user"]
    values.update({name: value for name, value in known.items() if name in table.c})
    session.exec(sa.insert(table).values(**values))


@pytest.fixture
def settings(tmp_path: Path) -> config.Settings:
    """Settings of this machine, with neither a mail server nor a text provider."""
    return make_settings(tmp_path)


def make_settings(folder: Path, **environment: str) -> config.Settings:
    """Settings by their environment names."""
    return config.load({"DATA_DIR": str(folder), "SECRET_KEY": "k" * 40, **environment})


@dataclass
class Watch:
    """A clock that stands still until it is moved."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by


@pytest.fixture
def watch() -> Watch:
    """The time of the test."""
    return Watch()


def plan(database: Database, key: str = "a", **over: Any) -> int:
    """Plan a delivery that is due at noon and expires an hour later; its id."""
    values: dict[str, Any] = {
        "kind": "note",
        "channel": Channel.SMS,
        "user_id": USER_ID,
        "due_at": NOON,
        "expires_at": NOON + 60 * MINUTE,
        "now": NOON,
    }
    with database.writing() as session:
        assert outbox.enqueue(session, key=key, **{**values, **over})
        session.commit()
        return session.exec(select(Delivery.id).where(Delivery.key == key)).one() or 0


def claim_one(session: Session) -> outbox.Claim:
    """Claim the one delivery that is due at noon."""
    (claim,) = outbox.claim(session, now=NOON, limit=1, lease=LEASE)
    return claim


def post(session: Session, *, token: str | None = TOKEN, at: datetime = NOON) -> outbox.Claim:
    """Claim the one delivery that is due and note its posting."""
    (claim,) = outbox.claim(session, now=at, limit=1, lease=LEASE)
    delivery = outbox.claimed(session, claim, now=at)
    assert delivery is not None
    outbox.start_posting(
        session, delivery, address="+14155550123", callback_token=token, until=at + LEASE, now=at
    )
    return claim


def delivery_of(database: Database, delivery_id: int) -> Delivery:
    """The row as it is now."""
    with database.reading() as session:
        return session.exec(select(Delivery).where(Delivery.id == delivery_id)).one()


def states_of(database: Database, delivery_id: int) -> list[tuple[str, State]]:
    """What befell a delivery, oldest first: by whom and what."""
    with database.reading() as session:
        rows = session.exec(
            select(DeliveryEvent)
            .where(DeliveryEvent.delivery_id == delivery_id)
            .order_by(col(DeliveryEvent.id))
        )
        return [(row.source, row.state) for row in rows]


def read_by(database: Database, work: Callable[[], object]) -> list[str]:
    """How SQLite finds what the one statement of some work asks for."""
    statements: list[tuple[str, Any]] = []

    def note(*arguments: Any) -> None:
        statements.append((arguments[2], arguments[3]))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    work()
    sa.event.remove(database.engine, "before_cursor_execute", note)
    ((text, values),) = [each for each in statements if not each[0].startswith("BEGIN")]
    with database.reading() as session:
        steps = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
        return [step[-1] for step in steps]


@dataclass
class Note(OneWay):
    """A kind of message whose behaviour a test chooses."""

    answer: Message | Withheld | Exception = field(
        default_factory=lambda: Message(PHONE, "Open today", "Open: 1 Walk", "<p>Open: 1 Walk</p>")
    )
    asked: list[tuple[int | None, datetime]] = field(default_factory=list)

    def prepare(self, _session: Session, delivery: Delivery, *, now: datetime) -> Message | Withheld:
        self.asked.append((delivery.id, now))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@dataclass
class Hand:
    """A carrier that answers as a test says, without any network."""

    answer: Answer | Exception | Callable[[Envelope], Answer] = field(default_factory=Accepted)
    is_repeatable: bool = False
    sent: list[tuple[Message, Envelope, datetime]] = field(default_factory=list)

    def send(self, message: Message, *, delivery: Envelope, now: datetime) -> Answer:
        self.sent.append((message, delivery, now))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer(delivery) if callable(self.answer) else self.answer


@dataclass
class Informed(Hand):
    """A carrier that can be asked afterwards, and answers as a test says."""

    told: Report | NoAnswer | Exception = field(default_factory=lambda: NoAnswer("connect"))
    listed: tuple[Report, ...] | NoAnswer = ()
    questions: list[tuple[object, ...]] = field(default_factory=list)

    def ask(self, provider_id: str) -> Report | NoAnswer:
        self.questions.append((provider_id,))
        if isinstance(self.told, Exception):
            raise self.told
        return self.told

    def find(self, address: str, *, since: datetime, until: datetime) -> tuple[Report, ...] | NoAnswer:
        self.questions.append((address, since, until))
        return self.listed


def no_jitter(_low: float, _high: float) -> float:
    """Every wait exactly as long as the rule says."""
    return 1.0
