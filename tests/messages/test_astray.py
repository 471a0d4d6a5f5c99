"""Messages that went astray: marked by whoever finds out, told to their kind once, whatever the kind does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.database import Database
from app.messages import asking, astray, callbacks, outbox
from app.messages.channels import Accepted, Answer, NotSent, Refused, Unknown
from app.messages.message import Kind, Reason
from app.messages.models import Channel, Delivery, State
from tests.messages.conftest import (
    MINUTE,
    NOON,
    TOKEN,
    USER_ID,
    Note,
    claim_one,
    delivery_of,
    no_jitter,
    plan,
    post,
    read_by,
    states_of,
)


@dataclass
class Mindful(Note):
    """A kind that plans another way, or breaks when a test says so."""

    told: list[tuple[int | None, State, datetime]] = field(default_factory=list)
    break_with: Exception | None = None

    def gone_astray(self, session: Session, delivery: Delivery, *, now: datetime) -> None:
        self.told.append((delivery.id, delivery.state, now))
        outbox.enqueue(
            session,
            key=f"{delivery.key}/email",
            kind="note",
            channel=Channel.EMAIL,
            user_id=USER_ID,
            due_at=now,
            expires_at=now + MINUTE,
            now=now,
        )
        if self.break_with is not None:
            raise self.break_with


def tell(database: Database, kind: Kind, *, at: datetime = NOON) -> int:
    return astray.tell_kinds(database, kinds={"note": kind}, now=at)


def report(database: Database, status: str, code: str | None = None) -> None:
    with database.writing() as session:
        callbacks.apply_callback(session, TOKEN, status, code, now=NOON)
        session.commit()


def answered(database: Database, *answers: Answer, key: str = "a", token: str = TOKEN) -> int:
    delivery_id = plan(database, key)
    with database.writing() as session:
        for answer in answers:
            outbox.record(session, post(session, token=token), answer, now=NOON, jitter=no_jitter)
        session.commit()
    return delivery_id


ENDS: list[tuple[Answer, str | None, str | None, bool]] = [
    (Refused("21211", bad_address=True), None, None, True),
    (Refused("30034"), None, None, True),
    (NotSent("connect"), None, None, False),
    (Unknown("timeout"), None, None, False),
    (Accepted("SM1"), None, None, False),
    (Accepted("SM1"), "sent", None, False),
    (Accepted("SM1"), "delivered", None, False),
    (Accepted("SM1"), "undelivered", "30003", True),
    (Accepted("SM1"), "failed", None, True),
    (Accepted("SM1"), "undelivered", "30036", False),
]


@pytest.mark.parametrize(("answer", "status", "code", "is_astray"), ENDS)
def test_message_known_not_to_have_arrived_is_marked(
    messages_database: Database, answer: Answer, status: str | None, code: str | None, is_astray: bool
) -> None:
    delivery_id = answered(messages_database, answer)
    if status is not None:
        report(messages_database, status, code)
    assert delivery_of(messages_database, delivery_id).is_astray is is_astray
    kind = Mindful()
    assert tell(messages_database, kind) == is_astray
    assert len(kind.told) == is_astray


@pytest.mark.parametrize("reason", list(Reason))
def test_of_what_was_withheld_only_a_bad_address_is_astray(
    messages_database: Database, reason: Reason
) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        outbox.give_up(session, claim_one(session), State.SUPPRESSED, now=NOON, reason=reason)
        session.commit()
    assert delivery_of(messages_database, delivery_id).is_astray is (reason is Reason.BAD_ADDRESS)


def test_kind_is_told_once_and_what_it_planned_is_kept(either_database: Database) -> None:
    delivery_id = answered(either_database, Refused("21211", bad_address=True))
    kind = Mindful()
    assert tell(either_database, kind, at=NOON + MINUTE) == 1
    assert tell(either_database, kind, at=NOON + MINUTE) == 0
    assert kind.told == [(delivery_id, State.FAILED, NOON + MINUTE)]
    assert states_of(either_database, delivery_id)[-1] == ("told", State.FAILED)
    with either_database.reading() as session:
        assert outbox.has_work(session, now=NOON + MINUTE)


def test_kind_that_breaks_is_told_no_more_and_keeps_no_other_waiting(
    messages_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    first = answered(messages_database, Refused("21211"), key="a")
    second = answered(messages_database, Refused("21211"), key="b", token="b")
    kind = Mindful(break_with=LookupError("+14155550123"))
    assert tell(messages_database, kind) == 2
    assert [told[0] for told in kind.told] == [first, second]
    assert tell(messages_database, kind) == 0
    with messages_database.reading() as session:
        assert not outbox.has_work(session, now=NOON), "what a broken kind wrote is taken back"
    assert {record.levelname for record in caplog.records} == {"ERROR"}
    assert "+1415" not in str([record.__dict__ for record in caplog.records])


def test_absent_database_is_no_fault_of_the_kind(messages_database: Database) -> None:
    answered(messages_database, Refused("21211"))
    away = Mindful(break_with=sa.exc.OperationalError("SELECT 1", None, OSError("gone")))
    with pytest.raises(sa.exc.OperationalError):
        tell(messages_database, away)
    assert tell(messages_database, Mindful()) == 1


def test_nobody_is_told_of_an_unknown_kind_and_the_mark_goes(messages_database: Database) -> None:
    delivery_id = answered(messages_database, Refused("21211"))
    astray.tell_kinds(messages_database, kinds={}, now=NOON)
    assert not delivery_of(messages_database, delivery_id).is_astray


def test_text_that_arrives_before_its_kind_was_told_is_not_astray(messages_database: Database) -> None:
    delivery_id = answered(messages_database, Accepted("SM1"))
    report(messages_database, "undelivered", "30003")
    report(messages_database, "delivered")
    assert not delivery_of(messages_database, delivery_id).is_astray
    assert tell(messages_database, Mindful()) == 0


def give_up_as_lost(database: Database) -> None:
    asking.ask_due(database, carriers={}, now=lambda: NOON + 24 * 60 * MINUTE)


def check_lost_then(database: Database, between: Callable[[Mindful], object], *, told: int) -> None:
    kind = Mindful()
    answered(database, Unknown("timeout"))
    give_up_as_lost(database)
    between(kind)
    report(database, "sent")
    report(database, "undelivered", "30003")
    tell(database, kind)
    assert len(kind.told) == told


def test_text_lost_then_reported_undelivered_is_told_once(messages_database: Database) -> None:
    check_lost_then(messages_database, lambda kind: tell(messages_database, kind), told=1)


def test_text_reported_undelivered_before_anybody_was_told_is_told(messages_database: Database) -> None:
    check_lost_then(messages_database, lambda _kind: None, told=1)


def test_idle_round_is_one_indexed_read(messages_database: Database) -> None:
    answered(messages_database, Accepted("SM1"))
    steps = read_by(messages_database, lambda: tell(messages_database, Mindful()))
    assert any("ix_delivery_astray" in step for step in steps), steps
