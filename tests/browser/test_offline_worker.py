"""The worker of her phone: a new release, one that cannot start, signing out and in, what is refused."""

import json
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import request
from playwright.sync_api import Browser, BrowserContext, Page, Worker, expect
from sqlmodel import delete

from app import assets, clock
from app.accounts import actions as accounts
from app.accounts import queries as people
from app.accounts.models import SignIn
from tests.browser import demonstration, offline_steps
from tests.browser.conftest import PATIENCE, PHONE
from tests.browser.demonstration import House
from tests.browser.offline_steps import go_online, row, tick, until, waiting
from tests.browser.walker import Walker

pytestmark = pytest.mark.browser

Open = Callable[..., tuple[Page, Worker]]
LEFT = """async () => JSON.stringify([
  await caches.keys(),
  (await indexedDB.databases()).map(({ name }) => name),
  (await navigator.serviceWorker.getRegistrations()).length,
])"""
SHELVES = "caches.keys()"
LOOK_FOR_RELEASE = (
    "navigator.serviceWorker.getRegistration('/').then((it) => it.update()).then(() => undefined)"
)
REFUSED = "navigator.serviceWorker.register = () => Promise.reject(new Error('no'))"
ASKED = """keepThings(
  [{ id: crypto.randomUUID(), day: "2026-01-01", habit: 1, do: "done" }],
  { is: "asked", what: "Prunes, Thursday" })"""
NOTIFICATION = """async ([url, action]) => {
  self.shown = [];
  self.registration.showNotification = async (_title, { body }) => { self.shown.push(body); };
  const data = { urls: { [action]: url }, unsent: "Not sent" };
  await answer({ title: "Bonny", tag: "t", actions: [], data }, action);
  return self.shown;
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The product on demo data."""
    with demonstration.standing(tmp_path_factory.mktemp("worker")) as house:
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


def kept(page: Page, name: str) -> None:
    """Record it without a network."""
    page.context.set_offline(True)
    tick(page, name)
    expect(row(page, name)).to_contain_text("Kept on this phone")


def alter(worker: Worker, **values: object) -> None:
    """Change every thing of the queue."""
    given = json.dumps(values)
    worker.evaluate(f"queued().then((all) => change(all.map((item) => ({{ ...item, ...{given} }}))))")


def test_new_release_takes_over_and_the_queue_goes_on(
    hers: tuple[Page, Worker], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, worker = hers
    before = page.evaluate(SHELVES)
    kept(page, "Vitamin D")
    parts = assets.worker() + b"// the next release\n"
    monkeypatch.setattr(assets, "worker", lambda: parts)
    worker.evaluate("() => { self.sendUp = async () => 0; }")
    page.context.set_offline(False)
    expect(page.get_by_text("There is no network.")).to_have_count(0)
    page.evaluate(LOOK_FOR_RELEASE)
    until(page, lambda: len(now := page.evaluate(SHELVES)) == 1 and now != before)
    page.reload()
    expect(page.locator("#notice")).to_contain_text("1 thing from this phone is recorded.")
    assert offline_steps.amounts(house, house.today) == {2: 1000}


@pytest.mark.parametrize("fault", ["throws", "is away", "is refused"])
def test_without_a_worker_the_page_is_as_it_was(
    house: House, context: BrowserContext, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    offline_steps.empty(house, house.today)
    if fault == "throws":
        monkeypatch.setattr(assets, "worker", lambda: b"throw new Error('no')")
    elif fault == "is away":
        monkeypatch.setattr(assets, "worker", lambda: 1 / 0)
    else:
        context.add_init_script(REFUSED)
    house.let_in(context)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(house.url)
    tick(page, "Vitamin D")
    expect(page.locator("#notice")).to_contain_text("Vitamin D")
    assert offline_steps.amounts(house, house.today) == {2: 1000}
    assert not errors
    assert json.loads(page.evaluate(LEFT))[2] == 0


def test_signing_out_leaves_nothing_on_the_phone(house: House, context: BrowserContext) -> None:
    with house.app.extensions["bonny.database"].writing() as session:
        anna = people.person(session, 1)
        assert anna is not None
        token = accounts.sign_in(session, anna, now=clock.now())
        session.commit()
    demonstration.enter(context, house.url, token)
    page = context.new_page()
    page.goto(house.url + "/settings")
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    worker = context.service_workers[-1]
    until(page, lambda: worker.evaluate(offline_steps.READY))
    worker.evaluate(ASKED)
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="Not sent yet")).to_be_visible()
    expect(page.get_by_text("Prunes, Thursday").first).to_be_visible()
    walker = Walker(page, house.url)
    walker.check()
    assert not walker.complaints
    page.get_by_role("link", name="Stay").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("button", name="Sign out and lose it").click()
    page.wait_for_url(house.url + "/sign-in")
    until(page, lambda: json.loads(page.evaluate(LEFT)) == [[], [], 0])
    page.goto(house.url)
    page.context.set_offline(True)
    assert json.loads(page.evaluate(LEFT)) == [[], [], 0]


def test_session_that_ended_meanwhile_shows_nothing_more_and_sends_after_signing_in(
    hers: tuple[Page, Worker], house: House
) -> None:
    page, worker = hers
    kept(page, "Vitamin D")
    with house.app.extensions["bonny.database"].writing() as session:
        session.exec(delete(SignIn))
        session.commit()
    page.context.set_offline(False)
    until(page, lambda: not worker.evaluate("read('picture').then(Boolean)"))
    page.goto(house.url)
    expect(page.locator("#notice")).to_contain_text("Sign in, then it is sent.")
    assert len(waiting(worker)) == 1
    with house.app.extensions["bonny.database"].writing() as session:
        anna = people.person(session, 1)
        assert anna is not None
        token = accounts.sign_in(session, anna, now=clock.now())
        session.commit()
    object.__setattr__(house, "token", token)
    house.let_in(page.context)
    page.goto(house.url)
    expect(page.locator("#notice")).to_contain_text("1 thing from this phone is recorded.")
    assert offline_steps.amounts(house, house.today) == {2: 1000}


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
    gate = threading.Event()

    def hold() -> None:
        if request.path.endswith("/habits/4"):
            gate.wait(PATIENCE)

    before = house.app.before_request_funcs[None]
    before.insert(0, hold)
    try:
        worker.evaluate("() => { wasAwayAt = Date.now(); }")  # so that it waits for one second, not for five
        tick(page, "Walk or exercise")
        expect(page.locator("#notice")).to_contain_text("1 thing from this phone is recorded.")
        expect(row(page, "Walk or exercise").locator(".stepper b")).to_have_text("30 min")
    finally:
        gate.set()
        before.remove(hold)
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


def test_answer_to_a_notification_is_kept_and_one_that_is_too_late_let_go(
    hers: tuple[Page, Worker], house: House
) -> None:
    page, worker = hers
    page.context.set_offline(True)
    for action in ("done", "later"):
        assert worker.evaluate(NOTIFICATION, ["/answer/none", action]) == ["Kept on this phone"]
    alter(worker, made_at="2026-01-01T00:00:00Z")
    go_online(page, worker)
    assert waiting(worker) == []
