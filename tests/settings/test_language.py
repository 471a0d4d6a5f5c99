"""In which language Bonny speaks: as her browser asks, as a visitor chose, as she keeps it."""

from datetime import time, timedelta

import pytest
from flask_babel import force_locale, gettext

from app import words
from tests import make
from tests.make import TODAY
from tests.page import Page

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ENGLISH, SPANISH = "Small daily habits for your bones", "Pequeños hábitos diarios para sus huesos"


def said_to(page: Page, languages: str) -> str:
    return page.get("/", headers={"Accept-Language": languages}).text


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        ("es", SPANISH),
        ("es-419,es;q=0.9", SPANISH),
        ("es-CR,es;q=0.9,en;q=0.8", SPANISH),
        ("de-DE,de;q=0.9,es;q=0.5", SPANISH),
        ("en-GB", ENGLISH),
        ("de", ENGLISH),
        ("xx-!!", ENGLISH),
        ("", ENGLISH),
    ],
)
def test_a_visitor_is_spoken_to_as_her_browser_asks(page, languages, said):
    assert said in said_to(page, languages)


def test_the_page_names_its_language_to_a_screen_reader(page):
    html = page.get("/", headers={"Accept-Language": "es-ES"}).soup.select_one("html")
    assert html is not None
    assert html["lang"] == "es-ES"


def test_what_a_visitor_chose_goes_before_her_browser(page):
    page.get("/language", headers={"Accept-Language": "en-US"})
    page.submit(page.form("button[name=language]"), button="Español")
    assert SPANISH in said_to(page, "en-US")
    page.get("/language", headers={"Accept-Language": "en-US"})
    page.submit(page.form("button[name=language]"), button="English")
    assert ENGLISH in said_to(page, "es-MX")


def test_a_language_nobody_offers_is_asked_again(page):
    page.get("/language")
    page.submit(page.form("button[name=language]"), language="tlh")
    assert "Español" in page.text
    page.client.set_cookie("bonny-language", "tlh", domain="127.0.0.1")
    assert ENGLISH in said_to(page, "en-GB")


def test_hers_stands_among_her_settings(annas_page, anna, session):
    make.make_habit(session, anna)
    link = annas_page.get("/settings").soup.select_one("main a:has(span[lang=es])")
    assert link is not None
    assert annas_page.get(str(link["href"])).path == "/settings/about"
    annas_page.submit(annas_page.form("select[name=locale]"), locale="es_ES")
    page = annas_page.get("/", headers={"Accept-Language": "en-GB"})
    assert "Ciruelas pasas" in page.text
    assert "Prunes" not in page.text


def test_what_is_stored_stays_the_same_in_every_language(annas_page, anna, session):
    """A plant that was added in one language is the same one in the other."""
    make.make_habit(session, anna, "plants")
    annas_page.get("/plants")
    annas_page.submit(annas_page.form("input[name=q]"), q="lentils")
    session.refresh(anna)
    anna.locale = "es_AR"
    session.commit()
    assert "Lenteja" in annas_page.get("/").text
    annas_page.submit(annas_page.form("input[name=q]"), q="garbanzos y acelga")
    assert "Garbanzo" in annas_page.get("/plants").text


@pytest.mark.parametrize(
    ("locale", "day", "span", "hour", "number"),
    [
        ("en_US", "Friday, November 20", "Nov 14 – 20", "8:05 PM", "1,234.5"),
        ("en_GB", "Friday 20 November", "14–20 Nov", "20:05", "1,234.5"),
        ("es_MX", "viernes, 20 de noviembre", "14–20 de nov", "8:05 pm", "1,234.5"),
        ("es_ES", "viernes, 20 de noviembre", "14–20 nov", "20:05", "1.234,5"),
        ("es_AR", "viernes, 20 de noviembre", "14–20 nov", "8:05 pm", "1.234,5"),
    ],
)
def test_dates_and_numbers_are_written_as_she_writes_them(app, locale, day, span, hour, number):
    with app.app_context(), force_locale(locale):
        assert words.long_day(TODAY) == day
        assert plainly(words.short_span(TODAY - timedelta(days=6), TODAY)) == span
        assert plainly(words.clock_time_of(time(20, 5))) == hour
        assert words.number(1234.5) == number


def plainly(text: str) -> str:
    """With a plain space for each narrow and unbroken one."""
    return " ".join(text.split())


def test_paper_and_week_follow_the_region(app, session):
    mexican = make.make_user(session, name="Lupe", email="lupe@example.org", locale="es_MX")
    spanish = make.make_user(session, name="Pilar", email="pilar@example.org", locale="es_ES")
    for user, paper in ((mexican, "letter"), (spanish, "a4")):
        make.make_habit(session, user)
        page = Page(app).signed_in(session, user).get("/report")
        chosen = page.soup.select_one("[name=paper] option[selected], [name=paper][checked]")
        assert chosen is not None
        assert chosen["value"] == paper


@pytest.mark.parametrize(
    ("locale", "said"), [("es_ES", "5 o 2,5."), ("es_MX", "5 o 2.5."), ("en_GB", "5 or 2.5.")]
)
def test_numbers_written_out_in_a_sentence_follow_her_region(app, locale, said):
    with app.test_request_context(), force_locale(locale):
        assert gettext("Please type a number, such as 5 or 2.5.").endswith(said)
