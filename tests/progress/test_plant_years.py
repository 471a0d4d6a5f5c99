"""A year of plants: figures worked out on paper, what its page says, and what it costs after years."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import User
from app.catalogue import book
from app.checklist import choosing, goals
from app.checklist.models import ChangeKind, Mark, PlantEaten, Source
from app.checklist.queries import Chosen
from app.progress import plant_years
from app.progress.plant_years import PlantYear
from app.rules import habits, streaks
from app.rules.days import Week
from app.rules.figures import Tally
from app.rules.habits import Goal
from app.rules.marks import Skip, Spell
from tests import make
from tests.make import NOW, TODAY
from tests.page import Page

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAY = timedelta(days=1)
SINCE = date(2026, 10, 5)
EATEN = (
    (date(2026, 10, 5), "oats"),
    (date(2026, 10, 6), "kale"),
    (date(2026, 10, 7), "lentil"),
    (date(2026, 10, 8), "oats"),
    (date(2026, 10, 12), "oats"),
    (date(2026, 11, 2), "~Quxqux"),
    (date(2026, 11, 3), "oats"),
    (date(2026, 11, 16), "kale"),
)
# Of other habits: four days of the week of 26 October, two of that of 2 November.
MARKED = frozenset(
    [*(date(2026, 10, 26) + place * DAY for place in range(4)), date(2026, 11, 4), date(2026, 11, 5)]
)


def counting(*spells: Spell, since: date = SINCE, then: tuple[Goal, ...] = ()) -> Chosen:
    """Her habit: three plants a week at first."""
    entry = book.book().habit("plants")
    habit = habits.Habit(entry.measure, (Goal(since, 3.0), *then), since, period=entry.period)
    return Chosen(1, entry.name, habit, entry, "", 0, streaks.start(habit), spells)


def year_of(hers: Chosen, *eaten: tuple[date, str], **values: Any) -> PlantYear:
    defaults: dict[str, Any] = {
        "recorded": MARKED | {day for day, _ in eaten},
        "new": (),
        "began": hers.habit.started_on,
        "year": 2026,
        "today": TODAY,
        "week_start": 0,
    }
    return plant_years.build(hers, eaten=eaten, **(defaults | values))


@pytest.fixture(scope="module")
def lived() -> PlantYear:
    """Seven weeks: met, a part, nothing, no plant, met under a smaller goal, set aside, running."""
    spell = Spell(date(2026, 11, 9), date(2026, 11, 15), Skip.AWAY)
    hers = counting(spell, then=(Goal(date(2026, 11, 2), 2.0),))
    return year_of(hers, *EATEN, new=("kale", "~Quxqux"))


def test_weeks_are_judged_by_the_goal_in_force(database_url, lived):
    assert [each.week for each in lived.weeks] == [Week(SINCE + 7 * place * DAY) for place in range(7)]
    assert [(each.value, each.goal, each.is_met) for each in lived.weeks] == [
        (3, 3.0, True),
        (1, 3.0, False),
        (None, 3.0, False),
        (0, 3.0, False),
        (2, 2.0, True),
        (None, 2.0, False),
        (1, 2.0, False),
    ]
    assert [each.is_set_aside for each in lived.weeks].index(True) == 5
    assert [each.is_running for each in lived.weeks].index(True) == 6


def test_figures_of_the_year_are_those_of_its_weeks(database_url, lived):
    assert lived.tally == Tally(met=2, partial=1, not_recorded=2)
    # Reported, over and due: the weeks of 5 October, 26 October and 2 November.
    assert lived.mean == pytest.approx((3 + 0 + 2) / 3)
    assert lived.best is not None
    assert lived.best.week.first == SINCE


def test_families_come_with_the_most_weeks_first_and_her_own_plants_among_them(database_url, lived):
    assert (lived.different, lived.weeks_with_plants) == (4, 4)
    found = [
        (each.family, each.weeks, [(one.plant.name, one.weeks) for one in each.plants])
        for each in lived.families
    ]
    assert found == [
        ("whole_grain", 3, [("Oats", 3)]),
        ("vegetable", 2, [("Kale", 2)]),
        ("legume", 1, [("Lentil", 1)]),
        ("own", 1, [("Quxqux", 1)]),
    ]
    assert [(each.plant.name, each.day) for each in lived.new] == [
        ("Quxqux", date(2026, 11, 2)),
        ("Kale", date(2026, 10, 6)),
    ]


def test_week_over_the_turn_is_in_no_year_and_its_days_are_in_theirs(database_url):
    of = year_of(
        counting(since=date(2025, 6, 2)),
        (date(2026, 1, 1), "oats"),
        (date(2026, 1, 2), "long-gone"),
        new=("oats", "long-gone"),
    )
    assert of.weeks[0].week.first == date(2026, 1, 5)
    assert (of.different, of.weeks_with_plants, of.best) == (2, 1, None)
    assert [(each.family, each.weeks, len(each.plants)) for each in of.families] == [("whole_grain", 1, 1)]
    assert [each.plant.name for each in of.new] == ["Oats"], "one that left the catalogue has no name"


def words_of(page: Page, selector: str) -> list[str]:
    return [" ".join(tag.get_text(" ").split()) for tag in page.soup.select(selector)]


def test_page_shows_the_year_and_opens_each_week(annas_page, anna, session):
    habit = make.make_habit(session, anna, "plants", since=date(2026, 8, 31))
    make.make_plants(session, anna, habit, "oats", "kale", "pear", "~Quxqux", day=date(2026, 11, 9))
    make.make_plants(session, anna, habit, "oats", "pear", "plum", "rye", "walnut", day=date(2026, 11, 17))
    goals.set_goal(session, anna, habit_id=habit, goal=Goal(date(2026, 11, 16), 5), today=TODAY, is_sure=True)
    session.commit()
    annas_page.get("/progress/plants")
    assert words_of(annas_page, ".kind") == [
        "7 different plants in 2026. Your fullest week, 16–22 Nov, had 5."
    ]
    rows = words_of(annas_page, ".bar-rows tbody tr")
    assert rows[:4] == ["goal 5", "16–22 Nov 5 ✓ , goal met, still running", "goal 30", "9–15 Nov 4"]
    assert len(rows) == 14
    links = [str(tag["href"]) for tag in annas_page.soup.select(".bar-rows a")]
    assert links[:2] == ["/plants", "/plants/2026-11-09"]
    assert words_of(annas_page, ".family-year summary > span")[0] == "Fruit 2 plants, in 2 of 2 weeks"
    assert words_of(annas_page, "[aria-labelledby=new] li") == [
        "Plum 17 Nov",
        "Rye 17 Nov",
        "Walnut 17 Nov",
        "Kale 9 Nov",
        "Oats 9 Nov",
        "Pear 9 Nov",
        "Quxqux 9 Nov",
    ]


def test_few_weeks_are_rows_as_well(annas_page, anna, session):
    make.make_habit(session, anna, "plants", since=TODAY - 10 * DAY)
    annas_page.get("/progress/plants")
    assert "No plant is recorded in 2026 yet." in annas_page.text
    rows = ["goal 30", "16–22 Nov 0 , still running", "9–15 Nov – no record"]
    assert words_of(annas_page, ".bar-rows tbody tr") == rows
    assert annas_page.soup.select_one(".bar-rows a")["href"] == "/plants"


def test_many_new_plants_are_bounded(annas_page, anna, session):
    habit = make.make_habit(session, anna, "plants")
    make.make_plants(session, anna, habit, *[plant.slug for plant in book.book().plants][:13])
    assert "and 1 more" in words_of(annas_page.get("/progress/plants"), "[aria-labelledby=new] summary")


def test_every_year_since_the_first_has_its_page_though_the_habit_was_given_up(annas_page, anna, session):
    make.make_habit(session, anna, since=date(2022, 1, 1))
    habit = make.make_habit(session, anna, "plants", since=date(2024, 1, 1))
    make.make_plants(session, anna, habit, "oats", day=date(2024, 1, 1))
    make.make_plants(session, anna, habit, "kale", day=date(2024, 12, 31))
    choosing.give_up(session, anna, habit_id=habit, today=date(2025, 1, 1))
    session.commit()
    assert "Counting plants was not on your list in 2026." in annas_page.get("/progress/plants").text
    assert words_of(annas_page, "main .button") == ["Add it to my habits"]
    hrefs = []
    for year in (2026, 2024, 2015):
        annas_page.get(f"/progress/plants?year={year}")
        hrefs.append([str(tag["href"])[-4:] for tag in annas_page.soup.select(".pager a")])
    assert hrefs == [["2025"], ["2025"], ["2024"]]
    assert words_of(annas_page, "main .button") == ["Plants in 2024"]
    assert "2 different plants in 2024." in annas_page.get("/progress/plants?year=2024").text


@pytest.mark.parametrize(
    ("year", "said", "leads_to", "arrow"),
    [("2027", "still to come", 2026, "prev"), ("1999", "Nothing was on your list yet", 2025, "next")],
)
def test_year_out_of_her_time_is_kind(annas_page, anna, session, year, said, leads_to, arrow):
    make.make_habit(session, anna, "plants", since=date(2025, 3, 3))
    annas_page.get(f"/progress/plants?year={year}")
    assert said in annas_page.text
    address = f"/progress/plants?year={leads_to}"
    assert annas_page.soup.select_one("a.button")["href"] == address
    assert annas_page.soup.select_one(f".pager a[rel={arrow}]")["href"] == address


def test_no_year_is_this_one(annas_page, anna, session):
    make.make_habit(session, anna, "plants")
    assert "Plants in 2026" in annas_page.get("/progress/plants?year=").text


@pytest.mark.parametrize("year", ["next", "02026", "0000", "٢٠٢٦"])
def test_year_that_is_none_is_not_found(annas_page, year):
    annas_page.get(f"/progress/plants?year={year}", status=404)


def test_plants_of_another_person_stay_hers(annas_page, anna, berta, session):
    make.make_habit(session, anna, "plants")
    theirs = make.make_habit(session, berta, "plants")
    make.make_plants(session, berta, theirs, "turnip", "~Bertas Kraut")
    other = make.make_habit(session, berta)
    for back in range(5, 12):
        make.make_mark(session, berta, other, day=TODAY - back * DAY)
    text = annas_page.get("/progress/plants").text
    assert "No plant is recorded" in text
    assert "Turnip" not in text
    # Days on which another recorded something make no week of hers a reported one.
    assert "mean" not in text


def live(session: Session, user: User, habit_id: int, *, years: int) -> None:
    """Five plants every day, and a mark, for so many years."""
    slugs = [plant.slug for plant in book.book().plants][:90]
    past = [TODAY - back * DAY for back in range(1, 365 * years)]
    told = {"user_id": user.id, "source": Source.TAP, "changed_at": NOW}
    eaten = [
        {**told, "day": day, "plant": slugs[(place + number) % 90]}
        for place, day in enumerate(past)
        for number in range(5)
    ]
    session.execute(sa.insert(PlantEaten), eaten)
    session.execute(
        sa.insert(Mark), [{**told, "habit_id": habit_id, "day": day, "amount": 5.0} for day in past]
    )
    session.commit()


def test_page_costs_the_same_after_years(annas_page, anna, session, statements):
    prunes = make.make_habit(session, anna, since=date(2023, 1, 2))
    plants = make.make_habit(session, anna, "plants", since=date(2023, 1, 2))
    make.make_mark(session, anna, plants, kind=ChangeKind.EAT, plant="oats")
    with statements() as few:
        annas_page.get("/progress/plants")
    live(session, anna, prunes, years=3)
    with statements() as many:
        annas_page.get("/progress/plants")
    assert len(many) == len(few) <= 7, "\n".join(few)


def test_week_with_too_few_days_of_hers_is_on_no_page_and_not_her_fullest(database_url):
    of = year_of(
        counting(since=date(2026, 10, 9)), *((date(2026, 10, 9), plant) for plant in ("oats", "kale"))
    )
    assert of.weeks[0].week.first == date(2026, 10, 12)
    assert of.best is None


def test_page_without_the_habit_says_how_to_begin(annas_page):
    annas_page.get("/progress/plants")
    assert "Counting plants is not on your list yet." in annas_page.text
