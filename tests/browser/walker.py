"""What a page is checked for in a browser: outline, targets, axe, width, words, console, foreign requests."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, ViewportSize

from tests.browser import colours
from tests.browser.colours import Scheme
from tests.browser.conftest import PHONE

# What the browser says of a page that explains what is wrong.
REFUSED = re.compile(
    "the server responded with a status of 4(00|03|04|22)|registration blocked by Playwright"
)
ZOOMED: ViewportSize = {"width": 320, "height": 256}
LEAST_TARGET, MOST_FIXED = 44, 0.3
NARROW: ViewportSize = {"width": 320, "height": 640}
LARGE_ROOT = 36
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
# Colours are judged apart, in light and in dark (colours.py).
ALL_BUT_COLOURS = {
    "preload": False,
    "resultTypes": ["violations"],
    "rules": {
        # Ours asks for more (SMALL).
        "target-size": {"enabled": False},
        "color-contrast": {"enabled": False},
        **{rule: {"enabled": False} for rule in colours.RULES},
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
    if (box.closest(".visually-hidden, svg, select") || !box.checkVisibility()) continue;
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
# What is pressed and smaller than 44 px (WCAG 2.2, 2.5.5); a link within a sentence is let be,
# and so is a second way for the finger alone, whose equal stands beside it.
SMALL = """least => [...document.querySelectorAll("a, button, input, select, summary, [role=button]")]
  .filter(tag => tag.type !== "hidden" && tag.checkVisibility({ visibilityProperty: true }))
  .filter(tag => !tag.closest(".skip-link, .visually-hidden, svg[aria-hidden=true]"))
  .map(tag => tag.closest("label") ?? tag)
  .filter(tag => tag.tagName !== "A" || getComputedStyle(tag).display !== "inline")
  .map(tag => [tag.getBoundingClientRect(), tag])
  .filter(([box]) => box.width < least || box.height < least)
  .map(([box, tag]) => `${tag.outerHTML.slice(0, 80)} ${Math.round(box.width)}×${Math.round(box.height)}`)"""
# At 400 % of 1280 × 1024 a page has this room: what is fixed must leave most of it.
FIXED = """() => [...document.querySelectorAll("body *")]
  .filter(tag => getComputedStyle(tag).position === "fixed" && tag.checkVisibility())
  .filter(tag => !tag.matches(":popover-open"))
  .reduce((sum, tag) => sum + tag.getBoundingClientRect().height, 0) / innerHeight"""
MENDED_FIRST = """() => {
  const wrong = document.querySelector("[autofocus][aria-invalid=true]");
  return !wrong || wrong === document.activeElement;
}"""
# Each question by its name, answered at one go: a browser answers ten at the cost of one.
SHAPE = {
    "headings": "document.querySelectorAll('h1').length",
    "ids": IDS,
    "mended": f"({MENDED_FIRST})()",
}
WIDTH = {"wider": WIDER, "torn": f"({TORN})()"}
# Only what is wrong comes back: all that axe found well is a hundred times as long.
AXE = "async options => (await axe.run(document, options)).violations"
OURS = "size => document.documentElement.dataset.text = size"
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
        """Keep a complaint with the place it is about."""
        self.complaints.append(f"{self.at}: {words}")

    def go(self, stop: Stop) -> None:
        """Open an address; its page must come with its status and stay where it is."""
        self.at = stop.path
        answer = self.page.goto(self.url + stop.path)
        assert answer is not None
        if answer.status != stop.status or not answer.headers["content-type"].startswith("text/html"):
            self.note(f"{answer.status} {answer.headers['content-type']}")
        if self.page.url != self.url + stop.path:
            self.note(f"leads to {self.page.url}")

    def check(self, *, is_mail: bool = False) -> None:
        """Outline, targets, axe in light and dark, narrow and zoomed screens, text of twice the size.

        The text of a mail is as large as the mail program makes it.
        """
        self.page.set_viewport_size(PHONE)
        self._check_shape()
        self._check_axe()
        if is_mail:
            self._check_narrow()
        else:
            self._check_large_text()
            self._check_narrow()
            self._check_our_largest()
        self._check_zoom()

    def check_plainly(self) -> None:
        """What holds with JavaScript off too: headings and ids, the focus, targets, a narrow screen."""
        self._check_shape()
        self._check_narrow()
        self.page.set_viewport_size(PHONE)

    def check_size(self) -> None:
        """What longer words could spoil: the width of the page and its words, with large text and without."""
        self.page.evaluate(OPEN_ALL)
        self._check_large_text()
        self._check_narrow()
        self.page.set_viewport_size(PHONE)

    def _ask(self, questions: dict[str, str]) -> Any:
        return self.page.evaluate(f"({{{', '.join(f'{name}: {each}' for name, each in questions.items())}}})")

    def _check_shape(self) -> None:
        shape = self._ask(SHAPE)
        if shape["headings"] != 1:
            self.note(f"{shape['headings']} h1")
        doubled = [name for name, count in Counter(shape["ids"]).items() if count > 1]
        if doubled:
            self.note(f"ids used twice: {doubled}")
        if not shape["mended"]:
            self.note("the focus is not on the first field to mend")
        self.page.evaluate(OPEN_ALL)
        for tag in self.page.evaluate(SMALL, LEAST_TARGET):
            self.note(f"smaller than {LEAST_TARGET} px: {tag}")

    def _check_axe(self) -> None:
        self.page.evaluate(AXE_SCRIPT)
        self._note_axe("any", self.page.evaluate(AXE, ALL_BUT_COLOURS))
        for scheme in SCHEMES:
            self._note_axe(scheme, colours.judged(self.page, scheme))
        self.page.emulate_media(color_scheme="light")

    def _check_width(self, when: str) -> None:
        found = self._ask(WIDTH)
        if found["wider"] > 0:
            self.note(f"{found['wider']} px wider than the screen {when}")
        if found["torn"]:
            self.note(f"words torn or spilled {when}: {found['torn']}")

    def _check_narrow(self) -> None:
        self.page.set_viewport_size(NARROW)
        self._check_width("at 320 px")

    def _check_large_text(self) -> None:
        """The browser's own text size, 16 px at first, set to twice that; then the same on a narrow phone."""
        self.devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
        if self.page.evaluate(ROOT_SIZE) != LARGE_ROOT:
            self.note("text does not follow the browser's size")
        self._check_width("at 200 % text")
        self.page.set_viewport_size(NARROW)
        if self.page.evaluate(WIDER) > 0:
            self.note("wider than 320 px at 200 % text")
        self.devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})

    def _check_our_largest(self) -> None:
        """The largest text that she can choose here, on the narrow phone and then on a usual one."""
        before = self.page.evaluate("document.documentElement.dataset.text ?? 'normal'")
        self.page.evaluate(OURS, "largest")
        if self.page.evaluate(WIDER) > 0:
            self.note("wider than 320 px with our largest text")
        self.page.set_viewport_size(PHONE)
        self._check_width("with our largest text")
        self.page.evaluate(OURS, before)

    def _check_zoom(self) -> None:
        self.page.set_viewport_size(ZOOMED)
        fixed = self.page.evaluate(FIXED)
        if fixed > MOST_FIXED:
            self.note(f"{fixed:.0%} of the screen is covered at 400 %")

    def _note_axe(self, scheme: str, violations: list[dict[str, Any]]) -> None:
        for violation in violations:
            for node in violation["nodes"]:
                why = " ".join(str(node["failureSummary"]).split())
                self.note(f"{violation['id']} ({scheme}) {node['target']} {why}")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not REFUSED.search(message.text):
            self.note(f"console: {message.text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.url, "data:")):
            self.note(f"foreign request: {url}")
