"""Days set aside: for all or some habits, also afterwards, neutral everywhere, over by themselves."""

from datetime import timedelta

import pytest

from app.checklist import daysheet, queries, spells
from app.checklist.journal import Edit
from app.checklist.models import PlanKind
from app.checklist.spells import BadRange
from app.rules.marks import Skip
from app.rules.spells import Stretch
from tests import make
from tests.checklist.looking import fold, is_same, shown
from tests.make import NOW, TODAY

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
UUID = "00000000-0000-4000-8000-0000000000{:02}"


def back(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def set_aside(page, *, status=200, **values):
    page.get("/spells")
    return page.submit(page.form("input[name=reason]"), status=status, **values)


def spells_of(session, user):
    session.expire_all()
    rows = list(queries.spells_of(session, user))
    session.commit()
    return [
        (row.reason.value, (TODAY - row.first).days, (TODAY - row.last).days, row.habit_ids) for row in rows
    ]


def test_days_set_aside_afterwards_keep_the_streak_and_are_taken_back(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    for number in (1, 2, 7, 8, 9):
        make.make_mark(session, anna, prunes, day=TODAY - timedelta(days=number))
    assert shown(session, anna, prunes, today=TODAY).current == 2
    set_aside(annas_page, reason="ill", first=back(6), last=back(3))
    assert "Set aside 14 Nov to 17 Nov." in annas_page.text
    assert shown(session, anna, prunes, today=TODAY).current == 5
    assert is_same(shown(session, anna, prunes, today=TODAY), fold(session, anna, prunes, today=TODAY))
    assert "Set aside: ill" in annas_page.get(f"/day/{back(4)}").text
    annas_page.get("/spells")
    set_aside(annas_page, reason="ill", first=back(2), last=back(2))
    annas_page.submit(annas_page.form("#undo"))
    assert spells_of(session, anna) == [("ill", 6, 3, None)]


def test_today_in_a_spell_asks_for_nothing_and_still_takes_a_tick(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    set_aside(annas_page, reason="hospital", first=back(0), last=back(-5))
    assert "You are in hospital: all the best." in annas_page.get("/").text
    sheet = daysheet.read(session, anna, day=TODAY, today=TODAY)
    session.commit()
    assert sheet.open_rows == ()
    annas_page.submit(annas_page.form(f"#tick-{prunes}"))
    assert "Prunes: 5 of 5 prunes" in annas_page.text
    assert annas_page.soup.select_one(f"#habit-{prunes}.is-done") is not None


def test_spell_is_over_by_itself_or_when_she_is_back(annas_page, anna, session):
    make.make_habit(session, anna)
    set_aside(annas_page, reason="away", first=back(3), last=back(-3))
    annas_page.submit(annas_page.form("form[action$='/end']"))
    assert "Welcome back." in annas_page.text
    assert spells_of(session, anna) == [("away", 3, 1, None)]
    assert "You are away" not in annas_page.get("/").text
    annas_page.get("/spells")
    annas_page.submit(annas_page.form("form[action$='/remove']"))
    assert spells_of(session, anna) == []
    annas_page.submit(annas_page.form("#undo"))
    assert spells_of(session, anna) == [("away", 3, 1, None)]


def test_spell_for_some_habits_leaves_the_others_as_they_are(annas_page, anna, session):
    prunes, vitamin = make.make_habit(session, anna), make.make_habit(session, anna, "vitamin-d")
    set_aside(annas_page, reason="doctor", first=back(0), last=back(0), habit=[str(prunes)])
    assert "Set aside 20 Nov. Prunes" in annas_page.text
    assert spells_of(session, anna) == [("doctor", 0, 0, [prunes])]
    sheet = daysheet.read(session, anna, day=TODAY, today=TODAY)
    session.commit()
    assert [row.chosen.id for row in sheet.open_rows] == [vitamin]
    assert "0 of 1" in annas_page.get("/").text


def test_overlapping_spells_become_one(annas_page, anna, session):
    make.make_habit(session, anna)
    set_aside(annas_page, reason="ill", first=back(9), last=back(6))
    set_aside(annas_page, reason="ill", first=back(7), last=back(4))
    assert spells_of(session, anna) == [("ill", 9, 4, None)]


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"reason": ""}, "reason", "Say why"),
        ({"reason": "bored"}, "reason", "Say why"),
        ({"first": "soon"}, "first", "Choose a day from the calendar."),
        ({"last": ""}, "last", "Choose a day from the calendar."),
        ({"first": back(2), "last": back(3)}, "last", "The last day comes after the first"),
        ({"first": back(90), "last": back(80)}, "last", "not before your own first day"),
        ({"first": back(0), "last": back(-400)}, "last", "within a year"),
    ],
)
def test_spell_that_cannot_be_is_explained_with_all_kept(annas_page, anna, session, values, field, said):
    prunes = make.make_habit(session, anna)
    make.make_habit(session, anna, "vitamin-d")
    typed = {"reason": "away", "first": back(5), "last": back(4), **values}
    set_aside(annas_page, status=422, habit=[str(prunes)], **typed)
    assert said in annas_page.soup.select_one(f"#{field}-error").get_text()
    assert annas_page.soup.select_one("#first")["value"] == typed["first"]
    assert annas_page.soup.select_one("#last")["value"] == typed["last"]
    assert annas_page.soup.select_one("input[name=habit][checked]")["value"] == str(prunes)
    assert spells_of(session, anna) == []


