"""What an answer by text says to a discreet person: how many, and the list only when she asks for it."""

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _

from app.checklist.daysheet import Row
from app.reminders import answered, discreet, recorded_words
from app.reminders.answered import Answered
from app.reminders.models import Meaning
from app.rules import texts

# Meanings whose answers speak of habits.
OF_HABITS = frozenset({Meaning.RECORD, Meaning.UNDO, Meaning.UNCLEAR, Meaning.STATUS})


def text_of(of: Answered, meaning: Meaning) -> str:
    """The answer to one of ``OF_HABITS``."""
    if meaning is Meaning.RECORD:
        return _recorded(of)
    if meaning is Meaning.UNDO:
        return _undone(of)
    if meaning is Meaning.STATUS:
        return list_of(of)
    return discreet.question()


def _undone(of: Answered) -> str:
    payload = of.payload
    if not payload.get("undoes"):
        return recorded_words.nothing_undone(of)
    return discreet.undone(len(payload["undone"]) + len(payload["edits"]))


def _recorded(of: Answered) -> str:
    said = recorded_words.said_of(of)
    on = answered.days_of(said)
    day = on[0] if len(on) == 1 else of.today
    sheet = of.sheet(day)
    payload = of.payload
    return discreet.echo(
        len(said),
        done=sheet.done,
        asked=len(sheet.counted_rows),
        day=day,
        today=of.today,
        is_unclear=bool(payload.get("is_unclear") or payload.get("refused") or payload.get("has_unknown")),
    )


def list_of(of: Answered) -> str:
    """What is open of the list that she was told the length of, each under the number she may answer with."""
    items = list(_under_numbers(of))
    if not items:
        return texts.written(_("Nothing is open."))
    return texts.fit(of.signed(_list_head(of.day, of.today)), items, "")


def _list_head(day: date, today: date) -> str:
    if day == today:
        return _("Open:")
    return _("Open %(day)s:", day=answered.day_in_short(day, today))


def _under_numbers(of: Answered) -> Iterator[str]:
    """The open ones of her reminder's list, then what else is open on its day."""
    numbers = of.numbers
    rows: list[Row] = sorted(
        of.sheet(of.day).open_rows, key=lambda row: numbers.get(row.chosen.id, len(numbers) + 1)
    )
    yield from (answered.under_number(row, numbers) for row in rows)
