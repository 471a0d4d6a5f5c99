"""Commands of the person who runs it: what they say, and how they end."""

import json
from datetime import timedelta

import pytest
from flask import Flask

from app import clock, health
from app.messages import outbox
from app.messages.models import Breaker, Channel, State
from app.reminders.models import Wishes
from tests.conftest import NOON
from tests.operating import MINUTE, SECOND, add, add_slot

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def app(make_app):
    """The app with its letterbox; nobody is texted here."""
    return make_app()


def run(app: Flask, *words: str, code: int = 0) -> str:
    """What a command says; fails when it ends otherwise than expected."""
    result = app.test_cli_runner().invoke(args=["reminders", *words])
    assert result.exit_code == code, result.output
    return result.output


def test_status_says_in_words_how_it_is(app, session, now):
    health.beat(session, now=NOON - 4 * SECOND)
    for late in (0.4, 2, 30):
        add(session, late=late)
    add(session, channel=Channel.EMAIL, state=State.SUPPRESSED, late=None)
    add(session, due_at=NOON - 12 * SECOND, state=State.QUEUED, late=None)
    add(session, due_at=NOON + MINUTE, state=State.QUEUED, late=None, channel=Channel.PUSH)
    session.commit()
    assert run(app, "status").splitlines() == [
        "clock         last beat 4 s ago",
        "lateness      half within 2.0 s, 99 in 100 within 30.0 s, of 3",
        "waiting       2 (push 1, sms 1)",
        "oldest due    12 s ago",
        "set aside     0",
        "",
        "24 hours         sms   email    push",
        "queued             1       0       0",
        "delivered          3       0       0",
        "suppressed         0       1       0",
    ]


def test_status_of_a_new_instance_says_that_the_clock_never_beat(app, now):
    assert run(app, "status", code=1).splitlines() == [
        "clock         silent: it never beat",
        "lateness      nothing was sent in 24 hours",
        "waiting       0",
        "oldest due    nothing is due",
        "set aside     0",
        "",
        "24 hours         sms   email    push",
    ]


def test_status_names_the_channel_that_stands_still_and_ends_with_1(app, session, now):
    health.beat(session, now=NOON - 2 * MINUTE)
    session.add(
        Breaker(channel=Channel.EMAIL, code="smtp 535", opened_at=NOON - MINUTE, retry_at=NOON + 9 * MINUTE)
    )
    session.commit()
    said = run(app, "status", code=1).splitlines()
    assert said[0] == "clock               silent: last beat 120 s ago"
    assert said[5] == (
        "email stands still  code smtp 535, since 2026-11-20 11:59Z, next try 2026-11-20 12:09Z"
    )


def test_status_as_data_has_the_same_figures(app, session, now):
    health.beat(session, now=NOON)
    add(session, late=2)
    add(session, due_at=NOON - 12 * SECOND, state=State.QUEUED, late=None)
    session.add(Breaker(channel=Channel.SMS, code="20003", opened_at=NOON, retry_at=NOON + MINUTE))
    session.commit()
    said = json.loads(run(app, "status", "--json", code=1))
    assert said.pop("states")["delivered"] == {"sms": 1, "email": 0, "push": 0}
    assert said == {
        "at": "2026-11-20T12:00:00+00:00",
        "is_well": False,
        "clock_at": "2026-11-20T12:00:00+00:00",
        "lateness": {"measured": 1, "p50": 2.0, "p99": 2.0},
        "queue": {"sms": 1},
        "oldest_due_at": "2026-11-20T11:59:48+00:00",
        "breakers": {
            "sms": {
                "code": "20003",
                "opened_at": "2026-11-20T12:00:00+00:00",
                "retry_at": "2026-11-20T12:01:00+00:00",
            }
        },
        "set_aside": 0,
    }


def test_preview_says_what_would_come_to_one_person_and_not_who_she_is(app, session, anna, berta):
    add_slot(session, anna)
    add_slot(session, anna, is_active=False)
    add_slot(session, berta)
    session.commit()
    said = run(app, "preview", "--user", str(anna.id), "--days", "2")
    assert said.splitlines() == [
        f"Person {anna.id} in Europe/London (tz {clock.tz_version()}), 2 days from now:",
        "Sat 2026-11-21 08:00  2026-11-21 08:00Z  slot 1  day  sms",
        "Sun 2026-11-22 08:00  2026-11-22 08:00Z  slot 1  day  sms",
        "Switched off: 1.",
    ]


def test_preview_minds_what_she_wished(app, session, anna):
    add_slot(session, anna)
    session.add(Wishes(user_id=anna.id, paused_until=NOON.date() + timedelta(days=30)))
    session.commit()
    assert "paused until 2026-12-20" in run(app, "preview", "--user", str(anna.id))


def test_preview_of_a_person_without_slots_says_that_nothing_would_come(app, anna):
    assert "nothing would come" in run(app, "preview", "--user", str(anna.id))


def test_preview_of_an_unknown_person_is_refused(app, anna):
    assert run(app, "preview", "--user", "99", code=1) == "Error: There is no person 99.\n"


def test_preview_in_a_zone_that_is_gone_is_refused(app, session, anna):
    anna.zone = "Atlantis/Poseidonis"
    session.add(anna)
    session.commit()
    said = run(app, "preview", "--user", str(anna.id), code=1)
    assert "'Atlantis/Poseidonis'" in said


@pytest.mark.parametrize("days", ["0", "61", "-1", "many"])
def test_preview_looks_sixty_days_ahead_at_most(app, anna, days):
    assert "--days" in run(app, "preview", "--user", str(anna.id), "--days", days, code=2)


def test_requeue_says_how_many_are_tried_again(app, session, now):
    for late in (1, 2):
        add(session, due_at=NOON - late * MINUTE, late=None, state=State.FAILED, error_code="error")
    add(session, state=State.UNKNOWN)
    session.commit()
    assert run(app, "requeue", "--most", "1") == "Put back: 1. Planned again: 0.\n"
    assert run(app, "requeue") == "Put back: 1. Planned again: 0.\n"
    assert run(app, "requeue") == "Put back: 0. Planned again: 0.\n"
    with app.extensions["bonny.database"].reading() as reading:
        assert outbox.has_work(reading, now=NOON)


def test_requeue_plans_the_times_again_that_a_mistake_of_ours_set_aside(app, session, anna, now):
    faults = ("KeyError", "KeyError", "zone", None)
    slots = [add_slot(session, anna, fault=fault) for fault in faults]
    off = add_slot(session, anna, fault="KeyError", is_active=False)
    session.commit()
    assert run(app, "requeue") == "Put back: 0. Planned again: 2.\n"
    session.expire_all()
    assert [slot.fault for slot in slots] == [None, None, "zone", None]
    assert off.fault == "KeyError"
