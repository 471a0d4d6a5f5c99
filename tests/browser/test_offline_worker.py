"""The worker of her phone: a new release, one that cannot start, signing out and in."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Worker, expect
from sqlmodel import delete

from app import assets, clock
from app.accounts import actions as accounts
from app.accounts import queries as people
from app.accounts.models import SignIn
from tests.browser import demonstration, offline_steps
from tests.browser.conftest import PHONE
from tests.browser.demonstration import House
from tests.browser.offline_steps import kept, tick, until, waiting
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


def test_new_release_takes_over_and_the_queue_goes_on(
    hers: tuple[Page, Worker], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, worker = hers
    before = page.evaluate(SHELVES)
    kept(page, "Vitamin D")
    # The next release has a new version of the phone's database too, and the one before holds it open.
    parts = assets.worker().replace(b"DATABASE_VERSION = 1", b"DATABASE_VERSION = 2")
    monkeypatch.setattr(assets, "worker", lambda: parts)
    worker.evaluate("() => { self.sendUp = async () => 0; }")
    page.context.set_offline(False)
    expect(page.get_by_text("There is no network.")).to_have_count(0)
    page.evaluate(LOOK_FOR_RELEASE)
    until(page, lambda: len(now := page.evaluate(SHELVES)) == 1 and now != before)
    page.reload()
    expect(page.locator("#notice")).to_contain_text("1 thing from this phone is recorded.")
    assert offline_steps.amounts(house, house.today) == {2: 1000}
    assert page.evaluate("indexedDB.databases().then(([{ version }]) => version)") == 2


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
