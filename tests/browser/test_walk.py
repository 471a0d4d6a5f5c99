"""A walk over every page in a real browser: axe, narrow screens, large text, dark, nothing foreign."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.routing import Rule

from app import locales
from app.messages import queries
from app.reminders import unsubscribing
from tests.browser import demonstration, pseudo
from tests.browser.conftest import PHONE
from tests.browser.demonstration import House
from tests.browser.walker import Stop, Walker

pytestmark = pytest.mark.browser

NO_PAGES = {
    "assets.asset",
    "plants.search",
    "messages.letter_source",
    "metrics.scrape",
    "offline.web_manifest",
    "offline.worker",
    "push.ask",
    "push.key",
    "report.csv_file",
    "report.fhir_file",
    "report.pdf_file",
    "report.zip_file",
    "replay.kept",
    "settings.export",
    "shell.healthz",
}
AFTER_A_STEP = {"accounts.code", "accounts.sign_up", "contact.prove", "contact.share", "begin.begin"}
# Behind links that a message brought; the gallery goes there (states.py).
AFTER_A_MESSAGE = {"partner.answer", "partner.leave", "reminders.answer", "report.shared"}
FOR_BOTH = {"checklist.today", "catalogue.library", "messages.letterbox", "settings.sight"}
# Names and units that no language changes, and the words that phone companies know in all of them.
NO_LANGUAGE = {"Bonny", "nmol/L", "ng/mL", "stop", "start"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The product on demo data."""
    with demonstration.standing(tmp_path_factory.mktemp("walk")) as house:
        yield house


def examples(house: House) -> dict[str, str]:
    """An address for every page that has a part to fill in; a new one needs its example here."""
    link = unsubscribing.Link(user_id=1, slot_id=1)
    key = house.app.extensions["bonny.settings"].secret_key
    return {
        "accounts.invitation": "/invitation/an-old-one",
        "accounts.link": "/sign-in/link/unused",
        "catalogue.habit": "/library/prunes",
        "checklist.changes": f"/day/{house.today}/changes",
        "checklist.on_day": f"/day/{house.today - timedelta(days=1)}",
        "habits.habit": "/habits/1",
        "plants.week_of": f"/plants/{house.today - timedelta(days=house.today.weekday() + 7)}",
        "progress.habit": "/progress/habits/1",
        "progress.month": f"/progress/{house.today.replace(day=1) - timedelta(days=1):%Y-%m}",
        "progress.year": f"/progress/{house.today.year}",
        "reminders.change": "/reminders/1",
        "visits.change": "/visits/question/1",
        "visits.new": "/visits/vitamin-d/new",
        "reminders.unsubscribe": f"/unsubscribe/{unsubscribing.token_of(key, link)}",
    }


