"""Steps of the tests without a network: a phone that has its worker, what waits on it, what the house has."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask import request
from playwright.sync_api import BrowserContext, Locator, Page, Worker, expect
from sqlmodel import SQLModel, col, delete, select

from app.checklist.models import DayNote, Mark, MarkChange, PlantEaten
from tests.browser.conftest import PATIENCE
from tests.browser.demonstration import House

HABITS = {"Prunes": 1, "Vitamin D": 2, "Fermented food": 3, "Walk or exercise": 4}
OF_A_DAY: tuple[type[SQLModel], ...] = (Mark, MarkChange, PlantEaten, DayNote)
PAUSE, TRIES = 20, 500  # ms
READY = "read('picture').then(async (it) => Boolean(it && await caches.match('/offline')))"
WAITING = "queued().then((all) => JSON.stringify(all.filter(({ is }) => is !== 'sent')))"
# Its clock runs so much fast, until the worker is started anew.
SHIFT = """(by) => {
  const True = Object.getPrototypeOf(Date) === Function.prototype ? Date : Object.getPrototypeOf(Date);
  self.Date = class extends True {
    constructor(...given) { super(...(given.length ? given : [True.now() + by])); }
    static now() { return True.now() + by; }
  };
}"""
DAY = 24 * 3600 * 1000


def until(page: Page, look: Callable[[], object]) -> None:
    """Come back when it holds; the browser goes on in the meantime."""
    for _ in range(TRIES):
        if look():
            return
        page.wait_for_timeout(PAUSE)
    raise AssertionError("waited in vain")


def opened(house: House, context: BrowserContext, path: str = "/") -> tuple[Page, Worker]:
    """Anna's phone with that page open, and its worker when it has the picture of her days."""
    house.let_in(context)
    page = context.new_page()
    page.goto(house.url + path)
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    there = context.service_workers
    worker = there[-1] if there else context.wait_for_event("serviceworker")
    until(page, lambda: worker.evaluate(READY))
    return page, worker


def waiting(worker: Worker) -> list[dict[str, Any]]:
    """What the queue has and the house not yet."""
    found: list[dict[str, Any]] = json.loads(worker.evaluate(WAITING))
    return found


def go_online(page: Page, worker: Worker) -> None:
    """The network is back, and nothing waits any more but for an answer of hers."""
    page.context.set_offline(False)
    until(page, lambda: all(each["is"] in ("asked", "refused") for each in waiting(worker)))


@contextmanager
def held(house: House, path: str) -> Iterator[threading.Event]:
    """Let the house answer nothing there until the end; it is told when the first has come."""
    gate, came = threading.Event(), threading.Event()

    def hold() -> None:
        if request.path == path:
            came.set()
            gate.wait(PATIENCE)

    # Another list each time: a request that is on its way goes on through the one it began with.
    before = house.app.before_request_funcs[None]
    house.app.before_request_funcs[None] = [hold, *before]
    try:
        yield came
    finally:
        house.app.before_request_funcs[None] = before
        gate.set()


def row(page: Page, name: str) -> Locator:
    """A row of the day by its habit, drawn by the house or by the phone."""
    return page.locator(".day-row", has=page.locator(".row-name", has_text=name))


def tick(page: Page, name: str) -> None:
    """Tap on a row."""
    row(page, name).locator(".row-main").click()


def amounts(house: House, day: date) -> dict[int, float | None]:
    """What the house has of her habits on that day."""
    with house.app.extensions["bonny.database"].reading() as session:
        return {mark.habit_id: mark.amount for mark in session.exec(select(Mark).where(Mark.day == day))}


def changes(house: House, day: date) -> list[MarkChange]:
    """What was recorded for that day, in the order it arrived."""
    with house.app.extensions["bonny.database"].reading() as session:
        found = select(MarkChange).where(MarkChange.day == day)
        return list(session.exec(found.order_by(col(MarkChange.id))))


def plants(house: House, day: date) -> set[str]:
    """The plants that the house has of that day."""
    with house.app.extensions["bonny.database"].reading() as session:
        return set(session.exec(select(PlantEaten.plant).where(PlantEaten.day == day)))


def empty(house: House, *days: date) -> None:
    """Leave nothing recorded on these days."""
    with house.app.extensions["bonny.database"].writing() as session:
        for model in OF_A_DAY:
            session.exec(delete(model).where(col(model.day).in_(days)))  # type: ignore[attr-defined]
        session.commit()


def kept(page: Page, name: str) -> None:
    """Record it without a network."""
    page.context.set_offline(True)
    tick(page, name)
    expect(row(page, name)).to_contain_text("Kept on this phone")


def alter(worker: Worker, **values: object) -> None:
    """Change every thing of the queue."""
    given = json.dumps(values)
    worker.evaluate(f"queued().then((all) => change(all.map((item) => ({{ ...item, ...{given} }}))))")
