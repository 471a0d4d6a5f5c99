"""Whole ways by keyboard, without a script, with the person's own colours, without motion, on paper."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import demonstration
from tests.browser.conftest import PHONE
from tests.browser.demonstration import House
from tests.browser.test_walk import code_in_letterbox

pytestmark = pytest.mark.browser

MOST_TABS = 120
PLACES = (
    "/",
    "/progress",
    "/report",
    "/settings",
    "/reminders",
    "/habits",
    "/habits/1",
    "/sight",
    "/library",
)
HAS_FOCUS = "!document.activeElement || document.activeElement === document.body ? '' : 'yes'"
# The outline of what has the focus, and whether anything fixed lies over its middle.
UNSEEN = """() => {
  const tag = document.activeElement;
  const style = getComputedStyle(tag);
  const shown = tag.closest(".choice") ?? tag;
  const outline = getComputedStyle(shown);
  const box = tag.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 40));
  const isOutlined = [style, outline]
    .some(each => each.outlineStyle !== "none" && parseFloat(each.outlineWidth) >= 2);
  const isFree = top && (tag.contains(top) || top.contains(tag) || tag.closest("label")?.contains(top));
  return isOutlined && isFree ? "" : `${tag.outerHTML.slice(0, 100)} ${isOutlined ? "hidden" : "no outline"}`;
}"""
# Words of headings that begin on one line and end on another.
BROKEN_WORDS = """() => [...document.querySelectorAll("h1, h2, h3")].flatMap(heading => {
  const walk = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (walk.nextNode()) for (const word of walk.currentNode.data.matchAll(/\\S+/g)) {
    const range = document.createRange();
    range.setStart(walk.currentNode, word.index);
    range.setEnd(walk.currentNode, word.index + word[0].length);
    if (new Set([...range.getClientRects()].map(box => box.top)).size > 1) broken.push(word[0]);
  }
  return broken;
})"""
MOVING = """() => [...document.querySelectorAll("*")].filter(tag => {
  const style = getComputedStyle(tag);
  return style.animationName !== "none" || style.transitionDuration.split(", ").some(time => time !== "0s");
}).map(tag => tag.className.toString())"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The product on demo data."""
    with demonstration.standing(tmp_path_factory.mktemp("eyes")) as house:
        yield house


@pytest.fixture
def hers(phone: Callable[..., Page], house: House) -> Callable[..., Page]:
    """Open a phone signed in as Anna."""

    def open_page(path: str, **options: object) -> Page:
        page = phone(**options)
        house.let_in(page.context)
        page.goto(house.url + path)
        return page

    return open_page


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what has this name."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText"
        )
        if name in " ".join(str(said).split()):
            return
    raise AssertionError(f"Tab does not reach {name!r}")


@pytest.mark.parametrize("path", PLACES)
def test_every_place_that_takes_the_focus_shows_it(hers, path):
    page = hers(path)
    unseen, seen = [], 0
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if not page.evaluate(HAS_FOCUS):
            break
        seen += 1
        unseen += [page.evaluate(UNSEEN)]
    assert not [each for each in unseen if each]
    assert seen > 5


def test_account_is_opened_and_a_habit_begun_by_keyboard_alone(phone, house):
    page = phone()
    page.goto(house.url)
    tab_to(page, "Begin, or sign in")
    page.keyboard.press("Enter")
    page.get_by_label("Email or mobile number").wait_for()
    tab_to(page, "Email or mobile number")
    page.keyboard.type("dora@example.org")
    page.keyboard.press("Enter")
    page.get_by_label("Code", exact=True).wait_for()
    code = code_in_letterbox(house)
    tab_to(page, "Code")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.get_by_label("What shall we call you?").wait_for()
    tab_to(page, "What shall we call you?")
    page.keyboard.type("Dora")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Where would you like to start?").wait_for()
    tab_to(page, "Prunes")
    page.keyboard.press("Space")
    tab_to(page, "Go on")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Does any of this apply to you?").wait_for()
    tab_to(page, "Go on")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Before you begin").wait_for()
    tab_to(page, "Put it on my list")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="When shall Bonny remind you?").wait_for()
    tab_to(page, "Not now")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Dora")).to_be_visible()
    expect(page.locator(".day-row")).to_have_count(1)


@pytest.mark.parametrize("has_script", [True, False])
def test_dialog_is_opened_left_and_opened_again_by_keyboard(hers, has_script):
    page = hers("/settings", java_script_enabled=has_script)
    tab_to(page, "Sign out on every device")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Sign out on every device?")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Sign out on every device")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


