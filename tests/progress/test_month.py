"""A month whose figures were worked out on paper, and that it says the same as the report."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import User
from app.checklist import choosing
from app.checklist.choosing import OwnHabit
from app.checklist.models import Mark, PlantEaten, Source
from app.progress import months, wording
from app.report import gather
from app.rules.figures import Tally
from app.rules.habits import Direction, Goal, Measure, Period
from app.rules.marks import Skip, State
from app.rules.presence import Presence
from tests import make
from tests.conftest import NOON
from tests.make import NOW, TODAY
from tests.page import Page

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SINCE = date(2026, 9, 1)
OCTOBER = date(2026, 10, 1)
LAST = date(2026, 10, 31)
IN_NOVEMBER = datetime.combine(date(2026, 11, 1), NOON.timetz())

# Prunes, a week at a time: 5 and 6 are met, 3 partly, 0 not met, - not recorded, i and a left out.
PRUNES = "".join(("5550", "-3iiia5", "5566635", "5555055", "555-33"))
# Walking on the Wednesday of each week that begins on 28 September, 5, 12, 19 and 26 October.
WALKS = (40.0, 150.0, 90.0, None, 160.0)
EATEN = {
    date(2026, 9, 30): ("oats", "kale"),
    date(2026, 10, 1): ("plum",),
    date(2026, 10, 5): ("oats", "lentil"),
    date(2026, 10, 8): ("oats", "lentil", "walnut"),
    date(2026, 10, 13): ("lentil",),
    date(2026, 10, 15): ("pear",),
}


def put(session: Session, user: User, habit_id: int, day: date, held: float | Skip) -> None:
    session.add(
        Mark(
            user_id=user.id or 0,
            habit_id=habit_id,
            day=day,
            amount=None if isinstance(held, Skip) else held,
            skip=held if isinstance(held, Skip) else None,
            source=Source.TAP,
            changed_at=NOW,
        )
    )


def fill_october(session: Session, user: User) -> dict[str, int]:
    """Prunes by the day, walking and plants by the week, since September; their ids by slug."""
    ids = {slug: make.make_habit(session, user, slug, since=SINCE) for slug in ("prunes", "weight-bearing")}
    ids["plants"] = make.make_habit(session, user, "plants", since=SINCE)
    skips = {"i": Skip.ILL, "a": Skip.AWAY}
    for number, sign in enumerate(PRUNES):
        if sign != "-":
            held = skips.get(sign) or float(sign)
            put(session, user, ids["prunes"], OCTOBER + timedelta(days=number), held)
    for number in range(15):
        put(session, user, ids["prunes"], date(2026, 9, 16) + timedelta(days=number), 5.0)
    for number, minutes in enumerate(WALKS):
        if minutes is not None:
            day = date(2026, 9, 30) + timedelta(weeks=number)
            put(session, user, ids["weight-bearing"], day, minutes)
    for day, names in EATEN.items():
        for name in names:
            session.add(
                PlantEaten(user_id=user.id or 0, day=day, plant=name, source=Source.TAP, changed_at=NOW)
            )
    session.commit()
    return ids


@pytest.fixture
def october(session: Session, anna: User) -> dict[str, int]:
    """Anna's October."""
    return fill_october(session, anna)


def read(session: Session, user: User, *, first: date = OCTOBER, today: date = TODAY) -> months.Month:
    return months.read(session, user, first=first, today=today)


def habit(month: months.Month, slug: str) -> months.HabitMonth:
    return next(each for each in month.habits if each.chosen.entry.slug == slug)


def rows(page: Page, habit_id: int) -> list[str]:
    """The weeks of a habit as a screen reader has them, the newest first."""
    found = page.soup.select(f"[aria-labelledby=title-{habit_id}] .bar-rows tbody tr")
    return [" ".join(tag.get_text(" ").split()) for tag in found]


def card(page: Page, habit_id: int) -> str:
    title = page.soup.select_one(f"#title-{habit_id}")
    assert title is not None
    section = title.find_parent("section")
    assert section is not None
    return " ".join(section.get_text(" ").split())


