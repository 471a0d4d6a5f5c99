"""Reminders sent and answered in a period, read from what was sent and what she recorded."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from app.accounts.models import User
from app.checklist import undoing
from app.checklist.models import ChangeKind, Source
from app.messages.models import Channel, Delivery, State
from app.report import reminded
from app.report.model import Reminded
from tests import make

FIRST, LAST = date(2026, 11, 10), date(2026, 11, 19)
MONDAY = date(2026, 11, 16)
Sent = Callable[..., None]


@pytest.fixture
def prunes(session: Session, anna: User) -> int:
    """Anna's prunes."""
    return make.make_habit(session, anna)


@pytest.fixture
def sent(session: Session, anna: User, prunes: int) -> Sent:
    """A reminder of the prunes that left at eight on a day."""
    count = iter(range(100))

    def send(day: date = MONDAY, **over: Any) -> None:
        due_at = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
        payload = {"day": day.isoformat()} | over.pop("payload", {"habits": [prunes]})
        values = {"kind": "nudge", "channel": Channel.SMS, "slot_id": 1, "state": State.DELIVERED}
        times = dict.fromkeys(("created_at", "due_at", "expires_at", "next_attempt_at"), due_at)
        row = {"key": str(next(count)), "user_id": anna.id, "local_date": day, "payload": payload}
        session.add(Delivery(**{**values, **times, **row, **over}))
        session.commit()

    return send


def of(session: Session, user: User) -> Reminded | None:
    """The reminders of ten days."""
    return reminded.of(session, user, first=FIRST, last=LAST)


def test_without_a_reminder_there_is_no_figure(session, anna, berta, sent):
    assert of(session, anna) is None
    sent(user_id=berta.id)
    assert of(session, anna) is None


def test_reminders_that_a_channel_took_are_sent_and_those_recorded_by_the_days_end_answered(
    session, anna, prunes, sent
):
    for day in (FIRST, MONDAY, LAST):
        sent(day)
    make.make_mark(session, anna, prunes, day=LAST, amount=3.0)  # at noon of the 20th: the day after
    make.make_mark(session, anna, prunes, day=MONDAY, today=MONDAY, made_at=_noon(MONDAY))
    assert of(session, anna) == Reminded(sent=3, answered=1)


def test_only_what_left_of_the_periods_reminders_counts_and_once_for_all_its_ways(
    session, anna, prunes, sent
):
    sent()
    sent(channel=Channel.EMAIL, state=State.ACCEPTED)
    sent(payload={"is_again": True, "habits": [prunes]}, state=State.UNDELIVERED)
    for state in (State.SUPPRESSED, State.EXPIRED, State.FAILED, State.LOST, State.QUEUED):
        sent(date(2026, 11, 17), state=state)
    for kind in ("month", "echo", "visit", "summary_link"):
        sent(kind=kind)
    for day in (FIRST - timedelta(days=1), LAST + timedelta(days=1)):
        sent(day)
    assert of(session, anna) == Reminded(sent=2, answered=0)


@pytest.mark.parametrize("kind", [ChangeKind.SKIP, ChangeKind.SET, ChangeKind.ADD])
def test_skip_and_zero_are_answers_but_not_what_was_taken_back(session, anna, prunes, sent, kind):
    sent()
    change = make.make_mark(
        session, anna, prunes, day=MONDAY, today=MONDAY, kind=kind, amount=0.0, made_at=_noon(MONDAY)
    )
    assert of(session, anna) == Reminded(sent=1, answered=1)
    undoing.undo(
        session,
        anna,
        batch=change.batch,
        uuid_of_undo="0" * 32,
        source=Source.TAP,
        today=MONDAY,
        now=_noon(MONDAY),
    )
    assert of(session, anna) == Reminded(sent=1, answered=0)


def test_word_of_plants_is_answered_by_plants_alone(session, anna, prunes, sent):
    plants = make.make_habit(session, anna, "plants")
    sent(kind="plants", payload={})
    noon = _noon(MONDAY)
    make.make_mark(session, anna, prunes, day=MONDAY, today=MONDAY, made_at=noon)
    assert of(session, anna) == Reminded(sent=1, answered=0)
    eat: dict[str, Any] = {"kind": ChangeKind.EAT, "plant": "oats", "made_at": noon}
    make.make_mark(session, anna, plants, day=MONDAY, today=MONDAY, **eat)
    assert of(session, anna) == Reminded(sent=1, answered=1)


def test_three_queries_however_much_there_is(session, anna, prunes, sent, statements):
    for number in range(10):
        sent(FIRST + timedelta(days=number), payload={} if number % 2 else {"habits": [prunes]})
    with statements() as seen:
        of(session, anna)
    assert len(seen) == 3


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
