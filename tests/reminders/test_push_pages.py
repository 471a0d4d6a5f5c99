"""Notifications on her devices: the card, turning on and off, and what the service worker asks for."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.accounts.models import User
from app.database import Database
from app.messages import subscriptions, vapid
from app.messages.models import PushSubscription
from app.messages.subscriptions import Subscription
from tests.fakes.push import Browser
from tests.make import NOW
from tests.page import BASE, Page

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ENDPOINT = "https://push.example/push/one"
ANDROID = "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0"
FIELDS = {"endpoint": ENDPOINT, **Browser().keys}


@pytest.fixture
def card_page(app, annas_page) -> Page:
    return annas_page


def keep(session: Session, user: User, name: str = "one", device: str = "Firefox on Android") -> int:
    found = Subscription(f"https://push.example/push/{name}", **Browser().keys)
    subscriptions.keep(session, user.id or 0, subscription=found, device=device, now=NOW)
    newest = subscriptions.of(session, user.id or 0)[0].id or 0
    session.commit()
    return newest


def kept(database: Database) -> list[tuple[int, str, str]]:
    with database.reading() as session:
        rows = session.exec(select(PushSubscription)).all()
        return sorted((row.user_id, row.endpoint.rpartition("/")[2], row.device) for row in rows)


def test_card_tells_what_it_is_for_and_waits_for_a_script(card_page) -> None:
    card_page.get("/reminders")
    assert "On this phone or computer" in card_page.text
    assert "needs JavaScript" in card_page.text
    assert card_page.soup.select_one("#push")["data-key"] == vapid.public_key_of("k" * 40)
    assert card_page.soup.select_one("#push-on").has_attr("hidden")


def test_card_lists_her_browsers_and_nobody_elses(card_page, session, anna, berta) -> None:
    keep(session, anna)
    keep(session, anna, "two", "")
    keep(session, berta, "theirs", "Safari on iPhone")
    card_page.get("/reminders")
    assert "Firefox on Android since 20 November 2026" in card_page.text
    assert "A browser since 20 November 2026" in card_page.text
    assert "Safari" not in card_page.text
    assert ENDPOINT not in card_page.response.get_data(as_text=True)


def test_browser_that_subscribes_is_kept_under_its_name(annas_page, database, anna) -> None:
    annas_page.post("/push/subscription", FIELDS, headers={"User-Agent": ANDROID})
    assert annas_page.path == "/reminders"
    assert "Notifications are on here." in annas_page.text
    assert kept(database) == [(anna.id, "one", "Firefox on Android")]


def test_moved_browser_leaves_its_old_place_and_its_worker_gets_no_page(
    annas_page, database, session, anna
) -> None:
    keep(session, anna, "old")
    fields = {**FIELDS, "old": "https://push.example/push/old"}
    annas_page.post("/push/subscription", fields, status=204, headers={"User-Agent": ANDROID})
    assert kept(database) == [(anna.id, "one", "Firefox on Android")]


def test_worker_whose_old_place_is_unknown_is_kept_too(annas_page, database, session, anna) -> None:
    keep(session, anna, "other")
    annas_page.post("/push/subscription", {**FIELDS, "old": ""}, status=204)
    assert [name for _, name, _ in kept(database)] == ["one", "other"]


@pytest.mark.parametrize(
    "wrong", [{"endpoint": ""}, {"endpoint": "https://10.0.0.8/x"}, {"p256dh": "x"}, {"auth": "\x00"}]
)
def test_what_is_no_subscription_is_refused_and_nothing_kept(annas_page, database, wrong) -> None:
    annas_page.post("/push/subscription", {**FIELDS, **wrong}, status=400)
    assert kept(database) == []


def test_post_without_a_token_is_refused(annas_page, database) -> None:
    annas_page.post("/push/subscription", {**FIELDS, "csrf_token": ""}, status=400)
    assert kept(database) == []


def test_stranger_cannot_subscribe(page, database) -> None:
    page.post("/push/subscription", FIELDS)
    assert page.path == "/sign-in"
    assert kept(database) == []


def test_browser_is_turned_off_where_she_asks(card_page, database, session, anna) -> None:
    keep(session, anna)
    keep(session, anna, "two", "Chrome on Windows")
    card_page.get("/reminders")
    newest = card_page.soup.select_one("#push li form")
    card_page.submit(newest)
    assert "Notifications are off there." in card_page.text
    assert kept(database) == [(anna.id, "one", "Firefox on Android")]


def test_browser_of_another_cannot_be_turned_off(bertas_page, database, session, anna) -> None:
    number = keep(session, anna)
    bertas_page.post(f"/push/subscription/{number}/off", {}, status=404)
    bertas_page.post(f"/push/subscription/{number + 1}/off", {}, status=404)
    assert len(kept(database)) == 1


def test_worker_without_a_page_gets_key_and_token(annas_page, database, anna) -> None:
    answer = annas_page.client.get("/push/key", base_url=BASE).get_json()
    assert answer["key"] == vapid.public_key_of("k" * 40)
    annas_page.post("/push/subscription", {**FIELDS, "csrf_token": answer["csrf_token"]})
    assert len(kept(database)) == 1


def test_service_worker_is_everybodys_fresh_and_may_serve_every_page(page) -> None:
    answer = page.get("/sw.js").response
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert "Set-Cookie" not in answer.headers


def test_her_browsers_go_with_her(session, database, anna, berta) -> None:
    keep(session, anna)
    keep(session, berta, "theirs")
    session.delete(anna)
    session.commit()
    assert [name for _, name, _ in kept(database)] == ["theirs"]


def test_later_subscription_shows_its_own_day(card_page, session, anna) -> None:
    """Her own day, not the one of UTC."""
    anna.zone = "Pacific/Auckland"
    found = Subscription(ENDPOINT, **Browser().keys)
    at = NOW + timedelta(hours=10)
    subscriptions.keep(session, anna.id or 0, subscription=found, device="Firefox on Android", now=at)
    session.commit()
    assert "since 21 November 2026" in card_page.get("/reminders").text