def test_nobody_else_sees_or_ends_her_spell(annas_page, bertas_page, anna, berta, session):
    prunes = make.make_habit(session, anna)
    make.make_habit(session, berta)
    set_aside(annas_page, reason="ill", first=back(1), last=back(-1))
    assert "I am back" not in bertas_page.get("/spells").text
    for what in ("end", "remove"):
        bertas_page.post(f"/spells/1/{what}", {}, status=404)
    values = {"reason": "ill", "first": back(1), "last": back(1), "habit": str(prunes)}
    bertas_page.post("/spells", values, status=404)
    assert len(spells_of(session, anna)) == 1


def test_medicine_goes_on_unless_she_ticks_it(annas_page, anna, session):
    prunes, tablet = make.make_habit(session, anna), make.make_habit(session, anna, "bone-medicine")
    annas_page.get("/spells")
    assert "A medicine goes on unless you tick it" in annas_page.text
    set_aside(annas_page, reason="away", first=back(0), last=back(0))
    assert spells_of(session, anna) == [("away", 0, 0, [prunes])]
    assert "Prunes" in annas_page.soup.select_one(".ordered").get_text()
    set_aside(annas_page, reason="ill", first=back(4), last=back(4), habit=[str(prunes), str(tablet)])
    assert spells_of(session, anna)[0] == ("ill", 4, 4, None)


def test_part_of_a_goal_in_a_spell_is_kept_and_asked_no_further(anna, session):
    prunes = make.make_habit(session, anna)
    edit = Edit(UUID.format(9), PlanKind.SPELL, NOW)
    spells.set_aside(session, anna, spell=Stretch(TODAY, TODAY, Skip.ILL), today=TODAY, edit=edit)
    make.make_mark(session, anna, prunes, amount=2)
    sheet = daysheet.read(session, anna, day=TODAY, today=TODAY)
    assert (sheet.rows[0].amount, sheet.open_rows) == (2, ())


def test_same_press_twice_is_one_and_can_be_taken_back(annas_page, anna, session):
    make.make_habit(session, anna)
    set_aside(annas_page, reason="away", first=back(3), last=back(2))
    twice = {"change": UUID.format(7)}
    for _ in range(2):
        annas_page.post("/spells/1/remove", twice, headers={"Referer": "http://127.0.0.1:8000/spells"})
    assert (annas_page.path, "This is kept." in annas_page.text) == ("/spells", True)
    annas_page.submit(annas_page.form("#undo"))
    assert spells_of(session, anna) == [("away", 3, 2, None)]


@ONLY_SQLITE
def test_habit_that_cannot_be_is_not_found(annas_page, anna, session):
    make.make_habit(session, anna)
    typed = {"reason": "away", "first": back(5), "last": back(4), "habit": "9" * 20}
    annas_page.get("/spells")
    annas_page.post("/spells", typed, status=404)


@ONLY_SQLITE
def test_spell_of_a_person_without_a_habit_is_refused(anna, session):
    edit = Edit(UUID.format(1), PlanKind.SPELL, NOW)
    with pytest.raises(BadRange):
        spells.set_aside(session, anna, spell=Stretch(TODAY, TODAY, Skip.ILL), today=TODAY, edit=edit)


def test_spell_of_a_week_leaves_a_weekly_habit_out_of_it(anna, session):
    walk = make.make_habit(session, anna, "weight-bearing", since=TODAY - timedelta(days=60))
    for number in (0, 30):
        make.make_mark(session, anna, walk, day=TODAY - timedelta(days=14 + number), amount=200)
    edit = Edit(UUID.format(2), PlanKind.SPELL, NOW)
    week = Stretch(TODAY - timedelta(days=11), TODAY - timedelta(days=5), Skip.AWAY)
    spells.set_aside(session, anna, spell=week, today=TODAY, edit=edit)
    session.commit()
    assert shown(session, anna, walk, today=TODAY).current == 1


@ONLY_SQLITE
def test_spell_for_a_habit_of_another_is_refused(anna, berta, session):
    make.make_habit(session, anna)
    hers = make.make_habit(session, berta)
    edit = Edit(UUID.format(6), PlanKind.SPELL, NOW)
    spell = Stretch(TODAY, TODAY, Skip.ILL, frozenset({hers}))
    with pytest.raises(queries.NoSuchHabit):
        spells.set_aside(session, anna, spell=spell, today=TODAY, edit=edit)
    assert spells_of(session, anna) == []


@ONLY_SQLITE
def test_ending_a_spell_that_is_over_leaves_it_as_it_was(anna, session):
    make.make_habit(session, anna)
    spell = Stretch(TODAY - timedelta(days=10), TODAY - timedelta(days=8), Skip.ILL)
    spells.set_aside(session, anna, spell=spell, today=TODAY, edit=Edit(UUID.format(7), PlanKind.SPELL, NOW))
    (row,) = queries.spells_of(session, anna)
    edit = Edit(UUID.format(8), PlanKind.SPELL, NOW)
    spells.end(session, anna, spell_id=row.id or 0, today=TODAY, edit=edit)
    assert spells_of(session, anna) == [("ill", 10, 8, None)]


@ONLY_SQLITE
@pytest.mark.parametrize(("ahead", "is_kept"), [(366, True), (367, False)])
def test_spell_begins_within_a_year(anna, session, ahead, is_kept):
    make.make_habit(session, anna)
    day = TODAY + timedelta(days=ahead)
    edit = Edit(UUID.format(9), PlanKind.SPELL, NOW)
    if is_kept:
        spells.set_aside(session, anna, spell=Stretch(day, day, Skip.AWAY), today=TODAY, edit=edit)
    else:
        with pytest.raises(BadRange):
            spells.set_aside(session, anna, spell=Stretch(day, day, Skip.AWAY), today=TODAY, edit=edit)
    assert len(spells_of(session, anna)) == is_kept
