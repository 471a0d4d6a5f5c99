"""What her phone keeps for the time without a network."""

from datetime import date, timedelta

import pytest

from app.checklist import goals, notes
from app.checklist.models import ChangeKind, Spell
from app.rules.habits import Goal
from app.rules.marks import Skip
from tests import make
from tests.make import NOW, TODAY
from tests.offline.phone import Phone

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def phone(app, anna, session):
    return Phone(app).signed_in(session, anna)


def rows_on(snapshot, day):
    found = next(each for each in snapshot["days"] if each["day"] == day.isoformat())
    return {row["name"]: row for row in found["rows"]}


def test_phone_keeps_the_last_seven_days_today_and_the_next_seven(phone):
    snapshot = phone.snapshot()
    days = [date.fromisoformat(each["day"]) for each in snapshot["days"]]
    assert days == [TODAY + timedelta(days=offset) for offset in range(-7, 8)]
    assert snapshot["today"] == TODAY.isoformat()
    assert snapshot["days"][7]["title"] == "Friday 20 November"
    assert (snapshot["zone"], snapshot["day_start"], snapshot["week_start"]) == ("Europe/London", 3, 0)
    assert snapshot["lang"] == "en-GB"
    assert phone.answer.headers["Cache-Control"] == "no-store"


def test_row_says_what_the_page_says_and_all_that_a_tap_needs(phone, anna, session):
    prunes = make.make_habit(session, anna)
    make.make_mark(session, anna, prunes, amount=2)
    make.make_mark(session, anna, prunes, kind=ChangeKind.NOTE, note="with porridge")
    assert rows_on(phone.snapshot(), TODAY)["Prunes"] == {
        "habit": prunes,
        "name": "Prunes",
        "line": "5 prunes a day",
        "tail": "",
        "measure": "amount",
        "tap": "tick",
        "is_limit": False,
        "is_weekly": False,
        "is_due": True,
        "is_paused": False,
        "goal": 5,
        "goal_short": "5 prunes",
        "goal_words": "5 prunes a day",
        "step": 1,
        "portion": None,
        "most": 100,
        "unit": "prune",
        "units": "prunes",
        "unit_short": "",
        "amount": 2,
        "skip": None,
        "reason": None,
        "note": "with porridge",
        "total": 2,
    }


def test_days_to_come_are_what_they_would_be_with_nothing_recorded(phone, anna, session):
    prunes = make.make_habit(session, anna)
    walk = make.make_habit(session, anna, "weight-bearing")
    make.make_mark(session, anna, prunes, amount=5)
    make.make_mark(session, anna, walk, kind=ChangeKind.ADD, amount=40)
    only_sundays = Goal(TOMORROW, 6, weekdays=frozenset({6}))
    goals.set_goal(session, anna, habit_id=prunes, goal=only_sundays, today=TODAY)
    session.add(
        Spell(
            user_id=anna.id,
            reason=Skip.AWAY,
            first=TODAY + timedelta(days=4),
            last=TODAY + timedelta(days=9),
            created_at=NOW,
        )
    )
    session.commit()
    snapshot = phone.snapshot()
    tomorrow, sunday = rows_on(snapshot, TOMORROW), rows_on(snapshot, TODAY + timedelta(days=2))
    assert not tomorrow["Prunes"]["is_due"]
    assert (sunday["Prunes"]["is_due"], sunday["Prunes"]["goal"], sunday["Prunes"]["amount"]) == (
        True,
        6,
        None,
    )
    name = next(name for name in sunday if name != "Prunes")
    assert sunday[name]["total"] == 40
    assert "this week" in sunday[name]["line"]
    assert rows_on(snapshot, TODAY + timedelta(days=3))[name]["total"] == 0
    away = rows_on(snapshot, TODAY + timedelta(days=4))[name]
    assert (away["is_paused"], away["skip"], away["reason"]) == (True, None, "away")
    assert away["line"] == "Set aside: away"


def test_day_brings_its_plants_and_her_note_and_her_own_plants_come_first(phone, anna, session):
    habit = make.make_habit(session, anna, "plants")
    make.make_plants(session, anna, habit, "oats", "~Grandma’s leaves", day=TODAY - timedelta(days=1))
    notes.write(session, anna, day=TODAY, text="rainy", now=NOW)
    session.commit()
    snapshot = phone.snapshot()
    assert snapshot["days"][6]["plants"] == ["oats", "~Grandma’s leaves"]
    assert (snapshot["days"][6]["note"], snapshot["days"][7]["note"]) == ("", "rainy")
    assert snapshot["plants"][0] == ["~Grandma’s leaves", "Grandma’s leaves", ""]
    assert snapshot["usual"] == ["oats", "~Grandma’s leaves"]
    oats = next(plant for plant in snapshot["plants"] if plant[0] == "oats")
    assert oats[1] == "Oats"
    assert "porridge" in oats[2].split("|")


def test_plants_that_the_phone_holds_already_are_not_sent_again(phone, anna, session):
    mark = phone.snapshot()["plants_mark"]
    assert phone.snapshot(plants=mark)["plants"] is None
    habit = make.make_habit(session, anna, "plants")
    make.make_plants(session, anna, habit, "~Grandma’s leaves")
    assert phone.snapshot(plants=mark)["plants"][0][0] == "~Grandma’s leaves"


def test_queries_are_few_and_the_same_for_any_number_of_habits(phone, anna, session, statements):
    make.make_habit(session, anna)
    with statements() as few:
        phone.snapshot()
    for slug in ("plants", "weight-bearing", "vitamin-d"):
        make.make_habit(session, anna, slug, since=TODAY - timedelta(days=900))
    with statements() as many:
        phone.snapshot()
    assert len(few) == len(many) == 7  # six, and who asks


def test_every_word_of_the_phone_is_there_and_its_places_are_left_open(phone):
    words = phone.snapshot()["words"]
    assert words["kept"] == "Kept on this phone"
    assert words["done_of_goal"] == "{done} of {goal}"
    assert words["skips"]["ill"] == "ill"
    texts = [
        text for each in words.values() for text in (each.values() if isinstance(each, dict) else [each])
    ]
    assert not [text for text in texts if "%" in text or not text]


def test_person_without_a_name_yet_is_not_led_to_another_page(app, session, now):
    nameless = make.make_user(session, name="")
    assert Phone(app).signed_in(session, nameless).snapshot()["days"]


def test_each_person_is_known_by_a_mark_that_says_nothing_of_her(phone, app, berta, session):
    mark = phone.snapshot()["person"]
    assert len(mark) == 32
    assert phone.snapshot()["person"] == mark
    assert Phone(app).signed_in(session, berta).snapshot()["person"] != mark


def test_phone_keeps_everything_in_her_language(app, session, now):
    ana = make.make_user(session, name="Ana", locale="es_ES")
    snapshot = Phone(app).signed_in(session, ana).snapshot()
    assert (snapshot["lang"], snapshot["words"]["today"]) == ("es-ES", "Hoy")
    assert snapshot["days"][7]["title"].casefold().startswith("viernes")
