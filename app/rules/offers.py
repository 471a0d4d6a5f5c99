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

    Counted up to yesterday and looked for in the last five weeks; None while there are fewer.
    """
    first, last = today - timedelta(days=DAYS_LOOKED_BACK), today - days.ONE_DAY
    periods = judged(habit, marks, first=first, last=last, today=today, spells=spells, week_start=week_start)
    wanted = _COUNTED_WEEKS if habit.is_weekly else _COUNTED_DAYS
    counted = [outcome for _, outcome in periods if outcome in _COUNTED][-wanted:]
    if len(counted) < wanted:
        return None
    return counted.count(State.MET), wanted


def has_settled(met: int, counted: int) -> bool:
    """Whether the habit was kept on at least four of five counted days."""
    return met >= _SHARE * counted


def may_offer(*, began: date, today: date, put_off_on: date | None) -> bool:
    """Whether the next habit may be offered today: one day a week, and not for a month after "not now".

    ``began`` is the day on which she took her latest habit on (or up again).
    """
    if put_off_on is not None and today < put_off_on + _PUT_OFF_FOR:
        return False
    return (today - began).days % days.DAYS_IN_WEEK == 0
