"""The dispatcher: claims, commits, sends with nothing held, records; survives every mistake and death."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from app import config
from app.database import Database
from app.messages import consent, dispatch, outbox, upkeep
from app.messages.channels import Accepted, Answer, Carrier, Envelope, NotSent, Refused, Unknown
from app.messages.dispatch import THREADS
from app.messages.message import Kind, Message, OneWay, Reason, Withheld
from app.messages.models import Channel, Delivery, State
from tests.messages.conftest import (
    MINUTE,
    NOON,
    PHONE,
    USER_ID,
    Hand,
    Note,
    Watch,
    delivery_of,
    no_jitter,
    plan,
    post,
    states_of,
)


class Desk:
    """A dispatcher with one kind of message and one carrier for texts and one for emails."""

    def __init__(self, database: Database, settings: config.Settings, watch: Watch) -> None:
        self.database, self.settings, self.watch = database, settings, watch
        self.note = Note()
        self.texts, self.emails = Hand(), Hand(is_repeatable=True)
        self.kinds: dict[str, Kind] = {"note": self.note}
        self.carriers: Mapping[Channel, Carrier] = {Channel.SMS: self.texts, Channel.EMAIL: self.emails}

    def deliver(self, limit: int = 50) -> int:
        return dispatch.deliver_due(
            self.database,
            kinds=self.kinds,
            carriers=self.carriers,
            settings=self.settings,
            now=self.watch,
            limit=limit,
            jitter=no_jitter,
        )

    def recover(self, after: timedelta) -> None:
        """The clock's work some time later."""
        self.watch.move(after)
        with self.database.writing() as session:
            upkeep.recover(session, now=self.watch())
            upkeep.expire(session, now=self.watch())
            session.commit()


@pytest.fixture
def desk(messages_database: Database, settings: config.Settings, watch: Watch) -> Desk:
    return Desk(messages_database, settings, watch)


def test_text_that_is_due_is_sent_once(desk: Desk) -> None:
    delivery_id = plan(desk.database)
    assert desk.deliver() == 1
    assert desk.deliver() == 0
    ((message, envelope, at),) = desk.texts.sent
    assert (message.address, message.text, at) == (PHONE, "Open: 1 Walk", NOON)
    assert (envelope.delivery_id, envelope.kind, envelope.channel) == (delivery_id, "note", Channel.SMS)
    assert envelope.expires_at == NOON + 60 * MINUTE
    delivery = delivery_of(desk.database, delivery_id)
    assert (delivery.state, delivery.address, delivery.attempts) == (State.ACCEPTED, PHONE, 1)


def test_callback_address_carries_the_token_whose_hash_is_stored(desk: Desk) -> None:
    delivery_id = plan(desk.database)
    desk.deliver()
    url = desk.texts.sent[0][1].callback_url or ""
    place, token = url.rsplit("/", 1)
    assert place == f"{desk.settings.public_url}/webhooks/twilio/status"
    assert len(token) == 43
    assert delivery_of(desk.database, delivery_id).callback_hash == outbox.hash_of(token)


def test_email_has_no_callback_address(desk: Desk) -> None:
    delivery_id = plan(desk.database, channel=Channel.EMAIL)
    desk.deliver()
    assert desk.emails.sent[0][1].callback_url is None
    assert delivery_of(desk.database, delivery_id).callback_hash is None


def test_idle_round_takes_no_write_lock(desk: Desk) -> None:
    plan(desk.database, due_at=NOON + MINUTE)
    statements: list[str] = []
    sa.event.listen(
        desk.database.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2])
    )
    with desk.database.writing() as other:
        other.exec(select(1))
        assert desk.deliver() == 0
    # The other's beginning is the lock itself, which no event tells of.
    assert [each.split()[0] for each in statements] == ["SELECT", "BEGIN", "SELECT"]


def test_nothing_is_held_while_a_message_is_sent(desk: Desk) -> None:
    plan(desk.database)

    def write_meanwhile(_envelope: Envelope) -> Answer:
        plan(desk.database, "written while sending", due_at=NOON + MINUTE)
        return Accepted("SM1")

    desk.texts.answer = write_meanwhile
    desk.deliver()
    with desk.database.reading() as session:
        assert len(session.exec(select(Delivery)).all()) == 2


