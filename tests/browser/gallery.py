"""Takes a picture of every page in every state, narrow to wide, light and dark, and lays out a table of them.

The table is .build/gallery/index.html. It shows what this run took: all of it, or what the options ask for.
"""

import argparse
import base64
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, product
from pathlib import Path
from typing import Literal

from playwright.sync_api import BrowserContext, Error, Page, Response

from tests.browser import demonstration, people, states, steps
from tests.browser.conftest import PHONE
from tests.browser.screenshots import ZONE, Studio, studio
from tests.browser.steps import State
from tests.browser.walker import WIDER
from tests.processes import ROOT

FOLDER = ROOT / ".build" / "gallery"
HEIGHTS = {320: 640, 390: 844, 768: 1024, 1280: 800}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TEXTS = (100, 200)
FORCED_WIDTH = 390
TALLEST = 4000
QUALITY = 70
PATIENCE = 10_000  # ms
USUAL_SIZE = 16
SERVER_ERROR = 500
# Once the type is there and what moves has come to rest, the page has its height.
HEIGHT = """async () => {
  await document.fonts.ready;
  return Math.ceil(document.documentElement.scrollHeight);
}"""
STYLE = """
body { margin: 0; font: 16px/1.4 system-ui, sans-serif; color: #222; background: #fff; }
table { border-collapse: separate; border-spacing: 0; }
th, td { padding: 8px; border: solid #ccc; border-width: 0 1px 1px 0; vertical-align: top; text-align: left; }
th { background: #f3f3f3; }
thead th { position: sticky; top: 0; z-index: 1; white-space: nowrap; }
tbody th { position: sticky; left: 0; min-width: 120px; max-width: 160px; }
thead th:first-child { left: 0; z-index: 2; }
img { display: block; height: 400px; max-width: 500px; object-fit: contain; object-position: top; }
.wider { color: #a00; font-weight: bold; }
"""


@dataclass(frozen=True, slots=True)
class Look:
    """A column of the table: the screen's width, the colours, and the size of text in percent."""

    width: int
    scheme: Literal["light", "dark"]
    text: int
    is_forced: bool = False

    @property
    def name(self) -> str:
        """What the column is called."""
        return f"{self.width} {'forced colours' if self.is_forced else self.scheme} {self.text} %"

    @property
    def part(self) -> str:
        """The end of its files' names."""
        return f"{self.width}-{'forced' if self.is_forced else self.scheme}-{self.text}"


@dataclass(frozen=True, slots=True)
class Taken:
    """One picture of the table, and by how many pixels the page is wider than its screen."""

    state: State
    look: Look
    file: str
    wider: int


@dataclass(slots=True)
class Table:
    """What a run took, and what went wrong on the way."""

    pictures: list[Taken]
    complaints: list[str]


def looks() -> tuple[Look, ...]:
    """Every column, those first that ask the least of the browser to go on to the next."""
    usual = [Look(width, scheme, text) for text, width, scheme in product(TEXTS, HEIGHTS, SCHEMES)]
    return (*usual, Look(FORCED_WIDTH, "light", TEXTS[0], is_forced=True))