def test_october_by_the_day(october, anna, session):
    month = read(session, anna)
    prunes = habit(month, "prunes")
    assert prunes.tally == Tally(met=19, partial=4, not_met=2, skipped=4, not_recorded=2)
    assert (prunes.tally.counted, prunes.tally.percent) == (27, 70)
    assert prunes.before == Tally(met=15, not_recorded=15)
    assert prunes.before.percent == 50
    assert month.presence == Presence(recorded=30, counted=31)


def test_every_day_has_its_state(october, anna, session):
    states = {
        "5": State.MET,
        "6": State.MET,
        "3": State.PARTIAL,
        "0": State.NOT_MET,
        "-": State.NOT_RECORDED,
        "i": State.SKIPPED,
        "a": State.SKIPPED,
    }
    cells = habit(read(session, anna), "prunes").cells
    assert [cell.state for cell in cells] == [states[sign] for sign in PRUNES]
    assert [cell.day.day for cell in cells] == list(range(1, 32))


def test_weeks_wholly_in_october_are_its_bars(october, anna, session):
    walking = habit(read(session, anna), "weight-bearing")
    assert [(bar.week.first.day, bar.value, bar.is_met) for bar in walking.bars] == [
        (5, 150, True),
        (12, 90, False),
        (19, 0, False),
    ]
    assert walking.tally == Tally(met=1, partial=1, not_recorded=1)
    assert walking.mean == 80
    assert walking.cells == ()
    anna.week_start = 6
    bars = habit(read(session, anna), "weight-bearing").bars
    assert [(bar.week.first.day, bar.value) for bar in bars] == [(4, 150), (11, 90), (18, 0), (25, 160)]


def test_week_without_a_record_is_no_zero(october, anna, session, annas_page):
    session.exec(
        sa.delete(Mark).where(Mark.day.between(date(2026, 10, 19), date(2026, 10, 25)))  # type: ignore[attr-defined]
    )
    session.commit()
    assert habit(read(session, anna), "weight-bearing").mean == 120
    annas_page.get("/progress/2026-10")
    assert rows(annas_page, october["weight-bearing"]) == [
        "goal 150",
        "19–25 Oct – no record",
        "12–18 Oct 90",
        "5–11 Oct 150 ✓ , goal met",
    ]
    assert "On average 120 min in a whole week" in annas_page.text


def test_mean_has_the_unit_of_its_number(october, anna, session, annas_page):
    own = OwnHabit("Choir", Measure.CHECK, Direction.AT_LEAST, Period.WEEK, "", Goal(SINCE, 1))
    choir = choosing.create(session, anna, own=own, today=SINCE, now=NOW)
    for number in (0, 7):
        put(session, anna, choir.id or 0, date(2026, 10, 7) + timedelta(days=number), 1.0)
    session.commit()
    annas_page.get("/progress/2026-10")
    assert "On average 0.7 times in a whole week." in card(annas_page, choir.id or 0)
    assert "5–11 Oct 1 ✓ , goal met" in card(annas_page, choir.id or 0)
    month = read(session, anna)
    assert [wording.mean_of(each.chosen, 1.0) for each in month.habits[1:]] == ["1 min", "1 plant", "1 time"]


def test_plants_count_once_a_week_and_new_ones_are_named_once(october, anna, session):
    month = read(session, anna)
    assert [bar.value for bar in habit(month, "plants").bars] == [3, 2, 0]
    assert set(month.new_plants) == {"plum", "lentil", "walnut", "pear"}
    assert set(read(session, anna, first=date(2026, 9, 1)).new_plants) == {"oats", "kale"}


def test_month_says_what_the_report_says(october, anna, session):
    month = read(session, anna)
    report = gather.gather(session, anna, first=OCTOBER, last=LAST, today=TODAY, now=NOW)
    (prunes,) = report.daily
    assert habit(month, "prunes").tally == prunes.tally
    for row, slug in zip(report.weekly, ("weight-bearing", "plants"), strict=True):
        of = habit(month, slug)
        assert (of.tally, of.mean) == (row.tally, row.mean)
        amounts = {week.first: week.amount for week in row.weeks}
        assert [bar.value for bar in of.bars] == [amounts[bar.week.first] for bar in of.bars]
    completeness = report.completeness
    assert month.presence == Presence(recorded=30, counted=31, set_aside=0)
    assert (completeness.recorded, completeness.counted, completeness.set_aside) == (30, 31, 0)


