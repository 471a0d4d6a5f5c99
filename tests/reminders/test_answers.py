"""Her answers by text: what is recorded, on which day, and what she is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from app.checklist import choosing
from app.checklist.models import MarkChange, Source
from app.reminders.models import InboundText, Meaning
from tests import make
from tests.reminders import steps
from tests.reminders.conftest import Conversation
from tests.reminders.steps import MINUTE, MORNING, PHONE

# What is said: what the database does for it is tested where it is read and written.
ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WALK = 30.0
QUESTION = (
    "Did you mean 1 Prunes, 2 Vit D, 3 Plants, 4 Walk? Reply with a number from the list, "
    "e.g. 1, or prunes 5. ? shows today."
)
PLANTS_BY_NAME = "Plants go by name: reply e.g. plants oats kale."
HOUR = timedelta(hours=1)
YESTERDAY = date(2026, 11, 19)


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("body", "recorded", "answer"),
    [
        (
            "1 2",
            {"prunes": 5.0, "vitamin-d": 800.0},
            "Got it: Prunes, Vit D. 2 of 4 today. Open: 3 Plants 4 Walk. UNDO to take back.",
        ),
        (
            "2 prunes 5",
            {"prunes": 5.0, "vitamin-d": 800.0},
            "Got it: Vit D, Prunes 5 of 5. 2 of 4 today. Open: 3 Plants 4 Walk. UNDO to take back.",
        ),
        (
            "prunes 4",
            {"prunes": 4.0},
            "Got it: Prunes 4 of 5. 0 of 4 today. Open: 1 Prunes 2 Vit D 3 Plants 4 Walk. UNDO to take back.",
        ),
        (
            "4",
            {"weight-bearing": WALK},
            "Got it: Walk 30 min. 1 of 4 today. Open: 1 Prunes 2 Vit D 3 Plants. UNDO to take back.",
        ),
        (
            "walk 45 min",
            {"weight-bearing": 45.0},
            "Got it: Walk 45 min. 1 of 4 today. Open: 1 Prunes 2 Vit D 3 Plants. UNDO to take back.",
        ),
        (
            "all",
            {"prunes": 5.0, "vitamin-d": 800.0, "weight-bearing": WALK},
            f"Got it: Prunes, Vit D, Walk 30 min. 3 of 4 today. {PLANTS_BY_NAME} UNDO to take back.",
        ),
        ("3", {}, f"{PLANTS_BY_NAME} Nothing was recorded."),
        ("prunes 500", {}, "Prunes: a number from 0 to 100, please. Nothing was recorded."),
        (
            "2, prunes 500",
            {"vitamin-d": 800.0},
            "Got it: Vit D. 1 of 4 today. Prunes: a number from 0 to 100, please. UNDO to take back.",
        ),
        (
            "prunes 0",
            {"prunes": 0.0},
            "Got it: Prunes 0 of 5. 0 of 4 today. Open: 2 Vit D 3 Plants 4 Walk. UNDO to take back.",
        ),
        (
            "flurbl",
            {},
            QUESTION,
        ),
        ("?", {}, "Today: nothing yet. Open: 1 Prunes 2 Vit D 3 Plants 4 Walk."),
        ("thanks!", {}, ""),
        ("", {}, ""),
        ("Liked “Bonny: good morning. Open today: 1 Prunes 2 Vit D”", {}, ""),
        ("undo", {}, "Nothing to take back."),
    ],
)
def test_answer_records_and_says_what_it_meant(
    reminder_talk: Conversation, body: str, recorded: dict[str, float], answer: str
) -> None:
    assert reminder_talk.say(body) == answer
    assert reminder_talk.holds() == recorded


def test_answer_is_a_change_like_any_other(reminder_talk: Conversation) -> None:
    reminder_talk.say("1 2")

    rows = reminder_talk.rows(MarkChange)
    assert {row.source for row in rows} == {Source.TEXT}
    assert len({row.batch for row in rows}) == 1
    (inbound,) = reminder_talk.rows(InboundText)
    (nudge,) = steps.deliveries(reminder_talk.database)
    assert (inbound.meaning, inbound.body, inbound.batch) == (Meaning.RECORD, "1 2", rows[0].batch)
    assert (inbound.user_id, inbound.delivery_id) == (reminder_talk.user_id, nudge.id)


def test_goal_already_passed_is_not_lowered(reminder_talk: Conversation) -> None:
    make.make_mark(reminder_talk.session, reminder_talk.user, reminder_talk.habits["prunes"], amount=8)

    assert reminder_talk.say("1").startswith("Got it: Prunes.")
    assert reminder_talk.holds() == {"prunes": 8.0}


def test_undo_takes_back_the_last_answer_whole_and_then_the_one_before(reminder_talk: Conversation) -> None:
    reminder_talk.say("prunes 3")
    reminder_talk.say("1 2")

    assert reminder_talk.say("UNDO") == "Taken back: Prunes, Vit D."
    assert reminder_talk.holds() == {"prunes": 3.0}
    assert reminder_talk.say("undo") == "Taken back: Prunes."
    assert reminder_talk.holds() == {}
    assert reminder_talk.say("undo") == "Nothing to take back."


def test_undo_leaves_what_was_tapped(reminder_talk: Conversation) -> None:
    make.make_mark(reminder_talk.session, reminder_talk.user, reminder_talk.habits["prunes"])

    assert reminder_talk.say("undo") == "Nothing to take back."
    assert reminder_talk.holds() == {"prunes": 5.0}


def test_status_tells_what_is_begun_done_and_open(reminder_talk: Conversation) -> None:
    reminder_talk.say("2, prunes 3")

    assert reminder_talk.say("?") == "Today: Prunes 3 of 5, Vit D done. Open: 1 Prunes 3 Plants 4 Walk."


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("at", "day", "beginning"),
    [
        (datetime(2026, 11, 21, 0, 20, tzinfo=UTC), make.TODAY, "Got it: Prunes."),
        (
            datetime(2026, 11, 21, 7, 0, tzinfo=UTC),
            make.TODAY,
            "Got it for yesterday: Prunes. 1 of 4 that day.",
        ),
        (datetime(2026, 11, 21, 19, 59, tzinfo=UTC), make.TODAY, "Got it for yesterday: Prunes."),
    ],
)
def test_answer_belongs_to_the_day_its_reminder_asked_about(
    reminder_talk: Conversation, at: datetime, day: date, beginning: str
) -> None:
    assert reminder_talk.say("1", at=at).startswith(beginning)
    assert reminder_talk.holds(day) == {"prunes": 5.0}


def test_next_reminder_ends_the_day_before(reminder_talk: Conversation) -> None:
    tomorrow = MORNING + timedelta(days=1)
    steps.remind(reminder_talk.app, tomorrow)

    assert reminder_talk.say("1", at=tomorrow + MINUTE).startswith("Got it: Prunes.")
    assert reminder_talk.holds() == {}
    assert reminder_talk.holds(date(2026, 11, 21)) == {"prunes": 5.0}


def test_reminder_of_36_hours_ago_is_answered_no_more(reminder_talk: Conversation) -> None:
    late = MORNING + 36 * HOUR

    assert "1 Prunes" not in reminder_talk.say("1", at=late)
    assert reminder_talk.say("prunes 5", at=late).startswith("Got it: Prunes 5 of 5.")
    assert reminder_talk.holds() == {}


def test_numbers_are_those_of_the_reminder_not_of_the_list(reminder_talk: Conversation) -> None:
    """Prunes were done when the evening's reminder went out, so its 1 is vitamin D."""
    tomorrow = date(2026, 11, 21)
    make.make_mark(
        reminder_talk.session,
        reminder_talk.user,
        reminder_talk.habits["prunes"],
        day=tomorrow,
        today=tomorrow,
    )
    steps.remind(reminder_talk.app, MORNING + timedelta(days=1))

    assert reminder_talk.say("1", at=MORNING + 25 * HOUR).startswith("Got it: Vit D.")


