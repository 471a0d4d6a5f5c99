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
from app.reminders import numbers, queries, tongues, ways
from app.reminders.models import InboundText, Meaning
from app.reminders.outcomes import Outcome
from app.rules import plants, replies, texts
from app.rules.reply_meanings import Help, Join, OptIn, OptOut, WrongNumber

MOST_QUESTIONS_AN_HOUR = 10
# A name in the letters of most languages, else whatever stands before the first space.
_BEGINNINGS = (
    re.compile(r"\W*(\w[\w'’-]*)[\s,.:;!–—-]*(.*)", re.DOTALL),
    re.compile(r"\s*(\S+)\s*(.*)", re.DOTALL),
)
# Behind "e.g." no sentence ends, nor behind what Spanish has for it.
_SENTENCES = re.compile(r"(?<=[.?!])(?<!e\.g\.)(?<!\bej\.)(?<!\bp\.) (?=[A-Z?¿¡])")


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a text from a shared number concerns, and what it says to them; nobody: it did not say whose."""

    people: tuple[User, ...]
    body: str


def addressed(session: Session, people: Sequence[User], *, body: str, now: datetime) -> Addressed:
    """Whose answer a text is: hers whose name it begins with, else hers who alone agreed to texts there.

    STOP and a wrong number concern everybody there; START everybody whose texts were stopped from the phone,
    for who ended hers on her pages begins them there again, or in her own name.
    """
    opted_out = [each for each in people if _ended_by(session, each)]
    stopped = tuple(each for each in opted_out if _ended_by(session, each) in numbers.FROM_THE_PHONE)
    heard = tongues.bare_context(now.date(), locale=people[0].locale, opted_out=bool(opted_out))
    reply = replies.parse(body, heard)
    if isinstance(reply, OptOut | WrongNumber):
        return Addressed(tuple(people), body)
    if isinstance(reply, OptIn | Join) and opted_out:
        return Addressed(stopped, body)
    if isinstance(reply, Help | Join):
        return Addressed(tuple(people[:1]), body)
    return _by_name(people, body) or Addressed(_only_reader(session, people), body)


def _ended_by(session: Session, user: User) -> str:
    """Who ended the consent to texts there that she gave last; empty while it stands, or without one."""
    newest = queries.consent_to_texts(session, user.id or 0, phone=user.number or "")
    return newest.revoked_by or "" if newest is not None and newest.revoked_at is not None else ""


def _by_name(people: Sequence[User], body: str) -> Addressed | None:
    """Hers whose name is the first word, as it is or as we show it; nobody's when it is two people's."""
    for beginning in _BEGINNINGS:
        match = beginning.fullmatch(body)
        word = plants.fold(match[1]) if match else ""
        named = [each for each in people if word and word in _names_of(each)]
        if match and len(named) == 1:
            return Addressed((named[0],), match[2])
    return None


def _names_of(user: User) -> set[str]:
    names = (sharing.first_name(user.name), sharing.called(user.name), _in_capitals(user))
    return {plants.fold(each) for each in names}


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
    """ "Whose answer is it? Begin with ANNA or BERTA, e.g. ANNA 1"; shorter where the names leave no room."""
    names = [_in_capitals(each) for each in people]
    several, example = _(" or ").join(names), _("%(name)s 1", name=names[0])
    return texts.first_fitting(
        [
            _("Whose answer is it? Begin with %(names)s, e.g. %(example)s", names=several, example=example),
            _("Whose answer is it? Begin with %(names)s", names=several),
            _("Whose answer is it? Begin with the name, e.g. %(example)s", example=example),
            _("Whose answer is it? Please begin with the first name."),
        ]
    )


def _in_capitals(user: User) -> str:
    """Her name as she is to answer with it: in capitals where the alphabet of texts has them."""
    name = sharing.called(user.name)
    return name if texts.loses_letters(name) else texts.to_gsm(name.upper())


def whose(session: Session, user: User) -> str:
    """The name that her texts begin with; empty where she alone is texted at her number."""
    people = accounts.people_at(session, user.number) if user.number else ()
    return texts.written(sharing.called(user.name)) if len(people) > 1 else ""


def signed(name: str, text: str) -> str:
    """A text that begins with whose it is, still one segment; as it is without a name, or when it does so.

    What has no room goes from the end, by whole sentences: a text with a list takes the name where it is
    built, so that the list is shortened. Without room for the first sentence, the text goes without a name.
    """
    head = _("Bonny for %(name)s:", name=name)
    if not name or text.startswith((head, f"{name}:")):
        return text
    is_ours = text.startswith("Bonny:")
    marked = head + text.removeprefix("Bonny:") if is_ours else f"{name}: {text}"
    if texts.segments(text) > 1:
        return marked
    return _in_one_segment(marked) or text


def _in_one_segment(text: str) -> str:
    """As many whole sentences as one segment holds; empty when it does not hold the first."""
    sentences = _SENTENCES.split(text)
    while sentences and texts.segments(" ".join(sentences)) > 1:
        sentences.pop()
    return " ".join(sentences)