def test_page_shows_the_figures(october, annas_page):
    annas_page.get("/progress/2026-10")
    assert "October 2026" in annas_page.soup.h1.get_text()
    assert "Something recorded on 30 of 31 days. Prunes on 19 of 27 days: the most so far." in annas_page.text
    prunes = card(annas_page, october["prunes"])
    assert "19 of 27 days the most so far · 70 %, the month before 50 %" in prunes
    assert "streak" not in prunes
    assert "Left out: ill 3 days, away 1 day." in prunes
    walking = card(annas_page, october["weight-bearing"])
    assert "1 of 3 weeks" in walking
    told = ["goal 150", "19–25 Oct 0", "12–18 Oct 90", "5–11 Oct 150 ✓ , goal met"]
    assert rows(annas_page, october["weight-bearing"]) == told
    picture = annas_page.soup.select_one(f"[aria-labelledby=title-{october['weight-bearing']}] figure")
    assert picture["aria-label"] == "Walk or exercise each week, in minutes"
    assert picture.svg["aria-hidden"] == "true"
    assert "On average 80 min in a whole week" in walking
    assert "400 min in all, the month before 40 min" in walking
    plants = card(annas_page, october["plants"])
    assert "5 different plants, the month before 2. New this month: Lentil, Pear, Plum, Walnut." in plants
    assert links(annas_page) == ["/progress/2026-09", "/progress/2026-11"]
    assert "What you left out Left out: ill 3 days, away 1 day. These days count" in annas_page.text
    assert annas_page.soup.select_one("a[href='/progress/2026']") is not None


def links(page: Page) -> list[str]:
    return [str(link["href"]) for link in page.soup.select(".pager a")]


def test_cell_says_its_day_and_state_and_opens_it(october, annas_page):
    annas_page.get("/progress/2026-10")
    cells = annas_page.soup.select(".calendar a")
    assert len(cells) == 31
    assert cells[4]["aria-label"] == "5 Oct: not recorded"
    assert cells[5]["aria-label"] == "6 Oct: partly done"
    assert cells[6]["aria-label"] == "7 Oct: left out"
    assert cells[5]["href"] == "/day/2026-10-06"


@pytest.mark.parametrize(("week_start", "empty"), [(0, 3), (5, 5), (6, 4)])
@ONLY_SQLITE
def test_first_day_stands_under_its_weekday(october, annas_page, anna, session, week_start, empty):
    anna.week_start = week_start
    session.add(anna)
    session.commit()
    annas_page.get("/progress/2026-10")
    places = annas_page.soup.select(".calendar li")[7:]
    assert next(number for number, place in enumerate(places) if place.find("a")) == empty


def test_month_she_is_in_shows_streak_and_best(october, annas_page, now: Callable[[datetime], None]):
    now(IN_NOVEMBER)
    annas_page.get("/progress/2026-11")
    assert "November 2026" in annas_page.text
    assert "Prunes strength 72 %, best so far 18 days Mon" in card(annas_page, october["prunes"])
    assert links(annas_page) == ["/progress/2026-10"]


