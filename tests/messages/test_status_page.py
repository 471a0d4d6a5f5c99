"""The address for the provider's reports: what is not genuine, unknown or far too long changes nothing."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlmodel import select

from app.database import Database
from app.messages import outbox
from app.messages.channels import Unknown
from app.messages.models import DeliveryEvent, State
from tests.fakes.twilio import Text, TwilioStandIn
from tests.messages.conftest import NOON, PHONE, TOKEN, delivery_of, plan, post

PUBLIC_URL = "http://127.0.0.1:8000"
PATH = f"/webhooks/twilio/status/{TOKEN}"
MEGABYTE = 1_000_000


@pytest.fixture
def provider() -> Iterator[TwilioStandIn]:
    with TwilioStandIn(public_url=PUBLIC_URL, now=lambda: NOON) as stand_in:
        yield stand_in


@pytest.fixture
def app(make_app: Callable[..., Flask], provider: TwilioStandIn) -> Flask:
    return make_app(
        TWILIO_ACCOUNT_SID=provider.account_sid,
        TWILIO_AUTH_TOKEN=provider.auth_token,
        TWILIO_FROM=provider.sender,
        TWILIO_API_URL=provider.url,
    )


def text_with(provider: TwilioStandIn, token: str = TOKEN) -> Text:
    url = f"{PUBLIC_URL}/webhooks/twilio/status/{token}"
    return provider.accept({"To": PHONE, "Body": "Hi", "StatusCallback": url})


def test_report_settles_an_unknown_text_and_names_it(
    app: Flask, database: Database, provider: TwilioStandIn
) -> None:
    delivery_id = plan(database, user_id=None)
    with database.writing() as session:
        outbox.record(session, post(session), Unknown("timeout"), now=NOON)
        session.commit()
    text, client = text_with(provider), app.test_client()
    assert provider.callback(client, text, "sent").status_code == 204
    assert provider.callback(client, text_with(provider, "guess"), "failed").status_code == 404
    delivery = delivery_of(database, delivery_id)
    assert (delivery.state, delivery.provider_id) == (State.SENT, text.sid)


def test_report_of_a_megabyte_is_refused_and_keeps_nothing(
    app: Flask, database: Database, provider: TwilioStandIn
) -> None:
    delivery_id = plan(database, user_id=None)
    with database.writing() as session:
        post(session)
        session.commit()
    long = {"MessageStatus": "delivered", "Body": "x" * MEGABYTE}
    headers = provider.signed(f"{PUBLIC_URL}{PATH}", long)
    for path in (PATH, "/webhooks/twilio/sms"):
        assert app.test_client().post(path, data=long, headers=headers).status_code == 413
    assert delivery_of(database, delivery_id).state is State.SENDING
    with database.reading() as session:
        sources = session.exec(select(DeliveryEvent.source)).all()
    assert list(sources) == ["dispatch"]
