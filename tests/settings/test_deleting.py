"""Her deletion while the clock process works on something of hers: neither stops the other for good."""

import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from app.accounts import actions as accounts
from app.accounts.models import User
from app.database import Database
from app.messages import outbox
from app.messages.models import Channel, Delivery
from app.reminders import partner_queries, queries
from app.settings import actions
from tests import make
from tests.reminders import partner_steps, steps
from tests.reminders.steps import MORNING

ONLY_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
MOST_LOOKS = 20_000


def enqueue(session: Session, key: str) -> None:
    """Plan a message to her, as whoever holds a time or a partner of hers does next."""
    outbox.enqueue(
        session,
        key=key,
        kind="nudge",
        channel=Channel.EMAIL,
        user_id=1,
        due_at=MORNING,
        expires_at=MORNING + steps.MINUTE,
        now=MORNING,
    )


Work = Callable[[Session], object]
# What the clock process takes first, and what it takes then.
WORK: dict[str, tuple[Work, Work]] = {
    "planner": (
        lambda session: queries.take_due_slots(session, now=MORNING, limit=9),
        lambda session: enqueue(session, "planned"),
    ),
    "care": (
        lambda session: partner_queries.held(session, 1),
        lambda session: enqueue(session, "care"),
    ),
    "dispatcher": (
        lambda session: session.exec(select(Delivery).with_for_update()).all(),
        lambda session: accounts.lock_person(session, 1),
    ),
}


def until_it_waits(session: Session) -> None:
    """Look until another transaction waits for a lock of this one."""
    is_behind = "NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    waiting = sa.text(f"SELECT 1 FROM pg_locks WHERE {is_behind}")  # noqa: S608 (our own words)
    assert any(session.execute(waiting).first() for _ in range(MOST_LOOKS))


@ONLY_POSTGRESQL
@pytest.mark.parametrize("name", WORK)
def test_deleting_waits_for_the_clock_process_and_then_deletes_everything(
    database: Database, session: Session, anna: User, name: str
) -> None:
    make.make_habit(session, anna)
    steps.make_slot(session, anna, channel=Channel.EMAIL)
    partner_steps.invite(session, anna)
    take, take_then = WORK[name]
    faults: list[Exception] = []

    def delete() -> None:
        try:
            with database.writing() as hers:
                actions.delete(hers, anna)
                hers.commit()
        except sa.exc.OperationalError as error:
            faults.append(error)

    with database.writing() as clock:
        take(clock)
        deleting = threading.Thread(target=delete)
        deleting.start()
        until_it_waits(clock)
        take_then(clock)
        clock.commit()
    deleting.join()
    assert faults == []
    with database.reading() as after:
        assert after.exec(select(User)).all() == []
        assert after.exec(select(Delivery)).all() == []