def test_running_streak_takes_today_in(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    for back in range(3):
        make.make_mark(session, anna, prunes, day=TODAY - timedelta(days=back))
    annas_page.get("/progress/2026-11")
    text = card(annas_page, prunes)
    assert "3 days in a row, your best so far" in text
    assert "3 of 20 days" in text


def test_first_day_says_nothing_of_what_runs(annas_page, anna, session):
    prunes = make.make_habit(session, anna, since=TODAY)
    assert "Prunes Mon Tue" in card(annas_page.get("/progress/2026-11"), prunes)


def test_days_to_come_and_before_the_habit_do_not_count(annas_page, anna, session):
    prunes = make.make_habit(session, anna, since=date(2026, 11, 18))
    make.make_mark(session, anna, prunes, day=date(2026, 11, 18))
    annas_page.get("/progress/2026-11")
    assert "Something recorded on 1 of 2 days." in annas_page.text
    assert "1 of 2 days" in card(annas_page, prunes)
    assert "1 of 2 days strength 5 %, best so far 1 day Mon" in card(annas_page, prunes)
    assert len(annas_page.soup.select(".calendar a")) == 3


def test_habit_whose_first_whole_week_is_to_come_says_so(annas_page, anna, session):
    walk = make.make_habit(session, anna, "weight-bearing", since=date(2026, 11, 1))
    annas_page.get("/progress/2026-11")
    told = ["goal 150", "16–22 Nov 0 , still running", "9–15 Nov – no record"]
    assert rows(annas_page, walk)[:3] == told
    late = make.make_habit(session, anna, "plants", since=date(2026, 11, 20))
    annas_page.get("/progress/2026-11")
    assert "0 of" not in card(annas_page, late)


@pytest.mark.parametrize("month", ["2026-09", "2025-01", "1999-12", "0001-01"])
def test_month_before_her_first_leads_to_that_one(annas_page, anna, session, month):
    make.make_habit(session, anna, since=date(2026, 10, 31))
    annas_page.get(f"/progress/{month}")
    assert (
        "Nothing was on your list yet. Your first day here: 31 October 2026. Open October 2026"
        in annas_page.text
    )
    assert annas_page.soup.select_one("a.button")["href"] == "/progress/2026-10"


@pytest.mark.parametrize("month", ["2026-12", "2027-01", "9999-12"])
def test_month_to_come_leads_to_the_one_that_runs(annas_page, anna, session, month):
    make.make_habit(session, anna)
    annas_page.get(f"/progress/{month}")
    assert "This is still to come. Open November 2026" in annas_page.text
    assert annas_page.soup.select_one("a.button")["href"] == "/progress/2026-11"
    assert annas_page.soup.select_one(".pager a[rel=prev]")["href"] == "/progress/2026-11"


def test_month_between_two_habits_says_that_none_was_hers(annas_page, anna, session):
    habit_id = make.make_habit(session, anna, since=date(2026, 8, 3))
    choosing.give_up(session, anna, habit_id=habit_id, today=date(2026, 8, 20))
    session.commit()
    annas_page.get("/progress/2026-09")
    assert "Nothing was on your list this month. Go to today" in annas_page.text


def test_month_with_a_habit_and_no_record_blames_nobody(annas_page, anna, session):
    for slug in ("prunes", "weight-bearing"):
        make.make_habit(session, anna, slug, since=SINCE)
    annas_page.get("/progress/2026-10")
    assert "Nothing is recorded in October 2026. Any day can still be added." in annas_page.text
    assert annas_page.soup.select_one(".kind a")["href"] == "/day?month=2026-10"
    assert " %" not in annas_page.text, "nothing recorded is no 0 %"
    for word in ("missed", "failed", "bad", "broken", " 0 min"):
        assert word not in annas_page.text.lower()


@ONLY_SQLITE
@pytest.mark.parametrize(
    "month",
    ["2026-13", "2026-00", "2026-1", "0000-01", "october", "２０２６-10"],
)
def test_month_that_is_none_is_not_found(annas_page, month):
    annas_page.get(f"/progress/{month}", status=404)


def test_somebody_elses_month_shows_nothing_of_hers(october, bertas_page):
    bertas_page.get("/progress/2026-10")
    assert "Nothing was on your list yet. Go to today" in bertas_page.text
    assert "Prunes" not in bertas_page.text


@pytest.mark.parametrize(("path", "most"), [("/", 7), ("/progress/2026-11", 8), ("/progress/2026-10", 8)])
def test_pages_cost_the_same_after_years_and_with_every_habit(
    annas_page, anna, session, statements, path, most
):
    make.make_habit(session, anna)
    with statements() as few:
        annas_page.get(path)
    for slug in ("vitamin-d", "fermented", "weight-bearing", "plants"):
        for _ in range(3):
            make.make_habit(session, anna, slug, since=date(2020, 1, 1))
    fill_years(session, anna)
    with statements() as many:
        annas_page.get(path)
    assert len(few) == len(many) <= most


def fill_years(session: Session, user: User) -> None:
    old = make.make_habit(session, user, "vitamin-d")
    for back in range(0, 2000, 10):
        put(session, user, old, TODAY - timedelta(days=back), 800.0)
        eaten = TODAY - timedelta(days=back)
        session.add(
            PlantEaten(user_id=user.id or 0, day=eaten, plant="oats", source=Source.TAP, changed_at=NOW)
        )
    session.commit()
