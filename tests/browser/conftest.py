"""Chromium, headless, as a phone of 390 × 844."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.browser.setup import find, find_quickest

QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    # The pages of a browser context share a process: none has to be started for each.
    "--process-per-site",
    # A page lives for a second: what V8 spends on making its scripts faster never comes back.
    "--js-flags=--no-opt",
]
PHONE: ViewportSize = {"width": 390, "height": 844}

PATIENCE = 30_000  # ms: a busy machine is no fault of the page
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers, started once in this process."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests of this process: the quickest there is."""
    path = find_quickest()
    assert path is not None, "no Chromium here: make browser"
    browser = playwright.chromium.launch(executable_path=path, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def whole_chromium(playwright: Playwright) -> Iterator[Browser]:
    """A whole browser, for what the quickest lacks: notifications."""
    path = find()
    assert path is not None, "no Chromium here: make browser"
    browser = playwright.chromium.launch(executable_path=path, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a phone; complaints of the page (console, errors, foreign requests) fail the test at its end.

    Without a service worker, whose requests no test could answer in its place; ``service_workers="allow"``.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_phone(**options: Any) -> Page:
        context = chromium.new_context(
            **{"viewport": PHONE, "locale": "en-GB", "service_workers": "block", **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: _note_foreign(request.url, complaints))
        return page

    yield open_phone
    for context in contexts:
        context.close()
    assert not [complaint for complaint in complaints if "422" not in complaint]


def _note_foreign(url: str, complaints: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:")):
        complaints.append(f"foreign request: {url}")
