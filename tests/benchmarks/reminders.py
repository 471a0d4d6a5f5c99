"""What reminders cost: texts a second against a provider that takes its time, and how flat the cost stays."""

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app import create_app, jobs, migrating
from app.database import Database
from app.messages import dispatch
from app.messages.models import Channel, Delivery, State
from app.reminders import planner
from tests.benchmarks.table import Line
from tests.conftest import BOTH, close
from tests.databases import Postgres
from tests.soak import people, world
from tests.soak.postbox import Postbox
from tests.soak.world import World

LATENCY = 0.1  # seconds
TEXTS_OF_ONE, TEXTS_OF_FOUR = 200, 400
SETTLED = 2.0  # seconds, after which a clock process has made its first round
PATIENCE, PAUSE = 300, 0.02
SIZES = (1_000, 10_000, 100_000)
ROUNDS, DUE_A_ROUND = 6, 100
MOST_RATIO = 1.3
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def measure() -> list[Line]:
    """Both databases: how many texts a second, how late, and what a reminder costs among many people."""
    lines = []
    for name in BOTH:
        with tempfile.TemporaryDirectory() as folder, _databases(name, Path(folder)) as new_url:
            lines += throughput(name, Path(folder), new_url())
        with tempfile.TemporaryDirectory() as folder, _databases(name, Path(folder)) as new_url:
            lines += cost(name, Path(folder), new_url)
    return lines


@contextmanager
def _databases(name: str, folder: Path) -> Iterator[Any]:
    """What gives the address of a new, migrated database."""
    server = Postgres(folder) if name == "postgresql" else None

    def new_url() -> str:
        made = len(list(folder.glob("made-*")))
        (folder / f"made-{made}").mkdir()
        url = f"sqlite:///{folder}/made-{made}/bonny.sqlite3"
        if server is not None:
            with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"CREATE DATABASE made_{made} TEMPLATE template0")
            url = server.server.get_uri(f"made_{made}", "psycopg")
        app = create_app(DATA_DIR=folder, DATABASE_URL=url)
        migrating.upgrade(app)
        close(app)
        return url

    yield new_url
    if server is not None:
        server.stop()


def throughput(name: str, folder: Path, url: str) -> list[Line]:
    """Texts a second of one clock process and of four, and how late they are, from due to taken."""
    rates, lateness = [], []
    with world.opened(folder, url, seed=0, latency=LATENCY) as opened, opened.nursery() as nursery:
        for processes, texts in ((1, TEXTS_OF_ONE), (4, TEXTS_OF_FOUR)):
            lives = [replace(opened.life(), is_quick=False)] * processes
            with nursery.living(*lives):
                late = _work_off(opened, texts)
            rates.append(f"{len(late) / (late[-1] - late[0]):.0f}")
            lateness.append(f"{statistics.median(late):.1f} / {late[int(0.99 * len(late))]:.1f} s")
    latency = f"{1000 * LATENCY:.0f} ms"
    return [
        Line(f"{name}: texts a second at {latency}, 1 / 4 processes", " / ".join(rates)),
        Line(f"{name}: {TEXTS_OF_ONE} at once, 1 process, late p50 / p99", lateness[0]),
        Line(f"{name}: {TEXTS_OF_FOUR} at once, 4 processes, late p50 / p99", lateness[1]),
    ]


def _work_off(opened: World, texts: int) -> list[float]:
    """Let so many people be due at once; how many seconds later each text was taken, in order."""
    taken: list[float] = []
    opened.provider.on_text = lambda _text: taken.append(time.monotonic())
    pause = threading.Event()
    pause.wait(SETTLED)
    opened.add_people(texts, zone="UTC")
    due = time.monotonic()
    for _ in range(int(PATIENCE / PAUSE)):
        if len(taken) >= texts:
            return sorted(at - due for at in taken)
        pause.wait(PAUSE)
    raise SystemExit(f"only {len(taken)} of {texts} texts left")


