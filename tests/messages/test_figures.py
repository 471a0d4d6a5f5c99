"""What whoever runs it is told of the outbox: how late, how many, what waits, what stands still."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.messages import figures
from app.messages.figures import Lateness, Queue
from app.messages.models import Breaker, Channel, State
from tests.conftest import NOON
from tests.operating import MINUTE, SECOND, add

DAY = timedelta(days=1)


@pytest.fixture
def small(messages_database):
    """A writing session of a SQLite database."""
    with messages_database.writing() as session:
        yield session


def test_lateness_is_what_half_and_ninety_nine_in_a_hundred_do_not_exceed(session):
    for late in range(1, 201):
        add(session, due_at=NOON - 10 * MINUTE, late=late / 4)
    assert figures.lateness(session, now=NOON) == Lateness(measured=200, p50=25.0, p99=49.5)


@pytest.mark.parametrize(
    ("lates", "p50", "p99"),
    [
        ((), None, None),
        ((0.4,), 0.4, 0.4),
        ((1, 9), 1, 9),
        ((3, 1, 2), 2, 3),
        ((0, 0, 0, 3600), 0, 3600),
        ((-0.5, -0.5, 2), 0, 2),
    ],
)
def test_lateness_of_few_messages_is_that_of_one_of_them(small, lates, p50, p99):
    for late in lates:
        add(small, due_at=NOON - 2 * 60 * MINUTE, late=late)
    assert figures.lateness(small, now=NOON) == Lateness(len(lates), p50, p99)


def test_lateness_leaves_out_what_was_not_posted_or_was_due_at_another_time(small):
    add(small, due_at=NOON - DAY, late=50)
    add(small, due_at=NOON + SECOND, late=60)
    add(small, late=None, state=State.SUPPRESSED)
    add(small, due_at=NOON - DAY + SECOND, late=7)
    add(small, due_at=NOON, late=7)
    assert figures.lateness(small, now=NOON) == Lateness(2, 7, 7)


def test_lateness_looks_at_the_newest_when_there_are_very_many(small, monkeypatch):
    monkeypatch.setattr(figures, "MOST_MEASURED", 3)
    for late in (50, 3, 2, 1):
        add(small, due_at=NOON - late * MINUTE, late=late)
    assert figures.lateness(small, now=NOON) == Lateness(3, 2, 3)


def test_messages_of_a_day_are_counted_by_state_and_channel(session):
    add(session)
    add(session)
    add(session, channel=Channel.EMAIL)
    add(session, state=State.UNKNOWN)
    add(session, due_at=NOON - DAY)
    add(session, due_at=NOON + SECOND, state=State.QUEUED)
    assert figures.by_state(session, now=NOON) == {
        (State.DELIVERED, Channel.SMS): 2,
        (State.DELIVERED, Channel.EMAIL): 1,
        (State.UNKNOWN, Channel.SMS): 1,
    }


def test_queue_has_what_waits_and_what_is_being_sent_and_since_when_it_is_due(session):
    add(session, due_at=NOON - 3 * DAY)
    add(session, due_at=NOON - 2 * MINUTE, state=State.QUEUED)
    add(session, due_at=NOON - 3 * MINUTE, state=State.SENDING)
    add(session, due_at=NOON + MINUTE, state=State.QUEUED)
    add(session, due_at=NOON + MINUTE, state=State.QUEUED, channel=Channel.PUSH)
    add(session, due_at=NOON, state=State.QUEUED, channel=Channel.EMAIL)
    assert figures.queues(session, now=NOON) == {
        Channel.SMS: Queue(waiting=3, oldest_due_at=NOON - 3 * MINUTE),
        Channel.PUSH: Queue(waiting=1, oldest_due_at=None),
        Channel.EMAIL: Queue(waiting=1, oldest_due_at=NOON),
    }


def test_queue_is_found_by_its_indexes_alone(small):
    seen: list[str] = []
    listen = (small.get_bind(), "before_cursor_execute", lambda *args: seen.append(args[2]))
    sa.event.listen(*listen)
    figures.queues(small, now=NOON)
    sa.event.remove(*listen)
    plan = small.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {seen[-1]}", (str(NOON),))
    told = " ".join(row[3] for row in plan)
    assert "ix_delivery_queued" in told
    assert "ix_delivery_sending" in told


def test_channels_that_stand_still_are_named(small):
    for channel in (Channel.SMS, Channel.EMAIL):
        small.add(Breaker(channel=channel, code="20003", opened_at=NOON, retry_at=NOON + MINUTE))
    small.flush()
    assert [breaker.channel for breaker in figures.breakers(small)] == [Channel.EMAIL, Channel.SMS]
