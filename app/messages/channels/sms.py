"""Text messages through Twilio: one attempt each, and what its answer means."""

import logging
import ssl
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from requests import exceptions
from twilio.base.exceptions import (  # type: ignore[import-untyped]
    TwilioRestException,
    TwilioServiceException,
)
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]
from urllib3.exceptions import NewConnectionError

from app import config
from app.messages.channels import Accepted, Answer, Envelope, NotSent, Refused, Unknown
from app.messages.message import Message

SECONDS = 10.0
LONGEST_VALIDITY = 36_000
TOO_MANY = 429
QUEUE_FULL = "21611"
OPTED_OUT = "21610"
BAD_NUMBERS = frozenset({"21211", "21614", "30006"})
OPERATORS_MATTER = frozenset({"401", "20003", "21408", "21606", "30034"})
LONGEST_CODE = 32
DEEPEST_CAUSE = 8
HANDSHAKE_FAULTS = frozenset(
    {
        "HTTP_REQUEST",
        "NO_PROTOCOLS_AVAILABLE",
        "SSLV3_ALERT_HANDSHAKE_FAILURE",
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "TLSV1_UNRECOGNIZED_NAME",
        "UNSUPPORTED_PROTOCOL",
        "WRONG_VERSION_NUMBER",
    }
)
log = logging.getLogger("bonny.messages.sms")


class _Http(TwilioHttpClient):
    """Twilio's own client for one request, at the address the settings name; keeps what its errors omit."""

    def __init__(self, api_url: str, seconds: float) -> None:
        super().__init__(timeout=seconds)
        self.api_url = api_url
        self.status = 0
        self.retry_after: int | None = None

    def request(self, method: str, url: str, *args: object, **kwargs: object) -> Response:
        response = super().request(method, self.api_url + urlsplit(url).path, *args, **kwargs)
        self.status = response.status_code
        text = response.headers.get("Retry-After", "")
        self.retry_after = int(text) if text.isascii() and text.isdigit() else None
        return response


class Sms:
    """Sends texts. Every text has a connection of its own: a kept one that the provider closed meanwhile
    would break under the next text, and nobody could tell whether that one was sent."""

    is_repeatable = False

    def __init__(self, twilio: config.Twilio, *, seconds: float = SECONDS) -> None:
        if not twilio.auth_token:
            raise ValueError("texts need the provider's auth token: without one, anybody could forge answers")
        self.twilio = twilio
        self.seconds = seconds

    def send(self, message: Message, *, delivery: Envelope, now: datetime) -> Answer:
        """Post the text once. Only what surely went wrong before the post, or was surely not processed,
        is NotSent."""
        http = _Http(self.twilio.api_url, self.seconds)
        try:
            answer = self._post(http, message, delivery, now)
        finally:
            http.session.close()
        if isinstance(answer, Refused) and is_operators_matter(answer):
            log.error(
                "the text provider refuses us", extra={"code": answer.code, "delivery": delivery.delivery_id}
            )
        return answer

    def _post(self, http: _Http, message: Message, delivery: Envelope, now: datetime) -> Answer:
        client = Client(self.twilio.account_sid, self.twilio.auth_token, http_client=http)
        left = int((delivery.expires_at - now).total_seconds())
        fields: dict[str, object] = {
            "to": message.address,
            "body": message.text,
            "validity_period": max(1, min(left, LONGEST_VALIDITY)),
        }
        if self.twilio.service_sid:
            fields["messaging_service_sid"] = self.twilio.service_sid
        else:
            fields["from_"] = self.twilio.sender
        if delivery.callback_url:
            fields["status_callback"] = delivery.callback_url
        try:
            return Accepted(client.messages.create(**fields).sid)
        except (TwilioRestException, TwilioServiceException) as error:
            return answer_to(http.status, error.code, retry_after=http.retry_after)
        except exceptions.RequestException as error:
            return answer_to_break(error)
        except (KeyError, TypeError, ValueError):
            return Unknown("unreadable")


def answer_to(status: int, error: object, *, retry_after: int | None = None) -> Answer:
    """What an HTTP status and the provider's own error code mean (docs/reminders.md has the table)."""
    code = str(error or status)[:LONGEST_CODE]
    if not 400 <= status < 500:
        return Unknown(code)
    if status == TOO_MANY or code == QUEUE_FULL:
        return NotSent(code, retry_after)
    return Refused(code, bad_address=code in BAD_NUMBERS, opted_out=code == OPTED_OUT)


def is_operators_matter(refused: Refused) -> bool:
    """Whether a refusal is about our account, so that every other text would be refused too."""
    return refused.code in OPERATORS_MATTER


def answer_to_break(error: exceptions.RequestException) -> Answer:
    """What a broken connection means: definite only when it broke before the text could be on its way."""
    if isinstance(error, exceptions.ConnectTimeout | exceptions.ProxyError):
        return NotSent("connect")
    if isinstance(error, exceptions.ReadTimeout):
        return Unknown("timeout")
    for cause in _causes(error):
        if isinstance(cause, NewConnectionError):
            return NotSent("connect")
        if isinstance(cause, ssl.SSLCertVerificationError) or (
            isinstance(cause, ssl.SSLError) and getattr(cause, "reason", None) in HANDSHAKE_FAULTS
        ):
            return NotSent("tls")
    return Unknown("reset")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and those it came of; the HTTP library keeps some as ``reason``, some as first argument."""
    for _ in range(DEEPEST_CAUSE):
        if error is None:
            return
        yield error
        candidates = (getattr(error, "reason", None), *error.args[:1], error.__cause__, error.__context__)
        error = next((each for each in candidates if isinstance(each, BaseException)), None)
