"""What a text of hers is read against: the reminder's numbers, her habits by name, her plants, her wishes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property

from sqlmodel import Session

from app import locales
from app.accounts.models import User
from app.catalogue import book
from app.checklist import plant_names
from app.checklist import queries as checklist
from app.checklist.daysheet import Row, Sheet
from app.checklist.models import ChangeKind
from app.reminders import text_queries, tongues, wishes
from app.reminders.models import Meaning
from app.reminders.queries import Asked
from app.rules import replies
from app.rules.habits import Measure
from app.rules.plants import Index
from app.rules.replies import Context, Listed
from app.rules.reply_meanings import Answer, Item

JUST_NOW = timedelta(minutes=2)
A_WHILE = timedelta(hours=1)
# An amount beyond so many times the goal of a day, or of a week, is rather a slip of the thumb.
# Of what is counted in twenties and hundreds, less than a sixth of the usual may count something else.
LEAST_USUAL, A_FEW = 20.0, 6.0
MANY_TIMES = {False: 4.0, True: 1.5}


def context_of(
    session: Session, user: User, *, asked: Asked | None, sheet: Sheet, opted_out: bool, now: datetime
) -> Context:
    """The context of her text; ``sheet`` is the day that was asked about."""
    return Context(
        listed=_listed(asked, sheet),
        habits=[_habit(row, None) for row in sheet.rows],
        day=sheet.day,
        today=sheet.today,
        plants=_Plants(session, user) if any(row.is_variety for row in sheet.rows) else (),
        opted_out=opted_out,
        takes_notes=wishes.of(session, user.id or 0).takes_notes,
        just_named=just_named(session, user.id or 0, now=now),
        tongues=tongues.every(),
        language=locales.language_of(user.locale),
    )


def just_named(session: Session, user_id: int, *, now: datetime) -> int | None:
    """The habit that her text of a moment ago named and recorded at its goal, when it recorded that alone."""
    text = text_queries.newest(session, user_id, since=now - JUST_NOW)
    if text is None or text.meaning is not Meaning.RECORD or text.batch is None or text.is_undone:
        return None
    if replies.has_number(text.body, tongues.every()):
        return None
    changes = checklist.changes_in(session, user_id, batch=text.batch)
    if len(changes) != 1 or changes[0].kind is not ChangeKind.SET:
        return None
    has_amount = (changes[0].asked or {}).get("amount") is not None
    return None if has_amount else changes[0].habit_id


def just_asked(session: Session, user_id: int, *, context: Context, now: datetime) -> tuple[Item, ...]:
    """What we asked about after her last text, when it was a while ago at most: said again, it is meant."""
    text = text_queries.newest(session, user_id, since=now - A_WHILE)
    reply = replies.parse(text.body, context) if text is not None else None
    return reply.guess if isinstance(reply, Answer) else ()


class _Plants(Sequence[Index]):
    """The catalogue's plants in her language and the others, then her own, read when a word needs them."""

    def __init__(self, session: Session, user: User) -> None:
        self._session, self._user = session, user
        every = (user.locale, *sorted(locales.CODES))
        self._known = tuple(dict.fromkeys(book.book(each).plants for each in every))

    def __len__(self) -> int:
        return len(self._known) + 1

    def __getitem__(self, place: int) -> Index:  # type: ignore[override]
        if place == len(self._known):
            return self._own
        return self._known[place]

    @cached_property
    def _own(self) -> Index:
        return plant_names.own_plants(self._session, self._user)


def _listed(asked: Asked | None, sheet: Sheet) -> list[Listed]:
    """The habits of the reminder under its numbers; one given up since keeps its number free."""
    numbered = enumerate(asked.habit_ids, start=1) if asked else ()
    rows = ((number, sheet.row(habit_id)) for number, habit_id in numbered)
    return [_habit(row, number) for number, row in rows if row is not None]


def _habit(row: Row, number: int | None) -> Listed:
    entry = row.chosen.entry
    return Listed(
        habit_id=row.chosen.id,
        number=number,
        names=_names(row),
        takes_amount=row.chosen.habit.measure is Measure.AMOUNT,
        # The grammar knows the catalogue's units by their English words.
        unit=book.book().habit(entry.slug).unit if entry.slug else entry.unit,
        is_variety=row.is_variety,
        asks_above=_much(row),
        most=entry.most,
        least=_least(row),
    )


def _names(row: Row) -> tuple[str, ...]:
    """What she may call it: as she does, and as the catalogue does in any language."""
    entry = row.chosen.entry
    own = (row.chosen.name, entry.name, entry.short, entry.slug, *entry.aliases)
    everywhere = sorted(book.words_for(entry.slug)) if entry.slug else ()
    return tuple(dict.fromkeys(filter(None, (*own, *everywhere))))


def _least(row: Row) -> float:
    """The amount below which a number may count something else: one walk, two tablets; 0: there is none."""
    entry = row.chosen.entry
    usual = (entry.portion or entry.step) if row.chosen.habit.is_weekly else row.goal.amount
    return usual / A_FEW if usual >= LEAST_USUAL else 0.0


def _much(row: Row) -> float | None:
    """The amount beyond which she is asked; None where more is less, or there is no goal."""
    habit = row.chosen.habit
    if habit.measure is not Measure.AMOUNT or habit.is_limit or not row.goal.amount:
        return None
    return MANY_TIMES[habit.is_weekly] * row.goal.amount
