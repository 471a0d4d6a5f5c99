"""A year whose figures are those of its months, and its page."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import User
from app.checklist import queries, standings
from app.checklist.models import ChangeKind, ClosingRow, Goal, Habit, Mark, PlantEaten, Source, StandingRow
from app.progress import months, years
from app.rules import days, figures
from app.rules.figures import Tally
from app.rules.habits import Direction, Measure, Period
from app.rules.marks import Skip
from app.rules.presence import Presence
from tests import make
from tests.make import NOW, TODAY
from tests.progress.test_month import card, fill_october, links, put
from tests.progress.test_month_set_aside import set_aside
from tests.progress.test_overview import words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FEBRUARY = date(2025, 2, 10)
SLUGS = ("prunes", "weight-bearing", "plants", "vitamin-d")
PLANTS = ("oats", "kale", "lentil", "walnut", "pear", "plum")


@pytest.fixture
def october(session: Session, anna: User) -> dict[str, int]:
    """Anna's October."""
    return fill_october(session, anna)


def live(session: Session, user: User) -> None:
    """Habits by the day, by the week and plants since February of the year before, with gaps and skips."""
    ids = {slug: make.make_habit(session, user, slug, since=FEBRUARY) for slug in SLUGS}
    for number, day in enumerate(days.days_between(FEBRUARY, TODAY)):
        put(session, user, ids["vitamin-d"], day, 800.0)
        if number % 11 == 0:
            put(session, user, ids["prunes"], day, Skip.ILL)
        elif number % 4:
            put(session, user, ids["prunes"], day, 5.0 if number % 3 else 2.0)
        if number % 5 == 0:
            put(session, user, ids["weight-bearing"], day, 60.0 + number % 30)
        if number % 2:
            eat(session, user, day, PLANTS[number % 6])
    session.flush()
    for each in queries.chosen_between(session, user, first=TODAY, last=TODAY):
        standings.refresh(session, user, chosen=each, changed=FEBRUARY, today=TODAY)
    session.commit()


def eat(session: Session, user: User, day: date, plant: str) -> None:
    session.add(PlantEaten(user_id=user.id or 0, day=day, plant=plant, source=Source.TAP, changed_at=NOW))


@pytest.mark.parametrize("year", [2025, 2026])
def test_year_is_the_sum_of_its_months_and_of_its_weeks(anna, session, year):
    live(session, anna)
    of = years.read(session, anna, year=year, today=TODAY)
    read = [months.read(session, anna, first=each.first, today=TODAY) for each in of.months]
    assert [month.first.month for month in read] == list(
        range(2 if year == 2025 else 1, 13 if year == 2025 else 12)
    )
    assert [each.presence for each in of.months] == [month.presence for month in read]
    record = queries.record_between(session, anna, first=date(year, 1, 1), last=date(year, 12, 31))
    for place, habit in enumerate(of.habits):
        pages = [month.habits[place] for month in read]
        assert [(part.tally, part.total) for part in habit.parts] == [
            (page.tally, page.total) for page in pages
        ]
        whole = figures.tally(
            habit.chosen.habit,
            record.of(habit.chosen.id),
            first=date(year, 1, 1),
            last=date(year, 12, 31),
            today=TODAY,
        )
        assert habit.tally == whole
        if habit.bars:
            assert [part.mean for part in habit.parts] == [page.mean for page in pages]
            assert sum(bar.is_met for bar in habit.bars) == habit.tally.met


def test_stored_closings_and_marks_alone_give_the_same_year(anna, session):
    live(session, anna)
    told = years.read(session, anna, year=2026, today=TODAY)
    session.exec(sa.delete(ClosingRow))
    session.exec(sa.delete(StandingRow))
    session.expire_all()
    alone = years.read(session, anna, year=2026, today=TODAY)
    assert [(each.tally, each.parts) for each in alone.habits] == [
        (each.tally, each.parts) for each in told.habits
    ]
    assert (alone.presence, alone.left_out) == (told.presence, told.left_out)


