"""Asking the provider: unknown texts are found or lost, taken ones are asked about, nothing twice."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from app.database import Database
from app.messages import asking, callbacks, outbox, upkeep
from app.messages.channels import Accepted, Answer, NoAnswer, Report, Unknown
from app.messages.models import Channel, Delivery, State
from tests.messages.conftest import (
    LEASE,
    MINUTE,
    NOON,
    PHONE,
    SECOND,
    TOKEN,
    Hand,
    Informed,
    Watch,
    delivery_of,
    plan,
    post,
    read_by,
    states_of,
)

HOUR = 60 * MINUTE
LOOK_AT = NOON + 5 * MINUTE


def posted(database: Database, answer: Answer, key: str = "a", token: str = TOKEN) -> int:
    """A text that was posted at noon and got this answer at once; its id."""
    delivery_id = plan(database, key)
    with database.writing() as session:
        outbox.record(session, post(session, token=token), answer, now=NOON)
        session.commit()
    return delivery_id


def ask(database: Database, carrier: Hand, at: datetime) -> int:
    return asking.ask_due(database, carriers={Channel.SMS: carrier}, now=lambda: at)


def found(sid: str = "SM1", status: str = "delivered", *, after: timedelta = SECOND) -> Report:
    """What the provider says of a text that it took so long after noon."""
    return Report(sid, status, None, NOON + after)


def test_unknown_text_is_looked_for_after_five_minutes_by_receiver_and_time(
    messages_database: Database,
) -> None:
    delivery_id = posted(messages_database, Unknown("timeout"))
    provider = Informed(listed=(found(),))
    assert ask(messages_database, provider, LOOK_AT - SECOND) == 0
    assert ask(messages_database, provider, LOOK_AT) == 1
    assert provider.questions == [(PHONE, NOON - MINUTE, NOON + 7 * MINUTE)]
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.provider_id, delivery.accepted_at) == (State.DELIVERED, "SM1", LOOK_AT)
    assert (delivery.next_check_at, delivery.error_code, delivery.is_astray) == (None, None, False)
    assert ask(messages_database, provider, LOOK_AT + 24 * HOUR) == 0


def test_text_of_a_dead_sender_is_looked_for_as_soon_as_its_lease_ended(messages_database: Database) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        post(session)
        session.commit()
    with messages_database.writing() as session:
        upkeep.recover(session, now=NOON + LEASE)
        session.commit()
    assert ask(messages_database, Informed(listed=(found(status="sent"),)), NOON + LEASE) == 1
    assert delivery_of(messages_database, delivery_id).state is State.SENT


def test_unknown_text_that_is_not_there_is_lost_and_astray(messages_database: Database) -> None:
    delivery_id = posted(messages_database, Unknown("timeout"))
    ask(messages_database, Informed(), LOOK_AT)
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.error_code, delivery.is_astray) == (State.LOST, "not_there", True)
    assert (delivery.finished_at, delivery.next_check_at) == (LOOK_AT, None)
    assert states_of(messages_database, delivery_id)[-1] == ("clock", State.LOST)


def test_found_text_whose_word_is_new_to_us_is_accepted_and_asked_about_later(
    messages_database: Database,
) -> None:
    delivery_id = posted(messages_database, Unknown("timeout"))
    ask(messages_database, Informed(listed=(found(status="partially_delivered"),)), LOOK_AT)
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.provider_id) == (State.ACCEPTED, "SM1")
    assert delivery.next_check_at == LOOK_AT + 15 * MINUTE


def test_text_that_is_another_deliverys_already_is_not_taken_for_this_one(
    messages_database: Database,
) -> None:
    posted(messages_database, Accepted("SM1"), "known")
    delivery_id = posted(messages_database, Unknown("timeout"), "unknown", token="other")
    ask(messages_database, Informed(listed=(found("SM1"),)), LOOK_AT)
    assert delivery_of(messages_database, delivery_id).state is State.LOST


def test_of_several_texts_the_nearest_to_the_posting_is_taken(messages_database: Database) -> None:
    delivery_id = posted(messages_database, Unknown("timeout"))
    texts = (
        found("SM3", after=90 * SECOND),
        found("SM2", after=2 * SECOND),
        found("SM1", after=-40 * SECOND),
    )
    ask(messages_database, Informed(listed=texts), LOOK_AT)
    assert delivery_of(messages_database, delivery_id).provider_id == "SM2"


def test_two_unknown_texts_never_share_one_that_was_found(messages_database: Database) -> None:
    ids = [posted(messages_database, Unknown("timeout"), key, token=key) for key in ("a", "b")]
    ask(messages_database, Informed(listed=(found("SM1"),)), LOOK_AT)
    states = {delivery_of(messages_database, each).state for each in ids}
    assert states == {State.DELIVERED, State.LOST}


def test_look_up_that_goes_wrong_is_repeated_for_a_day_and_then_the_text_is_lost(
    messages_database: Database,
) -> None:
    delivery_id = posted(messages_database, Unknown("timeout"))
    provider = Informed(listed=NoAnswer("connect"))
    asked = [ask(messages_database, provider, LOOK_AT + n * MINUTE) for n in (0, 4, 5, 10)]
    assert asked == [1, 0, 1, 1]
    assert delivery_of(messages_database, delivery_id).state is State.UNKNOWN
    ask(messages_database, provider, NOON + 24 * HOUR - SECOND)
    assert delivery_of(messages_database, delivery_id).state is State.UNKNOWN
    ask(messages_database, provider, NOON + 24 * HOUR + 5 * MINUTE)
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.error_code) == (State.LOST, "connect")


def test_unknown_text_of_a_carrier_that_cannot_be_asked_is_lost_after_a_day(
    messages_database: Database,
) -> None:
    delivery_id = posted(messages_database, Unknown("timeout"))
    ask(messages_database, Hand(), LOOK_AT)
    assert delivery_of(messages_database, delivery_id).state is State.UNKNOWN
    ask(messages_database, Hand(), NOON + 24 * HOUR)
    assert delivery_of(messages_database, delivery_id).state is State.LOST


@pytest.mark.parametrize(
    ("status", "state"), [("sent", State.SENT), ("delivered", State.DELIVERED), ("failed", State.FAILED)]
)
def test_lost_text_that_is_reported_after_all_is_what_the_report_says(
    messages_database: Database, status: str, state: State
) -> None:
    delivery_id = posted(messages_database, Unknown("timeout"))
    ask(messages_database, Informed(), LOOK_AT)
    with messages_database.writing() as session:
        assert callbacks.apply_callback(session, TOKEN, status, None, now=NOON + HOUR, provider_id="SM1")
        session.commit()
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.provider_id, delivery.error_code) == (state, "SM1", None)
    assert delivery.is_astray is (state is State.FAILED)
    assert (delivery.next_check_at is not None) is (state is State.SENT)


def test_lost_text_that_a_slow_sender_says_was_taken_is_accepted(messages_database: Database) -> None:
    delivery_id = plan(messages_database)
    with messages_database.writing() as session:
        claim = post(session)
        upkeep.recover(session, now=NOON + LEASE)
        session.commit()
    ask(messages_database, Informed(), NOON + LEASE)
    with messages_database.writing() as session:
        outbox.record(session, claim, Unknown("timeout"), now=NOON + HOUR)
        outbox.record(session, claim, Accepted("SM1"), now=NOON + HOUR)
        session.commit()
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.provider_id) == (State.ACCEPTED, "SM1")


def test_taken_text_without_a_last_word_is_asked_about_three_times(messages_database: Database) -> None:
    delivery_id = posted(messages_database, Accepted("SM1"))
    provider = Informed(told=found(status="sent"))
    for at in (15 * MINUTE, 2 * HOUR, 24 * HOUR):
        assert ask(messages_database, provider, NOON + at - SECOND) == 0
        assert ask(messages_database, provider, NOON + at) == 1
    assert ask(messages_database, provider, NOON + 72 * HOUR) == 0
    assert provider.questions == [("SM1",)] * 3
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.checks, delivery.next_check_at) == (State.SENT, 3, None)
    assert [each for each in states_of(messages_database, delivery_id) if each[0] == "clock"] == [
        ("clock", State.SENT)
    ]


def test_what_the_provider_answers_ends_the_asking(messages_database: Database) -> None:
    delivery_id = posted(messages_database, Accepted("SM1"))
    ask(messages_database, Informed(told=Report("SM1", "undelivered", "30005", NOON)), NOON + 15 * MINUTE)
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.error_code, delivery.is_astray) == (State.UNDELIVERED, "30005", True)
    assert delivery.next_check_at is None


def test_final_callback_ends_the_asking(messages_database: Database) -> None:
    posted(messages_database, Accepted("SM1"))
    with messages_database.writing() as session:
        callbacks.apply_callback(session, TOKEN, "delivered", None, now=NOON + MINUTE)
        session.commit()
    assert ask(messages_database, Informed(), NOON + 24 * HOUR) == 0


def test_callback_during_the_question_is_not_overruled(messages_database: Database) -> None:
    delivery_id = posted(messages_database, Accepted("SM1"))

    class Slow(Informed):
        def ask(self, provider_id: str) -> Report | NoAnswer:
            with messages_database.writing() as session:
                callbacks.apply_callback(session, TOKEN, "delivered", None, now=NOON + HOUR)
                session.commit()
            return found(provider_id, "failed")

    ask(messages_database, Slow(), NOON + HOUR)
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.checks) == (State.DELIVERED, 0)


def test_question_without_an_answer_is_repeated_until_two_days_are_over(messages_database: Database) -> None:
    delivery_id = posted(messages_database, Accepted("SM1"))
    provider = Informed(told=RuntimeError("a library's mistake"))
    assert [ask(messages_database, provider, NOON + n * MINUTE) for n in (15, 19, 20)] == [1, 0, 1]
    ask(messages_database, provider, NOON + 48 * HOUR)
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.next_check_at) == (State.ACCEPTED, None)


def test_marks_that_passed_while_the_clock_stood_still_are_one_question(messages_database: Database) -> None:
    delivery_id = posted(messages_database, Accepted("SM1"))
    ask(messages_database, Informed(told=found(status="sent")), NOON + 3 * HOUR)
    assert delivery_of(messages_database, delivery_id).next_check_at == NOON + 24 * HOUR


def test_letter_and_email_are_never_asked_about(messages_database: Database) -> None:
    plan(messages_database, "email", channel=Channel.EMAIL)
    with messages_database.writing() as session:
        outbox.record(session, post(session, token=None), Accepted("kept"), now=NOON)
        session.commit()
    assert ask(messages_database, Informed(), NOON + 24 * HOUR) == 0


def test_several_clocks_ask_about_each_text_once(either_database: Database) -> None:
    for number in range(12):
        posted(either_database, Accepted(f"SM{number}"), str(number), token=str(number))
    together = threading.Barrier(3, timeout=20)

    def clock(_number: int) -> list[str]:
        provider = Informed()
        together.wait()
        while ask(either_database, provider, NOON + 15 * MINUTE):
            pass
        return [str(question[0]) for question in provider.questions]

    with ThreadPoolExecutor(3) as threads:
        asked = [sid for sids in threads.map(clock, range(3)) for sid in sids]
    assert sorted(asked) == sorted(f"SM{number}" for number in range(12))


def test_nothing_is_held_while_the_provider_is_asked(messages_database: Database) -> None:
    posted(messages_database, Accepted("SM1"))

    class Writing(Informed):
        def ask(self, provider_id: str) -> Report | NoAnswer:
            plan(messages_database, "written meanwhile")
            return found(provider_id)

    ask(messages_database, Writing(), NOON + HOUR)
    with messages_database.reading() as session:
        assert len(session.exec(select(Delivery)).all()) == 2


def test_idle_round_is_one_indexed_read(messages_database: Database) -> None:
    posted(messages_database, Accepted("SM1"))
    steps = read_by(messages_database, lambda: ask(messages_database, Informed(), NOON))
    assert any("ix_delivery_checked" in step for step in steps), steps


def test_end_of_the_process_stops_the_asking_between_questions(
    messages_database: Database, watch: Watch
) -> None:
    for number in range(6):
        posted(messages_database, Accepted(f"SM{number}"), str(number), token=str(number))
    watch.move(HOUR)
    provider = Informed()
    carriers = {Channel.SMS: provider}
    asking.ask_due(
        messages_database, carriers=carriers, now=watch, stopping=lambda: len(provider.questions) >= 4
    )
    assert len(provider.questions) == 4
