"""The welcome after a silence, on Today: when it stands there, what it says, and that it costs nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from app.accounts.models import User
from app.checklist import daysheet
from app.checklist.lapses import Welcome
from tests import make
from tests.make import TODAY
from tests.page import Page

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SINCE = TODAY - timedelta(days=60)
DAY = timedelta(days=1)


def live(session: Session, user: User, *, until: date, slug: str = "prunes", days: int = 30) -> int:
    """A habit kept on so many days up to ``until``; its id."""
    habit_id = make.make_habit(session, user, slug, since=until - days * DAY)
    for back in reversed(range(days)):
        day = until - back * DAY
        make.make_mark(session, user, habit_id, day=day, today=day)
    return habit_id


def welcome_of(session: Session, user: User, today: date = TODAY) -> Welcome | None:
    return daysheet.read(session, user, day=today, today=today).welcome


def said(page: Page) -> str:
    title = page.soup.select_one("#welcome-title")
    return "" if title is None or title.parent is None else " ".join(title.parent.get_text(" ").split())


def test_she_is_welcomed_back_with_what_has_stayed(annas_page, anna, session):
    live(session, anna, until=TODAY - 9 * DAY)
    live(session, anna, until=TODAY - 9 * DAY, slug="vitamin-d", days=45)
    live(session, anna, until=TODAY - 9 * DAY, slug="fermented", days=2)
    # A limit is as strong without a record: it tells of nothing that she kept.
    make.make_habit(session, anna, "alcohol", since=SINCE)
    annas_page.get("/")
    assert said(annas_page) == (
        "Welcome back. Vitamin D: strength 59 %. Prunes: strength 52 %. "
        "One tick today is enough. Is a day not recorded yet? You can still add it."
    )
    assert annas_page.soup.select_one("#welcome-title ~ p a")["href"] == "/day"
    assert said(annas_page.get(f"/day/{TODAY - 2 * DAY}")) == ""


def test_the_welcome_goes_by_itself_three_days_after_her_return(annas_page, anna, session, now):
    prunes = live(session, anna, until=TODAY - 9 * DAY)
    make.make_mark(session, anna, prunes)
    assert "Good to see you here. Small steps are enough." in said(annas_page.get("/"))
    for later, is_welcomed in ((3, True), (4, False)):
        now(datetime(2026, 11, 20 + later, 9, 0, tzinfo=UTC))
        assert bool(said(annas_page.get("/"))) is is_welcomed


def test_a_silence_longer_than_today_looks_back_is_told_by_the_standings(anna, session):
    prunes = live(session, anna, until=TODAY - 200 * DAY)
    assert welcome_of(session, anna) == Welcome(kept=(), has_begun=False)
    make.make_mark(session, anna, prunes)
    found = welcome_of(session, anna, TODAY + DAY)
    assert found is not None
    assert found.has_begun
    make.make_mark(session, anna, prunes, day=TODAY + 3 * DAY, today=TODAY + 3 * DAY)
    assert welcome_of(session, anna, TODAY + 3 * DAY) is not None


@pytest.mark.parametrize("slug", ["prunes", "alcohol"])
def test_who_never_recorded_anything_is_not_welcomed_back(anna, session, slug):
    habit_id = make.make_habit(session, anna, slug, since=SINCE)
    assert welcome_of(session, anna) is None
    make.make_mark(session, anna, habit_id, amount=0)
    for later in (0, 1, 3):
        make.make_mark(session, anna, habit_id, day=TODAY + later * DAY, today=TODAY + later * DAY, amount=0)
        assert welcome_of(session, anna, TODAY + later * DAY) is None


def test_the_welcome_asks_the_database_nothing(annas_page, bertas_page, anna, berta, session, statements):
    live(session, anna, until=TODAY - DAY, days=3)
    live(session, berta, until=TODAY - 9 * DAY, days=3)
    with statements() as without:
        annas_page.get("/")
    with statements() as welcomed:
        bertas_page.get("/")
    assert (said(annas_page), bool(said(bertas_page))) == ("", True)
    assert len(welcomed) == len(without)
