"""What the doctor's page costs: the PDF warm and beside its HTML, and what ten at once do to a tick."""

import functools
import http.client
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask, render_template

from app import clock
from app.accounts import queries as accounts
from app.report import gather, pdf, wording
from app.report.model import Paper, Report
from app.report.page import Page
from tests.benchmarks.table import Line
from tests.browser.demonstration import Demonstration
from tests.tapper import Tapper

DIFFERENT, MOST_MS, MOST_BYTES = 20, 150, 150_000
AT_ONCE, TAPS = 10, 60
ANNA = 1


def measure(shown: Demonstration) -> list[Line]:
    """Of the running product with 180 days behind her."""
    return alone(shown.app) + beside_ticks(shown)


def alone(app: Flask) -> list[Line]:
    """Twenty different reports, one after another: the PDF, and the same words as HTML."""
    with app.test_request_context(), app.extensions["bonny.database"].reading() as session:
        user = accounts.person(session, ANNA)
        assert user is not None
        today = accounts.today_of(user, now=clock.now())
        first, last = gather.default_period(today)
        asked = functools.partial(
            gather.gather, session, user, last=last, today=today, now=clock.now(), has_log=False
        )
        found = [asked(first=first + timedelta(days=shift)) for shift in range(DIFFERENT + 1)]
        pages = [wording.page_of(report) for report in found]
        sheets = [_timed(functools.partial(_pdf, *each)) for each in zip(pages, found, strict=True)]
        html = [_timed(functools.partial(_html, page)) for page in pages]
        largest = max(len(_pdf(page, report)) for page, report in zip(pages, found, strict=True))
    sheet, screen = (statistics.median(times[1:]) for times in (sheets, html))
    return [
        Line("PDF, warm, median of 20 reports", f"{sheet:.0f} ms", f"{MOST_MS} ms", sheet <= MOST_MS),
        Line("  to the page's HTML", f"{sheet:.0f} / {screen:.1f} ms = {sheet / screen:.1f}"),
        Line("  largest of them, bytes", f"{largest:,}", f"{MOST_BYTES:,}", largest <= MOST_BYTES),
    ]


def _pdf(page: Page, report: Report) -> bytes:
    return pdf.render(page, paper=Paper.A4, made_at=report.made_at)


def _html(page: Page) -> str:
    return render_template("report/_figures.html", page=page, is_shared=True, token="", code="")


def beside_ticks(shown: Demonstration) -> list[Line]:
    """A tick over HTTP alone, and while ten PDFs at once are made by the same web process."""
    tapper = Tapper(shown.running, shown.token)
    quiet = _ticks(tapper, shown)
    with _sheets_at_once(shown):
        busy = _ticks(tapper, shown)
    told = (f"{statistics.median(times):.0f} / {max(times):.0f}" for times in (quiet, busy))
    return [
        Line("a tick alone, and beside 10 PDFs without a pause, median / slowest", f"{' and '.join(told)} ms")
    ]


def _ticks(tapper: Tapper, shown: Demonstration) -> list[float]:
    def tick(number: int) -> None:
        status = tapper.tap(1, shown.today.isoformat(), "done" if number % 2 else "clear")
        if status != 303:
            raise SystemExit(f"a tap was answered {status}")

    return [_timed(functools.partial(tick, number)) for number in range(TAPS)]


@contextmanager
def _sheets_at_once(shown: Demonstration) -> Iterator[None]:
    """Ten devices that ask for PDFs of different periods, one after another, until the block ends."""
    is_over = threading.Event()
    asking = Tapper(shown.running, shown.token)

    def ask(number: int) -> None:
        while not is_over.is_set():
            first = shown.today - timedelta(days=60 + number)
            last = shown.today - timedelta(days=1)
            _take(asking, f"/report.pdf?from={first}&to={last}")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = [pool.submit(ask, number) for number in range(AT_ONCE)]
        try:
            yield
        finally:
            is_over.set()
        for each in waiting:
            each.result()


def _take(asking: Tapper, path: str) -> None:
    """A file of hers, read to its end."""
    connection = http.client.HTTPConnection("127.0.0.1", asking.running.port, timeout=60)
    connection.request("GET", path, headers={"Cookie": asking.cookie})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path} was answered {answer.status}")


def _timed(work: Callable[[], object]) -> float:
    """The milliseconds it took."""
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)
