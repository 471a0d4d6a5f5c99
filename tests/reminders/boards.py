"""Lists of habits, and what a text is read against with them, made of plain values."""

from collections.abc import Sequence
from datetime import date, timedelta

from app import locales
from app.catalogue import book
from app.checklist import daysheet
from app.checklist.daysheet import Row
from app.checklist.models import Habit
from app.checklist.own_habits import entry_of
from app.checklist.queries import Chosen, Record
from app.reminders import answering, tongues
from app.reminders.examples import Board
from app.rules import habits, streaks
from app.rules.habits import Direction, Goal, Measure, Period
from app.rules.replies import Context, Listed
from tests.make import NOW, TODAY

SINCE = TODAY - timedelta(days=30)


def chosen(habit_id: int, slug: str, locale: str = book.ENGLISH) -> Chosen:
    """A habit of the catalogue at its usual goal."""
    entry = book.book(locale).habit(slug)
    habit = habits.Habit(
        measure=entry.measure,
        goals=(Goal(SINCE, entry.goal),),
        started_on=SINCE,
        direction=entry.direction,
        period=entry.period,
    )
    return Chosen(habit_id, entry.name, habit, entry, "", habit_id, streaks.start(habit))


def own(habit_id: int, name: str) -> Chosen:
    """A habit of her own, three cups a day."""
    row = Habit(
        user_id=1,
        name=name,
        measure=Measure.AMOUNT,
        direction=Direction.AT_LEAST,
        period=Period.DAY,
        unit="cups",
        started_on=SINCE,
        created_at=NOW,
    )
    habit = habits.Habit(measure=Measure.AMOUNT, goals=(Goal(SINCE, 3),), started_on=SINCE)
    return Chosen(habit_id, name, habit, entry_of(row, goals=[3]), "", habit_id, streaks.start(habit))


def board(
    *hers: Chosen,
    unasked: Sequence[int] = (),
    takes_notes: bool = True,
    day: date = TODAY,
    today: date = TODAY,
    locale: str = book.ENGLISH,
) -> Board:
    """What examples are made of for a person with these habits, nothing done yet on the day asked about."""
    sheet = daysheet.build(Record(hers, {}), day=day, today=today, week_start=0)
    numbered = answering.numbers_of(sheet, unasked=unasked)
    context = Context(
        listed=[_named(sheet.row(habit_id), number) for number, habit_id in enumerate(numbered, start=1)],
        habits=[_named(row, None) for row in sheet.rows],
        day=day,
        today=today,
        plants=(book.book(locale).plants,),
        takes_notes=takes_notes,
        tongues=tongues.every(),
        language=locales.language_of(locale),
    )
    return Board(sheet.rows, context)


def _named(row: Row | None, number: int | None) -> Listed:
    assert row is not None
    entry = row.chosen.entry
    return Listed(
        habit_id=row.chosen.id,
        number=number,
        names=tuple(filter(None, (row.chosen.name, entry.name, entry.short, entry.slug, *entry.aliases))),
        takes_amount=row.chosen.habit.measure is Measure.AMOUNT,
        unit=book.book().habit(entry.slug).unit if entry.slug else entry.unit,
        is_variety=row.is_variety,
    )


def of_slugs(*slugs: str, locale: str = book.ENGLISH) -> Board:
    """The same for habits of the catalogue, in the language of a locale."""
    hers = (chosen(habit_id, slug, locale) for habit_id, slug in enumerate(slugs, start=1))
    return board(*hers, locale=locale)
