"""A mail that came in, as one plain value, in whichever form a service hands it over.

Raw (RFC 5322) by pipe, by Mailgun (``body-mime``), SendGrid (``email``) or Postmark (``RawEmail``), or taken
apart by them. Nothing here raises on any input: what cannot be read is None, or a mail without words.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy
from typing import Any

from app.messages import mail_bodies, mail_headers
from app.messages.mail_headers import Headers

LARGEST = 1_000_000
# What is further down in a raw mail can only be attachments.
MOST_READ = 128 * 1024
RAW = frozenset({"message/rfc822", "text/plain", "application/octet-stream", ""})
RAW_FIELDS = ("body-mime", "email")
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
# One of these at least is in what a service posts that has taken the mail apart.
PARTED_FIELDS = frozenset({"recipient", "sender", "envelope", "headers", "body-plain", "stripped-text"})

# Headers, and the fields of a form that bear them.
NAMED = {
    "From": ("from", "From"),
    "To": ("to", "To"),
    "Subject": ("subject", "Subject"),
    "Message-ID": ("Message-Id", "message-id"),
    "Date": ("Date",),
}


class _ShortHeaders(EmailPolicy):
    """Reads a mail with the end of endless headers cut off.

    The standard library takes 53 seconds for a Content-Transfer-Encoding of 100,000 characters.
    """

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """A header's name and its value."""
        name, value = super().header_source_parse(sourcelines)
        longest = 300 if name.lower().startswith("content-") else mail_headers.LONGEST
        return name, value[:longest]


POLICY = _ShortHeaders()


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail: addresses in small letters, ``message_id`` with its brackets, the words as written.

    ``sender`` is empty when it does not name exactly one, ``message_id`` when there is none that can be
    written back. ``sent_at`` is its own date, unread. ``is_automatic``: a machine wrote it.
    """

    sender: str
    recipients: tuple[str, ...]
    message_id: str
    text: str
    is_automatic: bool
    sent_at: str = ""


def read(mimetype: str, data: bytes, fields: Mapping[str, str]) -> Mail | None:
    """The mail that was posted; None when nothing in it looks like one.

    ``data`` is the whole body where it is no form of several parts, ``fields`` are the form's.
    """
    if mimetype in RAW:
        return from_mime(data)
    if mimetype == JSON:
        return from_json(data)
    mail = from_form(fields)
    # curl --data-binary calls a raw mail a form, unless it is told otherwise.
    return from_mime(data) if mail is None and mimetype == FORM and b":" in data else mail


def from_mime(raw: bytes, *, recipients: tuple[str, ...] = (), envelope_from: str | None = None) -> Mail:
    """A raw mail. ``recipients`` and ``envelope_from`` are what its envelope said, where that is known."""
    message = _parsed(raw)
    headers = [] if message is None else list(message.raw_items())
    return _mail(headers, _text_of(message), recipients=recipients, envelope_from=envelope_from)


def from_form(fields: Mapping[str, str]) -> Mail | None:
    """A mail as Mailgun or SendGrid posts it, raw or taken apart; None when it is neither."""
    envelope = _envelope(fields.get("envelope", ""))
    recipients = mail_headers.addresses_in([fields.get("recipient", ""), *envelope.recipients])
    envelope_from = fields.get("sender", envelope.sender)
    for name in RAW_FIELDS:
        if name in fields:
            raw = fields[name].encode("utf-8", "replace")
            return from_mime(raw, recipients=recipients, envelope_from=envelope_from)
    if not PARTED_FIELDS & set(fields):
        return None
    text = _first_words(fields, "text", "body-plain", "stripped-text")
    html = _first_words(fields, "html", "body-html", "stripped-html")
    return _mail(
        _headers_of_form(fields),
        text or mail_bodies.text_of_html(html),
        recipients=recipients,
        envelope_from=envelope_from,
    )


def from_json(data: bytes) -> Mail | None:
    """A mail as Postmark posts it; None when it is none."""
    try:
        given = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict):
        return None
    recipients = mail_headers.addresses_in([_word(given, "OriginalRecipient"), _word(given, "To")])
    if _word(given, "RawEmail"):
        return from_mime(_word(given, "RawEmail").encode("utf-8", "replace"), recipients=recipients)
    if not (_word(given, "From") and recipients):
        return None
    headers = _headers_of_json(given)
    text = _word(given, "TextBody") or mail_bodies.text_of_html(_word(given, "HtmlBody"))
    return _mail(headers, text, recipients=recipients, envelope_from=None)


@dataclass(frozen=True, slots=True)
class _Envelope:
    sender: str | None = None
    recipients: tuple[str, ...] = ()


def _envelope(text: str) -> _Envelope:
    """SendGrid's: {"to": ["a@b"], "from": "c@d"}."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return _Envelope()
    if not isinstance(given, dict):
        return _Envelope()
    to, sender = given.get("to"), given.get("from")
    receivers = to if isinstance(to, list) else [to]
    return _Envelope(
        sender if isinstance(sender, str) else None,
        tuple(each for each in receivers if isinstance(each, str)),
    )


