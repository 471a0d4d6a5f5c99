"""Emails to a real mail server: what arrives, and what each of its answers means."""

import smtplib
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import config
from app.database import Database
from app.messages import dispatch
from app.messages.channels import Accepted, Answer, Envelope, NotSent, Refused, carriers_of, email
from app.messages.message import Message
from app.messages.models import Channel, State
from tests.fakes.smtp import MailServer, free_port
from tests.messages.conftest import MINUTE, NOON, Note, Watch, delivery_of, make_settings, no_jitter, plan

ADDRESS = "ada@bonny.example"
UNSUBSCRIBE = f"<https://bonny.example/unsubscribe/{'a' * 120}>"
MAIL = Message(
    ADDRESS,
    "Ihr Tag, schön",
    "Noch offen: Spaziergang\n",
    "<p>Noch offen: <b>Spaziergang</b></p>",
    headers=(
        ("List-Unsubscribe", UNSUBSCRIBE),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ),
)
ENVELOPE = Envelope(delivery_id=7, kind="note", channel=Channel.EMAIL, expires_at=NOON + 90 * MINUTE)


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


def settings_for(url: str, folder: Path) -> config.Settings:
    return make_settings(
        folder,
        SMTP_URL=url,
        PUBLIC_URL="https://bonny.example",
        MAIL_FROM="Bonny <hello@bonny.example>",
    )


def send(url: str, folder: Path, message: Message = MAIL) -> Answer:
    settings = settings_for(url, folder)
    assert settings.smtp is not None
    return email.Email(settings.smtp, settings).send(message, delivery=ENVELOPE, now=NOON)


