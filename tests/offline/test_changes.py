"""What was recorded without a network arrives once, under its own day, and one bad item stops no other."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from app.checklist import changelog, choosing
from app.checklist.models import Mark, MarkChange, PlantEaten, Source
from app.rules.marks import Skip
from tests import make
from tests.checklist.looking import holds
from tests.make import NOW, TODAY
from tests.offline.phone import Phone, change, outcomes, uuid
from tests.page import BASE

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def phone(app, anna, session):
    return Phone(app).signed_in(session, anna)


@pytest.fixture
def prunes(anna, session):
    return make.make_habit(session, anna)


@pytest.fixture
def plants(anna, session):
    return make.make_habit(session, anna, "plants")


def kept(session, habit):
    session.rollback()  # nothing is held against the phone
    found = holds(session, habit)
    session.rollback()
    return found


def eaten(session):
    session.rollback()
    found = sorted((row.day, row.plant) for row in session.exec(select(PlantEaten)).all())
    session.rollback()
    return found


DEEDS: tuple[tuple[dict[str, Any], float | Skip | None], ...] = (
    ({"do": "done"}, 5),
    ({"do": "add"}, 3),
    ({"do": "add", "by": "portion"}, 3),
    ({"do": "less"}, 1),
    ({"do": "set", "amount": "2,5"}, 2.5),
    ({"do": "set", "amount": 2.5}, 2.5),
    ({"do": "set", "amount": "1 000"}, 2),  # more than a day can hold
    ({"do": "not-today"}, 0),
    ({"do": "skip", "reason": "ill"}, Skip.ILL),
    ({"do": "clear"}, None),
)


def test_buttons_mean_what_they_mean_on_the_page(phone, anna, session, prunes):
    days = [TODAY - timedelta(days=number) for number in range(len(DEEDS))]
    for day in days:
        make.make_mark(session, anna, prunes, day=day, amount=2, made_at=NOW - timedelta(hours=2))
    sent = [
        change(number, habit=prunes, day=day.isoformat(), **deed)
        for number, (day, (deed, _)) in enumerate(zip(days, DEEDS, strict=True))
    ]
    answer = phone.send(sent)
    found = kept(session, prunes)
    assert [found.get(day) for day in days] == [expected for _, expected in DEEDS]
    assert answer["words"] == "9 things from this phone are recorded."


def test_row_is_written_as_made_without_a_network_at_her_own_time(phone, anna, session, prunes):
    phone.send([change(1, habit=prunes, do="note", note="in the garden ")])
    row = session.exec(select(MarkChange)).one()
    assert (row.source, row.batch, row.uuid) == (Source.OFFLINE, uuid(1), uuid(1))
    assert (row.made_at, row.received_at) == (NOW - timedelta(hours=1), NOW)
    assert session.exec(select(Mark)).one().note == "in the garden"
    assert changelog.of_day(session, anna, day=TODAY)[0].way == "without a network"


def test_plants_are_found_by_what_is_stored_tapped_or_typed(phone, session, plants):
    typed = ["oats", "Porridge", "~Grandma’s leaves", "grandmas  leaves", "carrots, apples and porridge"]
    answer = phone.send([change(number, plant=text, do="eat") for number, text in enumerate(typed)])
    assert outcomes(answer) == ["kept"] * 5
    assert [each["what"].partition(",")[0] for each in answer["results"]][1] == "Oats"
    assert [plant for _, plant in eaten(session)] == ["apple", "carrot", "oats", "~Grandma’s leaves"]
    later = (NOW - timedelta(minutes=5)).isoformat()
    taken = ["oats", "~Grandmas leaves", "Apples, carrots"]
    back = [change(10 + number, plant=text, do="uneat", made_at=later) for number, text in enumerate(taken)]
    assert outcomes(phone.send(back)) == ["kept"] * 3
    assert eaten(session) == []


NOT_WHOLE: tuple[dict[str, Any], ...] = (
    {"do": "dance"},
    {"do": "skip", "reason": "lazy"},
    {"do": None},
    {"amount": True},
    {"amount": ["3"]},
    {"day": "2026-02-30"},
    {"day": "0001-01-01"},
    {"day": None},
    {"made_at": "2026-11-20T11:00:00"},
    {"made_at": "0001-01-01T00:00:00+00:00"},
    {"made_at": "yesterday"},
    {"habit": "1"},
    {"habit": 10**20},
    {"habit": True},
    {"id": "one"},
    {"id": None},
    {"plant": "oats", "do": "devour"},
)
NOT_POSSIBLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"habit": 999}, "no longer on your list"),
    ({"amount": "101"}, "from 0 to 100"),
    ({"amount": "a few"}, "no number"),
    ({"amount": float("nan")}, "no number"),
    ({"do": "note", "note": "x" * 501}, "room for 500 characters"),
    ({"day": (TODAY - timedelta(days=31)).isoformat()}, "was not on your list that day"),
    ({"day": TOMORROW.isoformat()}, "was not on your list that day"),
    *((fields, "did not arrive whole") for fields in NOT_WHOLE),
)


def test_change_that_cannot_be_recorded_is_refused_and_the_others_go_up(phone, session, prunes):
    bad = [
        change(number, habit=prunes, do="set", amount="3") | fields
        for number, (fields, _) in enumerate(NOT_POSSIBLE, start=10)
    ]
    good = [change(1, habit=prunes, do="add"), change(2, habit=prunes, do="add", day=YESTERDAY.isoformat())]
    answer = phone.send([good[0], *bad, good[1]])
    assert outcomes(answer) == ["kept", *["refused"] * len(bad), "kept"]
    refused = answer["results"][1:-1]
    for each, sent, (fields, words) in zip(refused, bad, NOT_POSSIBLE, strict=True):
        assert words in each["words"], fields
        assert each["id"] == (sent["id"] or "")
    assert answer["words"] == "2 things from this phone are recorded."
    assert kept(session, prunes) == {TODAY: 1, YESTERDAY: 1}


def test_refused_thing_is_called_by_its_name_and_day(phone, session, prunes, plants):
    sent = [
        change(1, habit=prunes, do="set", amount="999"),
        change(2, plant="~" + "x" * 60, do="eat"),
        change(3, plant=" ", do="eat"),
        change(4, plant="unheard of", do="eat"),
        change(6, plant="oats and unheard of", do="eat"),
        change(5, habit=999, do="done"),
        "nonsense",
    ]
    answer = phone.send(sent)
    assert outcomes(answer) == ["refused"] * 7
    assert [each["what"] for each in answer["results"]] == [
        "Prunes, Friday 20 November",
        "x" * 60 + ", Friday 20 November",
        "A plant, Friday 20 November",
        "unheard of, Friday 20 November",
        "oats and unheard of, Friday 20 November",
        "A habit that is no longer there, Friday 20 November",
        "Something from this phone",
    ]
    assert answer["words"] == ""
    assert eaten(session) == []


def test_plant_on_a_day_without_counting_is_refused(phone, session, prunes):
    answer = phone.send([change(1, plant="oats", do="eat"), change(2, habit=prunes, do="done")])
    assert outcomes(answer) == ["refused", "kept"]
    assert "did not count plants" in answer["results"][0]["words"]


def test_row_of_plants_has_no_amount(phone, session, plants):
    assert outcomes(phone.send([change(1, habit=plants, do="done")])) == ["refused"]


def test_replayed_batch_is_kept_and_changes_nothing(phone, anna, session, prunes, plants):
    sent = [
        change(1, habit=prunes, do="add"),
        change(1, habit=prunes, do="add"),
        change(2, plant="oats", do="eat"),
    ]
    first, again = phone.send(sent), phone.send(sent)
    assert first == again
    in_capitals = phone.send([sent[0] | {"id": uuid(1).upper()}])
    assert (in_capitals["results"][0]["id"], outcomes(in_capitals)) == (uuid(1).upper(), ["kept"])
    assert outcomes(again) == ["kept"] * 3
    assert (kept(session, prunes), len(session.exec(select(MarkChange)).all())) == ({TODAY: 1}, 2)


def test_replayed_change_is_kept_even_where_it_could_not_be_made_any_more(phone, anna, session, prunes):
    sent = [change(1, habit=prunes, do="add")]
    phone.send(sent)
    choosing.give_up(session, anna, habit_id=prunes, today=TODAY - timedelta(days=3))
    session.commit()
    answer = phone.send([change(2, habit=prunes, do="add"), *sent])
    assert outcomes(answer) == ["refused", "kept"]
    assert [bool(each["words"]) for each in answer["results"]] == [True, False]
    plants = make.make_habit(session, anna, "plants")
    eaten_once = [change(3, plant="oats", do="eat")]
    phone.send(eaten_once)
    choosing.give_up(session, anna, habit_id=plants, today=TODAY - timedelta(days=3))
    session.commit()
    assert outcomes(phone.send(eaten_once)) == ["kept"]


def test_queue_of_a_month_is_recorded_under_its_own_days_and_overrides_nothing_newer(
    phone, anna, session, prunes
):
    month_ago = TODAY - timedelta(days=30)
    week_ago = TODAY - timedelta(days=7)
    make.make_mark(session, anna, prunes, day=month_ago, amount=4, made_at=NOW - timedelta(days=8))
    noon = datetime(2026, 10, 21, 12, tzinfo=UTC)
    old = {"habit": prunes, "do": "set", "amount": "2", "today": month_ago.isoformat()}
    sent = [
        change(1, **old, day=month_ago.isoformat(), made_at=noon.isoformat()),
        change(
            2,
            **old | {"today": week_ago.isoformat()},
            day=week_ago.isoformat(),
            made_at=(NOW - timedelta(days=7)).isoformat(),
        ),
    ]
    assert outcomes(phone.send(sent)) == ["kept", "kept"]
    assert kept(session, prunes) == {month_ago: 4, week_ago: 2}


def test_undo_on_the_page_takes_back_what_came_late(phone, anna, session, annas_page, prunes, plants):
    phone.send([change(1, habit=prunes, do="set", amount="3"), change(2, plant="oats", do="eat")])
    annas_page.get("/").post("/undo", {"batch": uuid(1)})
    assert "Taken back." in annas_page.text
    annas_page.post("/undo", {"batch": uuid(2)})
    assert (kept(session, prunes), eaten(session)) == ({}, [])
    assert outcomes(phone.send([change(1, habit=prunes, do="set", amount="3")])) == ["kept"]
    assert kept(session, prunes) == {}


def test_phone_a_day_ahead_is_asked_about_and_nothing_is_recorded_until_she_answers(
    app, anna, session, prunes
):
    phone = Phone(app, fast=timedelta(days=1)).signed_in(session, anna)
    made_at = (NOW + timedelta(hours=23)).isoformat()
    ahead = {"day": TOMORROW.isoformat(), "today": TOMORROW.isoformat(), "made_at": made_at}
    tapped = change(1, habit=prunes, do="done", **ahead)
    answer = phone.send([tapped])
    assert answer["results"] == [
        {
            "id": uuid(1),
            "is": "asked",
            "what": "Prunes, Saturday 21 November",
            "words": "The clock of this phone showed another day than it was. "
            "Does this belong to Friday 20 November?",
            "days": ["2026-11-20"],
            "day_words": ["Today, Friday 20 November"],
        }
    ]
    assert kept(session, prunes) == {}
    assert outcomes(phone.send([tapped | {"day": TODAY.isoformat(), "confirmed": True}])) == ["kept"]
    assert kept(session, prunes) == {TODAY: 5}
    assert session.exec(select(MarkChange)).one().made_at == NOW - timedelta(hours=1)


def test_phone_a_day_behind_may_mean_either_day(app, anna, session, prunes, plants):
    phone = Phone(app, fast=-timedelta(days=1)).signed_in(session, anna)
    made_at = (NOW - timedelta(hours=25)).isoformat()
    behind = {"day": YESTERDAY.isoformat(), "today": YESTERDAY.isoformat(), "made_at": made_at}
    answer = phone.send(
        [change(1, habit=prunes, do="done", **behind), change(2, plant="oats", do="eat", **behind)]
    )
    assert outcomes(answer) == ["asked", "asked"]
    for asked in answer["results"]:
        assert asked["days"] == [TODAY.isoformat(), YESTERDAY.isoformat()]
        assert asked["day_words"] == ["Today, Friday 20 November", "Yesterday, Thursday 19 November"]
        assert "Which day" in asked["words"]


def test_day_in_doubt_that_can_hold_it_on_none_is_refused(app, anna, session):
    phone = Phone(app).signed_in(session, anna)
    prunes = make.make_habit(session, anna, since=TODAY)
    wrong = {"day": YESTERDAY.isoformat(), "today": YESTERDAY.isoformat()}
    made_at = (NOW - timedelta(days=3)).isoformat()
    assert outcomes(phone.send([change(1, habit=prunes, do="done", made_at=made_at, **wrong)])) == ["refused"]


def test_few_minutes_of_a_wrong_clock_are_put_right_without_a_question(app, anna, session, prunes):
    phone = Phone(app, fast=timedelta(minutes=5)).signed_in(session, anna)
    assert outcomes(phone.send([change(1, habit=prunes, do="done")])) == ["kept"]
    assert session.exec(select(MarkChange)).one().made_at == NOW - timedelta(hours=1, minutes=5)


def test_queue_of_somebody_else_waits_for_her(phone, app, berta, session, prunes):
    phone.snapshot()
    hers = Phone(app).signed_in(session, berta)
    answer = hers.send([change(1, habit=prunes, do="done")], person=phone.person, status=409)
    assert "somebody else" in answer["words"]
    assert kept(session, prunes) == {}


def test_habit_of_another_person_is_none(phone, app, berta, session, prunes):
    answer = Phone(app).signed_in(session, berta).send([change(1, habit=prunes, do="done")])
    assert answer["results"][0]["what"] == "A habit that is no longer there, Friday 20 November"
    assert kept(session, prunes) == {}


def test_batch_that_is_none_is_refused_as_a_whole(phone, session, prunes):
    good = [change(1, habit=prunes, do="done")]
    for batch in ({"version": 2}, {"sent_at": "now"}, {"sent_at": None}, {"person": None}):
        assert list(phone.send(good, status=400, **batch)) == ["words"]
    not_lists: tuple[Any, ...] = (None, {}, good * 101)
    for changes in not_lists:
        assert list(phone.send(changes, status=400)) == ["words"]
    assert kept(session, prunes) == {}


def test_what_is_no_json_or_too_long_is_said_in_json(phone):
    phone.snapshot()
    headers = {"X-CSRFToken": phone.token, "Content-Type": "application/json"}
    for body, status in ((b"{", 400), (b"[]", 400), (b"[" + b" " * 65_536 + b"]", 413)):
        answer = phone.client.post("/offline/changes", data=body, headers=headers, base_url=BASE)
        assert (answer.status_code, list(answer.json or {})) == (status, ["words"])


def test_refused_token_says_try_again_and_a_fresh_snapshot_has_a_good_one(phone, session, prunes):
    phone.snapshot()
    phone.client.delete_cookie("bonny-form", domain="127.0.0.1")  # as when the browser was closed
    assert phone.send([change(1, habit=prunes, do="done")], status=400)["again"] is True
    phone.snapshot()
    assert outcomes(phone.send([change(1, habit=prunes, do="done")])) == ["kept"]


def test_session_that_ended_says_so_and_the_queue_goes_up_after_signing_in(phone, anna, session, prunes):
    phone.snapshot()
    waiting = [change(1, habit=prunes, do="done")]
    phone.client.delete_cookie("bonny", domain="127.0.0.1")
    for has_token in (True, False):
        phone.token = phone.token if has_token else "stale"
        assert "sign in" in phone.send(waiting, status=401)["words"]
        assert "Clear-Site-Data" not in phone.answer.headers
    assert "sign in" in phone.snapshot(status=401)["words"]
    phone.signed_in(session, anna).snapshot()
    assert outcomes(phone.send(waiting)) == ["kept"]


def test_browser_that_asks_for_a_page_is_still_led_to_the_door(app):
    answer = app.test_client().get("/offline/snapshot", headers={"Accept": "text/html"}, base_url=BASE)
    assert answer.status_code == 303


@pytest.mark.parametrize("path", ["/sign-out", "/sign-out/everywhere", "/settings/delete"])
def test_signing_out_empties_the_phone_and_leaves_its_cookies_alone(annas_page, path):
    token = annas_page.get("/settings").token()
    answer = annas_page.client.post(path, data={"csrf_token": token, "sure": "y"}, base_url=BASE)
    assert answer.status_code == 303
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert annas_page.client.get_cookie("bonny", domain="127.0.0.1") is None
