"""What waits on her phone goes up: what is refused, taken back, or answered in the house's place."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import request
from playwright.sync_api import Browser, BrowserContext, Page, Worker, expect
from sqlmodel import delete

from app import clock, web
from app.accounts.models import SignIn
from app.messages.models import Channel, Delivery, State
from app.reminders import answer_links
from tests.browser import demonstration, offline_steps
from tests.browser.conftest import PHONE
from tests.browser.demonstration import House
from tests.browser.offline_steps import alter, go_online, kept, row, tick, until, waiting

pytestmark = pytest.mark.browser

# A browser without Background Sync, where the network was away a moment ago.
NOT_WOKEN = """() => {
  wasAwayAt = Date.now();
  Object.defineProperty(self.registration, "sync", { value: undefined });
}"""
NOTIFICATION = """async ([url, action]) => {
  self.shown = [];
  self.registration.showNotification = async (_title, { body }) => { self.shown.push(body); };
  const data = { urls: { [action]: url }, unsent: "Not sent" };
  await answer({ title: "Bonny", body: "Still open: Vitamin D", tag: "t", actions: [], data }, action);
  return self.shown;
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The product on demo data."""
    with demonstration.standing(tmp_path_factory.mktemp("sending")) as house:
        yield house


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone that has never been here."""
    context = chromium.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def hers(house: House, context: BrowserContext) -> tuple[Page, Worker]:
    """Anna's phone with an empty day and all it needs without a network."""
    offline_steps.empty(house, house.today)
    return offline_steps.opened(house, context)


def reminder_of_vitamin_d(house: House) -> str:
    """Where the button "Done" of a reminder of today leads."""
    with house.app.extensions["bonny.database"].writing() as session:
        now = clock.now()
        payload = {"day": house.today.isoformat(), "habits": [2]}
        sent = Delivery(
            key=str(uuid4()),
            kind="nudge",
            channel=Channel.PUSH,
            user_id=1,
            payload=payload,
            state=State.SENT,
            created_at=now,
            due_at=now,
            expires_at=now,
            next_attempt_at=now,
        )
        session.add(sent)
        session.commit()
        return answer_links.urls(house.app.extensions["bonny.settings"], sent)["done_url"]


def test_one_thing_that_is_refused_stops_no_other_and_is_named(
    hers: tuple[Page, Worker], house: House
) -> None:
    page, worker = hers
    kept(page, "Fermented food")
    alter(worker, habit=9999)
    tick(page, "Vitamin D")
    expect(row(page, "Vitamin D")).to_contain_text("Kept on this phone")
    go_online(page, worker)
    assert offline_steps.amounts(house, house.today) == {2: 1000}
    page.get_by_role("link", name="Something from this phone needs an answer of yours").click()
    expect(page.locator("main")).to_contain_text("no longer on your list")
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_text("Nothing waits. All is sent.")).to_be_visible()


def test_what_is_sent_again_counts_once_also_with_a_token_of_before(
    hers: tuple[Page, Worker], house: House
) -> None:
    page, worker = hers
    kept(page, "Vitamin D")
    worker.evaluate("() => { self.refreshIfStale = async () => undefined; }")
    go_online(page, worker)
    alter(worker, **{"is": "waits"})
    worker.evaluate("read('picture').then((it) => write('picture', { ...it, csrf: 'old' }))")
    worker.evaluate("sendUp()")
    until(page, lambda: not waiting(worker))
    assert len(offline_steps.changes(house, house.today)) == 1


def test_tap_that_takes_too_long_is_kept_and_counts_once_when_both_arrive(
    hers: tuple[Page, Worker], house: House
) -> None:
    page, worker = hers
    with offline_steps.held(house, f"/day/{house.today}/habits/4"):
        worker.evaluate("() => { wasAwayAt = Date.now(); }")  # so that it waits for one second, not for five
        tick(page, "Walk or exercise")
        expect(page.locator("#notice")).to_contain_text("1 thing from this phone is recorded.")
        expect(row(page, "Walk or exercise").locator(".stepper b")).to_have_text("30 min")
    page.reload()
    assert offline_steps.amounts(house, house.today) == {4: 30}
    assert len(offline_steps.changes(house, house.today)) == 1


