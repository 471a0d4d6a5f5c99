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
from tests.soak.world import LEASE_AND_MORE, World

PROCESSES = 4
PAUSE = 0.2
MOST_MOVES = 3
PATIENCE = 60.0  # seconds without any move
OPEN = (State.QUEUED, State.SENDING)


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
    """Wait until nobody's is open; when nothing moves any more, time does, so that leases end."""
    pause = threading.Event()
    settled = select(func.count()).where(_is_theirs(numbers), col(Delivery.state).not_in(OPEN))
    done, quiet, moves = 0, 0.0, 0
    while quiet < PATIENCE:
        with world.database.reading() as session:
            before, done = done, session.exec(settled).one()
        if done >= len(numbers):
            return
        quiet = quiet + PAUSE if done == before else 0
        if quiet > PATIENCE / 2 and moves < MOST_MOVES:
            world.hours.move(LEASE_AND_MORE)
            quiet, moves = 0, moves + 1
        pause.wait(PAUSE)
    raise AssertionError(f"only {done} of {len(numbers)} came to an end")


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
