"""A week of plants in a browser, with a script and without: by letters, all at once, Undo, one of her own."""

import itertools
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlmodel import select

from app.checklist.models import PlantEaten
from tests.browser import demonstration
from tests.browser.conftest import PHONE
from tests.browser.demonstration import House

pytestmark = pytest.mark.browser

KEYSTROKES_APART = 60  # ms
LEAST_APART = 150  # ms
# Letters by the page's own clock: how long the machine takes for one has no part in how close they come.
TYPE = """async (field, [letters, apart]) => {
  for (const letter of letters) {
    field.value += letter;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((go) => setTimeout(go, apart));
  }
}"""
DOUBLE_TAP = 500  # ms
OWN = "Quxqux <herb>"
SEARCHED_AT = """performance.getEntriesByType("resource")
  .filter(each => each.name.includes("/plants/search"))
  .map(each => each.startTime)"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The product on demo data."""
    with demonstration.standing(tmp_path_factory.mktemp("plants")) as house:
        yield house


@pytest.fixture
def open_plants(chromium: Browser, house: House) -> Iterator[Callable[..., Page]]:
    """Open Anna's page of plants on a day with none eaten yet."""
    with house.app.extensions["bonny.database"].writing() as session:
        for row in session.exec(select(PlantEaten).where(PlantEaten.day == house.today)):
            session.delete(row)
        session.commit()
    contexts = []

    def open_page(path: str = "/plants", *, has_script: bool = True) -> Page:
        context = chromium.new_context(
            viewport=PHONE,
            locale="en-GB",
            has_touch=True,
            java_script_enabled=has_script,
            service_workers="block",
        )
        contexts.append(context)
        house.let_in(context)
        page = context.new_page()
        page.goto(house.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def eaten(house: House) -> list[str]:
    with house.app.extensions["bonny.database"].reading() as session:
        return list(session.exec(select(PlantEaten.plant).where(PlantEaten.day == house.today)))


def said(page: Page, words: str) -> Locator:
    return page.locator("#notice", has_text=words)


def add_all_usual(page: Page) -> None:
    page.get_by_text("Several at once").click()
    page.get_by_role("button", name="Add all").first.click()
    expect(said(page, "6 plants added:")).to_be_visible()


def type_own(page: Page) -> None:
    """Type it; the search that this starts has answered before the next tap, late on a busy machine."""
    with page.expect_response("**/plants/search*"):
        page.get_by_label("Add a plant").fill(OWN)


def add_own(page: Page, house: House) -> None:
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("Add a plant")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name=f"Add ‘{OWN}’ as your own plant").click()
    expect(page.locator("#plants .is-on", has_text=OWN)).to_be_visible()
    assert eaten(house) == [f"~{OWN}"]


def test_letters_lead_to_a_plant_that_a_tap_adds_and_a_tap_takes_back(open_plants, house):
    page = open_plants()
    page.get_by_label("Add a plant").press_sequentially("len", delay=KEYSTROKES_APART)
    lentil = page.locator("#match-lentil")
    lentil.tap()
    expect(page.locator("#match-lentil[aria-pressed=true]")).to_be_visible()
    expect(page.locator("#plant-lentil[aria-pressed=true]")).to_be_visible()
    expect(page.get_by_label("Add a plant")).to_have_value("")
    expect(said(page, "Lentil: ")).to_be_visible()
    assert eaten(house) == ["lentil"]
    page.wait_for_timeout(2 * DOUBLE_TAP)
    lentil.tap()
    expect(page.locator("#match-lentil[aria-pressed=false]")).to_be_visible()
    expect(said(page, "Lentil taken back")).to_be_visible()
    assert eaten(house) == []


def test_trembling_tap_adds_once(open_plants, house):
    page = open_plants("/")
    page.get_by_label("Add a plant").press_sequentially("len")
    page.locator("#match-lentil").dblclick(delay=20)
    expect(said(page, "Lentil: ")).to_be_visible()
    page.wait_for_timeout(2 * DOUBLE_TAP)
    expect(page.locator("#match-lentil[aria-pressed=true]")).to_be_visible()
    assert eaten(house) == ["lentil"]


def test_keyboard_adds_and_takes_back_and_keeps_its_place(open_plants, house):
    page = open_plants()
    page.get_by_label("Add a plant").focus()
    page.keyboard.type("len")
    expect(page.locator("#match-lentil")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#match-lentil")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#match-lentil[aria-pressed=true]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#match-lentil[aria-pressed=false]")).to_be_focused()
    assert eaten(house) == []


def test_searches_are_never_close_upon_each_other(open_plants):
    page = open_plants()
    page.get_by_label("Add a plant").evaluate(TYPE, ["lentils and kale", KEYSTROKES_APART])
    page.wait_for_timeout(2 * DOUBLE_TAP)
    assert len(page.evaluate(SEARCHED_AT)) == 1
    for pause in (90, 160, 240, 320):
        page.get_by_label("Add a plant").press_sequentially("x", delay=0)
        page.wait_for_timeout(pause)
    page.wait_for_timeout(2 * DOUBLE_TAP)
    times = page.evaluate(SEARCHED_AT)
    assert len(times) > 2
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= LEAST_APART


def test_all_the_usual_ones_come_and_go_in_one_tap_each(open_plants, house):
    page = open_plants()
    add_all_usual(page)
    assert len(eaten(house)) == 6
    page.get_by_role("button", name="Undo").click()
    expect(said(page, "Taken back.")).to_be_visible()
    assert eaten(house) == []


def test_own_plant_is_added_and_counts(open_plants, house):
    page = open_plants()
    type_own(page)
    add_own(page, house)
    expect(page.locator("#family-own")).to_be_visible()
    expect(page.locator(".family-plants", has_text=OWN)).to_be_visible()


def test_whole_way_works_without_a_script(open_plants, house):
    page = open_plants("/", has_script=False)
    page.get_by_label("Add a plant").fill("len")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("#match-lentil").click()
    expect(said(page, "Lentil: ")).to_be_visible()
    page.locator("#plant-lentil[aria-pressed=true]").click()
    expect(said(page, "Lentil taken back")).to_be_visible()
    add_all_usual(page)
    assert len(eaten(house)) == 6
    page.get_by_role("button", name="Undo").click()
    expect(said(page, "Taken back.")).to_be_visible()
    assert eaten(house) == []
    page.get_by_label("Add a plant").fill(OWN)
    add_own(page, house)