class Visit:
    """One page in one state, looked at in one way after the other."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.devtools = page.context.new_cdp_session(page)

    def take(self, state: State, wanted: Sequence[Look]) -> Iterator[Taken]:
        """The pictures of this state; the page is laid out anew only where its size changes."""
        for (width, text), group in groupby(wanted, key=lambda look: (look.width, look.text)):
            self._lay_out(width, text, is_whole=state.is_whole)
            wider = self.page.evaluate(WIDER)
            for look in group:
                yield Taken(state, look, self._picture(state, look), wider)

    def _lay_out(self, width: int, text: int, *, is_whole: bool) -> None:
        """Size of text and screen, then a screen as high as the page, so that its bar lies at the end."""
        sizes = {"standard": USUAL_SIZE * text // 100}
        self.devtools.send("Page.setFontSizes", {"fontSizes": sizes})
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        height = min(max(HEIGHTS[width], self.page.evaluate(HEIGHT)), TALLEST)
        if is_whole:
            self.page.set_viewport_size({"width": width, "height": height})

    def _picture(self, state: State, look: Look) -> str:
        self.page.emulate_media(
            color_scheme=look.scheme, forced_colors="active" if look.is_forced else "none"
        )
        file = f"{re.sub(r'[^a-z0-9]+', '-', state.name)}-{look.part}.jpg"
        answer = self.devtools.send("Page.captureScreenshot", {"format": "jpeg", "quality": QUALITY})
        (self.folder / file).write_bytes(base64.b64decode(answer["data"]))
        return file


class Gallery:
    """Goes to every state of a studio and notes what it sees."""

    def __init__(self, ready: Studio, folder: Path) -> None:
        self.ready, self.folder = ready, folder
        self.browsers: dict[str, BrowserContext] = {}
        self.table = Table([], [])

    def show(self, state: State, wanted: Sequence[Look]) -> None:
        """All pictures of one state; one that cannot be reached is a complaint, and the rest goes on."""
        page = self.enter(state.person).new_page()
        page.set_default_timeout(PATIENCE)
        page.on("response", lambda response: self._answered(state, response))
        try:
            self.reach(state, page)
            self.table.pictures.extend(Visit(page, self.folder).take(state, wanted))
        except (Error, AssertionError, StopIteration) as error:
            reason = str(error).partition("\n")[0]
            self.table.complaints.append(f"{state.name}: not reached: {reason}")
        finally:
            page.close()

    def reach(self, state: State, page: Page) -> None:
        """Go where the state is, and do what leads to it. Raises what the browser raises when it cannot."""
        if state.path:
            page.goto(self.ready.url + state.path)
        state.step(page, self.ready)
        page.mouse.move(0, 0)

    def enter(self, person: str) -> BrowserContext:
        """The browser that person is signed in with; a visitor comes to hers without a cookie every time."""
        if person not in self.browsers:
            self.browsers[person] = self._opened(person)
        if person == steps.NOBODY:
            self.browsers[person].clear_cookies()
        return self.browsers[person]

    def _opened(self, person: str) -> BrowserContext:
        context = self.ready.browser.new_context(
            viewport=PHONE,
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id=ZONE,
            service_workers="block",
        )
        if person != steps.NOBODY:
            token = self.ready.token if person == steps.ANNA else people.token_of(self.ready.app, person)
            demonstration.enter(context, self.ready.url, token)
        return context

    def _answered(self, state: State, response: Response) -> None:
        if response.status >= SERVER_ERROR:
            self.table.complaints.append(f"{state.name}: {response.status}")


def page_of(table: Table) -> str:
    """The table as a page: a row a state, a column a look, every picture leads to itself in full size."""
    columns = list(dict.fromkeys(taken.look for taken in table.pictures))
    head = "".join(f"<th>{escape(look.name)}</th>" for look in columns)
    rows = "\n".join(
        _row(state, list(group)) for state, group in groupby(table.pictures, key=lambda taken: taken.state)
    )
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Gallery</title>'
        f"<style>{STYLE}</style>\n<table><thead><tr><th>State</th>{head}</tr></thead>\n<tbody>{rows}</tbody></table></html>\n"
    )


def _row(state: State, pictures: Sequence[Taken]) -> str:
    cells = "".join(
        f'<td><a href="{taken.file}"><img loading="lazy" src="{taken.file}" alt="{taken.look.name}"></a>'
        f"{_note(taken)}</td>"
        for taken in pictures
    )
    return f"<tr><th>{escape(state.name)}</th>{cells}</tr>"


def _note(taken: Taken) -> str:
    return f'<p class="wider">{taken.wider} px wider than the screen</p>' if taken.wider > 0 else ""


def read_options(words: Sequence[str]) -> argparse.Namespace:
    """What the command line asks for; nothing asks for everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.gallery", description=__doc__)
    parser.add_argument("--only", default="", metavar="WORD", help="states whose name contains this")
    parser.add_argument("--width", type=int, choices=HEIGHTS)
    parser.add_argument("--scheme", choices=(*SCHEMES, "forced"))
    parser.add_argument("--text", type=int, choices=TEXTS, help="size of text in percent")
    return parser.parse_args(words)


def wanted_looks(options: argparse.Namespace) -> list[Look]:
    """The columns asked for."""
    return [
        look
        for look in looks()
        if options.width in (None, look.width)
        and options.scheme in (None, "forced" if look.is_forced else look.scheme)
        and options.text in (None, look.text)
    ]


def main() -> None:
    """Take them, write the table, and say what is wider than its screen or could not be reached."""
    options = read_options(sys.argv[1:])
    chosen = [state for state in states.STATES if options.only in state.name]
    wanted = wanted_looks(options)
    if not chosen or not wanted:
        sys.exit("No state of that name, or no such picture.")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with studio() as ready:
        gallery = Gallery(ready, FOLDER)
        for state in chosen:
            gallery.show(state, wanted)
    (FOLDER / "index.html").write_text(page_of(gallery.table))
    report(gallery.table)


def report(table: Table) -> None:
    """Print what the run found; end with an error when a state could not be reached."""
    for taken in table.pictures:
        if taken.wider > 0:
            print(f"{taken.state.name}, {taken.look.name}: {taken.wider} px wider than the screen")
    for complaint in table.complaints:
        print(complaint)
    print(f"{len(table.pictures)} pictures: {(FOLDER / 'index.html').relative_to(ROOT)}")
    if table.complaints:
        sys.exit(1)


if __name__ == "__main__":
    main()
