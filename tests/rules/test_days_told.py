"""On how many days there was anything: of the days on which a habit was hers."""

import pytest

from app.rules import days
from app.rules.marks import Skip, Spell
from app.rules.presence import Presence, presence
from tests.rules.figure_cases import MONDAY, day_number, make_habit, make_weekly

MIDWEEK = Spell(day_number(3), day_number(4), Skip.ILL)


@pytest.mark.parametrize(
    ("hers", "expected"),
    [
        ([], Presence()),
        ([(make_habit(), ())], Presence(3, 7)),
        ([(make_habit(), (MIDWEEK,))], Presence(3, 6, 1)),
        # Before her first habit, and after her last.
        ([(make_habit(started_on=day_number(2)), ())], Presence(2, 6)),
        ([(make_habit(ended_on=day_number(3)), ())], Presence(2, 3)),
        # Between two, and in a gap.
        (
            [
                (make_habit(ended_on=day_number(1)), ()),
                (make_weekly(150.0, started_on=day_number(6)), ()),
            ],
            Presence(2, 3),
        ),
        ([(make_habit(gaps=((day_number(2), day_number(6)),)), ())], Presence(1, 2)),
        # Due on Mondays alone, and hers all week.
        ([(make_habit(weekdays=frozenset({0})), ())], Presence(3, 7)),
        # A day that never was.
        ([(make_habit(missing=frozenset({day_number(5)})), ())], Presence(3, 6)),
    ],
)
def test_days_are_told_of_those_on_which_a_habit_was_hers(hers, expected):
    recorded = {day_number(number) for number in (1, 3, 6, 9)}
    assert presence(hers, days.Week(MONDAY).days, recorded_days=recorded) == expected
