"""What pages weigh: bytes over the wire, requests, and how far a page moves while it loads."""

from uuid import uuid4

from playwright.sync_api import CDPSession

from tests.benchmarks import places
from tests.benchmarks.places import PLACES, TODAY, Place
from tests.benchmarks.table import Line, at_most
from tests.browser.demonstration import Demonstration
from tests.tapper import Tapper

MOST_BYTES, MOST_REQUESTS = 40_000, 6
MOST_HTML, MOST_TICK = 8_000, 1_500
SHIFT = """
() => new Promise((resolve) => {
  let total = 0;
  const add = (list) => list.getEntries().forEach((entry) => { total += entry.value; });
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(total), 500);
})
"""


def measure(shown: Demonstration) -> list[Line]:
    """Every weight."""
    return [
        *cold_load(shown),
        *(html(shown, place) for place in PLACES),
        tick(shown),
        *(shift(shown, place) for place in PLACES),
    ]


def cold_load(shown: Demonstration) -> list[Line]:
    """Today for the first time in an empty browser: bytes over the wire and requests."""
    urls: list[str] = []
    with places.phone(shown, TODAY) as page:
        sizes = _arriving(page.context.new_cdp_session(page))
        page.on("request", lambda request: urls.append(request.url))
        page.goto(shown.running.url, wait_until="networkidle")
    foreign = [url for url in urls if not url.startswith(shown.running.url)]
    return [
        at_most("Today cold, bytes", int(sum(sizes)), MOST_BYTES),
        at_most("Today cold, requests", len(urls), MOST_REQUESTS),
        at_most("Today cold, requests to others", len(foreign), 0),
    ]


def _arriving(wire: CDPSession) -> list[float]:
    """The size of each answer, one more with each that arrives."""
    sizes: list[float] = []
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    return sizes


def html(shown: Demonstration, place: Place) -> Line:
    """The page by itself, compressed."""
    headers = {"Cookie": places.cookie(shown)} if place.is_hers else {}
    answer = places.ask(shown, "GET", place.path, headers)
    if (answer.status, answer.coding) != (200, "br"):
        raise SystemExit(f"{place.name} was answered {answer.status} in {answer.coding or 'no coding'}")
    return at_most(f"HTML of {place.name}, compressed bytes", len(answer.body), MOST_HTML)


def tick(shown: Demonstration) -> Line:
    """The heavier of two answers to htmx: to a tick, and to taking it back."""
    tapper = Tapper(shown.running, shown.token)
    headers = {
        "Cookie": tapper.cookie,
        "Content-Type": "application/x-www-form-urlencoded",
        "HX-Request": "true",
    }
    sizes = []
    for do in ("done", "clear"):
        form = f"csrf_token={tapper.csrf}&change={uuid4()}&do={do}"
        answer = places.ask(shown, "POST", f"/day/{shown.today}/habits/1", headers, form)
        if answer.status != 200:
            raise SystemExit(f"a tick was answered {answer.status}")
        sizes.append(len(answer.body))
    return at_most("answer to a tick, compressed bytes", max(sizes), MOST_TICK)


def shift(shown: Demonstration, place: Place) -> Line:
    """How far the page moves under her thumb while it loads."""
    with places.phone(shown, place) as page:
        page.goto(shown.running.url + place.path, wait_until="networkidle")
        total = float(page.evaluate(SHIFT))
    return Line(f"layout shift of {place.name}", f"{total:.4f}", "0", total == 0)
