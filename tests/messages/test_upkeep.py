"""Upkeep of the outbox: what a dead sender left, what came too late, what is forgotten."""

import pytest
from sqlmodel import col, select

from app.database import Database
from app.messages import outbox, upkeep
from app.messages.channels import Accepted
from app.messages.models import Channel, Delivery, DeliveryEvent, Letter, State
from tests.messages.conftest import (
    LEASE,
    MINUTE,
    NOON,
    SECOND,
    TOKEN,
    claim_one,
    delivery_of,
    plan,
    post,
    states_of,
)


def test_death_before_posting_puts_back_in_the_queue(messages_database: Database) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        claim = claim_one(session)
        session.commit()
    with messages_database.writing() as session:
        assert upkeep.recover(session, now=NOON + LEASE - SECOND) == 0
        assert upkeep.recover(session, now=NOON + LEASE) == 1
        session.commit()
    with messages_database.writing() as session:
        assert outbox.claimed(session, claim, now=NOON + LEASE) is None
        (again,) = outbox.claim(session, now=NOON + LEASE, limit=1, lease=LEASE)
    assert again.id == delivery_id
    assert again.token != claim.token


@pytest.mark.parametrize(
    ("channel", "token", "state"),
    [
        (Channel.SMS, TOKEN, State.UNKNOWN),
        (Channel.SMS, None, State.QUEUED),
        (Channel.EMAIL, None, State.QUEUED),
    ],
    ids=["text", "text in the letterbox", "email"],
)
def test_death_after_posting_repeats_only_what_may_be_repeated(
    messages_database: Database, channel: Channel, token: str | None, state: State
) -> None:
    delivery_id = plan(messages_database, channel=channel)
    with messages_database.writing() as session:
        post(session, token=token)
        session.commit()
    with messages_database.writing() as session:
        assert upkeep.recover(session, now=NOON + LEASE) == 1
        session.commit()
    assert delivery_of(messages_database, delivery_id).state is state
    assert states_of(messages_database, delivery_id)[-1] == ("clock", state)
    with messages_database.writing() as session:
        claims = outbox.claim(session, now=NOON + LEASE, limit=1, lease=LEASE)
    assert len(claims) == (1 if state is State.QUEUED else 0)


def test_slow_sender_may_still_say_that_an_unknown_text_was_taken(messages_database: Database) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        claim = post(session)
        upkeep.recover(session, now=NOON + LEASE)
        outbox.record(session, claim, Accepted("SM1"), now=NOON + LEASE + SECOND)
        session.commit()
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.provider_id) == (State.ACCEPTED, "SM1")


def test_what_was_not_sent_in_time_expires(messages_database: Database) -> None:
    late, live = plan(messages_database, "late", expires_at=NOON + MINUTE), plan(messages_database, "live")
    with messages_database.writing() as session:
        assert upkeep.expire(session, now=NOON + MINUTE) == 1
        session.commit()
    assert delivery_of(messages_database, late).state is State.EXPIRED
    assert delivery_of(messages_database, late).finished_at == NOON + MINUTE
    assert delivery_of(messages_database, live).state is State.QUEUED
    assert states_of(messages_database, late) == [("clock", State.EXPIRED)]


def test_purge_forgets_what_is_old_and_finished(messages_database: Database) -> None:
    old, new = NOON, NOON + 60 * MINUTE
    hers = plan(messages_database, "hers")
    plan(messages_database, "nobody's", user_id=None)
    waiting = plan(messages_database, "waiting", user_id=None)
    with messages_database.writing() as session:
        for row in session.exec(select(Delivery).where(col(Delivery.id) != waiting)):
            row.state, row.address = State.ACCEPTED, "+14155550123"
            session.add(row)
            session.add(DeliveryEvent(delivery_id=row.id or 0, at=NOON, source="test", state=State.ACCEPTED))
        for delivery_id, at in ((hers, old), (waiting, new)):
            letter = Letter(delivery_id=delivery_id, at=at, channel=Channel.SMS, address="+1", text="Hi")
            session.add(letter)
        session.commit()
        upkeep.purge(session, before=NOON + MINUTE)
        session.commit()
    with messages_database.reading() as session:
        assert {row.key for row in session.exec(select(Delivery))} == {"hers", "waiting"}
        assert [row.delivery_id for row in session.exec(select(Letter))] == [waiting]
        assert [row.delivery_id for row in session.exec(select(DeliveryEvent))] == [hers]
    assert delivery_of(messages_database, hers).address is None


def test_purge_leaves_what_is_young(messages_database: Database) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        outbox.record(session, post(session), Accepted("SM1"), now=NOON)
        upkeep.purge(session, before=NOON)
        session.commit()
    assert delivery_of(messages_database, delivery_id).address == "+14155550123"
