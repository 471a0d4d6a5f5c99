"""The last 4 and 12 weeks, a month ago, and the curve: sums of closed weeks, at each edge."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from app.rules import lately
from app.rules.closings import Closing, Span
from app.rules.days import Week
from app.rules.lately import Lately
from app.rules.streaks import Standing
from app.rules.tallies import Tally

RUNNING = Week(date(2026, 11, 16))
YESTERDAY = date(2026, 11, 19)


def week(back: int, *, met: int = 0, strength: float = 0.0) -> Closing:
    """The closed week that began so many weeks before the running one, seven days counted."""
    first = RUNNING.first - timedelta(weeks=back)
    last = first + timedelta(days=6)
    tally = Tally(met=met, not_recorded=7 - met)
    return Closing(Span.WEEK, first, tally, float(met), Standing(last, met, met, strength, last))


def of(weeks: Iterable[Closing]) -> Lately:
    return lately.of(list(weeks), running=RUNNING)


def test_each_week_counts_in_its_own_stretches():
    found = of(
        week(back, met=met) for back, met in ((13, 7), (12, 1), (9, 1), (8, 2), (5, 3), (4, 5), (1, 6))
    )
    assert found.month == Tally(met=11, not_recorded=3)
    assert found.month_before == Tally(met=5, not_recorded=9)
    assert found.quarter == Tally(met=18, not_recorded=24)
    assert found.weeks_before == 4


def test_a_habit_of_this_week_has_nothing_to_look_back_on():
    assert of([]) == Lately()


def test_the_stretches_begin_twelve_and_four_weeks_before_the_running_week():
    assert lately.first_day(RUNNING) == date(2026, 8, 24)
    assert lately.month_begins(RUNNING) == date(2026, 10, 19)


@pytest.mark.parametrize(
    ("tally", "is_weekly", "enough"),
    [
        (Tally(met=6), False, False),
        (Tally(met=6, not_recorded=1), False, True),
        (Tally(met=6, skipped=3), False, False),
        (Tally(met=2), True, False),
        (Tally(met=2, not_met=1), True, True),
        (Tally(met=2, skipped=2), True, False),
        (Tally(not_recorded=28), False, False),
        (Tally(not_recorded=4), True, False),
        (Tally(partial=1, not_recorded=6), False, True),
    ],
)
def test_enough_is_seven_days_or_three_weeks_and_a_record(tally: Tally, is_weekly: bool, enough: bool):
    assert lately.is_enough(tally, is_weekly=is_weekly) is enough


def curve(weeks: Iterable[Closing], yesterday: date = YESTERDAY) -> tuple[tuple[date, float | None], ...]:
    return lately.curve(list(weeks), running=RUNNING, yesterday=yesterday, strength=0.6)


def test_the_curve_has_the_end_of_each_week_and_yesterday():
    points = curve(week(back, strength=back / 100) for back in range(12, 0, -1))
    assert len(points) == 13
    assert points[0] == (date(2026, 8, 30), 0.12)
    assert points[-2:] == ((date(2026, 11, 15), 0.01), (YESTERDAY, 0.6))


def test_the_curve_begins_with_the_habit_and_breaks_where_it_was_given_up():
    points = curve([week(4, strength=0.1), week(2, strength=0.3), week(1, strength=0.4)])
    assert [value for _, value in points] == [0.1, None, 0.3, 0.4, 0.6]


def test_on_the_first_day_of_a_week_its_eve_is_the_last_point():
    points = curve([week(1, strength=0.4)], yesterday=date(2026, 11, 15))
    assert points == ((date(2026, 11, 15), 0.4),)


def test_on_the_second_day_of_a_week_its_first_is_the_last_point():
    assert curve([week(1, strength=0.4)], yesterday=RUNNING.first)[-1] == (RUNNING.first, 0.6)


def test_without_a_closed_week_there_is_no_curve():
    assert curve([]) == ()


def test_the_most_of_four_weeks_in_a_row_ends_before_the_last_four():
    weeks = [
        week(back, met=met) for back, met in ((10, 6), (9, 1), (8, 1), (7, 2), (6, 2), (5, 5), (4, 7), (1, 7))
    ]
    assert lately.most_met(weeks, running=RUNNING) == 10
    assert lately.most_met(weeks[-2:], running=RUNNING) == 0
