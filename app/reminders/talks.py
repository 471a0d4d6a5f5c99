"""What a talk that begins by text is made of: the text that came, and what each answer of ours is to say."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app import locales
from app.reminders.models import Meaning
from app.reminders.outcomes import Outcome
from app.rules import texts
from app.rules.reply_meanings import Reply

CONSENT_WORDS = (
    "Bonny texts you what is open each day, up to 3 msgs/day. Msg&data rates may apply.{terms} "
    "Reply AGREE to begin. HELP for help, STOP to end."
)
TERMS_PATH = "/terms"


def consent_words(public_url: str) -> tuple[str, ...]:
    """What she is asked to agree to, by the text: with the address of terms and privacy where that has room.

    Else the address comes in a second text. Each is one segment, but for an address that is longer than one.
    """
    where = f"{public_url}{TERMS_PATH}"
    short = where.partition("://")[2]
    for terms in (f" Terms, privacy: {where}", f" Terms: {where}", f" Terms: {short}", f" {short}"):
        text = texts.to_gsm(CONSENT_WORDS.format(terms=terms))
        if texts.segments(text) == 1:
            return (text,)
    return (CONSENT_WORDS.format(terms=""), texts.to_gsm(f"Bonny, terms and privacy: {where}"))


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
