"""Messages that name no habit: how many are open and how to answer, under the numbers of the list."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import flask_babel
import pytest
from flask import Flask
from sqlmodel import Session

from app.accounts.models import User
from app.messages import subscriptions
from app.messages.models import Channel
from app.reminders import answer_links, discreet, wishes
from app.reminders.answer_links import Link, Press
from app.reminders.models import Purpose
from app.rules import texts
from tests import make
from tests.page import BASE, Page
from tests.reminders import steps
from tests.reminders.conftest import Conversation
from tests.reminders.steps import MINUTE, MORNING

# Words: what the database does for them is tested where it is read and written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

CORE = ("prunes", "fermented", "vitamin-d", "plants", "weight-bearing")
NAMES = ("prune", "ferment", "vit", "plant", "walk")
EVENING = MORNING.replace(hour=19)


@pytest.fixture
def discreet_anna(session: Session) -> User:
    """Anna with the habits of the core, whose messages name none of them."""
    user = steps.make_texter(session)
    steps.make_habits(session, user, *CORE)
    wishes.set_discreet(session, user.id or 0, is_on=True)
    session.commit()
    return user


def assert_names_nothing(*parts: str) -> None:
    """None of her habits stands in it."""
    for part in parts:
        assert not [name for name in NAMES if name in part.lower()], part


def test_text_says_how_many_and_keeps_the_list_under_its_numbers(
    app: Flask, session: Session, discreet_anna: User
) -> None:
    steps.make_slot(session, discreet_anna)
    assert steps.remind(app)[-1] == (
        "Bonny: good morning. 5 things are open today. Reply e.g. 1 2, or ? for the list."
    )
    (delivery,) = steps.deliveries(app.extensions["bonny.database"])
    assert delivery.payload["habits"] == [1, 2, 3, 4, 5]


def test_one_thing_and_a_begun_day_have_their_own_words(
    app: Flask, session: Session, discreet_anna: User
) -> None:
    for habit_id in (1, 2, 3, 5):
        make.make_mark(session, discreet_anna, habit_id)
    steps.make_slot(session, discreet_anna)
    assert steps.remind(app)[-1] == "Bonny: one thing is still open. Reply 1, or ? to see which."
    (delivery,) = steps.deliveries(app.extensions["bonny.database"])
    assert delivery.payload["habits"] == [4]


def test_evening_asks_about_today(app: Flask, session: Session, discreet_anna: User) -> None:
    steps.make_slot(session, discreet_anna, at=time(19), purpose=Purpose.EVENING)
    assert steps.remind(app, EVENING)[-1] == (
        "Bonny: good evening. What about today? 5 things are open today. Reply e.g. 1 2, or ? for the list."
    )


def test_question_mark_lists_them_and_a_number_records_the_same_one(
    reminder_talk: Conversation,
) -> None:
    wishes.set_discreet(reminder_talk.session, reminder_talk.user_id, is_on=True)
    reminder_talk.session.commit()
    later = MORNING.replace(hour=12)
    steps.make_slot(reminder_talk.session, reminder_talk.user, at=time(12), now=later - MINUTE)
    make.make_mark(reminder_talk.session, reminder_talk.user, reminder_talk.habits["prunes"])
    assert steps.remind(reminder_talk.app, later)[-1].startswith("Bonny: 3 things are still open.")

    assert "Open: 1 Vit D 2 Plants 3 Walk" in reminder_talk.say("?", at=later + MINUTE)
    reminder_talk.say("3", at=later + 2 * MINUTE)
    assert reminder_talk.holds() == {"prunes": 5.0, "weight-bearing": 30.0}


def test_notification_and_subjects_name_nothing_and_the_letter_does(
    app: Flask, session: Session, discreet_anna: User
) -> None:
    browser = subscriptions.Subscription(
        "https://push.example/anna",
        "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
        "tBHItJI5svbpez7KI4CCXg",
    )
    subscriptions.keep(session, discreet_anna.id or 0, subscription=browser, device="Firefox", now=make.NOW)
    for purpose, at in ((Purpose.DAY, time(8)), (Purpose.PLANTS, time(8))):
        for channel in (Channel.EMAIL, Channel.PUSH, Channel.SMS):
            steps.make_slot(session, discreet_anna, channel=channel, at=at, purpose=purpose)
    steps.plan(app.extensions["bonny.database"])
    sent = steps.send(app)

    mails = {each.subject: each for each in sent if each.html}
    assert mails.keys() == {"5 things are open today", "How your week stands"}
    assert "Prunes" in mails["5 things are open today"].text
    assert "of 30 plants" in mails["How your week stands"].text
    notices = [(each.subject, each.text) for each in sent if each.links]
    assert sorted(notices) == [
        ("5 things are open today", "Tap to see your list."),
        ("How your week stands", "Tap to see your list."),
    ]
    for each in sent:
        assert_names_nothing(each.subject, *([] if each.html else [each.text]))


def test_button_of_a_notification_answers_with_a_count(
    app: Flask, session: Session, discreet_anna: User, now: Callable[[datetime], None]
) -> None:
    slot = steps.make_slot(session, discreet_anna, channel=Channel.EMAIL)
    steps.remind(app)
    now(MORNING + 10 * MINUTE)
    token = answer_links.token_of("k" * 40, Link(slot.user_id, 1, Press.DONE))
    lines = {"Accept": "text/plain"}
    answer = app.test_client().post(f"/answer/{token}", base_url=BASE, headers=lines)
    assert answer.text == "4 recorded."


def test_weekly_text_names_no_plants(app: Flask, session: Session, discreet_anna: User) -> None:
    steps.make_slot(session, discreet_anna, purpose=Purpose.PLANTS)
    assert steps.remind(app)[-1] == (
        "Bonny: something of your week is still open. Reply WEEK to see how it stands."
    )


def test_month_letter_by_text_and_notification_names_no_habit(
    app: Flask, session: Session, discreet_anna: User
) -> None:
    for day in (10, 11, 12):
        made = date(2026, 11, day)
        make.make_mark(session, discreet_anna, 1, day=made, today=made)
    first = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    steps.make_slot(session, discreet_anna, at=time(9), purpose=Purpose.MONTH, now=first - MINUTE)
    text = steps.remind(app, first)[-1]
    assert_names_nothing(text)
    assert text.startswith("Bonny: November 2026. Something recorded on 3 of ")


@pytest.mark.parametrize(
    ("day", "is_unclear", "answer"),
    [
        (date(2026, 11, 20), False, "Got it: 2 recorded. 3 of 4 today. UNDO to take back."),
        (date(2026, 11, 19), False, "Got it for yesterday: 2 recorded. 3 of 4 that day. UNDO to take back."),
        (date(2026, 11, 16), False, "Got it for 16 Nov: 2 recorded. 3 of 4 that day. UNDO to take back."),
        (
            date(2026, 11, 20),
            True,
            "Got it: 2 recorded. 3 of 4 today. The rest was not clear: ? shows the list.",
        ),
    ],
)
def test_echo_counts(app: Flask, day: date, is_unclear: bool, answer: str) -> None:
    with app.app_context(), flask_babel.force_locale("en_GB"):
        text = discreet.echo(2, done=3, asked=4, day=day, today=make.TODAY, is_unclear=is_unclear)
        assert text == answer
        assert discreet.undone(2) == "Taken back: 2."
        assert discreet.undone(0) == "Nothing to take back."
        asked = "That was not clear, so nothing was recorded. Reply e.g. 1 2, or ? for the list."
        assert discreet.question() == asked
        longest = discreet.reminder(99, greeting="good afternoon", has_begun=False, is_evening=True)
        assert texts.segments(longest) == 1


def test_switches_stand_on_the_page_are_saved_and_switched_back(
    annas_page: Page, anna: User, session: Session, now: Callable[[datetime], None]
) -> None:
    page = annas_page.get("/reminders")
    assert "Off: messages name what is open." in page.text
    page.submit(page.form("#discreet + p + p + form"))
    assert "Saved. Messages name no habits now." in page.text
    assert "On: messages name no habits." in page.text
    page.submit(page.form("#notes + p + p + form"))
    assert "On: they are kept with the day." in page.text
    hers = wishes.of(session, anna.id or 0)
    assert (hers.is_discreet, hers.takes_notes) == (True, True)
    session.rollback()

    page.submit(page.form(".notice form"))
    assert "Saved. Only your ticks are kept." in page.text
    page.submit(page.form("#discreet + p + p + form"))
    assert "Saved. Messages name your habits again." in page.text
    hers = wishes.of(session, anna.id or 0)
    session.refresh(hers)
    assert (hers.is_discreet, hers.takes_notes) == (False, False)
    session.rollback()


def test_unknown_switch_changes_nothing(annas_page: Page, bertas_page: Page) -> None:
    annas_page.get("/reminders").post("/reminders/switch", {"which": "all", "on": "y"}, status=400)
    annas_page.get("/reminders").post("/reminders/switch", {"which": "discreet", "on": "y"})
    assert "Off: messages name what is open." in bertas_page.get("/reminders").text


def test_answers_say_how_many_and_name_them_only_when_she_asks(
    session: Session, reminder_talk: Conversation
) -> None:
    wishes.set_discreet(session, reminder_talk.user_id, is_on=True)
    session.commit()

    assert reminder_talk.say("1 2") == "Got it: 2 recorded. 2 of 4 today. UNDO to take back."
    assert reminder_talk.say("?") == "Open: 3 Plants 4 Walk"
    assert reminder_talk.say("blorp") == (
        "That was not clear, so nothing was recorded. Reply e.g. 1 2, or ? for the list."
    )
    assert reminder_talk.say("undo") == "Taken back: 2."
    assert reminder_talk.say("walk 20 and blorp") == (
        "Got it: 1 recorded. 1 of 4 today. The rest was not clear: ? shows the list."
    )
    assert reminder_talk.say("plants oats kale") == "Got it: 2 recorded. 2 of 4 today. UNDO to take back."


def test_list_of_yesterday_is_named_while_its_numbers_bind(
    session: Session, reminder_talk: Conversation
) -> None:
    wishes.set_discreet(session, reminder_talk.user_id, is_on=True)
    session.commit()
    reminder_talk.say("2")

    assert (
        reminder_talk.say("?", at=MORNING.replace(hour=6) + timedelta(days=1))
        == "Open yesterday: 1 Prunes 3 Plants 4 Walk"
    )
