"""The reminders page, the link that ends emails, and the letterbox."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from app.accounts.models import User
from app.accounts.views import consent_words
from app.checklist import standings
from app.messages import consent, faults
from app.messages.models import Channel, Consent, Fault
from app.reminders import queries, slots, unsubscribing, wishes
from app.reminders.models import Purpose
from app.reminders.unsubscribing import Link
from app.rules import streaks
from tests import make
from tests.make import NOW
from tests.page import BASE, Page
from tests.reminders import steps
from tests.reminders.steps import PHONE

# Pages and words: what the database does for them is tested where it is read and written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MORNING_AFTER = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The app as anybody starts it: no provider, a letterbox."""
    return make_app()


@pytest.fixture
def reminder_anna(session: Session, now: Callable[[datetime], None]) -> User:
    """Anna, with email and phone, who agreed to nothing yet."""
    user = make.make_user(session, name="Anna", email="anna@example.org", phone=PHONE)
    steps.make_habits(session, user, "prunes", "vitamin-d")
    return user


@pytest.fixture
def reminder_page(app: Flask, session: Session, reminder_anna: User) -> Page:
    """Anna's browser on the reminders page."""
    return Page(app).signed_in(session, reminder_anna).get("/reminders")


def make_time(page: Page, *, status: int = 200, purpose: str = "day", **typed: Any) -> Page:
    """Open the form of a new time, fill it in and press its button."""
    page.get(f"/reminders/new?for={purpose}")
    return page.submit(page.form("#at"), button="Save", status=status, **typed)


def test_email_reminder_is_set_and_shown_in_words(reminder_page: Page) -> None:
    page = make_time(reminder_page, at="08:00", channel="email")

    assert page.path == "/reminders"
    assert "Every day at 08:00 by email" in page.text
    assert "Tomorrow at 08:00, by email: what is still open" in page.text


def test_one_time_may_take_several_ways_days_and_habits_and_ask_again(
    reminder_page: Page, session: Session, reminder_anna: User
) -> None:
    steps.agree(session, reminder_anna)
    page = make_time(
        reminder_page,
        at="17:30",
        channel=["sms", "email"],
        weekday=["0", "2"],
        which="some",
        habit=["2"],
        again="120",
    )

    assert "Mon and Wed at 17:30 by text and email" in page.text
    (slot,) = queries.slots_of(session, reminder_anna.id or 0)
    assert slot.channels == (Channel.SMS, Channel.EMAIL)
    assert (slot.weekdays, slot.habit_ids, slot.again_after) == ("02", [2], 120)

    page.get(f"/reminders/{slot.id}")
    ticked = [each["value"] for each in page.soup.select("main input[checked]")]
    assert ticked == ["0", "2", "sms", "email", "some", "2"]
    assert page.soup.select_one("#again option[selected]")["value"] == "120"  # type: ignore[index]


def test_text_reminder_needs_the_ticked_box_in_its_words(
    app: Flask, reminder_page: Page, session: Session, reminder_anna: User
) -> None:
    page = reminder_page.get("/reminders/new")
    assert not page.soup.select_one("#texts").has_attr("checked")  # type: ignore[union-attr]

    page = make_time(reminder_page, at="19:30", channel="sms", status=422)
    assert "Tick the box" in page.text
    assert page.soup.select_one("#at")["value"] == "19:30"  # type: ignore[index]
    assert queries.slots_of(session, reminder_anna.id or 0) == []
    session.rollback()

    make_time(page, at="19:30", channel="sms", texts="y")
    assert "Every day at 19:30 by text" in page.text
    assert "Today at 19:30, by text" in page.text
    row = session.exec(select(Consent)).one()
    with app.test_request_context(headers={"Accept-Language": "en-GB"}):
        assert row.words == consent_words()
    assert (row.address, row.source, row.user_id) == (PHONE, "reminders", reminder_anna.id)
    session.rollback()
    assert len(steps.deliveries(app.extensions["bonny.database"], "welcome")) == 1


@pytest.mark.parametrize("typed", ["25:00", "8", "", "eight", "08:60", "٠٨:٠٠", "08:00\n09:00"])
def test_bad_time_is_refused_and_her_typing_kept(reminder_page: Page, typed: str) -> None:
    page = make_time(reminder_page, at=typed, channel="email", weekday=["1"], status=422)

    assert "Type a time such as 08:00" in page.text
    assert page.soup.select_one("#at")["value"] == typed  # type: ignore[index]
    assert [each["value"] for each in page.soup.select("input[name=weekday][checked]")] == ["1"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"channel": []}, "Choose at least one way."),
        ({"weekday": []}, "Choose at least one day."),
        ({"which": "some"}, "Choose at least one habit, or all of them."),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    reminder_page: Page, typed: dict[str, Any], said: str
) -> None:
    values = {"at": "08:00", "channel": "email", "weekday": list("0123456"), **typed}
    assert said in make_time(reminder_page, status=422, **values).text


