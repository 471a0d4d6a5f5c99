"""Addresses that do not work: which answers say so, how three in a row add up, and what ends it."""

import pytest
from sqlmodel import Session, select

from app.database import Database
from app.messages import aftermath, callbacks, consent, faults, outbox
from app.messages.channels import Accepted, Refused
from app.messages.models import AddressFault, Channel, Fault, State
from tests.messages.conftest import (
    MINUTE,
    NOON,
    PHONE,
    SECOND,
    USER_ID,
    add_person,
    delivery_of,
    plan,
    post,
)


def texted(database: Database, number: int, status: str, code: str | None = None) -> int:
    """The text of that minute after noon was taken, and this was reported of it; its id."""
    at = NOON + number * MINUTE
    delivery_id = plan(database, str(number), due_at=at, expires_at=at + MINUTE)
    with database.writing() as session:
        outbox.record(session, post(session, token=str(number), at=at), Accepted(f"SM{number}"), now=at)
        callbacks.apply_callback(session, str(number), status, code, now=at)
        session.commit()
    return delivery_id


def refused(database: Database, answer: Refused, *, channel: Channel = Channel.SMS) -> None:
    """A message was refused at once."""
    plan(database, f"refused {answer.code}", channel=channel)
    with database.writing() as session:
        delivery = outbox.record(session, post(session), answer, now=NOON)
        assert delivery is not None
        aftermath.follow(session, delivery, now=NOON)
        session.commit()


def fault_of(database: Database, *, channel: Channel = Channel.SMS, address: str = PHONE) -> Fault | None:
    with database.reading() as session:
        found = faults.current(session, USER_ID, channel=channel, address=address)
        return None if found is None else found.fault


def count(database: Database) -> int:
    with database.reading() as session:
        return len(session.exec(select(AddressFault)).all())


@pytest.mark.parametrize("code", ["21211", "21614", "30006"])
def test_number_that_cannot_be_texted_is_kept_by_answer_and_by_callback(
    messages_database: Database, code: str
) -> None:
    texted(messages_database, 1, "undelivered", code)
    assert fault_of(messages_database) is Fault.BAD_ADDRESS
    with messages_database.writing() as session:
        faults.end(session, USER_ID, channel=Channel.SMS, address=PHONE, now=NOON)
        session.commit()
    assert fault_of(messages_database) is None
    refused(messages_database, Refused(code, bad_address=True))
    assert fault_of(messages_database) is Fault.BAD_ADDRESS


def test_callback_about_a_bad_number_says_so_on_the_delivery(messages_database: Database) -> None:
    delivery = delivery_of(messages_database, texted(messages_database, 1, "failed", "30006"))
    assert (delivery.state, delivery.reason) == (State.FAILED, "bad_address")


def test_email_address_that_the_mail_server_refuses_is_kept(messages_database: Database) -> None:
    refused(messages_database, Refused("550", bad_address=True), channel=Channel.EMAIL)
    assert fault_of(messages_database, channel=Channel.EMAIL) is Fault.BAD_ADDRESS
    assert fault_of(messages_database) is None, "her texts are another matter"


@pytest.mark.parametrize("code", ["30034", "21617", "21610"])
def test_refusal_that_is_not_about_the_number_is_no_fault_of_it(
    messages_database: Database, code: str
) -> None:
    refused(messages_database, Refused(code, opted_out=code == "21610"))
    assert fault_of(messages_database) is None


ROWS: list[tuple[list[tuple[str, str | None]], Fault | None]] = [
    ([("undelivered", "30003")] * 2, None),
    ([("undelivered", "30003"), ("undelivered", "30005"), ("failed", "30008")], Fault.UNREACHABLE),
    ([("delivered", None), *[("undelivered", "30003")] * 3], Fault.UNREACHABLE),
    ([("undelivered", "30003"), ("delivered", None), ("undelivered", "30003"), ("failed", "30008")], None),
    ([("undelivered", "30003"), ("undelivered", "30007"), ("undelivered", "30003")], None),
    ([("undelivered", "30003"), ("sent", None), ("undelivered", "30003")], None),
    ([("undelivered", "30003"), *[("sent", None)] * 2, *[("undelivered", "30003")] * 2], Fault.UNREACHABLE),
    ([*[("undelivered", "30003")] * 3, ("delivered", None)], None),
    ([*[("undelivered", "30003")] * 3, ("undelivered", "30007")], Fault.UNREACHABLE),
]