def test_year_on_paper(october, anna, session):
    # A note alone is no record.
    note: dict[str, Any] = {"kind": ChangeKind.NOTE, "note": "None in the house."}
    make.make_mark(session, anna, october["prunes"], day=date(2026, 11, 5), **note)
    session.add(Goal(habit_id=october["weight-bearing"], from_day=date(2026, 11, 16), amount=90))
    session.commit()
    of = years.read(session, anna, year=2026, today=TODAY)
    prunes, walking, plants = of.habits
    assert of.presence == Presence(recorded=45, counted=80)
    assert [(part.first.month, part.tally.met, part.tally.counted) for part in prunes.parts] == [
        (9, 15, 30),
        (10, 19, 27),
        (11, 0, 19),
    ]
    assert prunes.tally == Tally(met=34, partial=4, not_met=2, skipped=4, not_recorded=36)
    # Walks of 40 and 160 minutes lie in weeks of two months: in no month, and in the year.
    assert [(part.tally.met, part.total) for part in walking.parts] == [(0, 40), (1, 400), (0, 0)]
    assert (walking.tally.met, walking.total) == (2, 440)
    assert [part.goal for part in walking.parts] == [150, 150, 90]
    # Eight plants in the seven weeks since 14 September in which something is recorded on four days.
    assert (of.plants, plants.mean) == (6, 8 / 7)
    assert of.left_out.skips == ((Skip.ILL, 3), (Skip.AWAY, 1))


def test_page_of_a_year(october, annas_page, anna, session):
    set_aside(session, anna, 14, 16, october["plants"])
    annas_page.get("/progress/2026")
    assert "Something recorded on 45 of 80 days. Prunes on 34 of 76 days." in annas_page.text
    assert "34 of 76 days 45 % Days kept in each month Sept 15 of 30 Oct 19 of 27 Nov 0 of 19" in card(
        annas_page, october["prunes"]
    )
    assert "440 min in all Weeks kept in each month Sept 0 of 3 40 min Oct 1 of 3 400 min" in card(
        annas_page, october["weight-bearing"]
    )
    assert (
        "6 different plants. 6 for the first time: Kale, Lentil, Oats, Pear, Plum, Walnut." in annas_page.text
    )
    assert (
        "Left out: ill 3 days, away 1 day. Set aside: doctor’s advice 14 Oct to 16 Oct (Plants)."
        in annas_page.text
    )
    assert [str(way["href"]) for way in annas_page.soup.select(".part-way")] == [
        "/progress/2026-09",
        "/progress/2026-10",
        "/progress/2026-11",
    ]
    assert links(annas_page) == []


def test_years_lead_to_each_other(annas_page, anna, session):
    make.make_habit(session, anna, since=FEBRUARY)
    assert links(annas_page.get("/progress/2026")) == ["/progress/2025"]
    assert links(annas_page.get("/progress/2025")) == ["/progress/2026"]


@pytest.mark.parametrize(
    ("year", "said", "way"),
    [
        (2025, "Nothing was on your list yet.", "/progress/2026-10"),
        (1, "Nothing was on your list yet.", "/progress/2026-10"),
        (2027, "This is still to come.", "/progress/2026-11"),
    ],
)
def test_year_before_her_first_or_to_come_is_kind(october, annas_page, anna, session, year, said, way):
    annas_page.get(f"/progress/{year}")
    assert said in annas_page.text
    assert annas_page.soup.select_one("a.button")["href"] == way.replace("2026-10", "2026-09")
    assert [str(each["href"]) for each in annas_page.soup.select(".pager a")] == ["/progress/2026"]


def test_year_has_one_address(annas_page):
    answer = annas_page.get("/progress/02026", status=301).response
    assert answer.headers["Location"] == "/progress/2026"


def test_year_of_somebody_else_tells_of_hers_alone(october, bertas_page, berta, session):
    make.make_habit(session, berta, "vitamin-d", since=date(2026, 10, 1))
    bertas_page.get("/progress/2026")
    assert "Nothing is recorded in 2026. Any day can still be added." in bertas_page.text
    for word in ("Prunes", "different plants", "Left out", "failed", "missed"):
        assert word not in bertas_page.text


def test_year_of_a_newcomer_is_kind(bertas_page):
    bertas_page.get("/progress/2026")
    assert "Nothing was on your list this year. Go to today" in bertas_page.text
    assert "Nothing was on your list yet. Go to today" in bertas_page.get("/progress/2025").text


