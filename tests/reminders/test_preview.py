"""What would come when: every occurrence of the days ahead, and what is to be known about it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.accounts.models import User
from app.messages.models import Channel
from app.reminders import preview, telling
from app.reminders.models import QUIET_FROM, QUIET_TO, Purpose, Slot, Wishes
from tests.conftest import NOON

LONDON, NEW_YORK = "Europe/London", "America/New_York"


def slot(number: int = 1, at: time = time(9), **over: Any) -> Slot:
    values = {"id": number, "user_id": 1, "channel": Channel.SMS, "at": at, **over}
    return Slot(next_day=NOON.date(), next_due_at=NOON, created_at=NOON, **values)


def wishes(**over: Any) -> Wishes:
    return Wishes(**{"user_id": 1, "quiet_from": QUIET_FROM, "quiet_to": QUIET_TO, **over})


def lines(
    *slots: Slot, of: Wishes | None = None, zone: str = LONDON, after: datetime = NOON, days: int = 2
) -> list[str]:
    user = User(id=1, name="Ada", zone=zone, locale="en", day_start=time(3), created_at=NOON)
    found = preview.upcoming(user, slots, of or wishes(), after=after, until=after + timedelta(days=days))
    return telling.preview_of(found, ZoneInfo(zone))


def notes(*slots: Slot, of: Wishes | None = None, **over: Any) -> list[str]:
    """The notes of each line, and nothing where there are none."""
    return ["  ".join(line.split("  ")[5:]) for line in lines(*slots, of=of, **over)]


def test_slots_are_shown_in_the_order_of_time():
    evening = slot(2, time(18, 30), channel=Channel.EMAIL, also=["push"], purpose=Purpose.EVENING)
    assert lines(slot(), evening) == [
        "Fri 2026-11-20 18:30  2026-11-20 18:30Z  slot 2  evening  email+push",
        "Sat 2026-11-21 09:00  2026-11-21 09:00Z  slot 1  day  sms",
        "Sat 2026-11-21 18:30  2026-11-21 18:30Z  slot 2  evening  email+push",
        "Sun 2026-11-22 09:00  2026-11-22 09:00Z  slot 1  day  sms",
    ]


@pytest.mark.parametrize("at", [time(11, 59), time(12), time(12, 1)])
def test_a_day_ahead_holds_each_daily_time_once(at):
    assert len(lines(slot(at=at), days=1)) == 1


def test_weekdays_are_kept():
    assert [line[:14] for line in lines(slot(weekdays="06"), days=8)] == [
        "Sun 2026-11-22",
        "Mon 2026-11-23",
    ]


def test_slot_without_a_weekday_or_switched_off_brings_nothing():
    assert lines(slot(weekdays=""), slot(is_active=False)) == []


def test_monthly_slot_falls_on_the_first():
    found = lines(slot(purpose=Purpose.MONTH), days=60)
    assert [line[:14] for line in found] == ["Tue 2026-12-01", "Fri 2027-01-01"]


def test_days_before_the_end_of_a_pause_say_so():
    assert notes(slot(), of=wishes(paused_until=date(2026, 11, 22))) == ["paused until 2026-11-22", ""]


def test_pause_ends_with_her_day_and_not_at_midnight():
    late = slot(at=time(1))
    always = {"quiet_from": time(0), "quiet_to": time(0)}
    assert notes(late, of=wishes(paused_until=date(2026, 11, 21), **always)) == [
        "paused until 2026-11-21",
        "",
    ]


def test_what_is_due_before_the_end_of_a_snooze_says_so():
    until = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert notes(slot(), of=wishes(snoozed_until=until)) == ["snoozed until 2026-11-22 09:00Z", ""]


@pytest.mark.parametrize(
    ("at", "over", "note"),
    [
        (time(20, 59), {}, ""),
        (time(21), {}, "in her quiet hours"),
        (time(9), {"quiet_to": time(10)}, "in her quiet hours"),
        (time(22), {"quiet_from": time(0), "quiet_to": time(0)}, ""),
    ],
)
def test_time_in_her_quiet_hours_says_so(at, over, note):
    assert set(notes(slot(at=at), of=wishes(**over))) == {note}


def test_second_asking_is_named_and_whether_it_is_quiet_then():
    morning, evening = slot(again_after=90), slot(2, time(20), again_after=60)
    assert notes(morning, evening, days=1) == [
        "not again: quiet hours",
        "again 10:30 if something is open",
    ]


def test_slot_that_is_set_aside_says_why():
    assert notes(slot(fault="weekdays"), days=1) == ["set aside: weekdays"]


def test_time_that_the_clock_leaps_over_is_shown_where_it_lands():
    after = datetime(2026, 3, 8, 0, tzinfo=UTC)
    found = lines(
        slot(at=time(2, 30)),
        of=wishes(quiet_from=time(0), quiet_to=time(0)),
        zone=NEW_YORK,
        after=after,
        days=1,
    )
    assert found == ["Sun 2026-03-08 03:30  2026-03-08 07:30Z  slot 1  day  sms  the clock leaps over 02:30"]
