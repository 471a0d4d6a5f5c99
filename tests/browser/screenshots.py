"""Takes the pictures of docs/pictures and of the manifest from demo data at one fixed hour.

They are the same every time.
"""

import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from sqlmodel import Session, select

from app import assets, clock, create_app, demo, jobs
from app.accounts.models import User
from app.reminders.models import Slot
from tests.browser import demonstration
from tests.browser.conftest import PHONE, QUIET
from tests.browser.setup import find
from tests.processes import ROOT

HOUR = datetime(2026, 11, 20, 8, 40, tzinfo=UTC)
TODAY = date(2026, 11, 20)
ZONE = "Europe/London"
NUMBER = "+447700900123"
PICTURES = ROOT / "docs" / "pictures"
AT_HOME = assets.STATIC / "home"
LARGEST = 200_000
LARGEST_AT_HOME = 60_000
DESK: ViewportSize = {"width": 1024, "height": 640}
KEY = "the same links in every picture, and no others"
EATEN = ("Oats", "Apple", "Kale", "Walnut")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a phone shows it; ``scale`` is the pixels of the picture for one of the page.

    ``tap`` is the habit she ticks before the picture is taken, so that the notice speaks of it.
    """

    name: str
    path: str
    scale: int = 1
    is_dark: bool = False
    is_hers: bool = True
    tap: str = ""


SHOWN = (
    Picture("today", "/", scale=2, tap="Vitamin D"),
    Picture("today-dark", "/", is_dark=True),
    Picture("progress", "/progress"),
    Picture("habit", "/progress/habits/1"),
    Picture("month", "/progress/2026-10"),
    Picture("report", "/report"),
    Picture("plants", "/plants"),
    Picture("reminders", "/reminders"),
    Picture("welcome", "/", is_hers=False),
    Picture("letterbox", "/letterbox", is_hers=False),
)

# What a browser shows before Bonny is put on a home screen (app/offline/manifest.py).
SHOWN_AT_HOME = (
    (Picture("shown-today", "/", scale=2, tap="Vitamin D"), PHONE),
    (Picture("shown-plants", "/plants", scale=2), PHONE),
    (Picture("shown-progress", "/progress", scale=2), PHONE),
    (Picture("shown-wide", "/"), DESK),
)


class Studio:
    """A browser in front of the product."""

    def __init__(self, browser: Browser, app: Flask, url: str, token: str) -> None:
        self.browser, self.app, self.url, self.token = browser, app, url, token

    def open(self, picture: Picture, *, width: int = PHONE["width"]) -> Page:
        """A phone with the picture's page open, signed in if the page is hers."""
        context = self.browser.new_context(
            viewport={**PHONE, "width": width},
            device_scale_factor=picture.scale,
            color_scheme="dark" if picture.is_dark else "light",
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id=ZONE,
        )
        if picture.is_hers:
            demonstration.enter(context, self.url, self.token)
        page = context.new_page()
        page.goto(self.url + picture.path, wait_until="networkidle")
        if picture.tap:
            tick(page, picture.tap)
        return page

    def take(
        self, picture: Picture, folder: Path, *, width: int = PHONE["width"], whole: bool = False
    ) -> Path:
        """Write one picture: the screen, or the whole page."""
        page = self.open(picture, width=width)
        file = folder / f"{picture.name}.png"
        page.mouse.move(0, 0)
        page.screenshot(path=file, full_page=whole)
        page.context.close()
        return file

    def take_for_home(self, picture: Picture, size: ViewportSize, folder: Path) -> Path:
        """Write one picture of the manifest, packed tightly."""
        page = self.open(picture)
        page.set_viewport_size(size)
        page.mouse.move(0, 0)
        file = folder / f"{picture.name}.webp"
        Image.open(BytesIO(page.screenshot())).convert("RGB").save(file, quality=75, method=6)
        page.context.close()
        return file

    def have_a_morning(self) -> None:
        """Let a reminder come, and let her record what she has done by now."""
        page = self.open(Picture("", "/reminders/new"))
        ask_for_reminders(page)
        self._remind()
        page.goto(self.url)
        eat(page)
        count_prunes(page)
        tick(page, "Fermented food")
        page.context.close()

    def _remind(self) -> None:
        """Let the reminder fall due now; the letterbox takes it, and the welcome text before it."""
        with self.app.app_context():
            jobs.deliver(self.app)
            with self.app.extensions["bonny.database"].writing() as session:
                for slot in session.exec(select(Slot)):
                    slot.next_due_at, slot.next_day = HOUR, TODAY
                    session.add(slot)
                session.commit()
            jobs.read(self.app)
            jobs.plan(self.app)
            jobs.deliver(self.app)


