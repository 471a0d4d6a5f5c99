"""Notifications in a real browser: the card as its script finds it, and what the service worker does."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, request
from flask.typing import ResponseReturnValue
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Worker, expect
from sqlmodel import Session, select

from app import web
from app.accounts import actions
from app.accounts.models import User
from app.database import Database
from app.messages.models import PushSubscription
from tests.browser import demonstration
from tests.browser.conftest import PATIENCE
from tests.fakes.push import Browser
from tests.make import NOW

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

PAUSE = 10  # ms
ENDPOINT = "https://push.example/push/one"
SUBSCRIPTION = {"endpoint": ENDPOINT, "keys": Browser().keys}
# No push service is near: the browser is told what one would have given it.
SUBSCRIBED = """given => {
  let made = null;
  PushManager.prototype.getSubscription = async () => {
    const found = made ?? JSON.parse(sessionStorage.made ?? "null");
    return found && { ...found, unsubscribe: async () => sessionStorage.removeItem("made") };
  };
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    made = { ...given, options: { applicationServerKey }, toJSON: () => given };
    const options = { applicationServerKey: [...applicationServerKey] };
    sessionStorage.made = JSON.stringify({ ...given, options });
    return made;
  };
}"""
SHOWN = """async () => (await self.registration.getNotifications()).map(
  ({ title, body, tag, actions }) => ({ title, body, tag, actions: actions.map((each) => each.title) }))"""
# Whoever asks what is shown while a notification is on its way makes the browser forget that one: it finds
# it written down and not on the screen yet. So the worker notes what has come there, and is asked after that.
WATCH = """() => {
  const show = self.registration.showNotification.bind(self.registration);
  self.arrived = [];
  self.registration.showNotification = async (title, options) => {
    await show(title, options);
    self.arrived.push(options.body);
  };
}"""
ARRIVED = """async ([body, pause, tries]) => {
  for (; !self.arrived.includes(body) && tries > 0; tries -= 1) {
    await new Promise((go) => setTimeout(go, pause));
  }
  self.arrived = [];
}"""
PRESS = """async (action) => {
  const [notification] = await self.registration.getNotifications();
  notification.close();
  await answer(notification, action);
}"""


@pytest.fixture
def chromium(whole_chromium: Chromium) -> Chromium:
    """A browser that has notifications."""
    return whole_chromium


@pytest.fixture
def answers(app: Flask) -> list[str]:
    """What the buttons of notifications posted, by token; "recorded", "silent" and "gone" are answered so."""
    heard: list[str] = []

    @app.post("/pressed/<token>")
    @web.public
    def answer(token: str) -> ResponseReturnValue:
        heard.append(f"{token} {request.headers['Accept']}")
        return {"recorded": ("Walk is recorded.", 200), "silent": ("", 204)}.get(token, ("", 404))

    app.extensions["csrf"].exempt(answer)
    return heard


@pytest.fixture
def url(app: Flask, answers: list[str]) -> Iterator[str]:
    """Where the app serves the card."""
    with demonstration.served(app) as where:
        yield where


@pytest.fixture
def hers(url: str, phone: Callable[..., Page], session: Session, anna: User) -> Page:
    """Anna's phone on the first page."""
    token = actions.sign_in(session, anna, now=NOW)
    session.commit()
    page = phone(service_workers="allow")
    demonstration.enter(page.context, url, token)
    return page


