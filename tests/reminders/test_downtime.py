"""What a stopped clock process, a clock set back, a journey and a clock change do to her reminders."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlmodel import Session, select

from app import jobs
from app.accounts.models import User
from app.database import Database
from app.messages.models import DeliveryEvent, State
from app.messages.moves import Source
from app.reminders import planner
from tests import make
from tests.reminders import steps
from tests.reminders.steps import MINUTE, MORNING

HOUR = 60 * MINUTE
DAY = timedelta(days=1)
TODAY = make.TODAY
SetNow = Callable[[datetime], None]


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The app without a provider: what is sent lies in the letterbox."""
    return make_app()


@pytest.fixture
def downtime_anna(session: Session) -> User:
    """Anna in London, who has one habit and is texted at eight."""
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes")
    steps.make_slot(session, user)
    return user


def tick(app: Flask, now: SetNow, at: datetime) -> None:
    """Everything that a clock process does, once, at an instant."""
    now(at)
    with app.app_context():
        for job in (jobs.plan, jobs.recover, jobs.deliver):
            job(app)


def fates(database: Database) -> list[tuple[date | None, State]]:
    """Her reminders by their local date, and what became of each."""
    return [(each.local_date, each.state) for each in steps.deliveries(database)]


def test_after_three_days_of_silence_only_what_is_live_is_sent(
    app: Flask, database: Database, downtime_anna: User, now: SetNow
) -> None:
    tick(app, now, MORNING)
    tick(app, now, MORNING + 3 * DAY + 30 * MINUTE)
    tick(app, now, MORNING + 3 * DAY + 31 * MINUTE)
    assert fates(database) == [(TODAY, State.ACCEPTED), (TODAY + 3 * DAY, State.ACCEPTED)]


def test_after_three_days_of_silence_nothing_old_is_sent(
    app: Flask, database: Database, downtime_anna: User, now: SetNow
) -> None:
    tick(app, now, MORNING)
    tick(app, now, MORNING + 3 * DAY + 2 * HOUR)
    assert fates(database) == [(TODAY, State.ACCEPTED)]
    tick(app, now, MORNING + 4 * DAY)
    assert fates(database) == [(TODAY, State.ACCEPTED), (TODAY + 4 * DAY, State.ACCEPTED)]


def test_what_lay_in_the_outbox_when_it_stopped_ends_visibly(
    app: Flask, session: Session, database: Database, downtime_anna: User, now: SetNow
) -> None:
    steps.plan(database)
    tick(app, now, MORNING + 3 * DAY + 30 * MINUTE)
    assert fates(database) == [(TODAY, State.EXPIRED), (TODAY + 3 * DAY, State.ACCEPTED)]
    old = steps.deliveries(database)[0].id
    (event,) = session.exec(select(DeliveryEvent).where(DeliveryEvent.delivery_id == old)).all()
    assert (event.source, event.at) == (Source.CLOCK, MORNING + 3 * DAY + 30 * MINUTE)


def test_clock_set_back_an_hour_sends_nothing_twice(
    app: Flask, database: Database, downtime_anna: User, now: SetNow
) -> None:
    tick(app, now, MORNING)
    for minutes in range(-60, 65, 5):
        tick(app, now, MORNING + minutes * MINUTE)
    assert fates(database) == [(TODAY, State.ACCEPTED)]
    tick(app, now, MORNING + DAY)
    assert fates(database) == [(TODAY, State.ACCEPTED), (TODAY + DAY, State.ACCEPTED)]


@pytest.mark.parametrize(
    ("zone", "following"),
    [
        ("America/New_York", [(TODAY + DAY, MORNING + DAY + 5 * HOUR)]),
        ("Asia/Kolkata", [(TODAY + DAY, MORNING + DAY - 5.5 * HOUR)]),
        ("Pacific/Auckland", [(TODAY + DAY, MORNING + DAY - 13 * HOUR)]),
    ],
)
def test_zone_changed_at_noon_gives_each_local_date_one(
    app: Flask,
    session: Session,
    database: Database,
    downtime_anna: User,
    now: SetNow,
    zone: str,
    following: list[tuple[date, datetime]],
) -> None:
    """West of here it is not eight a second time today; east of here tomorrow begins sooner."""
    tick(app, now, MORNING)
    downtime_anna.zone = zone
    session.add(downtime_anna)
    planner.reschedule(session, downtime_anna, now=MORNING + 4 * HOUR)
    session.commit()
    for hours in range(4, 30):
        tick(app, now, MORNING + hours * HOUR)
    tick(app, now, MORNING + DAY - 5.5 * HOUR)
    sent = [(each.local_date, each.due_at) for each in steps.deliveries(database)]
    assert sent == [(TODAY, MORNING), *following]


@pytest.mark.parametrize(
    ("zone", "at", "day", "due_at"),
    [
        ("America/New_York", time(2, 30), date(2026, 3, 8), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        ("America/New_York", time(1, 30), date(2026, 11, 1), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("Africa/Cairo", time(23, 30), date(2026, 10, 29), datetime(2026, 10, 29, 20, 30, tzinfo=UTC)),
        ("America/Nuuk", time(23, 30), date(2026, 3, 28), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_time_in_a_gap_or_a_fold_is_sent_once_by_the_real_rounds(
    app: Flask,
    session: Session,
    database: Database,
    now: SetNow,
    zone: str,
    at: time,
    day: date,
    due_at: datetime,
) -> None:
    """Ticks every ten minutes from three hours before to three hours after."""
    user = steps.make_texter(session, zone=zone)
    make.make_habit(session, user, since=day - 30 * DAY)
    steps.make_slot(session, user, at=at, now=due_at - 3 * HOUR)
    for minutes in range(-180, 181, 10):
        tick(app, now, due_at + minutes * MINUTE)
    assert [(each.local_date, each.due_at) for each in steps.deliveries(database)] == [(day, due_at)]
    assert fates(database) == [(day, State.ACCEPTED)]