def ask_for_reminders(page: Page) -> None:
    """Agree to texts, at eight."""
    page.get_by_label("Yes, Bonny may text me").check()
    page.get_by_label("By text to").check()
    page.get_by_label("By email to").uncheck()
    page.get_by_label("At", exact=True).fill("08:00")
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()


def eat(page: Page) -> None:
    """What she had for breakfast, typed as people type."""
    for name in EATEN:
        page.get_by_label("Add a plant").fill(name)
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.locator("#plants .is-on", has_text=name)).to_be_visible()


def count_prunes(page: Page) -> None:
    """Three of five prunes."""
    prunes = page.locator(".day-row", has_text="Prunes")
    prunes.locator("summary").click()
    prunes.get_by_label("Prunes", exact=True).fill("3")
    prunes.get_by_role("button", name="Save").click()
    expect(page.locator(".day-row", has_text="Prunes").locator(".stepper")).to_contain_text("3 of 5")


def tick(page: Page, name: str) -> None:
    """One tap on a row."""
    row = page.locator(".day-row", has_text=name)
    row.locator(".row-main").click()
    expect(page.locator(".day-row.is-done", has_text=name)).to_be_visible()


def anna(session: Session) -> User:
    """The demo person, with a mobile number."""
    user = demo.fill(session, today=TODAY, now=HOUR, zone=ZONE)
    user.phone = NUMBER
    session.add(user)
    return user


@contextmanager
def studio() -> Iterator[Studio]:
    """The product of that morning, and a browser in front of it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=QUIET)
        with furnished(browser) as ready:
            yield ready
        browser.close()


@contextmanager
def furnished(browser: Browser) -> Iterator[Studio]:
    """The same for a browser that is there already; afterwards clock and log are as they were."""
    log = logging.getLogger("bonny")
    asked, level = clock.now, log.level
    clock.now = lambda: HOUR
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(DATA_DIR=folder, SECRET_KEY=KEY)
        log.setLevel(logging.WARNING)
        try:
            token = demonstration.filled(app, anna, now=HOUR)
            with demonstration.served(app) as url:
                ready = Studio(browser, app, url, token)
                ready.have_a_morning()
                yield ready
        finally:
            clock.now = asked
            log.setLevel(level)
            app.extensions["bonny.database"].close()
            app.extensions["bonny.migration_database"].close()


def main() -> None:
    """Take them all; end with an error when one is too large to be looked at in a README."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with studio() as ready:
        for picture in SHOWN:
            weigh(ready.take(picture, PICTURES), most=LARGEST)
        for picture, size in SHOWN_AT_HOME:
            weigh(ready.take_for_home(picture, size, AT_HOME), most=LARGEST_AT_HOME)


def weigh(file: Path, *, most: int) -> None:
    """Say how large a picture is; end when it is too large."""
    size = file.stat().st_size
    print(f"{file.relative_to(ROOT)}  {size / 1000:.0f} kB")
    if size > most:
        sys.exit(f"{file.name} is larger than {most / 1000:.0f} kB.")


if __name__ == "__main__":
    main()
