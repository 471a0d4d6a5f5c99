"""What is asked below the list of today, and where her answers stay."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from app.accounts.models import SignIn, User
from app.messages import faults, subscriptions
from app.messages.models import Channel, Fault
from app.messages.subscriptions import Subscription
from app.reminders import slots
from app.reminders.models import Purpose
from app.reminders.slots import Wanted
from app.rules.marks import Skip
from tests import make
from tests.fakes.push import Browser
from tests.make import NOW, TODAY
from tests.page import Page
from tests.reminders.steps import agree

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PHONE = {
    "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
}


@pytest.fixture
def settled(annas_page: Page, anna: User, session: Session) -> Page:
    """Anna after eight days with her first habit, in a browser she knows."""
    since = TODAY - timedelta(days=8)
    habit = make.make_habit(session, anna, since=since)
    for day in range(8):
        make.make_mark(session, anna, habit, day=since + timedelta(days=day), amount=5)
    signed_in = session.exec(select(SignIn)).one()
    signed_in.created_at = NOW - timedelta(days=8)
    session.add(signed_in)
    session.commit()
    return annas_page


def asked(page: Page) -> tuple[bool, bool]:
    """Whether today may ask for the home screen, and whether for notifications."""
    page.get("/")
    place = page.soup.select_one("#asks")
    return page.soup.select_one("#home-hint") is not None, place is not None and place.has_attr("data-push")


def question(page: Page) -> int:
    """What the script gets when it asks for the second question: 200 with it, 204 without."""
    return page.client.get("/push/ask", base_url="http://127.0.0.1:8000").status_code


def test_nothing_is_asked_on_first_visits(annas_page, anna, session, settled):
    assert asked(settled) == (True, True)
    session.exec(select(SignIn)).one().created_at = NOW - timedelta(days=1)
    session.commit()
    assert asked(settled) == (False, False)


def test_both_questions_are_hidden_until_a_script_finds_that_they_fit(settled):
    settled.get("/")
    assert settled.soup.select_one("#home-hint").has_attr("hidden")
    assert settled.soup.select_one("#push") is None
    assert settled.soup.select_one("#rows ~ .day-foot > :last-child")["id"] == "asks", "below all else"


def test_other_days_and_days_with_something_else_to_say_ask_nothing(settled, anna, session):
    settled.get(f"/day/{TODAY - timedelta(days=1)}")
    assert settled.soup.select_one("#asks") is None
    settled.get("/")
    settled.post("/spells", {"reason": Skip.ILL.value, "first": TODAY.isoformat(), "last": TODAY.isoformat()})
    assert asked(settled) == (False, False)


def test_not_now_is_remembered_for_her_and_can_be_taken_back(settled, anna, session):
    settled.get("/")
    settled.submit(settled.form("#home-hint form:last-of-type"), button="Not now")
    assert "You find it in More whenever you like." in settled.text
    session.refresh(anna)
    assert anna.home_answered_on == TODAY
    assert asked(Page(settled.app).signed_in(session, anna)) == (False, False)
    assert asked(settled) == (False, False), "the other question waits for a week"


def test_answer_to_the_home_screen_is_taken_back_from_the_notice(settled, anna, session):
    settled.get("/")
    settled.submit(settled.form("#home-hint form:last-of-type"), button="Not now")
    settled.submit(settled.form("#undo"))
    assert "Taken back." in settled.text
    session.refresh(anna)
    assert anna.home_answered_on is None


def test_once_it_stands_there_notifications_are_asked_for_a_week_later(
    settled, anna, session, now: Callable[[datetime], None]
):
    settled.get("/")
    settled.submit(settled.form("#home-add"))
    assert "Look for the Bonny icon" in settled.text
    for days, is_asked in ((1, False), (6, False), (7, True)):
        now(NOW + timedelta(days=days))
        habit = make.chosen(session, anna, 1).id
        make.make_mark(
            session,
            anna,
            habit,
            day=TODAY + timedelta(days=days),
            today=TODAY + timedelta(days=days),
            amount=5,
        )
        assert asked(settled) == (False, is_asked), days


def test_notifications_are_put_off_for_good_and_taken_back(settled, anna, session):
    fragment = settled.get("/push/ask", headers=PHONE)
    assert "Shall this phone remind you?" in fragment.text
    settled.submit(settled.form("#push > form"), button="Not now")
    assert "turn them on at any time under Reminders" in settled.text
    assert (asked(settled)[1], question(settled)) == (False, 204)
    settled.post("/push/ask", {"answer": "again"})
    assert (asked(settled)[1], question(settled)) == (True, 200)
    session.refresh(anna)
    assert (anna.push_answered_on, anna.home_answered_on) == (None, None)


def test_a_computer_is_called_no_phone(settled):
    assert "Shall Bonny remind you here?" in settled.get("/push/ask").text


def test_who_has_notifications_somewhere_is_not_asked(settled, anna, session):
    found = Subscription("https://push.example/push/one", **Browser().keys)
    subscriptions.keep(session, anna.id or 0, subscription=found, device="", now=NOW)
    session.commit()
    assert question(settled) == 204


@pytest.mark.parametrize(
    ("channel", "is_out_of_reach", "status"),
    [(Channel.SMS, False, 204), (Channel.SMS, True, 200), (Channel.EMAIL, False, 200)],
)
def test_who_is_texted_and_reached_is_not_asked(settled, anna, session, channel, is_out_of_reach, status):
    anna.phone = "+447400123456"
    agree(session, anna)
    if is_out_of_reach:
        why = {"channel": channel, "address": anna.phone, "fault": Fault.UNREACHABLE}
        faults.note(session, anna.id or 0, **why, now=NOW)
    slots.add(session, anna, wanted=Wanted(NOW.time(), (channel,), Purpose.DAY), now=NOW)
    session.commit()
    assert question(settled) == status


def test_who_switched_off_her_times_is_not_asked(settled, anna, session):
    slot = slots.add(session, anna, wanted=Wanted(NOW.time(), (Channel.EMAIL,), Purpose.DAY), now=NOW)
    slot.is_active = False
    session.add(slot)
    session.commit()
    assert question(settled) == 204


def test_opening_it_from_its_icon_answers_without_a_word(settled, anna, session):
    settled.get("/")
    settled.post("/home-screen", {"answer": "there"}, status=204)
    assert asked(settled) == (False, False)
    assert settled.soup.select_one(".notice") is None
    session.refresh(anna)
    assert anna.home_answered_on == TODAY


@pytest.mark.parametrize("path", ["/home-screen", "/push/ask"])
def test_answer_that_is_none_is_refused(settled, path):
    settled.get("/")
    settled.post(path, {"answer": "perhaps"}, status=400)


def test_what_today_may_ask_costs_the_database_nothing(settled, statements):
    settled.get("/")
    with statements() as seen:
        assert asked(settled) == (True, True)
    assert len(seen) <= 7, "\n".join(seen)


def test_more_leads_to_how_bonny_gets_onto_the_home_screen_without_a_script(annas_page):
    annas_page.get("/settings")
    assert annas_page.soup.select_one("a[href='/home-screen']") is not None
    annas_page.get("/home-screen", headers=PHONE)
    assert annas_page.soup.select_one("h2").get_text() == "On an iPhone or iPad"
    assert "a square with an arrow that points up" in annas_page.text
    assert annas_page.soup.select_one("#home-add").has_attr("hidden")
    annas_page.get("/home-screen")
    assert annas_page.soup.select_one("h2").get_text() == "On an Android phone or tablet"