def test_number_of_a_habit_given_up_since_records_nothing(reminder_talk: Conversation) -> None:
    choosing.give_up(
        reminder_talk.session, reminder_talk.user, habit_id=reminder_talk.habits["prunes"], today=make.TODAY
    )
    reminder_talk.session.commit()

    assert "Nothing" not in reminder_talk.say("1")
    assert reminder_talk.holds() == {}


def test_half_clear_answer_records_its_clear_half(reminder_talk: Conversation) -> None:
    answer = reminder_talk.say("2, no walk")

    assert answer == (
        "Got it: Vit D. 1 of 4 today. Did you mean Walk left out? Reply skip 4. UNDO to take back."
    )
    assert reminder_talk.holds() == {"vitamin-d": 800.0}


def test_same_text_again_is_a_new_answer_but_the_same_message_is_not(reminder_talk: Conversation) -> None:
    assert reminder_talk.text("1", MessageSid="SM" + "a" * 32) == 200
    make.make_mark(reminder_talk.session, reminder_talk.user, reminder_talk.habits["prunes"], amount=1)

    assert reminder_talk.text("1", MessageSid="SM" + "a" * 32) == 403
    assert reminder_talk.holds() == {"prunes": 1.0}
    assert reminder_talk.text("1", MessageSid="SM" + "b" * 32) == 200
    assert reminder_talk.holds() == {"prunes": 5.0}


@ONLY_SQLITE
def test_help_is_answered_unless_the_provider_does(reminder_talk: Conversation) -> None:
    assert reminder_talk.say("HELP") == ""
    assert reminder_talk.say("help me") == (
        "Bonny: habit reminders you answer by text, e.g. 1, or ? for today. STOP to end."
    )


def test_answer_that_waited_a_quarter_hour_is_not_sent(reminder_talk: Conversation) -> None:
    reminder_talk.text("1")

    assert steps.send(reminder_talk.app, MORNING + 25 * MINUTE) == []


def test_person_without_reminder_may_name_her_habits(reminder_talk: Conversation, session: Session) -> None:
    other = steps.make_texter(session, phone="+14155550177", email=None)
    steps.make_habits(session, other, "prunes")

    assert reminder_talk.say("all", sender="+14155550177").startswith("That was not clear.")
    assert reminder_talk.say("prunes 2", sender="+14155550177").startswith("Got it: Prunes 2 of 5. 0 of 1")
    assert reminder_talk.say("?", sender="+14155550177") == "Today: Prunes 2 of 5. Open: Prunes."


def test_number_is_read_from_her_account_only(reminder_talk: Conversation) -> None:
    reminder_talk.user.phone = "+14155550199"
    reminder_talk.session.add(reminder_talk.user)
    reminder_talk.session.commit()

    assert reminder_talk.say("1", sender=PHONE).startswith("This is Bonny.")
    assert reminder_talk.holds() == {}
