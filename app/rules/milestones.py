"""When each point of the time line comes, counted from the first day on which anything was recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.rules import days

# After the last point, "after 6 to 12 months and more", by when it needs no telling any more.
LONG_PAST = 183 * days.ONE_DAY


@dataclass(frozen=True, slots=True)
class Milestone:
    """The day from which a point is told, whether that day has come, and whether it is the next to come.

    It is a date in a calendar and no promise: nothing here asks what she did in the meantime.
    """

    day: date
    has_come: bool
    is_next: bool


def along(days_after: Sequence[int], *, began: date, today: date) -> tuple[Milestone, ...]:
    """One milestone for each number of days after ``began``, in the order given, which is the order of time.

    The next is the first that has not come; when all have, none is.
    """
    dates = [began + number * days.ONE_DAY for number in days_after]
    coming = next((day for day in dates if day > today), None)
    return tuple(Milestone(day, has_come=day <= today, is_next=day == coming) for day in dates)


def are_long_past(line: Sequence[Milestone], *, today: date) -> bool:
    """Whether the last point came half a year ago or earlier; of no points, not."""
    return bool(line) and max(each.day for each in line) + LONG_PAST <= today
