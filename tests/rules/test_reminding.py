"""Which reminders count as answered, by the instants of the first records."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from app.rules import reminding
from app.rules.reminding import Sent

PRUNES, WALK = 1, 2
MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
LONDON, APIA = ZoneInfo("Europe/London"), ZoneInfo("Pacific/Apia")
THREE = time(3)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of November."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("recorded", "count"),
    [
        ({}, 0),
        ({MONDAY: {PRUNES: at(16, 9)}}, 1),
        ({MONDAY: {WALK: at(16, 9)}}, 0),
        ({TUESDAY: {PRUNES: at(16, 9)}}, 0),
        ({MONDAY: {PRUNES: at(17, 2, 59)}}, 1),
        ({MONDAY: {PRUNES: at(17, 3)}}, 0),
        ({MONDAY: {PRUNES: at(16, 7)}}, 1),
    ],
)
def test_reminder_is_answered_by_a_record_of_what_it_asked_before_the_days_end(recorded, count):
    sent = [Sent(MONDAY, frozenset({PRUNES, 3}))]
    assert reminding.answered(sent, recorded, zone=LONDON, day_start=THREE) == count


def test_each_reminder_of_a_day_counts_for_itself():
    sent = [
        Sent(MONDAY, frozenset({PRUNES})),
        Sent(MONDAY, frozenset({WALK})),
        Sent(MONDAY, frozenset({WALK})),
    ]
    recorded = {MONDAY: {WALK: at(16, 20)}}
    assert reminding.answered(sent, recorded, zone=LONDON, day_start=THREE) == 2


def test_day_before_one_that_never_was_ends_when_the_next_begins():
    end = reminding.end_of(date(2011, 12, 29), zone=APIA, day_start=THREE)
    assert end == datetime(2011, 12, 30, 13, tzinfo=UTC)