@dataclass
class Instance:
    """An installation with so many people, of whom few are due, and what its reminders cost so far."""

    app: Flask
    plans: list[float] = field(default_factory=list)
    sends: list[float] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)

    @property
    def database(self) -> Database:
        """Its database."""
        found: Database = self.app.extensions["bonny.database"]
        return found

    def work_off(self, now: datetime) -> None:
        """Plan and send what is due, and note the milliseconds for each."""
        carriers = dict.fromkeys(Channel, Postbox(Path(os.devnull)))
        settings = self.app.extensions["bonny.settings"]
        with self.app.app_context():
            begun = time.perf_counter()
            planned = planner.plan_due(self.database, now=now)
            between = time.perf_counter()
            sent = 0
            while some := dispatch.deliver_due(
                self.database,
                kinds=jobs.kinds(self.app),
                carriers=carriers,
                settings=settings,
                now=lambda: now,
            ):
                sent += some
            end = time.perf_counter()
        if (planned, sent) != (DUE_A_ROUND, DUE_A_ROUND):
            raise SystemExit(f"{planned} were planned and {sent} sent instead of {DUE_A_ROUND}")
        self.plans.append(1000 * (between - begun) / DUE_A_ROUND)
        self.sends.append(1000 * (end - between) / DUE_A_ROUND)

    def count(self, *event: Any) -> None:
        """Note a statement."""
        self.statements.append(event[2])


def cost(name: str, folder: Path, new_url: Any) -> list[Line]:
    """What a reminder costs among many people, each of whom got one three hours ago: it must stay flat."""
    instances = [_lived_in(folder, new_url(), size) for size in SIZES]
    for place in range(ROUNDS):
        for instance in instances:
            if place == 1:  # the first round compiles
                sa.event.listen(instance.database.engine, "before_cursor_execute", instance.count)
            instance.work_off(NOON + place * MINUTE)
    for instance in instances:
        close(instance.app)
    sizes = " / ".join(f"{size:,}" for size in SIZES)
    count = DUE_A_ROUND * (ROUNDS - 1)
    statements = [f"{len(each.statements) / count:.1f}" for each in instances]
    return [
        _flat(f"{name}: plan a reminder of {sizes} people", [each.plans for each in instances]),
        _flat(f"{name}: write, note and record it", [each.sends for each in instances]),
        Line(f"{name}: statements for it", " / ".join(statements)),
    ]


def _flat(what: str, spent: Sequence[Sequence[float]]) -> Line:
    """The quickest round of each size after the first: what else the machine does slows some of them."""
    least = [min(each[1:]) for each in spent]
    ratio = least[-1] / least[0]
    value = " / ".join(f"{each:.1f}" for each in least) + f" ms = {ratio:.2f}"
    return Line(what, value, f"{MOST_RATIO}", ratio <= MOST_RATIO)


def _lived_in(folder: Path, url: str, size: int) -> Instance:
    app = create_app(DATA_DIR=folder, DATABASE_URL=url, SMS_PER_DAY=1_000_000)
    database: Database = app.extensions["bonny.database"]
    pattern = people.pattern_of(database, now=NOON)
    due = ROUNDS * DUE_A_ROUND
    for place in range(ROUNDS):
        numbers = range(place * DUE_A_ROUND, (place + 1) * DUE_A_ROUND)
        people.add(database, pattern, numbers, due_at=NOON + place * MINUTE)
    people.add(database, pattern, range(due, size), due_at=NOON + timedelta(hours=20))
    _remember(database, range(size))
    with database.writing() as session:
        session.connection().exec_driver_sql("ANALYZE")
        session.commit()
    return Instance(app)


def _remember(database: Database, numbers: range) -> None:
    """One text of three hours ago for each, that arrived."""
    before = NOON - timedelta(hours=3)
    shared = {
        "kind": "nudge",
        "channel": Channel.SMS,
        "state": State.DELIVERED,
        "payload": {},
        "attempts": 1,
        **dict.fromkeys(("created_at", "due_at", "next_attempt_at", "posting_at"), before),
        **dict.fromkeys(("accepted_at", "finished_at"), before),
        "expires_at": NOON,
    }
    for start in range(0, len(numbers), people.ROWS_AT_ONCE):
        ids = [people.user_id_of(number) for number in numbers[start : start + people.ROWS_AT_ONCE]]
        rows = [{**shared, "key": f"before/{each}", "user_id": each, "slot_id": each} for each in ids]
        with database.writing() as session:
            session.execute(sa.insert(Delivery), rows)
            session.commit()
