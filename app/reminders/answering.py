"""What the page "How to answer" is made of: her habits under today's numbers, and whether texts are on."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import User
from app.catalogue import book
from app.checklist import daysheet, plant_names
from app.checklist.daysheet import Row, Sheet
from app.reminders import nudges, queries, ways, wishes
from app.reminders.examples import Board
from app.rules.habits import Measure
from app.rules.plants import Index
from app.rules.replies import Context, Listed

MORNING = 8


class Texts(StrEnum):
    """Whether she gets texts, and if not, what is missing."""

    ON = "on"
    NO_NUMBER = "no_number"
    NOT_AGREED = "not_agreed"
    ENDED = "ended"


def texts_of(session: Session, user: User) -> Texts:
    """How it stands with texts to her."""
    if not user.phone:
        return Texts.NO_NUMBER
    if ways.has_consent(session, user):
        return Texts.ON
    has_ended = queries.has_opted_out(session, user.id or 0, phone=user.phone)
    return Texts.ENDED if has_ended else Texts.NOT_AGREED


def board_of(session: Session, user: User, *, now: datetime) -> Board:
    """Her habits of today, and what a text of hers would be read against now.

    The numbers are those of her newest reminder by text, while it can be answered; else those that a reminder
    would give today with nothing done yet.
    """
    today = accounts.today_of(user, now=now)
    sheet = daysheet.read(session, user, day=today, today=today)
    hers = wishes.of(session, user.id or 0)
    asked = queries.asked_by_text(session, user.id or 0, now=now)
    context = context_of(
        sheet,
        numbered=asked.habit_ids if asked else numbers_of(sheet, unasked=hers.unasked),
        day=min(asked.day, today) if asked else today,
        plants=_plants(session, user, sheet),
        takes_notes=hers.takes_notes,
    )
    return Board(sheet.rows, context)


def context_of(
    sheet: Sheet, *, numbered: Sequence[int], day: date, plants: Sequence[Index], takes_notes: bool
) -> Context:
    """What a text is read against when the habits ``numbered`` stand in the reminder of ``day``."""
    return Context(
        listed=_listed(sheet, numbered),
        habits=[_habit(row, None) for row in sheet.rows],
        day=day,
        today=sheet.today,
        plants=plants,
        takes_notes=takes_notes,
    )


def numbers_of(sheet: Sheet, *, unasked: Sequence[int]) -> tuple[int, ...]:
    """The habits of a reminder before anything is done, as many as one text has room for."""
    rows = [row for row in sheet.rows if row.is_due and not row.is_in_spell and row.chosen.id not in unasked]
    count = nudges.text_of(sheet, rows, hour=MORNING).count if rows else 0
    return tuple(row.chosen.id for row in rows[:count])


def _plants(session: Session, user: User, sheet: Sheet) -> tuple[Index, ...]:
    """The catalogue's plants and her own, where a habit of hers counts them."""
    if not any(row.is_variety for row in sheet.rows):
        return ()
    return book.book().plants, plant_names.own_plants(session, user)


def _listed(sheet: Sheet, numbered: Sequence[int]) -> list[Listed]:
    rows = ((number, sheet.row(habit_id)) for number, habit_id in enumerate(numbered, start=1))
    return [_habit(row, number) for number, row in rows if row is not None]


def _habit(row: Row, number: int | None) -> Listed:
    entry = row.chosen.entry
    return Listed(
        habit_id=row.chosen.id,
        number=number,
        names=tuple(filter(None, (row.chosen.name, entry.name, entry.short, entry.slug, *entry.aliases))),
        takes_amount=row.chosen.habit.measure is Measure.AMOUNT,
        unit=entry.unit,
        is_variety=row.is_variety,
    )
