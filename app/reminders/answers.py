"""What an answer of hers does: which day it answers, what it means, and who acts on it."""

import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import User
from app.checklist import actions, daysheet
from app.checklist.daysheet import Sheet
from app.checklist.models import Source
from app.messages.models import Channel
from app.reminders import (
    caps,
    contexts,
    opting,
    queries,
    recording,
    replied,
    settling,
    summary_mails,
    taking_back,
    text_queries,
    web_links,
)
from app.reminders.models import Meaning
from app.reminders.outcomes import Outcome as Outcome
from app.reminders.queries import Asked
from app.rules import replies
from app.rules.reply_meanings import (
    Answer,
    Discreet,
    Help,
    Item,
    Join,
    Later,
    Notes,
    OptIn,
    OptOut,
    Pause,
    Question,
    Remind,
    RemindOff,
    Reply,
    Resume,
    Topic,
    Undo,
    Web,
)

# An undo reaches no further back: what she forgot about is not to change.
UNDO_REACHES = timedelta(days=7)
# The words the provider answers itself, when they are all of the text.
PROVIDERS_WORDS = frozenset(["start", "unstop", "yes", "help", "info"])


class LookUp(Enum):
    """Stands for what her newest reminder by text asked, still to be looked up."""

    NEWEST = "newest"