def test_habit_of_somebody_else_is_not_hers_to_be_reminded_of(
    reminder_page: Page, session: Session, reminder_anna: User, berta: User
) -> None:
    foreign = make.make_habit(session, berta)
    make_time(reminder_page, at="08:00", channel="email", which="some", habit=[str(foreign)], status=400)
    assert queries.slots_of(session, reminder_anna.id or 0) == []


def test_first_visit_sets_a_morning_and_an_evening_and_goes_on_to_today(
    reminder_page: Page, session: Session, reminder_anna: User
) -> None:
    page = reminder_page.get("/reminders/begin")
    assert "When shall Bonny remind you?" in page.text
    assert page.soup.select_one("#morning-at")["value"] == "08:00"  # type: ignore[index]
    assert page.soup.find("a", string="Not now")["href"] == "/"  # type: ignore[index]

    page.submit(page.form("#morning-at"), channel="email")

    assert page.path == "/"
    rows = queries.slots_of(session, reminder_anna.id or 0)
    assert [(row.at, row.purpose) for row in rows] == [(time(8), Purpose.DAY), (time(19), Purpose.EVENING)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"morning": [], "evening": [], "channel": "email"}, "Choose the morning, the evening or both"),
        ({"morning-at": "8h", "channel": "email"}, "Type a time such as 08:00"),
        ({"channel": []}, "Choose at least one way."),
        ({"channel": "sms"}, "Tick the box"),
    ],
)
def test_first_visit_says_what_is_missing(reminder_page: Page, typed: dict[str, Any], said: str) -> None:
    page = reminder_page.get("/reminders/begin")
    assert said in page.submit(page.form("#morning-at"), status=422, **typed).text


def test_switching_off_and_on_again_keeps_one_slot(
    reminder_page: Page, session: Session, reminder_anna: User
) -> None:
    make_time(reminder_page, at="08:00", channel="email")
    (slot,) = queries.slots_of(session, reminder_anna.id or 0)
    path = f"/reminders/{slot.id}"
    session.rollback()

    reminder_page.get(path).submit(reminder_page.form("form[action$='/off'] button"))
    assert "What you recorded is kept" in reminder_page.text
    assert "What comes next" not in reminder_page.text

    reminder_page.submit(reminder_page.form("#undo"))
    assert "Every day at 08:00" in reminder_page.text

    reminder_page.get(path).submit(reminder_page.form("#at"), button="Save", at="9:15")
    assert "Every day at 09:15" in reminder_page.text
    assert len(queries.slots_of(session, reminder_anna.id or 0)) == 1
    session.rollback()

    reminder_page.get(path).submit(reminder_page.form("form[action$='/remove'] button"))
    assert queries.slots_of(session, reminder_anna.id or 0) == []


def test_slot_of_somebody_else_is_not_to_be_had(reminder_page: Page, session: Session, berta: User) -> None:
    slot = steps.make_slot(session, berta, channel=Channel.EMAIL)
    path = f"/reminders/{slot.id}"

    reminder_page.get(path, status=404)
    for what in ("", "/off", "/on", "/remove"):
        reminder_page.get("/reminders").post(path + what, {"at": "10:00"}, status=404)

    session.refresh(slot)
    assert slot.is_active
    assert slot.at == steps.EIGHT


def test_channel_she_has_not_is_not_offered(app: Flask, session: Session, berta: User) -> None:
    page = Page(app).signed_in(session, berta).get("/reminders/new")

    assert [each["value"] for each in page.soup.select("input[name=channel]")] == ["email"]
    for channel in ("sms", "push"):
        make_time(page, at="08:00", channel=channel, texts="y", status=400)
    make_time(page, at="08:00", channel="pigeon", status=422)


def test_number_of_times_is_bounded(reminder_page: Page, session: Session, reminder_anna: User) -> None:
    for hour in range(slots.MOST_SLOTS):
        steps.make_slot(session, reminder_anna, channel=Channel.EMAIL, at=time(hour + 8))
    page = make_time(reminder_page, at="07:30", channel="email", status=422)
    assert "That is as many as there may be" in page.text


