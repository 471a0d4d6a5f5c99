"""Texts through the provider's own library to a server that behaves like it, its faults included."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from requests import exceptions
from urllib3.exceptions import MaxRetryError
from urllib3.exceptions import SSLError as UrllibSSLError

from app.database import Database
from app.messages import callbacks, dispatch
from app.messages.channels import (
    Accepted,
    Answer,
    NotSent,
    Refused,
    Unknown,
    sms,
)
from app.messages.message import Message
from app.messages.models import Channel, State
from tests.fakes.smtp import free_port
from tests.fakes.twilio import TwilioStandIn
from tests.fakes.twilio_http import RETRY_AFTER
from tests.messages.conftest import (
    MINUTE,
    NOON,
    PHONE,
    Hand,
    Note,
    Watch,
    delivery_of,
    make_settings,
    plan,
)
from tests.messages.texting import ENVELOPE, TEXT, carrier_to, deliver, settings_for


@pytest.fixture
def provider() -> Iterator[TwilioStandIn]:
    with TwilioStandIn(now=lambda: NOON) as stand_in:
        yield stand_in


def test_text_arrives_with_all_that_belongs_to_it(provider: TwilioStandIn) -> None:
    answer = carrier_to(provider).send(TEXT, delivery=ENVELOPE, now=NOON)
    (text,) = provider.messages
    assert answer == Accepted(text.sid)
    assert (text.to, text.sender, text.body) == (PHONE, provider.sender, "Open: 1 Walk é")
    assert text.status_callback == ENVELOPE.callback_url
    assert text.validity_seconds == 90 * 60
    assert text.service_sid is None


def test_messaging_service_takes_the_place_of_a_number(provider: TwilioStandIn) -> None:
    service = "MG" + "0" * 32
    carrier = carrier_to(provider, service_sid=service, sender=None)
    assert isinstance(carrier.send(TEXT, delivery=ENVELOPE, now=NOON), Accepted)
    assert provider.messages[0].service_sid == service


@pytest.mark.parametrize(
    ("left", "seconds"), [(timedelta(0), 1), (timedelta(seconds=59.9), 59), (timedelta(days=2), 36_000)]
)
def test_provider_is_told_how_long_the_text_is_worth_sending(
    provider: TwilioStandIn, left: timedelta, seconds: int
) -> None:
    carrier_to(provider).send(TEXT, delivery=ENVELOPE, now=ENVELOPE.expires_at - left)
    assert provider.messages[0].validity_seconds == seconds


FAULTS: list[tuple[str, Answer, int]] = [
    ("429", NotSent("20429", RETRY_AFTER), 0),
    ("refused-21611", NotSent("21611"), 0),
    ("500", Unknown("20500"), 0),
    ("500-after-accepting", Unknown("20500"), 1),
    ("reset-after-accepting", Unknown("reset"), 1),
    ("garbled", Unknown("unreadable"), 1),
    ("refused-21211", Refused("21211", bad_address=True), 0),
    ("refused-21614", Refused("21614", bad_address=True), 0),
    ("refused-30006", Refused("30006", bad_address=True), 0),
    ("refused-21610", Refused("21610", opted_out=True), 0),
    ("refused-21408", Refused("21408"), 0),
    ("refused-21617", Refused("21617"), 0),
]


@pytest.mark.parametrize(("fault", "answer", "taken"), FAULTS, ids=[fault for fault, _, _ in FAULTS])
def test_each_fault_is_told_apart_after_a_single_post(
    provider: TwilioStandIn, fault: str, answer: Answer, taken: int
) -> None:
    provider.fail_next(fault)
    assert carrier_to(provider).send(TEXT, delivery=ENVELOPE, now=NOON) == answer
    assert (provider.requests, len(provider.messages)) == (1, taken)


def test_silence_after_the_post_is_unknown(provider: TwilioStandIn) -> None:
    provider.fail_next("silence-after-accepting")
    answer = carrier_to(provider, seconds=0.3).send(TEXT, delivery=ENVELOPE, now=NOON)
    assert answer == Unknown("timeout")
    assert provider.requests == 1


def test_bad_number_is_refused_by_the_provider(provider: TwilioStandIn) -> None:
    message = Message("+1", "", "Hi")
    answer = carrier_to(provider).send(message, delivery=ENVELOPE, now=NOON)
    assert answer == Refused("21211", bad_address=True)


def test_refused_connection_was_not_sent(provider: TwilioStandIn) -> None:
    carrier = carrier_to(provider, api_url=f"http://127.0.0.1:{free_port()}")
    assert carrier.send(TEXT, delivery=ENVELOPE, now=NOON) == NotSent("connect")


def test_server_without_tls_was_not_sent(provider: TwilioStandIn) -> None:
    carrier = carrier_to(provider, api_url=provider.url.replace("http:", "https:"), seconds=2)
    assert carrier.send(TEXT, delivery=ENVELOPE, now=NOON) == NotSent("tls")
    assert provider.messages == []


def test_wrong_token_is_the_operators_matter(
    provider: TwilioStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    answer = carrier_to(provider, auth_token="stolen").send(TEXT, delivery=ENVELOPE, now=NOON)
    assert answer == Refused("20003")
    (record,) = [each for each in caplog.records if each.name == "bonny.messages.sms"]
    assert record.levelname == "ERROR"
    assert PHONE not in str(record.__dict__)


def test_channel_does_not_start_without_its_token(provider: TwilioStandIn) -> None:
    with pytest.raises(ValueError, match="auth token"):
        carrier_to(provider, auth_token="")


def ssl_failure(cause: Exception) -> exceptions.SSLError:
    wrapped = UrllibSSLError(cause)
    return exceptions.SSLError(MaxRetryError(None, "/", wrapped))  # type: ignore[arg-type]


def test_tls_that_breaks_later_is_unknown() -> None:
    certificate = ssl.SSLCertVerificationError(1, "certificate verify failed")
    assert sms.answer_to_break(ssl_failure(certificate)) == NotSent("tls")
    assert sms.answer_to_break(ssl_failure(ssl.SSLEOFError(8, "EOF occurred"))) == Unknown("reset")


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (exceptions.ConnectTimeout(), NotSent("connect")),
        (exceptions.ProxyError(), NotSent("connect")),
        (exceptions.ReadTimeout(), Unknown("timeout")),
        (exceptions.ChunkedEncodingError(), Unknown("reset")),
        (exceptions.ConnectionError(), Unknown("reset")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_only_a_break_before_the_post_is_definite(error: exceptions.RequestException, answer: Answer) -> None:
    assert sms.answer_to_break(error) == answer


@pytest.mark.parametrize(
    ("status", "error", "answer"),
    [
        (503, None, Unknown("503")),
        (500, 21211, Unknown("21211")),
        (307, None, Unknown("307")),
        (429, None, NotSent("429")),
        (404, None, Refused("404")),
        (400, "21610", Refused("21610", opted_out=True)),
        (400, "x" * 99, Refused("x" * 32)),
    ],
)
def test_status_counts_before_the_providers_code(status: int, error: object, answer: Answer) -> None:
    assert sms.answer_to(status, error) == answer


def test_text_whose_answer_got_lost_is_never_posted_again_and_its_callback_settles_it(
    messages_database: Database, provider: TwilioStandIn, watch: Watch, tmp_path: Path
) -> None:
    settings = settings_for(provider, tmp_path)
    provider.fail_next("500-after-accepting")
    delivery_id = plan(messages_database)
    for _ in range(3):
        deliver(messages_database, settings, watch)
        watch.move(MINUTE)
    assert provider.requests == 1
    assert delivery_of(messages_database, delivery_id).state is State.UNKNOWN
    token = (provider.messages[0].status_callback or "").rsplit("/", 1)[1]
    with messages_database.writing() as session:
        assert callbacks.apply_callback(session, token, "sent", None, now=watch())
        session.commit()
    assert delivery_of(messages_database, delivery_id).state is State.SENT


def test_text_that_was_too_many_is_sent_after_the_wait_that_was_asked_for(
    messages_database: Database, provider: TwilioStandIn, watch: Watch, tmp_path: Path
) -> None:
    settings = settings_for(provider, tmp_path)
    provider.fail_next("429")
    delivery_id = plan(messages_database)
    deliver(messages_database, settings, watch)
    waiting = delivery_of(messages_database, delivery_id)
    assert (waiting.state, waiting.error_code) == (State.QUEUED, "20429")
    watch.at = waiting.next_attempt_at
    deliver(messages_database, settings, watch)
    sent = delivery_of(messages_database, delivery_id)
    assert (sent.state, sent.provider_id) == (State.ACCEPTED, provider.messages[0].sid)


def test_text_is_retried_when_nobody_listened(
    messages_database: Database, provider: TwilioStandIn, watch: Watch, tmp_path: Path
) -> None:
    delivery_id = plan(messages_database)
    nobody = settings_for(provider, tmp_path, TWILIO_API_URL=f"http://127.0.0.1:{free_port()}")
    deliver(messages_database, nobody, watch)
    assert delivery_of(messages_database, delivery_id).state is State.QUEUED
    watch.move(timedelta(seconds=15))
    deliver(messages_database, settings_for(provider, tmp_path), watch)
    assert delivery_of(messages_database, delivery_id).state is State.ACCEPTED


@pytest.mark.parametrize(
    ("public_url", "is_told"), [("http://127.0.0.1:8000", False), ("https://bonny.example", True)]
)
def test_real_provider_is_told_no_address_that_only_this_machine_knows(
    messages_database: Database, watch: Watch, tmp_path: Path, public_url: str, is_told: bool
) -> None:
    settings = make_settings(
        tmp_path,
        PUBLIC_URL=public_url,
        TWILIO_ACCOUNT_SID="AC1",
        TWILIO_AUTH_TOKEN="t",
        TWILIO_FROM="+14155550100",
    )
    hand = Hand()
    plan(messages_database)
    dispatch.deliver_due(
        messages_database,
        kinds={"note": Note(TEXT)},
        carriers={Channel.SMS: hand},
        settings=settings,
        now=watch,
    )
    assert (hand.sent[0][1].callback_url is not None) is is_told
