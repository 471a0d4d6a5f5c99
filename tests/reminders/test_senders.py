"""Whose text it is: somebody else, a stranger, and people who want no texts or want them again."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from app.messages import consent
from app.messages.models import Channel, Consent
from app.reminders.models import InboundText, Meaning
from tests import make
from tests.reminders import steps
from tests.reminders.conftest import Conversation
from tests.reminders.steps import MINUTE, MORNING

HOUR = timedelta(hours=1)

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_number_of_somebody_else_never_reaches_her_habits(
    reminder_talk: Conversation, session: Session
) -> None:
    other = steps.make_texter(session, name="Berta", phone="+14155550177", email="berta@example.org")
    other_id = other.id or 0
    steps.make_habits(session, other, "prunes")

    reminder_talk.say("1 2", sender="+14155550177")
    reminder_talk.say("prunes 3", sender="+14155550177")

    assert reminder_talk.holds() == {}
    assert set(steps.amounts(reminder_talk.database, other_id).values()) == {3.0}


def test_stranger_hears_one_neutral_sentence_a_day(reminder_talk: Conversation) -> None:
    sentence = "This is Bonny. This number is not known here, so nothing was kept."

    assert reminder_talk.say("prunes 4", sender="+14155550188") == sentence
    assert reminder_talk.say("hello?", sender="+14155550188") == ""
    assert reminder_talk.say("1", sender="+14155550188", at=MORNING + 25 * HOUR) == sentence
    rows = reminder_talk.rows(InboundText)
    assert {(row.meaning, row.body, row.user_id) for row in rows} == {(Meaning.STRANGER, "", None)}
    assert not any("4155550188" in row.sender_hash for row in rows)


def test_stranger_who_wants_no_texts_gets_none(reminder_talk: Conversation) -> None:
    assert reminder_talk.say("Stop texting me", sender="+14155550188") == ""


def test_what_she_says_beside_a_stop_is_recorded(reminder_talk: Conversation) -> None:
    assert reminder_talk.say("prunes 4. Stop please.") == (
        "You get no more texts from Bonny. Text START to have them again."
    )
    assert reminder_talk.holds() == {"prunes": 4.0}


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("STOP", ""),
        ("Stop please", "You get no more texts from Bonny. Text START to have them again."),
    ],
)
def test_opting_out_ends_texts_at_once_in_her_words(
    reminder_talk: Conversation, body: str, answer: str
) -> None:
    reminder_talk.say("1")
    steps.plan(reminder_talk.database, MORNING + timedelta(days=1))

    assert reminder_talk.say(body) == answer
    assert [each.reason for each in steps.deliveries(reminder_talk.database)] == [None, "opted_out"]
    (row,) = reminder_talk.rows(Consent)
    assert (row.revoked_by, row.revoked_words) == ("text", body)
    assert row.revoked_at == MORNING + 10 * MINUTE
    assert reminder_talk.say("2") == "", "recorded, but nothing is sent any more"
    assert reminder_talk.holds() == {"prunes": 5.0, "vitamin-d": 800.0}
    assert reminder_talk.say("no more texts") == "", "one confirmation, not two"


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("START", ""),
        ("yes", ""),
        (
            "start please",
            "Bonny reminders on. Up to 3 msgs/day. Msg&data rates may apply. HELP for help, STOP to end.",
        ),
    ],
)
def test_opting_in_again_gives_a_new_consent(reminder_talk: Conversation, body: str, answer: str) -> None:
    reminder_talk.say("STOP")

    assert reminder_talk.say(body) == answer
    rows = reminder_talk.rows(Consent)
    assert [(row.revoked_at is None, row.words) for row in rows] == [(False, "Yes"), (True, body)]
    assert reminder_talk.say("1").startswith("Got it")


@on_sqlite
@pytest.mark.parametrize("word", ["START", "YES", "JOIN"])
def test_stop_in_her_own_words_is_one_the_provider_never_saw_so_we_answer_its_end(
    reminder_talk: Conversation, word: str
) -> None:
    assert reminder_talk.say("please stop").startswith("You get no more texts")

    assert reminder_talk.say(word, at=MORNING + 11 * MINUTE).startswith("Bonny reminders on.")
    assert [row.words for row in reminder_talk.rows(Consent)] == ["Yes", word]


@on_sqlite
@pytest.mark.parametrize("word", ["HELP", "Info", "START", "UNSTOP", "YES", "STOP"])
def test_words_that_the_provider_answers_are_not_answered_to_a_stranger(
    reminder_talk: Conversation, word: str
) -> None:
    assert reminder_talk.say(word, sender="+14155550199") == ""


def test_yes_is_no_consent_of_somebody_who_never_gave_one(
    session: Session, reminder_talk: Conversation
) -> None:
    other = make.make_user(session, phone="+14155550177")

    reminder_talk.say("yes", sender="+14155550177")

    assert not consent.is_given(session, user_id=other.id or 0, channel=Channel.SMS, address="+14155550177")
