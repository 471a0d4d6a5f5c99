"""Notifications to a push service that reads them: what arrives, and what each of its answers means."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from sqlmodel import select

from app import create_app
from app.database import Database
from app.messages import dispatch, push_wire, subscriptions, vapid, writing
from app.messages.channels import Accepted, Answer, Envelope, NotSent, Refused, carriers_of, push
from app.messages.channels.push import Push
from app.messages.message import Message
from app.messages.models import Channel, PushSubscription, State
from app.messages.subscriptions import Subscription
from tests.conftest import close
from tests.fakes.push import Browser, PushService
from tests.fakes.smtp import free_port
from tests.messages.conftest import (
    MINUTE,
    NOON,
    USER_ID,
    Note,
    Watch,
    add_person,
    delivery_of,
    make_settings,
    no_jitter,
    plan,
)

NOTE = Message(
    str(USER_ID),
    "Bonny: still open",
    "1 Walk",
    links=(
        ("open", "http://127.0.0.1:8000/"),
        ("done", "http://127.0.0.1:8000/answer/aaa"),
        ("later", "http://127.0.0.1:8000/answer/bbb"),
    ),
    labels=(("done", "Done"), ("later", "Later"), ("unsent", "Not recorded.")),
)
ENVELOPE = Envelope(delivery_id=7, kind="note", channel=Channel.PUSH, expires_at=NOON + 90 * MINUTE)
TOPIC = "kmImbFNq15-OxkIQS95gSJMaDH7qKAjS"


@pytest.fixture
def service() -> Iterator[PushService]:
    with PushService() as running:
        yield running


def subscribe(database: Database, endpoint: str, *, user_id: int = USER_ID, at: int = 0) -> None:
    keys = Browser().keys
    found = Subscription(endpoint, keys["p256dh"], keys["auth"])
    with database.writing() as session:
        now = NOON + timedelta(seconds=at)
        subscriptions.keep(session, user_id, subscription=found, device="Firefox on Android", now=now)
        session.commit()


def left(database: Database) -> list[str]:
    """The names of the places that are still kept, the newest first."""
    with database.reading() as session:
        return [row.endpoint.rpartition("/")[2] for row in subscriptions.of(session, USER_ID)]


def send(database: Database, folder: Path, message: Message = NOTE, seconds: float = 5.0) -> Answer:
    carrier = Push(make_settings(folder), database, seconds=seconds)
    return carrier.send(message, delivery=ENVELOPE, now=NOON)


def test_browser_reads_the_words_and_the_service_sees_none(messages_database, tmp_path, service) -> None:
    subscribe(messages_database, service.endpoint())
    assert send(messages_database, tmp_path) == Accepted()
    (posted,) = service.messages
    assert posted.path == "/push/one"
    assert posted.payload == {
        "title": "Bonny: still open",
        "body": "1 Walk",
        "tag": TOPIC,
        "open": "http://127.0.0.1:8000/",
        "actions": [
            {"action": "done", "title": "Done", "url": "http://127.0.0.1:8000/answer/aaa"},
            {"action": "later", "title": "Later", "url": "http://127.0.0.1:8000/answer/bbb"},
        ],
        "unsent": "Not recorded.",
    }
    wanted = ("TTL", "Topic", "Urgency", "Content-Encoding", "Host")
    assert {name: posted.headers[name] for name in wanted} == {
        "TTL": "5400",
        "Topic": TOPIC,
        "Urgency": "normal",
        "Content-Encoding": "aes128gcm",
        "Host": service.origin.removeprefix("http://"),
    }


def test_service_is_told_who_posts_and_until_when_to_believe_it(messages_database, tmp_path, service) -> None:
    subscribe(messages_database, service.endpoint())
    send(messages_database, tmp_path)
    (posted,) = service.messages
    assert posted.key == vapid.public_key_of("k" * 40)
    assert posted.claims == {
        "aud": service.origin,
        "exp": int((NOON + timedelta(hours=12)).timestamp()),
        "sub": "mailto:bonny@localhost",
    }


def test_repeated_delivery_has_the_same_topic_and_another_one_has_not(tmp_path) -> None:
    settings = make_settings(tmp_path)
    other = Envelope(delivery_id=8, kind="note", channel=Channel.PUSH, expires_at=ENVELOPE.expires_at)
    assert push.topic_of(ENVELOPE, settings) == TOPIC
    assert len(TOPIC) == 32
    assert push.topic_of(other, settings) != TOPIC


@pytest.mark.parametrize(
    ("fault", "answer", "kept"),
    [
        (200, Accepted(), ["one"]),
        (202, Accepted(), ["one"]),
        (404, Refused("no_subscription", bad_address=True), []),
        (410, Refused("no_subscription", bad_address=True), []),
        (429, NotSent("429", 120), ["one"]),
        ("date", NotSent("429", 300), ["one"]),
        (406, NotSent("406"), ["one"]),
        (500, NotSent("500"), ["one"]),
        (503, NotSent("503", 120), ["one"]),
        (400, Refused("400"), ["one"]),
        (401, Refused("401"), ["one"]),
        (403, Refused("403"), ["one"]),
        (413, Refused("413"), ["one"]),
        ("redirect", Refused("307"), ["one"]),
        ("garbled", NotSent("unreadable"), ["one"]),
        ("huge", NotSent("unreadable"), ["one"]),
        ("reset", NotSent("unreadable"), ["one"]),
    ],
)
def test_what_an_answer_of_the_push_service_means(
    messages_database, tmp_path, service, fault, answer, kept
) -> None:
    subscribe(messages_database, service.endpoint())
    service.faults.append(fault)
    assert send(messages_database, tmp_path) == answer
    assert left(messages_database) == kept
    assert service.paths == ["/push/one"]


@pytest.mark.parametrize("fault", ["stall", "drip"])
def test_service_that_never_comes_to_an_end_is_left(messages_database, tmp_path, service, fault) -> None:
    subscribe(messages_database, service.endpoint())
    service.faults.append(fault)
    assert send(messages_database, tmp_path, seconds=0.3) == NotSent("timeout")


def test_nobody_there_is_tried_again(messages_database, tmp_path) -> None:
    subscribe(messages_database, f"http://127.0.0.1:{free_port()}/push/one")
    assert send(messages_database, tmp_path) == NotSent("connect")


def test_service_without_a_certificate_gets_nothing(messages_database, tmp_path, service) -> None:
    subscribe(messages_database, service.endpoint().replace("http:", "https:"))
    assert send(messages_database, tmp_path) == NotSent("tls")
    assert service.messages == []


@pytest.mark.parametrize(
    ("faults", "answer", "kept"),
    [
        ([410, 201], Accepted(), ["one"]),
        ([500, 201], Accepted(), ["two", "one"]),
        ([410, 403], Refused("403"), ["one"]),
        ([403, 500], NotSent("500"), ["two", "one"]),
        ([500, 429], NotSent("429", 120), ["two", "one"]),
        ([404, 410], Refused("no_subscription", bad_address=True), []),
    ],
)
def test_one_answer_for_all_her_browsers(messages_database, tmp_path, service, faults, answer, kept) -> None:
    subscribe(messages_database, service.endpoint("one"))
    subscribe(messages_database, service.endpoint("two"), at=1)
    service.faults_of.update(zip(("two", "one"), faults, strict=True))
    assert send(messages_database, tmp_path) == answer
    assert left(messages_database) == kept
    assert sorted(service.paths) == ["/push/one", "/push/two"]


def test_all_her_browsers_are_posted_to_side_by_side(messages_database, tmp_path, service) -> None:
    for number in range(subscriptions.MOST):
        subscribe(messages_database, service.endpoint(str(number)), at=number)
    service.faults.extend(["meet"] * subscriptions.MOST)
    service.together = threading.Barrier(subscriptions.MOST)
    assert send(messages_database, tmp_path) == Refused("no_subscription", bad_address=True)
    assert left(messages_database) == [], "nobody was still waiting when the last came"


def test_name_that_nobody_looks_up_in_time_is_not_waited_for(
    messages_database, tmp_path, service, monkeypatch
) -> None:
    subscribe(messages_database, "https://silent.example/push/two")
    subscribe(messages_database, service.endpoint())
    look_up, released, waited = socket.getaddrinfo, threading.Event(), []

    def hang(host: str, *rest: Any, **more: Any) -> Any:
        if host == "silent.example":
            waited.append(released.wait(5))
            raise OSError
        return look_up(host, *rest, **more)

    monkeypatch.setattr("socket.getaddrinfo", hang)
    answer = send(messages_database, tmp_path, seconds=0.5)
    is_waited_for = bool(waited)
    released.set()
    assert (answer, is_waited_for) == (Accepted(), False)


def test_mistake_of_ours_with_one_browser_is_raised_to_whoever_sends(
    messages_database, tmp_path, service, monkeypatch
) -> None:
    subscribe(messages_database, service.endpoint())
    monkeypatch.setattr(push, "sealed", Mock(side_effect=KeyError))
    with pytest.raises(KeyError):
        send(messages_database, tmp_path)


def test_nobody_elses_browser_is_written_to(messages_database, tmp_path, service) -> None:
    with messages_database.writing() as session:
        add_person(session, 2)
        session.commit()
    subscribe(messages_database, service.endpoint("theirs"), user_id=2)
    assert send(messages_database, tmp_path) == Refused("no_subscription", bad_address=True)
    assert service.paths == []


def test_refusal_is_logged_with_ids_alone(messages_database, tmp_path, service, caplog) -> None:
    subscribe(messages_database, service.endpoint())
    service.faults.append(403)
    send(messages_database, tmp_path)
    (record,) = caplog.records
    assert record.levelname == "ERROR"
    found = {name: record.__dict__[name] for name in ("message", "code", "delivery", "subscription")}
    assert found == {
        "message": "the push service refuses us",
        "code": "403",
        "delivery": 7,
        "subscription": 1,
    }


@pytest.mark.parametrize(
    ("minutes", "seconds"), [(90, "5400"), (-1, "1"), (0, "1"), (60 * 24 * 90, str(28 * 24 * 3600))]
)
def test_service_keeps_it_no_longer_than_it_is_of_use(
    messages_database, tmp_path, service, minutes, seconds
) -> None:
    subscribe(messages_database, service.endpoint())
    until = Envelope(7, "note", Channel.PUSH, NOON + minutes * MINUTE)
    carrier = Push(make_settings(tmp_path), messages_database)
    assert carrier.send(NOTE, delivery=until, now=NOON) == Accepted()
    assert service.messages[0].headers["TTL"] == seconds


@pytest.mark.parametrize("letter", ["x", "é", '"', "👍"])
def test_long_text_is_cut_so_that_a_push_service_takes_it(
    messages_database, tmp_path, service, letter
) -> None:
    subscribe(messages_database, service.endpoint())
    assert send(messages_database, tmp_path, Message(str(USER_ID), "", letter * 5000)) == Accepted()
    body = service.messages[0].payload["body"]
    assert body.endswith(f"{letter}…")
    assert set(body) == {letter, "…"}


def test_note_without_buttons_opens_today_and_bears_our_name() -> None:
    payload = json.loads(push.payload_of(Message("1", "", "1 Walk", links=(("done", "/x"),)), topic="t"))
    assert payload == {
        "title": "Bonny",
        "body": "1 Walk",
        "tag": "t",
        "open": "/",
        "actions": [],
        "unsent": "",
    }


def test_addresses_alone_too_long_for_a_push_service_are_refused(
    messages_database, tmp_path, service
) -> None:
    subscribe(messages_database, service.endpoint())
    message = Message(str(USER_ID), "", "1 Walk", links=(("open", "/" + "x" * 4000),))
    assert send(messages_database, tmp_path, message) == Refused("too_long")
    assert service.paths == []


def test_place_in_a_private_network_gets_nothing(messages_database, tmp_path, service, monkeypatch) -> None:
    """A name may lead to the open network when she subscribes and into ours when we post."""
    subscribe(messages_database, "https://push.example/push/one")
    monkeypatch.setattr(
        "socket.getaddrinfo",
        lambda *_args, **_more: [(2, 1, 6, "", ("127.0.0.1", service.server.server_port))],
    )
    settings = make_settings(tmp_path, PUBLIC_URL="https://bonny.example")
    carrier = Push(settings, messages_database)
    assert carrier.send(NOTE, delivery=ENVELOPE, now=NOON) == Refused("unsafe_endpoint")
    assert service.paths == []


@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.1:9/one", "http://push.example/one", "https://push.example:22/one"]
)
def test_place_that_is_no_longer_allowed_is_not_even_looked_up(
    messages_database, tmp_path, monkeypatch, endpoint
) -> None:
    """A house that was tried on one machine may move to the network with its database."""
    subscribe(messages_database, endpoint)
    asked = Mock(return_value=[])
    monkeypatch.setattr("socket.getaddrinfo", asked)
    settings = make_settings(tmp_path, PUBLIC_URL="https://bonny.example")
    answer = Push(settings, messages_database).send(NOTE, delivery=ENVELOPE, now=NOON)
    assert answer == Refused("unsafe_endpoint")
    asked.assert_not_called()


def test_second_address_of_a_name_is_tried(tmp_path, service, monkeypatch) -> None:
    port = service.server.server_port
    found = [(2, 1, 6, "", ("127.0.0.1", free_port())), (2, 1, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: found)
    wire = push_wire.Wire(ssl.create_default_context(), is_own_machine=True)
    service.faults.append(202)
    until = time.monotonic() + 5
    heard = wire.post(f"http://localhost:{port}/one", b"x", headers={}, until=until)
    assert heard == push_wire.Heard(202)


def deliver(database: Database, folder: Path, note: Note, watch: Watch) -> int:
    settings = make_settings(folder)
    return dispatch.deliver_due(
        database,
        kinds={"note": note},
        carriers=carriers_of(settings, database),
        settings=settings,
        now=watch,
        jitter=no_jitter,
    )


def test_planned_note_reaches_her_phone(messages_database, tmp_path, service, watch) -> None:
    subscribe(messages_database, service.endpoint())
    delivery_id = plan(messages_database, channel=Channel.PUSH)
    assert deliver(messages_database, tmp_path, Note(NOTE), watch) == 1
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.address, delivery.provider_id) == (State.ACCEPTED, "1", None)
    assert delivery.callback_hash is None
    assert [posted.payload["body"] for posted in service.messages] == ["1 Walk"]


def test_service_that_is_away_for_a_while_gets_it_later_under_the_same_topic(
    messages_database, tmp_path, service, watch
) -> None:
    subscribe(messages_database, service.endpoint())
    delivery_id = plan(messages_database, channel=Channel.PUSH)
    service.faults.append(503)
    deliver(messages_database, tmp_path, Note(NOTE), watch)
    assert delivery_of(messages_database, delivery_id).next_attempt_at == NOON + 2 * MINUTE
    watch.move(2 * MINUTE)
    deliver(messages_database, tmp_path, Note(NOTE), watch)
    assert delivery_of(messages_database, delivery_id).state is State.ACCEPTED
    (posted,) = service.messages
    assert posted.headers["TTL"] == str(58 * 60)
    assert posted.headers["Topic"] == posted.payload["tag"]


def test_last_browser_that_is_gone_makes_the_address_a_bad_one(
    messages_database, tmp_path, service, watch
) -> None:
    subscribe(messages_database, service.endpoint())
    delivery_id = plan(messages_database, channel=Channel.PUSH)
    service.faults.append(410)
    deliver(messages_database, tmp_path, Note(NOTE), watch)
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.reason) == (State.FAILED, "bad_address")
    with messages_database.reading() as session:
        assert session.exec(select(PushSubscription)).all() == []


def test_words_of_a_notification(tmp_path) -> None:
    app = create_app(DATA_DIR=tmp_path)
    with app.test_request_context():
        message = writing.notification(3, "1 Walk", title="Still open", open_url="/", done_url="/answer/a")
    close(app)
    assert message == Message(
        "3",
        "Still open",
        "1 Walk",
        links=(("open", "/"), ("done", "/answer/a")),
        labels=(
            ("done", "Done"),
            ("later", "Later"),
            (
                "unsent",
                "That did not reach Bonny, so it is not recorded. Try again, or tap here to open Bonny.",
            ),
        ),
    )
