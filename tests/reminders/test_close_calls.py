"""What went wrong once, or would have: seconds, second attempts, long stops, two senders, a second press."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session

from app.accounts import actions as accounts
from app.accounts.models import User
from app.database import Database
from app.messages import astray, dispatch, faults, subscriptions
from app.messages.channels import Accepted, Answer, Envelope, NotSent
from app.messages.message import Message
from app.messages.models import Channel, Delivery, Fault, State
from app.reminders import letters, planner, queries, slots, wishes
from app.reminders.models import Purpose, Slot
from app.reminders.slots import Wanted
from app.settings import actions as settings_actions
from app.settings.actions import About
from tests import make
from tests.fakes.push import Browser
from tests.messages.conftest import no_jitter
from tests.reminders import steps
from tests.reminders.steps import MINUTE, MORNING, PHONE

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ONLY_POSTGRES = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def reminder_anna(session: Session) -> User:
    """Anna, with three habits and consent to texts."""
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes", "vitamin-d", "weight-bearing")
    return user


def fates(database: Database, kind: str = "nudge") -> list[tuple[str, str | None]]:
    """State and reason of every reminder, oldest first."""
    return [(each.state.value, each.reason) for each in steps.deliveries(database, kind)]


def turn_on_notifications(session: Session, user: User) -> None:
    """A browser of hers takes notifications."""
    browser = subscriptions.Subscription("https://push.example/push/one", **Browser().keys)
    subscriptions.keep(session, user.id or 0, subscription=browser, device="", now=make.NOW)
    session.commit()


@ONLY_SQLITE
def test_three_texts_a_day_leave_on_every_day_whatever_the_second(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    """Today's leave some seconds earlier in the day than yesterday's: the last of those is not today's."""
    for hour in (8, 13, 19):
        steps.make_slot(session, reminder_anna, at=time(hour))
    for number in range(3):
        for hour in (0, 5, 11):
            steps.remind(app, MORNING + number * DAY + hour * HOUR + (5 - number) * SECOND)
    assert fates(database) == [("accepted", None)] * 9


