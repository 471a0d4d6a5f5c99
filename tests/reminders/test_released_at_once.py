"""A number that is let go while other texts from it wait, on both databases."""

import threading
from collections.abc import Sequence

import pytest
from sqlmodel import Session

from app.accounts import actions
from app.config import Settings
from app.messages.models import Consent
from app.reminders import inbound
from app.reminders.models import InboundText, ReleasedNumber
from tests.reminders.conftest import Conversation
from tests.reminders.steps import MINUTE, MORNING, PHONE


def receive(talk: Conversation, session: Session, sid: str, body: str) -> None:
    settings: Settings = talk.app.extensions["bonny.settings"]
    inbound.receive(session, sid=sid, sender=PHONE, body=body, now=MORNING + 10 * MINUTE, settings=settings)


def receive_and_commit(talk: Conversation, sid: str, body: str) -> None:
    with talk.database.writing() as session:
        receive(talk, session, sid, body)
        session.commit()


def note_wait(monkeypatch: pytest.MonkeyPatch, thread: threading.Thread) -> threading.Event:
    """Set when this thread is about to wait for a person whom another one holds."""
    waits, lock = threading.Event(), actions.lock_person

    def noted(session: Session, user_id: int) -> None:
        if threading.current_thread() is thread:
            waits.set()
        lock(session, user_id)

    monkeypatch.setattr(actions, "lock_person", noted)
    return waits


@pytest.mark.parametrize("body", ["prunes 3", "START", "web"])
def test_text_that_waited_for_the_release_is_a_strangers(
    reminder_talk: Conversation, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    talk = reminder_talk
    receive_and_commit(talk, "SMfirst", "wrong number")
    second = threading.Thread(target=receive_and_commit, args=(talk, "SMsecond", body))
    waits = note_wait(monkeypatch, second)

    with talk.database.writing() as session:
        receive(talk, session, "SMagain", "wrong number")
        second.start()
        # On SQLite the second one waits before it can look at anything.
        assert talk.database.is_sqlite or waits.wait(timeout=30)
        session.commit()
    second.join()

    (late,) = [row for row in talk.rows(InboundText) if row.message_sid == "SMsecond"]
    assert (late.user_id, late.body) == (None, "")
    assert talk.holds() == {}
    assert [row.revoked_by for row in talk.rows(Consent)] == ["wrong_number"]


def test_four_wrong_numbers_at_once_let_go_once(reminder_talk: Conversation) -> None:
    start = threading.Barrier(4)

    def send(number: int) -> None:
        start.wait()
        receive_and_commit(reminder_talk, f"SM{number}", "wrong number")

    run_all([threading.Thread(target=send, args=(number,)) for number in range(4)])

    assert len(reminder_talk.rows(InboundText)) == 4
    assert len(reminder_talk.rows(ReleasedNumber)) == 1


def run_all(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
