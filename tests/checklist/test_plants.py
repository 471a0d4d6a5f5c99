"""Adding plants: by letters, by chips, several at once, her own; and taking all of it back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from app.catalogue import book
from app.checklist import choosing, wording
from app.checklist.actions import Change, NoSuchPlant
from app.checklist.models import ChangeKind, MarkChange, PlantEaten
from tests import make
from tests.make import TODAY

LAST_WEEK = TODAY - timedelta(days=7)
HTMX = {"HX-Request": "true"}
LONG = "the leaves of the tree behind the house by the river"


def eaten(database, day=TODAY):
    with database.reading() as session:
        found = select(PlantEaten.plant).where(PlantEaten.day == day).order_by(col(PlantEaten.id))
        return list(session.exec(found).all())


def type_letters(page, text, **options):
    return page.get("/plants/search", query_string={"q": text, "day": TODAY, **options}, headers=HTMX)


def chips(page, selector="button.chip"):
    return [" ".join(tag.get_text(" ").split()) for tag in page.soup.select(selector)]


@pytest.fixture
def habit(anna, session):
    return make.make_habit(session, anna, "plants")


def test_match_adds_and_the_same_button_takes_back(annas_page, habit, database):
    type_letters(annas_page, "len")
    button = annas_page.soup.select_one("#match-lentil")
    assert (button["name"], button["aria-pressed"]) == ("eat", "false")
    form = {"eat": "lentil", "looked_for": "len", "change": str(uuid4())}
    annas_page.post(f"/day/{TODAY}/plants", form, headers=HTMX)
    button = annas_page.soup.select_one("#match-lentil")
    assert (button["name"], button["aria-pressed"]) == ("uneat", "true")
    assert "is-on" in button["class"]
    assert annas_page.soup.select_one("#plant")["value"] == ""
    assert "Lentil: 1 this week" in annas_page.text
    form = {"uneat": "lentil", "looked_for": "len", "change": str(uuid4())}
    annas_page.post(f"/day/{TODAY}/plants", form, headers=HTMX)
    assert annas_page.soup.select_one("#match-lentil")["name"] == "eat"
    assert "Lentil taken back: 0 this week" in annas_page.text
    assert eaten(database) == []


def test_match_eaten_on_another_day_of_the_week_can_be_added_and_says_so(annas_page, anna, session, habit):
    make.make_plants(session, anna, habit, "lentil", day=TODAY - timedelta(days=1))
    type_letters(annas_page, "len")
    button = annas_page.soup.select_one("#match-lentil")
    assert button["name"] == "eat"
    assert "counted already" in button.get_text()


def test_unknown_plant_is_offered_as_her_own_while_typing_and_when_asked(annas_page, habit):
    type_letters(annas_page, "len")
    assert annas_page.soup.select_one("#add-own") is None
    type_letters(annas_page, "qu")
    assert annas_page.soup.select_one("#add-own") is None
    type_letters(annas_page, "stones")
    assert chips(annas_page) == ["tostones → Plantain", "Add ‘stones’ as your own plant"]
    type_letters(annas_page, "quxqux")
    assert chips(annas_page) == ["Add ‘quxqux’ as your own plant"]
    assert "No plant of that name yet." in annas_page.text
    annas_page.get("/")
    annas_page.submit(annas_page.form("#plant"), q="lent", status=422)
    assert "Which one do you mean?" in annas_page.text
    assert "Add ‘lent’ as your own plant" in chips(annas_page)


def test_own_plant_counts_is_found_again_and_is_taken_back(annas_page, habit, database):
    annas_page.get("/")
    annas_page.submit(annas_page.form("#plant"), q="Quxqux herb", status=422)
    annas_page.submit(annas_page.form("#add-own"), button="Add ‘Quxqux herb’ as your own plant")
    assert eaten(database) == ["~Quxqux herb"]
    assert "Quxqux herb: 1 this week" in annas_page.text
    type_letters(annas_page, "qux")
    assert chips(annas_page) == ["Quxqux herb"]
    annas_page.get("/")
    annas_page.submit(annas_page.form("#plant-own-quxquxherb"), button="Quxqux herb")
    assert eaten(database) == []


@pytest.mark.parametrize(
    "form",
    [
        {"own": "QUXQUX-HERB"},
        {"own": " Quxqux  Herb "},
        {"own": "quxquxherbs"},
        {"q": "quxqux herb"},
        {"eat": "~QuxQux Herb"},
    ],
)
def test_own_plant_spelled_in_another_way_is_the_same(annas_page, anna, session, habit, database, form):
    make.make_plants(session, anna, habit, "~Quxqux herb", day=LAST_WEEK)
    annas_page.post(f"/day/{TODAY}/plants", form)
    assert eaten(database) == ["~Quxqux herb"]


@pytest.mark.parametrize(
    ("form", "slug"),
    [
        ({"own": "lentils"}, "lentil"),
        ({"own": "PORRIDGE"}, "oats"),
        ({"own": "Weißkohl"}, "cabbage"),
        ({"eat": "~Lentil"}, "lentil"),
    ],
)
def test_own_plant_that_the_catalogue_knows_is_the_catalogues(annas_page, habit, database, form, slug):
    annas_page.post(f"/day/{TODAY}/plants", form)
    assert eaten(database) == [slug]


def test_own_plant_of_another_person_is_not_hers(annas_page, bertas_page, berta, session, habit):
    make.make_plants(session, berta, make.make_habit(session, berta, "plants"), "~Bertas Kraut")
    type_letters(annas_page, "bertas")
    assert chips(annas_page) == ["Add ‘bertas’ as your own plant"]
    type_letters(bertas_page, "bertas")
    assert chips(bertas_page) == ["Bertas Kraut"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (LONG, f"This name has {len(LONG)} letters; up to 39 can be kept."),
        ("🥕🥕", "Please type the name of a plant in letters"),
        ("", "Please type the name of a plant in letters"),
        ("\x00", "Please type the name of a plant in letters"),
    ],
)
@pytest.mark.parametrize("field", ["q", "own"])
def test_name_that_cannot_be_kept_says_why_and_stays(annas_page, habit, database, field, typed, words):
    annas_page.get("/")
    annas_page.post(f"/day/{TODAY}/plants", {field: typed}, status=422)
    assert words in annas_page.text
    assert annas_page.soup.select_one("#plant")["value"] == typed
    assert annas_page.soup.select_one("#add-own") is None
    assert eaten(database) == []


def test_long_name_says_so_while_she_types(annas_page, habit):
    type_letters(annas_page, LONG)
    assert "up to 39 can be kept" in annas_page.text
    assert annas_page.soup.select_one("#add-own") is None


def test_name_with_html_of_a_plant_is_shown_as_text(annas_page, habit):
    annas_page.post(f"/day/{TODAY}/plants", {"own": "<b>herb</b>"})
    annas_page.get("/plants")
    assert "<b>herb</b>" in annas_page.text
    assert annas_page.soup.select_one("#plants b b") is None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=200).filter(lambda text: not set(text) & {"\r", "\n"}))
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_own_name_of_any_letters_is_kept_or_refused_with_her_typing(annas_page, habit, typed):
    token = annas_page.token()
    answer = annas_page.client.post(
        f"/day/{TODAY}/plants", data={"own": typed, "csrf_token": token}, base_url="http://127.0.0.1:8000"
    )
    assert answer.status_code in (303, 422)
    if answer.status_code == 422:
        annas_page.soup = type(annas_page.soup)(answer.get_data(as_text=True), "html.parser")
        assert " ".join(annas_page.soup.select_one("#plant")["value"].split()) == " ".join(typed.split())


def test_all_usual_ones_are_one_batch_and_one_undo(annas_page, anna, session, habit, database):
    make.make_plants(session, anna, habit, "oats", "kale", "lentil", "~Quxqux", day=LAST_WEEK)
    make.make_plants(session, anna, habit, "walnut")
    before = eaten(database)
    annas_page.get("/")
    form = next(form for form in annas_page.soup.select("#plants form") if "Add all 4" in form.get_text())
    slugs = [field["value"] for field in form.select("input[name=eat]")]
    assert set(slugs) == {"oats", "kale", "lentil", "~Quxqux"}
    annas_page.post(
        f"/day/{TODAY}/plants", {"eat": slugs, "change": form.select_one("[name=change]")["value"]}
    )
    assert "4 plants added: 5 this week" in annas_page.text
    assert set(eaten(database)) == {"walnut", *slugs}
    with database.reading() as reading:
        batches = reading.exec(select(MarkChange.batch).where(MarkChange.day == TODAY).distinct()).all()
    assert len(batches) == 2
    annas_page.submit(annas_page.form("#undo"))
    assert eaten(database) == before


def test_all_at_once_sent_twice_is_written_once_and_goes_back_whole(annas_page, habit, database):
    form = {"eat": ["oats", "kale", "oats"], "change": str(uuid4())}
    annas_page.post(f"/day/{TODAY}/plants", form)
    annas_page.post(f"/day/{TODAY}/plants", form)
    assert "2 plants added: 2 this week" in annas_page.text
    with database.reading() as reading:
        assert len(reading.exec(select(MarkChange)).all()) == 2
    annas_page.submit(annas_page.form("#undo"))
    assert eaten(database) == []


def test_undo_of_all_leaves_what_was_there_before(annas_page, anna, session, habit, database):
    make.make_plants(session, anna, habit, "oats")
    annas_page.post(f"/day/{TODAY}/plants", {"eat": ["oats", "kale"]})
    annas_page.submit(annas_page.form("#undo"))
    assert eaten(database) == ["oats"]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"eat": ["oats", "unobtainium"]}, 404),
        ({"eat": ["oats", "~" + "x" * 40]}, 404),
        ({"eat": [f"plant-{number}" for number in range(13)]}, 400),
        ({"uneat": "~"}, 404),
    ],
)
def test_form_of_plants_that_was_tampered_with_changes_nothing(annas_page, habit, database, form, status):
    annas_page.post(f"/day/{TODAY}/plants", form, status=status)
    assert eaten(database) == []


def test_last_weeks_are_those_not_yet_in_this_week_the_most_often_eaten_first(
    annas_page, anna, session, habit
):
    for back in (5, 6, 7):
        make.make_plants(session, anna, habit, "lentil", day=TODAY - timedelta(days=back))
    make.make_plants(session, anna, habit, "oats", "kale", day=LAST_WEEK)
    make.make_plants(session, anna, habit, "walnut", day=TODAY - timedelta(days=14))
    make.make_plants(session, anna, habit, "oats")
    annas_page.get("/")
    assert chips(annas_page, "[id^=last-]") == ["Lentil", "Kale"]


def test_last_weeks_are_twelve_at_most_and_work_on_a_past_day(annas_page, anna, session, habit, database):
    slugs = [plant.slug for plant in book.book().plants][:14]
    two_weeks_ago = TODAY - timedelta(days=14)
    make.make_plants(session, anna, habit, *slugs, day=two_weeks_ago)
    annas_page.get(f"/day/{LAST_WEEK}")
    assert len(annas_page.soup.select("[id^=last-]")) == 12
    form = next(form for form in annas_page.soup.select("#plants form") if "Add all 12" in form.get_text())
    sent = {"eat": [field["value"] for field in form.select("input[name=eat]")]}
    annas_page.post(str(form["action"]), sent)
    assert len(eaten(database, LAST_WEEK)) == 12
    assert eaten(database) == []


def test_details_stay_open_after_a_tap_in_them(annas_page, anna, session, habit):
    make.make_plants(session, anna, habit, "oats", "kale", day=LAST_WEEK)
    annas_page.get("/")
    assert not annas_page.soup.select_one(".several").has_attr("open")
    form = {"eat": "oats", "unfolded": "y"}
    annas_page.post(f"/day/{TODAY}/plants", form, headers=HTMX)
    assert annas_page.soup.select_one(".several").has_attr("open")


def test_new_person_is_offered_nothing_at_once(annas_page, habit):
    annas_page.get("/")
    assert annas_page.soup.select_one(".several") is None


def test_own_plant_is_new_this_month_by_its_name(annas_page, anna, session, habit):
    make.make_plants(session, anna, habit, "~Quxqux", "oats", day=LAST_WEEK)
    assert "New this month: Oats, Quxqux." in annas_page.get("/progress/2026-11").text


def test_own_word_out_of_shape_is_refused_by_every_way_in(anna, session, habit):
    change = Change(str(uuid4()), habit, TODAY, ChangeKind.EAT, plant="~ two  spaces")
    with pytest.raises(NoSuchPlant):
        make.make_changes(session, anna, [change])


def test_names_leave_out_what_left_the_catalogue(app: Flask):
    with app.test_request_context():
        named = wording.plants_named(["oats", "long-gone", "~Quxqux"])
    assert named == ["Oats", "Quxqux"]


@pytest.mark.parametrize(
    "typed", ["carrots, apples and walnuts", "Carrot; apple + walnut", "carrot & apple, walnuts,"]
)
def test_several_plants_typed_at_once_are_one_batch(annas_page, database, habit, typed):
    annas_page.get("/")
    annas_page.submit(annas_page.form("#plant"), q=typed)
    assert sorted(eaten(database)) == ["apple", "carrot", "walnut"]
    assert "3 plants added: 3 this week" in annas_page.text
    annas_page.submit(annas_page.form("#undo"))
    assert eaten(database) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_several_words_of_which_one_is_no_plant_add_nothing(annas_page, database, habit):
    annas_page.get("/")
    annas_page.submit(annas_page.form("#plant"), q="carrots and gravel", status=422)
    assert eaten(database) == []
    assert annas_page.soup.select_one("#plant")["value"] == "carrots and gravel"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_day_on_which_she_counted_no_plants_takes_none(annas_page, anna, session, habit):
    choosing.give_up(session, anna, habit_id=habit, today=LAST_WEEK)
    choosing.take_up(session, anna, habit_id=habit, today=TODAY)
    session.commit()
    gap = TODAY - timedelta(days=3)
    annas_page.get("/")
    annas_page.post(f"/day/{gap}/plants", {"q": "no such plant"}, status=404)
    annas_page.post(f"/day/{TODAY}/plants", {"q": "no such plant"}, status=422)
