"""What answers by text cost: the webhook of the real web process, twenty at a time, and the parser alone."""

import http.client
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from sqlmodel import Session

from app import clock, create_app, migrating
from app.catalogue import book
from app.database import Database
from app.messages.models import Channel, Delivery, State
from app.reminders import queries
from app.rules import replies
from app.rules.habits import Measure
from app.rules.replies import Context, Listed
from tests import make
from tests.benchmarks.table import Line
from tests.conftest import BOTH, close
from tests.databases import Postgres
from tests.fakes.twilio import TwilioStandIn
from tests.processes import Running
from tests.reminders import steps
from tests.soak import people, world

PEOPLE, TEXTS, AT_ONCE = 40, 400, 20
SLUGS = ("prunes", "vitamin-d", "plants", "weight-bearing")
BODIES = ("1 3", "prunes 4 and walk 20", "plants oats kale", "undo", "?")
MOST_MS = 300
LONGEST, ROUNDS, MOST_MS_OF_PARSING = 1600, 5, 5
NASTY = (
    "1-" * 800,
    "a " * 800,
    "ﷺ" * 1600,
    "½" * 1600,
    "skip because " * 120,
    "oats kale " * 160,
    "sick till " * 160,
    "because im being " * 94,
    "stop it that " * 120,
)
ANY_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Signed:
    """A text of hers as the provider posts it."""

    path: str
    body: str
    headers: Mapping[str, str]


class Desk:
    """Stands where a client would, and keeps what the provider posts for later."""

    def post(self, path: str, *, data: Mapping[str, str], headers: Mapping[str, str]) -> Signed:
        """What is to be sent."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return Signed(path, urlencode(data), {**form, **headers})


def measure() -> list[Line]:
    """The webhook on both databases, and the parser by itself."""
    lines = []
    for name in BOTH:
        with tempfile.TemporaryDirectory() as folder, _database(name, Path(folder)) as url:
            lines.append(webhook(name, Path(folder), url))
    return [*lines, parsing()]


@contextmanager
def _database(name: str, folder: Path) -> Iterator[str]:
    """The address of an empty, migrated database."""
    server = Postgres(folder) if name == "postgresql" else None
    try:
        yield server.emptied() if server else f"sqlite:///{folder}/bonny.sqlite3"
    finally:
        if server is not None:
            server.stop()


def webhook(name: str, folder: Path, url: str) -> Line:
    """How long the provider waits for us, while twenty of its texts come at a time."""
    _fill(folder, url)
    with (
        TwilioStandIn() as provider,
        Running(folder, port=None, DATABASE_URL=url, **world.texting(provider)) as running,
    ):
        provider.public_url = running.url
        _post_all(running.port, _signed(provider, ["Thanks!"] * PEOPLE))
        spent = _post_all(running.port, _signed(provider, _bodies()))
    middle, late = statistics.median(spent), spent[int(0.99 * len(spent))]
    return Line(
        f"{name}: a text taken, {AT_ONCE} at a time, p50 / p99",
        f"{middle:.0f} / {late:.0f} ms",
        f"{MOST_MS} ms",
        late <= MOST_MS,
    )


def _fill(folder: Path, url: str) -> None:
    """People in daylight, each with four habits and a reminder of some minutes ago."""
    app = create_app(DATA_DIR=folder, DATABASE_URL=url)
    migrating.upgrade(app)
    database: Database = app.extensions["bonny.database"]
    now = clock.now()
    with database.writing() as session:
        for number in range(PEOPLE):
            _add(session, number, now)
        session.commit()
    close(app)


def _add(session: Session, number: int, now: datetime) -> None:
    zone = make.daytime_zone(now)
    user = steps.make_texter(
        session, phone=people.phone_of(number), email=None, zone=zone, created_at=now - timedelta(days=30)
    )
    today = now.astimezone(clock.zone(zone)).date()
    habits = [make.make_habit(session, user, slug, since=today - timedelta(days=30)) for slug in SLUGS]
    before = now - timedelta(minutes=10)
    session.add(
        Delivery(
            key=f"before/{user.id}",
            kind=queries.NUDGE,
            channel=Channel.SMS,
            user_id=user.id,
            state=State.DELIVERED,
            payload={"day": today.isoformat(), "habits": habits},
            attempts=1,
            created_at=before,
            due_at=before,
            next_attempt_at=before,
            posting_at=before,
            accepted_at=before,
            finished_at=before,
            expires_at=now,
        )
    )


def _bodies() -> list[str]:
    """Each of them from each person in turn, until there are enough."""
    return [BODIES[number // PEOPLE % len(BODIES)] for number in range(TEXTS)]


def _signed(provider: TwilioStandIn, bodies: Sequence[str]) -> list[Signed]:
    desk = Desk()
    return [
        provider.text_in(desk, body, people.phone_of(number % PEOPLE)) for number, body in enumerate(bodies)
    ]


def _post_all(port: int, texts: Sequence[Signed]) -> list[float]:
    """The milliseconds that each took, sorted."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(lambda text: _post(port, text), texts))


def _post(port: int, text: Signed) -> float:
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST", text.path, text.body, dict(text.headers))
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"a text was answered {answer.status}")
    return 1000 * (time.perf_counter() - begun)


def parsing() -> Line:
    """The slowest of the nastiest texts, to somebody who has every habit there is."""
    dice = random.Random(6)
    letters = range(1, 0x11000)
    texts = [text[:LONGEST] for text in NASTY]
    texts += ["".join(map(chr, dice.choices(letters, k=LONGEST))) for _ in range(ANY_LETTERS)]
    context = _with_every_habit()
    slowest, text = max((_of_parsing(text, context), text) for text in texts)
    return Line(
        f"parsing, the slowest of {len(texts)} texts: {text[:12]!a}…",
        f"{slowest:.1f} ms",
        f"{MOST_MS_OF_PARSING} ms",
        slowest <= MOST_MS_OF_PARSING,
    )


def _of_parsing(text: str, context: Context) -> float:
    spent = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        replies.parse(text, context)
        spent.append(1000 * (time.process_time() - begun))
    return min(spent)


def _with_every_habit() -> Context:
    entries = book.book().habits
    hers = [
        Listed(
            habit_id=number,
            number=number,
            names=(entry.name, entry.short, entry.slug, *entry.aliases),
            takes_amount=entry.measure is Measure.AMOUNT,
            unit=entry.unit,
            is_variety=entry.measure is Measure.VARIETY,
        )
        for number, entry in enumerate(entries, start=1)
    ]
    plants = (book.book().plants,)
    return Context(hers, hers, make.TODAY, make.TODAY, plants=plants, takes_notes=True)