def pages_of(app: Flask) -> list[Rule]:
    """Every address that shows a page."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES
    ]


def stops(house: House, *, is_hers: bool) -> list[Stop]:
    """Her pages, or those that stand open to all; and one that does not exist."""
    found = [Stop("/no-such-page", 404)]
    for rule in pages_of(house.app):
        is_public = getattr(house.app.view_functions[rule.endpoint], "is_public", False)
        if rule.endpoint in AFTER_A_STEP | AFTER_A_MESSAGE or (
            is_public == is_hers and rule.endpoint not in FOR_BOTH
        ):
            continue
        path = examples(house)[rule.endpoint] if rule.arguments else rule.rule
        found.append(Stop(path, 404 if rule.endpoint == "accounts.invitation" else 200))
    return found


def walker_of(chromium: Browser, house: House, **options: Any) -> Walker:
    context = chromium.new_context(
        viewport=PHONE, locale="en-GB", reduced_motion="reduce", service_workers="block", **options
    )
    return Walker(context.new_page(), house.url)


def ask_for_code(walker: Walker, path: str, contact: str) -> None:
    """Go on to the page that takes the code, and check it."""
    walker.go(Stop(path))
    walker.page.get_by_label("Email or mobile number").fill(contact)
    walker.page.get_by_role("button", name="Send me a code").click()
    walker.page.get_by_label("Code", exact=True).wait_for()
    walker.at = walker.page.url
    walker.check()


def sign_up(walker: Walker, house: House) -> None:
    """Go on with the code to the page that opens an account, and check it."""
    ask_for_code(walker, "/sign-in", "clara@example.org")
    code = code_in_letterbox(house)
    walker.page.get_by_label("Code", exact=True).fill(code)
    walker.page.get_by_role("button", name="Go on").click()
    walker.page.get_by_label("What shall we call you?").wait_for()
    walker.at = walker.page.url
    walker.check()


def code_in_letterbox(house: House) -> str:
    house.deliver()
    with house.app.extensions["bonny.database"].reading() as session:
        words = [letter.text for letter in queries.newest_letters(session, limit=1)]
    found = re.search(r"\b\d{6}\b", " ".join(words))
    assert found
    return found[0]


def test_every_page_with_a_part_to_fill_in_has_its_example(house):
    with_parts = {rule.endpoint for rule in pages_of(house.app) if rule.arguments}
    assert with_parts == set(examples(house)) | AFTER_A_MESSAGE


def test_what_the_walk_passes_by_is_no_page(house):
    """The list of what is no page cannot hide one."""
    client = house.app.test_client()
    client.set_cookie("bonny", house.token, domain="127.0.0.1")
    plain = [
        rule.rule
        for rule in house.app.url_map.iter_rules()
        if rule.endpoint in NO_PAGES and not rule.arguments
    ]
    for path in plain:
        with client.get(path, base_url=house.url) as answer:
            assert b"<html" not in answer.get_data().lower(), path


def test_no_word_escapes_translation(house, monkeypatch):
    """In a language that nobody speaks, what stands outside of its brackets was never translated."""
    pseudo.speak(monkeypatch)
    client = house.app.test_client()
    client.set_cookie("bonny", house.token, domain="127.0.0.1")
    with pseudo.spoken_by(house), house.app.app_context():
        pages = {stop.path: client.get(stop.path, base_url=house.url) for stop in stops(house, is_hers=True)}
        export = client.get("/settings/export", base_url=house.url).json
        kept = NO_LANGUAGE | set(pseudo.strings_of(export))
        found = {path: pseudo.escaped(page.text, kept=kept) for path, page in pages.items()}
    left = {path: words for path, words in found.items() if words}
    assert not left, left


def test_pages_open_to_all_are_sound(chromium, house):
    walker = walker_of(chromium, house)
    sign_up(walker, house)
    for stop in stops(house, is_hers=False):
        walker.go(stop)
        walker.check()
    walker.page.context.close()
    assert not walker.complaints, "\n".join(walker.complaints)


def test_her_own_pages_are_sound(chromium, house):
    walker = walker_of(chromium, house)
    house.let_in(walker.page.context)
    for stop in stops(house, is_hers=True):
        walker.go(stop)
        walker.check()
    ask_for_code(walker, "/settings/contact", "anna.two@example.org")
    walker.page.context.close()
    assert not walker.complaints, "\n".join(walker.complaints)


@pytest.mark.parametrize("locale", [each.locales[0] for each in locales.LANGUAGES[1:]])
def test_her_own_pages_fit_the_screen_in_every_language(chromium, house, locale):
    walker = walker_of(chromium, house)
    house.let_in(walker.page.context)
    with pseudo.spoken_by(house, locale):
        for stop in stops(house, is_hers=True):
            walker.go(stop)
            walker.check_size()
    walker.page.context.close()
    assert not walker.complaints, "\n".join(walker.complaints)


@pytest.mark.parametrize("is_hers", [False, True])
def test_pages_are_sound_without_a_script(chromium, house, is_hers):
    walker = walker_of(chromium, house, java_script_enabled=False)
    if is_hers:
        house.let_in(walker.page.context)
    for stop in stops(house, is_hers=is_hers):
        walker.go(stop)
        walker.check_plainly()
    walker.page.context.close()
    assert not walker.complaints, "\n".join(walker.complaints)
