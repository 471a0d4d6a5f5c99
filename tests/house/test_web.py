"""What every answer keeps, and what she reads when something goes wrong."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask, request
from sqlmodel import select
from werkzeug.test import TestResponse

from app import assets, create_app, database, shell, web
from app.accounts.models import SignIn
from app.checklist import actions
from app.checklist.models import Mark, MarkChange
from tests import make
from tests.conftest import close
from tests.fakes.smtp import free_port
from tests.make import NOW, TODAY
from tests.page import BASE, Page, check_headers

pytestmark = pytest.mark.own_file

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ONLY_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
STATIC = tuple(f"/assets/{asset.name}" for asset in assets.shelf().values())


def get(page: Page, path: str, **headers: str) -> TestResponse:
    answer = page.client.get(path, base_url=BASE, headers=headers, buffered=True)
    check_headers(answer)
    return answer


@ONLY_SQLITE
def test_page_that_does_not_exist_says_so_in_words(page):
    assert "There is no such page" in page.get("/nowhere", status=404).text
    assert "Your record is safe" in page.text


@ONLY_SQLITE
def test_wrong_way_to_ask_says_so_in_words(annas_page):
    assert "That cannot be done here" in annas_page.get("/undo", status=405).text


@ONLY_SQLITE
def test_too_long_a_form_is_refused_and_changes_nothing(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    annas_page.get("/")
    path = f"/day/{TODAY}/habits/{prunes}"
    annas_page.post(path, {"do": "done", "more": "x" * 65 * 1024}, status=413)
    assert "That was too long" in annas_page.text
    with database.reading() as reading:
        assert reading.exec(select(Mark)).all() == []
    annas_page.post(path, {"do": "done", "more": "x" * 60 * 1024})


@ONLY_SQLITE
@pytest.mark.parametrize("token", ["", "stale"])
def test_stale_form_is_explained_and_changes_nothing(annas_page, anna, session, database, token):
    prunes = make.make_habit(session, anna)
    annas_page.get("/")
    annas_page.post(f"/day/{TODAY}/habits/{prunes}", {"do": "done", "csrf_token": token}, status=400)
    assert "The page is no longer fresh" in annas_page.text
    with database.reading() as reading:
        assert reading.exec(select(Mark)).all() == []


@ONLY_SQLITE
def test_stale_form_is_explained_in_her_own_language(annas_page, anna, session):
    anna.locale = "es_MX"
    session.commit()
    annas_page.post("/settings/delete", {"csrf_token": "stale"}, status=400)
    assert "Esta página ya no está al día" in annas_page.text


@ONLY_SQLITE
def test_form_of_another_persons_page_is_stale(annas_page, bertas_page, anna, session):
    prunes = make.make_habit(session, anna)
    bertas = bertas_page.get("/settings").token()
    annas_page.post(f"/day/{TODAY}/habits/{prunes}", {"do": "done", "csrf_token": bertas}, status=400)


def break_taps(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def break_down(*_args: object, **_values: object) -> None:
        raise error

    monkeypatch.setattr(actions, "apply", break_down)


@ONLY_SQLITE
def test_mistake_of_ours_hides_its_trace(app, annas_page, anna, session, monkeypatch):
    prunes = make.make_habit(session, anna)
    break_taps(monkeypatch, RuntimeError("a secret of the machine"))
    annas_page.get("/")
    app.testing = False
    annas_page.post(f"/day/{TODAY}/habits/{prunes}", {"do": "done"}, status=500)
    assert "The mistake is ours" in annas_page.text
    source = annas_page.response.get_data(as_text=True)
    assert "secret" not in source
    assert "Traceback" not in source


@ONLY_SQLITE
def test_webhook_is_refused_in_plain_text(page):
    answer = page.client.post("/webhooks/twilio/sms", base_url=BASE)
    check_headers(answer)
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert "<" not in answer.get_data(as_text=True)


@pytest.fixture
def hasty_app(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now) -> Iterator[Flask]:
    """The app that hardly waits for a lock."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    app = create_app(DATABASE_URL=database_url, DATA_DIR=tmp_path, SECRET_KEY="k" * 40)
    app.testing = True
    yield app
    close(app)


