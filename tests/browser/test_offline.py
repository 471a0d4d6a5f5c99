"""Without a network: what she does in the kitchen's dead corner is shown, kept, and arrives once."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Worker, expect

from app import clock
from app.accounts import queries as people
from app.checklist import actions
from app.checklist.changes import Change
from app.checklist.models import ChangeKind, Source
from tests.browser import demonstration, offline_steps
from tests.browser.conftest import PHONE
from tests.browser.demonstration import House
from tests.browser.offline_steps import DAY, SHIFT, go_online, row, tick, until, waiting
from tests.browser.walker import Walker

pytestmark = pytest.mark.browser

KEPT = "Kept on this phone"
FULL = """(day) => keepThings([{ id: crypto.randomUUID(), day, habit: 1, do: "done" }]).then(() => {
  const refuse = () => { throw new DOMException("", "QuotaExceededError"); };
  Object.assign(IDBObjectStore.prototype, { add: refuse, put: refuse });
})"""
Open = Callable[..., tuple[Page, Worker]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The product on demo data."""
    with demonstration.standing(tmp_path_factory.mktemp("offline")) as house:
        yield house


@pytest.fixture
def contexts(chromium: Browser) -> Iterator[list[BrowserContext]]:
    """The phones of a test, closed at its end."""
    made: list[BrowserContext] = []
    yield made
    for context in made:
        context.close()


@pytest.fixture
def phone(chromium: Browser, house: House, contexts: list[BrowserContext]) -> Open:
    """Open a phone of Anna's, whose day is empty, with all it needs without a network."""
    offline_steps.empty(house, house.today)

    def open_phone(path: str = "/") -> tuple[Page, Worker]:
        context = chromium.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce")
        contexts.append(context)
        return offline_steps.opened(house, context, path)

    return open_phone


def test_all_she_records_without_a_network_is_shown_kept_and_arrives_once(phone: Open, house: House) -> None:
    page, worker = phone()
    row(page, "Fermented food").locator("summary").click()
    row(page, "Fermented food").get_by_label("Note").fill("No stomach for it")
    page.context.set_offline(True)
    tick(page, "Vitamin D")
    expect(page.get_by_text("There is no network.")).to_be_visible()
    expect(page.locator("#notice")).to_contain_text("Vitamin D: kept on this phone")
    expect(row(page, "Fermented food").get_by_label("Note")).to_have_value("No stomach for it")
    expect(row(page, "Vitamin D").locator(".row-main")).to_be_focused()
    tick(page, "Prunes")
    row(page, "Prunes").locator(".step").first.click()
    expect(row(page, "Prunes").locator(".stepper b")).to_have_text("4 of 5")
    row(page, "Fermented food").get_by_role("button", name="ill").click()
    expect(row(page, "Fermented food").locator(".row-goal")).to_have_text("Left out: ill")
    row(page, "Fermented food").get_by_role("button", name="Keep the note").click()
    page.get_by_label("Add a plant").fill("lentils, oats")
    page.get_by_label("Add a plant").press("Enter")
    expect(page.locator("#plants")).to_contain_text(KEPT)
    expect(page.locator("#plant-lentil")).to_have_attribute("aria-pressed", "true")
    page.close()

    again = page.context.new_page()
    again.goto(house.url)
    for name in ("Prunes", "Vitamin D", "Fermented food"):
        expect(row(again, name)).to_contain_text(KEPT)
    expect(row(again, "Walk or exercise")).not_to_contain_text(KEPT)
    expect(row(again, "Fermented food")).to_contain_text("No stomach for it")
    assert offline_steps.amounts(house, house.today) == {}

    go_online(again, worker)
    expect(again.locator("#notice")).to_contain_text("6 things from this phone are recorded.")
    expect(again.get_by_text("There is no network.")).to_have_count(0)
    expect(row(again, "Prunes").locator(".stepper b")).to_have_text("4 of 5")
    assert offline_steps.amounts(house, house.today) == {1: 4, 2: 1000, 3: None}
    assert offline_steps.plants(house, house.today) == {"lentil", "oats"}
    made = offline_steps.changes(house, house.today)
    assert len({each.uuid for each in made}) == len(made) == 7


def test_what_waits_can_be_taken_back_from_notice_row_and_list(phone: Open, house: House) -> None:
    page, worker = phone()
    page.context.set_offline(True)
    page.reload()
    tick(page, "Vitamin D")
    page.locator("#notice").get_by_role("button", name="Undo").click()
    expect(page.locator("#notice")).to_have_text("Taken back.")
    expect(row(page, "Vitamin D")).not_to_contain_text(KEPT)
    tick(page, "Prunes")
    page.get_by_role("link", name="What waits to be sent").click()
    page.get_by_role("button", name=re.compile("Take it back.*Prunes")).click()
    expect(page.get_by_text("Nothing waits. All is sent.")).to_be_visible()
    # Where sending it was tried already, the house is still to be asked to undo it.
    until(page, lambda: all(each["is"] == "undone" for each in waiting(worker)))
    page.goto(house.url)
    tick(page, "Prunes")
    expect(row(page, "Prunes")).to_contain_text(KEPT)
    row(page, "Prunes").locator(".row-main").press("Enter")
    expect(row(page, "Prunes").locator(".row-main[aria-pressed=false]")).to_be_visible()
    go_online(page, worker)
    assert offline_steps.amounts(house, house.today).get(1) is None


