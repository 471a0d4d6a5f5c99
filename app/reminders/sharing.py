"""A number that several people share: whose an answer is, and whose a text of ours is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlmodel import Session, col, func, select

from app.accounts import queries as accounts
from app.accounts import sharing
from app.accounts.models import User
from app.reminders import queries, ways
from app.reminders.models import InboundText, Meaning
from app.reminders.outcomes import Outcome
from app.rules import plants, replies, texts
from app.rules.replies import Context
from app.rules.reply_meanings import Help, Join, OptIn, OptOut, WrongNumber

LONGEST_NAME = 12
MOST_QUESTIONS_AN_HOUR = 10
_FIRST_WORD = re.compile(r"\W*(\w[\w'’-]*)\W*(.*)", re.DOTALL)
_SENTENCES = re.compile(r"(?<=[.?!]) (?=[A-Z?])")


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a text from a shared number concerns, and what it says to them; nobody: it did not say whose."""

    people: tuple[User, ...]
    body: str


def addressed(session: Session, people: Sequence[User], *, body: str, now: datetime) -> Addressed:
    """Whose answer a text is: hers whose name it begins with, else hers who alone agreed to texts there.

    STOP and a wrong number concern everybody there; START everybody whose texts were stopped.
    """
    stopped = [
        each for each in people if queries.has_opted_out(session, each.id or 0, phone=each.number or "")
    ]
    today = now.date()
    reply = replies.parse(body, Context((), (), day=today, today=today, opted_out=bool(stopped)))
    if isinstance(reply, OptOut | WrongNumber):
        return Addressed(tuple(people), body)
    if isinstance(reply, OptIn) and stopped:
        return Addressed(tuple(stopped), body)
    if isinstance(reply, Help | Join):
        return Addressed(tuple(people[:1]), body)
    return _by_name(people, body) or Addressed(_only_reader(session, people), body)


def _by_name(people: Sequence[User], body: str) -> Addressed | None:
    match = _FIRST_WORD.fullmatch(body)
    word = plants.fold(match[1]) if match else ""
    named = [each for each in people if word and plants.fold(sharing.first_name(each.name)) == word]
    return Addressed((named[0],), match[2]) if match and len(named) == 1 else None


def _only_reader(session: Session, people: Sequence[User]) -> tuple[User, ...]:
    """Her who alone agreed to texts there; nobody when several did, or none."""
    readers = tuple(each for each in people if ways.has_consent(session, each))
    return readers if len(readers) == 1 else ()


def ask_whose(
    session: Session, people: Sequence[User], *, sender: str, sender_hash: str, since: datetime
) -> Outcome:
    """One question back, with nothing recorded; not more than ten an hour."""
    asked = session.exec(
        select(func.count())
        .select_from(InboundText)
        .where(InboundText.sender_hash == sender_hash, InboundText.meaning == Meaning.WHOSE)
        .where(col(InboundText.received_at) > since)
    ).one()
    payload = {"to": sender, "people": [each.id for each in people], "locale": people[0].locale}
    return Outcome(Meaning.WHOSE, payload=payload, wants_echo=asked < MOST_QUESTIONS_AN_HOUR)


def question(people: Sequence[User]) -> str:
    """ "Whose answer is it? Begin with ANNA or BERTA, e.g. ANNA 1"."""
    names = [_short(each).upper() for each in people]
    tail = _(", e.g. %(name)s 1", name=names[0])
    return texts.to_gsm(
        _("Whose answer is it? Begin with %(names)s%(tail)s", names=_(" or ").join(names), tail=tail)
    )


def whose(session: Session, user: User) -> str:
    """The name that her texts begin with; empty where she alone is texted at her number."""
    people = accounts.people_at(session, user.number) if user.number else ()
    return _short(user) if len(people) > 1 else ""


def _short(user: User) -> str:
    return texts.to_gsm(sharing.first_name(user.name))[:LONGEST_NAME]


def signed(name: str, text: str) -> str:
    """A text that begins with whose it is, still one segment; as it is without a name, or when it does so.

    What has no room goes from the end, by whole sentences.
    """
    head = _("Bonny for %(name)s:", name=name)
    if not name or text.startswith((head, f"{name}:")):
        return text
    is_ours = text.startswith("Bonny:")
    marked = head + text.removeprefix("Bonny:") if is_ours else f"{name}: {text}"
    if texts.segments(text) > 1:
        return marked
    return _in_one_segment(marked)


def _in_one_segment(text: str) -> str:
    sentences = _SENTENCES.split(text)
    while texts.segments(" ".join(sentences)) > 1 and len(sentences) > 1:
        sentences.pop()
    whole = " ".join(sentences)
    return whole if texts.segments(whole) == 1 else whole[: texts.ONE_SEGMENT].rpartition(" ")[0]