@ONLY_SQLITE
def test_tap_while_the_database_is_locked_is_not_half_saved(hasty_app, tmp_path, anna, session):
    prunes = make.make_habit(session, anna)
    page = Page(hasty_app).signed_in(session, anna).get("/")
    holder = sqlite3.connect(tmp_path / "bonny.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    page.post(f"/day/{TODAY}/habits/{prunes}", {"do": "done"}, status=503)
    assert "Nothing was half saved" in page.text
    assert page.response.headers["Retry-After"] == "30"
    check_headers(page.response)
    assert page.get("/").response.status_code == 200
    holder.execute("ROLLBACK")
    assert holder.execute("SELECT count(*) FROM mark").fetchone() == (0,)
    holder.close()
    page.post(f"/day/{TODAY}/habits/{prunes}", {"do": "done"})
    assert "Prunes: 5 of 5" in page.text


@ONLY_SQLITE
def test_disk_that_fills_up_in_the_middle_of_a_tap_leaves_nothing(app, annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    annas_page.get("/")
    opened = app.extensions["bonny.database"]
    refused: list[str] = []

    def fill_up(*args: object) -> None:
        if refused or str(args[2]).startswith("INSERT INTO mark_change"):
            refused.append(str(args[2]))
            raise sqlite3.OperationalError("database or disk is full")

    sa.event.listen(opened.engine, "before_cursor_execute", fill_up)
    annas_page.post(f"/day/{TODAY}/habits/{prunes}", {"do": "done"}, status=503)
    sa.event.remove(opened.engine, "before_cursor_execute", fill_up)
    assert "Nothing was half saved" in annas_page.text
    with opened.reading() as reading:
        assert reading.exec(select(Mark)).all() == []
        assert reading.exec(select(MarkChange)).all() == []


def test_server_that_does_not_answer_is_said_in_words(tmp_path, now):
    app = create_app(
        DATABASE_URL=f"postgresql://me@127.0.0.1:{free_port()}/bonny", DATA_DIR=tmp_path, SECRET_KEY="k" * 40
    )
    page = Page(app)
    page.client.set_cookie("bonny", "token", domain="127.0.0.1")
    page.get("/", status=503)
    assert "cannot reach its records" in page.text
    assert page.response.headers["Retry-After"] == "30"
    assert get(page, STATIC[0]).status_code == 200
    close(app)


@ONLY_POSTGRESQL
def test_connection_that_was_cut_is_made_anew(app, annas_page, anna, session, database, postgres):
    prunes = make.make_habit(session, anna)
    session.close()
    annas_page.get("/")
    with postgres.engine.connect() as other:
        other.execute(
            sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        )
    annas_page.post(f"/day/{TODAY}/habits/{prunes}", {"do": "done"})
    assert "Prunes: 5 of 5" in annas_page.text


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("path", "status"),
    [
        *((path, 200) for path in STATIC),
        ("/assets/nothing-0123456789.css", 404),
        ("/", 200),
        ("/settings", 303),
        ("/nowhere", 404),
        ("/undo", 405),
        ("/healthz", 503),
        ("/library/prunes", 200),
        ("/webhooks/twilio/sms", 405),
    ],
)
def test_security_headers_stand_on_every_kind_of_answer(page, path, status):
    assert get(page, path).status_code == status
    assert "unsafe" not in web.POLICY


@ONLY_SQLITE
def test_over_https_every_answer_demands_https(make_app, now):
    client = make_app(PUBLIC_URL="https://bonny.example").test_client()
    for path in ("/", STATIC[0], "/nowhere"):
        answer = client.get(path, base_url="https://bonny.example", buffered=True)
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@ONLY_SQLITE
@pytest.mark.parametrize("path", STATIC)
def test_static_files_set_no_cookie_and_may_be_kept(annas_page, path):
    answer = get(annas_page, path)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@ONLY_SQLITE
@pytest.mark.parametrize(
    "path", ["/", "/settings", "/habits", "/plants", "/progress", "/reminders", "/report", "/settings/export"]
)
def test_no_browser_or_proxy_keeps_a_page_of_hers(annas_page, anna, session, path):
    make.make_habit(session, anna)
    answer = get(annas_page, path)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


@ONLY_SQLITE
@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_pages_travel_compressed(annas_page, anna, session, coding):
    make.make_habit(session, anna)
    plain = get(annas_page, "/")
    answer = get(annas_page, "/", **{"Accept-Encoding": coding})
    assert answer.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert len(answer.data) < len(plain.data) / 3


@ONLY_SQLITE
def test_piece_of_a_page_is_told_apart_from_the_page(annas_page, anna, session):
    make.make_habit(session, anna, "plants")
    answer = get(annas_page, "/plants/search?q=len", **{"HX-Request": "true"})
    assert "HX-Request" in answer.headers["Vary"]
    assert b"<html" not in answer.data


@ONLY_SQLITE
def test_htmx_is_told_to_send_a_stranger_to_the_door(page):
    answer = get(page, "/plants/search?q=len", **{"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/sign-in?next=")


def test_htmx_evaluates_nothing_and_asks_nobody_else():
    assert '"allowEval":false' in shell.HTMX_CONFIG
    assert '"selfRequestsOnly":true' in shell.HTMX_CONFIG


@pytest.mark.parametrize(("proxies", "seen"), [("0", "127.0.0.1"), ("1", "203.0.113.9")])
@ONLY_SQLITE
def test_forwarded_address_counts_only_behind_as_many_proxies(make_app, now, proxies, seen):
    app = make_app(PROXIES=proxies)
    found = []
    app.before_request(lambda: found.append(request.remote_addr))
    app.test_client().get("/", base_url=BASE, headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9"})
    assert found == [seen]


@ONLY_SQLITE
@pytest.mark.parametrize(("hours", "is_noted"), [(23, False), (25, True)])
def test_device_in_use_is_noted_at_most_once_a_day(
    annas_page, now: Callable[[datetime], None], database, hours, is_noted
):
    later = NOW + timedelta(hours=hours)
    now(later)
    annas_page.get("/habits")
    with database.reading() as session:
        assert session.exec(select(SignIn.last_seen_at)).one() == (later if is_noted else NOW)


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/undo", {"batch": "x", "day": "0001-01-01"}, 200),
        ("/undo", {"batch": "x", "day": "9999-12-31"}, 200),
        ("/settings/about", {"name": "An\x00na"}, 422),
        ("/sign-out", {"next": "\x00"}, 200),
        ("/day/2026-11-20/plants", {"q": "\x00"}, 404),
        ("/day/2026-11-20/habits/{habit}", {"do": "set", "amount": "\x00"}, 422),
        ("/day/2026-11-20/habits/2147483648", {"do": "done"}, 404),
        ("/day/2026-11-20/habits/99999999999999999999", {"do": "done"}, 404),
    ],
)
def test_form_that_was_tampered_with_ends_in_a_page(annas_page, anna, session, path, form, status):
    path = path.format(habit=make.make_habit(session, anna))
    annas_page.get("/")
    annas_page.post(path, form, status=status, headers={"HX-Request": "true"})


@ONLY_POSTGRESQL
def test_value_the_database_takes_not_is_said_in_words(annas_page):
    form = {"name": "A\x00", "zone": "UTC", "locale": "en_GB", "day_start": "3", "week_start": "0"}
    assert "did not arrive whole" in annas_page.post("/settings/about", form, status=400).text
