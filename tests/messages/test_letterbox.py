"""The letterbox keeps what nothing else carries, and who carries what under the settings."""

from pathlib import Path

import pytest
from sqlmodel import select

from app import config
from app.database import Database
from app.messages.channels import Accepted, Envelope, carriers_of, letterbox
from app.messages.message import Message
from app.messages.models import Channel, Letter
from tests.messages.conftest import MINUTE, NOON, PHONE, make_settings, plan

CODE = Message(PHONE, "", "123456 is your\nBonny code.")
TWILIO = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t", "TWILIO_FROM": "+14155550100"}


def envelope(delivery_id: int, *, kind: str = "sign_in_code", channel: Channel = Channel.SMS) -> Envelope:
    return Envelope(delivery_id=delivery_id, kind=kind, channel=channel, expires_at=NOON + MINUTE)


def letters(database: Database) -> list[Letter]:
    with database.reading() as session:
        return list(session.exec(select(Letter)))


def test_letter_is_kept_whole(messages_database: Database, settings: config.Settings) -> None:
    box = letterbox.Letterbox(settings, messages_database)
    mail = Message("ada@bonny.example", "Hello", "Hi", "<p>Hi</p>")
    delivery_id = plan(messages_database)
    answer = box.send(mail, delivery=envelope(delivery_id, channel=Channel.EMAIL), now=NOON)
    (letter,) = letters(messages_database)
    assert answer == Accepted()
    assert (letter.delivery_id, letter.at, letter.channel) == (delivery_id, NOON, Channel.EMAIL)
    assert (letter.address, letter.subject, letter.text, letter.html) == (
        "ada@bonny.example",
        "Hello",
        "Hi",
        "<p>Hi</p>",
    )


def test_second_letter_of_a_delivery_replaces_the_first(
    messages_database: Database, settings: config.Settings
) -> None:
    box = letterbox.Letterbox(settings, messages_database)
    delivery_id = plan(messages_database)
    for text in ("111111", "222222"):
        box.send(Message(PHONE, "", text), delivery=envelope(delivery_id), now=NOON)
    assert [letter.text for letter in letters(messages_database)] == ["222222"]


@pytest.mark.parametrize(
    ("public_url", "kind", "channel", "shown"),
    [
        (
            "http://127.0.0.1:8000",
            "sign_in_code",
            Channel.SMS,
            f"Letterbox: text for {PHONE}: 123456 is your Bonny code.\n",
        ),
        (
            "http://localhost",
            "sign_in_code",
            Channel.EMAIL,
            f"Letterbox: email for {PHONE}: 123456 is your Bonny code.\n",
        ),
        ("http://127.0.0.1:8000", "reminder", Channel.SMS, ""),
        ("https://bonny.example", "sign_in_code", Channel.SMS, ""),
    ],
)
def test_only_codes_are_shown_and_only_on_ones_own_machine(
    messages_database: Database,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    public_url: str,
    kind: str,
    channel: Channel,
    shown: str,
) -> None:
    box = letterbox.Letterbox(make_settings(tmp_path, PUBLIC_URL=public_url), messages_database)
    box.send(CODE, delivery=envelope(plan(messages_database), kind=kind, channel=channel), now=NOON)
    assert capsys.readouterr().out == shown


@pytest.mark.parametrize(
    ("environment", "names"),
    [
        ({}, ("Letterbox", "Letterbox")),
        ({"SMTP_URL": "smtp://127.0.0.1"}, ("Letterbox", "Email")),
        (TWILIO, ("Sms", "Letterbox")),
        ({**TWILIO, "SMTP_URL": "smtp://127.0.0.1"}, ("Sms", "Email")),
    ],
    ids=["nothing", "mail", "texts", "both"],
)
def test_letterbox_carries_what_nothing_else_does(
    messages_database: Database, tmp_path: Path, environment: dict[str, str], names: tuple[str, str]
) -> None:
    carriers = carriers_of(make_settings(tmp_path, **environment), messages_database)
    assert tuple(type(carriers[each]).__name__ for each in (Channel.SMS, Channel.EMAIL)) == names


def test_only_texts_must_never_be_posted_twice(messages_database: Database, tmp_path: Path) -> None:
    settings = make_settings(tmp_path, **TWILIO, SMTP_URL="smtp://127.0.0.1")
    carriers = carriers_of(settings, messages_database)
    assert not carriers[Channel.SMS].is_repeatable
    assert carriers[Channel.EMAIL].is_repeatable
    assert letterbox.Letterbox(settings, messages_database).is_repeatable
