"""When a habit has settled, so that the next may be offered, and on which days an offer may stand."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from app.rules import days
from app.rules.habits import Habit

# Imported by name: in these functions ``marks`` is the mapping.
from app.rules.marks import Mark, Spell, State, judged

# What the caller gives before today: the counted days are looked for in these weeks.
DAYS_LOOKED_BACK = 35

_COUNTED_DAYS, _COUNTED_WEEKS = 21, 3
# Of a habit that is not due every day all counted days are taken, and these are enough.
_LEAST_COUNTED_DAYS = 6
_SHARE = 0.8
_PUT_OFF_FOR = timedelta(days=30)
_COUNTED = frozenset({State.MET, State.PARTIAL, State.NOT_MET, State.NOT_RECORDED})


def met_of_last(
    habit: Habit,
    marks: Mapping[date, Mark],
    *,
    today: date,
    spells: Sequence[Spell] = (),
    week_start: int = 0,
) -> tuple[int, int] | None:
    """Of its last 21 counted days (weekly: 3 counted weeks) how many were met, and how many they are.

    Counted up to yesterday and looked for in the last five weeks; None while there are fewer. A habit that
    was not due every day of these is told by all of its counted days, at least 6.
    """
    first, last = today - timedelta(days=DAYS_LOOKED_BACK), today - days.ONE_DAY
    periods = judged(habit, marks, first=first, last=last, today=today, spells=spells, week_start=week_start)
    counted = [outcome for _, outcome in periods if outcome in _COUNTED]
    wanted = _COUNTED_WEEKS if habit.is_weekly else _COUNTED_DAYS
    if not habit.is_weekly and _named_days(habit, today) < DAYS_LOOKED_BACK:
        wanted = max(len(counted), _LEAST_COUNTED_DAYS)
    if len(counted) < wanted:
        return None
    return counted[-wanted:].count(State.MET), wanted


def can_be_judged(habit: Habit, *, today: date) -> bool:
    """Whether its days come often enough for five weeks to have as many as ``met_of_last`` asks for.

    One that is young, or set aside, can be and is not settled yet.
    """
    return habit.is_weekly or _named_days(habit, today) >= _LEAST_COUNTED_DAYS


def _named_days(habit: Habit, today: date) -> int:
    """On how many of the days looked back on the goals ask for it."""
    first = today - timedelta(days=DAYS_LOOKED_BACK)
    return sum(habit.is_named_on(day) for day in days.days_between(first, today - days.ONE_DAY))


def has_settled(met: int, counted: int) -> bool:
    """Whether the habit was kept on at least four of five counted days."""
    return met >= _SHARE * counted


def may_offer(*, began: date, today: date, put_off_on: date | None) -> bool:
    """Whether the next habit may be offered today: one day a week, and not for a month after "not now".

    ``began`` is the day on which she took on (or up again) the latest habit that ``can_be_judged``.
    """
    if put_off_on is not None and today < put_off_on + _PUT_OFF_FOR:
        return False
    return (today - began).days % days.DAYS_IN_WEEK == 0