def test_text_size_is_seen_at_once_and_kept_by_keyboard(hers):
    page = hers("/sight")
    html = page.locator("html")
    tab_to(page, "As on my phone")
    page.keyboard.press("ArrowDown")
    expect(html).to_have_attribute("data-text", "large")
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(html).to_have_attribute("data-text", "large")
    page.get_by_role("radio", name="As on my phone").first.check()
    page.get_by_role("button", name="Save").click()
    expect(html).not_to_have_attribute("data-text", "large")


def test_states_of_a_day_differ_in_the_persons_own_colours(chromium: Browser, house: House):
    context = chromium.new_context(
        viewport=PHONE, forced_colors="active", reduced_motion="reduce", service_workers="block"
    )
    page = context.new_page()
    page.goto(house.url + "/styleguide")
    rows = page.locator(".day-row .tick")
    pictures = [rows.nth(place).screenshot() for place in (0, 1, 2, 4)]
    assert len(set(pictures)) == len(pictures)
    kinds = ("met", "partial", "not_met", "skipped", "not_recorded")
    page.context.add_cookies([{"name": "bonny", "value": house.token, "url": house.url}])
    page.goto(f"{house.url}/progress/{house.today:%Y-%m}")
    cells = [page.locator(f".legend .cell-{kind}").screenshot() for kind in kinds]
    assert len(set(cells)) == len(cells)
    page.goto(f"{house.url}/progress/habits/1")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")  # her choice here, on a light phone
    pictured = page.locator(".chart .on-rule").first.evaluate("tag => getComputedStyle(tag).fill")
    assert pictured == page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    context.close()


@pytest.mark.parametrize("path", ["/", "/settings", "/styleguide"])
def test_nothing_moves_for_who_wants_no_motion(hers, path):
    assert hers(path, reduced_motion="reduce").evaluate(MOVING) == []


def test_motion_is_short_for_everyone_else(hers):
    page = hers("/", reduced_motion="no-preference")
    assert page.evaluate(MOVING)
    longest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('*')]"
        ".map(tag => parseFloat(getComputedStyle(tag).transitionDuration)))"
    )
    assert longest < 0.2


@pytest.mark.parametrize("path", ["/", "/progress", "/report"])
def test_paper_gets_dark_words_on_white_without_the_bar(hers, path):
    """Also for who chose dark: paper has no dark side."""
    page = hers(path, color_scheme="dark")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(34, 27, 41)"
    expect(page.locator(".bar")).to_be_hidden()
    for ground in page.locator(".cell, .meter").all()[:3]:
        assert ground.evaluate("tag => getComputedStyle(tag).printColorAdjust") == "exact"
    words = pypdf.PdfReader(io.BytesIO(page.pdf())).pages[0].extract_text()
    assert "Summary\n" not in words
    assert len(words) > 100


def test_paper_has_what_is_folded_but_no_second_calendar(hers, house):
    year = (house.today - timedelta(days=60)).year
    printed = [words_on_paper(hers(f"/progress/{year}")), words_on_paper(hers("/progress/habits/1"))]
    assert re.search(r"Week by week plants goal 30 .*\d ✓", printed[0])
    assert "All weeks of" in printed[1]
    assert re.search(r"Day Strength \d+ \w+ \d+ % \d+ \w+ \d+ %", printed[1])
    assert "as a table" not in printed[1]
    assert re.match(rf"Anna · \d+ \w+ {house.today.year} ", printed[1])


def words_on_paper(page: Page) -> str:
    pages = pypdf.PdfReader(io.BytesIO(page.pdf())).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())


def test_numbers_of_weeks_grow_with_the_text_and_no_heading_breaks_a_word(hers, house):
    before = house.today.replace(day=1) - timedelta(days=1)
    page = hers(f"/progress/{before:%Y-%m}")
    picture, rows = page.locator(".bars-upright > svg").first, page.locator(".bars-narrow .bar-row b").first
    expect(picture).to_be_visible()
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    page.set_viewport_size({"width": 320, "height": 700})
    expect(picture).to_be_hidden()
    assert rows.evaluate("tag => parseFloat(getComputedStyle(tag).fontSize)") >= 32
    assert rows.bounding_box()["width"] > 30
    assert not page.evaluate(BROKEN_WORDS)
