"""What an answer records: habits and plants under their days, days set aside, a note. Callers commit.

One text is one batch: its changes bear it, and the ids of its edits follow from it. What cannot be recorded
is kept as a refusal, to be said; the rest of the text is recorded all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlmodel import Session

from app.accounts.models import User
from app.checklist import actions, daysheet, journal, notes, spells
from app.checklist import queries as checklist
from app.checklist.actions import Change
from app.checklist.daysheet import Row, Sheet
from app.checklist.journal import Edit
from app.checklist.models import ChangeKind, PlanKind, Source
from app.rules.marks import State
from app.rules.reply_meanings import Answer, Aside, Eaten, Item
from app.rules.spells import Stretch

ASIDE = "aside"
NOTE = "note"


class Refusal(StrEnum):
    """Why a part of an answer was not recorded."""

    TOO_MUCH = "too_much"
    TO_COME = "to_come"
    NOT_YET = "not_yet"
    NOT_HERS = "not_hers"
    BY_NAME = "by_name"
    NO_SKIP = "no_skip"
    NO_PLANTS = "no_plants"
    ASIDE_DAYS = "aside_days"
    LONG_NOTE = "long_note"


class How(IntEnum):
    """How she put a habit: at its goal, by an amount, left out."""

    GOAL = 0
    AMOUNT = 1
    SKIP = 2


class _Refused(Exception):
    """A part of the answer cannot be recorded."""

    def __init__(self, why: Refusal, day: date, habit_id: int = 0) -> None:
        super().__init__(why)
        self.why, self.day, self.habit_id = why, day, habit_id


@dataclass(slots=True)
class Recorded:
    """What became of an answer: what is as she says now, what was refused, whether that changed anything.

    ``habits`` have their day and how she put them, the day in ISO; ``plants`` are the days of plants.
    """

    habits: list[tuple[int, str, int]] = field(default_factory=list)
    plants: list[str] = field(default_factory=list)
    aside: tuple[str, str] | None = None
    has_note: bool = False
    refused: list[tuple[str, str, int]] = field(default_factory=list)
    has_changed: bool = False

    @property
    def is_anything(self) -> bool:
        """Whether anything is as she says now."""
        return bool(self.habits or self.plants or self.aside or self.has_note)

    @property
    def payload(self) -> dict[str, Any]:
        """The same for the echo: ids, days and numbers, no words of hers."""
        return {
            "recorded": self.habits,
            "plants": self.plants,
            "aside": self.aside,
            "note": self.has_note,
            "refused": self.refused,
        }


def record(
    session: Session, user: User, *, answer: Answer, sheet: Sheet, batch: str, source: Source, now: datetime
) -> Recorded:
    """Record what can be of an answer; ``sheet`` is the day that was asked about.

    Her record is locked by the caller.
    """
    work = _Recording(session, user, sheet, batch, source, now)
    work.put(answer.items, answer.plants)
    if answer.aside is not None:
        work.set_aside(answer.aside)
    if answer.note:
        work.add_note(answer.note)
    return work.recorded


def aside_uuid(batch: str) -> str:
    """The id of the edit by which an answer set days aside."""
    return actions.derived_uuid(batch, ASIDE)


def note_uuid(batch: str) -> str:
    """The id of the edit by which an answer added to a day's note."""
    return actions.derived_uuid(batch, NOTE)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One part of the answer under its day; ``change`` None: it is so already."""

    habit_id: int
    day: date
    how: How
    change: Change | None


@dataclass(slots=True)
class _Recording:
    """An answer on its way into her record."""

    session: Session
    user: User
    asked: Sheet
    batch: str
    source: Source
    now: datetime
    recorded: Recorded = field(default_factory=Recorded)
    _sheets: dict[date, Sheet] = field(default_factory=dict)

    def put(self, items: Sequence[Item], plants: Sequence[Eaten]) -> None:
        """Write marks and plants, all at once when all are sound."""
        entries: list[_Entry] = []
        parts: list[Item | Eaten] = [*items, *plants]
        for part in parts:
            try:
                entries.append(self._item(part) if isinstance(part, Item) else self._plant(part))
            except _Refused as refused:
                self._refuse(refused)
        try:
            self._write(entries)
        except (actions.BadAmount, actions.BadDay, actions.NoSuchPlant, checklist.NoSuchHabit):
            for entry in entries:
                self._write_alone(entry)

    def _item(self, item: Item) -> _Entry:
        day = item.day or self.asked.day
        row = self._row(item.habit_id, day)
        how = How.SKIP if item.skip else How.GOAL if item.amount is None else How.AMOUNT
        if row.is_variety:
            why = Refusal.NO_SKIP if item.skip else Refusal.BY_NAME
            raise _Refused(why, day, item.habit_id)
        if _stands(row, how):
            return _Entry(item.habit_id, day, how, None)
        change = Change(
            uuid=actions.derived_uuid(self.batch, f"{item.habit_id}/{day}"),
            habit_id=item.habit_id,
            day=day,
            kind=ChangeKind.SKIP if item.skip else ChangeKind.SET,
            amount=item.amount,
            skip=item.skip,
        )
        return _Entry(item.habit_id, day, how, change)

    def _plant(self, eaten: Eaten) -> _Entry:
        day = eaten.day or self.asked.day
        habit_id = next((row.chosen.id for row in self.asked.rows if row.is_variety), 0)
        if not habit_id:
            raise _Refused(Refusal.NO_PLANTS, day)
        self._row(habit_id, day)
        change = Change(
            uuid=actions.derived_uuid(self.batch, f"{eaten.plant}/{day}"),
            habit_id=habit_id,
            day=day,
            kind=ChangeKind.EAT,
            plant=eaten.plant,
        )
        return _Entry(habit_id, day, How.AMOUNT, change)

    def _row(self, habit_id: int, day: date) -> Row:
        """The habit on that day; refused when the day is to come, or the habit was not hers then."""
        if day > self.asked.today:
            raise _Refused(Refusal.TO_COME, day, habit_id)
        row = self._sheet(day).row(habit_id)
        if row is None:
            known = self.asked.row(habit_id)
            is_early = known is not None and day < known.chosen.habit.started_on
            raise _Refused(Refusal.NOT_YET if is_early else Refusal.NOT_HERS, day, habit_id)
        return row

    def _sheet(self, day: date) -> Sheet:
        if day == self.asked.day:
            return self.asked
        if day not in self._sheets:
            self._sheets[day] = daysheet.read(self.session, self.user, day=day, today=self.asked.today)
        return self._sheets[day]

    def _write(self, entries: Sequence[_Entry]) -> None:
        changes = [entry.change for entry in entries if entry.change is not None]
        if changes:
            rows = actions.apply(
                self.session,
                self.user,
                changes=changes,
                batch=self.batch,
                source=self.source,
                today=self.asked.today,
                now=self.now,
            )
            self.recorded.has_changed |= any(row.before != row.after for row in rows)
        for entry in entries:
            self._note_down(entry)

    def _note_down(self, entry: _Entry) -> None:
        day = entry.day.isoformat()
        if entry.change is None or entry.change.plant is None:
            self.recorded.habits.append((entry.habit_id, day, entry.how.value))
        elif day not in self.recorded.plants:
            self.recorded.plants.append(day)

    def _write_alone(self, entry: _Entry) -> None:
        try:
            self._write([entry])
        except actions.BadAmount:
            self._refuse(_Refused(Refusal.TOO_MUCH, entry.day, entry.habit_id))
        except (actions.BadDay, actions.NoSuchPlant, checklist.NoSuchHabit):
            self._refuse(_Refused(Refusal.NOT_HERS, entry.day, entry.habit_id))

    def set_aside(self, aside: Aside) -> None:
        """Set the days aside for every habit."""
        edit = Edit(aside_uuid(self.batch), PlanKind.SPELL, self.now, self.source)
        spell = Stretch(aside.first, aside.last, aside.reason)
        try:
            spells.set_aside(self.session, self.user, spell=spell, today=self.asked.today, edit=edit)
        except spells.BadRange:
            self._refuse(_Refused(Refusal.ASIDE_DAYS, aside.first))
            return
        self.recorded.aside = (aside.first.isoformat(), aside.last.isoformat())
        self._look_for(edit)

    def add_note(self, note: str) -> None:
        """Write her words under what the note of the asked day says already."""
        day = self.asked.day
        edit = Edit(note_uuid(self.batch), PlanKind.NOTE, self.now, self.source, day=day)
        text = "\n".join(filter(None, (notes.of_day(self.session, self.user, day=day), note)))
        try:
            with journal.kept(self.session, self.user, edit):
                notes.write(self.session, self.user, day=day, text=text, now=self.now)
        except actions.TooLong:
            self._refuse(_Refused(Refusal.LONG_NOTE, day))
            return
        self.recorded.has_note = True
        self._look_for(edit)

    def _look_for(self, edit: Edit) -> None:
        self.recorded.has_changed |= journal.knows(self.session, self.user, edit.uuid)

    def _refuse(self, refused: _Refused) -> None:
        """Keep why, each reason once a habit and day."""
        line = (refused.why.value, refused.day.isoformat(), refused.habit_id)
        if line not in self.recorded.refused:
            self.recorded.refused.append(line)


def _stands(row: Row, how: How) -> bool:
    """Whether the day holds as much already: no goal lowers it, and what is done is not left out."""
    if how is How.AMOUNT:
        return False
    if how is How.SKIP:
        return row.state is State.MET
    if row.chosen.habit.is_limit:
        return row.amount is not None
    return row.is_done and not row.chosen.habit.is_weekly
