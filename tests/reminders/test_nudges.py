"""What a reminder says at the moment it is sent, and when it is not sent after all."""

from datetime import UTC, datetime, time, timedelta

import pytest
from flask import Flask
from sqlmodel import Session

from app.accounts.models import User
from app.checklist import choosing
from app.checklist.models import ChangeKind
from app.database import Database
from app.messages import consent
from app.messages.models import Channel, State
from app.reminders import slots
from app.rules import texts
from app.rules.marks import Skip
from tests import make
from tests.reminders import steps
from tests.reminders.steps import MINUTE, MORNING

# Pages and words: what the database does for them is tested where it is read and written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

EVENING = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)


@pytest.fixture
def reminder_anna(session: Session) -> User:
    """Anna, who is texted at eight."""
    user = steps.make_texter(session)
    steps.make_slot(session, user)
    return user


def test_morning_text_numbers_what_is_open(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    habits = steps.make_habits(session, reminder_anna, "prunes", "vitamin-d", "plants", "weight-bearing")

    (text,) = steps.remind(app)[1:]

    assert text == "Bonny: good morning. Open today: 1 Prunes 2 Vit D 3 Plants 4 Walk. Reply e.g. 1 2"
    (delivery,) = steps.deliveries(database)
    assert delivery.payload == {"day": "2026-11-20", "habits": habits}


def test_later_text_numbers_only_what_is_still_open(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    prunes, walk = steps.make_habits(session, reminder_anna, "prunes", "weight-bearing")
    make.make_mark(session, reminder_anna, prunes)

    assert steps.remind(app)[-1] == "Bonny: still open: 1 Walk. Reply 1"
    assert steps.deliveries(database)[0].payload["habits"] == [walk]


@pytest.mark.parametrize(
    ("at", "beginning"),
    [
        (time(11, 59), "Bonny: good morning. Open today:"),
        (time(12), "Bonny: good afternoon. Open today:"),
        (time(18), "Bonny: good evening. Open today:"),
    ],
)
def test_greeting_follows_her_own_clock(app: Flask, session: Session, at: time, beginning: str) -> None:
    user = steps.make_texter(session, zone="America/New_York")
    steps.make_habits(session, user, "prunes")
    slot = steps.make_slot(session, user, at=at)

    assert steps.remind(app, slot.next_due_at)[-1].startswith(beginning)


def test_partly_done_habit_is_still_open(app: Flask, session: Session, reminder_anna: User) -> None:
    (prunes,) = steps.make_habits(session, reminder_anna, "prunes")
    make.make_mark(session, reminder_anna, prunes, amount=2)

    assert steps.remind(app)[-1] == "Bonny: still open: 1 Prunes. Reply 1"


def test_nothing_is_sent_when_all_is_done_or_left_out(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    prunes, walk = steps.make_habits(session, reminder_anna, "prunes", "weight-bearing")
    make.make_mark(session, reminder_anna, prunes)
    make.make_mark(session, reminder_anna, walk, kind=ChangeKind.SKIP, skip=Skip.ILL)

    assert all("open" not in text for text in steps.remind(app))
    assert steps.fate(database) == (State.SUPPRESSED, "done")


def test_done_between_planning_and_sending_counts(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    (prunes,) = steps.make_habits(session, reminder_anna, "prunes")
    steps.plan(database)
    make.make_mark(session, reminder_anna, prunes)

    steps.send(app)

    assert steps.fate(database) == (State.SUPPRESSED, "done")


def test_habit_given_up_is_not_asked_for(app: Flask, session: Session, reminder_anna: User) -> None:
    prunes, _ = steps.make_habits(session, reminder_anna, "prunes", "vitamin-d")
    choosing.give_up(session, reminder_anna, habit_id=prunes, today=make.TODAY)
    session.commit()

    assert "1 Vit D. Reply 1" in steps.remind(app)[-1]


def test_no_text_without_consent(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    steps.make_habits(session, reminder_anna, "prunes")
    steps.plan(database)
    consent.revoke(
        session, user_id=reminder_anna.id or 0, channel=Channel.SMS, by="page", words=None, now=MORNING
    )
    session.commit()
    steps.plan(database, MORNING + timedelta(days=1))

    assert steps.send(app, MORNING + timedelta(days=1)) == []
    assert [each.reason for each in steps.deliveries(database)] == ["opted_out", "opted_out"]


def test_consent_is_for_one_number(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    steps.make_habits(session, reminder_anna, "prunes")
    reminder_anna.phone = "+14155550199"
    session.add(reminder_anna)
    session.commit()

    assert steps.remind(app) == []
    assert steps.fate(database) == (State.SUPPRESSED, "opted_out")


def test_switched_off_after_planning_is_withheld(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    steps.make_habits(session, reminder_anna, "prunes")
    steps.plan(database)
    slot_id = steps.deliveries(database)[0].slot_id or 0
    assert slots.switch_off(session, reminder_anna.id or 0, slot_id=slot_id)
    session.commit()

    steps.send(app)

    assert steps.fate(database) == (State.SUPPRESSED, "off")


def test_email_without_address_is_gone(app: Flask, session: Session, database: Database) -> None:
    user = steps.make_texter(session)
    steps.make_slot(session, user, channel=Channel.EMAIL)
    user.email = None
    session.add(user)
    session.commit()

    steps.remind(app)

    assert steps.fate(database) == (State.SUPPRESSED, "gone")


def test_time_in_the_night_is_her_own_choice(app: Flask, session: Session) -> None:
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes")
    slot = steps.make_slot(session, user, at=time(22))
    assert steps.remind(app, slot.next_due_at)[-1].startswith("Bonny: good evening")


def test_reminder_that_her_move_carried_into_the_night_is_withheld(
    app: Flask, session: Session, database: Database
) -> None:
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes")
    slot = steps.make_slot(session, user, at=time(18, 30))
    due_at = slot.next_due_at
    steps.plan(database, due_at)
    user.zone = "Europe/Helsinki"
    session.add(user)
    session.commit()

    assert not any("open" in message.text for message in steps.send(app, due_at + 40 * MINUTE))
    assert steps.fate(database) == (State.SUPPRESSED, "quiet")


def test_text_is_one_segment_whatever_she_took_on(session: Session, app: Flask) -> None:
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes", "fermented", "vitamin-d", "plants", "weight-bearing")
    steps.make_slot(session, user)

    text = steps.remind(app)[-1]

    assert "5 Walk." in text
    assert texts.is_gsm(text)
    assert texts.segments(text) == 1


def test_welcome_says_what_carriers_ask_for(app: Flask, session: Session, reminder_anna: User) -> None:
    text = steps.send(app, MORNING)[0].text

    assert text == (
        "Bonny reminders on. Up to 3 msgs/day. Msg&data rates may apply. HELP for help, STOP to end."
    )


def test_email_lists_links_and_can_be_ended(app: Flask, session: Session) -> None:
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes", "vitamin-d")
    steps.make_slot(session, user, channel=Channel.EMAIL)
    steps.plan(app.extensions["bonny.database"])

    (message,) = steps.send(app)

    assert message.address == "anna@example.org"
    assert message.subject == "2 things are open today"
    for part in (message.text, message.html):
        assert "Prunes" in part
        assert "5 prunes a day" in part
        assert "http://127.0.0.1:8000/" in part
    headers = dict(message.headers)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"].removeprefix("<").removesuffix(">")
    assert link.startswith("http://127.0.0.1:8000/unsubscribe/")
    assert link in message.html
    path = link.removeprefix("http://127.0.0.1:8000")
    assert app.test_client().get(path).status_code == 200


def test_no_message_names_a_disease(app: Flask, session: Session) -> None:
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes", "fermented", "vitamin-d", "plants", "weight-bearing")
    steps.make_slot(session, user)
    steps.make_slot(session, user, channel=Channel.EMAIL)
    steps.plan(app.extensions["bonny.database"])

    for message in steps.send(app):
        words = f"{message.subject} {message.text} {message.html}".lower()
        assert not any(each in words for each in ("bone", "osteo", "cancer", "fracture", "patient"))
