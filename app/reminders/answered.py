"""What is known of one answer when its echo is written, and the phrases that several echoes share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from flask_babel import gettext as _
from sqlmodel import Session

from app import words
from app.accounts.models import User
from app.checklist import daysheet, wording
from app.checklist.daysheet import Row, Sheet
from app.rules import days, texts
from app.rules.habits import Measure

# Something said of a day; None: of no single day.
Said: TypeAlias = tuple[date | None, str]
ROOM_FOR_OPEN = 75


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer and its day; ``payload`` is what was noted of it: ids and numbers.

    ``whose`` is the name that its echo begins with where several people share a number.
    """

    session: Session
    user: User
    payload: dict[str, Any]
    today: date
    whose: str = ""
    _sheets: dict[date, Sheet] = field(default_factory=dict)

    @property
    def user_id(self) -> int:
        """Whose it is."""
        return self.user.id or 0

    @property
    def day(self) -> date:
        """The day that her reminder asked about; today without one."""
        return date.fromisoformat(self.payload["day"])

    @property
    def numbers(self) -> dict[int, int]:
        """The number of each habit in the reminder she may answer."""
        return {habit_id: number for number, habit_id in enumerate(self.payload["listed"], start=1)}

    def signed(self, head: str) -> str:
        """The head of an echo, after her name where it needs one, so that a list after it is fitted."""
        return begun_with(self.whose, head)

    def sheet(self, day: date) -> Sheet:
        """A day as it is now; each is read once."""
        if day not in self._sheets:
            self._sheets[day] = daysheet.read(self.session, self.user, day=day, today=self.today)
        return self._sheets[day]

    def row(self, habit_id: int, day: date) -> Row | None:
        """A habit on a day; None when it is not hers then."""
        return self.sheet(day).row(habit_id)

    def open_of(self, day: date, *, limit: int = ROOM_FOR_OPEN) -> str:
        """What is still open on a day, under the numbers she may answer with; empty when nothing is."""
        sheet = self.sheet(day)
        numbers = self.numbers if day == self.day else {}
        opened = [under_number(row, numbers) for row in sheet.open_rows]
        return texts.fit(_("Open:"), opened, "", limit=limit) if opened else ""


def begun_with(whose: str, head: str) -> str:
    """A head after the name of her whose it is: "Anna: Week:"; as it is without a name."""
    return f"{whose}: {head}" if whose else head


def under_number(row: Row, numbers: Mapping[int, int]) -> str:
    """A habit behind its number, if it has one: "1 Prunes"."""
    number = numbers.get(row.chosen.id)
    return f"{number} {row.chosen.entry.short}" if number else row.chosen.entry.short


def with_amount(row: Row) -> str:
    """What the day holds: "Prunes 3 of 5", "Walk 30 min"."""
    entry, amount = row.chosen.entry, row.amount or 0.0
    if row.chosen.habit.measure is Measure.CHECK:
        return entry.short
    if row.chosen.habit.is_weekly:
        return f"{entry.short} {wording.short_amount(entry, amount)}"
    return of_goal(entry.short, amount, row.goal.amount)


def of_goal(name: str, amount: float, goal: float) -> str:
    """An amount against its goal: "Prunes 3 of 5"."""
    figures = {"amount": words.number(amount), "goal": words.number(goal)}
    return _("%(habit)s %(amount)s of %(goal)s", habit=name, **figures)


def day_in_short(day: date, today: date) -> str:
    """A day in the middle of a sentence: "today", "yesterday", "18 Nov"."""
    if day == today:
        return _("today")
    return _("yesterday") if today - day == days.ONE_DAY else words.short_day(day)


def days_of(said: Iterable[Said]) -> list[date]:
    """The days that are spoken of, each once, in order."""
    return list(dict.fromkeys(day for day, _text in said if day is not None))


def parts(said: Sequence[Said], today: date) -> list[str]:
    """What is said as parts of one sentence: commas, and where it is of several days their names."""
    several = len(days_of(said)) > 1
    return _with_commas(list(_under_days(said, today)) if several else [text for _day, text in said])


def _under_days(said: Sequence[Said], today: date) -> Iterator[str]:
    """Each day's parts together, its name before the first; what is of no day comes last."""
    for day in days_of(said):
        first, *rest = [text for on, text in said if on == day]
        yield _("%(day)s: %(what)s", day=day_in_short(day, today), what=first)
        yield from rest
    yield from (text for on, text in said if on is None)


def _with_commas(items: Sequence[str]) -> list[str]:
    return [*(f"{item}," for item in items[:-1]), *items[-1:]]


def listed(head: str, items: Sequence[str], *tails: str) -> str:
    """Head, items with commas, and the first tail that leaves room for all of them, in one segment."""
    return texts.fit_first(head, _with_commas(items), tails).text
