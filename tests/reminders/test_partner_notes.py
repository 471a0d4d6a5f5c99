"""When a care partner is told of silent days: once a silence, at ten, and never while she set days aside."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session

from app import jobs
from app.accounts.models import User
from app.checklist.models import Spell
from app.database import Database
from app.messages.message import Reason
from app.messages.models import State
from app.reminders import partner_actions as actions
from app.reminders import partner_planner as planner
from app.reminders import partner_queries as queries
from app.reminders.models import CarePartner, Ender, Wishes
from app.rules.marks import Skip
from tests import make
from tests.conftest import NOON
from tests.reminders import partner_steps as steps
from tests.reminders.steps import deliveries

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAY, HOUR, MINUTE = steps.DAY, timedelta(hours=1), timedelta(minutes=1)
# She recorded on Friday 20 November; Saturday to Monday are silent; on Tuesday at ten it is told.
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture
def partner_anna(session: Session, anna: User) -> CarePartner:
    """Anna has prunes on her list, recorded some today, and Carla is to be told after three days."""
    prunes = make.make_habit(session, anna)
    make.make_mark(session, anna, prunes, day=make.TODAY)
    return steps.run(session, anna)


def look(database: Database, now: datetime) -> int:
    return planner.look(database, now=now)


def look_daily(database: Database, first: datetime, *, count: int) -> list[int]:
    """What ten o'clock of some days in a row plans."""
    return [look(database, first + number * DAY) for number in range(count)]


def test_note_goes_out_once_after_three_silent_days(
    app: Flask, database: Database, partner_anna: CarePartner
) -> None:
    assert look_daily(database, TUESDAY - 3 * DAY, count=8) == [0, 0, 0, 1, 0, 0, 0, 0]

    (note,) = deliveries(database, queries.NOTE)
    assert note.key == f"care/{partner_anna.id}/2026-11-20"
    assert (note.due_at, note.local_date) == (TUESDAY, date(2026, 11, 24))
    (mail,) = [each for each in steps.send(app, TUESDAY) if "nothing" in each.subject]
    assert mail.subject == "Anna has recorded nothing for 3 days"
    assert mail.address == steps.CARLA
    assert "rune" not in mail.text + mail.html
    assert "anna@example.org" not in mail.text + mail.html


@ONLY_SQLITE
def test_next_silence_brings_the_next_note(
    database: Database, session: Session, anna: User, partner_anna: CarePartner
) -> None:
    look_daily(database, TUESDAY - 3 * DAY, count=4)
    with database.writing() as later:
        later.execute(sa.text("UPDATE mark_change SET received_at = '2026-11-26 18:00:00'"))
        later.commit()

    assert look_daily(database, TUESDAY + DAY, count=7) == [0, 0, 0, 0, 0, 1, 0]
    assert deliveries(database, queries.NOTE)[-1].key == f"care/{partner_anna.id}/2026-11-26"


@ONLY_SQLITE
def test_record_of_an_earlier_day_is_no_silence(
    database: Database, session: Session, anna: User, partner_anna: CarePartner
) -> None:
    """What counts is when she did it, not the day she did it for."""
    make.make_mark(session, anna, 1, day=make.TODAY - 5 * DAY)
    session.execute(sa.text("UPDATE mark_change SET received_at = '2026-11-23 18:00:00' WHERE id = 2"))
    session.commit()

    assert look_daily(database, TUESDAY, count=4) == [0, 0, 0, 1]


@ONLY_SQLITE
def test_record_between_planning_and_sending_counts(
    app: Flask, database: Database, session: Session, partner_anna: CarePartner
) -> None:
    steps.send(app, NOON)
    assert look(database, TUESDAY) == 1
    session.execute(sa.text("UPDATE mark_change SET received_at = '2026-11-24 09:59:00'"))
    session.commit()

    assert steps.send(app, TUESDAY) == []
    (note,) = deliveries(database, queries.NOTE)
    assert (note.state, note.reason) == (State.SUPPRESSED, Reason.DONE)


