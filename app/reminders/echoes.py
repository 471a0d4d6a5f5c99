"""What an answer by text says: one segment of GSM-7, written from the day as it is when it is sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from app import words
from app.accounts import queries as accounts
from app.accounts.models import User
from app.checklist import daysheet, wording
from app.checklist.daysheet import Row, Sheet
from app.config import Settings
from app.reminders.models import Meaning
from app.rules import days, texts
from app.rules.habits import Measure

# How much of one segment the first of two lists may take.
ROOM_FOR_OPEN = 75


def text_of(
    session: Session,
    user: User,
    *,
    meaning: Meaning,
    payload: dict[str, Any],
    now: datetime,
    settings: Settings,
) -> str:
    """The answer to a text that was understood so; ``payload`` is what inbound noted of it."""
    today = accounts.today_of(user, now=now)
    answer = _Answered(session, user, payload, today)
    match meaning:
        case Meaning.RECORD:
            return answer.recorded()
        case Meaning.UNDO:
            return answer.undone()
        case Meaning.STATUS:
            return answer.status()
        case Meaning.HELP:
            return helping(settings)
        case Meaning.OPT_OUT:
            return opted_out()
        case Meaning.OPT_IN:
            return welcome()
        case Meaning.JOIN:
            return with_bonny()
        case _:
            return answer.question()


def to_stranger() -> str:
    """The one neutral sentence for a number that is nobody's."""
    return texts.to_gsm(_("This is Bonny. This number is not known here, so nothing was kept."))


def with_bonny() -> str:
    """What somebody hears who begins a second time."""
    return texts.to_gsm(_("You are with Bonny already. ? shows today."))


def opted_out() -> str:
    """The one confirmation that texts have ended."""
    return texts.to_gsm(_("You get no more texts from Bonny. Text START to have them again."))


def welcome() -> str:
    """The confirmation that texts are on."""
    return texts.to_gsm(
        _("Bonny reminders on. Up to 3 msgs/day. Msg&data rates may apply. HELP for help, STOP to end.")
    )


def helping(settings: Settings) -> str:
    """What Bonny is, how texts end, and whom to ask; an address that has no room is left out."""
    text = _("Bonny: habit reminders you answer by text, e.g. 1, or ? for today. STOP to end.")
    whom = _("Help: %(address)s", address=settings.operator_email) if settings.operator_email else ""
    whole = texts.to_gsm(f"{text} {whom}".strip())
    return whole if texts.gsm_length(whole) <= texts.ONE_SEGMENT else texts.to_gsm(text)


@dataclass(frozen=True, slots=True)
class _Answered:
    """What is known of one text when its answer is written."""

    session: Session
    user: User
    payload: dict[str, Any]
    today: date

    @property
    def day(self) -> date:
        """The day the text was about."""
        return date.fromisoformat(self.payload["day"])

    def recorded(self) -> str:
        sheet = self._sheet(self.day)
        said = [
            _with_amount(row) if has_amount or row.chosen.habit.is_weekly else row.chosen.entry.short
            for habit_id, has_amount in self.payload["recorded"]
            if (row := sheet.row(habit_id)) is not None
        ]
        return _listed(_got_it(sheet), said, f". {self._count(sheet)} {self._asked_too(sheet)}")

    def _count(self, sheet: Sheet) -> str:
        figures = {"done": sheet.done, "all": len(sheet.counted_rows)}
        if sheet.day == sheet.today:
            return _("%(done)d of %(all)d today.", **figures)
        return _("%(done)d of %(all)d that day.", **figures)

    def _asked_too(self, sheet: Sheet) -> str:
        """What could not be recorded beside the rest, or else how to take it back."""
        return self._refused(sheet) or (
            _("The rest was not clear: please send it again.")
            if self.payload.get("is_unclear")
            else _("UNDO to take back.")
        )

    def _refused(self, sheet: Sheet) -> str:
        for row in _rows(sheet, self.payload.get("too_much", ())):
            most = words.number(row.chosen.entry.most)
            return _(
                "%(habit)s: a number from 0 to %(most)s, please.", habit=row.chosen.entry.short, most=most
            )
        for row in _rows(sheet, self.payload.get("plants", ())):
            return _("%(habit)s go by name: add them in the app.", habit=row.chosen.entry.short)
        return ""

    def undone(self) -> str:
        if not self.payload["undone"]:
            return texts.to_gsm(_("Nothing to take back."))
        sheet = self._sheet(date.fromisoformat(self.payload["undone_day"]))
        return _listed(_taken_back(sheet), _names(_rows(sheet, self.payload["undone"])), ".")

    def status(self) -> str:
        sheet = self._sheet(self.today)
        begun = [_standing(row) for row in sheet.rows if not _is_untouched(row)]
        numbers = self._numbers if self.day == self.today else {}
        opened = [_under_number(row, numbers) for row in sheet.open_rows]
        tail = texts.fit(_("Open:"), opened, "", limit=ROOM_FOR_OPEN) if opened else _("All done")
        return _listed(_("Today:"), begun or [_("nothing yet")], f". {tail}.")

    def question(self) -> str:
        """What we ask when nothing could be recorded."""
        sheet = self._sheet(self.day)
        refused = self._refused(sheet)
        if refused:
            return texts.to_gsm(f"{refused} {_('Nothing was recorded.')}")
        numbers = self._numbers
        listed = [row for row in sheet.open_rows if row.chosen.id in numbers]
        examples = [str(numbers[row.chosen.id]) for row in listed[:1]] + _examples(sheet)
        if not examples:
            return texts.to_gsm(_("That was not clear, so nothing was recorded. ? shows today."))
        example = _(", or ").join(examples)
        if not listed:
            return texts.to_gsm(
                _("That was not clear. Reply e.g. %(example)s. ? shows today.", example=example)
            )
        tail = _("? Reply with a number from the list, e.g. %(example)s. ? shows today.", example=example)
        return _listed(_("Did you mean"), [_under_number(row, numbers) for row in listed], tail)

    @property
    def _numbers(self) -> dict[int, int]:
        """The number of each habit in the reminder she may answer."""
        return {habit_id: number for number, habit_id in enumerate(self.payload["listed"], start=1)}

    def _sheet(self, day: date) -> Sheet:
        return daysheet.read(self.session, self.user, day=day, today=self.today)