def test_what_another_person_left_here_is_neither_shown_nor_sent(
    hers: tuple[Page, Worker], house: House
) -> None:
    page, worker = hers
    kept(page, "Vitamin D")
    alter(worker, person="0" * 32)
    page.reload()
    expect(row(page, "Vitamin D")).not_to_contain_text("Kept on this phone")
    page.context.set_offline(False)
    expect(page.get_by_text("There is no network.")).to_have_count(0)
    assert worker.evaluate("sendUp()") == 0
    assert len(waiting(worker)) == 1
    assert offline_steps.amounts(house, house.today) == {}


def test_answer_to_a_notification_is_kept_and_recorded_and_one_that_is_too_late_let_go(
    hers: tuple[Page, Worker], house: House
) -> None:
    page, worker = hers
    url = reminder_of_vitamin_d(house)
    page.context.set_offline(True)
    assert worker.evaluate(NOTIFICATION, ["/answer/none", "later"]) == ["Kept on this phone"]
    alter(worker, made_at="2026-01-01T00:00:00Z")
    assert worker.evaluate(NOTIFICATION, [url, "done"]) == ["Kept on this phone"]
    page.goto(f"{house.url}/offline/kept?leave=/sign-out")
    expect(page.get_by_role("listitem").filter(has_text="Still open: Vitamin D")).to_have_count(2)
    go_online(page, worker)
    until(page, lambda: offline_steps.amounts(house, house.today) == {2: 1000})
    assert waiting(worker) == []


def test_nobody_but_the_house_takes_what_she_records(
    hers: tuple[Page, Worker], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, worker = hers
    url = reminder_of_vitamin_d(house)
    before = house.app.before_request_funcs[None]
    before.insert(0, lambda: "<h1>Wifi for our guests</h1>" if request.method == "POST" else None)
    with monkeypatch.context() as patch:
        patch.delitem(web.HEADERS, "Bonny")
        with page.expect_navigation():  # the page is drawn anew
            tick(page, "Prunes")
        until(page, lambda: len(waiting(worker)) == 1)
        assert worker.evaluate(NOTIFICATION, [url, "done"]) == ["Kept on this phone"]
        assert worker.evaluate("sendUp()") == 0
        assert {each["is"] for each in waiting(worker)} == {"waits"}
        page.goto(house.url + "/settings/about")
        page.get_by_label("What shall we call you?").fill("Anna Maria")
        page.locator("main form button").first.click()
        expect(page.locator("#notice")).to_contain_text("That did not reach Bonny.")
        expect(page.get_by_label("What shall we call you?")).to_have_value("Anna Maria")
        assert len(waiting(worker)) == 2
    before.pop(0)
    page.reload()
    until(page, lambda: offline_steps.amounts(house, house.today) == {1: 5, 2: 1000})


def test_what_she_takes_back_while_it_is_sent_stays_taken_back(
    hers: tuple[Page, Worker], house: House
) -> None:
    page, worker = hers
    kept(page, "Vitamin D")
    with offline_steps.held(house, "/offline/changes") as came:
        page.context.set_offline(False)
        until(page, came.is_set)
        assert worker.evaluate("queued().then(([{ id }]) => takeBack([id]))")
    go_online(page, worker)
    assert len(offline_steps.changes(house, house.today)) == 2  # it had arrived, and was undone
    assert offline_steps.amounts(house, house.today).get(2) is None


def test_phone_that_cannot_be_woken_sends_while_its_own_page_is_open(
    hers: tuple[Page, Worker], house: House
) -> None:
    page, worker = hers
    with offline_steps.held(house, "/"):
        worker.evaluate(NOT_WOKEN)
        page.reload()
        tick(page, "Vitamin D")
        until(page, lambda: offline_steps.amounts(house, house.today) == {2: 1000})
    expect(page.locator("#notice")).to_contain_text("1 thing from this phone is recorded.")


def test_tap_of_a_session_that_is_over_waits_until_she_has_signed_in(
    hers: tuple[Page, Worker], house: House
) -> None:
    page, worker = hers
    with house.app.extensions["bonny.database"].writing() as session:
        session.exec(delete(SignIn))
        session.commit()
    tick(page, "Vitamin D")
    page.wait_for_url(house.url + "/sign-in*")
    expect(page.locator("#notice")).to_contain_text("Sign in, then it is sent.")
    assert [each["habit"] for each in waiting(worker)] == [2]
