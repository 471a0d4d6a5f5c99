"""The pages that are weighed and judged, and how each is asked for."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from tests.browser import setup
from tests.browser.conftest import PHONE, QUIET
from tests.browser.demonstration import Demonstration


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its name; ``is_hers`` where Anna has to be signed in."""

    name: str
    path: str
    is_hers: bool = True


TODAY = Place("today", "/")
PLACES = (
    Place("welcome", "/", is_hers=False),
    TODAY,
    Place("progress", "/progress"),
    Place("report", "/report"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its body as it went over the wire."""

    status: int
    coding: str
    body: bytes


def cookie(shown: Demonstration) -> str:
    """The cookie that signs in as Anna."""
    return f"bonny={shown.token}"


def ask(shown: Demonstration, method: str, path: str, headers: dict[str, str], form: str = "") -> Answer:
    """Ask the web process as a browser does that reads brotli."""
    connection = http.client.HTTPConnection("127.0.0.1", shown.running.port, timeout=20)
    connection.request(method, path, form, {"Accept-Encoding": "br", **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return Answer(answer.status, answer.headers.get("Content-Encoding", ""), body)


@contextmanager
def phone(shown: Demonstration, place: Place) -> Iterator[Page]:
    """An empty browser as large as a phone, signed in if the page is hers."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=setup.find(), args=QUIET)
        context = browser.new_context(viewport=PHONE)
        if place.is_hers:
            shown.let_in(context)
        yield context.new_page()
        browser.close()