def _got_it(sheet: Sheet) -> str:
    if sheet.day == sheet.today:
        return _("Got it:")
    if sheet.today - sheet.day == days.ONE_DAY:
        return _("Got it for yesterday:")
    return _("Got it for %(day)s:", day=words.short_day(sheet.day))


def _taken_back(sheet: Sheet) -> str:
    if sheet.day == sheet.today:
        return _("Taken back:")
    if sheet.today - sheet.day == days.ONE_DAY:
        return _("Taken back for yesterday:")
    return _("Taken back for %(day)s:", day=words.short_day(sheet.day))


def _rows(sheet: Sheet, habit_ids: Iterable[int]) -> list[Row]:
    """The rows of these habits that still stand on that day."""
    return [row for habit_id in habit_ids if (row := sheet.row(habit_id)) is not None]


def _names(rows: Iterable[Row]) -> list[str]:
    return [row.chosen.entry.short for row in rows]


def _under_number(row: Row, numbers: Mapping[int, int]) -> str:
    number = numbers.get(row.chosen.id)
    return f"{number} {row.chosen.entry.short}" if number else row.chosen.entry.short


def _is_untouched(row: Row) -> bool:
    return row.amount is None and row.skip is None and not row.is_done


def _with_amount(row: Row) -> str:
    """ "Prunes 3 of 5", "Walk 30 min": what the day holds."""
    entry, amount = row.chosen.entry, row.amount or 0.0
    if row.chosen.habit.measure is Measure.CHECK:
        return entry.short
    if row.chosen.habit.is_weekly:
        return f"{entry.short} {wording.short_amount(entry, amount)}"
    return _of_goal(entry.short, amount, row.goal.amount)


def _standing(row: Row) -> str:
    """Where a habit stands that is not untouched."""
    name = row.chosen.entry.short
    if row.skip is not None:
        return _("%(habit)s left out", habit=name)
    if row.chosen.habit.is_weekly and row.chosen.habit.measure is not Measure.CHECK:
        return _of_goal(name, row.total, row.goal.amount)
    if row.is_done:
        return _("%(habit)s done", habit=name)
    return _of_goal(name, row.total, row.goal.amount)


def _of_goal(name: str, amount: float, goal: float) -> str:
    figures = {"amount": words.number(amount), "goal": words.number(goal)}
    return _("%(habit)s %(amount)s of %(goal)s", habit=name, **figures)


def _examples(sheet: Sheet) -> list[str]:
    """How she could name an amount: "prunes 5"; empty when none of her habits has one."""
    for row in sheet.rows:
        if row.chosen.habit.measure is Measure.AMOUNT:
            entry = row.chosen.entry
            amount = (entry.portion or entry.step) if row.chosen.habit.is_weekly else row.goal.amount
            return [f"{entry.short.lower()} {words.number(amount)}"]
    return []


def _listed(head: str, items: Sequence[str], tail: str) -> str:
    """Head, items with commas, and a tail that stands close to the last one, in one segment."""
    end = texts.to_gsm(tail)
    parts = [*(f"{item}," for item in items[:-1]), *items[-1:]]
    room = texts.ONE_SEGMENT - texts.gsm_length(end)
    return texts.fit(head, parts, "", limit=room) + end
