"""Texts that no phone should send, and those that phones do send: nothing is recorded that was not said."""

from typing import Any

import pytest
from sqlmodel import Session

from app.reminders.models import InboundText, Meaning, WaitingText
from tests.page import Page
from tests.reminders import steps
from tests.reminders.conftest import Conversation

# What the database does is asked where it is not the same on both: of the character that PostgreSQL lacks.
ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
QUESTION = (
    "Did you mean 1 Prunes, 2 Vit D, 3 Plants, 4 Walk? Reply with a number from the list, "
    "e.g. 1, or prunes 5. ? shows today."
)
PICTURE: dict[str, Any] = {
    "NumMedia": "1",
    "MediaUrl0": "https://api.example.org/m/1",
    "MediaContentType0": "image/jpeg",
}


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("body", "fields"), [("", {}), (" \n\t ", {}), ("", PICTURE)], ids=["empty", "blank", "media only"]
)
def test_text_without_words_is_taken_and_not_answered(
    reminder_talk: Conversation, body: str, fields: dict[str, Any]
) -> None:
    assert reminder_talk.say(body, **fields) == ""
    assert reminder_talk.holds() == {}
    assert [row.meaning for row in reminder_talk.rows(InboundText)] == [Meaning.NOTHING]


@ONLY_SQLITE
def test_picture_beside_an_answer_takes_nothing_from_it(reminder_talk: Conversation) -> None:
    assert reminder_talk.say("1", **PICTURE).startswith("Got it: Prunes.")


@ONLY_SQLITE
@pytest.mark.parametrize(
    "body",
    ["1 " * 800, "1" * 1600, "x" * 1600, "prunes 4 " + "lovely day " * 144, "🌿" * 1600],
    ids=["numbers", "one number", "letters", "an answer and much more", "emoji"],
)
def test_ten_segments_are_kept_whole_and_asked_about(reminder_talk: Conversation, body: str) -> None:
    said = reminder_talk.say(body)

    assert said == ("" if "🌿" in body else QUESTION)
    assert reminder_talk.holds() == {}
    assert [row.body for row in reminder_talk.rows(InboundText)] == [body]


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("body", "recorded"),
    [
        ("\u200f1 2\u200f", {"prunes": 5.0, "vitamin-d": 800.0}),
        ("\u202e1 2\u202c", {"prunes": 5.0, "vitamin-d": 800.0}),
        ("١ ٢", {"prunes": 5.0, "vitamin-d": 800.0}),
        ("שלום", {}),
        ("כן 1", {}),
        ("\u2067לא 1\u2069", {}),
    ],
)
def test_right_to_left_is_read_as_it_was_typed(
    reminder_talk: Conversation, body: str, recorded: dict[str, float]
) -> None:
    assert reminder_talk.say(body).startswith("Got it: Prunes, Vit D." if recorded else QUESTION)
    assert reminder_talk.holds() == recorded


def test_character_that_no_database_keeps_is_left_out_of_what_is_kept(reminder_talk: Conversation) -> None:
    assert reminder_talk.say("1\x003") == "Did you mean 1 Prunes, 3 Plants? Reply 1 3. Nothing was recorded."
    assert reminder_talk.say("\x00") == ""
    assert reminder_talk.holds() == {}
    assert [row.body for row in reminder_talk.rows(InboundText)] == ["13", ""]


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("body", "answer", "recorded"),
    [
        ("\x07\x1b[31m1", QUESTION, {}),
        ("\x01\x02\x03", "", {}),
        ("1\x08\x082", "Got it: Prunes, Vit D.", {"prunes": 5.0, "vitamin-d": 800.0}),
        ("1\r\n\x0c2", "Got it: Prunes, Vit D.", {"prunes": 5.0, "vitamin-d": 800.0}),
    ],
)
def test_control_characters_are_no_more_than_a_space(
    reminder_talk: Conversation, body: str, answer: str, recorded: dict[str, float]
) -> None:
    assert reminder_talk.say(body).startswith(answer)
    assert reminder_talk.holds() == recorded


@ONLY_SQLITE
@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<b>1</b>",
        "<img src=x onerror=alert(1)>",
        "{{7*7}}",
        "{% for each in all %}",
        "%(habit)s %s %n",
        "{habit} ${1}x",
        "'; DROP TABLE mark; --",
    ],
)
def test_html_and_template_text_is_asked_about_and_shown_as_it_is(
    reminder_talk: Conversation, session: Session, body: str
) -> None:
    assert reminder_talk.say(body) == QUESTION
    assert reminder_talk.holds() == {}

    page = Page(reminder_talk.app).signed_in(session, reminder_talk.user).get("/reminders/texts")
    assert body in page.text
    assert page.soup.select(".said-text script, .said-text b, .said-text img") == []


@ONLY_SQLITE
@pytest.mark.parametrize(
    "sender",
    ["", "14155550123", "00447400123456", "+0123456789", "+1415555012345678", "+1 415 555 0123", "BONNY"],
)
def test_number_in_another_form_than_the_providers_is_refused(
    reminder_talk: Conversation, sender: str
) -> None:
    assert reminder_talk.text("1", sender=sender) == 403
    assert reminder_talk.holds() == {}
    assert reminder_talk.rows(InboundText) == reminder_talk.rows(WaitingText) == []
    assert steps.deliveries(reminder_talk.database, "echo") == []
