"""When she may be asked for a place on her home screen, and when for notifications."""

from datetime import date, timedelta

import pytest

from app.rules import moments
from app.rules.moments import Reach, Use

TODAY = date(2026, 11, 20)


def back(*days: int) -> frozenset[date]:
    return frozenset(TODAY - timedelta(days=each) for each in days)


@pytest.mark.parametrize(
    ("recorded", "here_since", "answered_on", "may"),
    [
        ((0, 1, 2), 2, None, True),
        ((30, 20, 10), 40, None, True),
        ((0, 1), 30, None, False),
        ((), 30, None, False),
        ((0, 1, 2), 1, None, False),
        ((0, 1, 2), 0, None, False),
        ((0, 1, 2), 30, date(2026, 11, 19), False),
        ((0, 1, 2), 30, date(2024, 1, 1), False),
    ],
)
def test_home_screen_is_asked_for_once_after_three_days_with_a_record(recorded, here_since, answered_on, may):
    use = Use(back(*recorded), TODAY - timedelta(days=here_since))
    assert moments.may_ask_for_home(use, answered_on=answered_on, today=TODAY) is may


@pytest.mark.parametrize(
    ("recorded", "here_since", "answered_on", "home_answered_on", "may"),
    [
        ((7, 6, 5, 0), 7, None, None, True),
        ((34, 9, 8, 3), 2, None, None, True),
        ((6, 5, 4, 3), 7, None, None, False),
        ((7, 6, 0), 7, None, None, False),
        ((), 30, None, None, False),
        ((7, 6, 5, 0), 1, None, None, False),
        ((7, 6, 5, 0), 7, date(2026, 1, 1), None, False),
        ((7, 6, 5, 0), 7, None, date(2026, 11, 13), True),
        ((7, 6, 5, 0), 7, None, date(2026, 11, 14), False),
        ((7, 6, 5, 0), 7, None, date(2026, 11, 20), False),
    ],
)
def test_notifications_are_asked_for_once_after_the_first_week_and_a_week_after_the_other_question(
    recorded, here_since, answered_on, home_answered_on, may
):
    use = Use(back(*recorded), TODAY - timedelta(days=here_since))
    asked = moments.may_ask_for_notifications(
        use, answered_on=answered_on, home_answered_on=home_answered_on, today=TODAY
    )
    assert asked is may


@pytest.mark.parametrize(
    ("reach", "needs"),
    [
        (Reach(), True),
        (Reach(has_times=True, is_any_on=True), True),
        (Reach(has_times=True, is_any_on=True, is_texted=True), False),
        (Reach(has_times=True, is_any_on=True, has_browser=True), False),
        (Reach(has_browser=True), False),
        (Reach(has_times=True, is_any_on=True, is_paused=True), False),
        (Reach(is_paused=True), False),
        (Reach(has_times=True), False),
    ],
)
def test_who_is_reached_already_or_wants_peace_needs_no_notifications(reach, needs):
    assert moments.needs_notifications(reach) is needs
