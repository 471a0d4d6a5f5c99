"""The planner: each local date once, whoever plans, through downtime and clock changes."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app import clock
from app.accounts.models import User
from app.database import Database
from app.messages.models import Channel
from app.reminders import planner, queries, slots
from app.reminders.models import Purpose, Slot
from app.reminders.slots import Wanted
from tests import make
from tests.reminders import steps
from tests.reminders.steps import MINUTE, MORNING

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def test_due_slot_is_planned_once_and_waits_for_tomorrow(session: Session, database: Database) -> None:
    user = steps.make_texter(session)
    slot = steps.make_slot(session, user)

    assert steps.plan(database, MORNING - MINUTE) == 0
    assert steps.plan(database) == 1
    assert steps.plan(database) == 0

    (delivery,) = steps.deliveries(database)
    assert delivery.key == f"nudge/{user.id}/{slot.id}/2026-11-20/sms"
    assert (delivery.due_at, delivery.expires_at) == (MORNING, MORNING + 90 * MINUTE)
    assert (delivery.slot_id, delivery.local_date) == (slot.id, make.TODAY)
    assert delivery.payload == {"day": "2026-11-20"}
    session.refresh(slot)
    assert (slot.next_day, slot.next_due_at) == (make.TODAY + DAY, MORNING + DAY)


def test_two_planners_at_once_plan_each_slot_once(session: Session, database: Database) -> None:
    for number in range(30):
        user = steps.make_texter(session, phone=f"+1415555{number:04d}", email=None)
        steps.make_slot(session, user)

    with ThreadPoolExecutor(4) as threads:
        planned = list(threads.map(lambda _: steps.plan(database), range(8)))

    assert sum(planned) == 30
    assert len(steps.deliveries(database)) == 30


def test_planning_anew_what_was_planned_already_changes_nothing(session: Session, database: Database) -> None:
    """As after a crash between planning and moving on, or a clock set back."""
    slot = steps.make_slot(session, steps.make_texter(session))
    steps.plan(database)
    slot.next_day, slot.next_due_at = make.TODAY, MORNING
    session.add(slot)
    session.commit()

    assert steps.plan(database) == 0
    assert len(steps.deliveries(database)) == 1


@pytest.mark.parametrize(
    ("back_at", "days_planned"),
    [
        (MORNING + 3 * DAY, [make.TODAY + 3 * DAY]),
        (MORNING + 3 * DAY + 89 * MINUTE, [make.TODAY + 3 * DAY]),
        (MORNING + 3 * DAY + 90 * MINUTE, []),
        (MORNING + 90 * MINUTE, []),
        (MORNING + 365 * DAY + MINUTE, [make.TODAY + 365 * DAY]),
    ],
)
def test_after_downtime_only_the_live_one_is_planned(
    session: Session, database: Database, back_at: datetime, days_planned: list[date]
) -> None:
    slot = steps.make_slot(session, steps.make_texter(session))

    steps.plan(database, back_at)

    assert [each.local_date for each in steps.deliveries(database)] == days_planned
    session.refresh(slot)
    assert slot.next_due_at > back_at


@pytest.mark.parametrize(
    ("zone", "at", "set_at", "due_at"),
    [
        (
            "America/New_York",
            time(2, 30),
            datetime(2026, 3, 8, 0, tzinfo=UTC),
            datetime(2026, 3, 8, 7, 30, tzinfo=UTC),
        ),
        (
            "America/New_York",
            time(1, 30),
            datetime(2026, 11, 1, tzinfo=UTC),
            datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
        ),
        (
            "Africa/Cairo",
            time(23, 30),
            datetime(2026, 10, 29, tzinfo=UTC),
            datetime(2026, 10, 29, 20, 30, tzinfo=UTC),
        ),
        (
            "Asia/Kathmandu",
            time(2, 30),
            datetime(2026, 3, 28, tzinfo=UTC),
            datetime(2026, 3, 28, 20, 45, tzinfo=UTC),
        ),
    ],
)
def test_clock_change_neither_doubles_nor_drops_a_day(
    session: Session, database: Database, zone: str, at: time, set_at: datetime, due_at: datetime
) -> None:
    user = steps.make_texter(session, zone=zone, created_at=set_at)
    steps.make_slot(session, user, at=at, now=set_at)

    instant = set_at
    while instant < due_at + 30 * timedelta(hours=1):
        steps.plan(database, instant)
        instant += 10 * MINUTE

    days = [each.local_date for each in steps.deliveries(database) if each.local_date]
    assert due_at in [each.due_at for each in steps.deliveries(database)]
    assert all(later - earlier == DAY for earlier, later in itertools.pairwise(days))


def test_day_asked_about_is_her_habit_day(session: Session, database: Database) -> None:
    """At 01:00 her day that began at 03:00 goes on."""
    user = steps.make_texter(session)
    steps.make_slot(session, user, at=time(1), now=datetime(2026, 11, 19, 12, tzinfo=UTC))

    steps.plan(database, datetime(2026, 11, 20, 1, 0, tzinfo=UTC))

    (delivery,) = steps.deliveries(database)
    assert delivery.local_date == date(2026, 11, 20)
    assert delivery.payload == {"day": "2026-11-19"}


def test_new_zone_moves_the_slot_to_the_same_wall_clock(session: Session, database: Database) -> None:
    user = steps.make_texter(session)
    slot = steps.make_slot(session, user)
    steps.plan(database)
    user.zone = "America/New_York"
    session.add(user)

    planner.reschedule(session, user, now=MORNING + MINUTE)
    session.commit()

    assert slot.next_due_at == datetime(2026, 11, 21, 13, 0, tzinfo=UTC), "today had its reminder already"


def test_changed_time_comes_today_unless_today_had_its_reminder(session: Session, database: Database) -> None:
    user = steps.make_texter(session)
    slot = steps.make_slot(session, user, at=time(8))
    change(session, user, slot, time(7, 59), now=MORNING - 5 * MINUTE)
    assert slot.next_due_at == MORNING - MINUTE
    steps.plan(database)

    change(session, user, slot, time(19), now=MORNING + MINUTE)

    assert slot.next_due_at == datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
    assert len(queries.slots_of(session, user.id or 0)) == 1


def change(session: Session, user: User, slot: Slot, at: time, *, now: datetime) -> None:
    """Give the slot another time."""
    slots.change(session, user, slot_id=slot.id or 0, wanted=Wanted(at, slot.channels), now=now)
    session.commit()


def test_switched_off_slot_is_not_planned(session: Session, database: Database) -> None:
    user = steps.make_texter(session)
    slot = steps.make_slot(session, user)
    slot.is_active = False
    session.add(slot)
    session.commit()

    assert steps.plan(database) == 0


def test_email_and_text_are_planned_apart(session: Session, database: Database) -> None:
    user = steps.make_texter(session)
    steps.make_slot(session, user)
    steps.make_slot(session, user, channel=Channel.EMAIL)

    assert steps.plan(database) == 2


def test_idle_planner_takes_no_lock_and_one_query(
    session: Session, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        steps.make_slot(session, steps.make_texter(session, phone=f"+1415555{number:04d}", email=None))
    asked: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def no_writing() -> Session:
        raise AssertionError("an idle planner takes no lock")

    monkeypatch.setattr(database, "writing", no_writing)

    assert steps.plan(database, MORNING - MINUTE) == 0
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1


def test_more_slots_than_one_batch_are_all_planned(
    session: Session, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planner, "SLOTS_AT_ONCE", 2)
    for number in range(5):
        steps.make_slot(session, steps.make_texter(session, phone=f"+1415555{number:04d}", email=None))

    assert steps.plan(database) == 5


def test_first_slot_for_texts_brings_the_welcome_once(
    session: Session, database: Database, now: Callable[[datetime], None]
) -> None:
    user = steps.make_texter(session)
    steps.make_slot(session, user, channel=Channel.EMAIL)
    assert steps.deliveries(database, "welcome") == []

    steps.make_slot(session, user)
    steps.make_slot(session, user, at=time(9))

    assert len(steps.deliveries(database, "welcome")) == 1


def test_each_way_of_a_slot_is_planned_once(session: Session, database: Database) -> None:
    user = steps.make_texter(session)
    slot = slots.add(
        session,
        user,
        wanted=Wanted(time(8), (Channel.SMS, Channel.EMAIL), again_after=120),
        now=MORNING - MINUTE,
    )
    session.commit()

    assert steps.plan(database) == 2
    assert steps.plan(database, MORNING + MINUTE) == 0

    start = f"nudge/{user.id}/{slot.id}/2026-11-20"
    found = {each.key: (each.due_at, each.payload) for each in steps.deliveries(database)}
    first, second = {"day": "2026-11-20"}, {"day": "2026-11-20", "is_again": True}
    assert found == {
        f"{start}/sms": (MORNING, first),
        f"{start}/email": (MORNING, first),
        f"{start}/sms/again": (MORNING + 2 * HOUR, second),
        f"{start}/email/again": (MORNING + 2 * HOUR, second),
    }


def test_second_nudge_that_would_fall_into_quiet_hours_is_not_planned(
    session: Session, database: Database
) -> None:
    steps.make_slot(session, steps.make_texter(session), at=time(19, 30), again_after=120)
    steps.plan(database, MORNING + 11.5 * HOUR)
    assert [each.key.split("/")[-1] for each in steps.deliveries(database)] == ["sms"]


def test_several_times_a_day_are_planned_apart(session: Session, database: Database) -> None:
    user = steps.make_texter(session)
    for at in (8, 13, 19):
        steps.make_slot(session, user, at=time(at))
    for hour in range(12):
        steps.plan(database, MORNING + hour * HOUR)
    assert [each.due_at for each in steps.deliveries(database)] == [
        MORNING,
        MORNING + 5 * HOUR,
        MORNING + 11 * HOUR,
    ]


def test_weekly_slot_waits_for_its_weekday_and_a_monthly_one_for_the_first(
    session: Session, database: Database
) -> None:
    user = steps.make_texter(session)
    weekly = steps.make_slot(session, user, weekdays=frozenset({4}), purpose=Purpose.PLANTS)
    monthly = steps.make_slot(session, user, purpose=Purpose.MONTH)
    assert (weekly.next_day, monthly.next_day) == (date(2026, 11, 20), date(2026, 12, 1))

    assert steps.plan(database) == 1
    assert steps.plan(database, datetime(2026, 12, 1, 8, tzinfo=UTC)) == 1

    session.refresh(monthly)
    session.refresh(weekly)
    assert (weekly.next_day, monthly.next_day) == (date(2026, 12, 4), date(2027, 1, 1))
    assert steps.deliveries(database, "plants")[0].key == f"plants/{user.id}/{weekly.id}/2026-11-20/sms"
    assert steps.deliveries(database, "month")[0].expires_at == datetime(2026, 12, 3, 8, tzinfo=UTC)


def test_letter_of_the_month_still_comes_a_day_after_a_stop(session: Session, database: Database) -> None:
    steps.make_slot(session, steps.make_texter(session), purpose=Purpose.MONTH)
    assert steps.plan(database, datetime(2026, 12, 2, 9, tzinfo=UTC)) == 1
    assert steps.deliveries(database, "month")[0].local_date == date(2026, 12, 1)


@pytest.mark.parametrize(("column", "fault"), [("zone", "zone"), ("weekdays", "ValueError")])
def test_slot_that_cannot_be_planned_is_set_aside_and_stops_no_other(
    session: Session, database: Database, column: str, fault: str
) -> None:
    first, second = (
        steps.make_texter(session, phone=f"+1415555{number:04d}", email=None) for number in range(2)
    )
    broken, whole = steps.make_slot(session, first), steps.make_slot(session, second)
    if column == "zone":
        first.zone = "Atlantis/Sunken_City"
        session.add(first)
    else:
        broken.weekdays = ""
        session.add(broken)
    session.commit()

    assert steps.plan(database) == 1
    assert steps.plan(database, MORNING + MINUTE) == 0

    session.refresh(broken)
    session.refresh(whole)
    assert (broken.fault, whole.fault) == (fault, None)
    assert [each.user_id for each in steps.deliveries(database)] == [second.id]


def test_new_zone_mends_a_slot_whose_zone_was_unknown(session: Session, database: Database) -> None:
    user = steps.make_texter(session, zone="Europe/London")
    slot = steps.make_slot(session, user)
    user.zone = "Atlantis/Sunken_City"
    session.add(user)
    session.commit()
    steps.plan(database)
    session.refresh(slot)
    assert slot.fault == "zone"

    user.zone = "Europe/Berlin"
    planner.reschedule(session, user, now=MORNING + MINUTE)
    session.commit()

    assert slot.fault is None
    assert slot.next_due_at == datetime(2026, 11, 21, 7, tzinfo=UTC)


def test_new_release_of_the_time_zones_moves_what_was_found_with_the_old(
    session: Session, database: Database
) -> None:
    user = steps.make_texter(session)
    stale, right = steps.make_slot(session, user), steps.make_slot(session, user, at=time(9))
    stale.next_due_at, stale.tz_version = MORNING + HOUR, "1999a"
    session.add(stale)
    session.commit()

    assert planner.follow_zones(database, now=MORNING - MINUTE) == 1
    assert planner.follow_zones(database, now=MORNING - MINUTE) == 0

    session.refresh(stale)
    session.refresh(right)
    assert (stale.next_due_at, stale.tz_version) == (MORNING, clock.tz_version())
    assert right.next_due_at == MORNING + HOUR


def test_clock_set_back_an_hour_plans_nothing_twice(session: Session, database: Database) -> None:
    steps.make_slot(session, steps.make_texter(session))
    assert steps.plan(database, MORNING + MINUTE) == 1
    assert steps.plan(database, MORNING - HOUR + MINUTE) == 0
    assert steps.plan(database, MORNING + MINUTE) == 0
    assert len(steps.deliveries(database)) == 1