@ONLY_SQLITE
def test_no_note_before_the_silent_days_after_she_confirmed(
    database: Database, session: Session, anna: User
) -> None:
    make.make_mark(session, anna, make.make_habit(session, anna), day=make.TODAY)
    session.execute(sa.text("UPDATE mark_change SET received_at = '2026-11-10 18:00:00'"))
    steps.run(session, anna)

    assert look_daily(database, TUESDAY - 2 * DAY, count=4) == [0, 0, 1, 0]


@ONLY_SQLITE
def test_pause_and_what_lay_before_it_are_no_silence(
    database: Database, session: Session, anna: User, partner_anna: CarePartner
) -> None:
    session.add(Wishes(user_id=anna.id or 0, paused_until=date(2026, 11, 26)))
    session.commit()

    # Thursday 26 is the first day that counts, so Thursday to Saturday are silent.
    assert look_daily(database, TUESDAY, count=7) == [0, 0, 0, 0, 0, 1, 0]


@ONLY_SQLITE
@pytest.mark.parametrize(("is_for_all", "planned"), [(True, [0, 0, 0, 0, 1, 0]), (False, [1, 0, 0, 0, 0, 0])])
def test_spell_of_all_habits_and_what_lay_before_it_are_no_silence(
    database: Database,
    session: Session,
    anna: User,
    partner_anna: CarePartner,
    is_for_all: bool,
    planned: list[int],
) -> None:
    vitamin = make.make_habit(session, anna, "vitamin-d")
    spell = Spell(
        user_id=anna.id or 0,
        reason=Skip.AWAY,
        first=date(2026, 11, 23),
        last=date(2026, 11, 24),
        habit_ids=None if is_for_all else [vitamin],
        created_at=NOON,
    )
    session.add(spell)
    session.commit()

    assert look_daily(database, TUESDAY, count=6) == planned


@ONLY_SQLITE
def test_days_on_which_nothing_was_asked_are_no_silence(
    database: Database, session: Session, anna: User
) -> None:
    make.make_habit(session, anna)
    session.execute(sa.text("UPDATE goal SET weekdays = '4'"))  # Fridays alone
    session.commit()
    steps.run(session, anna)

    # Friday 27 is the first day on which anything was asked again.
    assert look_daily(database, TUESDAY, count=5) == [0, 0, 0, 0, 1]


@ONLY_SQLITE
def test_without_a_habit_there_is_no_silence(database: Database, session: Session, anna: User) -> None:
    steps.run(session, anna)

    assert look_daily(database, TUESDAY, count=3) == [0, 0, 0]


@ONLY_SQLITE
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland", "Asia/Kathmandu"])
def test_note_comes_at_ten_on_her_wall_clock(
    database: Database, session: Session, anna: User, zone: str
) -> None:
    anna.zone = zone
    session.add(anna)
    make.make_habit(session, anna)
    steps.run(session, anna)

    quarters = [make.NOW + number * 15 * MINUTE for number in range(6 * 96)]
    planned = [now for now in quarters if look(database, now)]

    (note,) = deliveries(database, queries.NOTE)
    local = note.due_at.astimezone(ZoneInfo(zone))
    assert (local.hour, local.minute) == (10, 0)
    assert len(planned) == 1
    assert planned[0] - note.due_at < 15 * MINUTE


@ONLY_SQLITE
@pytest.mark.parametrize(("late", "planned"), [(7 * HOUR, 1), (8 * HOUR, 0), (13 * HOUR, 0)])
def test_clock_that_stood_still_tells_it_by_day_or_on_the_next(
    database: Database, partner_anna: CarePartner, late: timedelta, planned: int
) -> None:
    assert look(database, TUESDAY + late) == planned
    assert look(database, TUESDAY + DAY) == 1 - planned


@ONLY_SQLITE
def test_move_to_another_zone_brings_no_note_at_night(
    database: Database, session: Session, anna: User, partner_anna: CarePartner
) -> None:
    anna.zone = "America/New_York"
    session.add(anna)
    session.commit()

    assert look(database, TUESDAY) == 0
    assert look(database, TUESDAY + 5 * HOUR) == 1


