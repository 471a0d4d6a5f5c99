"""The door for the provider: what is not surely from it, and for us, changes nothing."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from app.messages import dispatch
from app.messages.channels import sms
from app.messages.models import Channel, State
from app.reminders import letters
from app.reminders.models import InboundText, WaitingText
from tests.fakes.twilio import INBOUND_PATH, Text, TwilioStandIn
from tests.reminders import steps
from tests.reminders.conftest import Conversation
from tests.reminders.steps import MINUTE, MORNING, PHONE

URL = "http://127.0.0.1:8000" + INBOUND_PATH
SID = "SM" + "1" * 32


def fields_of(provider: TwilioStandIn, **over: str) -> dict[str, str]:
    """What the provider posts for a text of Anna's."""
    given = {"AccountSid": provider.account_sid, "From": PHONE, "To": provider.sender, "Body": "1"}
    return {"ApiVersion": "2010-04-01", "MessageSid": SID, **given, **over}


def post(talk: Conversation, fields: Any, signed: dict[str, str] | None = None, **options: Any) -> int:
    """Post fields with the signature for them, or for others."""
    headers = talk.provider.signed(URL, dict(fields) if signed is None else signed)
    client = talk.app.test_client()
    return int(client.post(INBOUND_PATH, data=fields, headers=headers, **options).status_code)


def test_genuine_text_is_taken_and_answered_empty(reminder_talk: Conversation) -> None:
    reminder_talk.set_now(MORNING + MINUTE)
    fields = fields_of(reminder_talk.provider)
    headers = reminder_talk.provider.signed(URL, fields)

    response = reminder_talk.app.test_client().post(INBOUND_PATH, data=fields, headers=headers)

    assert response.status_code == 200
    assert response.mimetype == "text/xml"
    assert response.get_data(as_text=True).endswith("<Response/>")
    assert reminder_talk.holds() == {}, "the door only keeps it"
    assert steps.read(reminder_talk.app) == 1
    assert reminder_talk.holds() == {"prunes": 5.0}


@pytest.mark.parametrize(
    "over",
    [
        {"AccountSid": "AC" + "9" * 32},
        {"AccountSid": ""},
        {"To": "+14155550199"},
        {"From": "4155550123"},
        {"From": "whatsapp:" + PHONE},
        {"From": ""},
        {"MessageSid": "SM1"},
        {"MessageSid": "LB" + "1" * 32},
        {"Body": "1" * 1601},
        {"odd name": "1"},
    ],
)
def test_signed_text_that_is_not_for_us_is_refused(reminder_talk: Conversation, over: dict[str, str]) -> None:
    assert post(reminder_talk, fields_of(reminder_talk.provider, **over)) == 403
    assert_nothing_happened(reminder_talk)


def test_missing_signature_is_refused(reminder_talk: Conversation) -> None:
    client = reminder_talk.app.test_client()

    assert client.post(INBOUND_PATH, data=fields_of(reminder_talk.provider)).status_code == 403
    assert_nothing_happened(reminder_talk)


def test_forged_signature_is_refused(reminder_talk: Conversation) -> None:
    fields = fields_of(reminder_talk.provider)
    forger = TwilioStandIn(auth_token="guessed")
    try:
        headers = forger.signed(URL, fields)
    finally:
        forger._server.server_close()

    assert reminder_talk.app.test_client().post(INBOUND_PATH, data=fields, headers=headers).status_code == 403
    assert_nothing_happened(reminder_talk)


def test_changed_value_is_refused(reminder_talk: Conversation) -> None:
    fields = fields_of(reminder_talk.provider)

    assert post(reminder_talk, fields_of(reminder_talk.provider, Body="all"), signed=fields) == 403
    assert_nothing_happened(reminder_talk)


def test_signature_is_over_our_public_address_not_the_host_header(reminder_talk: Conversation) -> None:
    fields = fields_of(reminder_talk.provider)
    elsewhere = "http://evil.example" + INBOUND_PATH
    headers = reminder_talk.provider.signed(elsewhere, fields)
    client = reminder_talk.app.test_client()

    answer = client.post(INBOUND_PATH, data=fields, headers=headers, base_url="http://evil.example")

    assert answer.status_code == 403
    assert_nothing_happened(reminder_talk)


def test_shifted_boundary_between_name_and_value_is_refused(reminder_talk: Conversation) -> None:
    """The signature joins names and values, so "Bod" with "y1" fits as well as "Body" with "1"."""
    fields = fields_of(reminder_talk.provider)
    shifted = {name: value for name, value in fields.items() if name != "Body"} | {"Bod": "y1"}
    assert reminder_talk.provider.signed(URL, shifted) == reminder_talk.provider.signed(URL, fields)

    assert post(reminder_talk, shifted) == 403
    assert_nothing_happened(reminder_talk)


def test_second_value_under_one_name_is_refused(reminder_talk: Conversation) -> None:
    """One value is signed, and another hides behind it."""
    fields = fields_of(reminder_talk.provider)
    doubled = MultiDict([*fields.items(), ("Body", "1")])

    assert post(reminder_talk, doubled, signed=fields) == 403
    assert_nothing_happened(reminder_talk)


