"""Upkeep of the outbox: what a dead sender left, what came too late, what is forgotten."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from app.database import Database
from app.messages import callbacks, outbox, upkeep
from app.messages.channels import Accepted, Answer, NotSent, Refused, Unknown
from app.messages.models import AddressFault, Channel, Delivery, DeliveryEvent, Fault, Letter, State
from tests.messages.conftest import (
    LEASE,
    MINUTE,
    NOON,
    SECOND,
    TOKEN,
    USER_ID,
    claim_one,
    delivery_of,
    no_jitter,
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


def answered(database: Database, *answers: Answer) -> int:
    """A message to which the provider answered so, one attempt after the other; its id."""
    delivery_id = plan(database, expires_at=NOON + 90 * MINUTE)
    at = NOON
    for answer in answers:
        with database.writing() as session:
            outbox.record(session, post(session, at=at), answer, now=at, jitter=no_jitter)
            session.commit()
        at = delivery_of(database, delivery_id).next_attempt_at
    return delivery_id


def requeue(database: Database, *, after: timedelta = 3 * 60 * MINUTE) -> int:
    with database.writing() as session:
        count = upkeep.requeue(session, now=NOON + after)
        session.commit()
    return count


ENDED: list[tuple[list[Answer], bool]] = [
    ([NotSent("connect")] * 5, True),
    ([NotSent("20429")] * 5, True),
    ([Refused("20003")], True),
    ([Refused("30034")], True),
    ([*[NotSent("connect")] * 4, Refused("21211", bad_address=True)], False),
    ([Refused("21211", bad_address=True)], False),
    ([Refused("21610", opted_out=True)], False),
    ([Refused("21617")], False),
    ([NotSent("connect")], False),
    ([Unknown("timeout")], False),
    ([Accepted("SM1")], False),
]


@pytest.mark.parametrize(("answers", "is_tried"), ENDED)
def test_only_what_surely_never_left_is_tried_once_more(
    messages_database: Database, answers: list[Answer], is_tried: bool
) -> None:
    delivery_id = answered(messages_database, *answers)
    before = delivery_of(messages_database, delivery_id)
    assert requeue(messages_database) == is_tried
    after = delivery_of(messages_database, delivery_id)
    assert after.state is (State.QUEUED if is_tried else before.state)


@pytest.mark.parametrize("code", ["error", "unknown_kind"])
def test_message_that_our_mistake_ended_is_as_new(either_database: Database, code: str) -> None:
    delivery_id = plan(either_database, expires_at=NOON + 90 * MINUTE)
    with either_database.writing() as session:
        outbox.give_up(session, claim_one(session), State.FAILED, now=NOON, code=code)
        session.commit()
    assert requeue(either_database) == 1
    assert requeue(either_database) == 0
    row, later = delivery_of(either_database, delivery_id), NOON + 180 * MINUTE
    assert (row.state, row.attempts, row.claim_token, row.posting_at) == (State.QUEUED, 0, None, None)
    assert (row.next_attempt_at, row.expires_at, row.due_at) == (later, later + 90 * MINUTE, NOON)
    assert (row.error_code, row.finished_at, row.is_astray) == (None, None, False)
    assert states_of(either_database, delivery_id)[-1] == ("operator", State.QUEUED)


def test_texts_reported_back_or_lost_are_never_tried_once_more(messages_database: Database) -> None:
    delivery_id = answered(messages_database, Accepted("SM1"))
    with messages_database.writing() as session:
        callbacks.apply_callback(session, TOKEN, "failed", "30034", now=NOON)
        session.commit()
    assert requeue(messages_database) == 0
    assert delivery_of(messages_database, delivery_id).state is State.FAILED


def test_what_is_a_day_old_is_not_tried_once_more(messages_database: Database) -> None:
    answered(messages_database, Refused("20003"))
    assert requeue(messages_database, after=timedelta(days=1)) == 0


def test_purge_forgets_addresses_whose_fault_ended_long_ago(messages_database: Database) -> None:
    with messages_database.writing() as session:
        for address, ended_at in (("+1", NOON), ("+2", NOON + MINUTE), ("+3", None)):
            session.add(
                AddressFault(
                    user_id=USER_ID,
                    channel=Channel.SMS,
                    address=address,
                    fault=Fault.UNREACHABLE,
                    since=NOON,
                    ended_at=ended_at,
                )
            )
        session.flush()
        upkeep.purge(session, before=NOON + MINUTE)
        assert set(session.exec(select(AddressFault.address))) == {"+2", "+3"}