def kept(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        return [(row.endpoint, row.device) for row in session.exec(select(PushSubscription)).all()]


def test_card_asks_when_pressed_knows_its_own_browser_and_signing_out_ends_it(
    hers: Page, url: str, database: Database
) -> None:
    hers.context.grant_permissions(["notifications"])
    hers.add_init_script(f"({SUBSCRIBED})({json.dumps(SUBSCRIPTION)})")
    hers.goto(url + "/reminders")
    expect(hers.locator("#push-words")).to_be_hidden()
    assert kept(database) == []
    hers.get_by_role("button", name="Turn on notifications").click()
    expect(hers.locator("#notice")).to_contain_text("Notifications are on here. Set a time")
    assert [endpoint for endpoint, _ in kept(database)] == [ENDPOINT]
    hers.goto(url + "/reminders")
    expect(hers.locator("#push-words")).to_have_text("Notifications are on here.")
    expect(hers.locator("#push-on")).to_be_hidden()
    assert hers.evaluate("navigator.serviceWorker.getRegistration('/').then((it) => it.scope)") == f"{url}/"
    hers.goto(url + "/settings")
    hers.get_by_role("button", name="Sign out", exact=True).click()
    hers.wait_for_url(url + "/sign-in")
    assert (kept(database), hers.evaluate("sessionStorage.getItem('made')")) == ([], None)


def test_card_says_what_stands_in_the_way(hers: Page, url: str) -> None:
    no_push = "delete window.PushManager;"
    apple = "Object.defineProperty(navigator, 'userAgent', { get: () => 'iPhone' });"
    denied = "Object.defineProperty(Notification, 'permission', { get: () => 'denied' });"
    for script, words in (
        (no_push, "This browser cannot show them."),
        (no_push + apple, "Add to Home Screen"),
        (denied, "does not let Bonny show them"),
    ):
        page = hers.context.new_page()
        page.add_init_script(script)
        page.goto(url + "/reminders")
        expect(page.locator("#push-words")).to_contain_text(words)
        expect(page.locator("#push-on")).to_be_hidden()


def test_worker_shows_a_note_and_sends_her_answer(
    hers: Page, url: str, answers: list[str], database: Database
) -> None:
    hers.context.grant_permissions(["notifications"])
    hers.goto(url + "/reminders")
    worker = start(hers)
    deliver(hers, url, {**note("recorded"), "title": "Still open"})
    wanted = {"title": "Still open", "body": "1 Walk", "tag": "t", "actions": ["Done", "Later"]}
    shown = until_shown(worker, "1 Walk")
    assert {name: shown[name] for name in wanted} == wanted
    worker.evaluate(PRESS, "done")
    assert until_shown(worker, "Walk is recorded.")["actions"] == []
    deliver(hers, url, note("gone"))
    until_shown(worker, "1 Walk")
    worker.evaluate(PRESS, "done")
    assert until_shown(worker, "Not recorded.")["actions"] == ["Done", "Later"]
    assert worker.evaluate("['/x', 'https://elsewhere.example/y'].map(own)") == [f"{url}/x", url]
    deliver(hers, url, note("silent"))
    until_shown(worker, "1 Walk")
    worker.evaluate(PRESS, "done")
    assert worker.evaluate(SHOWN) == []
    assert answers == [f"{token} text/plain" for token in ("recorded", "gone", "silent")]
    deliver(hers, url, None)
    assert until_shown(worker, "")["title"] == "Bonny"
    moved = "async (given) => subscribeAnew({ newSubscription: { toJSON: () => given } })"
    worker.evaluate(moved, SUBSCRIPTION)
    assert [endpoint for endpoint, _ in kept(database)] == [ENDPOINT]


def note(token: str) -> dict[str, Any]:
    """A message whose button posts to that token."""
    return {
        "title": "Bonny",
        "body": "1 Walk",
        "tag": "t",
        "open": "/",
        "unsent": "Not recorded.",
        "actions": [
            {"action": "done", "title": "Done", "url": f"/pressed/{token}"},
            {"action": "later", "title": "Later", "url": "/pressed/later"},
        ],
    }


def start(page: Page) -> Worker:
    """The service worker that the page has taken, once it is there."""
    there = page.context.service_workers
    worker: Worker = there[0] if there else page.context.wait_for_event("serviceworker")
    worker.evaluate(WATCH)
    return worker


def deliver(page: Page, url: str, message: dict[str, Any] | None) -> None:
    """Hand the worker, once it is active, a message as the browser does that got it from a push service."""
    client = page.context.new_cdp_session(page)
    active: list[str] = []
    client.on(
        "ServiceWorker.workerVersionUpdated",
        lambda event: active.extend(
            each["registrationId"] for each in event["versions"] if each["status"] == "activated"
        ),
    )
    client.send("ServiceWorker.enable")
    for _ in range(PATIENCE // PAUSE):
        if active:
            break
        page.wait_for_timeout(PAUSE)
    data = "" if message is None else json.dumps(message)
    client.send(
        "ServiceWorker.deliverPushMessage", {"origin": url, "registrationId": active[-1], "data": data}
    )
    client.detach()


def until_shown(worker: Worker, body: str) -> dict[str, Any]:
    """The notification with that body, as soon as it has come; it must be the only one shown."""
    worker.evaluate(ARRIVED, [body, PAUSE, PATIENCE // PAUSE])
    found: list[dict[str, Any]] = worker.evaluate(SHOWN)
    assert [each["body"] for each in found] == [body]
    return found[0]
