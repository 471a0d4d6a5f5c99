"""After the last death: a clock process that may live, and time that moves on to what comes next."""

import threading
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.messages.models import Delivery, State
from app.reminders.models import Slot
from tests.soak.nursery import Nursery, Process
from tests.soak.world import LEASE_AND_MORE, World

LONGEST = timedelta(hours=26)
PAUSE = 0.02
PATIENCE = 60.0
MOST_MOVES = 2000


def settle(world: World, nursery: Nursery) -> None:
    """Let time pass, event by event, until nothing is left to come within a day; AssertionError if stuck."""
    world.provider.faults.clear()
    world.provider.faults_of_questions.clear()
    end = world.hours.now() + LONGEST
    pause = threading.Event()
    with nursery.living(world.life()) as (process,):
        for _ in range(MOST_MOVES):
            _wait_until_done(world, process, pause)
            world.report_all()
            upcoming = next_moment(world)
            if upcoming is None or upcoming > end:
                return
            world.hours.set(max(upcoming, world.hours.now()))
    raise AssertionError(f"still not settled after {MOST_MOVES} moves of the clock")


def work_off(world: World, nursery: Nursery) -> None:
    """Let leases end, and a clock process live until nothing is due."""
    world.hours.move(LEASE_AND_MORE)
    with nursery.living(world.life()) as (process,):
        _wait_until_done(world, process, threading.Event())


def _wait_until_done(world: World, process: Process, pause: threading.Event) -> None:
    for _ in range(int(PATIENCE / PAUSE)):
        if not has_work(world):
            return
        assert process.is_alive, "the clock process died by itself"
        pause.wait(PAUSE)
    raise AssertionError(f"work that is due was not done in {PATIENCE:.0f} s")


def _moments(session: Session) -> list[datetime | None]:
    """The earliest instant of each thing that the clock process has to see to."""
    queued = col(Delivery.state) == State.QUEUED
    return [
        session.exec(select(sa.func.min(Slot.next_due_at)).where(Slot.is_active)).one(),
        session.exec(select(sa.func.min(Delivery.next_attempt_at)).where(queued)).one(),
        session.exec(select(sa.func.min(Delivery.lease_until)).where(Delivery.state == State.SENDING)).one(),
        session.exec(select(sa.func.min(Delivery.next_check_at))).one(),
    ]


def next_moment(world: World) -> datetime | None:
    """When the clock process has something to do next; None when nothing is left."""
    with world.database.reading() as session:
        return min((moment for moment in _moments(session) if moment is not None), default=None)


def has_work(world: World) -> bool:
    """Whether something is due and not done."""
    upcoming = next_moment(world)
    return upcoming is not None and upcoming <= world.hours.now()