@ONLY_SQLITE
def test_text_an_hour_after_one_that_left_some_seconds_late_is_sent(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    for at in (time(8), time(9)):
        steps.make_slot(session, reminder_anna, at=at)
    steps.remind(app, MORNING + 4 * SECOND)
    steps.remind(app, MORNING + HOUR + SECOND)
    assert fates(database) == [("accepted", None)] * 2


class Shy:
    """A carrier that takes a message only the second time."""

    is_repeatable = True

    def __init__(self) -> None:
        self.sent: list[Message] = []

    def send(self, message: Message, *, delivery: Envelope, now: datetime) -> Answer:  # noqa: ARG002
        self.sent.append(message)
        return Accepted() if len(self.sent) > 1 else NotSent("451")


@ONLY_SQLITE
def test_message_that_took_in_others_still_asks_for_them_at_the_second_attempt(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    for habit_id in (1, 3):
        steps.make_slot(session, reminder_anna, channel=Channel.EMAIL, habit_ids=(habit_id,))
    steps.plan(database)
    carrier, settings = Shy(), app.extensions["bonny.settings"]
    for at in (MORNING, MORNING + MINUTE):
        with app.app_context():
            dispatch.deliver_due(
                database,
                kinds=letters.kinds(settings),
                carriers=dict.fromkeys(Channel, carrier),
                settings=settings,
                now=lambda at=at: at,  # type: ignore[misc]
                jitter=no_jitter,
            )
    first, second = carrier.sent[-2:]
    assert first.subject == second.subject == "2 things are open today"
    assert sorted(fates(database)) == [("accepted", None), ("suppressed", "merged")]


@ONLY_SQLITE
def test_reminder_of_yesterday_is_not_sent_today_and_takes_nothing_in(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    """The operator put it back in the queue, or the clock stood still over midnight."""
    steps.make_slot(session, reminder_anna, at=time(19), purpose=Purpose.EVENING, channel=Channel.EMAIL)
    steps.make_slot(session, reminder_anna, at=time(8), channel=Channel.EMAIL)
    evening, morning = MORNING + 11 * HOUR, MORNING + DAY
    steps.plan(database, evening)
    session.exec(
        sa.update(Delivery).values(expires_at=morning + HOUR, next_attempt_at=morning, state=State.QUEUED)
    )
    session.commit()

    (message,) = steps.remind(app, morning)

    assert "good morning" in message
    assert fates(database) == [("suppressed", "gone"), ("accepted", None)]


@ONLY_SQLITE
def test_address_that_does_not_work_is_told_without_noise_at_night(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    turn_on_notifications(session, reminder_anna)
    steps.make_slot(session, reminder_anna)
    faults.note(
        session,
        reminder_anna.id or 0,
        channel=Channel.SMS,
        address=PHONE,
        fault=Fault.BAD_ADDRESS,
        now=MORNING,
    )
    session.commit()
    steps.remind(app)
    with app.app_context():
        kinds = letters.kinds(app.extensions["bonny.settings"])
        astray.tell_kinds(database, kinds=kinds, now=MORNING + 15.5 * HOUR)
    (told,) = steps.deliveries(database, "fault")
    assert (told.channel, told.due_at) == (Channel.PUSH, MORNING + DAY)


@ONLY_SQLITE
def test_other_way_is_not_taken_when_the_slot_has_it_already(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    turn_on_notifications(session, reminder_anna)
    slots.add(
        session, reminder_anna, wanted=Wanted(time(8), (Channel.SMS, Channel.EMAIL)), now=MORNING - MINUTE
    )
    session.commit()
    steps.remind(app)
    is_text = sa.column("channel") == "sms"
    session.exec(sa.update(Delivery).where(is_text).values(state=State.LOST, is_astray=True))
    session.commit()
    with app.app_context():
        kinds = letters.kinds(app.extensions["bonny.settings"])
        astray.tell_kinds(database, kinds=kinds, now=MORNING + MINUTE)
    assert {each.channel for each in steps.deliveries(database)} == {Channel.SMS, Channel.EMAIL}


@ONLY_SQLITE
def test_same_time_twice_is_one_slot(session: Session, reminder_anna: User) -> None:
    for _ in range(2):
        steps.make_slot(session, reminder_anna)
    assert len(queries.slots_of(session, reminder_anna.id or 0)) == 1


@ONLY_SQLITE
def test_what_another_sender_asked_for_meanwhile_is_not_asked_again(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    """Both held their own when they looked for others, so neither could take the other's in."""
    steps.make_slot(session, reminder_anna, channel=Channel.EMAIL)
    steps.make_slot(session, reminder_anna, channel=Channel.EMAIL, habit_ids=(1,))
    steps.plan(database)
    narrow = sa.column("slot_id") == 2
    session.exec(sa.update(Delivery).where(narrow).values(next_attempt_at=MORNING + MINUTE, due_at=MORNING))
    session.exec(sa.update(Delivery).where(narrow).values(due_at=MORNING))
    session.exec(sa.update(Delivery).where(narrow).values(state=State.EXPIRED))
    session.commit()
    assert len(steps.send(app)) == 1
    session.exec(sa.update(Delivery).where(narrow).values(state=State.QUEUED))
    session.commit()

    assert steps.send(app, MORNING + MINUTE) == []
    assert fates(database) == [("accepted", None), ("suppressed", "merged")]


@ONLY_SQLITE
def test_saving_her_name_leaves_a_reminder_that_is_due_to_come(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    """The clock process stood still at eight; she changed her name at ten past."""
    slot = steps.make_slot(session, reminder_anna)
    about = About("Anne", reminder_anna.zone, "en_GB", reminder_anna.day_start, 0)
    settings_actions.change(session, reminder_anna, about=about, now=MORNING + 10 * MINUTE)
    slots.switch_off(session, reminder_anna.id or 0, slot_id=slot.id or 0)
    slots.switch_on(session, reminder_anna, slot_id=slot.id or 0, now=MORNING + 11 * MINUTE)
    wanted = Wanted(time(8), (Channel.SMS,), habit_ids=(1,))
    slots.change(session, reminder_anna, slot_id=slot.id or 0, wanted=wanted, now=MORNING + 12 * MINUTE)
    session.commit()
    assert steps.plan(database, MORNING + 20 * MINUTE) == 1


@ONLY_SQLITE
def test_slot_whose_way_was_changed_reminds_a_date_once(
    session: Session, database: Database, reminder_anna: User
) -> None:
    slot = steps.make_slot(session, reminder_anna)
    steps.plan(database)
    wanted = Wanted(time(9), (Channel.EMAIL,))
    slots.change(session, reminder_anna, slot_id=slot.id or 0, wanted=wanted, now=MORNING + MINUTE)
    assert slot.next_day == make.TODAY + DAY


@ONLY_SQLITE
def test_second_nudge_comes_when_the_first_could_not(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    """The clock process was down from eight to half past nine."""
    steps.make_slot(session, reminder_anna, again_after=120)
    assert steps.plan(database, MORNING + 95 * MINUTE) == 0
    assert [each.due_at for each in steps.deliveries(database)] == [MORNING + 2 * HOUR]


@ONLY_SQLITE
def test_weekly_plants_wait_while_she_wants_to_hear_later(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    make.make_habit(session, reminder_anna, "plants")
    steps.make_slot(session, reminder_anna, purpose=Purpose.PLANTS, channel=Channel.EMAIL)
    wishes.snooze(session, reminder_anna.id or 0, until=MORNING + HOUR)
    session.commit()
    assert steps.remind(app) == []
    assert fates(database, "plants") == [("queued", None)]
    assert len(steps.remind(app, MORNING + HOUR)) == 1


@ONLY_SQLITE
def test_zone_that_is_known_again_lets_its_slots_go_on(
    session: Session, database: Database, reminder_anna: User
) -> None:
    slot = steps.make_slot(session, reminder_anna)
    slot.fault, slot.tz_version = planner.UNKNOWN_ZONE, "1999a"
    session.add(slot)
    session.commit()
    planner.follow_zones(database, now=MORNING + HOUR)
    session.refresh(slot)
    assert (slot.fault, slot.next_day) == (None, make.TODAY + DAY)


@ONLY_SQLITE
def test_tick_of_the_planner_looks_at_one_index(session: Session, database: Database) -> None:
    seen: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *asked: seen.append(asked[2]))
    queries.has_due_slot(session, now=MORNING)
    text = next(each for each in seen if each.startswith("SELECT"))
    found = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", (str(MORNING), 1, 0)).all()
    assert "ix_slot_next_due_at_active" in str(found)


@ONLY_POSTGRES
def test_slot_is_changed_as_it_is_now_not_as_it_was_read(
    session: Session, database: Database, reminder_anna: User
) -> None:
    """The planner moved it on while she stood in the queue for her record."""
    slot = steps.make_slot(session, reminder_anna)
    with database.writing() as web:
        read = queries.slots_of(web, reminder_anna.id or 0)[0]
        assert read.next_day == make.TODAY
        steps.plan(database)
        user = web.merge(reminder_anna)
        user.zone = "America/New_York"
        planner.reschedule(web, user, now=MORNING + MINUTE)
        web.commit()
    session.refresh(slot)
    assert (slot.next_day, slot.next_due_at) == (date(2026, 11, 21), datetime(2026, 11, 21, 13, tzinfo=UTC))


@ONLY_POSTGRES
def test_slot_that_she_switches_off_while_it_is_about_to_leave_does_not(
    app: Flask, session: Session, database: Database, reminder_anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = steps.make_slot(session, reminder_anna, channel=Channel.EMAIL)
    steps.send(app)
    steps.plan(database)
    monkeypatch.setattr(accounts, "lock_person", waiting_for(database, slot, accounts.lock_person))
    assert steps.send(app) == []
    assert fates(database) == [("suppressed", "off")]


def waiting_for(
    database: Database, slot: Slot, lock: Callable[[Session, int], None]
) -> Callable[[Session, int], None]:
    """The lock as one gets it that had to wait until she had switched the slot off."""

    def locked(session: Session, user_id: int) -> None:
        with database.writing() as hers:
            hers.exec(sa.update(Slot).where(sa.column("id") == slot.id).values(is_active=False))
            hers.commit()
        lock(session, user_id)

    return locked


@ONLY_SQLITE
def test_form_with_numbers_beyond_all_reason_is_no_accident(app: Flask, annas_page, session, anna) -> None:
    annas_page.get("/reminders/new")
    for typed in ("99999999999999999999", "9" * 5000):
        fields = {"at": "08:00", "channel": "email", "weekday": ["1"], "which": "some", "habit": typed}
        annas_page.post("/reminders/new", fields, status=422)
