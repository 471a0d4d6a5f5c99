"""Today and past days through the real pages, as one person; another gets 404."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from app.checklist.models import Mark, MarkChange, PlantEaten
from app.messages import faults
from app.messages.models import Channel, Fault
from app.rules.marks import Skip
from tests import make
from tests.make import TODAY
from tests.page import BASE

# Pages and words: what the database does for them is tested where it is read and written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

YESTERDAY = TODAY - timedelta(days=1)


def marks_of(database, habit_id):
    with database.reading() as session:
        return {row.day: row for row in session.exec(select(Mark).where(Mark.habit_id == habit_id)).all()}


def tap(page, habit_id, button, path="/", status=200, **values):
    page.get(path)
    form = next(
        form for form in page.soup.select(f"#habit-{habit_id} form") if form.find("button", value=button)
    )
    return page.submit(form, button=button, status=status, **values)


def test_one_tap_records_the_goal(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    tap(annas_page, prunes, "done")
    assert marks_of(database, prunes)[TODAY].amount == 5
    assert "1 of 1" in annas_page.text
    assert "Prunes: 5 of 5 prunes" in annas_page.text


def test_tap_on_a_done_row_empties_it_again(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    tap(annas_page, prunes, "done")
    tap(annas_page, prunes, "clear")
    mark = marks_of(database, prunes)[TODAY]
    assert (mark.amount, mark.skip) == (None, None)


def test_stepper_counts_up_and_down_and_never_below_zero(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    tap(annas_page, prunes, "done")
    tap(annas_page, prunes, "less")
    assert marks_of(database, prunes)[TODAY].amount == 4
    for _ in range(6):
        tap(annas_page, prunes, "less")
    assert marks_of(database, prunes)[TODAY].amount == 0


@pytest.mark.parametrize(("typed", "amount"), [("3", 3), ("2,5", 2.5), ("2.5", 2.5), ("0", 0), (" 4 ", 4)])
def test_typed_amount_is_recorded(annas_page, anna, session, database, typed, amount):
    prunes = make.make_habit(session, anna)
    tap(annas_page, prunes, "set", amount=typed)
    assert marks_of(database, prunes)[TODAY].amount == amount


def test_thousand_is_a_thousand(annas_page, anna, session, database):
    vitamin = make.make_habit(session, anna, "vitamin-d")
    tap(annas_page, vitamin, "set", amount="1,000")
    assert marks_of(database, vitamin)[TODAY].amount == 1000


@pytest.mark.parametrize(
    "typed", ["-3", "many", "", "1e3", "NaN", "inf", "1000000", "123456789012", "101", "٣"]
)
def test_bad_amount_is_explained_kept_and_not_recorded(annas_page, anna, session, database, typed):
    prunes = make.make_habit(session, anna)
    tap(annas_page, prunes, "set", amount=typed, status=422)
    field = annas_page.soup.select_one(f"#amount-{prunes}")
    assert field["value"] == typed
    assert field["aria-invalid"] == "true"
    assert annas_page.soup.select_one(f"#amount-{prunes}-error").get_text()
    assert marks_of(database, prunes) == {}


def test_not_today_is_an_explicit_zero(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    tap(annas_page, prunes, "not-today")
    assert marks_of(database, prunes)[TODAY].amount == 0
    assert "Not today" in annas_page.text


def test_day_is_left_out_with_its_reason(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    tap(annas_page, prunes, "ill")
    assert marks_of(database, prunes)[TODAY].skip is Skip.ILL
    assert "Left out: ill" in annas_page.text


def test_undo_takes_back_what_was_there_before(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    tap(annas_page, prunes, "set", amount="3")
    tap(annas_page, prunes, "ill")
    annas_page.submit(annas_page.form("#undo"))
    assert "Taken back" in annas_page.text
    assert marks_of(database, prunes)[TODAY].amount == 3


def test_undo_leaves_alone_what_was_changed_since(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    tap(annas_page, prunes, "set", amount="3")
    undo = annas_page.form("#undo")
    tap(annas_page, prunes, "set", amount="4")
    annas_page.submit(undo)
    assert marks_of(database, prunes)[TODAY].amount == 4


def test_same_change_sent_twice_is_one(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    annas_page.get("/")
    data = {"do": "add", "change": str(uuid4())}
    for _ in range(3):
        annas_page.post(f"/day/{TODAY}/habits/{prunes}", data)
    assert marks_of(database, prunes)[TODAY].amount == 1
    with database.reading() as reading:
        assert len(reading.exec(select(MarkChange)).all()) == 1


def test_past_day_is_recorded_under_its_own_date(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    tap(annas_page, prunes, "done", path=f"/day/{YESTERDAY}")
    assert set(marks_of(database, prunes)) == {YESTERDAY}
    assert "Yesterday" in annas_page.text


@pytest.mark.parametrize("day", ["2026-11-21", "2026-02-30", "nonsense", "1999-12-31", "2026-1-1"])
def test_day_that_does_not_exist_or_lies_ahead_is_not_found(annas_page, anna, session, day):
    prunes = make.make_habit(session, anna)
    annas_page.get(f"/day/{day}", status=404)
    annas_page.post(f"/day/{day}/habits/{prunes}", {"do": "done"}, status=404)


def test_day_before_the_habit_takes_no_mark(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna, since=YESTERDAY)
    annas_page.post(f"/day/{TODAY - timedelta(days=2)}/habits/{prunes}", {"do": "done"}, status=404)
    assert marks_of(database, prunes) == {}


def test_nobody_else_can_see_or_change_her_habit(bertas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    bertas_page.post(f"/day/{TODAY}/habits/{prunes}", {"do": "done"}, status=404)
    bertas_page.get(f"/habits/{prunes}", status=404)
    bertas_page.post(f"/habits/{prunes}/give-up", {}, status=404)
    assert marks_of(database, prunes) == {}


def test_nobody_else_can_undo_her_tap(annas_page, bertas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    change = make.make_mark(session, anna, prunes, amount=4)
    bertas_page.post("/undo", {"batch": change.batch, "day": TODAY.isoformat()})
    assert marks_of(database, prunes)[TODAY].amount == 4


@pytest.mark.parametrize("form", [{"do": "explode"}, {"do": "skip", "reason": "bored"}])
def test_button_that_does_not_exist_changes_nothing(annas_page, anna, session, database, form):
    prunes = make.make_habit(session, anna)
    annas_page.post(f"/day/{TODAY}/habits/{prunes}", form, status=400)
    assert marks_of(database, prunes) == {}


def test_htmx_gets_the_row_the_ring_and_the_notice(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    annas_page.get("/")
    path = f"/day/{TODAY}/habits/{prunes}"
    annas_page.post(path, {"do": "done"}, headers={"HX-Request": "true"})
    soup = annas_page.soup
    assert soup.html is None
    assert soup.select_one(f"article#habit-{prunes}.is-done")
    assert soup.select_one("#ring[hx-swap-oob]")
    assert "Undo" in soup.select_one("#notice").get_text()
    assert "HX-Request" in annas_page.response.headers["Vary"]


def test_weekly_row_adds_its_portion_with_every_tap(annas_page, anna, session, database):
    walk = make.make_habit(session, anna, "weight-bearing")
    tap(annas_page, walk, "add")
    tap(annas_page, walk, "add")
    assert marks_of(database, walk)[TODAY].amount == 60
    assert "60 of 150 min this week" in annas_page.text


def test_streak_counts_up_to_today(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    for back in range(1, 6):
        make.make_mark(session, anna, prunes, day=TODAY - timedelta(days=back))
    annas_page.get("/")
    assert annas_page.soup.select_one(f"#habit-{prunes} .row-streak b").get_text() == "5"
    tap(annas_page, prunes, "done")
    assert annas_page.soup.select_one(f"#habit-{prunes} .row-streak b").get_text() == "6"


def test_row_says_its_best_streak(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    for back in (2, 3, 4, 6):
        make.make_mark(session, anna, prunes, day=TODAY - timedelta(days=back))
    annas_page.get("/")
    row = annas_page.soup.select_one(f"#habit-{prunes}").get_text(" ", strip=True)
    assert "Strength 18 %. Best so far: 3 days." in " ".join(row.split())
    assert "In a row now" not in row


def test_broken_streak_shows_the_strength_that_remains(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    for back in range(3, 30):
        make.make_mark(session, anna, prunes, day=TODAY - timedelta(days=back))
    annas_page.get("/")
    streak = annas_page.soup.select_one(f"#habit-{prunes} .row-streak").get_text(" ", strip=True)
    assert streak.endswith("strength .")
    assert "%" in streak


def test_plant_is_found_by_its_first_letters(annas_page, anna, session):
    make.make_habit(session, anna, "plants")
    annas_page.get(f"/plants/search?q=len&day={TODAY}", headers={"HX-Request": "true"})
    assert "Lentil" in annas_page.text


def test_plant_counts_once_a_week(annas_page, anna, session, database):
    plants = make.make_habit(session, anna, "plants")
    make.make_plants(session, anna, plants, "oats", day=YESTERDAY)
    annas_page.post(f"/day/{TODAY}/plants", {"eat": "oats"})
    assert "1 of 30 this week" in annas_page.text
    annas_page.post(f"/day/{TODAY}/plants", {"eat": "kale"})
    assert "2 of 30 this week" in annas_page.text
    with database.reading() as reading:
        assert len(reading.exec(select(PlantEaten)).all()) == 3


def test_typed_plant_is_added_without_javascript(annas_page, anna, session, database):
    make.make_habit(session, anna, "plants")
    annas_page.get("/")
    annas_page.submit(annas_page.form("#plant"), q="lentils")
    assert "Lentil: 1 this week" in annas_page.text


def test_half_a_plant_name_offers_what_is_near_and_keeps_the_words(annas_page, anna, session, database):
    make.make_habit(session, anna, "plants")
    annas_page.get("/")
    annas_page.submit(annas_page.form("#plant"), q="lent", status=422)
    assert annas_page.soup.select_one("#plant")["value"] == "lent"
    assert "Which one do you mean?" in annas_page.text
    with database.reading() as reading:
        assert reading.exec(select(PlantEaten)).all() == []


def test_plant_chip_takes_it_back(annas_page, anna, session, database):
    plants = make.make_habit(session, anna, "plants")
    make.make_plants(session, anna, plants, "oats")
    annas_page.post(f"/day/{TODAY}/plants", {"uneat": "oats"})
    with database.reading() as reading:
        assert reading.exec(select(PlantEaten)).all() == []


def test_plants_page_names_the_families_that_are_missing(annas_page, anna, session):
    plants = make.make_habit(session, anna, "plants")
    make.make_plants(session, anna, plants, "oats", "kale")
    annas_page.get("/plants")
    assert "Oats" in annas_page.text
    assert "nuts" in annas_page.text


def test_unknown_plant_slug_is_not_found(annas_page, anna, session):
    make.make_habit(session, anna, "plants")
    annas_page.post(f"/day/{TODAY}/plants", {"eat": "unobtainium"}, status=404)


def test_name_with_html_is_shown_as_text(annas_page, anna, session):
    make.make_habit(session, anna)
    anna.name = "<b>Anna</b>"
    session.add(anna)
    session.commit()
    assert "<b>Anna</b>" in annas_page.get("/").text


@pytest.mark.parametrize("hers", [True, False])
def test_today_says_when_her_browsers_are_out_of_reach(annas_page, anna, berta, session, hers):
    make.make_habit(session, anna)
    user_id, address = anna.id or 0, str(anna.id if hers else berta.id)
    faults.note(
        session, user_id, channel=Channel.PUSH, address=address, fault=Fault.BAD_ADDRESS, now=make.NOW
    )
    session.commit()
    assert ("Some messages do not reach you" in annas_page.get("/").text) is hers


def test_day_opened_from_a_page_of_progress_leads_back_to_it(annas_page, anna, session):
    make.make_habit(session, anna, since=YESTERDAY)
    came = {"/progress/habits/1?year=2025": ["/progress/habits/1?year=2025"], "/habits": []}
    for path, ways in came.items():
        annas_page.get(f"/day/{YESTERDAY}", headers={"Referer": BASE + path})
        assert [way["href"] for way in annas_page.soup.select(".way-back")] == ways
    annas_page.get(f"/day/{YESTERDAY}", headers={"Referer": "https://elsewhere.example/progress"})
    assert not annas_page.soup.select(".way-back")
    assert annas_page.soup.select_one(".menu a[href='/progress/2026-11']")
