"""Beginning by text on both databases, also when two texts of one talk come at the same moment."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from flask import Flask
from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import User
from app.config import Settings
from app.database import Database
from app.reminders import inbound
from app.reminders.models import InboundText
from tests import make
from tests.reminders.phones import LONDON, MINUTE, NOON, Phone


def begun(make_app: Callable[..., Flask], session: Session) -> Phone:
    """A phone whose talk has come to the choice of habits."""
    app = make_app()
    make.make_user(session, name="Olga", is_operator=True)
    phone = Phone(app, app.extensions["bonny.database"])
    phone.say("JOIN", "AGREE")
    return phone


def note_first_look(monkeypatch: pytest.MonkeyPatch, thread: threading.Thread) -> threading.Event:
    """Set once this thread has found nobody at the number, as the first text is not committed yet."""
    looked, people_at = threading.Event(), accounts.people_at

    def noted(session: Session, number: str) -> Sequence[User]:
        found = people_at(session, number)
        if threading.current_thread() is thread:
            looked.set()
        return found

    monkeypatch.setattr(accounts, "people_at", noted)
    return looked


def test_two_last_answers_at_once_open_one_account(
    make_app: Callable[..., Flask],
    session: Session,
    database: Database,
    now: Callable[[datetime], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    phone = begun(make_app, session)
    settings: Settings = phone.app.extensions["bonny.settings"]
    second = threading.Thread(target=phone.receive, args=("LBsecond", "2"))
    looked = note_first_look(monkeypatch, second)

    with database.writing() as first:
        inbound.receive(
            first, sid="LBfirst", sender=LONDON, body="1", now=NOON + 5 * MINUTE, settings=settings
        )
        second.start()
        # On SQLite the second one waits before it can look at anything.
        assert database.is_sqlite or looked.wait(timeout=30)
        first.commit()
    second.join()

    user = phone.person()
    assert user is not None
    assert len(phone.rows(User)) == 2
    taken = {row.message_sid: row.user_id for row in phone.rows(InboundText)}
    assert (taken["LBfirst"], taken["LBsecond"]) == (user.id, user.id)
