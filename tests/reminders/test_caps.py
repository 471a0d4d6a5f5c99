"""How many of her answers are answered: two machines that talk to each other come to an end, she does not."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlmodel import Session

from app.messages.models import Channel, Delivery, State
from app.reminders import queries
from app.reminders.models import InboundText, Meaning
from app.rules.reply_meanings import OptOut, Question, Topic
from tests import make
from tests.reminders import mail_steps, steps
from tests.reminders.conftest import Conversation
from tests.reminders.mail_steps import ANSWERS_TO, HOOK, Correspondence
from tests.reminders.steps import MINUTE, MORNING

# The counts are those of one index; the database is asked elsewhere whether it takes it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Mean = Callable[..., str]
NOON = MORNING + 240 * MINUTE
THIS_HOUR = "What you send is taken as before, but I answered many this hour, so I am silent for a while."
TODAY = "What you send is taken as before, but I answered many today, so I am silent until tomorrow."


@pytest.fixture
def mails(
    make_app: Callable[..., Flask], session: Session, now: Callable[[datetime], None]
) -> Correspondence:
    """Anna was reminded by email at eight; it is ten past."""
    found = mail_steps.begin(make_app(MAIL_ANSWERS_TO=ANSWERS_TO, MAIL_HOOK_TOKEN=HOOK), session)
    now(MORNING + 10 * MINUTE)
    return found


def make_echoes(talk: Conversation, count: int, *, at: datetime) -> None:
    """So many answers that she had by then, a minute apart, the newest at that instant."""
    for number in range(count):
        due_at = at - (count - 1 - number) * MINUTE
        row = Delivery(
            key=f"echo/{at}/{number}",
            user_id=talk.user_id,
            kind=queries.ECHO,
            channel=Channel.SMS,
            payload={"meaning": "status"},
            state=State.ACCEPTED,
            created_at=due_at,
            due_at=due_at,
            expires_at=due_at,
            next_attempt_at=due_at,
        )
        talk.session.add(row)
    talk.session.commit()


def test_twenty_an_hour_then_a_word_then_none_until_there_is_room(reminder_talk: Conversation) -> None:
    answers = [reminder_talk.say(f"prunes {1 + number % 5}") for number in range(23)]

    assert [bool(answer) for answer in answers] == [True] * 21 + [False] * 2
    assert answers[20] == THIS_HOUR
    assert reminder_talk.holds() == {"prunes": 3.0}, "recorded all the same"
    assert reminder_talk.say("?", at=MORNING + 75 * MINUTE) != ""


def test_sixty_a_day_then_a_word_then_none_until_the_next_day(reminder_talk: Conversation) -> None:
    for hour in range(4):
        make_echoes(reminder_talk, 15, at=NOON + hour * 60 * MINUTE)
    later = NOON + 300 * MINUTE

    assert reminder_talk.say("1", at=later) == TODAY
    assert reminder_talk.say("2", at=later + MINUTE) == ""
    assert reminder_talk.holds() == {"prunes": 5.0, "vitamin-d": 800.0}, "recorded all the same"
    assert reminder_talk.say("?", at=later + timedelta(hours=20)) != ""


def test_fifty_nine_of_a_day_are_no_cap(reminder_talk: Conversation) -> None:
    for hour, count in enumerate((15, 15, 15, 14)):
        make_echoes(reminder_talk, count, at=NOON + hour * 60 * MINUTE)

    assert reminder_talk.say("1", at=NOON + 300 * MINUTE).startswith("Got it: Prunes.")


def test_cap_of_the_hour_is_said_again_in_another_hour(reminder_talk: Conversation) -> None:
    make_echoes(reminder_talk, 20, at=NOON)
    assert reminder_talk.say("?", at=NOON) == THIS_HOUR
    make_echoes(reminder_talk, 20, at=NOON + 120 * MINUTE)

    assert reminder_talk.say("?", at=NOON + 121 * MINUTE) == THIS_HOUR


def test_what_is_not_answered_takes_no_word_away(reminder_talk: Conversation) -> None:
    make_echoes(reminder_talk, 20, at=NOON)

    assert reminder_talk.say("thanks", at=NOON) == ""
    assert reminder_talk.say("?", at=NOON) == THIS_HOUR


def test_undo_and_the_end_of_texts_are_confirmed_beyond_every_cap(reminder_talk: Conversation) -> None:
    make_echoes(reminder_talk, 60, at=NOON)
    reminder_talk.text("prunes 3", at=NOON)
    reminder_talk.text("2", at=NOON)
    steps.send(reminder_talk.app, NOON)

    assert reminder_talk.say("undo", at=NOON) == "Taken back: Vit D."
    assert reminder_talk.say("undo", at=NOON) == "Taken back: Prunes."
    assert reminder_talk.say("undo", at=NOON) == ""
    assert reminder_talk.say("no more texts please", at=NOON) == (
        "You get no more texts from Bonny. Text START to have them again."
    )


def test_undo_beyond_the_twentieth_answer_does_not_swallow_the_word(reminder_talk: Conversation) -> None:
    reminder_talk.text("2", at=NOON)
    make_echoes(reminder_talk, 19, at=NOON)
    steps.send(reminder_talk.app, NOON)

    assert reminder_talk.say("undo", at=NOON) == "Taken back: Vit D."
    assert reminder_talk.say("?", at=NOON) == THIS_HOUR


def test_same_words_that_are_not_clear_are_asked_about_once_an_hour(reminder_talk: Conversation) -> None:
    first = reminder_talk.say("Your call is important to us")

    assert "Did you mean" in first
    assert reminder_talk.say("YOUR call is  important to us", at=MORNING + 11 * MINUTE) == ""
    assert reminder_talk.say("the office is shut", at=MORNING + 12 * MINUTE) != ""
    assert reminder_talk.say("Your call is important to us", at=MORNING + 71 * MINUTE) == first
    assert {row.meaning for row in reminder_talk.rows(InboundText)} == {Meaning.UNCLEAR}


def test_her_name_before_the_same_words_makes_them_no_others(
    reminder_talk: Conversation, session: Session
) -> None:
    make.make_user(session, name="Berta", email="b@example.org", shared_phone=steps.PHONE)
    session.commit()

    assert "Did you mean" in reminder_talk.say("Anna: flurbl")
    assert reminder_talk.say("Anna flurbl", at=MORNING + 11 * MINUTE) == ""


def test_somebody_elses_unclear_words_are_no_repetition(
    reminder_talk: Conversation, session: Session
) -> None:
    other = steps.make_texter(session, name="Berta", phone="+14155550177", email=None)
    steps.make_habits(session, other, "prunes")
    reminder_talk.say("flurbl")

    assert "not clear" in reminder_talk.say("flurbl", sender="+14155550177")


def test_guess_said_again_is_taken_not_passed_over(reminder_talk: Conversation) -> None:
    assert reminder_talk.say("prunes 40") == "Did you mean Prunes 40? Reply prunes 40. Nothing was recorded."

    assert reminder_talk.say("prunes 40").startswith("Got it: Prunes 40 of 5.")


def test_links_to_her_summary_count_among_the_answers(
    reminder_talk: Conversation, reminder_mean: Mean
) -> None:
    for _ in range(22):
        reminder_mean(Question(Topic.SUMMARY))

    assert len(steps.deliveries(reminder_talk.database, "summary_link")) == 20
    (word,) = steps.deliveries(reminder_talk.database, "echo")
    assert word.payload["told"] == "silent_for_now"


def test_word_that_the_provider_answers_takes_no_place(
    reminder_talk: Conversation, reminder_mean: Mean
) -> None:
    make_echoes(reminder_talk, 20, at=NOON)

    assert reminder_talk.say("HELP", at=NOON) == ""
    assert reminder_mean(OptOut("STOP", is_carrier_word=True), body="STOP", at=NOON) == ""
    assert steps.deliveries(reminder_talk.database, "echo")[-1].payload == {"meaning": "status"}


def test_mails_have_the_same_cap_and_the_same_word(mails: Correspondence) -> None:
    said = [mails.say("?") for _ in range(22)]

    assert [bool(each) for each in said] == [True] * 21 + [False]
    assert said[20] == THIS_HOUR
    assert mails.say("") == ""
    assert mails.say("stop") == "You get no more of these emails. Reply START to have them again."


def test_mail_beyond_the_cap_is_told_so_whatever_it_meant(mails: Correspondence) -> None:
    for _ in range(20):
        mails.say("?")

    assert mails.say("help") == THIS_HOUR


@pytest.mark.parametrize("words", ["", "flurbl", "word " * 400])
def test_mail_that_is_not_clear_is_asked_about_once_an_hour(mails: Correspondence, words: str) -> None:
    assert mails.say(words) != ""
    assert mails.say(words) == ""
