"""Somebody who answers by text: every kind of answer, on three days."""

from datetime import timedelta

from sqlmodel import Session

from app.accounts.models import User
from app.messages.models import Channel
from app.reminders.models import Meaning
from app.rules.marks import Skip
from tests.browser.screenshots import HOUR, TODAY
from tests.make import make_habit
from tests.reminders import steps
from tests.reminders.answered import change, make_text, make_unclear, record, set_aside, write_note

NUMBER = "+447700900125"
DAY = timedelta(days=1)
SINCE = TODAY - 30 * DAY
MINUTE = timedelta(minutes=1)


def live_with_answers(session: Session, user: User) -> None:
    """She has five habits, agreed to texts, and has answered since the day before yesterday."""
    steps.agree(session, user)
    slugs = ("prunes", "fermented", "vitamin-d", "plants", "weight-bearing")
    prunes, ferments, vitamin, plants, walk = (make_habit(session, user, each, since=SINCE) for each in slugs)
    text = make_text(session, user, "prunes 3 and vit d please", at=HOUR - 2 * DAY)
    record(
        session,
        user,
        text,
        change(text, prunes, day=TODAY - 2 * DAY, amount=3),
        change(text, vitamin, day=TODAY - 2 * DAY),
    )
    make_unclear(session, user, "the thing with the little stones, you know which one I mean", at=HOUR - DAY)
    text = make_text(session, user, "skip walk ill, yesterday walk 20", at=HOUR - DAY + MINUTE)
    record(
        session,
        user,
        text,
        change(text, walk, day=TODAY - DAY, skip=Skip.ILL),
        change(text, walk, day=TODAY - 2 * DAY, amount=20),
    )
    make_text(session, user, "?", at=HOUR - 5 * MINUTE, meaning=Meaning.STATUS, batch=None)
    text = make_text(session, user, "plants oats, kale and lentils", at=HOUR - 4 * MINUTE)
    record(session, user, text, *(change(text, plants, plant=each) for each in ("oats", "kale", "lentil")))
    text = make_text(session, user, "sick till tuesday. Feeling tired", at=HOUR - 3 * MINUTE)
    set_aside(session, user, text, first=TODAY + DAY, last=TODAY + 4 * DAY)
    write_note(session, user, text, "Feeling tired")
    text = make_text(session, user, "1 2 3", at=HOUR - 2 * MINUTE, channel=Channel.EMAIL)
    record(session, user, text, *(change(text, each) for each in (prunes, ferments, vitamin)))
