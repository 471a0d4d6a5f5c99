"""A habit of her own: how it is counted, on which days, and what cannot be."""

from datetime import timedelta

import pytest

from app.checklist import choosing, own_habits, singulars
from app.checklist.choosing import OwnHabit
from app.rules.habits import Direction, Goal, Measure, Period
from tests import make
from tests.checklist.looking import error, habits, newest_goal
from tests.make import NOW, TODAY
from tests.page import Page

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def own(page: Page, *, status: int = 200, **values) -> Page:
    page.get("/habits/own")
    return page.submit(page.form("#name"), status=status, **values)


def test_habit_of_her_own_is_done_or_not(annas_page, anna, session, database):
    own(annas_page, name="  Stretching  at noon ", kind="check", cue="after lunch")
    habit = habits(database)[0]
    assert (habit.name, habit.slug, habit.measure) == ("Stretching at noon", None, Measure.CHECK)
    line = annas_page.soup.select_one(".day-row .row-goal")
    assert line is not None
    assert line.get_text() == "every day, after lunch"
    annas_page.submit(annas_page.form(".row-main"))
    assert "Stretching at noon recorded" in annas_page.text
    annas_page.get(f"/habits/{habit.id}")
    annas_page.submit(annas_page.form("#name"), name="Stretch")
    assert "Stretch" in annas_page.get("/").text


def test_own_habit_with_an_amount_on_chosen_days(annas_page, anna, session, database):
    own(annas_page, name="Tea", kind="amount", amount="2,5", unit="cups", due="weekdays", weekday=["4"])
    assert newest_goal(database).amount == 2.5
    assert "2.5 cups on Fri" in annas_page.text
    made = make.chosen(session, anna, habits(database)[0].id or 0)
    assert made.habit.is_due_on(TODAY)
    assert not made.habit.is_due_on(TODAY + timedelta(days=1))


def test_own_limit_and_sessions_a_week(annas_page, anna, session, database):
    own(annas_page, name="Coffee", kind="at_most", amount="2", unit="cups")
    assert habits(database)[0].direction is Direction.AT_MOST
    assert "at most 2 cups a day: tap for none" in annas_page.text
    annas_page.submit(annas_page.form(".row-main"))
    assert "Coffee: none" in annas_page.text
    annas_page.submit(annas_page.form(".row-stepper"), button="Coffee: 1 cup more")
    assert "at most 2 cups a day: 1 cup 1 cup" in annas_page.text, "a limit is nothing to reach: no 1 of 2"
    annas_page.submit(annas_page.form("#tick-1"))
    assert "a day: 2 cups 2 cups" in annas_page.text, "a tap on what is counted adds, and wipes nothing"
    own(annas_page, name="Choir", kind="check", period="week", amount="2")
    assert "0 of 2 this week" in annas_page.text
    annas_page.submit(annas_page.soup.select_one("#tick-2").find_parent("form"))
    assert "Choir: 1 of 2 this week" in annas_page.text


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"name": ""}, "name", "Give it a name"),
        ({"name": " \u200b "}, "name", "Give it a name"),
        ({"name": "Tea", "kind": "amount"}, "amount", "Please type a number"),
        ({"name": "Tea", "kind": "amount", "amount": "0"}, "amount", "from 0.1 to 100,000"),
        ({"name": "Gym", "kind": "check", "period": "week", "amount": "8"}, "amount", "from 1 to 7"),
        ({"name": "Gym", "kind": "check", "period": "week", "amount": "1.5"}, "amount", "a whole number"),
        ({"name": "Gym", "kind": "check", "due": "month", "month_day": "32"}, "due", "at least one day"),
    ],
)
def test_own_habit_that_cannot_be_is_explained_with_all_kept(annas_page, database, values, field, said):
    own(annas_page, status=422, **{"cue": "at noon", **values})
    assert said in error(annas_page, field)
    assert annas_page.soup.select_one("#cue")["value"] == "at noon"
    assert habits(database) == []


@ONLY_SQLITE
@pytest.mark.parametrize("name", ["🧘‍♀️", "שתיית מים", "<b>Tea</b> & <script>", "Ωmega 3"])
def test_any_name_is_shown_as_text(annas_page, anna, session, name):
    own(annas_page, name=name, kind="check")
    shown = annas_page.soup.select_one(".day-row .row-name")
    assert shown is not None
    assert shown.get_text() == name


@ONLY_SQLITE
def test_limit_of_none_at_all_is_kept(annas_page, anna, session, database):
    own(annas_page, name="Cigarettes", kind="at_most", amount="0", unit="pieces")
    assert newest_goal(database).amount == 0


@ONLY_SQLITE
def test_days_may_hold_what_an_earlier_goal_asked_for(anna, session):
    goal = Goal(TODAY, 1000)
    mine = OwnHabit("Steps", Measure.AMOUNT, Direction.AT_LEAST, Period.DAY, "steps", goal)
    habit = choosing.create(session, anna, own=mine, today=TODAY, now=NOW)
    assert own_habits.entry_of(habit, goals=[1000, 5]).most == own_habits.entry_of(habit, goals=[1000]).most


@pytest.mark.parametrize(
    ("name", "short"),
    [("Go to bed early", "Go to"), ("My stone path", "My stone"), ("Stretching", "Stretchi")],
)
def test_short_name_ends_between_words(name, short):
    assert own_habits.short_of(name) == short


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("glasses", "glass"),
        ("cups of tea", "cup of tea"),
        ("pieces", "piece"),
        ("berries", "berry"),
        ("cookies", "cookie"),
        ("sandwiches", "sandwich"),
        ("dishes", "dish"),
        ("small slices", "small slice"),
        ("glass", "glass"),
        ("gas", "gas"),
        ("IU", "IU"),
        ("Tassen", "Tassen"),
        ("", ""),
    ],
)
def test_one_of_what_she_counts_has_its_own_word(many, one):
    assert singulars.one_of(many, language="en") == one


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("vasos", "vaso"),
        ("vasos de agua", "vaso de agua"),
        ("tazas grandes de té", "taza grande de té"),
        ("porciones", "porción"),
        ("repeticiones", "repetición"),
        ("veces", "vez"),
        ("dulces", "dulce"),
        ("yogures", "yogur"),
        ("unidades", "unidad"),
        ("clases", "clase"),
        ("min", "min"),
        ("UI", "UI"),
        ("km", "km"),
    ],
)
def test_one_of_what_she_counts_in_spanish(many, one):
    assert singulars.one_of(many, language="es") == one


def test_word_of_a_language_nobody_knows_stays():
    assert singulars.one_of("Gläser", language="de") == "Gläser"