def test_replayed_text_is_refused_and_changes_nothing(reminder_talk: Conversation) -> None:
    fields = fields_of(reminder_talk.provider, Body="prunes 3")
    assert post(reminder_talk, fields) == 200
    assert post(reminder_talk, fields) == 403, "while it waits"
    assert steps.read(reminder_talk.app) == 1

    assert post(reminder_talk, fields) == 403, "when it was read"
    assert steps.read(reminder_talk.app) == 0
    assert len(reminder_talk.rows(InboundText)) == 1
    assert reminder_talk.holds() == {"prunes": 3.0}
    assert len(steps.deliveries(reminder_talk.database, "echo")) == 1


def test_without_provider_there_is_no_webhook(make_app: Callable[..., Flask]) -> None:
    client = make_app().test_client()

    assert client.post(INBOUND_PATH, data={"Body": "1"}).status_code == 404
    assert client.post("/webhooks/twilio/status/abc", data={}).status_code == 404


def test_text_to_our_messaging_service_is_ours(
    make_app: Callable[..., Flask], reminder_talk: Conversation
) -> None:
    service = "MG" + "0" * 32
    reminder_talk.app = make_app(
        TWILIO_ACCOUNT_SID=reminder_talk.provider.account_sid,
        TWILIO_AUTH_TOKEN=reminder_talk.provider.auth_token,
        TWILIO_MESSAGING_SERVICE_SID=service,
        SMS_COUNTRIES="US",
    )

    assert post(reminder_talk, fields_of(reminder_talk.provider)) == 403
    assert post(reminder_talk, fields_of(reminder_talk.provider, MessagingServiceSid=service)) == 200


def test_database_that_is_away_lets_the_provider_try_again(
    reminder_talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: Any, **_named: Any) -> None:
        raise sa.exc.OperationalError("INSERT", {}, Exception("disk"))

    fields = fields_of(reminder_talk.provider, Body="prunes 3")
    with monkeypatch.context() as patch:
        patch.setattr("app.reminders.waiting.databases.upsert", broken)
        assert post(reminder_talk, fields) == 503
    assert_nothing_happened(reminder_talk)

    assert post(reminder_talk, fields) == 200
    steps.read(reminder_talk.app)
    assert reminder_talk.holds() == {"prunes": 3.0}


def test_log_holds_no_number_and_no_word_of_hers(
    reminder_talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("bonny").propagate = True
    try:
        with caplog.at_level(logging.DEBUG):
            reminder_talk.say("walk 45 min")
            reminder_talk.text("walk 45 min", sender="+14155550199", To="+1")
    finally:
        logging.getLogger("bonny").propagate = False
    said = " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)

    assert "text taken" in said
    assert "text refused" in said
    assert not any(each in said for each in (PHONE, "4155550", "walk", "45 min"))


def test_status_report_updates_the_delivery(reminder_talk: Conversation, session: Session) -> None:
    text = sent_text(reminder_talk)
    client = reminder_talk.app.test_client()

    assert reminder_talk.provider.callback(client, text, "delivered").status_code == 204
    assert steps.deliveries(reminder_talk.database, "echo")[0].state is State.DELIVERED
    assert reminder_talk.provider.callback(client, text, "sent").status_code == 204
    assert steps.deliveries(reminder_talk.database, "echo")[0].state is State.DELIVERED, "never down again"


def test_status_report_must_be_signed_and_known(reminder_talk: Conversation) -> None:
    text = sent_text(reminder_talk)
    client = reminder_talk.app.test_client()
    path = str(text.status_callback).removeprefix("http://127.0.0.1:8000")
    unsigned = {"MessageSid": text.sid, "MessageStatus": "failed"}

    assert client.post(path, data=unsigned).status_code == 403
    other = reminder_talk.provider.callback(client, text, "failed", AccountSid="AC" + "9" * 32)
    assert other.status_code == 403
    assert steps.deliveries(reminder_talk.database, "echo")[0].state is State.ACCEPTED
    moved = Text(**{**_fields(text), "status_callback": str(text.status_callback)[:-4] + "AAAA"})
    assert reminder_talk.provider.callback(client, moved, "failed").status_code == 404


def _fields(text: Text) -> dict[str, Any]:
    return {name: getattr(text, name) for name in Text.__dataclass_fields__}


def sent_text(talk: Conversation) -> Text:
    """An echo that really went to the stand-in provider."""
    talk.text("1")
    settings = talk.app.extensions["bonny.settings"]
    with talk.app.app_context():
        dispatch.deliver_due(
            talk.database,
            kinds=letters.kinds(settings),
            carriers={Channel.SMS: sms.Sms(settings.twilio)},
            settings=settings,
            now=lambda: MORNING + 10 * MINUTE,
        )
    return talk.provider.messages[-1]


def assert_nothing_happened(talk: Conversation) -> None:
    """Nothing is recorded, remembered or answered."""
    assert talk.holds() == {}
    assert talk.rows(InboundText) == talk.rows(WaitingText) == []
    assert steps.deliveries(talk.database, "echo") == []
