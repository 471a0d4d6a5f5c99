"""What a reminder looks at once more when it is sent: off, pause, caps, quiet hours, others beside it."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session

from app import demo
from app.accounts.models import User
from app.checklist import spells
from app.checklist.journal import Edit
from app.checklist.models import ChangeKind, PlanKind
from app.database import Database
from app.messages import astray, faults
from app.messages.models import Channel, Delivery, Fault, State
from app.reminders import letters, slots, wishes
from app.reminders.models import Purpose
from app.reminders.slots import Wanted
from app.rules.marks import Skip
from app.rules.spells import Stretch
from tests import make
from tests.reminders import steps
from tests.reminders.steps import MINUTE, MORNING, PHONE

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def reminder_anna(session: Session) -> User:
    """Anna, with three habits and consent to texts."""
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes", "vitamin-d", "weight-bearing")
    return user


def fates(database: Database) -> list[tuple[str, str | None]]:
    """State and reason of every reminder, oldest first."""
    return [(each.state.value, each.reason) for each in steps.deliveries(database)]


def test_paused_reminders_are_not_sent_and_come_back_by_themselves(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    steps.make_slot(session, reminder_anna, channel=Channel.EMAIL)
    wishes.pause(session, reminder_anna.id or 0, days=2, today=make.TODAY)
    session.commit()

    sent = [len(steps.remind(app, MORNING + timedelta(days=number))) for number in range(3)]

    assert sent == [0, 0, 1]
    assert fates(database) == [("suppressed", "paused")] * 2 + [("accepted", None)]


def test_fourth_text_of_a_day_is_one_too_many_and_so_is_one_within_the_hour(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    for at in (time(8), time(8, 30), time(10), time(12), time(14)):
        steps.make_slot(session, reminder_anna, at=at)

    for half_hours in range(14):
        steps.remind(app, MORNING + half_hours * 30 * MINUTE)

    assert fates(database) == [
        ("accepted", None),
        ("suppressed", "cap"),
        ("accepted", None),
        ("accepted", None),
        ("suppressed", "cap"),
    ]


def test_caps_are_for_texts_alone(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    for at in (time(8), time(8, 30), time(9), time(9, 30)):
        steps.make_slot(session, reminder_anna, at=at, channel=Channel.EMAIL)
    for half_hours in range(4):
        steps.remind(app, MORNING + half_hours * 30 * MINUTE)
    assert fates(database) == [("accepted", None)] * 4


def test_after_a_stop_she_gets_one_message_for_all_that_is_live(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    prunes, vitamin, walk = range(1, 4)
    for at, habits in ((time(8), (prunes,)), (time(8, 20), (walk,)), (time(8, 40), (walk, vitamin))):
        steps.make_slot(session, reminder_anna, at=at, habit_ids=habits)
    steps.send(app)

    texts = steps.remind(app, MORNING + 60 * MINUTE)

    assert texts == ["Bonny: good morning. Open today: 1 Prunes 2 Vit D 3 Walk. Reply e.g. 1 2"]
    assert sorted(fates(database)) == [("accepted", None), ("suppressed", "merged"), ("suppressed", "merged")]


def test_slot_asks_for_the_habits_it_names_and_no_others(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    steps.make_slot(session, reminder_anna, habit_ids=(3,))
    assert steps.remind(app)[-1] == "Bonny: good morning. Open today: 1 Walk. Reply 1"


def test_slot_whose_habits_are_done_is_quiet_while_others_are_open(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    steps.make_slot(session, reminder_anna, habit_ids=(1,))
    make.make_mark(session, reminder_anna, 1)
    steps.remind(app)
    assert fates(database) == [("suppressed", "done")]


def test_days_set_aside_are_silent(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    steps.make_slot(session, reminder_anna)
    spells.set_aside(
        session,
        reminder_anna,
        spell=Stretch(make.TODAY, make.TODAY + timedelta(days=3), Skip.ILL),
        today=make.TODAY,
        edit=Edit("spell-1", PlanKind.SPELL, make.NOW),
    )
    session.commit()
    steps.remind(app)
    assert fates(database) == [("suppressed", "aside")]


def test_second_nudge_lists_what_is_still_open_and_goes_when_she_took_it_off(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    slot = steps.make_slot(session, reminder_anna, again_after=120)
    steps.remind(app)
    make.make_mark(session, reminder_anna, 1)

    assert steps.remind(app, MORNING + 2 * HOUR) == ["Bonny: still open: 1 Vit D 2 Walk. Reply e.g. 1 2"]

    tomorrow = MORNING + timedelta(days=1)
    steps.remind(app, tomorrow)
    slots.change(
        session,
        reminder_anna,
        slot_id=slot.id or 0,
        wanted=Wanted(time(8), (Channel.SMS,)),
        now=tomorrow + HOUR,
    )
    session.commit()
    assert steps.remind(app, tomorrow + 2 * HOUR) == []
    assert fates(database)[-1] == ("suppressed", "off")


def test_evening_asks_about_the_day(app: Flask, session: Session, reminder_anna: User) -> None:
    steps.make_slot(session, reminder_anna, at=time(19), purpose=Purpose.EVENING)
    assert steps.remind(app, MORNING + 11 * HOUR)[-1] == (
        "Bonny: good evening. What about today? 1 Prunes 2 Vit D 3 Walk. Reply e.g. 1 2"
    )


def test_quiet_hours_are_the_ones_she_chose(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    wishes.set_quiet(session, reminder_anna.id or 0, quiet_from=time(8, 30), quiet_to=time(12))
    steps.make_slot(session, reminder_anna)
    steps.plan(database)
    (delivery,) = steps.deliveries(database)
    assert delivery.expires_at == MORNING + 30 * MINUTE


def test_habit_that_runs_by_itself_is_left_out_once_she_let_it_go(
    app: Flask, session: Session, reminder_anna: User
) -> None:
    steps.make_slot(session, reminder_anna)
    wishes.let_go(session, reminder_anna, habit_id=2)
    session.commit()
    assert steps.remind(app)[-1] == "Bonny: good morning. Open today: 1 Prunes 2 Walk. Reply e.g. 1 2"


def test_number_that_does_not_work_is_left_alone_and_she_is_reminded_by_email(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    steps.make_slot(session, reminder_anna)
    note_fault(session, reminder_anna)
    steps.send(app)
    steps.plan(database)

    assert steps.send(app) == []
    assert fates(database) == [("suppressed", "bad_address")]

    tell_astray(app)
    told, asked = steps.send(app)
    assert told.subject == "A way to reach you does not work"
    assert "Texts to •••• 123 do not arrive: the number takes none" in told.text.replace("\xa0", " ")
    assert asked.address == told.address == "anna@example.org"
    assert asked.subject == "3 things are open today"
    delivery = steps.deliveries(database)[-1]
    assert (delivery.channel, delivery.payload["instead_of"]) == (Channel.EMAIL, 2)
    assert delivery.key.endswith("2026-11-20/email")


def test_she_is_told_once_of_a_number_that_does_not_work(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    steps.make_slot(session, reminder_anna)
    note_fault(session, reminder_anna)
    for number in range(3):
        steps.remind(app, MORNING + timedelta(days=number))
        tell_astray(app, now=MORNING + timedelta(days=number))
    assert len(steps.deliveries(database, "fault")) == 1


def test_single_text_that_a_carrier_lost_is_let_go(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    steps.make_slot(session, reminder_anna)
    steps.remind(app)
    for state, planned in ((State.UNDELIVERED, 0), (State.LOST, 1)):
        session.exec(sa.update(Delivery).values(state=state, is_astray=True))
        session.commit()
        tell_astray(app)
        assert len(steps.deliveries(database)) == 1 + planned


def note_fault(session: Session, user: User) -> None:
    """Her number turned out to take no texts."""
    faults.note(
        session, user.id or 0, channel=Channel.SMS, address=PHONE, fault=Fault.BAD_ADDRESS, now=MORNING
    )
    session.commit()


def tell_astray(app: Flask, now: datetime = MORNING) -> None:
    """Let the clock tell the kinds of what did not arrive."""
    with app.app_context():
        kinds = letters.kinds(app.extensions["bonny.settings"])
        astray.tell_kinds(app.extensions["bonny.database"], kinds=kinds, now=now)


@pytest.mark.parametrize(
    ("over", "planned"),
    [
        ({}, 1),
        ({"now": MORNING + 14 * HOUR}, 0),
        ({"now": MORNING + timedelta(days=1)}, 0),
    ],
    ids=["while the day goes on", "not in quiet hours", "not when its day is over"],
)
def test_other_way_is_taken_while_it_makes_sense(
    app: Flask, session: Session, database: Database, reminder_anna: User, over: dict[str, Any], planned: int
) -> None:
    steps.make_slot(session, reminder_anna)
    note_fault(session, reminder_anna)
    steps.remind(app)
    tell_astray(app, **over)
    assert len(steps.deliveries(database)) == 1 + planned


def test_slot_that_takes_both_ways_is_not_doubled_by_the_other_way(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    slots.add(
        session,
        reminder_anna,
        wanted=Wanted(time(8), (Channel.SMS, Channel.EMAIL)),
        now=MORNING - MINUTE,
    )
    note_fault(session, reminder_anna)
    steps.remind(app)
    tell_astray(app)
    assert [each.channel for each in steps.deliveries(database)] == [Channel.SMS, Channel.EMAIL]


def test_without_another_way_the_message_stays_undelivered(
    app: Flask, session: Session, database: Database
) -> None:
    user = steps.make_texter(session, email=None)
    steps.make_habits(session, user, "prunes")
    steps.make_slot(session, user)
    note_fault(session, user)
    steps.remind(app)
    tell_astray(app)
    assert fates(database) == [("suppressed", "bad_address")]
    assert not steps.deliveries(database)[0].is_astray


def test_weekly_plants_say_what_is_missing_and_are_silent_when_the_week_is_full(
    app: Flask, session: Session, database: Database
) -> None:
    user = steps.make_texter(session)
    (plants,) = steps.make_habits(session, user, "plants")
    make.make_plants(session, user, plants, "oats", "kale", "lentil")
    steps.make_slot(session, user, purpose=Purpose.PLANTS, weekdays=frozenset({4}))

    text = steps.remind(app)[-1]

    assert text.startswith("Bonny: 3 of 30 plants this week. Not yet: fruit")
    assert "vegetables" not in text
    assert len(text) <= 160

    day = date(2026, 11, 27)
    for slug in demo.STAPLES[:30]:
        make.make_mark(session, user, plants, day=day, today=day, kind=ChangeKind.EAT, plant=slug)
    assert steps.remind(app, MORNING + timedelta(days=7)) == []
    assert steps.deliveries(database, "plants")[-1].state is State.SUPPRESSED


def test_plants_by_email_lead_to_the_plants_and_can_be_ended(
    app: Flask, session: Session, database: Database
) -> None:
    user = steps.make_texter(session)
    steps.make_habits(session, user, "plants")
    steps.make_slot(session, user, purpose=Purpose.PLANTS, channel=Channel.EMAIL)
    steps.plan(database)
    (message,) = steps.send(app)
    assert message.subject == "0 of 30 plants this week"
    assert "http://127.0.0.1:8000/plants" in message.text
    assert "List-Unsubscribe" in dict(message.headers)


def test_her_habits_that_run_by_themselves_are_offered_until_she_answers(
    session: Session, reminder_anna: User
) -> None:
    day = make.TODAY + timedelta(days=120)
    for number in range(120):
        each = make.TODAY + timedelta(days=number)
        make.make_mark(session, reminder_anna, 1, day=each, today=each, amount=5)

    def offered(on: date) -> list[str]:
        return [each.name for each in wishes.offers(session, reminder_anna, today=on)]

    assert offered(day) == ["Prunes"]
    wishes.go_on(session, reminder_anna, habit_id=1, today=day)
    assert offered(day + timedelta(days=89)) == []
    assert offered(day + timedelta(days=90)) == ["Prunes"]
    wishes.let_go(session, reminder_anna, habit_id=1)
    assert offered(day + timedelta(days=90)) == []
    assert [each.name for each in wishes.dropped(session, reminder_anna, today=day)] == ["Prunes"]
    wishes.take_back(session, reminder_anna, habit_id=1)
    assert wishes.dropped(session, reminder_anna, today=day) == []
