"""What Prometheus reads: the figures, for this machine or with the token, and nothing of anybody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlmodel import Session

from app import health
from app.messages.models import Breaker, Channel, State
from tests import make
from tests.conftest import NOON
from tests.operating import MINUTE, SECOND, add, add_slot
from tests.page import BASE, check_headers

TOKEN = "a-token-of-30-plain-characters"
AWAY = {"base_url": "https://bonny.example", "environ_base": {"REMOTE_ADDR": "198.51.100.7"}}
ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def scrape(app: Flask, *, status: int = 200, **options: object) -> str:
    answer = app.test_client().get("/metrics", **{"base_url": BASE, **options})
    assert answer.status_code == status
    check_headers(answer)
    assert "Set-Cookie" not in answer.headers
    return answer.get_data(as_text=True)


def samples(app: Flask) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(scrape(app))
        for sample in family.samples
    }


@ONLY_SQLITE
def test_quiet_instance_has_zeros_and_no_lateness(app, now):
    found = samples(app)
    assert found["bonny_deliveries", "sms", "delivered"] == 0
    assert found["bonny_queue_size", "sms"] == 0
    assert found["bonny_oldest_due_age_seconds",] == 0
    assert found["bonny_breaker_open", "sms"] == 0
    assert found["bonny_slots_set_aside",] == 0
    assert not [each for each in found if "lateness" in each[0] or "heartbeat" in each[0]]


def test_every_figure_is_read_at_each_scrape(app, now, session: Session):
    health.beat(session, now=NOON - 7 * SECOND)
    add(session, due_at=NOON - MINUTE, late=3)
    add(session, due_at=NOON - MINUTE, state=State.UNKNOWN, late=4)
    add(session, due_at=NOON - MINUTE, state=State.LOST, late=9)
    add(session, due_at=NOON - 5 * SECOND, state=State.QUEUED, late=None, channel=Channel.EMAIL)
    add_slot(session, make.make_user(session), fault="no_zone")
    session.add(Breaker(channel=Channel.SMS, code="20003", opened_at=NOON, retry_at=NOON))
    session.commit()
    found = samples(app)
    assert found["bonny_deliveries", "sms", "delivered"] == 1
    assert found["bonny_deliveries_unknown",] == 1
    assert found["bonny_deliveries_lost",] == 1
    assert (found["bonny_queue_size", "email"], found["bonny_queue_size", "sms"]) == (1, 0)
    assert found["bonny_oldest_due_age_seconds",] == 5
    assert (found["bonny_lateness_seconds", "0.5"], found["bonny_lateness_seconds", "0.99"]) == (4, 9)
    assert (found["bonny_breaker_open", "sms"], found["bonny_breaker_open", "email"]) == (1, 0)
    assert found["bonny_clock_heartbeat_age_seconds",] == 7
    assert found["bonny_slots_set_aside",] == 1
    add(session, due_at=NOON - MINUTE, late=3)
    session.commit()
    assert samples(app)["bonny_deliveries", "sms", "delivered"] == 2


@ONLY_SQLITE
def test_nothing_tells_of_a_person(app, now, session, anna):
    add(session, user_id=anna.id, address="anna@example.org", payload={"day": "2026-11-20"})
    session.commit()
    words = scrape(app)
    for secret in ("anna", "Anna", "@", "2026-11-20", "user"):
        assert secret not in words


@ONLY_SQLITE
@pytest.mark.parametrize(
    "from_there",
    [
        AWAY,
        {"environ_base": {"REMOTE_ADDR": "198.51.100.7"}},
        {"base_url": "https://bonny.example"},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
    ],
)
def test_another_machine_finds_no_such_page(make_app, now, from_there):
    for settings in ({}, {"METRICS_TOKEN": TOKEN}):
        assert "bonny_" not in scrape(make_app(**settings), status=404, **from_there)


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("given", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"Bearer {TOKEN}x", 404),
        (f"Bearer {TOKEN[:-1]}", 404),
        (f"bearer\xff {TOKEN}", 404),
        (TOKEN, 404),
        ("Bearer ", 404),
        ("", 404),
    ],
)
def test_the_token_opens_it_from_elsewhere(make_app: Callable[..., Flask], now, given, status):
    app = make_app(METRICS_TOKEN=TOKEN)
    scrape(app, status=status, headers={"Authorization": given}, **AWAY)


@ONLY_SQLITE
@pytest.mark.parametrize("given", ["Bearer ", "Bearer None", "Bearer"])
def test_without_a_token_set_none_opens_it(app, now, given):
    scrape(app, status=404, headers={"Authorization": given}, **AWAY)


@ONLY_SQLITE
def test_a_scrape_is_few_reads(app, now, statements):
    with statements() as seen:
        scrape(app)
    assert len(seen) <= 6


@ONLY_SQLITE
def test_age_of_the_heartbeat_grows_until_the_clock_beats_again(app, now, session):
    health.beat(session, now=NOON)
    session.commit()
    now(NOON + timedelta(hours=1))
    assert samples(app)["bonny_clock_heartbeat_age_seconds",] == 3600
