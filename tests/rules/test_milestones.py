"""The time line: which points have come, which is next, and on what day."""

from datetime import date

import pytest

from app.rules import milestones
from app.rules.milestones import Milestone

AFTER = (7, 14, 66, 183)
BEGAN = date(2026, 3, 2)
DATES = (date(2026, 3, 9), date(2026, 3, 16), date(2026, 5, 7), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("today", "come"),
    [
        (BEGAN, 0),
        (date(2026, 3, 8), 0),
        (date(2026, 3, 9), 1),
        (date(2026, 5, 6), 2),
        (date(2026, 5, 7), 3),
        (date(2026, 8, 31), 3),
        (date(2026, 9, 1), 4),
        (date(2036, 9, 1), 4),
    ],
)
def test_what_has_come_and_what_is_next(today: date, come: int):
    line = milestones.along(AFTER, began=BEGAN, today=today)
    assert tuple(each.day for each in line) == DATES
    assert [each.has_come for each in line] == [place < come for place in range(4)]
    assert [each.is_next for each in line] == [place == come for place in range(4)]


def test_a_leap_day_is_a_day_like_any_other():
    (week,) = milestones.along((7,), began=date(2028, 2, 25), today=date(2028, 3, 1))
    assert week == Milestone(date(2028, 3, 3), has_come=False, is_next=True)


def test_without_points_there_is_no_line():
    assert milestones.along((), began=BEGAN, today=BEGAN) == ()


@pytest.mark.parametrize(("today", "is_past"), [(date(2027, 3, 2), False), (date(2027, 3, 3), True)])
def test_points_are_long_past_half_a_year_after_the_last(today: date, is_past: bool):
    line = milestones.along(AFTER, began=BEGAN, today=today)
    assert milestones.are_long_past(line, today=today) is is_past
    assert not milestones.are_long_past((), today=today)
