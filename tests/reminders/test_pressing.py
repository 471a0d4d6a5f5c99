"""The buttons of a reminder: looking changes nothing, pressing records once, later comes once more."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlmodel import Session, select

from app.accounts.models import User
from app.checklist.models import MarkChange, Source
from app.database import Database
from app.messages.models import Channel
from app.reminders import answer_links, wishes
from app.reminders.answer_links import Link, Press
from tests import make
from tests.page import BASE, Page
from tests.reminders import steps
from tests.reminders.steps import MINUTE, MORNING

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def reminder_anna(app: Flask, session: Session, database: Database, now: Callable[[datetime], None]) -> User:
    """Anna, who was reminded by email at eight of prunes, plants and her walk; it is ten past."""
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes", "plants", "weight-bearing")
    steps.make_slot(session, user, channel=Channel.EMAIL)
    steps.remind(app)
    now(MORNING + 10 * MINUTE)
    return user


def path(user: User, press: Press, delivery_id: int = 1) -> str:
    """The address of a button under her first reminder."""
    token = answer_links.token_of("k" * 40, Link(user.id or 0, delivery_id, press))
    return f"/answer/{token}"


def press(page: Page, address: str) -> Page:
    """Open a button's page and press it."""
    return page.get(address).submit(page.form("main form button"))


def test_both_links_stand_in_the_email(app: Flask, session: Session, database: Database) -> None:
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes")
    steps.make_slot(session, user, channel=Channel.EMAIL)
    steps.plan(database)
    (message,) = steps.send(app)
    for each in Press:
        assert f"http://127.0.0.1:8000{path(user, each)}" in message.text
        assert path(user, each) in message.html


def test_looking_records_nothing_and_pressing_records_what_was_listed(
    page: Page, database: Database, reminder_anna: User
) -> None:
    address = path(reminder_anna, Press.DONE)
    for _ in range(2):
        page.get(address)
    page.client.head(address, base_url=BASE)
    assert steps.amounts(database, reminder_anna.id or 0) == {}

    press(page, address)

    assert "Recorded: Prunes and Walk or exercise" in page.text
    assert steps.amounts(database, reminder_anna.id or 0).keys() == {1, 3}
    with database.reading() as session:
        assert {row.source for row in session.exec(select(MarkChange))} == {Source.EMAIL}


def test_pressed_twice_it_records_once_and_undo_takes_it_back(
    page: Page, database: Database, reminder_anna: User
) -> None:
    address = path(reminder_anna, Press.DONE)
    press(page, address)
    undo = page.form("main form button")

    page.post(address, {})
    assert "All of it was recorded already" in page.text

    page.submit(undo)
    assert "Taken back" in page.text
    assert steps.amounts(database, reminder_anna.id or 0) == {}


def test_taken_back_and_pressed_again_it_records_again(
    page: Page, database: Database, reminder_anna: User
) -> None:
    address = path(reminder_anna, Press.DONE)
    for _ in range(2):
        press(page, address)
        assert "Recorded: Prunes and Walk or exercise" in page.text
        assert steps.amounts(database, reminder_anna.id or 0).keys() == {1, 3}
        undo = page.form("main form button")
        page.submit(undo)
        assert "Taken back" in page.text
    page.submit(undo)
    assert "It was changed since" in page.text


def test_what_she_recorded_herself_stays_as_it_is(
    page: Page, session: Session, database: Database, reminder_anna: User
) -> None:
    make.make_mark(session, reminder_anna, 1, amount=7)
    press(page, path(reminder_anna, Press.DONE))
    assert steps.amounts(database, reminder_anna.id or 0)[1] == 7


def test_next_morning_it_still_records_the_day_it_asked_about_and_no_longer_after_that(
    page: Page, database: Database, reminder_anna: User, now: Callable[[datetime], None]
) -> None:
    now(MORNING + timedelta(hours=23))
    press(page, path(reminder_anna, Press.DONE))
    assert steps.amounts(database, reminder_anna.id or 0).keys() == {1, 3}
    assert steps.amounts(database, reminder_anna.id or 0, day=make.TODAY + timedelta(days=1)) == {}


