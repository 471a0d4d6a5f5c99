"""The breaker: texts stand still while the provider refuses our account, and find their way back alone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from app import config
from app.database import Database
from app.messages import breaker, callbacks, dispatch, outbox, upkeep
from app.messages.channels import Accepted, Answer, Carrier, Refused
from app.messages.message import Reason, Withheld
from app.messages.models import Breaker, Channel, Delivery, State
from tests.messages.conftest import (
    LEASE,
    MINUTE,
    NOON,
    SECOND,
    TOKEN,
    Hand,
    Note,
    Watch,
    delivery_of,
    no_jitter,
    plan,
    post,
    read_by,
)

QUARTER = 15 * MINUTE
BLOCKING = ["401", "20003", "21408", "21606", "30034"]


class Desk:
    """A dispatcher with a carrier of texts and one of emails."""

    def __init__(self, database: Database, settings: config.Settings, watch: Watch) -> None:
        self.database, self.settings, self.watch = database, settings, watch
        self.texts, self.emails = Hand(), Hand(is_repeatable=True)
        self.note = Note()
        self.carriers: dict[Channel, Carrier] = {Channel.SMS: self.texts, Channel.EMAIL: self.emails}

    def deliver(self) -> int:
        return dispatch.deliver_due(
            self.database,
            kinds={"note": self.note, "sign_in_code": Note(), "operator": Note()},
            carriers=self.carriers,
            settings=self.settings,
            now=self.watch,
            jitter=no_jitter,
        )

    def send(self, key: str, answer: Answer) -> int:
        """Plan a text that is due now, and let the provider answer so; its id."""
        self.texts.answer = answer
        planned = plan(self.database, key, due_at=self.watch(), expires_at=self.watch() + 90 * MINUTE)
        self.deliver()
        if isinstance(answer, Refused):
            self.deliver()  # the words to the operator
        return planned

    def state(self, delivery_id: int) -> State:
        return delivery_of(self.database, delivery_id).state

    def standing(self) -> tuple[str, datetime, datetime] | None:
        """The code, since when, and when it is tried again; None while texts go out."""
        with self.database.reading() as session:
            found = session.exec(select(Breaker)).one_or_none()
            return None if found is None else (found.code, found.opened_at, found.retry_at)

    def keys(self) -> list[str]:
        """The keys of the emails to the operator."""
        with self.database.reading() as session:
            rows = session.exec(select(Delivery).where(Delivery.kind == "operator"))
            return sorted(row.key for row in rows)


@pytest.fixture
def desk(messages_database: Database, settings: config.Settings, watch: Watch) -> Desk:
    return Desk(messages_database, settings, watch)


@pytest.mark.parametrize("code", BLOCKING)
def test_refusal_of_our_account_stops_texts_and_tells_the_operator_once(desk: Desk, code: str) -> None:
    first = desk.send("first", Refused(code))
    second = desk.send("second", Accepted("SM1"))
    assert desk.standing() == (code, NOON, NOON + QUARTER)
    refused = delivery_of(desk.database, first)
    assert (refused.state, refused.error_code, refused.is_astray) == (State.FAILED, code, True)
    assert desk.state(second) is State.QUEUED
    assert len(desk.texts.sent) == 1
    assert desk.keys() == [f"operator/blocked/sms/{NOON.isoformat()}"]


@pytest.mark.parametrize("code", ["21211", "21617", "30003", "error"])
def test_refusal_of_one_text_stops_no_other(desk: Desk, code: str) -> None:
    desk.send("first", Refused(code))
    assert desk.standing() is None
    assert desk.state(desk.send("second", Accepted("SM1"))) is State.ACCEPTED


def test_emails_go_on_while_texts_stand_still(desk: Desk) -> None:
    desk.send("first", Refused("20003"))
    email = plan(desk.database, "email", channel=Channel.EMAIL)
    desk.deliver()
    assert desk.state(email) is State.ACCEPTED


def test_those_claimed_with_the_refused_one_are_not_posted(desk: Desk) -> None:
    ids = [plan(desk.database, str(number)) for number in range(dispatch.THREADS + 5)]
    desk.texts.answer = Refused("20003")
    desk.deliver()
    assert len(desk.texts.sent) == dispatch.THREADS
    states = [desk.state(each) for each in ids]
    assert states == [State.FAILED] * dispatch.THREADS + [State.QUEUED] * 5
    assert delivery_of(desk.database, ids[-1]).claim_token is None


def test_one_text_is_tried_every_quarter_of_an_hour(desk: Desk) -> None:
    desk.send("first", Refused("20003"))
    desk.watch.move(QUARTER - SECOND)
    waiting = [plan(desk.database, str(number), expires_at=NOON + 90 * MINUTE) for number in range(3)]
    assert desk.deliver() == 0
    desk.watch.move(SECOND)
    assert [desk.deliver(), desk.deliver()] == [1, 0]
    assert [desk.state(each) for each in waiting] == [State.FAILED, State.QUEUED, State.QUEUED]
    assert desk.standing() == ("20003", NOON, NOON + 2 * QUARTER)
    assert len(desk.keys()) == 1
    desk.watch.move(QUARTER)
    desk.texts.answer = Accepted("SM1")
    assert desk.deliver() == 1
    assert desk.standing() is None
    desk.texts.answer = Accepted("SM2")
    assert desk.deliver() == 1
    assert [desk.state(each) for each in waiting] == [State.FAILED, State.ACCEPTED, State.ACCEPTED]


def test_try_without_a_text_is_kept_for_the_next_one(desk: Desk) -> None:
    desk.send("first", Refused("20003"))
    plan(desk.database, "email", channel=Channel.EMAIL)
    desk.watch.move(QUARTER)
    desk.deliver()
    assert desk.state(desk.send("probe", Accepted("SM1"))) is State.ACCEPTED
    assert desk.standing() is None


def test_try_of_a_text_that_is_not_to_be_sent_is_kept_for_the_next_one(desk: Desk) -> None:
    desk.send("first", Refused("20003"))
    desk.watch.move(QUARTER)
    wanted, desk.note.answer = desk.note.answer, Withheld(Reason.DONE)
    assert desk.state(desk.send("done already", Accepted("SM1"))) is State.SUPPRESSED
    desk.note.answer = wanted
    assert desk.state(desk.send("probe", Accepted("SM1"))) is State.ACCEPTED


def test_next_trouble_is_told_anew(desk: Desk) -> None:
    desk.send("first", Refused("20003"))
    desk.watch.move(QUARTER)
    desk.send("probe", Accepted("SM1"))
    desk.watch.move(MINUTE)
    desk.send("again", Refused("21606"))
    assert len(desk.keys()) == 2


def test_text_posted_before_the_channel_stopped_does_not_start_it(desk: Desk) -> None:
    earlier = desk.send("earlier", Accepted("SM1"))
    desk.watch.move(SECOND)
    desk.send("refused", Refused("21408"))
    token = "known"
    with desk.database.writing() as session:
        row = session.exec(select(Delivery).where(Delivery.id == earlier)).one()
        row.callback_hash = outbox.hash_of(token)
        session.add(row)
        session.flush()
        callbacks.apply_callback(session, token, "delivered", None, now=NOON + MINUTE)
        session.commit()
    assert desk.standing() is not None


def reported(database: Database, status: str, code: str | None = None, *, at: datetime) -> None:
    with database.writing() as session:
        callbacks.apply_callback(session, TOKEN, status, code, now=at)
        session.commit()


def test_refusal_that_comes_late_is_healed_only_by_a_text_that_went_further(
    messages_database: Database,
) -> None:
    """The provider takes texts of an unregistered number and refuses them afterwards, every one."""
    plan(messages_database)
    with messages_database.writing() as session:
        outbox.record(session, post(session), Accepted("SM1"), now=NOON)
        session.commit()
    reported(messages_database, "undelivered", "30034", at=NOON + MINUTE)
    with messages_database.writing() as session:
        row = session.exec(select(Delivery)).first()
        assert row is not None
        row.posting_at, row.state = NOON + 2 * MINUTE, State.ACCEPTED
        assert breaker.is_open(session, Channel.SMS)
        assert not breaker.heal(session, row)
        row.state = State.SENT
        assert breaker.heal(session, row)
        assert not breaker.is_open(session, Channel.SMS)


def sweep(database: Database, at: datetime) -> int:
    with database.writing() as session:
        swept = breaker.sweep(session, now=at)
        session.commit()
    return swept


def test_what_waits_for_more_than_a_minute_may_take_another_way(desk: Desk) -> None:
    desk.send("first", Refused("20003"))
    text, code = plan(desk.database, "text"), plan(desk.database, "code", kind="sign_in_code", user_id=None)
    email = plan(desk.database, "email", channel=Channel.EMAIL)
    assert sweep(desk.database, NOON + MINUTE - SECOND) == 0
    assert sweep(desk.database, NOON + MINUTE) == 2
    for each in (text, code):
        row = delivery_of(desk.database, each)
        assert (row.state, row.error_code, row.is_astray) == (State.FAILED, "breaker", True)
        assert row.finished_at == NOON + MINUTE
    assert desk.state(email) is State.QUEUED


def test_nothing_is_swept_while_texts_go_out(desk: Desk) -> None:
    plan(desk.database)
    assert sweep(desk.database, NOON + 30 * MINUTE) == 0


def test_round_of_a_channel_that_stands_still_takes_no_write_lock(desk: Desk) -> None:
    desk.send("first", Refused("20003"))
    plan(desk.database, "waiting")
    with desk.database.writing() as other:
        other.exec(select(1))
        assert desk.deliver() == 0


def test_one_of_several_senders_gets_the_try(either_database: Database) -> None:
    with either_database.writing() as session:
        assert breaker.trip(session, Channel.SMS, code="20003", now=NOON)
        assert not breaker.trip(session, Channel.SMS, code="21606", now=NOON)
        session.commit()
    for number in range(3):
        plan(either_database, str(number), expires_at=NOON + 90 * MINUTE)
    later = NOON + QUARTER
    claims: list[outbox.Claim] = []
    for _ in range(3):
        with either_database.writing() as session:
            claims += outbox.claim(session, now=later, limit=9, lease=LEASE)
            session.commit()
    assert [claim.is_try for claim in claims] == [True]
    with either_database.writing() as session:
        assert not outbox.has_work(session, now=later)
        assert outbox.release(session, claims, now=later) == 1
        assert outbox.has_work(session, now=later + QUARTER)
        assert upkeep.has_work(session, now=later)
        assert breaker.sweep(session, now=later) == 3
        assert [each.code for each in breaker.all_open(session)] == ["21606"]


@pytest.mark.parametrize(
    ("work", "index"),
    [
        (lambda session: breaker.sweep(session, now=NOON), "ix_delivery_queued"),
        (lambda session: upkeep.has_work(session, now=NOON), "ix_delivery_sending"),
        (lambda session: upkeep.has_work(session, now=NOON), "ix_delivery_queued"),
    ],
    ids=["sweep", "died", "late"],
)
def test_deliveries_are_found_by_a_partial_index(
    messages_database: Database, work: Callable[[Session], object], index: str
) -> None:
    with messages_database.writing() as session:
        steps = read_by(messages_database, lambda: work(session))
        session.rollback()
    assert any(index in step for step in steps), steps


def test_clock_finds_no_work_when_all_is_well(messages_database: Database) -> None:
    plan(messages_database, "waits")
    with messages_database.reading() as session:
        assert not upkeep.has_work(session, now=NOON)
        assert upkeep.has_work(session, now=NOON + timedelta(hours=1)), "it is too late then"
    with messages_database.writing() as session:
        post(session)
        session.commit()
    with messages_database.reading() as session:
        assert not upkeep.has_work(session, now=NOON + LEASE - SECOND)
        assert upkeep.has_work(session, now=NOON + LEASE)
