"""Texting through the provider's own library to its stand-in: carriers, settings, a text, a dispatcher."""

from pathlib import Path

from app import config
from app.database import Database
from app.messages import dispatch
from app.messages.channels import Envelope, carriers_of, sms
from app.messages.message import Message
from app.messages.models import Channel
from tests.fakes.twilio import TwilioStandIn
from tests.messages.conftest import MINUTE, NOON, PHONE, Note, Watch, make_settings, no_jitter

ENVELOPE = Envelope(
    delivery_id=7,
    kind="note",
    channel=Channel.SMS,
    expires_at=NOON + 90 * MINUTE,
    callback_url="http://127.0.0.1:8000/webhooks/twilio/status/token",
)
TEXT = Message(PHONE, "", "Open: 1 Walk é")


def settings_for(provider: TwilioStandIn, folder: Path, **over: str) -> config.Settings:
    return make_settings(
        folder,
        **{
            "TWILIO_ACCOUNT_SID": provider.account_sid,
            "TWILIO_AUTH_TOKEN": provider.auth_token,
            "TWILIO_FROM": provider.sender,
            "TWILIO_API_URL": provider.url,
            **over,
        },
    )


def carrier_to(provider: TwilioStandIn, *, seconds: float = 10, **over: str | None) -> sms.Sms:
    values = {
        "account_sid": provider.account_sid,
        "auth_token": provider.auth_token,
        "sender": provider.sender,
        "service_sid": None,
        "api_url": provider.url,
    }
    return sms.Sms(config.Twilio(**{**values, **over}), seconds=seconds)  # type: ignore[arg-type]


def deliver(database: Database, settings: config.Settings, watch: Watch) -> None:
    dispatch.deliver_due(
        database,
        kinds={"note": Note(TEXT)},
        carriers=carriers_of(settings, database),
        settings=settings,
        now=watch,
        jitter=no_jitter,
    )
