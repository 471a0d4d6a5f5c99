"""What the operator is told, how often, and how many texts the instance sends a day."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session, select

from app import config, create_app
from app.database import Database
from app.messages import callbacks, dispatch, operator, operator_letters, outbox, queries
from app.messages.channels import Accepted, Envelope
from app.messages.message import Message, Withheld
from app.messages.models import Channel, Delivery, State
from app.messages.operator import Matter
from tests.messages.conftest import (
    MINUTE,
    NOON,
    SECOND,
    Hand,
    Note,
    Watch,
    delivery_of,
    make_settings,
    plan,
    post,
    read_by,
)

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def mail_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An app for its templates alone; nothing here asks its database."""
    folder = tmp_path_factory.mktemp("mail")
    return create_app(DATA_DIR=folder, SECRET_KEY="k" * 40, OPERATOR_EMAIL="op@example.org", SMS_PER_DAY=7)


def letter_about(app: Flask, session: Session, matter: Matter, code: str = "") -> Message:
    assert operator.tell(session, matter, once="now", now=NOON, code=code)
    delivery = session.exec(select(Delivery).where(Delivery.kind == operator.KIND)).one()
    with app.app_context():
        kinds = operator_letters.kinds(app.extensions["bonny.settings"])
        written = kinds[delivery.kind].prepare(session, delivery, now=NOON)
    assert isinstance(written, Message)
    return written


@pytest.mark.parametrize(
    ("matter", "code", "subject", "words"),
    [
        (Matter.BLOCKED, "20003", "Bonny sends no texts right now", ["code 20003", "every 15 minutes"]),
        (Matter.SPAM, "30007", "A text of Bonny was taken for spam", ["code 30007", "not sent again"]),
        (Matter.BUDGET, "", "Bonny has sent all its texts for today", ["24 hours (7)", "SMS_PER_DAY"]),
    ],
)
def test_operator_reads_what_happened_what_to_do_and_when_it_is_tried_again(
    messages_database: Database, mail_app: Flask, matter: Matter, code: str, subject: str, words: list[str]
) -> None:
    with messages_database.writing() as session:
        letter = letter_about(mail_app, session, matter, code)
    assert (letter.address, letter.subject) == ("op@example.org", subject)
    for each in [*words, "2026-03-02 12:00 UTC"]:
        assert each in letter.text
        assert each in letter.html
    assert (f"/errors/{code}" in letter.text) is bool(code)


def test_without_an_operators_address_only_the_log_tells(
    messages_database: Database, settings: config.Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with messages_database.writing() as session:
        operator.tell(session, Matter.SPAM, once="2026-03-02", now=NOON, code="30007")
        delivery = session.exec(select(Delivery)).one()
        letter = operator_letters.kinds(settings)[operator.KIND].prepare(session, delivery, now=NOON)
    assert isinstance(letter, Withheld)
    (record,) = caplog.records
    assert (record.levelname, record.__dict__["matter"], record.__dict__["code"]) == (
        "ERROR",
        "spam",
        "30007",
    )


def test_text_taken_for_spam_is_told_of_once_a_day_and_never_sent_again(messages_database: Database) -> None:
    ids = [plan(messages_database, str(number)) for number in range(3)]
    with messages_database.writing() as session:
        for number in range(3):
            outbox.record(session, post(session, token=str(number)), Accepted(f"SM{number}"), now=NOON)
        for number, at in enumerate((NOON, NOON + MINUTE, NOON + DAY)):
            callbacks.apply_callback(session, str(number), "undelivered", "30007", now=at)
        session.commit()
    with messages_database.reading() as session:
        told = session.exec(select(Delivery.key).where(Delivery.kind == operator.KIND)).all()
    assert sorted(told) == ["operator/spam/2026-03-02", "operator/spam/2026-03-03"]
    assert {delivery_of(messages_database, each).state for each in ids} == {State.UNDELIVERED}


class Desk:
    """A dispatcher of an instance that may send two texts a day."""

    def __init__(self, database: Database, folder: Path, watch: Watch, *, most: int = 2) -> None:
        self.database, self.watch = database, watch
        self.settings = make_settings(folder, SMS_PER_DAY=str(most))
        self.texts = Hand(lambda envelope: Accepted(f"SM{envelope.delivery_id}"))
        self.count = 0

    def send(self, kind: str = "note", channel: Channel = Channel.SMS) -> tuple[State, str | None]:
        self.count += 1
        at = self.watch()
        planned = plan(
            self.database,
            str(self.count),
            kind=kind,
            channel=channel,
            due_at=at,
            expires_at=at + MINUTE,
        )
        dispatch.deliver_due(
            self.database,
            kinds={"note": Note(), "sign_in_code": Note(), "operator": Note()},
            carriers={Channel.SMS: self.texts, Channel.EMAIL: Hand(is_repeatable=True)},
            settings=self.settings,
            now=self.watch,
        )
        row = delivery_of(self.database, planned)
        return row.state, row.reason


def test_texts_beyond_the_budget_of_a_day_are_withheld_and_the_operator_told_once(
    messages_database: Database, tmp_path: Path, watch: Watch
) -> None:
    desk = Desk(messages_database, tmp_path, watch)
    assert [desk.send() for _ in range(4)] == [(State.ACCEPTED, None)] * 2 + [(State.SUPPRESSED, "cap")] * 2
    assert desk.send("sign_in_code") == (State.ACCEPTED, None)
    with messages_database.reading() as session:
        told = session.exec(select(Delivery.key).where(Delivery.kind == operator.KIND)).all()
    assert told == ["operator/budget/2026-03-02"]


def test_budget_counts_24_hours_back_and_neither_codes_nor_emails(
    messages_database: Database, tmp_path: Path, watch: Watch
) -> None:
    desk = Desk(messages_database, tmp_path, watch, most=1)
    assert desk.send("sign_in_code")[0] is State.ACCEPTED
    assert desk.send(channel=Channel.EMAIL)[0] is State.ACCEPTED
    assert desk.send()[0] is State.ACCEPTED
    watch.move(DAY - SECOND)
    assert desk.send()[0] is State.SUPPRESSED
    watch.move(SECOND)
    assert desk.send()[0] is State.ACCEPTED


def test_no_budget_is_no_limit(messages_database: Database, tmp_path: Path, watch: Watch) -> None:
    desk = Desk(messages_database, tmp_path, watch, most=0)
    assert {desk.send()[0] for _ in range(3)} == {State.ACCEPTED}


def test_side_by_side_texts_are_counted_before_they_leave(
    messages_database: Database, tmp_path: Path, watch: Watch
) -> None:
    desk = Desk(messages_database, tmp_path, watch)
    for number in range(4):
        plan(messages_database, f"together {number}")
    sent: list[Envelope] = []
    hand = Hand(lambda envelope: sent.append(envelope) or Accepted(f"SM{envelope.delivery_id}"))  # type: ignore[func-returns-value]
    dispatch.deliver_due(
        messages_database,
        kinds={"note": Note()},
        carriers={Channel.SMS: hand},
        settings=desk.settings,
        now=watch,
    )
    assert len(sent) == 2


def test_budget_is_counted_by_its_index(messages_database: Database) -> None:
    with messages_database.reading() as session:
        steps = read_by(
            messages_database,
            lambda: queries.count_posted_texts(session, since=NOON, besides="sign_in_code"),
        )
    assert any("COVERING INDEX ix_delivery_texts" in step for step in steps), steps
