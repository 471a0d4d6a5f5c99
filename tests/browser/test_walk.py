"""A walk over every page in a real browser: axe, narrow screens, large text, dark, nothing foreign."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize
from werkzeug.routing import Rule

from app.messages import queries
from app.reminders import unsubscribing
from tests.browser import demonstration
from tests.browser.conftest import PHONE
from tests.browser.demonstration import Demonstration
from tests.processes import until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("walk")]

NO_PAGES = {
    "checklist.search",
    "messages.letter_source",
    "report.csv_file",
    "report.pdf_file",
    "settings.export",
    "shell.healthz",
    "shell.htmx_script",
    "static",
}
AFTER_A_STEP = {"accounts.code", "accounts.sign_up", "contact.prove"}
FOR_BOTH = {"checklist.today", "catalogue.library", "messages.letterbox"}
NARROW: ViewportSize = {"width": 320, "height": 640}
LARGE_ROOT = 36
ALL_RULES = {
    "preload": False,
    "resultTypes": ["violations"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}
SCHEME_RULES = {
    "preload": False,
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "rule",
        "values": ["color-contrast", "color-contrast-enhanced", "link-in-text-block"],
    },
}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
IDS = "[...document.querySelectorAll('[id]')].map(tag => tag.id)"
# Words that break inside or spill out of their box; addresses and very long words may break.
TORN = """() => {
  const torn = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const box = node.parentElement;
    if (box.closest(".visually-hidden, .table-scroll, svg, select") || !box.checkVisibility()) continue;
    let block = box;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const edge = block.getBoundingClientRect().right + 2;
    for (const word of node.data.matchAll(/(?<!\\S)\\p{L}{2,10}(?=[,.:;?!]?(?!\\S))/gu)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const rects = [...range.getClientRects()].filter(rect => rect.width > 0);
      if (rects.length > 1 || rects.some(rect => rect.right > edge)) torn.push(word[0]);
    }
  }
  return torn;
}"""
OPEN_ALL = "document.querySelectorAll('details').forEach(each => each.open = true)"
ROOT_SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
NOTE_BLOCKED = (
    "addEventListener('securitypolicyviolation', event => console.error('CSP: ' + event.blockedURI))"
)


@dataclass(frozen=True, slots=True)
class Stop:
    """An address of the walk, and the status its page comes with."""

    path: str
    status: int = 200


class Walker:
    """A phone that goes from page to page and notes what is wrong there."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url, self.at = page, url, ""
        self.complaints: list[str] = []
        self.devtools = page.context.new_cdp_session(page)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.note(f"script: {error}"))
        page.on("request", lambda request: self._asked(request.url))
        page.add_init_script(NOTE_BLOCKED)

    def note(self, words: str) -> None:
        self.complaints.append(f"{self.at}: {words}")

    def go(self, stop: Stop) -> None:
        self.at = stop.path
        answer = self.page.goto(self.url + stop.path)
        assert answer is not None
        if answer.status != stop.status or not answer.headers["content-type"].startswith("text/html"):
            self.note(f"{answer.status} {answer.headers['content-type']}")
        if self.page.url != self.url + stop.path:
            self.note(f"leads to {self.page.url}")

    def check(self) -> None:
        """Headings and ids, axe in light and dark, a narrow screen, text of twice the size."""
        self._check_outline()
        self.page.evaluate(OPEN_ALL)
        self.page.evaluate(AXE_SCRIPT)
        self._note_axe("light", ALL_RULES)
        self.page.emulate_media(color_scheme="dark")
        self._note_axe("dark", SCHEME_RULES)
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(NARROW)
        self._check_width("at 320 px")
        self.page.set_viewport_size(PHONE)
        self._check_large_text()

    def _check_outline(self) -> None:
        headings = self.page.locator("h1").count()
        if headings != 1:
            self.note(f"{headings} h1")
        doubled = [name for name, count in Counter(self.page.evaluate(IDS)).items() if count > 1]
        if doubled:
            self.note(f"ids used twice: {doubled}")

    def _check_width(self, when: str) -> None:
        wider = self.page.evaluate(WIDER)
        if wider > 0:
            self.note(f"{wider} px wider than the screen {when}")
        torn = self.page.evaluate(TORN)
        if torn:
            self.note(f"words torn or spilled {when}: {torn}")

    def _check_large_text(self) -> None:
        """The browser's own text size, which is 16 px at first, set to twice that."""
        self.devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
        if self.page.evaluate(ROOT_SIZE) != LARGE_ROOT:
            self.note("text does not follow the browser's size")
        self._check_width("at 200 % text")
        self.devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})

    def _note_axe(self, scheme: str, options: dict[str, Any]) -> None:
        found = self.page.evaluate("options => axe.run(document, options)", options)
        for violation in found["violations"]:
            for node in violation["nodes"]:
                why = " ".join(str(node["failureSummary"]).split())
                self.note(f"{violation['id']} ({scheme}) {node['target']} {why}")

    def _heard(self, message: ConsoleMessage) -> None:
        is_the_status = "the server responded with a status of 404" in message.text
        if message.type in ("error", "warning") and not is_the_status:
            self.note(f"console: {message.text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.url, "data:")):
            self.note(f"foreign request: {url}")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """The product on demo data."""
    with demonstration.started(tmp_path_factory.mktemp("walk")) as house:
        yield house


def examples(house: Demonstration) -> dict[str, str]:
    """An address for every page that has a part to fill in; a new one needs its example here."""
    link = unsubscribing.Link(user_id=1, slot_id=1)
    key = house.app.extensions["bonny.settings"].secret_key
    return {
        "accounts.invitation": "/invitation/an-old-one",
        "accounts.link": "/sign-in/link/unused",
        "catalogue.habit": "/library/prunes",
        "checklist.on_day": f"/day/{house.today - timedelta(days=1)}",
        "habits.habit": "/habits/1",
        "progress.month": f"/progress/{house.today.replace(day=1) - timedelta(days=1):%Y-%m}",
        "reminders.unsubscribe": f"/unsubscribe/{unsubscribing.token_of(key, link)}",
    }


def pages_of(app: Flask) -> list[Rule]:
    """Every address that shows a page."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES
    ]


def stops(house: Demonstration, *, is_hers: bool) -> list[Stop]:
    """Her pages, or those that stand open to all; and one that does not exist."""
    found = [Stop("/no-such-page", 404)]
    for rule in pages_of(house.app):
        is_public = getattr(house.app.view_functions[rule.endpoint], "is_public", False)
        if rule.endpoint in AFTER_A_STEP or (is_public == is_hers and rule.endpoint not in FOR_BOTH):
            continue
        path = examples(house)[rule.endpoint] if rule.arguments else rule.rule
        found.append(Stop(path, 404 if rule.endpoint == "accounts.invitation" else 200))
    return found


def walker_of(chromium: Browser, house: Demonstration) -> Walker:
    context = chromium.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce")
    return Walker(context.new_page(), house.running.url)


def ask_for_code(walker: Walker, path: str, contact: str) -> None:
    """Go on to the page that takes the code, and check it."""
    walker.go(Stop(path))
    walker.page.get_by_label("Email or mobile number").fill(contact)
    walker.page.get_by_role("button", name="Send me a code").click()
    walker.page.get_by_label("Code", exact=True).wait_for()
    walker.at = walker.page.url
    walker.check()


def sign_up(walker: Walker, house: Demonstration) -> None:
    """Go on with the code to the page that opens an account, and check it."""
    ask_for_code(walker, "/sign-in", "clara@example.org")
    code = until(lambda: code_in_letterbox(house), what="the code in the letterbox")
    walker.page.get_by_label("Code", exact=True).fill(code)
    walker.page.get_by_role("button", name="Go on").click()
    walker.page.get_by_label("What shall we call you?").wait_for()
    walker.at = walker.page.url
    walker.check()


def code_in_letterbox(house: Demonstration) -> str | None:
    with house.app.extensions["bonny.database"].reading() as session:
        words = [letter.text for letter in queries.newest_letters(session, limit=1)]
    found = re.search(r"\b\d{6}\b", " ".join(words))
    return found[0] if found else None


def test_every_page_with_a_part_to_fill_in_has_its_example(house):
    with_parts = {rule.endpoint for rule in pages_of(house.app) if rule.arguments}
    assert with_parts == set(examples(house))


def test_what_the_walk_passes_by_is_no_page(house):
    """The list of what is no page cannot hide one."""
    client = house.app.test_client()
    client.set_cookie("bonny", house.token, domain="127.0.0.1")
    plain = [
        rule.rule
        for rule in house.app.url_map.iter_rules()
        if rule.endpoint in NO_PAGES and not rule.arguments
    ]
    for path in plain:
        with client.get(path, base_url=house.running.url) as answer:
            assert b"<html" not in answer.get_data().lower(), path


def test_pages_open_to_all_are_sound(chromium, house):
    walker = walker_of(chromium, house)
    sign_up(walker, house)
    for stop in stops(house, is_hers=False):
        walker.go(stop)
        walker.check()
    walker.page.context.close()
    assert not walker.complaints, "\n".join(walker.complaints)


def test_her_own_pages_are_sound(chromium, house):
    walker = walker_of(chromium, house)
    house.let_in(walker.page.context)
    for stop in stops(house, is_hers=True):
        walker.go(stop)
        walker.check()
    ask_for_code(walker, "/settings/contact", "anna.two@example.org")
    walker.page.context.close()
    assert not walker.complaints, "\n".join(walker.complaints)
