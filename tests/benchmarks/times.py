"""What pages cost in time: with little and with much history, and the search for plants."""

import functools
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from flask import Flask

from app import clock, create_app
from app.catalogue import book
from tests.benchmarks import costs, history
from tests.benchmarks.table import Line
from tests.browser import demonstration

ROUNDS, WARM = 60, 5
WEEK, YEAR, TEN_YEARS = 7, 366, 3652
HABITS = 30
MOST_RATIO, MOST_OF_PROGRESS = 1.3, 2.0
SEARCHES, MOST_OF_A_SEARCH = 200, 20  # ms


@dataclass(frozen=True, slots=True)
class Lived:
    """An app with a history, and a reader that is signed in as who has it."""

    app: Flask
    read: Callable[[str], None]


def measure() -> list[Line]:
    """What ten years cost against little history, page by page, and a search."""
    with tempfile.TemporaryDirectory() as folder:
        lived = {days: _lived(Path(folder) / str(days), days) for days in (WEEK, YEAR, TEN_YEARS)}
        lines = growth(lived)
        lines.append(search(lived[TEN_YEARS].read))
        for each in lived.values():
            each.app.extensions["bonny.database"].close()
            each.app.extensions["bonny.migration_database"].close()
    return lines


def growth(lived: Mapping[int, Lived]) -> list[Line]:
    """Thirty habits with much history against the same with little, taken in turn; what each asks for.

    A month and the pages of a year are compared with one year's history: after a week there is less to draw.
    """
    much, year, week = lived[TEN_YEARS], lived[YEAR], lived[WEEK]
    today = clock.now()
    lines = _ratio("Today, ten years / one week", "/", much, week, most=MOST_RATIO)
    lines += _ratio("Progress, ten years / one week", "/progress", much, week, most=MOST_OF_PROGRESS)
    for name, path in (
        ("month page", f"/progress/{today:%Y-%m}"),
        ("year page", f"/progress/{today:%Y}"),
        ("habit page", "/progress/habits/1"),
        ("plants page", "/progress/plants"),
    ):
        lines += _ratio(f"{name}, ten years / one year", path, much, year, most=MOST_RATIO)
    return lines


def _lived(folder: Path, days: int) -> Lived:
    """An app with so many days of thirty habits in it, and a signed-in reader of its pages."""
    app = create_app(DATA_DIR=folder)
    fill = functools.partial(history.fill, days=days, habits=HABITS)
    token = demonstration.filled(app, fill, now=clock.now())
    client = app.test_client()
    client.set_cookie("bonny", token, domain="127.0.0.1")

    def read(path: str) -> None:
        answer = client.get(path, base_url="http://127.0.0.1:8000")
        if answer.status_code != 200:
            raise SystemExit(f"{path} was answered {answer.status_code}")

    return Lived(app, read)


def _ratio(what: str, path: str, much: Lived, little: Lived, *, most: float) -> list[Line]:
    """Processor time of a page with much history against little, the median of runs taken in turn."""
    spent: list[tuple[float, float]] = []
    for _ in range(WARM + ROUNDS):
        spent.append((_processor_time(much.read, path), _processor_time(little.read, path)))
    long, short = (statistics.median(times) for times in zip(*spent[WARM:], strict=True))
    ratio = long / short
    asked = [_cost(each, path) for each in (much, little)]
    return [
        Line(what, f"{long:.1f} / {short:.1f} ms = {ratio:.2f}", f"{most}", ratio <= most),
        Line("  statements", " / ".join(f"{each.statements:,}" for each in asked)),
        Line("  rows fetched", " / ".join(f"{each.rows:,}" for each in asked)),
    ]


def _cost(lived: Lived, path: str) -> costs.Cost:
    with costs.counted(lived.app) as cost:
        lived.read(path)
    return cost


def _processor_time(read: Callable[[str], None], path: str) -> float:
    begun = time.process_time()
    read(path)
    return 1000 * (time.process_time() - begun)


def search(read: Callable[[str], None]) -> Line:
    """The answer to the letters of many plants' names, in turn two to five, as the server gives it."""
    names = [plant.name for plant in book.book().plants][: WARM + SEARCHES]
    typed = [quote(name[: 2 + place % 4]) for place, name in enumerate(names)]
    times = [_once(functools.partial(read, f"/plants/search?q={letters}")) for letters in typed]
    median = statistics.median(times[WARM:])
    return Line(
        f"plant search, median of {SEARCHES} queries",
        f"{median:.1f} ms",
        f"{MOST_OF_A_SEARCH} ms",
        median <= MOST_OF_A_SEARCH,
    )


def _once(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)