def test_what_was_never_met_is_not_said_first(annas_page, anna, session):
    make.make_mark(session, anna, make.make_habit(session, anna), amount=1)
    for path in ("/progress/2026", "/progress/2026-11"):
        assert words(annas_page.get(path).soup.select_one(".kind")).startswith("Something recorded on 1 of")
        assert "Prunes" not in words(annas_page.soup.select_one(".kind"))


def test_running_week_counts_once_it_is_met(anna, session):
    walk = make.make_habit(session, anna, "weight-bearing", since=date(2026, 11, 9))
    assert years.read(session, anna, year=2026, today=TODAY).habits[0].tally == Tally(not_recorded=1)
    make.make_mark(session, anna, walk, amount=150.0)
    assert years.read(session, anna, year=2026, today=TODAY).habits[0].tally == Tally(met=1, not_recorded=1)


def test_running_week_is_hers_wherever_it_begins(anna, session):
    anna.week_start = 5  # today, a Friday, is its last day
    walk = make.make_habit(session, anna, "weight-bearing", since=date(2026, 11, 9))
    make.make_mark(session, anna, walk, day=date(2026, 11, 14), amount=150.0)
    assert years.read(session, anna, year=2026, today=TODAY).habits[0].tally == Tally(met=1, not_recorded=1)


def test_amount_beats_the_skip_of_its_day(anna, session):
    prunes = make.make_habit(session, anna)
    put(session, anna, prunes, TODAY, Skip.ILL)
    session.flush()
    session.exec(sa.update(Mark).values(amount=5.0))
    of = years.read(session, anna, year=2026, today=TODAY)
    assert (of.left_out.skips, of.presence.recorded, of.habits[0].tally.met) == ((), 1, 1)


@pytest.mark.parametrize("year", ["0", "10000", "99999999999"])
def test_year_that_is_none_is_not_found(annas_page, year):
    annas_page.get(f"/progress/{year}", status=404)


def test_one_entry_in_ten_years(annas_page, anna, session):
    prunes = make.make_habit(session, anna, since=date(2016, 5, 1))
    make.make_mark(session, anna, prunes, day=date(2020, 2, 29), amount=5.0)
    assert "Prunes on 1 of 366 days." in annas_page.get("/progress/2020").text
    assert "Nothing is recorded in 2021. Any day can still be added." in annas_page.get("/progress/2021").text
    assert annas_page.soup.select_one(".kind a")["href"] == "/day?month=2021-12"


def test_year_costs_the_same_with_thirty_habits(annas_page, anna, session, statements):
    make.make_habit(session, anna)
    with statements() as few:
        annas_page.get("/progress/2026")
    for number in range(30):
        add_own(session, anna, number)
    with statements() as many:
        annas_page.get("/progress/2026")
    assert len(few) == len(many) <= 11


def test_plants_of_a_year_are_worked_out_once_and_not_for_each_month(anna, session, monkeypatch):
    live(session, anna)
    worked_out: list[int] = []
    first_eaten = figures.first_eaten

    def noted(eaten: list[tuple[date, str]], week_start: int) -> dict[date, int]:
        worked_out.append(week_start)
        return first_eaten(eaten, week_start)

    monkeypatch.setattr(figures, "first_eaten", noted)
    assert years.read(session, anna, year=2026, today=TODAY).plants
    # The marks of the days not folded yet, and the year.
    assert len(worked_out) == 2


def add_own(session: Session, user: User, number: int) -> None:
    """A habit of her own, by the day or by the week."""
    since = date(2026, 7, 1)
    period = Period.WEEK if number % 2 else Period.DAY
    kind: dict[str, Any] = {"measure": Measure.AMOUNT, "direction": Direction.AT_LEAST, "period": period}
    habit = Habit(user_id=user.id or 0, name=f"Own {number}", started_on=since, created_at=NOW, **kind)
    session.add(habit)
    session.flush()
    session.add(Goal(habit_id=habit.id or 0, from_day=since, amount=1.0))
    put(session, user, habit.id or 0, TODAY, 1.0)
    session.commit()