def test_posting_is_noted_before_the_message_leaves(desk: Desk) -> None:
    delivery_id = plan(desk.database)
    seen: list[Delivery] = []

    def look(_envelope: Envelope) -> Answer:
        seen.append(delivery_of(desk.database, delivery_id))
        return Accepted("SM1")

    desk.texts.answer = look
    desk.deliver()
    assert (seen[0].state, seen[0].posting_at, seen[0].address) == (State.SENDING, NOON, PHONE)
    assert seen[0].lease_until == NOON + dispatch.LEASE


@pytest.mark.parametrize("reason", list(Reason))
def test_withheld_message_is_suppressed_and_not_sent(desk: Desk, reason: Reason) -> None:
    desk.note.answer = Withheld(reason)
    delivery_id = plan(desk.database)
    desk.deliver()
    delivery = delivery_of(desk.database, delivery_id)
    assert (delivery.state, delivery.reason, delivery.attempts) == (State.SUPPRESSED, reason, 0)
    assert desk.texts.sent == []


def test_mistake_in_one_message_does_not_keep_the_others(desk: Desk) -> None:
    bad, good = plan(desk.database, "bad", kind="broken"), plan(desk.database, "good")
    desk.kinds["broken"] = Note(ValueError("no such habit"))
    assert desk.deliver() == 2
    broken = delivery_of(desk.database, bad)
    assert (broken.state, broken.error_code) == (State.FAILED, "error")
    assert delivery_of(desk.database, good).state is State.ACCEPTED


def test_what_a_broken_kind_wrote_is_taken_back(desk: Desk) -> None:
    class Scribbler(OneWay):
        def prepare(self, session: Session, delivery: Delivery, *, now: datetime) -> Message:
            assert delivery.state is State.SENDING
            consent.give(
                session,
                user_id=USER_ID,
                channel=Channel.SMS,
                address=PHONE,
                words="Yes",
                words_version="1",
                source="test",
                proved_by="code",
                now=now,
            )
            raise LookupError

    desk.kinds["note"] = Scribbler()
    plan(desk.database)
    desk.deliver()
    with desk.database.reading() as session:
        assert not consent.is_given(session, user_id=USER_ID, channel=Channel.SMS, address=PHONE)


def test_absent_database_is_no_fault_of_the_message(desk: Desk) -> None:
    desk.note.answer = sa.exc.OperationalError("SELECT 1", None, OSError("gone"))
    delivery_id = plan(desk.database)
    with pytest.raises(sa.exc.OperationalError):
        desk.deliver()
    desk.recover(dispatch.LEASE)
    assert delivery_of(desk.database, delivery_id).state is State.QUEUED


def fail(monkeypatch: pytest.MonkeyPatch, name: str, *, times: int) -> None:
    """Let a function of the outbox find the database locked at its first calls."""
    locked = sa.exc.OperationalError("UPDATE", None, OSError("locked"))
    work, errors = getattr(outbox, name), [locked] * times

    def trip(*arguments: Any, **named: Any) -> Any:
        if errors:
            raise errors.pop()
        return work(*arguments, **named)

    monkeypatch.setattr(outbox, name, trip)


@pytest.mark.parametrize(
    ("name", "times", "left", "sent"),
    [
        ("record", dispatch.MOST_RECORDINGS, State.UNKNOWN, THREADS),
        ("claimed", 1, State.QUEUED, THREADS - 1),
    ],
)
def test_error_with_one_throws_no_others_answer_away_and_frees_what_was_not_begun(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, times: int, left: State, sent: int
) -> None:
    ids = [plan(desk.database, str(number)) for number in range(THREADS + 2)]
    fail(monkeypatch, name, times=times)
    with pytest.raises(sa.exc.OperationalError):
        desk.deliver()
    assert len(desk.texts.sent) == sent
    states = [delivery_of(desk.database, each).state for each in ids]
    assert states == [State.SENDING, *[State.ACCEPTED] * (THREADS - 1), *[State.QUEUED] * 2]
    assert desk.deliver() == 2, "at once, not when the lease ends"
    desk.recover(dispatch.LEASE)
    assert delivery_of(desk.database, ids[0]).state is left


