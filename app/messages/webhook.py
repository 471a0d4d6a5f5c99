"""The door for the text provider: only what it signed for this very account and address comes in.

The signature joins names and values without a mark between them, so it still fits when a boundary was
shifted: hence the exact names and the strict form of every value that matters.
"""

import hmac
import re
from collections.abc import Iterable, Mapping

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from app.config import Settings, Twilio

SIGNATURE = "X-Twilio-Signature"
NAME = re.compile(r"[A-Z][A-Za-z0-9]{1,39}")
E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
MESSAGE_SID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")
LONGEST_BODY = 1600


class NoProvider(LookupError):
    """No provider of texts is set up, so nothing of it can come in."""


class NotGenuine(ValueError):
    """The request is not from our provider, or not for us. Nothing of it may be believed."""


def read(
    settings: Settings, *, path: str, fields: Iterable[tuple[str, list[str]]], signature: str | None
) -> Mapping[str, str]:
    """The fields of a signed request, one value each. Raises NoProvider or NotGenuine.

    The address that was signed is made of PUBLIC_URL and the path, never of the Host header.
    """
    twilio = settings.twilio
    if twilio is None or not twilio.auth_token:
        raise NoProvider
    if not signature:
        raise NotGenuine("no signature")
    values = _single(fields)
    if not RequestValidator(twilio.auth_token).validate(settings.public_url + path, values, signature):
        raise NotGenuine("signature")
    if not _is_same(values.get("AccountSid", ""), twilio.account_sid):
        raise NotGenuine("account")
    if not MESSAGE_SID.fullmatch(values.get("MessageSid", "")):
        raise NotGenuine("message")
    return values


def read_text(
    settings: Settings, *, path: str, fields: Iterable[tuple[str, list[str]]], signature: str | None
) -> Mapping[str, str]:
    """The fields of a signed text to our own number: MessageSid, From (E.164) and Body among them.

    Raises NoProvider or NotGenuine.
    """
    values = read(settings, path=path, fields=fields, signature=signature)
    if not E164.fullmatch(values.get("From", "")):
        raise NotGenuine("sender")
    if settings.twilio is None or not _is_ours(values, settings.twilio):
        raise NotGenuine("receiver")
    if "Body" not in values or len(values["Body"]) > LONGEST_BODY:
        raise NotGenuine("body")
    return values


def _single(fields: Iterable[tuple[str, list[str]]]) -> dict[str, str]:
    """One value per name: a second one could hide behind the first, signed all the same."""
    values: dict[str, str] = {}
    for name, given in fields:
        if len(given) != 1 or not NAME.fullmatch(name):
            raise NotGenuine("fields")
        values[name] = given[0]
    return values


def _is_ours(values: Mapping[str, str], twilio: Twilio) -> bool:
    to_number = twilio.sender is not None and _is_same(values.get("To", ""), twilio.sender)
    to_service = twilio.service_sid is not None and _is_same(
        values.get("MessagingServiceSid", ""), twilio.service_sid
    )
    return to_number or to_service


def _is_same(given: str, ours: str) -> bool:
    """Whether two texts are equal, in constant time."""
    return hmac.compare_digest(given.encode(), ours.encode())
