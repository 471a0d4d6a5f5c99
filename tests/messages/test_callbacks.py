"""Status callbacks: a state moves only up, and a token is known by its hash alone."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlmodel import select

from app.database import Database
from app.messages import callbacks, outbox
from app.messages.channels import Accepted, Unknown
from app.messages.models import Channel, Delivery, State
from tests.messages.conftest import MINUTE, NOON, SECOND, TOKEN, delivery_of, plan, post, states_of

CALLBACKS: list[tuple[list[str], State]] = [
    (["queued"], State.ACCEPTED),
    (["sent"], State.SENT),
    (["sent", "delivered"], State.DELIVERED),
    (["delivered", "sent", "queued"], State.DELIVERED),
    (["undelivered", "sent"], State.UNDELIVERED),
    (["failed", "undelivered"], State.FAILED),
    (["undelivered", "failed"], State.UNDELIVERED),
    (["undelivered", "delivered"], State.DELIVERED),
    (["delivered", "failed"], State.DELIVERED),
    (["sent", "sent", "sent"], State.SENT),
    (["something new"], State.ACCEPTED),
]


@pytest.mark.parametrize(("statuses", "state"), CALLBACKS)
def test_callbacks_move_only_up_and_each_leaves_an_event(
    messages_database: Database, statuses: list[str], state: State
) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        outbox.record(session, post(session), Accepted("SM1"), now=NOON)
        for status in statuses:
            assert callbacks.apply_callback(session, TOKEN, status, None, now=NOON + MINUTE)
        session.commit()
    assert delivery_of(messages_database, delivery_id).state is state
    events = [each for each in states_of(messages_database, delivery_id) if each[0] == "callback"]
    assert len(events) == len(statuses)


HEIGHTS = {"queued": 1, "sent": 2, "undelivered": 3, "failed": 3, "delivered": 4}


@given(statuses=st.lists(st.sampled_from(sorted(HEIGHTS)), min_size=1, max_size=6))
@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_order_of_callbacks_ever_lowers_the_state(
    messages_database: Database, statuses: list[str]
) -> None:
    with messages_database.writing() as session:
        outbox.enqueue(
            session,
            key="a",
            kind="note",
            channel=Channel.SMS,
            user_id=None,
            due_at=NOON,
            expires_at=NOON + MINUTE,
            now=NOON,
        )
        outbox.record(session, post(session), Accepted("SM1"), now=NOON)
        highest = 1
        for status in statuses:
            callbacks.apply_callback(session, TOKEN, status, None, now=NOON)
            highest = max(highest, HEIGHTS[status])
            reached = session.exec(select(Delivery)).one().state
            assert HEIGHTS.get(reached, 1) == highest
        session.rollback()


def test_callback_settles_an_unknown_text(messages_database: Database) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        outbox.record(session, post(session), Unknown("timeout"), now=NOON)
        callbacks.apply_callback(session, TOKEN, "sent", None, now=NOON + MINUTE)
        session.commit()
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.error_code, delivery.accepted_at) == (State.SENT, None, NOON + MINUTE)


def test_callback_that_is_quicker_than_the_answer_stays(messages_database: Database) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        claim = post(session)
        callbacks.apply_callback(session, TOKEN, "delivered", None, now=NOON)
        outbox.record(session, claim, Accepted("SM1"), now=NOON + SECOND)
        session.commit()
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.provider_id, delivery.accepted_at) == (State.DELIVERED, "SM1", NOON)


@pytest.mark.parametrize(
    ("code", "state"), [("30003", State.UNDELIVERED), ("30036", State.EXPIRED)], ids=["off", "too late"]
)
def test_callback_keeps_the_providers_code(messages_database: Database, code: str, state: State) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        outbox.record(session, post(session), Accepted("SM1"), now=NOON)
        callbacks.apply_callback(session, TOKEN, "undelivered", code, now=NOON + MINUTE)
        session.commit()
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.error_code, delivery.finished_at) == (state, code, NOON + MINUTE)


def test_unknown_token_is_said_so_and_changes_nothing(messages_database: Database) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        post(session)
        assert not callbacks.apply_callback(session, "guess", "delivered", None, now=NOON)
        session.commit()
    assert delivery_of(messages_database, delivery_id).state is State.SENDING


def test_only_the_hash_of_a_callbacks_token_is_stored(messages_database: Database) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        post(session, token="a secret of the path")
        session.commit()
    stored = delivery_of(messages_database, delivery_id).callback_hash
    assert stored == outbox.hash_of("a secret of the path")
    assert "secret" not in str(stored)