def take(
    session: Session,
    user: User,
    *,
    sid: str,
    body: str,
    now: datetime,
    has_provider: bool,
    channel: Channel = Channel.SMS,
    asked: Asked | LookUp | None = LookUp.NEWEST,
) -> Outcome:
    """Understand an answer of hers and do what it says. Her record is locked by the caller.

    ``sid`` is the id that makes it one, ``body`` her words as they are kept under it. ``has_provider``:
    whether a provider stands between us, that answers some words itself. ``asked`` is the reminder that she
    answers; None: none.
    """
    if isinstance(asked, LookUp):
        asked = queries.asked_by_text(session, user.id or 0, now=now)
    return _Answer(session, user, sid, body, now, has_provider, channel, asked).take()


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer of a known person on its way from her words to her record."""

    session: Session
    user: User
    sid: str
    body: str
    now: datetime
    has_provider: bool
    channel: Channel
    asked: Asked | None

    def take(self) -> Outcome:
        """Understand it, do what it says, and tell whether it is answered."""
        today = accounts.today_of(self.user, now=self.now)
        day = min(self.asked.day, today) if self.asked else today
        sheet = daysheet.read(self.session, self.user, day=day, today=today)
        reply = self._parse(sheet)
        outcome = self.act(reply, sheet)
        if self.has_provider and self._is_providers(reply):
            outcome = replace(outcome, wants_echo=False)
        outcome = caps.within(self.session, self.user, outcome, body=self.body, now=self.now)
        return replace(
            outcome,
            user_id=self.user_id,
            read=self.body,
            delivery_id=self.asked.delivery_id if self.asked else None,
            payload=outcome.payload | _context(self.asked, day),
        )

    @property
    def user_id(self) -> int:
        return self.user.id or 0

    @property
    def phone(self) -> str:
        return self.user.number or ""

    @property
    def batch(self) -> str:
        """The same text makes the same batch and the same changes, however often it is taken."""
        return actions.derived_uuid(str(uuid.NAMESPACE_OID), self.sid)

    @property
    def source(self) -> Source:
        """The way the answer came, as its marks keep it."""
        return Source.EMAIL if self.channel is Channel.EMAIL else Source.TEXT

    def _parse(self, sheet: Sheet) -> Reply:
        is_text = self.channel is Channel.SMS
        opted_out = is_text and queries.has_opted_out(self.session, self.user_id, phone=self.phone)
        context = contexts.context_of(
            self.session, self.user, asked=self.asked, sheet=sheet, opted_out=opted_out, now=self.now
        )
        reply = replies.parse(self.body, context)
        if not (isinstance(reply, Answer) and reply.guess):
            return reply
        asked = contexts.just_asked(self.session, self.user_id, context=context, now=self.now)
        return replies.parse(self.body, replace(context, just_asked=asked)) if asked else reply

    def act(self, reply: Reply, sheet: Sheet) -> Outcome:
        """Do what she means; ``sheet`` is the day that was asked about."""
        match reply:
            case Answer():
                return self._record(reply, sheet)
            case Undo():
                return self._undo(sheet)
            case OptOut():
                return self._opt_out(reply, sheet)
            case OptIn():
                return self._opt_in()
            case Join() if queries.has_opted_out(self.session, self.user_id, phone=self.phone):
                return self._opt_in()
            case Later() | Pause() | Resume() | Remind() | RemindOff() | Discreet() | Notes():
                came_of_it = settling.act(
                    self.session, self.user, reply, asked=self.asked, now=self.now, channel=self.channel
                )
                return _told(*came_of_it)
            case Question(Topic.SUMMARY_BY_MAIL) if self.channel is not Channel.EMAIL:
                return _told(*summary_mails.act(self.session, self.user, sid=self.sid, now=self.now))
            case Web():
                return _told(*web_links.act(self.session, self.user, now=self.now, channel=self.channel))
            case _:
                return replied.to(reply)

    def _record(self, answer: Answer, sheet: Sheet) -> Outcome:
        """Record what can be; what cannot, or is not clear, is said and asked."""
        recorded = recording.record(
            self.session,
            self.user,
            answer=answer,
            sheet=sheet,
            batch=self.batch,
            source=self.source,
            now=self.now,
        )
        asking = {
            "sid": self.sid,
            "batch": self.batch,
            "is_unclear": bool(answer.unclear),
            "guess": [_guessed(item) for item in answer.guess],
            "unknown": _places(self.body, answer.unknown_plants),
            "has_unknown": bool(answer.unknown_plants),
        }
        meaning = Meaning.RECORD if recorded.is_anything else Meaning.UNCLEAR
        batch = self.batch if recorded.has_changed else None
        return Outcome(meaning, batch=batch, payload=recorded.payload | asking)

    def _undo(self, sheet: Sheet) -> Outcome:
        """Take the newest answer of a week back that was not; the same again takes back the one before."""
        since = self.now - UNDO_REACHES
        last = text_queries.last_recorded(self.session, self.user_id, since=since)
        if last is None or last.batch is None:
            is_older = text_queries.has_recorded_before(self.session, self.user_id, at=since)
            return Outcome(Meaning.UNDO, payload={"undoes": None, "is_older": is_older})
        taken = taking_back.take_back(
            self.session,
            self.user,
            batch=last.batch,
            uuid_of_undo=self.batch,
            source=self.source,
            today=sheet.today,
            now=self.now,
        )
        payload = {
            "undoes": last.batch,
            "undone": [row.id for row in taken.changes],
            "stayed": [row.id for row in taken.stayed],
            "edits": taken.edits,
            "edits_stayed": taken.edits_stayed,
        }
        return Outcome(Meaning.UNDO, batch=self.batch, payload=payload)

    def _opt_out(self, reply: OptOut, sheet: Sheet) -> Outcome:
        """What she says beside it is recorded; one confirmation, and none when texts had ended before.

        What an email ends is its door's matter.
        """
        if self.channel is not Channel.SMS:
            return Outcome(Meaning.OPT_OUT)
        rest = replace(self, body=reply.rest)._parse(sheet) if reply.rest else None
        batch = self._record(rest, sheet).batch if isinstance(rest, Answer) else None
        had_agreed = opting.end(self.session, self.user_id, words=reply.words, now=self.now)
        return Outcome(Meaning.OPT_OUT, batch=batch, wants_echo=had_agreed)

    def _opt_in(self) -> Outcome:
        """Agree to texts again; only a text proves the number.

        The provider answers its words itself, but after a stop that it never understood to be one.
        """
        if self.channel is not Channel.SMS:
            return Outcome(Meaning.HELP)
        word = self.body.strip()
        is_answered = self.has_provider and word.lower() in PROVIDERS_WORDS
        is_answered = is_answered and not opting.ended_in_own_words(
            self.session, self.user_id, phone=self.phone
        )
        opting.begin(self.session, self.user_id, phone=self.phone, words=word, now=self.now)
        return Outcome(Meaning.OPT_IN, wants_echo=not is_answered)

    def _is_providers(self, reply: Reply) -> bool:
        if isinstance(reply, OptOut):
            return reply.is_carrier_word
        return isinstance(reply, Help) and self.body.strip().lower() in PROVIDERS_WORDS


def _told(meaning: Meaning, payload: dict[str, Any]) -> Outcome:
    """What came of a wish; nothing to say: what she asked for is the answer."""
    return Outcome(meaning, payload=payload, wants_echo=bool(payload))


def _context(asked: Asked | None, day: date) -> dict[str, Any]:
    return {"day": day.isoformat(), "listed": list(asked.habit_ids) if asked else []}


def _guessed(item: Item) -> tuple[int, float | None, str | None, str | None]:
    """A guess for the echo: habit, amount, why it is left out, its day."""
    return (
        item.habit_id,
        item.amount,
        item.skip.value if item.skip else None,
        item.day.isoformat() if item.day else None,
    )


def _places(body: str, heard: Sequence[str]) -> list[tuple[int, int]]:
    """Where these words stand in the text, so that its echo can name them and no other row keeps them."""
    letters = _plain_letters(body)
    found = ((letters.find(word), len(word)) for word in map(_plain_letters, heard))
    return [(at, at + length) for at, length in found if at >= 0]


def _plain_letters(text: str) -> str:
    """The text in small letters without accents, each in the place that it had."""
    return "".join(unicodedata.normalize("NFD", letter)[0].lower()[0] for letter in text)