def test_unknown_kind_fails(desk: Desk) -> None:
    delivery_id = plan(desk.database, kind="of a later release")
    desk.deliver()
    delivery = delivery_of(desk.database, delivery_id)
    assert (delivery.state, delivery.error_code) == (State.FAILED, "unknown_kind")


@pytest.mark.parametrize(
    ("channel", "state"), [(Channel.SMS, State.UNKNOWN), (Channel.EMAIL, State.QUEUED)], ids=str
)
def test_carrier_that_raises_leaves_a_text_unknown_and_an_email_queued(
    desk: Desk, channel: Channel, state: State
) -> None:
    desk.texts.answer = desk.emails.answer = RuntimeError("a library's mistake")
    delivery_id = plan(desk.database, channel=channel)
    other = plan(desk.database, "other", channel=channel)
    desk.deliver()
    for each in (delivery_id, other):
        assert (delivery_of(desk.database, each).state, delivery_of(desk.database, each).error_code) == (
            state,
            "error",
        )


def test_unknown_text_is_never_posted_again(desk: Desk) -> None:
    desk.texts.answer = Unknown("timeout")
    delivery_id = plan(desk.database)
    desk.deliver()
    for _ in range(3):
        desk.recover(10 * MINUTE)
        desk.deliver()
    assert len(desk.texts.sent) == 1
    assert delivery_of(desk.database, delivery_id).state is State.UNKNOWN


def test_text_that_was_not_sent_is_tried_again_with_a_fresh_check(desk: Desk) -> None:
    desk.texts.answer = NotSent("connect")
    delivery_id = plan(desk.database)
    desk.deliver()
    assert desk.deliver() == 0
    desk.watch.move(timedelta(seconds=15))
    desk.note.answer = Withheld(Reason.DONE)
    assert desk.deliver() == 1
    delivery = delivery_of(desk.database, delivery_id)
    assert (delivery.state, delivery.reason, len(desk.texts.sent)) == (State.SUPPRESSED, "done", 1)
    assert [at for _, at in desk.note.asked] == [NOON, NOON + timedelta(seconds=15)]


def test_death_between_posting_and_recording_loses_no_email_and_doubles_no_text(desk: Desk) -> None:
    text = plan(desk.database, "text")
    email = plan(desk.database, "email", channel=Channel.EMAIL)

    class Killed(BaseException):
        """The process ends here."""

    def die(_envelope: Envelope) -> Answer:
        raise Killed

    desk.texts.answer = desk.emails.answer = die
    with pytest.raises(Killed):
        desk.deliver()
    desk.texts.answer = desk.emails.answer = Accepted()
    desk.texts.sent.clear()
    desk.emails.sent.clear()
    desk.recover(dispatch.LEASE)
    desk.deliver()
    assert (len(desk.texts.sent), len(desk.emails.sent)) == (0, 1)
    assert delivery_of(desk.database, text).state is State.UNKNOWN
    assert delivery_of(desk.database, email).state is State.ACCEPTED


def test_delivery_whose_lease_ended_in_the_round_is_left_alone(desk: Desk) -> None:
    ids = [plan(desk.database, str(number)) for number in range(THREADS + 1)]
    desk.texts.answer = last_one_dawdles(desk, dispatch.LEASE)
    desk.deliver()
    assert delivery_of(desk.database, ids[-1]).posting_at is None
    assert len(desk.texts.sent) == THREADS


def test_delivery_that_expired_in_the_round_is_not_sent(desk: Desk) -> None:
    for number in range(THREADS):
        plan(desk.database, str(number))
    late = plan(desk.database, "late", expires_at=NOON + MINUTE)
    desk.texts.answer = last_one_dawdles(desk, MINUTE)
    desk.deliver()
    assert delivery_of(desk.database, late).state is State.EXPIRED
    assert states_of(desk.database, late)[-1] == ("dispatch", State.EXPIRED)


def last_one_dawdles(desk: Desk, by: timedelta) -> Callable[[Envelope], Answer]:
    """The last of those that leave side by side takes so long."""
    begun: list[Envelope] = []

    def dawdle(envelope: Envelope) -> Answer:
        begun.append(envelope)
        if len(begun) == THREADS:
            desk.watch.move(by)
        return Accepted()

    return dawdle