def test_both_parts_and_every_header_arrive(mail_server: MailServer, tmp_path: Path) -> None:
    assert send(mail_server.url, tmp_path) == Accepted()
    (mail,) = mail_server.messages
    assert mail_server.recipients == [[ADDRESS]]
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    text, html = (part.get_content().strip() for part in mail.iter_parts())
    assert (text, html) == ("Noch offen: Spaziergang", "<p>Noch offen: <b>Spaziergang</b></p>")
    assert {name: str(mail[name]) for name in mail if name not in ("Content-Type", "MIME-Version")} == {
        "From": "Bonny <hello@bonny.example>",
        "To": ADDRESS,
        "Subject": "Ihr Tag, schön",
        "Date": "Mon, 02 Mar 2026 12:00:00 +0000",
        "Message-ID": f"<delivery.7.{int(ENVELOPE.expires_at.timestamp())}@bonny.example>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": UNSUBSCRIBE,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_long_link_in_a_header_crosses_in_one_piece(tmp_path: Path) -> None:
    mail = email.email_of(MAIL, ENVELOPE, settings=settings_for("smtp://h", tmp_path), now=NOON)
    assert f"List-Unsubscribe: {UNSUBSCRIBE}\r\n".encode() in bytes(mail)


def test_text_alone_is_a_plain_mail_with_its_own_message_id(mail_server: MailServer, tmp_path: Path) -> None:
    send(mail_server.url, tmp_path, Message(ADDRESS, "Hi", "Hi", message_id="<own@bonny.example>"))
    (mail,) = mail_server.messages
    assert (mail.get_content_type(), mail["Message-ID"]) == ("text/plain", "<own@bonny.example>")


def test_line_break_in_a_subject_makes_no_header(tmp_path: Path) -> None:
    message = Message(ADDRESS, "Hi\r\nBcc: eve@bonny.example", "Hi")
    with pytest.raises(ValueError, match="linefeed"):
        email.email_of(message, ENVELOPE, settings=settings_for("smtp://h", tmp_path), now=NOON)


@pytest.mark.parametrize(
    ("public_url", "host"),
    [("https://bonny.example/app", "bonny.example"), ("http://[::1]:8000", "localhost")],
)
def test_message_id_ends_in_our_host(tmp_path: Path, public_url: str, host: str) -> None:
    settings = make_settings(tmp_path, PUBLIC_URL=public_url)
    assert email.message_id_of(ENVELOPE, settings=settings).endswith(f"@{host}>")


@pytest.mark.parametrize(
    ("at", "code", "words", "answer"),
    [
        ("RCPT", 550, "5.1.1 no such user", Refused("550", bad_address=True)),
        ("RCPT", 551, "moved", Refused("551", bad_address=True)),
        ("RCPT", 553, "not a mailbox", Refused("553", bad_address=True)),
        ("RCPT", 550, "5.7.1 we do not like you", Refused("550")),
        ("RCPT", 554, "no", Refused("554")),
        ("RCPT", 450, "greylisted", NotSent("450")),
        ("DATA", 452, "full", NotSent("452")),
        ("DATA", 550, "looks like spam", Refused("550")),
        ("DATA", 554, "no", Refused("554")),
    ],
)
def test_each_reply_of_the_server_is_told_apart(
    mail_server: MailServer, tmp_path: Path, at: str, code: int, words: str, answer: Answer
) -> None:
    mail_server.fail_next(code, words=words, at=at)
    assert send(mail_server.url, tmp_path) == answer
    assert mail_server.messages == []
    assert send(mail_server.url, tmp_path) == Accepted()


def test_unclear_end_is_tried_again_under_the_same_message_id(
    messages_database: Database, mail_server: MailServer, tmp_path: Path, watch: Watch
) -> None:
    settings = settings_for(mail_server.url, tmp_path)
    delivery_id = plan(messages_database, channel=Channel.EMAIL)
    mail_server.vanish_next()
    for state in (State.QUEUED, State.ACCEPTED):
        dispatch.deliver_due(
            messages_database,
            kinds={"note": Note(MAIL)},
            carriers=carriers_of(settings, messages_database),
            settings=settings,
            now=watch,
            jitter=no_jitter,
        )
        assert delivery_of(messages_database, delivery_id).state is state
        watch.move(MINUTE)
    first, second = mail_server.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_nobody_listening_is_not_sent(tmp_path: Path) -> None:
    assert send(f"smtp://127.0.0.1:{free_port()}", tmp_path) == NotSent("connect")


def test_server_without_tls_is_not_sent_by_smtps(mail_server: MailServer, tmp_path: Path) -> None:
    assert send(f"smtps://127.0.0.1:{mail_server.port}", tmp_path) == NotSent("tls")
    assert mail_server.messages == []


def test_name_and_password_are_given_to_a_server_of_this_machine(tmp_path: Path) -> None:
    with MailServer(user="bonny", password="right") as server:
        assert send(server.url, tmp_path) == Accepted()
        assert send(server.url.replace("right", "wrong"), tmp_path) == Refused("535")
        assert len(server.messages) == 1


def anonymous(protocol: int) -> ssl.SSLContext:
    """Encryption between two that need no certificates, so that the test needs none."""
    tls = ssl.SSLContext(protocol)
    tls.maximum_version = ssl.TLSVersion.TLSv1_2
    if protocol == ssl.PROTOCOL_TLS_CLIENT:
        tls.check_hostname = False
        tls.verify_mode = ssl.CERT_NONE
    tls.set_ciphers("aNULL:@SECLEVEL=0")
    return tls


def test_encryption_is_used_when_it_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "OWN_HOSTS", frozenset())
    with MailServer(user="bonny", password="right", tls=anonymous(ssl.PROTOCOL_TLS_SERVER)) as server:
        settings = settings_for(server.url, tmp_path)
        assert settings.smtp is not None
        carrier = email.Email(settings.smtp, settings, tls=anonymous(ssl.PROTOCOL_TLS_CLIENT))
        assert carrier.send(MAIL, delivery=ENVELOPE, now=NOON) == Accepted()
        assert len(server.messages) == 1


def test_server_that_cannot_prove_itself_gets_no_mail(tmp_path: Path) -> None:
    with MailServer(tls=anonymous(ssl.PROTOCOL_TLS_SERVER)) as server:
        assert send(server.url, tmp_path) == NotSent("tls")
        assert server.messages == []


def test_password_never_crosses_a_network_in_the_clear(
    mail_server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "OWN_HOSTS", frozenset())
    assert send(f"smtp://bonny:right@127.0.0.1:{mail_server.port}", tmp_path) == Refused("no_tls")
    assert mail_server.messages == []


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (smtplib.SMTPServerDisconnected("gone"), NotSent("connect")),
        (smtplib.SMTPSenderRefused(451, b"later", "a"), NotSent("451")),
        (smtplib.SMTPSenderRefused(553, b"not yours", "a"), Refused("553")),
        (smtplib.SMTPAuthenticationError(535, b"no"), Refused("535")),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), Refused("not_supported")),
        (smtplib.SMTPRecipientsRefused({"a": (421, b"closing")}), NotSent("421")),
        (ssl.SSLCertVerificationError("expired"), NotSent("tls")),
        (TimeoutError(), NotSent("connect")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_error_is_told_apart(error: Exception, answer: Answer) -> None:
    assert email.answer_to(error) == answer
