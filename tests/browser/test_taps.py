"""Taps on a slow phone, on no network, by a trembling hand: shown at once, kept once, never silently lost."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlmodel import col, select

from app.checklist.models import Mark, MarkChange
from tests.browser import demonstration, screenshots
from tests.browser.conftest import PHONE
from tests.browser.demonstration import House
from tests.processes import until

pytestmark = pytest.mark.browser

SLOW_BY, DOUBLE_TAP = 1_500, 500
SLOW = {"offline": False, "latency": SLOW_BY, "downloadThroughput": -1, "uploadThroughput": -1}
WAITING = re.compile("is-on-its-way")
SHOWN_DONE = "row => getComputedStyle(row.querySelector('.tick-disc')).opacity === '1'"
NOTICE_HOLDS = 1_000


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The product on demo data."""
    with demonstration.standing(tmp_path_factory.mktemp("taps")) as house:
        yield house


@pytest.fixture
def today(chromium: Browser, house: House) -> Iterator[Page]:
    """Anna's day with nothing recorded in it."""
    with house.app.extensions["bonny.database"].writing() as session:
        for mark in session.exec(select(Mark).where(Mark.day == house.today)):
            session.delete(mark)
        session.commit()
    context = chromium.new_context(
        viewport=PHONE, locale="en-GB", has_touch=True, reduced_motion="reduce", service_workers="block"
    )
    house.let_in(context)
    page = context.new_page()
    page.goto(house.url)
    yield page
    context.close()


def row(page: Page, name: str) -> Locator:
    return page.locator(".day-row", has=page.locator(".row-name", has_text=name))


def changes(house: House, name: str) -> list[MarkChange]:
    """Today's changes of a habit, oldest first."""
    habit_id = {"Prunes": 1, "Vitamin D": 2, "Fermented food": 3, "Walk or exercise": 4}[name]
    with house.app.extensions["bonny.database"].reading() as session:
        found = select(MarkChange).where(MarkChange.habit_id == habit_id, MarkChange.day == house.today)
        return list(session.exec(found.order_by(col(MarkChange.id))))


def slow_down(page: Page) -> None:
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)


def test_tick_shows_before_the_answer_comes(today):
    slow_down(today)
    vitamin = row(today, "Vitamin D")
    vitamin.locator(".row-main").tap()
    expect(vitamin).to_have_class(WAITING)
    assert vitamin.evaluate(SHOWN_DONE)
    expect(vitamin.locator(".row-main[aria-pressed=true]")).to_be_visible()
    expect(vitamin).not_to_have_class(WAITING)
    expect(today.get_by_role("status").filter(has_text="Vitamin D")).to_be_visible()


def test_tick_without_a_network_is_taken_back_and_said(today, house):
    before = len(changes(house, "Vitamin D"))
    today.context.set_offline(True)
    vitamin = row(today, "Vitamin D")
    vitamin.locator(".row-main").tap()
    expect(
        today.get_by_text("That did not reach Bonny. Check the connection, then tap again.")
    ).to_be_visible()
    expect(vitamin).not_to_have_class(WAITING)
    assert not vitamin.evaluate(SHOWN_DONE)
    assert len(changes(house, "Vitamin D")) == before
    today.context.set_offline(False)
    today.wait_for_timeout(NOTICE_HOLDS)
    vitamin.locator(".row-main").tap()
    expect(vitamin.locator(".row-main[aria-pressed=true]")).to_be_visible()


def test_tick_that_the_server_could_not_keep_is_taken_back_and_said(today):
    today.route(re.compile("/habits/"), lambda route: route.fulfill(status=503, body="away"))
    vitamin = row(today, "Vitamin D")
    vitamin.locator(".row-main").tap()
    expect(today.get_by_text("That could not be kept. Reload the page, then try again.")).to_be_visible()
    assert not vitamin.evaluate(SHOWN_DONE)


@pytest.mark.parametrize("is_slow", [False, True])
def test_two_quick_taps_tick_once(today, house, is_slow):
    before = len(changes(house, "Fermented food"))
    if is_slow:
        slow_down(today)
    ferments = row(today, "Fermented food")
    ferments.locator(".row-main").dblclick(delay=20)
    expect(ferments.locator(".row-main[aria-pressed=true]")).to_be_visible()
    today.wait_for_timeout(NOTICE_HOLDS)
    expect(ferments.locator(".row-main[aria-pressed=true]")).to_be_visible()
    assert len(changes(house, "Fermented food")) == before + 1