@ONLY_SQLITE
def test_ended_partner_is_told_nothing(
    app: Flask, database: Database, session: Session, anna: User, partner_anna: CarePartner
) -> None:
    steps.send(app, NOON)
    assert look(database, TUESDAY) == 1
    actions.leave(session, partner_anna.id or 0, now=TUESDAY)
    session.commit()

    assert [mail.address for mail in steps.send(app, TUESDAY)] == ["anna@example.org"]
    assert deliveries(database, queries.NOTE)[0].reason == Reason.OFF
    assert look_daily(database, TUESDAY + DAY, count=3) == [0, 0, 0]


@ONLY_SQLITE
def test_invitation_without_an_answer_runs_out(database: Database, session: Session, anna: User) -> None:
    steps.invite(session, anna)

    look(database, NOON + 14 * DAY - MINUTE)
    assert steps.partners(database)[0].ended_at is None
    look(database, NOON + 14 * DAY)
    (partner,) = steps.partners(database)
    assert (partner.ended_by, partner.next_check_at) == (Ender.TIME, None)


@ONLY_SQLITE
def test_person_whose_zone_is_gone_keeps_no_other_partner_from_being_told(
    database: Database, session: Session, anna: User, berta: User, partner_anna: CarePartner
) -> None:
    make.make_habit(session, berta)
    steps.run(session, berta)
    anna.zone = "Atlantis/Sunken_City"
    session.add(anna)
    session.commit()

    assert look_daily(database, TUESDAY - DAY, count=3) == [0, 2, 0], "hers by UTC"


@ONLY_SQLITE
def test_row_that_cannot_be_looked_at_waits_a_day_and_keeps_no_other_waiting(
    database: Database,
    session: Session,
    berta: User,
    partner_anna: CarePartner,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    make.make_habit(session, berta)
    steps.run(session, berta)
    of_anna, look_at = partner_anna.id, queries.silent_since

    def trip(found: Session, user: User, *, partner: CarePartner) -> date:
        if partner.id == of_anna:
            raise KeyError("a name that no log may hold")
        return look_at(found, user, partner=partner)

    monkeypatch.setattr(queries, "silent_since", trip)

    assert look(database, TUESDAY) == 1
    assert steps.partners(database)[0].next_check_at == TUESDAY + DAY
    (record,) = caplog.records
    assert (record.message, record.__dict__["partner_id"]) == ("cannot look at a care partner", of_anna)
    assert "a name" not in caplog.text


@ONLY_SQLITE
def test_clock_process_looks_and_sends(
    app: Flask, database: Database, partner_anna: CarePartner, now: Callable[[datetime], None]
) -> None:
    now(TUESDAY)
    with app.app_context():
        assert jobs.care(app) == 1
        jobs.deliver(app)

    assert deliveries(database, queries.NOTE)[0].state is State.ACCEPTED


def test_several_clocks_tell_it_once(database: Database, session: Session, anna: User, berta: User) -> None:
    for user in (anna, berta):
        make.make_habit(session, user)
        steps.run(session, user)
    planned: list[int] = []
    threads = [threading.Thread(target=lambda: planned.append(look(database, TUESDAY))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(planned) == 2
    assert len(deliveries(database, queries.NOTE)) == 2


def test_looking_costs_one_statement_when_idle_and_scans_nothing_when_busy(
    database: Database, partner_anna: CarePartner, statements: Callable[[], Any]
) -> None:
    with statements() as idle:
        look(database, NOON)
    with statements() as busy:
        look(database, TUESDAY - DAY)

    assert len(idle) == 1
    assert len(busy) <= 6
    (last,) = [each for each in busy if "FROM mark_change" in each]
    if database.is_sqlite:
        with database.reading() as session:
            steps_ = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {last}", (1, 1, 0)).all()
        assert [step[3].split(" USING ")[1].split()[2] for step in steps_] == [
            "ix_mark_change_user_id_received_at"
        ]
