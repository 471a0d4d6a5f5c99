"""Text size and colours beyond the phone's own: kept for her, and by the browser before the door."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from app import sight
from app.accounts.models import SignInCode, User
from app.messages.models import Channel
from app.sight import Sight, TextSize, Theme
from tests import make
from tests.make import NOW
from tests.page import BASE, Page

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
COOKIE = "bonny-sight"


def choose(page: Page, status: int = 200, **values: str) -> Page:
    page.get("/sight")
    return page.submit(page.form("input[name=theme]"), status=status, **values)


def shown(page: Page) -> tuple[object, object]:
    html = page.soup.select_one("html")
    assert html is not None
    return html.get("data-text"), html.get("data-theme")


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("size", list(TextSize))
def test_what_the_cookie_says_is_read_back(size, theme):
    assert sight.read(Sight(size, theme).as_text()) == Sight(size, theme)


@pytest.mark.parametrize("text", ["", ".", "huge.dark", "large", "large.", "normal.blue", "x" * 500, "a.b.c"])
def test_what_a_cookie_does_not_say_well_is_left_to_the_phone(text):
    read = sight.read(text)
    assert read.text_size in (TextSize.NORMAL, TextSize.LARGE)
    assert read.theme in (Theme.SYSTEM, Theme.DARK)


def test_hers_is_kept_and_shown_on_every_page(annas_page, anna, session, database):
    make.make_habit(session, anna)
    choose(annas_page, text_size="larger", theme="dark")
    assert "Saved." in annas_page.text
    for path in ("/", "/progress", "/settings", "/sight", "/library"):
        assert shown(annas_page.get(path)) == ("larger", "dark")
    assert shown(annas_page.get("/nowhere", status=404)) == ("larger", "dark")
    with database.reading() as reading:
        kept = reading.exec(select(User)).one()
        assert kept.sight == Sight(TextSize.LARGER, Theme.DARK)


@ONLY_SQLITE
def test_it_follows_her_to_another_browser_and_stays_in_this_one(annas_page, anna, session, app):
    choose(annas_page, text_size="large", theme="light")
    assert shown(Page(app).signed_in(session, anna).get("/settings")) == ("large", "light")
    annas_page.get("/settings")
    annas_page.submit(annas_page.form("form[action='/sign-out'] button"))
    assert shown(annas_page.get("/")) == ("large", "light")


@ONLY_SQLITE
def test_visitor_keeps_hers_in_the_browser_alone(page, annas_page):
    choose(page, text_size="largest", theme="dark")
    assert shown(page.get("/sign-in")) == ("largest", "dark")
    assert shown(annas_page.get("/settings")) == (None, None)


@ONLY_SQLITE
def test_one_persons_look_is_not_the_others_on_the_same_browser(annas_page, berta, session):
    choose(annas_page, text_size="largest", theme="dark")
    annas_page.signed_in(session, berta)
    assert shown(annas_page.get("/settings")) == (None, None)


@ONLY_SQLITE
def test_what_was_chosen_at_the_door_goes_with_her_into_the_account(page, session, database, app):
    choose(page, text_size="largest", theme="dark")
    code = SignInCode(
        channel=Channel.EMAIL,
        address="clara@example.org",
        asker_hash="",
        locale="en_GB",
        created_at=NOW,
        used_at=NOW,
        expires_at=NOW + timedelta(minutes=10),
    )
    session.add(code)
    session.commit()
    with page.client.session_transaction(base_url=BASE) as form:
        form["proved_id"] = code.id
    page.get("/sign-up")
    page.submit(page.form("#name"), name="Clara", zone="Europe/London")
    assert shown(page) == ("largest", "dark")
    with database.reading() as reading:
        kept = reading.exec(select(User).where(User.name == "Clara")).one()
        assert kept.sight == Sight(TextSize.LARGEST, Theme.DARK)


@ONLY_SQLITE
def test_as_on_my_phone_takes_everything_back(page):
    choose(page, text_size="largest", theme="dark")
    choose(page, text_size="normal", theme="system")
    assert shown(page.get("/")) == (None, None)


@ONLY_SQLITE
@pytest.mark.parametrize(("field", "value"), [("text_size", "huge"), ("theme", "blue"), ("theme", "")])
def test_bad_choice_is_explained_and_the_good_one_stays(page, field, value):
    other = {"text_size": "large"} if field == "theme" else {"theme": "dark"}
    choose(page, 422, **{field: value, **other})
    assert page.soup.select_one(f"#{field}-error").get_text()
    for name, kept in other.items():
        assert page.soup.select_one(f"input[name={name}][checked]")["value"] == kept


@ONLY_SQLITE
def test_colour_of_the_browsers_bar_follows_the_theme(page):
    choose(page, theme="dark")
    assert [tag["content"] for tag in page.get("/").soup.select("meta[name=theme-color]")] == ["#17131b"]


@ONLY_SQLITE
@pytest.mark.parametrize(("url", "is_secure"), [(BASE, False), ("https://bonny.example", True)])
def test_cookie_is_for_this_site_alone(make_app, now, url, is_secure):
    client = make_app(PUBLIC_URL=url).test_client()
    form = BeautifulSoup(client.get("/sight", base_url=url).get_data(as_text=True), "html.parser")
    field = form.select_one("input[name=csrf_token]")
    assert field is not None
    data = {"csrf_token": field["value"], "text_size": "large"}
    answer = client.post(
        "/sight", data={**data, "theme": "dark"}, base_url=url, headers={"Referer": f"{url}/sight"}
    )
    said = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith(COOKIE))
    assert said.startswith(f"{COOKIE}=large.dark;")
    assert ("Secure" in said) is is_secure
    assert "HttpOnly" in said
    assert "SameSite=Lax" in said