@pytest.mark.parametrize(("reports", "fault"), ROWS)
def test_three_in_a_row_that_did_not_reach_her_phone_are_a_fault(
    messages_database: Database, reports: list[tuple[str, str | None]], fault: Fault | None
) -> None:
    for number, (status, code) in enumerate(reports):
        texted(messages_database, number, status, code)
    assert fault_of(messages_database) is fault


def test_texts_that_never_left_do_not_count(messages_database: Database) -> None:
    for number in (1, 2):
        texted(messages_database, number, "undelivered", "30003")
    at = NOON + 150 * SECOND
    never_left = plan(messages_database, "refused", due_at=at)
    with messages_database.writing() as session:
        outbox.record(session, post(session, at=at), Refused("20003"), now=at)
        session.commit()
    assert delivery_of(messages_database, never_left).address == PHONE
    texted(messages_database, 3, "undelivered", "30003")
    assert fault_of(messages_database) is Fault.UNREACHABLE


def note(session: Session, fault: Fault, *, address: str = PHONE) -> bool:
    return faults.note(session, USER_ID, channel=Channel.SMS, address=address, fault=fault, now=NOON)


def test_fault_is_noted_once_and_a_worse_one_takes_its_place(messages_database: Database) -> None:
    with messages_database.writing() as session:
        news = [
            note(session, each)
            for each in (Fault.UNREACHABLE, Fault.UNREACHABLE, Fault.BAD_ADDRESS, Fault.UNREACHABLE)
        ]
        session.commit()
    assert news == [True, False, True, False]
    assert fault_of(messages_database) is Fault.BAD_ADDRESS
    assert count(messages_database) == 2


def test_fault_is_hers_and_of_this_very_address_alone(messages_database: Database) -> None:
    with messages_database.writing() as session:
        add_person(session, 2)
        note(session, Fault.BAD_ADDRESS)
        assert faults.current(session, 2, channel=Channel.SMS, address=PHONE) is None
        assert not faults.end(session, 2, channel=Channel.SMS, address=PHONE, now=NOON)
        assert not faults.end(session, USER_ID, channel=Channel.SMS, address="+14155550199", now=NOON)
        session.commit()
    assert fault_of(messages_database) is Fault.BAD_ADDRESS
    assert fault_of(messages_database, address="+14155550199") is None


def test_addresses_she_asks_about_are_found_behind_those_of_others(messages_database: Database) -> None:
    with messages_database.writing() as session:
        add_person(session, 2)
        for number in range(9):
            note(session, Fault.BAD_ADDRESS, address=f"+1415555020{number}")
        note(session, Fault.UNREACHABLE)
        faults.note(session, 2, channel=Channel.PUSH, address="2", fault=Fault.BAD_ADDRESS, now=NOON)
        found = faults.of_person(session, USER_ID, addresses=[PHONE, "2"])
        session.commit()
    assert [(each.address, each.fault) for each in found] == [(PHONE, Fault.UNREACHABLE)]


def test_text_of_nobody_teaches_nothing(messages_database: Database) -> None:
    plan(messages_database, user_id=None)
    with messages_database.writing() as session:
        delivery = outbox.record(session, post(session), Refused("21211", bad_address=True), now=NOON)
        assert delivery is not None
        aftermath.follow(session, delivery, now=NOON)
        session.commit()
    assert count(messages_database) == 0


def test_opt_out_that_a_callback_tells_of_revokes_consent_and_suppresses_what_waits(
    messages_database: Database,
) -> None:
    waiting = plan(messages_database, "waiting", due_at=NOON + 30 * MINUTE)
    with messages_database.writing() as session:
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
    told = texted(messages_database, 1, "undelivered", "21610")
    with messages_database.reading() as session:
        assert not consent.is_given(session, user_id=USER_ID, channel=Channel.SMS, address=PHONE)
    assert delivery_of(messages_database, told).reason == "opted_out"
    assert delivery_of(messages_database, waiting).reason == "opted_out"
