"""A limit is told as one wherever it is told, and not told of where nothing is recorded of it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session

from app.accounts.models import User
from app.checklist import choosing
from app.checklist.choosing import OwnHabit
from app.progress import months, wording, year_wording, years
from app.reminders import month_letter, questions
from app.rules import texts
from app.rules.habits import Direction, Goal, Measure, Period
from tests import make
from tests.make import NOW, TODAY
from tests.progress.test_month import card
from tests.progress.test_overview import put, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OCTOBER, MONDAY = date(2026, 10, 1), date(2026, 11, 16)
LIMIT: dict[str, Any] = {"direction": Direction.AT_MOST, "unit": ""}


@pytest.fixture
def dry(session: Session, anna: User) -> int:
    """Not one drink in October, and none this week until yesterday."""
    alcohol = make.make_habit(session, anna, "alcohol", since=OCTOBER)
    put(session, anna, alcohol, OCTOBER, [0.0] * 31)
    put(session, anna, alcohol, MONDAY, [0.0] * 4)
    return alcohol


@pytest.fixture
def speaking(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def make_cakes(session: Session, user: User) -> int:
    """Cake on two days a week at most."""
    goal = Goal(OCTOBER, 2)
    own = OwnHabit("Cakes", Measure.CHECK, period=Period.WEEK, goal=goal, **LIMIT)
    habit = choosing.create(session, user, own=own, today=OCTOBER, now=NOW)
    session.commit()
    return habit.id or 0


def test_month_without_a_drink_is_never_one_with_a_drink_a_day(dry, anna, session, speaking):
    month = months.read(session, anna, first=OCTOBER, today=TODAY)
    assert wording.best(month) == "Little alcohol: 31 of 31 days within the limit."
    assert month_letter.text_of(month, url="https://bonny.example/progress/2026-10") == (
        "Bonny: October 2026. Little alcohol: 31 of 31 days within the limit."
        " https://bonny.example/progress/2026-10"
    )
    assert wording.best(month, is_short=True) == "Alcohol: 31 of 31 days within the limit."
    assert wording.facts(month.habits[0], month).startswith("31 of 31 days within the limit · 100 %")
    year = years.read(session, anna, year=2026, today=TODAY)
    assert year_wording.best(year) == "Little alcohol: 35 of 50 days within the limit."
    assert year_wording.parts_title(year.habits[0]) == "Days within the limit in each month"
    text = questions.week(session, anna, today=TODAY)
    assert text == "Week: Alcohol 4 of 4 days within limit."
    assert texts.segments(text) == 1


def test_limit_says_so_on_its_own_page(dry, annas_page):
    assert "4 of 28 days within the limit" not in annas_page.get(f"/progress/habits/{dry}").text
    assert "2026 35 of 50 days within the limit 70 %" in annas_page.text
    assert "“Up to” is what it would be if the days not recorded were kept as well." in annas_page.text
    assert "31 of 31 days within the limit" in card(annas_page.get("/progress/2026-10"), dry)
    assert (
        annas_page.soup.select_one(".cell[href='/day/2026-10-05']")["aria-label"] == "5 Oct: within the limit"
    )
    assert "over a limit" in words(annas_page.soup.select_one(".legend"))


def test_limit_that_was_never_recorded_is_not_boasted_of(annas_page, anna, session, speaking):
    alcohol = make.make_habit(session, anna, "alcohol", since=OCTOBER)
    prunes = make.make_habit(session, anna, since=MONDAY)
    put(session, anna, prunes, MONDAY, [5.0] * 4)
    for path in ("/progress", "/progress/2026-11", "/progress/2026", f"/progress/habits/{alcohol}"):
        text = annas_page.get(path).text
        assert "Little alcohol" in text
        assert not re.search(r"\d days within|0 of 5\d days|100 %", text), path
    assert questions.streak(session, anna, today=TODAY) == "In a row now: Prunes 4 days (your best)."
    assert questions.month(session, anna, today=TODAY).startswith("November 2026 so far: Prunes 4 of 4 days.")


def test_sessions_within_a_limit_are_at_most_so_many(annas_page, anna, session):
    cakes = make_cakes(session, anna)
    make.make_mark(session, anna, cakes, day=TODAY - timedelta(days=1), amount=1)
    assert "at most 2 times a week" in annas_page.get(f"/progress/habits/{cakes}").text
    assert "Cakes 1 time, at most 2 times a week" in words(annas_page.get("/progress").soup.main)
    assert "1 this week, at most 2" in annas_page.get("/").text
    told = annas_page.get(f"/day/{TODAY - timedelta(days=8)}").text
    assert "nothing recorded that week, at most 2" in told, "nothing recorded is no 0"


def test_running_week_of_a_limit_without_a_record_is_no_zero(annas_page, anna, session, speaking):
    make_cakes(session, anna)
    prunes = make.make_habit(session, anna, since=MONDAY)
    make.make_mark(session, anna, prunes, amount=5)
    assert "Cakes nothing recorded yet" in words(annas_page.get("/progress").soup.main)
    assert "nothing recorded this week, at most 2" in annas_page.get("/").text
    assert questions.week(session, anna, today=TODAY) == "Week: Prunes 1 of 5 days."
