"""Today by keyboard alone: skip link, ticks, details, Undo; the focus is never lost and never hidden."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import demonstration, screenshots
from tests.browser.demonstration import House

pytestmark = pytest.mark.browser

MOST_TABS = 80
LEAST_PLACES = 20
FOCUSED = "document.activeElement?.matches(':focus-visible') && document.activeElement.id"
# Whether the middle of what has the focus can be seen: nothing fixed lies over it.
IS_SEEN = """() => {
  const tag = document.activeElement;
  const box = tag.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return Boolean(top) && (tag.contains(top) || top.contains(tag));
}"""
NAME = "document.activeElement.outerHTML.slice(0, 120)"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The product on demo data."""
    with demonstration.standing(tmp_path_factory.mktemp("keyboard")) as house:
        yield house


@pytest.fixture
def today(phone: Callable[..., Page], house: House) -> Page:
    """Anna's day, just opened."""
    page = phone()
    house.let_in(page.context)
    page.goto(house.url)
    return page


def row(page: Page, name: str) -> Locator:
    return page.locator(".day-row", has=page.locator(".row-name", has_text=name))


def tab_to(page: Page, target: Locator) -> int:
    """Press Tab until the target has the focus; how often that was."""
    for presses in range(1, MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("tag => tag === document.activeElement"):
            return presses
    raise AssertionError(f"Tab does not reach {target}")


def test_skip_link_leads_past_everything_to_the_day(today):
    today.keyboard.press("Tab")
    link = today.get_by_role("link", name="Skip to the content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    today.keyboard.press("Enter")
    expect(today.locator("#content")).to_be_focused()


@pytest.mark.parametrize(("key", "name"), [("Space", "Fermented food"), ("Enter", "Vitamin D")])
def test_tick_is_made_and_announced_and_the_focus_stays(today, key, name):
    button = row(today, name).locator(".row-main")
    tab_to(today, button)
    tick_id = today.evaluate(FOCUSED)
    assert tick_id
    today.keyboard.press(key)
    expect(row(today, name).locator(".row-main[aria-pressed=true]")).to_be_focused()
    assert today.evaluate(FOCUSED) == tick_id
    expect(today.get_by_role("status").filter(has_text=f"{name}: 1")).to_be_visible()
    today.keyboard.press(key)
    expect(row(today, name).locator(".row-main[aria-pressed=false]")).to_be_focused()


def test_details_open_and_take_an_amount(today):
    prunes = row(today, "Prunes")
    tab_to(today, prunes.locator("summary"))
    today.keyboard.press("Enter")
    expect(prunes.locator("details")).to_have_attribute("open", "")
    field = prunes.get_by_label("Prunes", exact=True)
    tab_to(today, field)
    today.keyboard.press("Control+A")
    today.keyboard.type("4")
    today.keyboard.press("Enter")
    expect(prunes.locator(".stepper")).to_contain_text("4 of 5")
    expect(prunes.locator(".row-main")).to_be_focused()


def test_stepper_counts_and_keeps_the_focus(today):
    screenshots.count_prunes(today)
    prunes = row(today, "Prunes")
    more = prunes.get_by_role("button", name="Prunes: 1 prune more")
    tab_to(today, more)
    today.keyboard.press("Enter")
    expect(prunes.locator(".stepper b")).to_have_text("4 of 5")
    expect(more).to_be_focused()


def test_undo_is_reached_and_leaves_the_focus_on_the_day(today):
    walk = row(today, "Walk or exercise")
    tab_to(today, walk.locator(".row-main"))
    today.keyboard.press("Enter")
    undo = today.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    tab_to(today, undo)
    today.keyboard.press("Enter")
    expect(today.get_by_role("status").filter(has_text="Taken back")).to_be_visible()
    expect(walk.locator(".stepper")).to_have_count(0)
    expect(today.locator("#content")).to_be_focused()


def test_focus_is_never_hidden_behind_bar_or_notice(today):
    row(today, "Walk or exercise").locator(".row-main").click()
    expect(today.get_by_role("button", name="Undo")).to_be_visible()
    today.locator(".skip-link").focus()
    hidden, seen = [], 0
    for _ in range(MOST_TABS):
        today.keyboard.press("Tab")
        if today.evaluate("document.activeElement === document.body"):
            break
        seen += 1
        if not today.evaluate(IS_SEEN):
            hidden.append(today.evaluate(NAME))
    today.get_by_role("button", name="Undo").click()
    assert not hidden
    assert seen > LEAST_PLACES


def test_box_of_the_summary_shows_it_anew_and_keeps_the_focus(today, house):
    today.goto(f"{house.url}/report")
    today.locator(".report-choices > summary").press("Enter")
    name = today.get_by_label("My name")
    tab_to(today, name)
    today.keyboard.press("Space")
    expect(today.locator(".report-head")).to_contain_text("Name: ____")
    expect(name).to_be_focused()
    expect(name).to_be_in_viewport()
    expect(name).not_to_be_checked()
    expect(today.locator("#notice")).to_contain_text("Kept. The page shows it.")
    today.keyboard.press("Space")
    expect(today.locator(".report-head")).to_contain_text("Anna")
