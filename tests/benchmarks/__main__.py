"""``make bench``: weights, times and ratios of one run, as a table; exit 1 when a target is missed."""

import functools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from playwright.sync_api import sync_playwright

from app import clock, create_app
from app.accounts import queries as accounts
from app.catalogue import book
from app.report import gather, pdf, wording
from app.report.model import Paper
from tests.benchmarks import history
from tests.browser import demonstration, setup
from tests.browser.conftest import PHONE, QUIET
from tests.browser.demonstration import Demonstration
from tests.tapper import Tapper

TAPS = 200
ROUNDS, WARM = 60, 5
WEEK, QUARTER, TEN_YEARS = 7, 90, 3652
MOST_BYTES, MOST_REQUESTS, MOST_RATIO = 60_000, 8, 1.3


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table; ``is_met`` is None where there is no target."""

    what: str
    value: str
    target: str = ""
    is_met: bool | None = None


def main() -> int:
    """Measure everything, print it, say whether the targets are met."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder, demonstration.started(Path(folder)) as shown:
        lines += cold_load(shown) + taps(shown) + memory(shown)
    lines += growth()
    width = max(len(line.what) for line in lines)
    for line in lines:
        verdict = {True: "met", False: "MISSED", None: ""}[line.is_met]
        print(f"{line.what:{width}}  {line.value:>22}  {line.target:>10}  {verdict}")
    return 1 if any(line.is_met is False for line in lines) else 0


def cold_load(shown: Demonstration) -> list[Line]:
    """Today for the first time in an empty browser: bytes over the wire and requests."""
    sizes: list[float] = []
    urls: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=setup.find(), args=QUIET)
        context = browser.new_context(viewport=PHONE)
        shown.let_in(context)
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.on("request", lambda request: urls.append(request.url))
        page.goto(shown.running.url, wait_until="networkidle")
        browser.close()
    foreign = [url for url in urls if not url.startswith(shown.running.url)]
    total = int(sum(sizes))
    return [
        Line("Today cold, bytes", f"{total:,}", f"{MOST_BYTES:,}", total <= MOST_BYTES),
        Line("Today cold, requests", str(len(urls)), str(MOST_REQUESTS), len(urls) <= MOST_REQUESTS),
        Line("Today cold, requests to others", str(len(foreign)), "0", not foreign),
    ]


def taps(shown: Demonstration) -> list[Line]:
    """A tick over HTTP against the real web process, one after the other."""
    tapper = Tapper(shown.running, shown.token)
    spent = []
    for number in range(TAPS):
        begun = time.perf_counter()
        status = tapper.tap(1, shown.today.isoformat(), "done" if number % 2 else "clear")
        spent.append(1000 * (time.perf_counter() - begun))
        if status != 303:
            raise SystemExit(f"a tap was answered {status}")
    spent.sort()
    middle, late = statistics.median(spent), spent[int(0.95 * TAPS)]
    return [Line("a tick over HTTP, median / p95", f"{middle:.1f} / {late:.1f} ms")]


def memory(shown: Demonstration) -> list[Line]:
    """Resident memory of each process and its children, in use."""
    return [
        Line(f"memory of {name}", f"{sum(map(_resident, _family(process.pid))) / 1024:.0f} MB")
        for name, process in shown.running.processes.items()
    ]


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(int(child) for child in children)]


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def growth() -> list[Line]:
    """What ten years of five habits cost against little history, page by page, taken in turn.

    A month is compared with one of three months' history: after a week it has far fewer days to draw.
    """
    with tempfile.TemporaryDirectory() as folder:
        apps = {days: _lived(Path(folder) / str(days), days) for days in (WEEK, QUARTER, TEN_YEARS)}
        lines = [
            _ratio("Today, ten years / one week", "/", apps[TEN_YEARS][1], apps[WEEK][1]),
            _ratio("month page, ten years / a quarter", "/progress", apps[TEN_YEARS][1], apps[QUARTER][1]),
        ]
        lines += alone(apps[TEN_YEARS][0])
        for app, _ in apps.values():
            app.extensions["bonny.database"].close()
            app.extensions["bonny.migration_database"].close()
    return lines


def _lived(folder: Path, days: int) -> tuple[Flask, Callable[[str], None]]:
    """An app with so many days in it, and a signed-in reader of its pages."""
    app = create_app(DATA_DIR=folder)
    token = demonstration.filled(app, lambda session: history.fill(session, days=days), now=clock.now())
    client = app.test_client()
    client.set_cookie("bonny", token, domain="127.0.0.1")

    def read(path: str) -> None:
        answer = client.get(path, base_url="http://127.0.0.1:8000")
        if answer.status_code != 200:
            raise SystemExit(f"{path} was answered {answer.status_code}")

    return app, read


def _ratio(what: str, path: str, much: Callable[[str], None], little: Callable[[str], None]) -> Line:
    """Processor time of a page with much history against little, the median of runs taken in turn."""
    spent: list[tuple[float, float]] = []
    for _ in range(WARM + ROUNDS):
        spent.append((_processor_time(much, path), _processor_time(little, path)))
    long, short = (statistics.median(times) for times in zip(*spent[WARM:], strict=True))
    ratio = long / short
    return Line(what, f"{long:.1f} / {short:.1f} ms = {ratio:.2f}", f"{MOST_RATIO}", ratio <= MOST_RATIO)


def _processor_time(read: Callable[[str], None], path: str) -> float:
    begun = time.process_time()
    read(path)
    return 1000 * (time.process_time() - begun)


def alone(app: Flask) -> list[Line]:
    """Parts of pages measured by themselves."""
    index = book.book().plants
    search = _median(lambda: index.search("le"), 50)
    with app.test_request_context(), app.extensions["bonny.database"].reading() as session:
        user = accounts.person(session, 1)
        assert user is not None
        today = accounts.today_of(user, now=clock.now())
        first, last = gather.default_period(today)
        times: list[float] = []
        for shift in range(5):
            report = gather.gather(
                session, user, first=first + timedelta(days=shift), last=last, today=today, now=clock.now()
            )
            page = wording.page_of(report)
            render = functools.partial(pdf.render, page, paper=Paper.A4, made_at=report.made_at)
            times.append(_once(render))
    return [
        Line("plant search, two letters", f"{search:.2f} ms"),
        Line("PDF, warm, new data", f"{statistics.median(times[1:]):.0f} ms"),
    ]


def _median(work: Callable[[], object], times: int) -> float:
    return statistics.median(_once(work) for _ in range(times))


def _once(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    sys.exit(main())
