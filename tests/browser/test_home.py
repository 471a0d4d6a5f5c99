"""Bonny on the home screen in a real browser: what it takes of the manifest, when it asks, and the edges."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlmodel import Session, select

from app.accounts.models import SignIn, User
from app.messages.models import PushSubscription
from tests import make
from tests.browser import demonstration
from tests.browser.conftest import PHONE
from tests.browser.home_steps import LEND, MAY_ASK, NO_PROMPT
from tests.browser.test_push import SUBSCRIBED, SUBSCRIPTION
from tests.make import NOW, TODAY
from tests.page import Page as Client

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
STANDALONE = "navigator.standalone = true;"
NOTCH = {"top": 0, "left": 47, "right": 47, "bottom": 21}
UPRIGHT = {"top": 59, "left": 0, "right": 0, "bottom": 34}
# What is pressed, and the edge it comes too near to, as the page stands.
TOO_NEAR = """({ top, left, right, bottom }) => [...document.querySelectorAll("a, button, input, summary")]
  .filter((tag) => tag.checkVisibility() && !tag.matches(".skip-link, .visually-hidden, [type=hidden]"))
  .map((tag) => [tag.getBoundingClientRect(), tag.outerHTML.slice(0, 60)])
  .filter(([box]) => box.left < left - 1 || box.right > innerWidth - right + 1)
  .map(([, words]) => words)"""
BAR = "document.querySelector('.bar').getBoundingClientRect().toJSON()"
LAST_OF_BAR = "document.querySelector('.bar li a').getBoundingClientRect().toJSON()"


@pytest.fixture
def url(app: Flask) -> Iterator[str]:
    """Where the app is."""
    with demonstration.served(app) as where:
        yield where


@pytest.fixture
def token(annas_page: Client, anna: User, session: Session) -> str:
    """Anna after eight days with her first habit; what signs in the browser she knows."""
    since = TODAY - timedelta(days=8)
    habit = make.make_habit(session, anna, since=since)
    for day in range(8):
        make.make_mark(session, anna, habit, day=since + timedelta(days=day), amount=5)
    session.exec(select(SignIn)).one().created_at = NOW - timedelta(days=8)
    session.commit()
    cookie = annas_page.client.get_cookie("bonny", domain="127.0.0.1")
    assert cookie is not None
    return cookie.value


@pytest.fixture
def opened(url: str, token: str, phone: Callable[..., Page]) -> Callable[..., Page]:
    """Open today on a phone of Anna's, with a script that makes its browser another."""

    def open_today(script: str = "", **options: str) -> Page:
        page = phone(**options)
        demonstration.enter(page.context, url, token)
        page.add_init_script(script)
        page.goto(url)
        return page

    return open_today


def test_browser_finds_nothing_missing_in_the_manifest(whole_chromium: Browser, url: str, token: str) -> None:
    context = whole_chromium.new_context(viewport=PHONE)
    demonstration.enter(context, url, token)
    page = context.new_page()
    page.goto(url)
    devtools = context.new_cdp_session(page)
    told = devtools.send("Page.getAppManifest")
    assert (told["url"], told["errors"]) == (f"{url}/manifest.webmanifest", [])
    assert json.loads(told["data"])["lang"] == "en-GB"
    found = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A test's browser forgets everything at its end, as a private window does.
    assert [each["errorId"] for each in found if each["errorId"] != "in-incognito"] == []
    context.close()


@pytest.mark.parametrize(
    ("outcome", "words"), [("accepted", "Look for the Bonny icon"), ("dismissed", "in More")]
)
def test_browsers_own_question_waits_for_her_and_is_put_once(
    opened: Callable[..., Page], anna: User, session: Session, outcome: str, words: str
) -> None:
    page = opened()
    expect(page.locator("#home-hint")).to_be_hidden()
    assert page.evaluate(LEND, outcome), "the browser does not ask by itself"
    assert page.evaluate("sessionStorage.asked") is None
    page.get_by_role("button", name="Put it there").click()
    expect(page.locator("#notice")).to_contain_text(words)
    assert page.evaluate("sessionStorage.asked") == "1"
    expect(page.locator("#home-hint")).to_have_count(0)
    session.refresh(anna)
    assert anna.home_answered_on == TODAY


def test_iphone_is_told_the_way_and_its_icon_answers(
    opened: Callable[..., Page], anna: User, session: Session
) -> None:
    page = opened(user_agent=IPHONE)
    expect(page.locator("#home-hint")).to_contain_text("a square with an arrow that points up")
    expect(page.get_by_role("button", name="Put it there")).to_be_hidden()
    expect(page.locator("#push")).to_have_count(0)
    with page.expect_response("**/home-screen") as answered:
        page.add_init_script(STANDALONE)
        page.reload()
    assert answered.value.status == 204
    expect(page.locator("#home-hint")).to_be_hidden()
    expect(page.locator("#push")).to_have_count(0)
    session.refresh(anna)
    assert anna.home_answered_on == TODAY


def test_notifications_are_asked_for_where_no_icon_can_be_and_only_she_opens_the_browsers_question(
    opened: Callable[..., Page], session: Session
) -> None:
    subscribed = f"({SUBSCRIBED})({json.dumps(SUBSCRIPTION)})"
    page = opened(NO_PROMPT + MAY_ASK + subscribed, service_workers="allow")
    question = page.locator("#push")
    expect(question).to_contain_text("Shall Bonny remind you here?")
    expect(page.locator("#home-hint")).to_be_hidden()
    question.get_by_role("button", name="Turn on notifications").click()
    expect(page.locator("#notice")).to_contain_text("Notifications are on here.")
    assert len(session.exec(select(PushSubscription)).all()) == 1
    page.goto(page.url.replace("/reminders", "/"))
    expect(page.locator("#asks")).to_have_count(1)
    expect(page.locator("#push")).to_have_count(0)


@pytest.mark.parametrize("permission", ["denied", "granted"])
def test_who_answered_the_browser_before_is_not_asked(opened: Callable[..., Page], permission: str) -> None:
    said = MAY_ASK.replace('"default"', f'"{permission}"')
    page = opened(NO_PROMPT + said)
    page.wait_for_load_state("networkidle")
    expect(page.locator("#push")).to_have_count(0)


@pytest.mark.parametrize(
    ("insets", "size"),
    [(UPRIGHT, PHONE), (NOTCH, {"width": 844, "height": 390}), (NOTCH, {"width": 1180, "height": 820})],
)
def test_nothing_that_is_pressed_lies_under_a_notch_or_the_edge(
    opened: Callable[..., Page], url: str, insets: dict[str, int], size: ViewportSize
) -> None:
    page = opened()
    page.set_viewport_size(size)
    page.context.new_cdp_session(page).send("Emulation.setSafeAreaInsetsOverride", {"insets": insets})
    for path in ("/privacy", "/reminders", "/"):
        page.goto(url + path)
        assert page.evaluate(TOO_NEAR, insets) == [], path
    bar, way = page.evaluate(BAR), page.evaluate(LAST_OF_BAR)
    if size is PHONE:
        assert bar["bottom"] - way["bottom"] == insets["bottom"], "once, and not twice"
    else:
        assert bar["bottom"] - way["bottom"] <= 1, "above the page it leaves no room below"
