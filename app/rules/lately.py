"""The last 4 and 12 whole weeks of a habit, the month before, and its strength over them, from closings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.rules.closings import Closing
from app.rules.days import DAYS_IN_WEEK, ONE_DAY, Week
from app.rules.tallies import Tally

WEEKS_OF_A_MONTH = 4
WEEKS_OF_A_QUARTER = 12

_LEAST_WEEKS = 3
_WEEK = DAYS_IN_WEEK * ONE_DAY


@dataclass(frozen=True, slots=True)
class Lately:
    """What a habit came to in whole weeks that are over: days of a daily habit, weeks of a weekly one.

    ``month`` are the last 4 weeks, ``month_before`` the 4 before them, ``quarter`` the last 12.
    ``weeks_before`` says how many closed weeks of the habit lie among the 8 before the last 4.
    """

    month: Tally = field(default_factory=Tally)
    month_before: Tally = field(default_factory=Tally)
    quarter: Tally = field(default_factory=Tally)
    weeks_before: int = 0


def first_day(running: Week) -> date:
    """The first day of the 12 weeks before the running one."""
    return running.first - WEEKS_OF_A_QUARTER * _WEEK


def month_begins(running: Week) -> date:
    """The first day of the 4 weeks before the running one."""
    return running.first - WEEKS_OF_A_MONTH * _WEEK


def of(closed: Sequence[Closing], *, running: Week) -> Lately:
    """The sums of the closed weeks of one habit, of which those before ``first_day`` are left out."""
    month = month_begins(running)
    before = month - WEEKS_OF_A_MONTH * _WEEK
    weeks = [each for each in closed if each.first >= first_day(running)]
    return Lately(
        month=_sum(each for each in weeks if each.first >= month),
        month_before=_sum(each for each in weeks if before <= each.first < month),
        quarter=_sum(weeks),
        weeks_before=sum(each.first < month for each in weeks),
    )


def _sum(weeks: Iterable[Closing]) -> Tally:
    return sum((each.tally for each in weeks), start=Tally())


def is_enough(tally: Tally, *, is_weekly: bool) -> bool:
    """Whether 4 weeks can be set beside 4 others: with a record, and days for a percentage or 3 weeks."""
    is_long = tally.counted >= _LEAST_WEEKS if is_weekly else tally.percent is not None
    return is_long and tally.recorded > 0


def curve(
    closed: Sequence[Closing], *, running: Week, yesterday: date, strength: float
) -> tuple[tuple[date, float | None], ...]:
    """The strength (0 to 1) at the end of each of the 12 weeks, and yesterday's as the last point.

    It begins with the first week that the habit was hers in; a later week in which it was not is None.
    Without a closed week there is no curve yet.
    """
    ends = {each.last: each.standing.strength for each in closed}
    lasts = [running.first - number * _WEEK - ONE_DAY for number in reversed(range(WEEKS_OF_A_QUARTER))]
    since = min(ends, default=running.last)
    points: list[tuple[date, float | None]] = [(last, ends.get(last)) for last in lasts if last >= since]
    if points and yesterday >= running.first:
        points.append((yesterday, strength))
    return tuple(points)


def most_met(closed: Sequence[Closing], *, running: Week) -> int:
    """The most met in any 4 weeks in a row of these that were over before the last 4; 0 without one."""
    before = [each for each in closed if each.first < month_begins(running)]
    return max(
        (
            sum(
                each.tally.met
                for each in before
                if end.first - (WEEKS_OF_A_MONTH - 1) * _WEEK <= each.first <= end.first
            )
            for end in before
        ),
        default=0,
    )
