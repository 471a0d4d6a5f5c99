"""Weeks of plants: the running one with what is missing, any past one, their cost."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.catalogue import book
from app.checklist import goals, plant_weeks
from app.checklist.models import PlantEaten, Source
from app.checklist.plant_queries import variety_marks
from app.rules.days import Week
from app.rules.habits import Goal
from app.rules.marks import Mark
from tests import make
from tests.make import NOW, TODAY

HTMX = {"HX-Request": "true"}
MONDAY = date(2026, 11, 16)
LAST_MONDAY = MONDAY - timedelta(days=7)
LONG_AGO = TODAY - timedelta(days=200)


@pytest.fixture
def habit(anna, session):
    return make.make_habit(session, anna, "plants", since=LONG_AGO)


def words_of(page, selector):
    return [" ".join(tag.get_text(" ").split()) for tag in page.soup.select(selector)]


def perhaps(page):
    return words_of(page, "[id^=perhaps-]")


def test_week_shows_plants_by_family_with_their_days_and_her_own_last(annas_page, anna, session, habit):
    make.make_plants(session, anna, habit, "oats", "~Quxqux", day=MONDAY)
    make.make_plants(session, anna, habit, "oats", "walnut")
    annas_page.get("/plants")
    assert words_of(annas_page, "#plant-week .split") == ["Whole grains 1", "Nuts 1", "Your own 1"]
    assert words_of(annas_page, ".family-plants li") == [
        "Oats Mon, Fri",
        "Walnut Fri",
        "Quxqux Mon",
    ]


def test_past_week_is_a_list_to_read(annas_page, anna, session, habit):
    make.make_plants(session, anna, habit, "oats", "kale", day=LAST_MONDAY + timedelta(days=2))
    annas_page.get(f"/plants/{LAST_MONDAY}")
    assert words_of(annas_page, "h1") == ["9–15 Nov"]
    assert "2 of 30" in annas_page.text
    assert words_of(annas_page, ".family-plants li") == ["Kale Wed", "Oats Wed"]
    assert "No fruit, beans and lentils, nuts" in annas_page.text
    assert annas_page.soup.select("main form") == []
    hrefs = [str(tag["href"]) for tag in annas_page.soup.select(".pager a")]
    assert hrefs == ["/plants/2026-11-02", "/plants/2026-11-16"]


def test_week_with_every_family_says_so(annas_page, anna, session, habit):
    slugs = ("kale", "apple", "lentil", "oats", "walnut", "chia-seed", "basil", "nori", "tea")
    make.make_plants(session, anna, habit, *slugs, day=LAST_MONDAY)
    make.make_plants(session, anna, habit, *slugs)
    assert "Every family was on your plate that week." in annas_page.get(f"/plants/{LAST_MONDAY}").text
    assert "Every family has been on your plate this week." in annas_page.get("/plants").text
    assert perhaps(annas_page) == []


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        (f"/plants/{MONDAY}", "/plants"),
        (f"/plants/{TODAY}", "/plants"),
        (f"/plants/{LAST_MONDAY + timedelta(days=3)}", f"/plants/{LAST_MONDAY}"),
    ],
)
def test_any_day_leads_to_its_week(annas_page, habit, path, leads_to):
    assert annas_page.get(path).path == leads_to


@pytest.mark.parametrize(
    "day", ["2026-11-23", "2030-01-07", "1999-12-27", "2000-01-01", "nonsense", "0001-01-01"]
)
def test_week_to_come_or_out_of_all_reason_is_not_found(annas_page, habit, day):
    annas_page.get(f"/plants/{day}", status=404)


def test_week_begins_where_hers_does(annas_page, anna, session, habit):
    anna.week_start = 6
    session.add(anna)
    session.commit()
    assert annas_page.get("/plants/2026-11-11").path == "/plants/2026-11-08"
    assert words_of(annas_page, "h1") == ["8–14 Nov"]


def test_past_week_without_the_habit_or_without_plants_is_kind(annas_page, anna, session):
    make.make_habit(session, anna, "plants", since=LAST_MONDAY)
    assert "No plant is recorded in this week." in annas_page.get(f"/plants/{LAST_MONDAY}").text
    assert annas_page.soup.select(".pager a[rel=prev]") == []
    before = LAST_MONDAY - timedelta(days=7)
    assert "Counting plants was not on your list that week." in annas_page.get(f"/plants/{before}").text


def test_past_week_is_judged_by_its_own_goal(annas_page, anna, session, habit):
    make.make_plants(session, anna, habit, "oats", "kale", "walnut", "apple", "pear", day=LAST_MONDAY)
    goals.set_goal(
        session,
        anna,
        habit_id=habit,
        goal=Goal(MONDAY, 20),
        today=MONDAY,
    )
    session.commit()
    assert "5 of 30" in annas_page.get(f"/plants/{LAST_MONDAY}").text
    assert "0 of 20 this week" in annas_page.get("/plants").text


def test_card_of_a_past_day_speaks_of_its_own_week(annas_page, anna, session, habit):
    make.make_plants(session, anna, habit, "oats", day=LAST_MONDAY)
    day = LAST_MONDAY + timedelta(days=1)
    annas_page.get(f"/day/{day}")
    assert annas_page.soup.select_one("#plants-title a")["href"] == f"/plants/{day}"
    assert "1 of 30 that week" in annas_page.text
    annas_page.post(f"/day/{day}/plants", {"eat": "kale"})
    assert "Kale: 2 that week" in annas_page.text
    assert "this week" not in annas_page.text.lower()


def test_page_of_plants_without_the_habit_says_how_to_begin(annas_page, anna):
    assert "Counting plants is not on your list yet." in annas_page.get("/plants").text


def test_plants_of_another_person_stay_hers(annas_page, berta, session, habit):
    theirs = make.make_habit(session, berta, "plants", since=LONG_AGO)
    make.make_plants(session, berta, theirs, "turnip", "~Bertas Kraut", day=LAST_MONDAY)
    for path in ("/plants", f"/plants/{LAST_MONDAY}", "/"):
        text = annas_page.get(path).text
        assert "Turnip" not in text
        assert "Bertas" not in text
    assert "0 of 30" in annas_page.get(f"/plants/{LAST_MONDAY}").text


def test_suggestions_are_familiar_ones_first(annas_page, anna, session, habit):
    make.make_plants(session, anna, habit, "pecan", "turnip", "~Quxqux", day=LAST_MONDAY)
    make.make_plants(session, anna, habit, "almond", day=TODAY - timedelta(days=190))
    make.make_plants(session, anna, habit, "kale", "apple", "lentil", "oats")
    annas_page.get("/plants")
    assert perhaps(annas_page) == ["Pecan", "Walnut", "Chia seed", "Pumpkin seed", "Basil", "Cinnamon"]


@pytest.mark.parametrize(
    ("conditions", "shown"),
    [
        (["diabetes"], ["Kale", "Carrot"]),
        (["warfarin"], ["Carrot", "Tomato"]),
        ([], ["Carrot", "Tomato"]),
        (None, ["Carrot", "Tomato"]),
    ],
)
def test_suggestions_keep_to_her_cautions(annas_page, anna, session, habit, conditions, shown):
    anna.conditions = conditions
    session.add(anna)
    session.commit()
    make.make_plants(session, anna, habit, "kale", day=LAST_MONDAY)
    annas_page.get("/plants")
    assert perhaps(annas_page)[:2] == shown


def test_tap_on_the_week_page_brings_its_families_up_to_date(annas_page, anna, session, habit):
    annas_page.get("/plants")
    form = {"eat": "walnut", "page": "week"}
    annas_page.post(f"/day/{TODAY}/plants", form, headers=HTMX)
    assert annas_page.soup.select_one("#plant-week[hx-swap-oob]") is not None
    assert words_of(annas_page, ".family-plants li") == ["Walnut Fri"]
    assert annas_page.soup.select_one("#ring") is None
    assert len(annas_page.soup.select("#plants input[name=page]")) == len(
        annas_page.soup.select("#plants form")
    )


def test_week_page_without_a_script_comes_back_to_itself(annas_page, habit):
    annas_page.get("/plants")
    annas_page.submit(annas_page.form("#perhaps-carrot"), button="Carrot")
    assert annas_page.path == "/plants"
    assert "Carrot: 1 this week" in annas_page.text
    annas_page.submit(annas_page.form("#plant"), q="carro", status=422)
    assert words_of(annas_page, "h1") == ["Plants this week"]
    assert annas_page.soup.select_one("#plant")["value"] == "carro"


def test_page_of_another_day_is_never_the_week_page(annas_page, habit):
    yesterday = TODAY - timedelta(days=1)
    annas_page.post(f"/day/{yesterday}/plants", {"eat": "oats", "page": "week"})
    assert annas_page.path == f"/day/{yesterday}"


def test_plants_that_left_the_catalogue_count_and_are_not_named(anna, session, habit):
    week = plant_weeks.build([(MONDAY, "long-gone"), (MONDAY, "oats"), (TODAY, "oats")], Week(MONDAY))
    assert week.count == 2
    assert list(week.by_family) == ["whole_grain"]


def live(session, user, *, days):
    """Five plants every day for so many days."""
    slugs = [plant.slug for plant in book.book().plants][:90]
    rows = [
        {
            "user_id": user.id,
            "day": TODAY - timedelta(days=back),
            "plant": slugs[(back + number) % len(slugs)],
            "source": Source.TAP,
            "changed_at": NOW,
        }
        for back in range(1, days)
        for number in range(5)
    ]
    session.execute(sa.insert(PlantEaten), rows)
    session.commit()


def test_plants_of_days_on_which_it_was_not_hers_are_in_no_week_of_it(anna, habit, session):
    since = make.chosen(session, anna, habit).habit.started_on
    eaten = [(since - timedelta(days=1), "oats"), (since, "oats"), (since, "kale")]
    found = variety_marks(
        eaten, make.chosen(session, anna, habit).habit, week_start=(since.weekday() - 1) % 7
    )
    assert found == {since: Mark(amount=2.0)}


@pytest.mark.parametrize(
    ("path", "most"),
    [("/plants", 9), (f"/plants/{LAST_MONDAY}", 6), ("/plants/search?q=len", 3)],
)
def test_pages_of_plants_cost_the_same_after_years(annas_page, anna, session, habit, statements, path, most):
    make.make_plants(session, anna, habit, "oats", day=LAST_MONDAY - timedelta(days=7))
    with statements() as few:
        annas_page.get(path)
    live(session, anna, days=190)
    with statements() as many:
        annas_page.get(path)
    assert len(many) == len(few) <= most, "\n".join(few)
