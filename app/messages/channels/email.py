"""Email by SMTP: text and HTML parts, a Message-ID that stays the same, one attempt at a time."""

import contextlib
import logging
import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from app import config
from app.messages.channels import Accepted, Answer, Envelope, NotSent, Refused
from app.messages.message import Message

SECONDS = 10.0
BAD_ADDRESS_REPLIES = frozenset({550, 551, 553})
POLICY_REPLY = b"5.7."
# A long link must stay in one piece: Python would encode a header that is wider than this beyond recognition.
POLICY = SMTP.clone(max_line_length=900)
log = logging.getLogger("bonny.messages.email")


class _NoTls(Exception):
    """The server offers no encryption, and a password would cross the network in the clear."""


class Email:
    """Sends emails. An attempt whose end is unclear counts as not sent: the Message-ID stays the same, so a
    second copy is folded by the receiver."""

    is_repeatable = True

    def __init__(
        self, smtp: config.Smtp, settings: config.Settings, *, tls: ssl.SSLContext | None = None
    ) -> None:
        self.smtp = smtp
        self.settings = settings
        self.tls = tls or ssl.create_default_context()

    def send(self, message: Message, *, delivery: Envelope, now: datetime) -> Answer:
        """Hand the message to the mail server once."""
        email = email_of(message, delivery, settings=self.settings, now=now)
        try:
            server = self._connect()
            try:
                self._enter(server)
                server.send_message(email, parseaddr(self.settings.mail_from)[1], [message.address])
                _leave(server)
            finally:
                server.close()
        except (smtplib.SMTPException, OSError, _NoTls) as error:
            answer = answer_to(error)
            if isinstance(error, smtplib.SMTPAuthenticationError | _NoTls | ssl.SSLError):
                extra = {"code": answer.code, "delivery": delivery.delivery_id}
                log.error("the mail server does not let us in", extra=extra)
            return answer
        return Accepted()

    def _connect(self) -> smtplib.SMTP:
        if self.smtp.secure:
            return smtplib.SMTP_SSL(self.smtp.host, self.smtp.port, timeout=SECONDS, context=self.tls)
        return smtplib.SMTP(self.smtp.host, self.smtp.port, timeout=SECONDS)

    def _enter(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        is_private = self.smtp.secure
        if not is_private and server.has_extn("starttls"):
            server.starttls(context=self.tls)
            is_private = True
        if self.smtp.user is not None:
            if not is_private and self.smtp.host not in config.OWN_HOSTS:
                raise _NoTls
            server.login(self.smtp.user, self.smtp.password or "")


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; the message is taken already, so an answer to this no longer matters."""
    with contextlib.suppress(smtplib.SMTPException, OSError):
        server.quit()


def email_of(
    message: Message, delivery: Envelope, *, settings: config.Settings, now: datetime
) -> EmailMessage:
    """The email itself, marked as sent by a machine (RFC 3834)."""
    email = EmailMessage(policy=POLICY)
    email["From"] = settings.mail_from
    email["To"] = message.address
    email["Subject"] = message.subject
    email["Date"] = format_datetime(now.astimezone(UTC))
    email["Message-ID"] = message.message_id or message_id_of(delivery, settings=settings)
    for name, value in (("Auto-Submitted", "auto-generated"), *message.headers):
        del email[name]  # what the message says itself counts
        email[name] = value
    email.set_content(message.text)
    if message.html:
        email.add_alternative(message.html, subtype="html")
    return email


def message_id_of(delivery: Envelope, *, settings: config.Settings) -> str:
    """The same at every attempt; the expiry keeps two databases apart that count from one."""
    host = urlsplit(settings.public_url).hostname or "localhost"
    if ":" in host:
        host = "localhost"
    return f"<delivery.{delivery.delivery_id}.{int(delivery.expires_at.timestamp())}@{host}>"


def answer_to(error: Exception) -> NotSent | Refused:
    """What an error of the mail server or of the way to it means."""
    if isinstance(error, _NoTls):
        return Refused("no_tls")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        is_bad = code in BAD_ADDRESS_REPLIES and not words.startswith(POLICY_REPLY)
        return Refused(str(code), bad_address=is_bad) if code >= 500 else NotSent(str(code))
    if isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
        return Refused(str(code)) if code >= 500 else NotSent(str(code))
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Refused("not_supported")
    if isinstance(error, ssl.SSLError):
        return NotSent("tls")
    return NotSent("connect")
