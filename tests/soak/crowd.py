"""Four clock processes and very many people who are all due at one minute: each is planned and sent once."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlmodel import col, func, select

from app.messages.models import Delivery, State
from tests import make
from tests.soak import people
from tests.soak.nursery import Nursery
from tests.soak.world import World

PROCESSES = 4
PAUSE = 0.2
PATIENCE_EACH = 0.2  # seconds a person, on a slow and busy machine


@dataclass(frozen=True, slots=True)
class Rush:
    """How long it took, and what is wrong."""

    seconds: float
    wrong: list[str]


def rush(world: World, nursery: Nursery, *, count: int) -> Rush:
    """Let so many new people be due at once, and four processes with the product's own pace work it off."""
    box = world.folder / "postbox"
    box.touch()
    numbers = range(world.count, world.count + count)
    world.add_people(count, zone=make.daytime_zone(world.hours.now()))
    lives = [replace(world.life(), postbox=box, is_quick=False)] * PROCESSES
    begun = time.monotonic()
    with nursery.living(*lives):
        _wait_for(world, numbers)
        seconds = time.monotonic() - begun
    return Rush(seconds, list(_wrong(world, numbers, box.read_text().splitlines())))


def _wait_for(world: World, numbers: range) -> None:
    pause = threading.Event()
    sent = select(func.count()).where(_is_theirs(numbers), col(Delivery.accepted_at).is_not(None))
    for _ in range(int((20 + len(numbers) * PATIENCE_EACH) / PAUSE)):
        with world.database.reading() as session:
            done = session.exec(sent).one()
        if done >= len(numbers):
            return
        pause.wait(PAUSE)
    raise AssertionError(f"only {done} of {len(numbers)} were sent")


def _is_theirs(numbers: range) -> sa.ColumnElement[bool]:
    return col(Delivery.user_id).between(people.user_id_of(numbers[0]), people.user_id_of(numbers[-1]))


def _wrong(world: World, numbers: range, sent: list[str]) -> Iterator[str]:
    """Whoever was not planned or not sent exactly once."""
    with world.database.reading() as session:
        rows = session.exec(
            select(Delivery.id, Delivery.user_id, Delivery.state).where(_is_theirs(numbers))
        ).all()
    planned = Counter(user_id for _, user_id, _ in rows)
    texted = Counter(line.split()[1] for line in sent)
    for number in numbers:
        times = planned[people.user_id_of(number)], texted[people.phone_of(number)]
        if times != (1, 1):
            yield f"person {number} was planned {times[0]} times and texted {times[1]} times"
    if len(rows) != len(numbers) or len(sent) != len(numbers):
        yield f"{len(rows)} were planned and {len(sent)} sent, of {len(numbers)}"
    for delivery_id, _, state in rows:
        if state is not State.ACCEPTED:
            yield f"delivery {delivery_id} is {state}"
