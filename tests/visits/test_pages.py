"""The room "What I bring": added, changed, moved, taken away and put back, and asked kindly."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from app.visits import actions, kinds, queries
from app.visits.models import Fall, Fracture, Harm, Medicine, Question, Result, ShownNote
from tests.make import NOW, TODAY
from tests.page import BASE

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TAKEN = {"taken_on-day": "15", "taken_on-month": "9", "taken_on-year": "2026"}
HAPPENED = {"day-day": "", "day-month": "10", "day-year": "2026"}
IN_A_WEEK = (TODAY + timedelta(days=7)).isoformat()
# One sound form of each kind, what the page says of it, and what its table keeps.
SOUND: dict[str, tuple[dict[str, str], tuple[str, ...], dict[str, Any]]] = {
    "visit": (
        {"with_whom": "Dr P. Novak", "day": IN_A_WEEK},
        ("Dr P. Novak", "Fri 27 November 2026, in 7 days"),
        {"day": TODAY + timedelta(days=7)},
    ),
    "question": ({"words": "Is 1000 IU\nstill right?"}, ("Is 1000 IU still right?",), {"answer": ""}),
    "bone-density": (
        {"site": "lumbar_spine", "printed": "−2,1", **TAKEN},
        ("DXA T-score lumbar spine −2.1", "15 Sept 2026 · copied from the report"),
        {"printed": "-2.1", "unit": "", "taken_on": "2026-09-15"},
    ),
    "vitamin-d": (
        {"printed": "71 nmol/l", "unit": "nmol/L", **TAKEN, "source": "City Lab"},
        ("25-OH vitamin D 71 nmol/L (28 ng/mL)", "15 Sept 2026 · City Lab"),
        {"printed": "71", "unit": "nmol/L", "comparator": ""},
    ),
    "other-result": (
        {"name": "Calcium", "printed": "<2,40", "unit": "mmol/L", **TAKEN},
        ("Calcium <2.40 mmol/L",),
        {"comparator": "<", "printed": "2.40", "unit": "mmol/L"},
    ),
    "medicine": (
        {"name": "Letrozole", "dose": "2.5 mg daily", "since-month": "3", "since-year": "2025"},
        ("Letrozole 2.5 mg daily", "since Mar 2025"),
        {"since": "2025-03", "until": ""},
    ),
    "fall": (
        {**HAPPENED, "harm": "none", "note": "Tripped on a kerb"},
        ("Fall, no injury", "Oct 2026 · Tripped on a kerb"),
        {"day": "2026-10", "harm": Harm.NONE},
    ),
    "fracture": ({"bone": "left wrist", **HAPPENED}, ("left wrist", "Oct 2026"), {"note": ""}),
    "note": ({"words": "#panic() <b>ill</b>"}, ("#panic() <b>ill</b>", "20 Nov 2026"), {"day": TODAY}),
}


def add(page, slug, *, status=200, **values):
    page.get(f"/visits/{slug}/new")
    return page.submit(page.form("main form"), status=status, **values)


def rows(session, table):
    session.expire_all()
    found = list(session.exec(select(table)).all())
    session.commit()
    return found


def faults(page):
    return {tag["id"].removesuffix("-error"): tag.get_text() for tag in page.soup.select(".field-error")}


def value(page, name):
    return page.soup.select_one(f"#{name}")["value"]


def test_page_is_kind_while_nothing_is_there(annas_page):
    text = annas_page.get("/visits").text
    assert "No visit is written down yet." in text
    assert "The visit and your first three questions stand on the page for your doctor" in text
    assert "What would you like to ask?" in text
    assert len(annas_page.soup.select("a[href$='/new']")) == len(kinds.KINDS)


@pytest.mark.parametrize("slug", SOUND)
def test_what_she_adds_stands_on_the_page_once_and_can_be_changed(annas_page, session, slug):
    typed, said, kept = SOUND[slug]
    for _time in range(2):
        add(annas_page, slug, **typed)
    assert annas_page.path == "/visits"
    assert all(words in annas_page.text for words in said), annas_page.text
    (row,) = rows(session, kinds.KINDS[slug].table)
    assert {name: getattr(row, name) for name in kept} == kept
    before = row.model_dump()
    annas_page.get(f"/visits/{slug}/{row.id}")
    annas_page.submit(annas_page.form("main form"))
    assert rows(session, kinds.KINDS[slug].table)[0].model_dump() == before


def test_empty_form_adds_nothing_and_says_what_is_needed(annas_page, session):
    for slug, kind in kinds.KINDS.items():
        annas_page.get(f"/visits/{slug}/new")
        annas_page.post(f"/visits/{slug}/new", {}, status=422)
        assert faults(annas_page)
        assert rows(session, kind.table) == []


def test_what_is_hers_is_nobody_elses(annas_page, bertas_page, session):
    bertas_page.get("/visits")
    for slug, (typed, _said, _kept) in SOUND.items():
        add(annas_page, slug, **typed)
        row = rows(session, kinds.KINDS[slug].table)[-1]
        bertas_page.get(f"/visits/{slug}/{row.id}", status=404)
        for way in ("", "/remove", "/back"):
            bertas_page.post(f"/visits/{slug}/{row.id}{way}", typed, status=404)
        assert rows(session, kinds.KINDS[slug].table)[-1].removed_at is None
    bertas_page.post("/visits/question/1/move", {"to": "up", "place": "0"}, status=404)
    annas_page.get("/visits/nothing/new", status=404)


def test_result_is_found_only_as_what_it_is(annas_page, session):
    add(annas_page, "vitamin-d", **SOUND["vitamin-d"][0])
    (row,) = rows(session, Result)
    annas_page.get(f"/visits/bone-density/{row.id}", status=404)


def test_what_is_taken_away_comes_back_until_it_is_forgotten(annas_page, session):
    add(annas_page, "fracture", bone="left wrist", **HAPPENED)
    annas_page.submit(annas_page.get("/visits/fracture/1").form("form[action$='/remove']"))
    assert "left wrist" not in annas_page.text
    annas_page.get("/visits/fracture/1", status=404)
    annas_page.post("/visits/fracture/1/remove", {})
    annas_page.submit(annas_page.form("#undo"))
    assert "left wrist" in annas_page.text
    annas_page.post("/visits/fracture/1/remove", {})
    assert actions.forget_removed(session, before=NOW) == 0
    assert actions.forget_removed(session, before=NOW + timedelta(seconds=1)) == 1
    session.commit()
    annas_page.post("/visits/fracture/1/back", {}, status=404)
    assert rows(session, Fracture) == []


@pytest.mark.parametrize(
    ("slug", "typed", "fault"),
    [
        ("vitamin-d", {"printed": "1,200", "unit": "nmol/L"}, ("printed", "Is it 1200 or 1.200?")),
        ("vitamin-d", {"printed": "71", "unit": ""}, ("unit", "Which of the two")),
        ("vitamin-d", {"printed": "71 ng/mL", "unit": "nmol/L"}, ("printed", "and below nmol/L")),
        ("vitamin-d", {"printed": "71 mg", "unit": "nmol/L"}, ("printed", "the number alone")),
        ("vitamin-d", {"printed": "71", "unit": "stone"}, ("unit", "Choose one of these")),
        ("vitamin-d", {"printed": "1001", "unit": "nmol/L"}, ("printed", "look once more")),
        ("bone-density", {"printed": "2e5", "site": "hip"}, ("printed", "one number as it is printed")),
        ("bone-density", {"printed": "21", "site": "hip"}, ("printed", "with a minus")),
        ("bone-density", {"printed": "-21", "site": "hip"}, ("printed", "with a point")),
        ("bone-density", {"printed": "-2.1 mg", "site": "hip"}, ("printed", "has no unit")),
        ("bone-density", {"printed": "-2.1", "site": "moon"}, ("site", "choose where")),
        ("bone-density", {"printed": "-2.1", "site": ""}, ("site", "choose where")),
        ("other-result", {"name": "Iron", "printed": "9 mg", "unit": "g"}, ("printed", "and below g")),
        ("other-result", {"name": "Iron", "printed": f"9 {'m' * 21}"}, ("printed", "its unit below")),
        ("other-result", {"name": "x" * 61, "printed": "9"}, ("name", "1 letter too long")),
    ],
)
def test_result_that_cannot_be_is_asked_about_and_her_text_stays(annas_page, session, slug, typed, fault):
    add(annas_page, slug, status=422, **{**TAKEN, **typed, "source": "City Lab"})
    field, words = fault
    assert list(faults(annas_page)) == [field]
    assert words in faults(annas_page)[field]
    assert (value(annas_page, "printed"), value(annas_page, "source")) == (typed["printed"], "City Lab")
    assert value(annas_page, "taken_on-year") == "2026"
    assert annas_page.soup.select_one("#sure") is None
    assert rows(session, Result) == []


@pytest.mark.parametrize(
    ("slug", "typed"),
    [
        ("vitamin-d", {"printed": "401", "unit": "nmol/L"}),
        ("vitamin-d", {"printed": "0", "unit": "ng/mL"}),
        ("bone-density", {"printed": "6.1", "site": "hip"}),
    ],
)
def test_unlikely_result_is_kept_when_she_is_sure(annas_page, session, slug, typed):
    add(annas_page, slug, status=422, **TAKEN, **typed)
    assert rows(session, Result) == []
    annas_page.submit(annas_page.form("#sure"), sure="y")
    assert [row.printed for row in rows(session, Result)] == [typed["printed"]]


def test_unit_typed_behind_the_number_is_enough(annas_page, session):
    add(annas_page, "vitamin-d", printed="28 NG/ml", **TAKEN)
    assert [(row.printed, row.unit) for row in rows(session, Result)] == [("28", "ng/mL")]


def test_group_of_day_fields_is_mended_as_one(annas_page):
    add(annas_page, "fall", status=422, harm="none", **{**HAPPENED, "day-day": "31", "day-month": "2"})
    assert faults(annas_page) == {"day": "There is no such day. Please look at its numbers once more."}
    assert [value(annas_page, f"day-{part}") for part in ("day", "month", "year")] == ["31", "2", "2026"]


def test_all_that_is_to_mend_is_said_at_once(annas_page):
    add(annas_page, "vitamin-d", status=422, printed="1,200", source="x" * 81)
    assert list(faults(annas_page)) == ["printed", "taken_on", "source"]


def test_medicine_ends_after_it_began(annas_page, session):
    years = {"since-year": "2025", "until-year": "2024"}
    add(annas_page, "medicine", status=422, name="Letrozole", **years)
    assert "That is before you began." in faults(annas_page)["until"]
    add(annas_page, "medicine", name="Letrozole", **{**years, "until-year": "2025"})
    assert [(row.since, row.until) for row in rows(session, Medicine)] == [("2025", "2025")]


def test_characters_no_page_can_show_are_left_out(annas_page, session):
    add(annas_page, "note", words="flu\x00\x1b \u202ea week", day=TODAY.isoformat())
    assert [row.words for row in rows(session, ShownNote)] == ["flu a week"]


def test_questions_move_and_the_same_tap_twice_moves_once(annas_page, session):
    for words in ("one", "two", "three", "four"):
        add(annas_page, "question", words=words)
    assert "Further ones, not on the page" in annas_page.text
    annas_page.post("/visits/question/4/move", {"to": "up", "place": "3"})
    annas_page.post("/visits/question/4/move", {"to": "up", "place": "3"})
    annas_page.post("/visits/question/1/move", {"to": "up", "place": "0"})
    hers = [each.words for each in queries.open_questions(session, 1)]
    session.commit()
    assert hers == ["one", "two", "four", "three"]
    annas_page.post("/visits/question/4/move", {"to": "up", "place": "x"}, status=400)
    annas_page.post("/visits/question/9/move", {"to": "up", "place": "1"}, status=404)


def test_question_is_settled_after_the_visit_and_asked_again(annas_page, session, now):
    add(annas_page, "question", words="When is my next scan?")
    add(annas_page, "visit", with_whom="Dr Novak", day=TODAY.isoformat())
    assert "Were your questions answered?" not in annas_page.text
    now(NOW + timedelta(days=1))
    assert "You were with Dr Novak on 20 Nov. Were your questions answered?" in annas_page.get("/visits").text
    annas_page.get("/visits/question/1")
    annas_page.submit(annas_page.form("main form"), answer="In May", settled_on="y")
    assert "Were your questions answered?" not in annas_page.text
    assert "In May" in annas_page.soup.select_one("details:last-of-type").get_text()
    now(NOW + timedelta(days=5))
    annas_page.get("/visits/question/1")
    annas_page.submit(annas_page.form("main form"))
    assert [row.settled_on for row in rows(session, Question)] == [TODAY + timedelta(days=1)]
    annas_page.post("/visits/question/1", {"words": "When is my next scan?", "answer": "In May"})
    assert [row.settled_on for row in rows(session, Question)] == [None]


@pytest.mark.parametrize("slug", ["visit", "question", "vitamin-d", "note"])
def test_she_lands_at_the_card_she_came_from(annas_page, slug):
    def lands_at_its_card(path, **typed):
        token = annas_page.token()
        answer = annas_page.client.post(
            path, data={"csrf_token": token, "day": TODAY.isoformat(), **typed}, base_url=BASE
        )
        where, _at, anchor = answer.headers["Location"].partition("#")
        assert where == "/visits"
        annas_page.get("/visits")
        title = annas_page.soup.select_one(f"h2#{anchor}")
        assert title is not None
        return title.find_next("a", href=f"/visits/{slug}/new") is not None

    typed, _said, _kept = SOUND[slug]
    annas_page.get(f"/visits/{slug}/new")
    assert annas_page.soup.select_one(".way-back")["href"].startswith("/visits#")
    assert lands_at_its_card(f"/visits/{slug}/new", **typed)
    assert lands_at_its_card(f"/visits/{slug}/1", **typed)
    assert lands_at_its_card(f"/visits/{slug}/1/remove")
    assert lands_at_its_card(f"/visits/{slug}/1/back")


def test_there_is_room_for_so_many_and_no_more(annas_page, session, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 1)
    add(annas_page, "fall", harm="none", **HAPPENED)
    add(annas_page, "fall", harm="minor", status=422, **HAPPENED)
    assert "as many as there may be" in annas_page.text
    annas_page.post("/visits/fall/1/remove", {})
    add(annas_page, "fall", harm="minor", **HAPPENED)
    annas_page.post("/visits/fall/1/back", {})
    assert "as many as there may be" in annas_page.text
    assert len(rows(session, Fall)) == 2


def test_everything_is_in_the_export_and_goes_with_the_account(annas_page, session):
    for slug, (typed, _said, _kept) in SOUND.items():
        add(annas_page, slug, **typed)
    annas_page.get("/settings/export")
    hers = json.loads(annas_page.response.get_data())
    assert [len(hers[table.__name__]) for table in queries.TABLES] == [1, 1, 3, 1, 1, 1, 1]
    annas_page.get("/settings/delete")
    annas_page.submit(annas_page.form("input[name=sure]"), sure="y")
    assert not any(rows(session, table) for table in queries.TABLES)
