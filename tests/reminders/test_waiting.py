"""Texts that wait to be read: in order, once, by whichever process, and never lost."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from app import jobs
from app.reminders import inbound, waiting
from app.reminders.models import InboundText, Meaning, WaitingText
from tests.reminders import steps
from tests.reminders.conftest import Conversation
from tests.reminders.steps import MINUTE, MORNING, PHONE

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
OTHERS = "+14155550177"


def keep(talk: Conversation, *texts: tuple[str, str]) -> None:
    """These texts come in, each from its number, one after the other."""
    with talk.database.writing() as session:
        for number, (sender, body) in enumerate(texts):
            at = MORNING + 10 * MINUTE + timedelta(seconds=number)
            waiting.keep(session, sid=f"SM{number:032d}", sender=sender, body=body, now=at)
        session.commit()


def test_texts_of_a_number_are_read_in_order_and_wait_no_more(reminder_talk: Conversation) -> None:
    keep(reminder_talk, (PHONE, "prunes 3"), (PHONE, "undo"), (PHONE, "prunes 4"))

    assert steps.read(reminder_talk.app) == 3
    assert reminder_talk.holds() == {"prunes": 4.0}
    texts = reminder_talk.rows(InboundText)
    assert [text.meaning for text in texts] == [Meaning.RECORD, Meaning.UNDO, Meaning.RECORD]
    assert reminder_talk.rows(WaitingText) == []


def test_text_is_of_the_moment_it_came_in(reminder_talk: Conversation) -> None:
    keep(reminder_talk, (PHONE, "1"))
    reminder_talk.set_now(MORNING + timedelta(hours=3))
    steps.read(reminder_talk.app)

    (text,) = reminder_talk.rows(InboundText)
    assert text.received_at == MORNING + 10 * MINUTE


@ONLY_SQLITE
def test_text_that_cannot_be_read_is_tried_three_times_and_keeps_nobody_waiting(
    reminder_talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive = inbound.receive

    def broken(*given: Any, **named: Any) -> Any:
        if named["body"] == "1":
            raise ValueError("broken")
        return receive(*given, **named)

    monkeypatch.setattr(inbound, "receive", broken)
    keep(reminder_talk, (PHONE, "1"), (OTHERS, "2"), (PHONE, "prunes 3"))

    for _ in range(5):
        steps.read(reminder_talk.app)
    assert reminder_talk.holds() == {"prunes": 3.0}
    assert len(reminder_talk.rows(InboundText)) == 2, "the stranger's and hers"
    (left,) = reminder_talk.rows(WaitingText)
    assert (left.body, left.tries) == ("1", 3)

    with reminder_talk.database.writing() as session:
        waiting.forget_unread(session, before=MORNING + timedelta(days=30))
        session.commit()
    assert reminder_talk.rows(WaitingText) == []


@ONLY_SQLITE
def test_database_that_is_away_costs_no_try(
    reminder_talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: Any, **_named: Any) -> None:
        raise sa.exc.OperationalError("INSERT", {}, Exception("disk"))

    keep(reminder_talk, (PHONE, "1"))
    with monkeypatch.context() as patch:
        patch.setattr(inbound, "receive", away)
        with pytest.raises(sa.exc.OperationalError):
            steps.read(reminder_talk.app)
    (left,) = reminder_talk.rows(WaitingText)
    assert left.tries == 0
    with reminder_talk.app.app_context():
        assert jobs.read(reminder_talk.app) == 1
    assert reminder_talk.holds() == {"prunes": 5.0}


def test_text_that_was_read_already_only_goes(reminder_talk: Conversation) -> None:
    keep(reminder_talk, (PHONE, "prunes 3"))
    steps.read(reminder_talk.app)
    with reminder_talk.database.writing() as session:
        twin = WaitingText(message_sid=f"SM{0:032d}", sender=PHONE, body="prunes 3", received_at=MORNING)
        session.add(twin)
        session.commit()

    steps.read(reminder_talk.app)
    assert reminder_talk.rows(WaitingText) == []
    assert len(reminder_talk.rows(InboundText)) == 1


def test_several_processes_read_each_text_once(reminder_talk: Conversation) -> None:
    texts = [(PHONE, f"prunes {number}") for number in range(1, 6)]
    keep(reminder_talk, *texts, *((f"+1415555020{number}", "hello") for number in range(4)))

    readers = [threading.Thread(target=steps.read, args=(reminder_talk.app,)) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    steps.read(reminder_talk.app)

    hers = [text for text in reminder_talk.rows(InboundText) if text.user_id is not None]
    assert [text.body for text in hers] == [body for _, body in texts]
    assert len(reminder_talk.rows(InboundText)) == 9
    assert reminder_talk.holds() == {"prunes": 5.0}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_text_behind_one_that_is_being_read_waits_for_it(reminder_talk: Conversation) -> None:
    keep(reminder_talk, (PHONE, "prunes 3"), (PHONE, "prunes 4"), (OTHERS, "hello"))

    with reminder_talk.database.writing() as other:
        first = other.exec(select(WaitingText).order_by(col(WaitingText.id)).limit(1).with_for_update()).one()
        assert first.body == "prunes 3"
        assert steps.read(reminder_talk.app) == 1, "the stranger's"
        assert reminder_talk.holds() == {}
    assert steps.read(reminder_talk.app) == 2
    assert reminder_talk.holds() == {"prunes": 4.0}