def test_two_quick_taps_on_a_weekly_row_add_one_portion(today, house):
    walk = row(today, "Walk or exercise")
    before = len(changes(house, "Walk or exercise"))
    walk.locator(".row-main").dblclick(delay=20)
    expect(walk.locator(".stepper b")).to_have_text("30 min")
    today.wait_for_timeout(NOTICE_HOLDS)
    assert len(changes(house, "Walk or exercise")) == before + 1


def test_quick_presses_of_plus_all_count_on_a_slow_network(today):
    screenshots.count_prunes(today)
    slow_down(today)
    prunes = row(today, "Prunes")
    for _ in range(3):
        prunes.locator(".step").last.click()
    expect(prunes.locator(".stepper b")).to_have_text("6 of 5")


def test_presses_that_wait_are_dropped_with_the_one_that_failed(today, house):
    screenshots.count_prunes(today)
    slow_down(today)
    prunes = row(today, "Prunes")
    today.route(re.compile("/habits/"), lambda route: route.fulfill(status=503, body="away"))
    for _ in range(3):
        prunes.locator(".step").last.click()
    expect(today.get_by_text("That could not be kept.")).to_be_visible()
    today.unroute_all()
    today.reload()
    expect(row(today, "Prunes").locator(".stepper b")).to_have_text("3 of 5")


def test_press_that_waits_dies_with_the_stepper_it_was_meant_for(today):
    """The answer may take the stepper away; what was pressed on it must not come true later."""
    vitamin = row(today, "Vitamin D")
    vitamin.locator("summary").click()
    vitamin.get_by_label("IU", exact=True).fill("800")
    vitamin.get_by_role("button", name="Save").click()
    expect(vitamin.locator(".stepper b")).to_have_text("800 of 1,000")
    slow_down(today)
    for _ in range(3):
        vitamin.locator(".step").last.click()
    expect(vitamin.locator(".row-main[aria-pressed=true]")).to_be_visible()
    expect(vitamin).not_to_have_class(WAITING)
    vitamin.locator("summary").click()
    vitamin.get_by_label("IU", exact=True).fill("400")
    vitamin.get_by_role("button", name="Save").click()
    expect(vitamin.locator(".stepper b")).to_have_text("400 of 1,000")
    today.wait_for_timeout(2 * SLOW_BY)
    expect(vitamin.locator(".stepper b")).to_have_text("400 of 1,000")


def test_two_portions_on_a_slow_network_both_count(today):
    slow_down(today)
    walk = row(today, "Walk or exercise")
    walk.locator(".row-main").tap()
    today.wait_for_timeout(2 * DOUBLE_TAP)
    walk.locator(".row-main").tap()
    expect(walk.locator(".stepper b")).to_have_text("60 min")


def test_another_button_of_a_row_that_waits_asks_for_patience(today):
    slow_down(today)
    ferments = row(today, "Fermented food")
    ferments.locator("summary").click()
    ferments.locator(".row-main").tap()
    ferments.get_by_role("button", name="ill").tap()
    expect(today.get_by_text("One moment: the tap before is on its way. Then press again.")).to_be_visible()
    expect(ferments.locator(".row-main[aria-pressed=true]")).to_be_visible()


def test_taking_a_tick_back_shows_before_the_answer_comes(today):
    vitamin = row(today, "Vitamin D")
    vitamin.locator(".row-main").tap()
    expect(vitamin.locator(".row-main[aria-pressed=true]")).to_be_visible()
    today.wait_for_timeout(2 * DOUBLE_TAP)
    slow_down(today)
    vitamin.locator(".row-main").tap()
    expect(vitamin).to_have_class(WAITING)
    assert not vitamin.evaluate(SHOWN_DONE)
    expect(vitamin.locator(".row-main[aria-pressed=false]")).to_be_visible()


def test_two_quick_taps_without_a_script_are_one_change(chromium, house, today):
    before = len(changes(house, "Vitamin D"))
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    house.let_in(context)
    page = context.new_page()
    page.goto(house.url)
    row(page, "Vitamin D").locator(".row-main").dblclick(delay=5, no_wait_after=True)
    until(lambda: len(changes(house, "Vitamin D")) > before, what="the tap to arrive")
    page.wait_for_load_state("networkidle")
    page.goto(house.url)
    expect(row(page, "Vitamin D").locator(".row-main[aria-pressed=true]")).to_be_visible()
    assert len(changes(house, "Vitamin D")) == before + 1
    context.close()
