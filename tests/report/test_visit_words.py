"""The word of a visit that is tomorrow: when it is planned, what it says, when it is withheld."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from app import jobs
from app.accounts.models import User
from app.database import Database
from app.messages import consent, dispatch
from app.messages.channels import Refused
from app.messages.message import Message, Reason
from app.messages.models import Channel, Delivery, State
from app.reminders import wishes
from app.reminders.models import Purpose
from app.report import letters, visit_letters, visit_planner
from app.rules import texts
from app.visits.models import Question, Visit
from tests.reminders import steps

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAY = date(2026, 11, 24)
BEFORE = DAY - timedelta(days=1)
ENTERED = datetime(2026, 11, 20, 12, tzinfo=UTC)


def at(hour: int, minute: int = 0, day: date = BEFORE) -> datetime:
    """An instant of the day before the visit, in London."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@pytest.fixture
def texter(session: Session, now: Any) -> User:
    """Anna in London, who agreed to texts."""
    return steps.make_texter(session)


@pytest.fixture
def visit(session: Session, texter: User) -> Visit:
    """Her visit on Tuesday."""
    return made(session, texter)


def made(session: Session, user: User, *, day: date = DAY, created_at: datetime = ENTERED) -> Visit:
    """A visit she entered."""
    row = Visit(user_id=user.id or 0, day=day, with_whom="Dr Novak", created_at=created_at)
    session.add(row)
    session.commit()
    return row


def rows(database: Database) -> list[Delivery]:
    """What is planned of visits."""
    return steps.deliveries(database, "visit")


def fates(database: Database) -> list[tuple[State, str | None]]:
    """What became of it."""
    return [(row.state, row.reason) for row in rows(database)]


def deliver(app: Flask, now: datetime, carrier: Any = None) -> list[Message]:
    """Let the dispatcher run once; what left."""
    postman = carrier or steps.Postman()
    settings = app.extensions["bonny.settings"]
    with app.app_context():
        dispatch.deliver_due(
            app.extensions["bonny.database"],
            kinds=letters.kinds(settings),
            carriers=dict.fromkeys(Channel, postman),
            settings=settings,
            now=lambda: now,
        )
    return list(postman.sent)


def test_visit_of_tomorrow_is_planned_once_at_the_time_of_her_first_reminder(
    session, database, texter, visit
):
    steps.make_slot(session, texter, at=time(7), purpose=Purpose.MONTH)
    steps.make_slot(session, texter, at=time(18, 30))
    steps.make_slot(session, texter, at=time(9, 15))
    assert visit_planner.look(database, now=at(23, 59, day=BEFORE - timedelta(days=1))) == 0
    assert [visit_planner.look(database, now=at(0, minute)) for minute in (1, 6)] == [1, 0]
    (row,) = rows(database)
    assert (row.due_at, row.channel, row.local_date) == (at(9, 15), Channel.SMS, DAY)
    assert row.expires_at == at(21)


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("quiet", "due"),
    [((time(21), time(8)), at(10)), ((time(9), time(11)), at(11)), ((time(8), time(8)), at(10))],
)
def test_without_reminders_it_comes_at_ten_and_never_in_quiet_hours(
    session, database, texter, visit, quiet, due
):
    wishes.set_quiet(session, texter.id or 0, quiet_from=quiet[0], quiet_to=quiet[1])
    session.commit()
    visit_planner.look(database, now=at(0, 1))
    assert [(row.due_at, row.channel) for row in rows(database)] == [(due, Channel.EMAIL)]


@ONLY_SQLITE
@pytest.mark.parametrize(("entered", "due"), [(at(19, 59), [at(19, 59)]), (at(20), []), (at(22), [])])
def test_visit_entered_late_is_told_at_once_before_eight(session, database, texter, entered, due):
    made(session, texter, created_at=entered)
    visit_planner.look(database, now=entered)
    assert [row.due_at for row in rows(database)] == due
    assert visit_planner.look(database, now=at(8, day=DAY)) == 0


@ONLY_SQLITE
@pytest.mark.parametrize(("zone", "hour"), [("Pacific/Auckland", 11), ("Pacific/Honolulu", 10)])
def test_tomorrow_is_that_of_her_own_zone(session, database, texter, visit, zone, hour):
    texter.zone = zone
    session.commit()
    begins = {"Pacific/Auckland": at(11, day=BEFORE - timedelta(days=1)), "Pacific/Honolulu": at(10)}[zone]
    assert visit_planner.look(database, now=begins - timedelta(seconds=1)) == 0
    assert visit_planner.look(database, now=begins) == 1
    (row,) = rows(database)
    assert row.due_at == begins + timedelta(hours=10)


def test_text_offers_the_summary_in_one_segment_also_while_reminders_are_paused(
    app, session, database, texter, visit
):
    steps.make_slot(session, texter)
    wishes.pause(session, texter.id or 0, days=9, today=BEFORE - timedelta(days=2))
    session.commit()
    visit_planner.look(database, now=at(0, 1))
    (message,) = deliver(app, at(8))
    assert message.text == "Bonny: your visit is tomorrow. Reply DOCTOR for your one-page summary."
    assert fates(database) == [(State.ACCEPTED, None)]


@ONLY_SQLITE
@pytest.mark.parametrize("shares", [False, True])
def test_discreet_text_names_no_doctor(session, app, texter, shares):
    if shares:
        texter.phone, texter.shared_phone = None, texter.phone
    with app.test_request_context():
        said = [visit_letters.text_of(texter, is_discreet=each) for each in (False, True)]
    assert [texts.segments(each) for each in said] == [1, 1]
    assert ["doctor" in each.lower() for each in said] == [True, False]
    assert ["MAIL" in each for each in said] == [shares, shares]


