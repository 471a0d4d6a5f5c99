"""Four clock processes and very many people who are all due at one minute: each is planned and sent once."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlmodel import col, func, select

from app.messages.models import Delivery, State
from tests.soak import people
from tests.soak.world import World

PROCESSES = 4
PAUSE = 0.2
PATIENCE_EACH = 0.2  # seconds a person, on a slow and busy machine


@dataclass(frozen=True, slots=True)
class Rush:
    """How long it took, and what is wrong."""

    seconds: float
    wrong: list[str]


def rush(world: World, *, count: int) -> Rush:
    """Let everybody be due at once and four processes work it off, in a world that is still empty."""
    box = world.folder / "postbox"
    box.touch()
    with world.nursery() as nursery:
        world.add_people(count, zone="UTC")
        lives = [replace(world.life(), postbox=box)] * PROCESSES
        begun = time.monotonic()
        with nursery.living(*lives):
            _wait_for(world, count)
            seconds = time.monotonic() - begun
    return Rush(seconds, list(_wrong(world, count, box.read_text().splitlines())))


def _wait_for(world: World, count: int) -> None:
    pause = threading.Event()
    for _ in range(int((10 + count * PATIENCE_EACH) / PAUSE)):
        with world.database.reading() as session:
            done = session.exec(select(func.count()).where(col(Delivery.accepted_at).is_not(None))).one()
        if done >= count:
            return
        pause.wait(PAUSE)
    raise AssertionError(f"only {done} of {count} were sent")


def _wrong(world: World, count: int, sent: list[str]) -> Iterator[str]:
    """Whoever was not planned or not sent exactly once."""
    with world.database.reading() as session:
        rows = session.exec(select(Delivery.id, Delivery.user_id, Delivery.state)).all()
    planned = Counter(user_id for _, user_id, _ in rows)
    texted = Counter(line.split()[1] for line in sent)
    for number in range(count):
        times = planned[people.user_id_of(number)], texted[people.phone_of(number)]
        if times != (1, 1):
            yield f"person {number} was planned {times[0]} times and texted {times[1]} times"
    if len(rows) != count or len(sent) != count:
        yield f"{len(rows)} were planned and {len(sent)} sent, of {count}"
    for delivery_id, _, state in rows:
        if state is not State.ACCEPTED:
            yield f"delivery {delivery_id} is {state}"
