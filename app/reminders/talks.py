"""What a talk that begins by text is made of: the text that came, and what each answer of ours is to say."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app import locales
from app.reminders.models import Meaning
from app.reminders.outcomes import Outcome
from app.rules.reply_meanings import Reply


class Say(StrEnum):
    """What a text to somebody who is nobody's number here says; ``join_words`` has the words."""

    CONSENT = "consent"
    TERMS = "terms"
    AGREE = "agree"
    TIME = "time"
    TIME_AGAIN = "time_again"
    HABITS = "habits"
    HABITS_AGAIN = "habits_again"
    TOO_MANY = "too_many"
    SET = "set"
    CARE = "care"
    HELP = "help"
    DECLINED = "declined"
    ENDED = "ended"
    FULL = "full"
    NOT_OPEN = "not_open"
    LET_GO = "let_go"


@dataclass(frozen=True, slots=True)
class Text:
    """A text of somebody who is nobody's number here, what the parser made of it, and when it came."""

    sender: str
    sender_hash: str
    body: str
    reply: Reply
    now: datetime


def answer(text: Text, country: str, say: Say, **more: Any) -> Outcome:
    """An answer to a number, written from the name of a step and ids, in the language of the country."""
    payload = {"to": text.sender, "say": say.value, "locale": locales.of_country(country), **more}
    return Outcome(Meaning.JOIN, payload=payload)