def test_ended_texts_need_a_new_tick(
    app: Flask, reminder_page: Page, session: Session, reminder_anna: User
) -> None:
    steps.agree(session, reminder_anna)
    slot = steps.make_slot(session, reminder_anna)
    consent.revoke(
        session, user_id=reminder_anna.id or 0, channel=Channel.SMS, by="text", words="STOP", now=NOW
    )
    session.commit()

    page = reminder_page.get("/reminders")
    assert "You ended texts to •••• 123" in page.text

    page.get(f"/reminders/{slot.id}").submit(page.form("#at"), button="Save", texts="y")
    assert "You ended texts" not in page.text


def test_page_tells_what_became_of_messages(
    app: Flask, reminder_page: Page, session: Session, reminder_anna: User, now: Callable[[datetime], None]
) -> None:
    make_time(reminder_page, at="08:00", channel="email")
    steps.run_clock(app, now, MORNING_AFTER)
    assert "Reminder by email : kept in the letterbox" in reminder_page.get("/reminders").text

    tick_all(session, reminder_anna, MORNING_AFTER + timedelta(days=1))
    steps.run_clock(app, now, MORNING_AFTER + timedelta(days=1))

    assert "Reminder by email : not needed: nothing was open" in reminder_page.get("/reminders").text


def test_test_is_sent_now_and_no_more_than_five_a_day(
    app: Flask, reminder_page: Page, now: Callable[[datetime], None]
) -> None:
    for number in range(6):
        now(NOW + timedelta(minutes=number))
        page = reminder_page.get("/reminders")
        page.submit(page.form("input[name=channel][value=email]"))
        assert ("fifth test" in page.text) is (number == 5)
    steps.run_clock(app, now, NOW + timedelta(minutes=6))

    assert len(steps.deliveries(app.extensions["bonny.database"], "trial")) == 5
    assert "Test by email : kept in the letterbox" in reminder_page.get("/reminders").text


def test_test_by_text_needs_her_agreement(app: Flask, reminder_page: Page) -> None:
    page = reminder_page.submit(reminder_page.form("input[name=channel][value=sms]"))
    assert "Texts need your agreement first" in page.text
    page.post("/reminders/test", {"channel": "pigeon"}, status=400)


def test_pause_is_said_and_taken_back(reminder_page: Page, session: Session, reminder_anna: User) -> None:
    make_time(reminder_page, at="19:00", channel="email")
    assert "Today at 19:00" in reminder_page.text

    reminder_page.submit(reminder_page.form("#pause ~ form"), button="3 days")
    assert "No reminders until Monday 23 November" in reminder_page.text
    assert "Reminders are paused until Monday 23 November" in reminder_page.text
    assert "Monday 23 November at 19:00, by email" in reminder_page.text
    assert "Today at 19:00" not in reminder_page.text

    reminder_page.submit(reminder_page.form("#undo"))
    assert "Today at 19:00" in reminder_page.text
    reminder_page.post("/reminders/pause", {"days": "400"}, status=400)


def test_quiet_hours_are_hers_to_choose(reminder_page: Page, session: Session, reminder_anna: User) -> None:
    typed: dict[str, Any] = {"from": "late", "to": "7:00"}
    page = reminder_page.submit(reminder_page.form("#from"), status=422, **typed)
    assert "Type a time such as 08:00" in page.text
    assert page.soup.select_one("#from")["value"] == "late"  # type: ignore[index]

    page.submit(page.form("#from"), **{**typed, "from": "22:30"})
    hers = wishes.of(session, reminder_anna.id or 0)
    assert (hers.quiet_from, hers.quiet_to) == (time(22, 30), time(7))


def tick_all(session: Session, user: User, at: datetime) -> None:
    """Do everything on her list on that day."""
    for habit_id in (1, 2):
        make.make_mark(session, user, habit_id, day=at.date(), today=at.date())


def test_link_in_the_email_ends_it_with_one_button_and_no_sign_in(
    app: Flask, page: Page, session: Session, reminder_anna: User
) -> None:
    slot = steps.make_slot(session, reminder_anna, channel=Channel.EMAIL)
    path = unsubscribe_path(reminder_anna, slot.id or 0)

    page.get(path).get(path)
    session.refresh(slot)
    assert slot.is_active, "looking changes nothing: scanners open every link"
    session.rollback()

    page.submit(page.form("main form"))
    assert "These reminders are off" in page.text
    session.refresh(slot)
    assert not slot.is_active


