"""A person who began by text has no name: the web asks for it first, and then lets her on."""

import pytest

from tests import make
from tests.page import Page

# Pages and words: the database is asked nothing that others do not ask it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def nameless_page(app, session, now) -> Page:
    user = make.make_user(session, name="", email=None, phone="+447400123456")
    make.make_habit(session, user)
    return Page(app).signed_in(session, user)


@pytest.mark.parametrize("path", ["/", "/habits", "/reminders", "/report"])
def test_first_visit_asks_for_her_name(nameless_page, path):
    assert nameless_page.get(path).path == "/settings/about"
    assert "Please tell us your name" in nameless_page.text


def test_named_she_goes_on_to_today_and_is_not_asked_again(nameless_page):
    nameless_page.get("/")
    nameless_page.submit(nameless_page.form("#name"), name="Clara")

    assert nameless_page.path == "/"
    assert "Clara" in nameless_page.text


def test_no_name_is_no_answer(nameless_page):
    nameless_page.get("/")
    nameless_page.submit(nameless_page.form("#name"), name=" ", status=422)

    assert nameless_page.get("/").path == "/settings/about"


@pytest.mark.parametrize("path", ["/settings/export", "/settings", "/library", "/privacy"])
def test_what_is_hers_to_take_and_what_is_for_all_stays_open(nameless_page, path):
    assert nameless_page.get(path).path == path
