"""Beginning by text on both databases, also when two texts of one talk come at the same moment."""

import threading
from collections.abc import Callable
from datetime import datetime

from flask import Flask
from sqlmodel import Session

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


def test_two_last_answers_at_once_open_one_account(
    make_app: Callable[..., Flask], session: Session, database: Database, now: Callable[[datetime], None]
) -> None:
    phone = begun(make_app, session)
    settings: Settings = phone.app.extensions["bonny.settings"]
    second = threading.Thread(target=phone.receive, args=("LBsecond", "2"))

    with database.writing() as first:
        inbound.receive(
            first, sid="LBfirst", sender=LONDON, body="1", now=NOON + 5 * MINUTE, settings=settings
        )
        second.start()
        first.commit()
    second.join()

    user = phone.person()
    assert user is not None
    assert len(phone.rows(User)) == 2
    taken = {row.message_sid: row.user_id for row in phone.rows(InboundText)}
    assert (taken["LBfirst"], taken["LBsecond"]) == (user.id, user.id)