def test_old_reminder_records_nothing_and_says_so(
    page: Page, database: Database, reminder_anna: User, now: Callable[[datetime], None]
) -> None:
    now(MORNING + timedelta(hours=37))
    for what in Press:
        address = path(reminder_anna, what)
        assert "from some days ago" in page.get(address).text
        assert page.soup.select_one("main form") is None
        page.post(address, {}, status=409)
    assert steps.amounts(database, reminder_anna.id or 0) == {}


def test_later_comes_once_more_and_others_wait_until_then(
    app: Flask, page: Page, session: Session, database: Database, reminder_anna: User
) -> None:
    steps.make_slot(session, reminder_anna, channel=Channel.EMAIL, at=time(8, 30), now=MORNING)
    for _ in range(2):
        press(page, path(reminder_anna, Press.LATER))
        assert "Bonny asks again at 09:10" in page.text

    assert steps.remind(app, MORNING + 30 * MINUTE) == []
    (message,) = steps.send(app, MORNING + 70 * MINUTE)
    assert "Prunes" in message.text

    found = [(each.state.value, each.reason) for each in steps.deliveries(database)]
    assert found == [("accepted", None), ("accepted", None), ("suppressed", "merged")]


def test_later_does_not_reach_into_quiet_hours(
    app: Flask, page: Page, session: Session, database: Database, now: Callable[[datetime], None]
) -> None:
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes")
    steps.make_slot(session, user, channel=Channel.EMAIL, at=time(20, 30))
    evening = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
    steps.remind(app, evening)
    now(evening + MINUTE)

    press(page, path(user, Press.LATER))

    assert "Bonny asks again tomorrow" in page.text
    assert wishes.of(session, user.id or 0).snoozed_until is None
    assert len(steps.deliveries(database)) == 1


def test_notification_gets_a_line_of_words(app: Flask, reminder_anna: User) -> None:
    answer = app.test_client().post(
        path(reminder_anna, Press.DONE), base_url=BASE, headers={"Accept": "text/plain"}
    )
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert answer.text == "Recorded: Prunes and Walk or exercise."


def test_forged_or_foreign_links_do_nothing(app: Flask, reminder_anna: User, berta: User) -> None:
    client = app.test_client()
    forged = answer_links.token_of("x" * 40, Link(reminder_anna.id or 0, 1, Press.DONE))
    foreign = path(berta, Press.DONE)
    cut = path(reminder_anna, Press.DONE)[:-1]
    for address in (f"/answer/{forged}", foreign, cut, path(reminder_anna, Press.DONE, 99)):
        assert client.get(urlsplit(address).path, base_url=BASE).status_code == 404
        assert client.post(urlsplit(address).path, base_url=BASE).status_code == 404


@pytest.mark.parametrize(
    ("told", "sent", "made"),
    [
        (10 * MINUTE, timedelta(days=3), 10 * MINUTE),
        (timedelta(days=9, minutes=10), timedelta(days=12), 10 * MINUTE),  # a phone that is nine days fast
        (-timedelta(days=1), timedelta(days=3), timedelta()),  # not before the reminder was due
    ],
)
def test_pressed_without_a_network_it_counts_from_when_she_pressed(
    page: Page,
    database: Database,
    reminder_anna: User,
    now: Callable[[datetime], None],
    told: timedelta,
    sent: timedelta,
    made: timedelta,
) -> None:
    now(MORNING + timedelta(days=3))
    fields = {"made_at": (MORNING + told).isoformat(), "sent_at": (MORNING + sent).isoformat()}
    page.post(path(reminder_anna, Press.DONE), fields)
    assert "Recorded: Prunes and Walk or exercise" in page.text
    with database.reading() as session:
        assert {row.made_at for row in session.exec(select(MarkChange))} == {MORNING + made}


@pytest.mark.parametrize("fields", [{}, {"made_at": "soon", "sent_at": "now"}, {"made_at": "2026-11-01"}])
def test_pressed_at_no_time_that_can_be_read_it_counts_from_now(
    page: Page,
    database: Database,
    reminder_anna: User,
    now: Callable[[datetime], None],
    fields: dict[str, str],
) -> None:
    now(MORNING + timedelta(days=3))
    page.post(path(reminder_anna, Press.DONE), fields, status=409)
    assert steps.amounts(database, reminder_anna.id or 0) == {}
