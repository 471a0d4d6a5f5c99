"""Habits that nobody writes to are folded by the clock, and two writers never fold over each other."""

import threading
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlmodel import Session

from app import jobs
from app.accounts.models import User
from app.checklist import actions, choosing, closings, idle, queries
from app.checklist.actions import Change
from app.checklist.models import ChangeKind, Source
from app.database import Database
from app.rules.closings import Span
from app.rules.tallies import Tally
from tests import make
from tests.checklist.looking import closed, fold, is_same, shown
from tests.make import NOW, TODAY
from tests.settings.test_deleting import until_it_waits

SINCE = TODAY - timedelta(days=200)
FOLDED = TODAY - timedelta(days=3)


def run(app: Flask) -> int:
    with app.app_context():
        return jobs.fold(app)


def test_clock_folds_what_nothing_is_recorded_of(app, anna, session):
    walk = make.make_habit(session, anna, "weight-bearing", since=SINCE)
    prunes = make.make_habit(session, anna, since=TODAY - timedelta(days=9))
    assert run(app) == 1
    session.expire_all()
    chosen = queries.chosen_of(session, anna, habit_id=walk)
    assert chosen.standing.strength_through == FOLDED
    assert closings.window_of([chosen], first=TODAY) > TODAY - timedelta(days=60)
    assert is_same(shown(session, anna, walk, today=TODAY), fold(session, anna, walk, today=TODAY))
    for span in Span:
        read, anew = closed(session, anna, walk, span=span, today=TODAY)
        assert read == anew
    assert queries.chosen_of(session, anna, habit_id=prunes).standing.through < SINCE + timedelta(days=199)
    assert run(app) == 0


def test_given_up_habit_is_folded_to_its_end_and_left_alone(app, anna, session):
    prunes = make.make_habit(session, anna, since=SINCE)
    make.make_mark(session, anna, prunes, day=SINCE, today=SINCE, amount=5)
    ended_on = TODAY - timedelta(days=100)
    choosing.give_up(session, anna, habit_id=prunes, today=ended_on + timedelta(days=1))
    session.commit()
    assert [run(app), run(app)] == [1, 0]
    session.expire_all()
    chosen = queries.chosen_of(session, anna, habit_id=prunes)
    assert chosen.is_folded_whole
    assert closings.window_of([chosen], first=TODAY) == TODAY


def test_month_in_which_it_was_given_up_is_whole_though_a_fold_ended_in_it(app, anna, session, now):
    since, later = date(2026, 10, 1), NOW + timedelta(days=30)
    prunes = make.make_habit(session, anna, since=since)
    for day in (since + timedelta(days=number) for number in range(9)):
        make.make_mark(session, anna, prunes, day=day, today=day, amount=5)
    choosing.give_up(session, anna, habit_id=prunes, today=date(2026, 10, 10))
    session.commit()
    for at in (NOW - timedelta(days=27), later):
        now(at)
        assert run(app) == 1
        session.expire_all()
        months, _ = closed(session, anna, prunes, span=Span.MONTH, today=later.date())
        assert [month.tally for month in months] == [Tally(met=9)]
    assert run(app) == 0


def test_few_at_once_are_all_there_are_in_the_end(app, anna, session, monkeypatch):
    monkeypatch.setattr(idle, "MOST_AT_ONCE", 2)
    for slug in ("prunes", "weight-bearing", "vitamin-d"):
        make.make_habit(session, anna, slug, since=SINCE)
    assert [run(app), run(app)] == [3, 0]


def test_job_stops_between_two_habits_when_the_process_ends(app, anna, session):
    make.make_habit(session, anna, "weight-bearing", since=SINCE)
    jobs.stopping(app).set()
    assert run(app) == 0


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_writers_of_one_habit_fold_one_after_the_other(database: Database, anna: User, session: Session):
    prunes = make.make_habit(session, anna, since=SINCE)
    make.make_mark(session, anna, prunes, day=TODAY, amount=5)

    def write(own: Session, back: int) -> None:
        change = Change(str(uuid4()), prunes, TODAY - timedelta(days=back), ChangeKind.SET, amount=5)
        told: dict[str, Any] = {"source": Source.TAP, "today": TODAY, "now": NOW, "batch": change.uuid}
        actions.apply(own, own.get_one(User, anna.id), changes=[change], **told)

    def write_second() -> None:
        with database.writing() as own:
            write(own, 90)
            own.commit()

    with database.writing() as first:
        write(first, 150)
        second = threading.Thread(target=write_second)
        second.start()
        until_it_waits(first)
        first.commit()
    second.join()
    session.expire_all()
    assert is_same(shown(session, anna, prunes, today=TODAY), fold(session, anna, prunes, today=TODAY))
    for span in Span:
        read, anew = closed(session, anna, prunes, span=span, today=TODAY)
        assert read == anew
