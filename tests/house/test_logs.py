"""Logs: a JSON object a line, and nothing of hers in any of them."""

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import col, select

from app import jobs, logs
from app.accounts.models import User
from app.database import Database
from app.messages.models import Letter
from tests.fakes.twilio import TwilioStandIn
from tests.page import BASE, Page

NAME, EMAIL, PHONE = "Quetzalina", "quetzalina@example.org", "+14155550123"
NOTE = "my hip hurts today"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the product's loggers write, as the process would write it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    log = logging.getLogger("bonny")
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    yield stream
    log.removeHandler(handler)
    log.setLevel(before)


def lines(written: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_line_holds_time_level_logger_event_and_extras(written):
    logging.getLogger("bonny.test").info("a code was sent", extra={"delivery": 7, "channel": "sms"})
    (line,) = lines(written)
    at = datetime.fromisoformat(str(line.pop("at")))
    assert at.tzinfo == UTC
    assert line == {
        "level": "info",
        "log": "bonny.test",
        "event": "a code was sent",
        "delivery": 7,
        "channel": "sms",
    }


def test_event_of_several_lines_is_one_line(written):
    logging.getLogger("bonny.test").info("first\nsecond %s", "third\r\n")
    assert [line["event"] for line in lines(written)] == ["first\nsecond third\r\n"]


def test_extra_that_json_does_not_know_is_written_as_text(written):
    logging.getLogger("bonny.test").info("seen", extra={"when": datetime(2026, 11, 20, tzinfo=UTC)})
    assert lines(written)[0]["when"] == "2026-11-20 00:00:00+00:00"


def test_trace_says_where_and_what_but_not_the_words_of_the_error(written):
    try:
        raise ValueError(f"not a number: {NOTE}")
    except ValueError:
        logging.getLogger("bonny.test").exception("broke")
    (line,) = lines(written)
    trace = str(line["trace"])
    assert "test_logs.py" in trace
    assert "ValueError" in trace
    assert NOTE not in written.getvalue().replace("{NOTE}", "")


def test_database_that_refuses_a_row_does_not_name_whose(anna, session, written):
    session.add(User(name=NAME, email="anna@example.org", zone="UTC", created_at=anna.created_at))
    try:
        session.flush()
    except sa.exc.IntegrityError:
        logging.getLogger("bonny.test").exception("broke")
    (line,) = lines(written)
    assert "IntegrityError" in str(line["trace"])
    assert "anna@" not in written.getvalue()
    assert NAME not in written.getvalue()


def test_starting_twice_writes_each_line_once(monkeypatch):
    monkeypatch.setattr(logging.getLogger("bonny"), "handlers", [])
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.start()
    logs.start()
    logging.getLogger("bonny.test").info("once")
    assert len(stream.getvalue().splitlines()) == 1


def newest_code(app: Flask, database: Database) -> str:
    with app.app_context():
        jobs.read(app)
        jobs.deliver(app)
    with database.reading() as session:
        text = session.exec(select(Letter.text).order_by(col(Letter.id).desc())).first()
    found = re.search(r"\b\d{6}\b", text or "")
    assert found
    return found[0]


def sign_up(page: Page, app: Flask, database: Database) -> str:
    page.get("/sign-in")
    page.submit(page.form("#contact"), contact=EMAIL)
    code = newest_code(app, database)
    page.submit(page.form("#code"), code=code)
    page.submit(page.form("#name"), name=NAME, zone="America/New_York")
    return code


@pytest.fixture
def provider() -> Iterator[TwilioStandIn]:
    """The stand-in provider."""
    with TwilioStandIn() as stand_in:
        yield stand_in


def test_nothing_of_hers_is_in_any_log(make_app, provider, now, written, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("bonny"), "propagate", True)
    caplog.set_level(logging.DEBUG)
    app = make_app(
        TWILIO_ACCOUNT_SID=provider.account_sid,
        TWILIO_AUTH_TOKEN=provider.auth_token,
        TWILIO_FROM=provider.sender,
        TWILIO_API_URL=provider.url,
    )
    page, database = Page(app), app.extensions["bonny.database"]
    code = sign_up(page, app, database)
    page.post("/habits/conditions", {})
    page.post("/habits/begin?slug=prunes&slug=vitamin-d", {})
    page.get("/")
    page.submit(page.form("article form"))
    with database.writing() as session:
        session.exec(sa.update(User).values(phone=PHONE))
        session.commit()
    for body in (f"prunes 4 {NOTE}", NOTE, "STOP"):
        assert provider.text_in(app.test_client(), body, PHONE).status_code == 200
    with app.app_context():
        jobs.read(app)
        jobs.deliver(app)
    page.client.post("/settings/about", data={"name": NAME}, base_url=BASE)
    page.get("/settings/delete")
    page.submit(page.form("input[name=sure]"), sure="y")
    logged = written.getvalue() + "".join(str(vars(record)) for record in caplog.records if ours(record))
    assert "account deleted" in logged
    assert "stale form" in logged
    for secret in (NAME, EMAIL, "quetzalina", PHONE, PHONE[1:], PHONE[2:], NOTE, "hip", code, "Prunes"):
        assert secret not in logged


def ours(record: logging.LogRecord) -> bool:
    return record.name.startswith(("bonny", "app"))
