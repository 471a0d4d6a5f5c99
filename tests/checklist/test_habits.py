"""The pages of her list: goals with who set them, order, giving up and taking up again."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from app.checklist import choosing
from app.checklist.choosing import Wish
from app.checklist.models import Goal, Habit
from app.rules import habits
from app.rules.habits import Period, SetBy
from tests import make
from tests.checklist.looking import slugs
from tests.make import NOW, TODAY
from tests.page import Page

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def goals(database, habit_id):
    with database.reading() as session:
        rows = session.exec(select(Goal).where(Goal.habit_id == habit_id).order_by(col(Goal.from_day))).all()
        return [(row.from_day, row.amount, row.set_by, row.set_by_name) for row in rows]


def save(page: Page, habit_id: int, *, status: int = 200, **values: Any) -> Page:
    page.get(f"/habits/{habit_id}")
    return page.submit(page.form("#amount"), status=status, **values)


def value(page: Page, selector: str) -> str:
    tag = page.soup.select_one(selector)
    assert tag is not None, selector
    return str(tag["value"])


def test_goal_is_kept_with_who_set_it_and_earlier_days_keep_theirs(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    since = goals(database, prunes)[0][0]
    save(annas_page, prunes, amount="6", set_by="dietitian", set_by_name="  Ms   Roe ")
    assert annas_page.path == "/habits"
    assert "Prunes: saved." in annas_page.text
    assert "6 prunes a day, Ms Roe" in annas_page.text
    assert goals(database, prunes) == [
        (since, 5, SetBy.SELF, ""),
        (TODAY, 6, SetBy.DIETITIAN, "Ms Roe"),
    ]
    assert "6 prunes a day, Ms Roe" in annas_page.get("/").text
    assert "5 prunes a day" in annas_page.get("/day/2026-11-19").text
    annas_page.get(f"/habits/{prunes}")
    assert value(annas_page, "#amount") == "6"
    assert value(annas_page, "#set_by option[selected]") == "dietitian"
    assert value(annas_page, "#set_by_name") == "Ms Roe"


def test_setter_alone_may_change(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    save(annas_page, prunes, set_by="doctor")
    assert goals(database, prunes)[-1] == (TODAY, 5, SetBy.DOCTOR, "")
    assert "my doctor" in annas_page.get("/").text


@ONLY_SQLITE
def test_saving_what_stands_there_begins_no_new_goal(annas_page, anna, session, database):
    vitamin = make.make_habit(session, anna, "vitamin-d")
    save(annas_page, vitamin, amount="1,000")
    save(annas_page, vitamin)
    assert [amount for _, amount, *_ in goals(database, vitamin)] == [800, 1000]
    prunes = make.make_habit(session, anna)
    save(annas_page, prunes)
    assert len(goals(database, prunes)) == 1


def test_cue_stands_on_the_row(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    save(annas_page, prunes, cue="  after <b>breakfast</b> ")
    line = annas_page.get("/").soup.select_one(f"#habit-{prunes} .row-goal")
    assert line is not None
    assert line.get_text() == "5 prunes a day, after <b>breakfast</b>"


def test_goal_above_4000_is_refused_with_all_she_typed_kept(annas_page, anna, session, database):
    vitamin = make.make_habit(session, anna, "vitamin-d")
    typed = {"amount": "4,500", "set_by": "dietitian", "set_by_name": "Ms Roe", "cue": "with tea"}
    save(annas_page, vitamin, status=422, **typed)
    error = annas_page.soup.select_one("#set_by-error")
    assert error is not None
    assert "above 4,000 is kept only when your doctor set it" in error.get_text()
    assert value(annas_page, "#amount") == "4,500"
    assert value(annas_page, "#set_by option[selected]") == "dietitian"
    assert value(annas_page, "#set_by_name") == "Ms Roe"
    assert value(annas_page, "#cue") == "with tea"
    assert len(goals(database, vitamin)) == 1
    assert "with tea" not in annas_page.get("/").text


def test_goal_above_4000_of_her_doctor_is_kept(annas_page, anna, session, database):
    vitamin = make.make_habit(session, anna, "vitamin-d")
    said = save(annas_page, vitamin, status=422, amount="4500", set_by="doctor", set_by_name="Dr Novak").text
    assert "Please say which doctor set it, and on which day." in said
    typed: dict[str, Any] = {"amount": "4500", "set_by": "doctor", "set_by_name": "Dr Novak"}
    assert "up to today" in save(annas_page, vitamin, status=422, set_on="2026-11-21", **typed).text
    save(annas_page, vitamin, set_on="2026-11-03", **typed)
    assert "Dr Novak, 3 November 2026" in annas_page.get(f"/habits/{vitamin}").text
    assert goals(database, vitamin)[-1] == (TODAY, 4500, SetBy.DOCTOR, "Dr Novak")


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("1", "The goal can be from 2 to 10 prunes."),
        ("11", "The goal can be from 2 to 10 prunes."),
        ("0", "The goal can be from 2 to 10 prunes."),
        ("many", "Please type a number, such as 5 or 2.5."),
        ("", "Please type a number, such as 5 or 2.5."),
        ("-5", "Please type a number, such as 5 or 2.5."),
        ("NaN", "Please type a number, such as 5 or 2.5."),
    ],
)
def test_goal_that_cannot_be_is_explained_and_kept_in_the_field(
    annas_page, anna, session, database, amount, said
):
    prunes = make.make_habit(session, anna)
    save(annas_page, prunes, status=422, amount=amount, cue="at noon")
    error = annas_page.soup.select_one("#amount-error")
    assert error is not None
    assert error.get_text() == said
    assert value(annas_page, "#amount") == amount
    assert value(annas_page, "#cue") == "at noon"
    assert len(goals(database, prunes)) == 1


@ONLY_SQLITE
def test_setter_that_does_not_exist_is_refused(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    save(annas_page, prunes, status=422, amount="6", set_by="neighbour")
    assert len(goals(database, prunes)) == 1


def test_habit_given_up_leaves_the_list_and_keeps_its_days(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    make.make_habit(session, anna, "vitamin-d")
    make.make_mark(session, anna, prunes, amount=3)
    annas_page.get(f"/habits/{prunes}")
    annas_page.submit(annas_page.form(f"form[action='/habits/{prunes}/give-up']"))
    assert "Prunes is off your list. What you recorded is kept." in annas_page.text
    assert annas_page.soup.select_one(f"#move-{prunes}") is None
    assert annas_page.soup.select_one(f"form[action='/habits/{prunes}/take-up']") is not None
    assert annas_page.get("/").soup.select_one(f"#habit-{prunes}") is not None


def test_habit_given_up_by_mistake_comes_back_with_its_streak(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    for day in (TODAY.replace(day=18), TODAY.replace(day=19), TODAY):
        make.make_mark(session, anna, prunes, day=day)
    annas_page.post(f"/habits/{prunes}/give-up", {})
    annas_page.post("/habits/begin?slug=prunes", {})
    streak = annas_page.get("/").soup.select_one(f"#habit-{prunes} .row-streak b")
    assert streak is not None
    assert streak.get_text() == "3"
    assert slugs(database) == ["prunes"]


def test_all_habits_given_up_still_shows_a_page(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    annas_page.post(f"/habits/{prunes}/give-up", {})
    assert annas_page.get("/").path == "/"
    assert "Nothing was on your list that day." in annas_page.text


@ONLY_SQLITE
@pytest.mark.parametrize("path", ["/habits/1", "/habits/999", "/habits/abc"])
def test_what_does_not_exist_is_not_found(annas_page, path):
    annas_page.get(path, status=404)


@ONLY_SQLITE
def test_nobody_else_sets_her_goal(bertas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    bertas_page.post(f"/habits/{prunes}", {"amount": "6", "set_by": "self"}, status=404)
    assert len(goals(database, prunes)) == 1
    assert "Your habits" not in bertas_page.get("/habits").text


@ONLY_SQLITE
def test_cautions_stand_where_the_goal_is_set(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    annas_page.get(f"/habits/{prunes}")
    assert "vitamin K" not in annas_page.text
    anna.conditions = ["warfarin"]
    session.add(anna)
    session.commit()
    assert "vitamin K" in annas_page.get(f"/habits/{prunes}").text


@ONLY_SQLITE
@pytest.mark.parametrize("path", ["move", "give-up", "take-up"])
def test_nobody_else_changes_her_list(bertas_page, anna, session, database, path):
    prunes = make.make_habit(session, anna)
    bertas_page.post(f"/habits/{prunes}/{path}", {"to": "up"}, status=404)
    bertas_page.post("/habits/order", {"habit": [str(prunes)]}, status=404)
    assert slugs(database) == ["prunes"]


def test_habit_given_up_before_stands_below_and_is_taken_up_with_its_history(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    for back in (12, 11):
        make.make_mark(session, anna, prunes, day=TODAY - timedelta(days=back))
    choosing.give_up(session, anna, habit_id=prunes, today=TODAY - timedelta(days=10))
    session.commit()
    assert "until 9 November 2026" in annas_page.get("/habits").text
    assert "On your list from" in annas_page.get(f"/habits/{prunes}").text
    annas_page.submit(annas_page.form(f"form[action='/habits/{prunes}/take-up']"))
    assert "Prunes is on your list again, with its history." in annas_page.text
    row = annas_page.get("/").soup.select_one(f"#habit-{prunes} .row-streak b")
    assert row is not None
    assert row.get_text() == "2"
    assert annas_page.get("/day/2026-11-15").soup.select_one(f"#habit-{prunes}") is None


def test_goal_of_the_past_is_explained_and_kept_only_when_she_is_sure(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    save(annas_page, prunes, status=422, amount="3", from_day="2026-11-10")
    assert "Since 10 Nov, 10 days are over" in annas_page.text
    assert value(annas_page, "#amount") == "3"
    assert len(goals(database, prunes)) == 1
    annas_page.submit(annas_page.form("#amount"), sure="y")
    assert [(day.day, amount) for day, amount, *_ in goals(database, prunes)][1:] == [(10, 3)]
    annas_page.submit(annas_page.form("#undo"))
    assert len(goals(database, prunes)) == 1


@ONLY_SQLITE
def test_name_beside_a_goal_of_her_own_makes_it_no_other(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    save(annas_page, prunes, amount="5", from_day="2026-11-10", set_by_name="Dr Novak", set_on="2026-11-02")
    assert len(goals(database, prunes)) == 1


@ONLY_SQLITE
def test_goal_from_before_the_habit_is_explained(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna, since=TODAY - timedelta(days=3))
    save(annas_page, prunes, status=422, amount="3", from_day="2026-11-10")
    assert "Choose a day from your first with this habit on" in annas_page.text
    assert len(goals(database, prunes)) == 1


def test_goal_may_hold_from_a_day_to_come(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    save(annas_page, prunes, amount="7", from_day="2026-12-01")
    assert "5 prunes a day" in annas_page.get("/").text
    assert goals(database, prunes)[-1][:2] == (date(2026, 12, 1), 7)
    assert (
        "within the next year."
        in save(annas_page, prunes, status=422, amount="8", from_day="2029-12-01").text
    )
    assert (
        "Choose a day from the calendar."
        in save(annas_page, prunes, status=422, amount="8", from_day="soon").text
    )


def test_days_of_the_week_are_chosen_from_today_on(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    save(annas_page, prunes, due="weekdays", weekday=["0", "3"])
    habit = make.chosen(session, anna, prunes).habit
    session.commit()
    due = {number: habit.is_due_on(TODAY + timedelta(days=number)) for number in (-1, 0, 3, 4)}
    assert due == {-1: True, 0: False, 3: True, 4: False}, "yesterday was still under the goal before"
    assert "Not due today" in annas_page.get("/").text
    assert "Prunes" in annas_page.text
    save(annas_page, prunes, due="weekdays", weekday=[], status=422)
    assert "Choose at least one day." in annas_page.text


@ONLY_SQLITE
def test_amount_on_a_day_that_is_not_due_shows_and_counts_nowhere(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    save(annas_page, prunes, due="weekdays", weekday=["0"])
    annas_page.get("/")
    annas_page.submit(annas_page.form(f"#tick-{prunes}"))
    assert annas_page.soup.select_one(f"#habit-{prunes}.is-done") is not None
    assert not make.chosen(session, anna, prunes).habit.is_due_on(TODAY)


def test_new_amount_asks_whose_word_it_is(annas_page, anna, session, database):
    vitamin = make.make_habit(session, anna, "vitamin-d")
    save(annas_page, vitamin, amount="1000", set_by="doctor", set_by_name="Dr Novak", set_on="2026-11-03")
    save(annas_page, vitamin, status=422, amount="1200")
    assert "Who set this new goal?" in annas_page.text
    annas_page.submit(annas_page.form("#amount"), set_by="self")
    assert goals(database, vitamin)[-1][1:] == (1200, SetBy.SELF, "")


@ONLY_SQLITE
def test_word_of_her_doctor_cannot_be_edited_away(annas_page, anna, session, database):
    anna.conditions = ["breast-cancer"]
    session.add(anna)
    wish = Wish(goal=habits.Goal(TODAY, 40, SetBy.DOCTOR, "Dr Novak", TODAY))
    habit = choosing.take_on(session, anna, slug="soy-isoflavones", today=TODAY, now=NOW, wish=wish)
    session.commit()
    save(annas_page, habit.id or 0, status=422, set_by="self")
    assert "needs your doctor’s word" in annas_page.text
    assert goals(database, habit.id)[-1][2] is SetBy.DOCTOR


def test_older_row_of_a_habit_begun_anew_cannot_be_taken_up_beside_it(annas_page, anna, session):
    old = make.make_habit(session, anna)
    choosing.give_up(session, anna, habit_id=old, today=TODAY - timedelta(days=3))
    wish = Wish(period=Period.DAY)
    session.execute(sa.update(Habit).values(period=Period.WEEK))
    new = choosing.take_on(session, anna, slug="prunes", today=TODAY, now=NOW, wish=wish).id
    session.commit()
    assert annas_page.get("/habits").soup.select_one(f"form[action='/habits/{old}/take-up']") is None
    annas_page.post(f"/habits/{old}/take-up", {})
    assert annas_page.soup.select_one(f"#move-{new}") is not None