@ONLY_SQLITE
@pytest.mark.parametrize("is_discreet", [False, True])
def test_email_says_with_whom_and_leads_to_the_page(app, session, database, texter, visit, is_discreet):
    wishes.set_discreet(session, texter.id or 0, is_on=is_discreet)
    session.add_all(
        [Question(user_id=texter.id, words=each, created_at=ENTERED) for each in ("Why?", "How long?")]
    )
    session.commit()
    visit_planner.look(database, now=at(0, 1))
    (message,) = deliver(app, at(10))
    assert message.subject == ("Your appointment is tomorrow" if is_discreet else "Your visit is tomorrow")
    for words in ("Tuesday 24 November", "Dr Novak", "You wrote down 2 questions for it."):
        assert words in message.text
        assert words in message.html
    assert 'href="http://127.0.0.1:8000/report"' in message.html


Change = Callable[[Session, User, Visit], object]


def _stop(session: Session, user: User, _visit: Visit) -> None:
    consent.revoke(session, user_id=user.id or 0, channel=Channel.SMS, by="text", words="STOP", now=at(1))


def _remove(_session: Session, _user: User, visit: Visit) -> None:
    visit.removed_at = at(7)


def _move(_session: Session, _user: User, visit: Visit) -> None:
    visit.day = DAY + timedelta(days=7)


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_remove, Reason.GONE),
        (_move, Reason.GONE),
        (_stop, Reason.OPTED_OUT),
    ],
)
def test_what_changed_since_withholds_it(app, session, database, texter, visit, change, reason):
    steps.make_slot(session, texter)
    visit_planner.look(database, now=at(0, 1))
    change(session, texter, visit)
    session.commit()
    assert deliver(app, at(8)) == []
    assert [why for _state, why in fates(database)] == [reason]


@ONLY_SQLITE
def test_visit_that_moved_is_told_again_the_day_before_its_new_day(app, session, database, texter, visit):
    visit_planner.look(database, now=at(0, 1))
    deliver(app, at(10))
    visit.day = DAY + timedelta(days=7)
    session.commit()
    assert visit_planner.look(database, now=at(12)) == 0
    assert visit_planner.look(database, now=at(0, 1) + timedelta(days=7)) == 1
    assert len(rows(database)) == 2


def test_two_visits_of_a_day_are_told_once(app, session, database, texter, visit):
    visit_planner.look(database, now=at(0, 1))
    made(session, texter, created_at=at(9))
    assert visit_planner.look(database, now=at(9, 5)) == 1
    assert len(deliver(app, at(10))) == 1
    assert sorted(state.value for state, _reason in fates(database)) == ["accepted", "suppressed"]


@ONLY_SQLITE
def test_email_names_every_visit_of_the_day(app, session, database, texter, visit):
    session.add(Visit(user_id=texter.id or 0, day=DAY, with_whom="Physiotherapist", created_at=ENTERED))
    session.commit()
    visit_planner.look(database, now=at(0, 1))
    (message,) = deliver(app, at(10))
    for words in (message.text, message.html):
        assert "Dr Novak; Physiotherapist" in words


@ONLY_SQLITE
def test_text_that_is_refused_goes_by_email_instead(app, session, database, texter, visit):
    class Closed(steps.Postman):
        def send(self, message: Message, **told: Any) -> Any:
            return (
                Refused("21211", bad_address=True)
                if "@" not in message.address
                else super().send(message, **told)
            )

    steps.make_slot(session, texter)
    visit_planner.look(database, now=at(0, 1))
    postman = Closed(is_repeatable=False)
    deliver(app, at(8), postman)
    with database.writing() as opened:
        row = opened.exec(select(Delivery).where(Delivery.kind == "visit")).one()
        letters.kinds(app.extensions["bonny.settings"])["visit"].gone_astray(opened, row, now=at(8, 1))
        opened.commit()
    (message,) = deliver(app, at(8, 2), postman)
    assert message.address == "anna@example.org"


@ONLY_SQLITE
def test_look_without_visits_is_one_query(database, texter, statements):
    with statements() as seen:
        visit_planner.look(database, now=at(9))
    assert len(seen) == 1


@ONLY_SQLITE
def test_visit_that_cannot_be_planned_keeps_nobody_else_waiting(
    session, database, texter, visit, berta, monkeypatch
):
    hers = made(session, berta)
    plan = visit_planner._plan

    def breaks(session: Session, visit: Visit, user: User, *, now: datetime) -> bool:
        if visit.id != hers.id:
            raise ValueError
        return plan(session, visit, user, now=now)

    monkeypatch.setattr(visit_planner, "_plan", breaks)
    assert visit_planner.look(database, now=at(0, 1)) == 1
    assert [row.user_id for row in rows(database)] == [berta.id]


@ONLY_SQLITE
def test_reminders_page_says_that_it_comes(annas_page):
    said = "The day before a visit that you entered, Bonny reminds you of it and offers your summary."
    assert said in annas_page.get("/reminders").text


@ONLY_SQLITE
def test_visit_taken_away_is_forgotten_after_thirty_days(app, session, database, texter, visit, now):
    visit.removed_at = at(12)
    session.commit()
    for days_later, left in ((30, 1), (31, 0)):
        now(at(12) + timedelta(days=days_later))
        with app.app_context():
            jobs.tidy(app)
        with database.reading() as reading:
            assert len(reading.exec(select(Visit)).all()) == left
