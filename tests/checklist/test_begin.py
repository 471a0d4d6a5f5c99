"""The way to a habit: one or two to start with, what applies to her health, cautions, one of her own."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from app.catalogue import book
from app.checklist.models import Asked, Habit
from app.rules.habits import Period, SetBy
from tests import make
from tests.checklist.looking import error, habits, newest_goal, slugs
from tests.make import TODAY

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def tick(session, user, *conditions):
    user.conditions = list(conditions)
    session.add(user)
    session.commit()


def conditions(session, user):
    session.refresh(user)
    session.commit()
    return user.conditions


def test_first_visit_leads_to_the_five_of_which_one_or_two_are_chosen(annas_page):
    assert annas_page.get("/").path == "/habits"
    assert "Where would you like to start?" in annas_page.text
    assert len(annas_page.soup.select("input[name=slug]")) == len(book.book().core)


def test_first_two_lead_over_health_and_her_words_to_the_reminders(annas_page, database):
    annas_page.get("/habits")
    annas_page.submit(annas_page.form("input[name=slug]"), slug=["vitamin-d", "prunes"])
    assert annas_page.path == "/habits/conditions"
    annas_page.submit(annas_page.form("input[name=condition]"), condition=[])
    assert annas_page.path == "/habits/begin"
    annas_page.submit(annas_page.form("h2"), **{"prunes.cue": "after breakfast"})
    assert annas_page.path == "/reminders/begin"
    assert slugs(database) == ["vitamin-d", "prunes"]
    rows = annas_page.get("/").soup.select(".day-row .row-name")
    assert [row.get_text() for row in rows] == ["Vitamin D", "Prunes"]
    assert "5 prunes a day, after breakfast" in annas_page.text


def test_more_than_two_are_asked_about_once_and_then_taken(annas_page):
    annas_page.get("/habits")
    three = ["prunes", "vitamin-d", "plants"]
    annas_page.submit(annas_page.form("input[name=slug]"), status=422, slug=three)
    assert "One or two are easier to keep" in annas_page.text
    ticked = [tag["value"] for tag in annas_page.soup.select("input[name=slug][checked]")]
    assert ticked == three
    annas_page.submit(annas_page.form("input[name=slug]"), button="Go on with all of these")
    assert annas_page.path == "/habits/conditions"


@ONLY_SQLITE
def test_choosing_none_asks_for_one(annas_page, database):
    annas_page.get("/habits")
    annas_page.submit(annas_page.form("input[name=slug]"), status=422)
    assert "Tick one or two habits, then press the button." in annas_page.text
    assert slugs(database) == []


@ONLY_SQLITE
def test_unknown_slug_is_not_found_and_takes_on_nothing(annas_page, database):
    annas_page.post("/habits", {"slug": ["prunes", "snake-oil"]}, status=404)
    annas_page.get("/habits/begin?slug=prunes&slug=snake-oil", status=404)
    annas_page.get("/habits/begin", status=404)
    assert slugs(database) == []


def test_another_habit_is_added_and_taken_back(annas_page, anna, session, database):
    make.make_habit(session, anna)
    tick(session, anna)
    annas_page.get("/habits/begin?slug=fermented")
    annas_page.submit(annas_page.form("h2"))
    assert annas_page.path == "/"
    assert "Fermented food is on your list." in annas_page.text
    assert slugs(database) == ["prunes", "fermented"]
    annas_page.submit(annas_page.form("#undo"))
    assert slugs(database) == ["prunes"]


@ONLY_SQLITE
def test_same_form_sent_twice_takes_it_on_once(annas_page, anna, session, database):
    make.make_habit(session, anna, "vitamin-d")
    tick(session, anna)
    same = {"change": "00000000-0000-4000-8000-00000000000a"}
    for _ in range(2):
        annas_page.post("/habits/begin?slug=prunes&slug=prunes", same)
    assert slugs(database) == ["vitamin-d", "prunes"]


def test_caution_for_her_is_put_once_and_wants_her_to_have_asked(annas_page, anna, session, database):
    tick(session, anna, "warfarin")
    annas_page.get("/habits/begin?slug=prunes")
    assert "vitamin K" in annas_page.text
    assert "Choose another habit" in annas_page.text
    annas_page.submit(annas_page.form("h2"), status=422, **{"prunes.cue": "with tea"})
    assert (
        error(annas_page, "prunes.asked") == "Please ask first, then tick the box. Or choose another habit."
    )
    assert annas_page.soup.find(id="prunes.cue")["value"] == "with tea"
    assert slugs(database) == []
    annas_page.submit(annas_page.form("h2"), **{"prunes.asked": "y"})
    assert slugs(database) == ["prunes"]
    with database.reading() as reading:
        asked = reading.exec(select(Asked)).one()
    assert (asked.slug, asked.condition, asked.asked_on) == ("prunes", "warfarin", TODAY)
    annas_page.post("/habits/1/give-up", {})
    assert "I have asked" not in annas_page.get("/habits/begin?slug=prunes").text


@ONLY_SQLITE
def test_habit_that_is_hers_already_leads_to_its_page(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    assert annas_page.get("/habits/begin?slug=prunes").path == f"/habits/{prunes}"


def test_habit_that_left_the_catalogue_keeps_its_days(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    make.make_mark(session, anna, prunes, amount=4)
    session.execute(sa.update(Habit).values(slug="golden-apples"))
    session.commit()
    assert "Golden apples" in annas_page.get("/").text
    assert "4 of 5" in annas_page.text
    for path in (f"/habits/{prunes}", "/progress", "/report", "/report.pdf", "/habits"):
        annas_page.get(path)


@ONLY_SQLITE
def test_caution_of_a_condition_she_has_not_is_not_put(annas_page, anna, session, database):
    tick(session, anna, "falls")
    assert "vitamin K" not in annas_page.get("/habits/begin?slug=prunes").text
    annas_page.submit(annas_page.form("h2"))
    assert slugs(database) == ["prunes"]


def test_isoflavones_after_er_positive_cancer_need_her_doctors_word(annas_page, anna, session, database):
    tick(session, anna, "breast-cancer")
    annas_page.get("/habits/begin?slug=soy-isoflavones")
    form = {"soy-isoflavones.set_by": "self"}
    annas_page.submit(annas_page.form("h2"), status=422, **form)
    assert "needs your doctor’s word" in error(annas_page, "soy-isoflavones.set_by")
    annas_page.submit(annas_page.form("h2"), status=422, **{"soy-isoflavones.set_by": "doctor"})
    assert "say which doctor set it" in error(annas_page, "soy-isoflavones.set_by_name")
    assert slugs(database) == []
    annas_page.submit(
        annas_page.form("h2"),
        **{"soy-isoflavones.set_by_name": "Dr Novak", "soy-isoflavones.set_on": "2026-11-03"},
    )
    assert slugs(database) == ["soy-isoflavones"]
    goal = newest_goal(database)
    assert (goal.set_by, goal.set_by_name, goal.set_on) == (
        SetBy.DOCTOR,
        "Dr Novak",
        TODAY.replace(day=3),
    )


def test_walk_may_be_counted_each_day_and_a_wrong_goal_is_explained(annas_page, anna, session, database):
    tick(session, anna)
    annas_page.get("/habits/begin?slug=weight-bearing")
    typed = {"weight-bearing.period": "day", "weight-bearing.amount": "150"}
    annas_page.submit(annas_page.form("h2"), status=422, **typed)
    assert "from 5 to 120 minutes" in error(annas_page, "weight-bearing.amount")
    annas_page.submit(annas_page.form("h2"), **{**typed, "weight-bearing.amount": ""})
    assert (habits(database)[0].period, newest_goal(database).amount) == (Period.DAY, 30)


@ONLY_SQLITE
def test_one_wrong_goal_among_two_takes_on_neither_and_keeps_both(annas_page, anna, session, database):
    tick(session, anna)
    annas_page.get("/habits/begin?slug=prunes&slug=vitamin-d")
    annas_page.submit(
        annas_page.form("h2"), status=422, **{"prunes.amount": "many", "vitamin-d.cue": "with tea"}
    )
    assert "Please type a number" in error(annas_page, "prunes.amount")
    assert annas_page.soup.find(id="vitamin-d.cue")["value"] == "with tea"
    assert slugs(database) == []


@pytest.mark.parametrize(
    ("typed", "period", "due"),
    [
        ({}, Period.DAY, ("0123456", None)),
        ({"bone-medicine.due": "any_day"}, Period.WEEK, (None, None)),
        ({"bone-medicine.due": "weekdays", "bone-medicine.weekday": ["6"]}, Period.DAY, ("6", None)),
        ({"bone-medicine.weekday": ["6"]}, Period.DAY, ("6", None)),
        ({"bone-medicine.due": "month", "bone-medicine.month_day": "15"}, Period.DAY, (None, 15)),
    ],
)
def test_medicine_is_taken_daily_weekly_or_monthly_as_her_doctor_said(
    annas_page, anna, session, database, typed, period, due
):
    tick(session, anna)
    annas_page.get("/habits/begin?slug=bone-medicine")
    assert "Once a week, on any day" in annas_page.text
    annas_page.submit(annas_page.form("h2"), **{"bone-medicine.name": "Alendronate 70 mg", **typed})
    (habit,), goal = habits(database), newest_goal(database)
    assert (habit.name, habit.period, (goal.weekdays, goal.month_day)) == ("Alendronate 70 mg", period, due)
    assert (goal.amount, goal.set_by) == (1, SetBy.DOCTOR)


@ONLY_SQLITE
def test_goal_typed_stays_in_sight_when_something_else_is_to_be_mended(annas_page, anna, session):
    tick(session, anna, "kidney")
    annas_page.get("/habits/begin?slug=vitamin-d")
    annas_page.submit(annas_page.form("h2"), status=422, **{"vitamin-d.amount": "5,000"})
    field = annas_page.soup.find(id="vitamin-d.amount")
    assert field["value"] == "5,000"
    assert field.find_parent("details").has_attr("open")


def test_what_applies_to_her_is_kept_shown_and_deleted(annas_page, anna, session):
    make.make_habit(session, anna)
    annas_page.get("/habits/conditions")
    annas_page.submit(annas_page.form("input[name=condition]"), condition=["warfarin", "made-up"])
    assert conditions(session, anna) == ["warfarin"]
    assert "vitamin K" in annas_page.text, "what is on her list already shows its caution"
    annas_page.submit(annas_page.soup.find("button", string="Delete what I ticked").find_parent("form"))
    assert conditions(session, anna) == []
    assert "Nothing about your health is kept." in annas_page.text
    annas_page.submit(annas_page.form("#undo"))
    assert conditions(session, anna) == ["warfarin"]


def test_what_she_unticks_is_nowhere_any_more(annas_page, anna, session, database):
    tick(session, anna, "warfarin", "diabetes")
    annas_page.get("/habits/begin?slug=prunes")
    annas_page.submit(annas_page.form("h2"), **{"prunes.asked": "y"})
    annas_page.get("/habits/conditions")
    annas_page.submit(annas_page.soup.find("button", string="Delete what I ticked").find_parent("form"))
    with database.reading() as reading:
        everything = "".join(
            str(tuple(row))
            for table in SQLModel.metadata.tables.values()
            for row in reading.connection().execute(table.select()).all()
        )
    assert "warfarin" not in everything
    assert "diabetes" not in everything


def test_habit_given_up_comes_with_her_last_goal_and_words(annas_page, anna, session, database):
    tick(session, anna)
    vitamin = make.make_habit(session, anna, "vitamin-d")
    annas_page.get(f"/habits/{vitamin}")
    typed = {"amount": "1000", "set_by": "doctor", "set_by_name": "Dr Novak", "cue": "with tea"}
    annas_page.submit(annas_page.form("#amount"), **typed)
    annas_page.post(f"/habits/{vitamin}/give-up", {})
    annas_page.get("/habits/begin?slug=vitamin-d")
    assert annas_page.soup.find(id="vitamin-d.amount")["value"] == "1,000"
    assert annas_page.soup.find(id="vitamin-d.cue")["value"] == "with tea"
    annas_page.submit(annas_page.form("h2"))
    goal = newest_goal(database)
    assert (goal.amount, goal.set_by_name) == (1000, "Dr Novak")


def test_offer_that_is_put_off_stays_away_and_can_be_taken_back(annas_page, anna, session):
    prunes = make.make_habit(session, anna, since=TODAY - timedelta(days=21))
    for back in range(1, 22):
        make.make_mark(
            session, anna, prunes, day=TODAY - timedelta(days=back), amount=None if back > 4 else 2
        )
    assert "Well settled: Prunes" in annas_page.get("/").text
    assert "17 of the last 21 days it was due." in annas_page.text
    annas_page.submit(annas_page.form("form[action='/habits/put-off']"))
    assert "Well settled: Prunes" not in annas_page.text
    annas_page.submit(annas_page.form("#undo"))
    assert "Well settled: Prunes" in annas_page.text
    more = annas_page.get("/habits/more")
    assert more.soup.select_one("a[href='/habits/begin?slug=prunes']") is None
    assert more.soup.select_one("a[href='/habits/begin?slug=vitamin-d']") is not None
