"""The clock's jobs for messages, wired as they run: each does its work, and an idle tick only reads."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import select

from app import jobs
from app.database import Database
from app.messages import breaker, operator, outbox
from app.messages.channels import Accepted, Unknown
from app.messages.models import Channel, Delivery, State
from app.reminders import planner
from tests.messages.conftest import LEASE, MINUTE, NOON, TOKEN, Informed, claim_one, delivery_of, plan, post


def run(app: Flask, job: Callable[[Flask], object]) -> None:
    with app.app_context():
        job(app)


def test_recover_takes_up_what_died_and_frees_what_stands_still(
    app: Flask, database: Database, now: Callable[[datetime], None]
) -> None:
    died = plan(database, "died", user_id=None)
    with database.writing() as session:
        claim_one(session)
        session.commit()
    now(NOON + LEASE)
    run(app, jobs.recover)
    assert delivery_of(database, died).state is State.QUEUED
    with database.writing() as session:
        breaker.trip(session, Channel.SMS, code="20003", now=NOON)
        session.commit()
    now(NOON + LEASE + MINUTE)
    run(app, jobs.recover)
    row = delivery_of(database, died)
    assert (row.state, row.error_code, row.is_astray) == (State.FAILED, "breaker", False), "told at once"


def test_ask_looks_for_unknown_texts(app: Flask, database: Database, now: Callable[[datetime], None]) -> None:
    unknown = plan(database, user_id=None)
    with database.writing() as session:
        outbox.record(session, post(session), Unknown("timeout"), now=NOON)
        session.commit()
    app.extensions["bonny.carriers"] = {Channel.SMS: Informed()}
    now(NOON + 5 * MINUTE)
    run(app, jobs.ask)
    assert delivery_of(database, unknown).state is State.LOST


def test_clock_knows_how_to_write_to_the_operator(app: Flask) -> None:
    with app.app_context():
        assert operator.KIND in jobs.kinds(app)


def test_round_of_the_dispatcher_ends_with_the_process(
    app: Flask, database: Database, now: Callable[[datetime], None]
) -> None:
    waiting = plan(database, user_id=None)
    now(NOON)
    jobs.stopping(app).set()
    run(app, jobs.deliver)
    assert delivery_of(database, waiting).state is State.QUEUED


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_words_and_letters_are_forgotten_whatever_befalls_the_zones(
    app: Flask, database: Database, now: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten = plan(database, user_id=None)
    with database.writing() as session:
        outbox.record(session, post(session), Accepted("SM1"), now=NOON)
        session.commit()
    now(NOON + jobs.KEPT_FOR + timedelta(days=1))
    monkeypatch.setattr(
        planner, "follow_zones", Mock(side_effect=sa.exc.OperationalError("", None, OSError()))
    )
    with pytest.raises(sa.exc.OperationalError):
        run(app, jobs.tidy)
    with database.reading() as session:
        assert session.get(Delivery, forgotten) is None


@pytest.mark.parametrize("job", [jobs.deliver, jobs.recover, jobs.ask], ids=lambda job: job.__name__)
def test_idle_tick_takes_no_lock_and_few_reads(
    app: Flask,
    database: Database,
    now: Callable[[datetime], None],
    statements: Callable[[], Any],
    job: Callable[[Flask], object],
) -> None:
    plan(database, user_id=None)
    with database.writing() as session:
        outbox.record(session, post(session, token=TOKEN), Accepted("SM1"), now=NOON)
        session.commit()
    now(NOON)
    with database.writing() as other:
        other.exec(select(Delivery.id).with_for_update())
        with statements() as seen:
            run(app, job)
    assert len(seen) <= 2
    assert {each.split()[0] for each in seen} == {"SELECT"}