def test_one_click_of_a_mail_program_needs_no_cookie_and_no_token(
    app: Flask, session: Session, reminder_anna: User
) -> None:
    slot = steps.make_slot(session, reminder_anna, channel=Channel.EMAIL)
    path = unsubscribe_path(reminder_anna, slot.id or 0)

    response = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"}, base_url=BASE)

    assert response.status_code == 200
    session.refresh(slot)
    assert not slot.is_active


def test_tampered_link_ends_nothing(app: Flask, session: Session, reminder_anna: User) -> None:
    slot = steps.make_slot(session, reminder_anna, channel=Channel.EMAIL)
    link = Link(reminder_anna.id or 0, slot.id or 0)
    forged = unsubscribing.token_of("x" * 40, link)
    client = app.test_client()

    for token in (forged, "x", unsubscribing.token_of("k" * 40, link) + "x"):
        assert client.get(f"/unsubscribe/{token}").status_code == 404
        assert client.post(f"/unsubscribe/{token}").status_code == 404
    session.refresh(slot)
    assert slot.is_active


def unsubscribe_path(user: User, slot_id: int) -> str:
    """The path of the link under her emails."""
    return "/unsubscribe/" + unsubscribing.token_of("k" * 40, Link(user.id or 0, slot_id))


def test_page_shows_her_wall_clock(app: Flask, session: Session, now: Callable[[datetime], None]) -> None:
    user = make.make_user(session, zone="America/New_York", locale="en_US")
    steps.make_slot(session, user, channel=Channel.EMAIL, at=time(8), now=NOW)

    page = Page(app).signed_in(session, user).get("/reminders")

    said = page.text.replace("\xa0", " ").replace("\u202f", " ")
    assert "Every day at 8:00" in said
    assert "Today at 8:00" in said


def test_number_that_does_not_work_is_said_on_her_pages_and_can_be_tried_again(
    reminder_page: Page, session: Session, reminder_anna: User
) -> None:
    """A care partner's address that bounces is none of hers."""
    for address in (PHONE, "carla@example.org"):
        channel = Channel.SMS if address == PHONE else Channel.EMAIL
        faults.note(
            session, reminder_anna.id or 0, channel=channel, address=address, fault=Fault.UNREACHABLE, now=NOW
        )
    session.commit()

    assert "Some messages do not reach you" in reminder_page.get("/").text
    reminder_page.get("/reminders")
    assert "The last texts to •••• 123 did not arrive" in reminder_page.text
    assert "carla" not in reminder_page.text

    reminder_page.submit(reminder_page.form("form[action$='/faults/1/end'] button"))
    assert "did not arrive" not in reminder_page.text
    assert "do not reach you" not in reminder_page.get("/").text
    reminder_page.get("/reminders").post("/reminders/faults/2/end", {}, status=404)


def test_habit_that_runs_by_itself_is_offered_dropped_and_taken_up_again(
    reminder_page: Page, session: Session, reminder_anna: User, berta: User
) -> None:
    settled, month_ago = make.TODAY - timedelta(days=3), make.TODAY - timedelta(days=30)
    standings.keep(session, 1, streaks.Standing(settled, 90, 90, 0.98, settled, strong_since=month_ago))
    session.commit()
    reminder_page.get("/reminders")
    assert "Prunes runs by itself" in reminder_page.text

    reminder_page.submit(reminder_page.form("form[action$='/habits/1'] button"), button="Drop the reminder")
    assert "No more reminders of Prunes" in reminder_page.text
    assert "Prunes runs by itself" not in reminder_page.text

    reminder_page.submit(reminder_page.form("#dropped ~ form button"))
    assert "Bonny reminds you of Prunes again" in reminder_page.text
    reminder_page.submit(reminder_page.form("form[action$='/habits/1'] button"), button="Go on reminding me")
    assert "Prunes runs by itself" not in reminder_page.text

    foreign = make.make_habit(session, berta)
    for do in ("drop", "keep", "again"):
        reminder_page.post(f"/reminders/habits/{foreign}", {"do": do}, status=404)
    reminder_page.post("/reminders/habits/1", {"do": "burn"}, status=400)


def test_snooze_is_said_and_can_be_ended(reminder_page: Page, session: Session, reminder_anna: User) -> None:
    wishes.snooze(session, reminder_anna.id or 0, until=NOW + timedelta(hours=1))
    session.commit()
    reminder_page.get("/reminders")
    assert "You asked to hear later: Today at 13:00" in reminder_page.text
    reminder_page.submit(reminder_page.form("form[action$='/resume'] button"))
    assert "hear later" not in reminder_page.text
