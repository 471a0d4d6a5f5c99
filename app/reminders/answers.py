"""What a text of hers does: which day it answers, what it means, what is recorded or taken back."""

import uuid
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import User
from app.checklist import actions, daysheet, undoing
from app.checklist import queries as checklist
from app.checklist.actions import Change
from app.checklist.daysheet import Sheet
from app.checklist.models import ChangeKind, Source
from app.messages import consent
from app.messages.models import Channel
from app.reminders import queries
from app.reminders.models import Meaning
from app.reminders.queries import Asked
from app.rules import replies
from app.rules.habits import Measure
from app.rules.reply_meanings import (
    Answer,
    Help,
    Item,
    Join,
    OptIn,
    OptOut,
    Question,
    Reply,
    Topic,
    Undo,
    WrongNumber,
)

HOUR = timedelta(hours=1)
MOST_ECHOES_AN_HOUR = 10
OPT_IN_VERSION = "text"
# The words the provider answers itself, when they are all of the text.
PROVIDERS_WORDS = frozenset(["start", "unstop", "yes", "help", "info"])
TOPICS = {
    Topic.TODAY: Meaning.STATUS,
    Topic.WEEK: Meaning.WEEK,
    Topic.MONTH: Meaning.MONTH,
    Topic.PLANTS: Meaning.PLANTS,
    Topic.STREAK: Meaning.STREAK,
    Topic.SUMMARY: Meaning.SUMMARY,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a text; ``payload`` is what its echo is written from: ids and numbers, no words."""

    meaning: Meaning
    user_id: int | None = None
    delivery_id: int | None = None
    batch: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    wants_echo: bool = True


def take(session: Session, user: User, *, sid: str, body: str, now: datetime, has_provider: bool) -> Outcome:
    """Understand a text of hers and do what it says. Her record is locked by the caller.

    ``has_provider``: whether a provider stands between us, that answers some words itself.
    """
    return _Answer(session, user, sid, body, now, has_provider).take()


@dataclass(frozen=True, slots=True)
class _Answer:
    """A text of a known person on its way from her words to her record."""

    session: Session
    user: User
    sid: str
    body: str
    now: datetime
    has_provider: bool

    def take(self) -> Outcome:
        """Understand the text, do what it says, and tell whether it is answered."""
        asked = queries.asked_by_text(self.session, self.user_id, now=self.now)
        today = accounts.today_of(self.user, now=self.now)
        day = min(asked.day, today) if asked else today
        sheet = daysheet.read(self.session, self.user, day=day, today=today)
        reply = self._parse(asked, sheet)
        outcome = self._act(reply, sheet)
        return replace(
            outcome,
            user_id=self.user_id,
            delivery_id=asked.delivery_id if asked else None,
            payload=outcome.payload | _context(asked, day),
            wants_echo=outcome.wants_echo and self._is_answered(reply),
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

    def _parse(self, asked: Asked | None, sheet: Sheet) -> Reply:
        return replies.parse(
            self.body,
            replies.Context(
                listed=_listed(asked, sheet),
                habits=[_habit(row, None) for row in sheet.rows],
                day=sheet.day,
                today=sheet.today,
                opted_out=queries.has_opted_out(self.session, self.user_id, phone=self.phone),
            ),
        )

    def _act(self, reply: Reply, sheet: Sheet) -> Outcome:
        match reply:
            case Answer():
                return self._record(reply, sheet)
            case Undo():
                return self._undo(sheet)
            case OptOut():
                return self._opt_out(reply)
            case OptIn():
                return self._opt_in()
            case Question(topic):
                return Outcome(TOPICS[topic])
            case Help():
                return Outcome(Meaning.HELP)
            case Join():
                return Outcome(Meaning.JOIN)
            case WrongNumber():
                return Outcome(Meaning.WRONG_NUMBER)
            case _:
                return Outcome(Meaning.NOTHING, wants_echo=False)

    def _record(self, answer: Answer, sheet: Sheet) -> Outcome:
        """Record what can be; what cannot is asked about: a number out of bounds, plants without names."""
        recorded: list[tuple[int, bool]] = []
        payload: dict[str, Any] = {"too_much": [], "plants": [], "is_unclear": not answer.is_clear}
        for item in answer.items:
            if _is_variety(item, sheet):
                payload["plants"].append(item.habit_id)
                continue
            try:
                self._record_one(item, sheet)
            except actions.BadAmount:
                payload["too_much"].append(item.habit_id)
            except (actions.BadDay, checklist.NoSuchHabit):
                payload["is_unclear"] = True
            else:
                recorded.append((item.habit_id, item.amount is not None))
        payload["recorded"] = recorded
        if not recorded:
            return Outcome(Meaning.UNCLEAR, payload=payload)
        return Outcome(Meaning.RECORD, batch=self.batch, payload=payload)

    def _record_one(self, item: Item, sheet: Sheet) -> None:
        """Put the amount, or the goal unless as much is there already."""
        row = sheet.row(item.habit_id)
        if item.amount is None and row is not None and row.is_done:
            return
        change = Change(
            uuid=actions.derived_uuid(self.batch, item.habit_id),
            habit_id=item.habit_id,
            day=sheet.day,
            kind=ChangeKind.SET,
            amount=item.amount,
        )
        actions.apply(
            self.session,
            self.user,
            changes=[change],
            batch=self.batch,
            source=Source.TEXT,
            today=sheet.today,
            now=self.now,
        )

    def _undo(self, sheet: Sheet) -> Outcome:
        last = undoing.last_batch(self.session, self.user_id, source=Source.TEXT)
        taken_back = last is not None and undoing.undo(
            self.session,
            self.user,
            batch=last,
            uuid_of_undo=self.batch,
            source=Source.TEXT,
            today=sheet.today,
            now=self.now,
        )
        rows = list(reversed(taken_back or []))
        day = {"undone_day": rows[0].day.isoformat()} if rows else {}
        payload = {"undone": list(dict.fromkeys(row.habit_id for row in rows)), **day}
        return Outcome(Meaning.UNDO, batch=self.batch, payload=payload)

    def _opt_out(self, reply: OptOut) -> Outcome:
        """End her consent in her own words; one confirmation, and none when it had ended before."""
        had_agreed = consent.revoke(
            self.session,
            user_id=self.user_id,
            channel=Channel.SMS,
            by="text",
            words=reply.words,
            now=self.now,
        )
        return Outcome(Meaning.OPT_OUT, wants_echo=had_agreed)

    def _opt_in(self) -> Outcome:
        is_given = consent.is_given(
            self.session, user_id=self.user_id, channel=Channel.SMS, address=self.phone
        )
        if not is_given:
            consent.give(
                self.session,
                user_id=self.user_id,
                channel=Channel.SMS,
                address=self.phone,
                words="START by text",
                words_version=OPT_IN_VERSION,
                source="text",
                proved_by="text from this number",
                now=self.now,
            )
        return Outcome(Meaning.OPT_IN)

    def _is_answered(self, reply: Reply) -> bool:
        """Not what the provider answers itself, and not more than ten an hour: two machines could talk."""
        if self.has_provider and self._is_providers(reply):
            return False
        since = self.now - HOUR
        return queries.echoes_since(self.session, self.user_id, since=since) < MOST_ECHOES_AN_HOUR

    def _is_providers(self, reply: Reply) -> bool:
        if isinstance(reply, OptOut):
            return reply.is_carrier_word
        is_command = isinstance(reply, OptIn | Help)
        return is_command and self.body.strip().lower() in PROVIDERS_WORDS


def _context(asked: Asked | None, day: date) -> dict[str, Any]:
    return {"day": day.isoformat(), "listed": list(asked.habit_ids) if asked else []}


def _listed(asked: Asked | None, sheet: Sheet) -> list[replies.Listed]:
    """The habits of the reminder under its numbers; one given up since keeps its number free."""
    numbered = enumerate(asked.habit_ids, start=1) if asked else ()
    rows = ((number, sheet.row(habit_id)) for number, habit_id in numbered)
    return [_habit(row, number) for number, row in rows if row is not None]


def _habit(row: daysheet.Row, number: int | None) -> replies.Listed:
    entry = row.chosen.entry
    return replies.Listed(
        habit_id=row.chosen.id,
        number=number,
        names=tuple(filter(None, (row.chosen.name, entry.name, entry.short, entry.slug, *entry.aliases))),
        takes_amount=row.chosen.habit.measure is Measure.AMOUNT,
    )


def _is_variety(item: Item, sheet: Sheet) -> bool:
    row = sheet.row(item.habit_id)
    return row is not None and row.is_variety
