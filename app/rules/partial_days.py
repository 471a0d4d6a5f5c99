"""A date as far as she knows it: a year, a month of it, or a day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class NoSuchDay(ValueError):
    """No day has these numbers."""


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDay:
    """A year, perhaps with its month (1 to 12), perhaps with the day of that month; raises NoSuchDay.

    Two are in the order of their first days; of the same first day the one known less comes first.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise NoSuchDay
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            raise NoSuchDay from None

    def __str__(self) -> str:
        """As ISO 8601 and FHIR write it: 2026, 2026-11 or 2026-11-24."""
        parts = (f"{self.month:02}" if self.month else "", f"{self.day:02}" if self.day else "")
        return "-".join(filter(None, (f"{self.year:04}", *parts)))

    def __lt__(self, other: "PartialDay") -> bool:
        return self._rank < other._rank

    @property
    def first(self) -> date:
        """The first day it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def _rank(self) -> tuple[date, int, int]:
        return self.first, self.month or 0, self.day or 0


def of_day(day: date) -> PartialDay:
    """A day that is known wholly."""
    return PartialDay(day.year, day.month, day.day)


def parse(text: str) -> PartialDay:
    """What ``str`` wrote; raises NoSuchDay."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise NoSuchDay
    return PartialDay(*(int(part) if part else None for part in found.groups()))  # type: ignore[arg-type]