def test_several_that_are_due_leave_side_by_side(desk: Desk) -> None:
    for number in range(4):
        plan(desk.database, str(number))
    together = threading.Barrier(4, timeout=20)

    def meet(envelope: Envelope) -> Answer:
        together.wait()
        return Accepted(f"SM{envelope.delivery_id}")

    desk.texts.answer = meet
    assert desk.deliver() == 4
    with desk.database.reading() as session:
        assert {row.state for row in session.exec(select(Delivery))} == {State.ACCEPTED}


def test_round_takes_no_more_than_its_limit(desk: Desk) -> None:
    for number in range(3):
        plan(desk.database, str(number))
    assert [desk.deliver(limit=2), desk.deliver(limit=2), desk.deliver(limit=2)] == [2, 1, 0]


def test_opt_out_at_the_provider_revokes_consent_and_suppresses_what_waits(desk: Desk) -> None:
    with desk.database.writing() as session:
        consent.give(
            session,
            user_id=USER_ID,
            channel=Channel.SMS,
            address=PHONE,
            words="Yes",
            words_version="1",
            source="test",
            proved_by="code",
            now=NOON,
        )
        session.commit()
    refused = plan(desk.database)
    waiting = plan(desk.database, "waiting", due_at=NOON + MINUTE)
    desk.texts.answer = Refused("21610", opted_out=True)
    desk.deliver()
    with desk.database.reading() as session:
        assert not consent.is_given(session, user_id=USER_ID, channel=Channel.SMS, address=PHONE)
    assert delivery_of(desk.database, refused).state is State.FAILED
    left = delivery_of(desk.database, waiting)
    assert (left.state, left.reason) == (State.SUPPRESSED, "opted_out")


def test_opt_out_of_a_nobody_is_recorded_alone(desk: Desk) -> None:
    delivery_id = plan(desk.database, user_id=None)
    waiting = plan(desk.database, "of somebody else", user_id=None, due_at=NOON + MINUTE)
    desk.texts.answer = Refused("21610", opted_out=True)
    desk.deliver()
    assert delivery_of(desk.database, waiting).state is State.QUEUED
    assert delivery_of(desk.database, delivery_id).reason == "opted_out"


def test_end_of_the_process_finishes_what_is_in_flight_and_frees_the_rest(desk: Desk) -> None:
    ids = [plan(desk.database, str(number)) for number in range(THREADS + 3)]
    ended = threading.Event()

    def end(_envelope: Envelope) -> Answer:
        ended.set()
        return Accepted()

    desk.texts.answer = end
    taken = dispatch.deliver_due(
        desk.database,
        kinds=desk.kinds,
        carriers=desk.carriers,
        settings=desk.settings,
        now=desk.watch,
        stopping=ended.is_set,
    )
    assert (taken, len(desk.texts.sent)) == (THREADS, THREADS)
    rows = [delivery_of(desk.database, each) for each in ids]
    assert [row.state for row in rows] == [State.ACCEPTED] * THREADS + [State.QUEUED] * 3
    assert [(row.claim_token, row.lease_until, row.attempts) for row in rows[THREADS:]] == [
        (None, None, 0)
    ] * 3
    assert desk.deliver() == 3, "another process takes them at once"


def test_only_unposted_claims_are_freed(desk: Desk) -> None:
    plan(desk.database)
    with desk.database.writing() as session:
        claim = post(session)
        assert outbox.release(session, [claim], now=NOON) == 0
        assert outbox.release(session, [outbox.Claim(claim.id, "another's")], now=NOON) == 0


def test_process_that_slept_before_it_could_post_does_not_post(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By then the text is looked for at the provider, counts as lost, and another way is taken."""
    delivery_id = plan(desk.database)
    real = outbox.start_posting

    def fall_asleep(*asked, **named) -> None:
        real(*asked, **named)
        desk.watch.move(2 * MINUTE)

    monkeypatch.setattr(outbox, "start_posting", fall_asleep)
    desk.deliver()
    assert desk.texts.sent == []
    assert delivery_of(desk.database, delivery_id).state is State.QUEUED


def test_answer_is_kept_although_the_database_was_busy_at_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery_id = plan(desk.database)
    desk.texts.answer = Accepted("SM1")
    fail(monkeypatch, "record", times=dispatch.MOST_RECORDINGS - 1)
    desk.deliver()
    assert delivery_of(desk.database, delivery_id).provider_id == "SM1"
