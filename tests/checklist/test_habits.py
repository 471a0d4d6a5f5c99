"""The pages where she chooses habits and sets goals."""

import pytest
from sqlmodel import col, select

from app.catalogue import book
from app.checklist.models import Goal, Habit
from app.rules.habits import SetBy
from tests import make
from tests.make import TODAY
from tests.page import Page

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def goals(database, habit_id):
    with database.reading() as session:
        rows = session.exec(select(Goal).where(Goal.habit_id == habit_id).order_by(col(Goal.from_day))).all()
        return [(row.from_day, row.amount, row.set_by, row.set_by_name) for row in rows]


def slugs(database):
    with database.reading() as session:
        return session.exec(select(Habit.slug).order_by(col(Habit.position))).all()


def save(page: Page, habit_id: int, *, status: int = 200, **values: str) -> Page:
    page.get(f"/habits/{habit_id}")
    return page.submit(page.form("#amount"), status=status, **values)


def value(page: Page, selector: str) -> str:
    tag = page.soup.select_one(selector)
    assert tag is not None, selector
    return str(tag["value"])


def test_first_visit_leads_to_the_habits(annas_page):
    assert annas_page.get("/").path == "/habits"
    assert "Where would you like to start?" in annas_page.text
    assert len(annas_page.soup.select("input[name=slug]")) == len(book.book().core)


def test_two_habits_are_chosen_and_the_reminders_come_next(annas_page, database):
    annas_page.get("/habits")
    annas_page.submit(annas_page.form("input[name=slug]"), slug=["vitamin-d", "prunes"])
    assert annas_page.path == "/reminders"
    assert slugs(database) == ["vitamin-d", "prunes"]
    assert [name.get_text() for name in annas_page.get("/").soup.select(".row-name")] == [
        "Vitamin D",
        "Prunes",
    ]


def test_another_habit_is_added_and_no_longer_offered(annas_page, anna, session, database):
    make.make_habit(session, anna)
    annas_page.get("/habits")
    assert annas_page.soup.select_one("input[value=prunes]") is None
    annas_page.submit(annas_page.form("input[name=slug]"), slug="fermented")
    assert annas_page.path == "/"
    assert "1 habit added." in annas_page.text
    assert slugs(database) == ["prunes", "fermented"]


@ONLY_SQLITE
def test_choosing_none_asks_for_one(annas_page, database):
    annas_page.get("/habits")
    annas_page.submit(annas_page.form("input[name=slug]"), status=422)
    assert "Tick at least one habit, then press the button." in annas_page.text
    assert slugs(database) == []


@ONLY_SQLITE
def test_unknown_slug_takes_on_nothing_of_the_form(annas_page, database):
    annas_page.post("/habits", {"slug": ["prunes", "snake-oil"]}, status=404)
    assert slugs(database) == []


@ONLY_SQLITE
def test_same_habit_sent_twice_is_one(annas_page, database):
    for _ in range(2):
        annas_page.post("/habits", {"slug": ["prunes", "prunes"]})
    assert slugs(database) == ["prunes"]


def test_goal_is_kept_with_who_set_it_and_earlier_days_keep_theirs(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    since = goals(database, prunes)[0][0]
    save(annas_page, prunes, amount="6", set_by="dietitian", set_by_name="  Ms   Roe ")
    assert annas_page.path == "/habits"
    assert "It holds from today; earlier days keep their goal." in annas_page.text
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
    save(annas_page, vitamin, amount="4500", set_by="doctor", set_by_name="Dr Novak")
    assert goals(database, vitamin)[-1] == (TODAY, 4500, SetBy.DOCTOR, "Dr Novak")


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("1", "The goal can be from 2 to 10."),
        ("11", "The goal can be from 2 to 10."),
        ("0", "The goal can be from 2 to 10."),
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
    assert annas_page.soup.select_one(f"a[href='/habits/{prunes}']") is None
    assert annas_page.soup.select_one("input[value=prunes]") is not None
    assert annas_page.get("/").soup.select_one(f"#habit-{prunes}") is not None


def test_habit_given_up_by_mistake_comes_back_with_its_streak(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    for day in (TODAY.replace(day=18), TODAY.replace(day=19), TODAY):
        make.make_mark(session, anna, prunes, day=day)
    annas_page.post(f"/habits/{prunes}/give-up", {})
    annas_page.post("/habits", {"slug": "prunes"})
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
    assert "vitamin K" in annas_page.text
    assert "ask your clinic before you begin" in annas_page.text
