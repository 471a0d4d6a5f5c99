"""How long her words are kept: 30 days, by whatever way they came; what they recorded stays."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from sqlmodel import Session, col, select

from app import jobs
from app.accounts.models import User
from app.database import Database
from app.messages.models import Channel
from app.reminders.models import InboundText, Meaning
from tests import make
from tests.reminders import steps
from tests.reminders.answered import change, make_text, record
from tests.reminders.steps import MORNING

DAY = timedelta(days=1)


def test_words_of_texts_and_emails_go_after_thirty_days_and_marks_stay(
    app: Flask, session: Session, database: Database, anna: User, now: Callable[[datetime], None]
) -> None:
    user_id, prunes = anna.id or 0, make.make_habit(session, anna, "prunes")
    text = make_text(session, anna, "prunes 3", at=MORNING)
    record(session, anna, text, change(text, prunes, amount=3))
    make_text(session, anna, "1 and my knee hurts", at=MORNING, channel=Channel.EMAIL)
    make_text(session, anna, "of the day after", at=MORNING + DAY)
    make_text(session, anna, "", at=MORNING, user_id=None, meaning=Meaning.STRANGER, batch=None)

    assert words_after(app, database, now, MORNING + 30 * DAY) == [
        (True, "prunes 3"),
        (True, "1 and my knee hurts"),
        (True, "of the day after"),
        (False, ""),
    ]
    assert words_after(app, database, now, MORNING + 30 * DAY + timedelta(seconds=1)) == [
        (True, ""),
        (True, ""),
        (True, "of the day after"),
    ]
    assert words_after(app, database, now, MORNING + 32 * DAY) == [(True, "")] * 3
    with database.reading() as reading:
        kept = reading.exec(select(InboundText.meaning).order_by(col(InboundText.id))).all()
        assert kept == [Meaning.RECORD] * 3
    assert steps.amounts(database, user_id) == {prunes: 3.0}


def words_after(
    app: Flask, database: Database, now: Callable[[datetime], None], at: datetime
) -> list[tuple[bool, str]]:
    """What the hourly round leaves of every text: whether it is somebody's, and its words."""
    now(at)
    with app.app_context():
        jobs.tidy(app)
    with database.reading() as session:
        rows = session.exec(select(InboundText).order_by(col(InboundText.id))).all()
        return [(row.user_id is not None, row.body) for row in rows]