def _headers_of_form(fields: Mapping[str, str]) -> Headers:
    """The mail's own headers, wherever they are; what only has a field of its own is added."""
    listed = _headers_of_list(fields.get("message-headers", ""))
    written = [*listed, *_headers_of_block(fields.get("headers", ""))]
    return [
        *written,
        *_missing(written, [(name, _first_words(fields, *each)) for name, each in NAMED.items()]),
    ]


def _missing(written: Headers, others: Headers) -> Headers:
    """Of other headers those with a value whose names are not written."""
    names = {name.lower() for name, _value in written}
    return [(name, value) for name, value in others if value and name.lower() not in names]


def _headers_of_list(text: str) -> list[tuple[str, str]]:
    """Mailgun's list of headers: [["From", "Anna <anna@example.org>"], …]; empty when it is none."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if not isinstance(given, list):
        return []
    pairs = [each for each in given if isinstance(each, list) and len(each) == 2]
    return [(name, value) for name, value in pairs if isinstance(name, str) and isinstance(value, str)]


def _headers_of_block(text: str) -> list[tuple[str, str]]:
    """Headers as they stand at the beginning of a mail."""
    message = _parsed(text.encode("utf-8", "replace"))
    return [] if message is None else list(message.raw_items())


def _headers_of_json(given: Mapping[str, Any]) -> Headers:
    """Postmark's headers; its own MessageID stands in when the mail's is not among them."""
    listed = given.get("Headers")
    pairs = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    headers = [(_word(each, "Name"), _word(each, "Value")) for each in pairs]
    own = [(name, _word(given, name)) for name in ("From", "Subject", "Date")]
    if not mail_headers.message_id_of(headers) and _word(given, "MessageID"):
        headers.append(("Message-ID", f"<{_word(given, 'MessageID')}@inbound.postmarkapp.com>"))
    return [*headers, *_missing(headers, own)]


def _mail(headers: Headers, text: str, *, recipients: tuple[str, ...], envelope_from: str | None) -> Mail:
    headers = [(name, _plain(value)) for name, value in headers]
    sender = mail_headers.sender_of(mail_headers.all_of(headers, "From"))
    has_no_return = envelope_from is not None and not envelope_from.strip(" <>")
    return Mail(
        sender=sender,
        recipients=tuple(dict.fromkeys((*recipients, *mail_headers.receivers_of(headers)))),
        message_id=mail_headers.message_id_of(headers),
        text=text.encode("utf-8", "replace").decode(),
        is_automatic=has_no_return or mail_headers.is_automatic(headers, sender=sender),
        sent_at=mail_headers.first(headers, "Date"),
    )


def _parsed(raw: bytes) -> EmailMessage | None:
    try:
        message = BytesParser(EmailMessage, policy=POLICY).parsebytes(raw[:MOST_READ])
    except Exception:
        return None  # the standard library's parser raises errors of many kinds on malformed mail
    return message if isinstance(message, EmailMessage) else None


def _text_of(message: EmailMessage | None) -> str:
    try:
        return "" if message is None else mail_bodies.text_of(message)
    except Exception:
        return ""  # as above


def _plain(value: object) -> str:
    """A header's value as text that can be stored and compared, whatever bytes it held, on one line."""
    text = str(value)
    try:
        data = text.encode("utf-8", "surrogateescape")  # bytes that the parser could not read as ASCII
    except UnicodeEncodeError:
        data = text.encode("utf-8", "replace")
    return " ".join(data.decode("utf-8", "replace").split())


def _first_words(fields: Mapping[str, str], *names: str) -> str:
    return next((fields[name] for name in names if fields.get(name, "").strip()), "")


def _word(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""
