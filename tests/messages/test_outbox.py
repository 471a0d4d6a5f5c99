"""The outbox: planned once, claimed by one, recorded under the claim."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from app.database import Database
from app.messages import outbox, upkeep
from app.messages.channels import Accepted, Answer, NotSent, Refused, Unknown
from app.messages.message import Reason
from app.messages.models import Channel, State
from tests.messages.conftest import (
    LEASE,
    MINUTE,
    NOON,
    SECOND,
    USER_ID,
    add_person,
    claim_one,
    delivery_of,
    no_jitter,
    plan,
    post,
    states_of,
)


def test_planning_twice_plans_once(messages_database: Database) -> None:
    first = plan(messages_database, "slot 4/2026-03-02/sms", slot_id=4, local_date=date(2026, 3, 2))
    with messages_database.writing() as session:
        planned = outbox.enqueue(
            session,
            key="slot 4/2026-03-02/sms",
            kind="other",
            channel=Channel.EMAIL,
            user_id=None,
            due_at=NOON + MINUTE,
            expires_at=NOON + 2 * MINUTE,
            now=NOON,
        )
        session.commit()
    kept = delivery_of(messages_database, first)
    assert not planned
    assert (kept.kind, kept.channel, kept.slot_id, kept.local_date, kept.due_at) == (
        "note",
        Channel.SMS,
        4,
        date(2026, 3, 2),
        NOON,
    )


def test_nothing_is_claimed_before_it_is_due_or_after_it_expired(messages_database: Database) -> None:
    plan(messages_database, "later", due_at=NOON + SECOND)
    plan(messages_database, "over", expires_at=NOON)
    with messages_database.writing() as session:
        assert not outbox.has_work(session, now=NOON)
        assert outbox.claim(session, now=NOON, limit=9, lease=LEASE) == []
        assert outbox.has_work(session, now=NOON + SECOND)


def test_longest_due_is_claimed_first_and_no_more_than_asked(messages_database: Database) -> None:
    third, first, second = (plan(messages_database, str(n), due_at=NOON - n * MINUTE) for n in (1, 3, 2))
    with messages_database.writing() as session:
        taken = [claim.id for claim in outbox.claim(session, now=NOON, limit=2, lease=LEASE)]
        rest = [claim.id for claim in outbox.claim(session, now=NOON, limit=2, lease=LEASE)]
    assert (taken, rest) == ([first, second], [third])


def test_many_senders_never_claim_the_same_delivery(messages_database: Database) -> None:
    planned = {plan(messages_database, str(number)) for number in range(60)}
    others = [Database(str(messages_database.engine.url)) for _ in range(2)]
    start = Barrier(6)

    def claim_all(number: int) -> list[int]:
        claimed: list[int] = []
        start.wait()
        while True:
            with others[number % 2].writing() as session:
                claims = outbox.claim(session, now=NOON, limit=3, lease=LEASE)
                session.commit()
            if not claims:
                return claimed
            claimed += [claim.id for claim in claims]

    with ThreadPoolExecutor(6) as threads:
        claimed = [each for ids in threads.map(claim_all, range(6)) for each in ids]
    for other in others:
        other.close()
    assert len(claimed) == len(planned)
    assert set(claimed) == planned


ANSWERS: list[tuple[Answer, State, str | None, str | None]] = [
    (Accepted("SM1"), State.ACCEPTED, None, None),
    (NotSent("429"), State.QUEUED, "429", None),
    (Refused("21610", opted_out=True), State.FAILED, "21610", Reason.OPTED_OUT),
    (Refused("21211", bad_address=True), State.FAILED, "21211", Reason.BAD_ADDRESS),
    (Refused("30034"), State.FAILED, "30034", None),
    (Unknown("timeout"), State.UNKNOWN, "timeout", None),
]


@pytest.mark.parametrize(("answer", "state", "code", "reason"), ANSWERS)
def test_each_answer_leads_to_its_state(
    messages_database: Database, answer: Answer, state: State, code: str | None, reason: str | None
) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        outbox.record(session, post(session), answer, now=NOON + SECOND, jitter=no_jitter)
        session.commit()
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.error_code, delivery.reason) == (state, code, reason)
    assert states_of(messages_database, delivery_id) == [
        ("dispatch", State.SENDING),
        ("dispatch", state),
    ]
    assert delivery.accepted_at == (NOON + SECOND if state is State.ACCEPTED else None)
    assert delivery.provider_id == ("SM1" if state is State.ACCEPTED else None)
    assert delivery.finished_at == (NOON + SECOND if state is State.FAILED else None)


def test_waits_double_and_the_fifth_attempt_is_the_last(messages_database: Database) -> None:
    delivery_id = plan(messages_database)
    at, waits = NOON, []
    for _ in range(5):
        with messages_database.writing() as session:
            outbox.record(session, post(session, at=at), NotSent("connect"), now=at, jitter=no_jitter)
            session.commit()
        delivery = delivery_of(messages_database, delivery_id)
        waits.append((delivery.next_attempt_at - at).total_seconds())
        at = delivery.next_attempt_at
    assert waits[:4] == [15, 30, 60, 120]
    assert (delivery.state, delivery.error_code, delivery.attempts) == (State.FAILED, "connect", 5)


@pytest.mark.parametrize(("retry_after", "seconds"), [(None, 15), (7, 15), (90, 90)])
def test_retry_after_is_kept_when_it_is_longer(
    messages_database: Database, retry_after: int | None, seconds: int
) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        outbox.record(session, post(session), NotSent("429", retry_after), now=NOON, jitter=no_jitter)
        session.commit()
    assert delivery_of(messages_database, delivery_id).next_attempt_at == NOON + seconds * SECOND


@given(seed=st.integers(0, 2**32))
def test_jitter_stays_within_a_quarter(seed: int) -> None:
    assert 0.75 <= random.Random(seed).uniform(*outbox.JITTER) <= 1.25


def test_jitter_spreads_the_wait(messages_database: Database) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        outbox.record(session, post(session), NotSent("connect"), now=NOON, jitter=lambda low, _high: low)
        session.commit()
    assert delivery_of(messages_database, delivery_id).next_attempt_at == NOON + 11.25 * SECOND


@pytest.mark.parametrize(("lasting", "retry_after"), [(15, None), (15, 7), (3600, 3600)])
def test_next_attempt_past_expiry_expires_instead(
    messages_database: Database, lasting: int, retry_after: int | None
) -> None:
    delivery_id = plan(messages_database, expires_at=NOON + lasting * SECOND)
    with messages_database.writing() as session:
        outbox.record(session, post(session), NotSent("429", retry_after), now=NOON, jitter=no_jitter)
        session.commit()
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.error_code, delivery.finished_at) == (State.EXPIRED, "429", NOON)


def test_answer_to_a_claim_that_ended_changes_nothing(messages_database: Database) -> None:
    delivery_id = plan(messages_database, channel=Channel.EMAIL)
    with messages_database.writing() as session:
        claim = post(session, token=None)
        upkeep.recover(session, now=NOON + LEASE)
        outbox.record(session, claim, Refused("550", bad_address=True), now=NOON + LEASE)
        outbox.give_up(session, claim, State.FAILED, now=NOON + LEASE, code="error")
        session.commit()
    assert delivery_of(messages_database, delivery_id).state is State.QUEUED


def test_sender_whose_lease_ended_cannot_touch_what_another_one_claimed(messages_database: Database) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        slow = claim_one(session)
        upkeep.recover(session, now=NOON + LEASE)
        (quick,) = outbox.claim(session, now=NOON + LEASE, limit=1, lease=LEASE)
        assert outbox.claimed(session, slow, now=NOON + LEASE) is None
        outbox.record(session, slow, Accepted("SM1"), now=NOON + LEASE)
        outbox.give_up(session, slow, State.SUPPRESSED, now=NOON + LEASE, reason=Reason.DONE)
        assert outbox.claimed(session, quick, now=NOON + LEASE) is not None
        session.commit()
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.provider_id, delivery.reason) == (State.SENDING, None, None)


def test_recent_are_hers_alone_newest_first_and_bounded(messages_database: Database) -> None:
    with messages_database.writing() as session:
        add_person(session, 2)
        session.commit()
    plan(messages_database, "hers", user_id=2)
    old, new = (plan(messages_database, str(n), due_at=NOON + n * MINUTE) for n in (1, 2))
    with messages_database.reading() as session:
        assert [each.id for each in outbox.recent(session, USER_ID, limit=9)] == [new, old]
        assert [each.id for each in outbox.recent(session, USER_ID, limit=1)] == [new]


@pytest.mark.parametrize(
    ("work", "index"),
    [
        (lambda session: outbox.has_work(session, now=NOON), "ix_delivery_queued"),
        (lambda session: outbox.claim(session, now=NOON, limit=5, lease=LEASE), "ix_delivery_queued"),
        (lambda session: upkeep.recover(session, now=NOON), "ix_delivery_sending"),
    ],
    ids=["has_work", "claim", "recover"],
)
def test_waiting_deliveries_are_found_by_a_partial_index(
    messages_database: Database, work: Callable[[Session], object], index: str
) -> None:
    statements: list[tuple[str, Any]] = []
    sa.event.listen(
        messages_database.engine,
        "before_cursor_execute",
        lambda *arguments: statements.append((arguments[2], arguments[3])),
    )
    with messages_database.writing() as session:
        work(session)
        found = [each for each in statements if "delivery" in each[0]]
        assert found
        for text, values in found:
            plan_ = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all()
            assert any(index in row[-1] for row in plan_), plan_