def test_undo_of_a_tap_that_may_have_arrived_is_asked_of_the_house(phone: Open, house: House) -> None:
    page, worker = phone()
    tick(page, "Vitamin D")
    expect(page.locator("#notice")).to_contain_text("Vitamin D")
    page.context.set_offline(True)
    page.locator("#undo").click()
    expect(page.get_by_text("There is no network.")).to_be_visible()
    expect(row(page, "Vitamin D").locator(".row-main[aria-pressed=false]")).to_be_visible()
    page.goto(house.url + "/offline/kept?leave=/sign-out")  # by leaving now she would lose that
    expect(page.get_by_role("listitem").filter(has_text="Vitamin D")).to_contain_text("taken back")
    go_online(page, worker)
    assert offline_steps.amounts(house, house.today).get(2) is None


def test_last_seven_days_and_the_next_morning_are_there(phone: Open, house: House) -> None:
    page, worker = phone()
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".offline-days li")).to_have_count(8)
    page.locator(".offline-days a").first.click()
    week_ago = house.today - timedelta(days=7)
    expect(page).to_have_url(f"{house.url}/day/{week_ago}")
    expect(page.locator(".offline-days [aria-current]")).to_have_attribute("href", f"/day/{week_ago}")
    page.goto(f"{house.url}/day/{week_ago - timedelta(days=1)}")
    expect(page.get_by_role("heading", name="This day is not on this phone")).to_be_visible()
    worker.evaluate(SHIFT, DAY)
    page.goto(house.url)
    expect(page.locator(".page-date")).to_contain_text(str((house.today + timedelta(days=1)).day))
    expect(page.locator(".day-row.is-done")).to_have_count(0)
    worker.evaluate(SHIFT, 2 * DAY)
    tick(page, "Vitamin D")  # after midnight, on a page from before it: it belongs to the day that she saw
    expect(page.locator(".page-date")).to_contain_text(str((house.today + timedelta(days=2)).day))
    expect(page.locator("#notice")).to_contain_text(f"{(house.today + timedelta(days=1)):%A}")
    expect(page.locator(".day-row.is-done")).to_have_count(0)
    worker.evaluate(SHIFT, 9 * DAY)
    page.reload()
    expect(page.get_by_role("heading", name="This day is not on this phone")).to_be_visible()


def test_two_phones_and_a_text_add_up(phone: Open, house: House) -> None:
    phones = [phone(), phone()]
    for page, _worker in phones:
        page.context.set_offline(True)
        tick(page, "Walk or exercise")
        expect(row(page, "Walk or exercise")).to_contain_text(KEPT)
    with house.app.extensions["bonny.database"].writing() as session:
        anna = people.person(session, 1)
        assert anna is not None
        text = Change("0" * 32, 4, house.today, ChangeKind.ADD, amount=10)
        actions.apply(
            session,
            anna,
            changes=[text],
            batch=text.uuid,
            source=Source.TEXT,
            today=house.today,
            now=clock.now(),
        )
        session.commit()
    for page, worker in phones:
        go_online(page, worker)
    assert offline_steps.amounts(house, house.today) == {4: 70}


def test_phone_that_is_full_says_so_and_shows_nothing_as_recorded(phone: Open, house: House) -> None:
    page, worker = phone()
    worker.evaluate(FULL, house.today.isoformat())
    page.context.set_offline(True)
    tick(page, "Vitamin D")
    expect(page.locator("#notice")).to_contain_text("That did not reach Bonny.")
    expect(row(page, "Vitamin D").locator(".row-main[aria-pressed=false]")).to_be_visible()
    page.reload()
    tick(page, "Vitamin D")
    expect(page.locator("#notice")).to_contain_text("This phone has no room to keep that")
    expect(row(page, "Vitamin D").locator(".row-main[aria-pressed=false]")).to_be_visible()
    page.context.set_offline(False)  # what it had kept before goes up
    until(page, lambda: offline_steps.amounts(house, house.today) == {1: 5})


def test_form_that_cannot_be_kept_stays_with_all_she_typed(phone: Open, house: House) -> None:
    page, _worker = phone("/settings/about")
    page.context.set_offline(True)
    page.get_by_label("What shall we call you?").fill("Anna Maria")
    page.locator("main form button").first.click()
    expect(page.locator("#notice")).to_contain_text("That did not reach Bonny.")
    expect(page.get_by_label("What shall we call you?")).to_have_value("Anna Maria")
    page.goto(house.url + "/progress")
    expect(page.get_by_role("heading", name="This page needs a network")).to_be_visible()
    page.locator("main").get_by_role("link", name="Go to today").click()
    expect(row(page, "Prunes")).to_be_visible()


def test_clock_that_is_wrong_by_a_day_is_asked_about(phone: Open, house: House) -> None:
    page, worker = phone()
    worker.evaluate(SHIFT, DAY)
    page.context.set_offline(True)
    page.reload()
    tick(page, "Vitamin D")
    expect(row(page, "Vitamin D")).to_contain_text(KEPT)
    go_online(page, worker)
    assert offline_steps.amounts(house, house.today) == {}
    page.get_by_role("link", name="Something from this phone needs an answer of yours").click()
    expect(page.locator("main")).to_contain_text("The clock of this phone showed another day")
    expect(page.get_by_text("There is no network.")).to_be_hidden()
    walker = Walker(page, house.url)
    walker.check()
    assert not walker.complaints
    page.locator("[data-day]").first.click()
    expect(page.get_by_text("Nothing waits. All is sent.")).to_be_visible()
    assert offline_steps.amounts(house, house.today) == {2: 1000}


def test_drawn_page_is_as_good_for_every_eye_and_hand_as_the_houses(phone: Open, house: House) -> None:
    page, _worker = phone()
    page.context.set_offline(True)
    tick(page, "Vitamin D")
    expect(row(page, "Vitamin D")).to_contain_text(KEPT)
    walker = Walker(page, house.url)
    walker.check()
    page.get_by_role("link", name="What waits to be sent").click()
    walker.check()
    assert not walker.complaints
