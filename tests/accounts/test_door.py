"""Signing in and up through the real pages, with codes from the letterbox."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, col, select

from app import jobs
from app.accounts import actions, links
from app.accounts.models import SignIn, SignInCode, User
from app.database import Database
from app.messages.models import Consent, Letter
from tests import make
from tests.conftest import NOON
from tests.page import Page

PHONE = "+44 7400 123456"


def deliver(app: Flask) -> None:
    with app.app_context():
        jobs.deliver(app)


def newest_code(app: Flask, database: Database) -> str:
    deliver(app)
    with database.reading() as session:
        letter = session.exec(select(Letter).order_by(col(Letter.id).desc())).first()
    assert letter is not None
    found = re.search(r"\b\d{6}\b", letter.subject + letter.text)
    assert found
    return found[0]


def ask(page: Page, contact: str, *, status: int = 200) -> Page:
    page.get("/sign-in")
    return page.submit(page.form("#contact"), contact=contact, status=status)


def answer(page: Page, code: str, *, status: int = 200) -> Page:
    return page.submit(page.form("#code"), code=code, status=status)


def sign_up(page: Page, app: Flask, database: Database, contact: str, **values: Any) -> Page:
    ask(page, contact)
    answer(page, newest_code(app, database))
    return page.submit(page.form("#name"), **{"name": "Clara", "zone": "Europe/Prague", **values})


def test_stranger_signs_up_with_the_code_from_her_mail(page, app, database):
    sign_up(page, app, database, "Clara@Example.org")
    assert page.path == "/habits"
    with database.reading() as session:
        user = session.exec(select(User)).one()
    assert (user.name, user.email, user.zone, user.is_operator) == (
        "Clara",
        "clara@example.org",
        "Europe/Prague",
        True,
    )


def test_number_gets_a_text_and_the_box_for_texts_starts_empty(page, app, database):
    ask(page, PHONE)
    answer(page, newest_code(app, database))
    box = page.soup.select_one("input[name=texts]")
    assert box is not None
    assert not box.has_attr("checked")
    page.submit(page.form("#name"), name="Clara", zone="Europe/London")
    with database.reading() as session:
        assert session.exec(select(User)).one().phone == "+447400123456"
        assert session.exec(select(Consent)).all() == []


def test_ticked_box_keeps_the_exact_words(page, app, database):
    sign_up(page, app, database, PHONE, texts="y", zone="Europe/London")
    with database.reading() as session:
        consent = session.exec(select(Consent)).one()
    assert consent.words.startswith("Yes, Bonny may text me reminders at this number")
    assert consent.address == "+447400123456"


def test_known_person_comes_back_in(page, app, database, anna):
    ask(page, "anna@example.org")
    answer(page, newest_code(app, database))
    assert page.path in ("/", "/habits")
    assert page.get("/settings").text.count("anna@example.org") == 1


def test_answer_is_the_same_whether_the_account_exists(make_app, database_url, now, anna):
    app = make_app(SIGN_UP="closed")
    known, unknown = Page(app), Page(app)
    ask(known, "anna@example.org")
    ask(unknown, "nobody@example.org")
    assert known.text.replace("anna@", "x@") == unknown.text.replace("nobody@", "x@")


def test_closed_house_sends_a_stranger_nothing(make_app, now):
    app = make_app(SIGN_UP="closed")
    database = app.extensions["bonny.database"]
    with database.writing() as session:
        session.add(User(name="First", email="first@example.org", zone="UTC", created_at=NOON))
        session.commit()
    ask(Page(app), "nobody@example.org")
    deliver(app)
    with database.reading() as session:
        assert session.exec(select(Letter)).all() == []


def test_code_works_once(page, app, database, anna):
    ask(page, "anna@example.org")
    code = newest_code(app, database)
    session_cookie = page.client.get_cookie("bonny-form", domain="127.0.0.1")
    answer(page, code)
    again = Page(app)
    again.client.set_cookie("bonny-form", session_cookie.value, domain="127.0.0.1")
    again.get("/sign-in/code")
    answer(again, code, status=422)
    assert "not valid any more" in again.text


def test_sixth_try_is_refused_even_with_the_right_code(page, app, database, anna):
    ask(page, "anna@example.org")
    code = newest_code(app, database)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        answer(page, wrong, status=422)
    answer(page, code, status=422)
    assert "not valid any more" in page.text


def test_code_is_over_after_ten_minutes(page, app, database, anna, now: Callable[[datetime], None]):
    ask(page, "anna@example.org")
    code = newest_code(app, database)
    now(NOON + timedelta(minutes=10, seconds=1))
    answer(page, code, status=422)


def test_code_of_an_earlier_message_no_longer_fits(page, app, database, anna):
    ask(page, "anna@example.org")
    first = newest_code(app, database)
    ask(page, "anna@example.org")
    second = newest_code(app, database)
    if first != second:
        answer(page, first, status=422)
    answer(page, second)


def test_code_is_kept_only_as_a_hash(page, app, database, anna):
    ask(page, "anna@example.org")
    code = newest_code(app, database)
    with database.reading() as session:
        row = session.exec(select(SignInCode)).one()
    assert code not in str(row.model_dump())
    assert row.code_hash is not None
    assert len(row.code_hash) == 64


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "12 34"])
def test_code_that_is_no_code_is_asked_for_again(page, app, anna, code):
    ask(page, "anna@example.org")
    answer(page, code, status=422)
    assert "six digits" in page.text


def test_code_with_spaces_or_full_width_digits_fits(page, app, database, anna):
    ask(page, "anna@example.org")
    code = newest_code(app, database)
    wide = "".join(chr(0xFF10 + int(digit)) for digit in code)
    answer(page, f" {wide[:3]} {wide[3:]} ")
    assert page.path in ("/", "/habits")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type your email or mobile number"),
        ("anna", "neither an email nor a mobile number"),
        ("anna@", "neither an email nor a mobile number"),
        ("a b@example.org", "neither an email nor a mobile number"),
        ("+44 20 7946 0018", "cannot receive texts"),
        ("+44 7700", "not complete"),
        ("07400 123456", "Begin the number with +"),
    ],
)
def test_bad_contact_is_explained_and_kept(page, typed, said):
    ask(page, typed, status=422)
    assert said in page.text
    assert page.soup.select_one("#contact")["value"] == " ".join(typed.split())


def test_sixth_code_for_one_contact_in_an_hour_waits(page, anna, now: Callable[[datetime], None]):
    for _ in range(5):
        ask(page, "anna@example.org")
    ask(page, "anna@example.org", status=429)
    now(NOON + timedelta(minutes=61))
    ask(page, "anna@example.org")


def test_one_network_address_cannot_ask_for_many_people(page):
    for number in range(actions.MOST_CODES_BY_ASKER):
        ask(page, f"person{number}@example.org")
    ask(page, "another@example.org", status=429)


def test_codes_by_text_have_a_daily_cap_for_all(make_app, now):
    app = make_app(SMS_CODES_PER_DAY="2")
    for digit in "12":
        ask(Page(app), f"+44 7400 12345{digit}")
    page = Page(app)
    ask(page, "+44 7400 123459", status=429)
    assert "No more codes can go out by text today" in page.text
    ask(page, "still@example.org")


def test_codes_by_text_stay_in_the_countries_that_are_set(make_app, now):
    page = Page(make_app(SMS_COUNTRIES="US,CA"))
    ask(page, PHONE, status=422)
    assert "cannot send texts to this country" in page.text


def test_device_gets_a_fresh_token_and_the_old_form_session_ends(page, app, database, anna):
    ask(page, "anna@example.org")
    before = page.client.get_cookie("bonny-form", domain="127.0.0.1").value
    answer(page, newest_code(app, database))
    assert page.client.get_cookie("bonny-form", domain="127.0.0.1").value != before
    cookie = page.client.get_cookie("bonny", domain="127.0.0.1")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    with database.reading() as session:
        assert cookie.value not in session.exec(select(SignIn.token_hash)).all()


def test_over_https_cookies_belong_to_this_host_alone(make_app, now, anna, session: Session):
    app = make_app(PUBLIC_URL="https://bonny.example", SIGN_UP="open")
    client = app.test_client()
    answer = client.get("/sign-in", base_url="https://bonny.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-bonny-form=")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_signing_out_ends_this_device_alone(app, annas_page, anna, session):
    other = Page(app).signed_in(session, anna)
    annas_page.get("/settings")
    annas_page.submit(annas_page.form("form[action='/sign-out']"))
    assert annas_page.get("/settings").path == "/sign-in"
    assert other.get("/settings").path == "/settings"


def test_signing_out_everywhere_ends_every_device(app, annas_page, anna, session):
    other = Page(app).signed_in(session, anna)
    annas_page.get("/settings")
    annas_page.submit(annas_page.form("form[action='/sign-out/everywhere']"))
    assert other.get("/settings").path == "/sign-in"


def test_device_away_for_half_a_year_signs_in_anew(annas_page, now: Callable[[datetime], None]):
    now(NOON + timedelta(days=181))
    assert annas_page.get("/settings").path == "/sign-in"


def test_device_in_use_stays_signed_in(annas_page, now: Callable[[datetime], None]):
    for days in (100, 200, 300):
        now(NOON + timedelta(days=days))
        assert annas_page.get("/settings").path == "/settings"


def test_invitation_lets_one_person_in(make_app, now, anna, session):
    app = make_app(SIGN_UP="invite")
    database = app.extensions["bonny.database"]
    token = actions.invite(session, by=anna.id, now=NOON)
    session.commit()
    guest = Page(app)
    guest.get(f"/invitation/{token}")
    assert guest.path == "/sign-in"
    guest.submit(guest.form("#contact"), contact="guest@example.org")
    answer(guest, newest_code(app, database))
    guest.submit(guest.form("#name"), name="Guest", zone="Europe/London")
    assert guest.path == "/habits"
    Page(app).get(f"/invitation/{token}", status=404)


def test_only_the_operator_invites(annas_page, anna, session):
    annas_page.get("/settings")
    annas_page.post("/invitations", {}, status=404)
    anna.is_operator = True
    session.add(anna)
    session.commit()
    annas_page.post("/invitations", {})
    assert "/invitation/" in annas_page.soup.select_one("#link")["value"]


def test_link_signs_in_by_its_button_alone_and_once(page, app, session, anna):
    token = links.make(session, anna, now=NOON)
    session.commit()
    page.get(f"/sign-in/link/{token}")
    page.get(f"/sign-in/link/{token}")
    page.submit(page.soup.form)
    assert page.get("/settings").path == "/settings"
    Page(app).post(f"/sign-in/link/{token}", {}, status=404)
    thief = Page(app)
    thief.client.set_cookie("bonny", token, domain="127.0.0.1")
    assert thief.get("/settings").path == "/sign-in"


def test_form_without_its_token_changes_nothing(app, anna, session):
    page = Page(app).signed_in(session, anna)
    page.get("/settings")
    page.client.post("/sign-out/everywhere", base_url="http://127.0.0.1:8000")
    assert page.get("/settings").path == "/settings"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_nobody_is_sent_off_to_another_site(annas_page, target):
    response = annas_page.client.get(
        "/sign-in", query_string={"next": target}, base_url="http://127.0.0.1:8000"
    )
    assert response.headers["Location"] == "/"


def test_person_adds_a_number_and_signs_in_with_it(app, annas_page, database, anna):
    annas_page.get("/settings/contact")
    annas_page.submit(annas_page.form("#contact"), contact=PHONE)
    answer(annas_page, newest_code(app, database))
    assert annas_page.path == "/reminders"
    other = Page(app)
    ask(other, PHONE)
    answer(other, newest_code(app, database))
    assert "anna@example.org" in other.get("/settings").text


def test_number_of_another_account_is_not_taken_over(app, annas_page, anna, session, database):
    make.make_user(session, phone="+447400123456", email=None)
    annas_page.get("/settings/contact")
    annas_page.submit(annas_page.form("#contact"), contact=PHONE)
    answer(annas_page, newest_code(app, database))
    assert annas_page.path == "/settings/contact/share"
    assert "belongs to another person here" in annas_page.text
