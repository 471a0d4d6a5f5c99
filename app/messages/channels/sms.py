"""Text messages through Twilio: one attempt each, what its answer means, and what became of it later."""

import logging
import ssl
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from requests import exceptions
from twilio.base.exceptions import (  # type: ignore[import-untyped]
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]
from twilio.rest.api.v2010.account.message import MessageInstance  # type: ignore[import-untyped]
from urllib3.exceptions import NewConnectionError

from app import config
from app.messages import codes
from app.messages.channels import Accepted, Answer, Envelope, NoAnswer, NotSent, Refused, Report, Unknown
from app.messages.message import Message

SECONDS = 10.0
LONGEST_VALIDITY = 36_000
TOO_MANY = 429
QUEUE_FULL = "21611"
LONGEST_CODE = 32
PAGE = 50
# The list is newest first, but by which of a text's times the provider does not say.
DISORDER = timedelta(hours=1)
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
Found = TypeVar("Found")
log = logging.getLogger("bonny.messages.sms")


class _Http(TwilioHttpClient):
    """Twilio's own client for one request, at the address the settings name; keeps what its errors omit."""

    def __init__(self, api_url: str, seconds: float) -> None:
        super().__init__(timeout=seconds)
        self.api_url = api_url
        self.status = 0
        self.retry_after: int | None = None

    def request(self, method: str, url: str, *args: object, **kwargs: object) -> Response:
        parts = urlsplit(url)  # the address of a list's next page carries a query
        place = f"{parts.path}?{parts.query}" if parts.query else parts.path
        response = super().request(method, self.api_url + place, *args, **kwargs)
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

    def ask(self, provider_id: str) -> Report | NoAnswer:
        """What became of a text that the provider took."""
        return self._ask(lambda client: _report_of(client.messages(provider_id).fetch()))

    def find(self, address: str, *, since: datetime, until: datetime) -> tuple[Report, ...] | NoAnswer:
        """The texts to a number that the provider took between two instants.

        The provider's own filter goes by the day it sent a text, which one that waits has not got yet: hence
        all her texts are read, newest first, until they are too old.
        """

        def read(client: Client) -> tuple[Report, ...]:
            found = []
            for each in client.messages.stream(to=address, page_size=PAGE):
                report = _report_of(each)
                if report.created_at < since - DISORDER:
                    break
                if since <= report.created_at <= until:
                    found.append(report)
            return tuple(found)

        return self._ask(read)

    def _ask(self, question: Callable[[Client], Found]) -> Found | NoAnswer:
        """Ask once, on a connection of its own."""
        http = _Http(self.twilio.api_url, self.seconds)
        try:
            return question(Client(self.twilio.account_sid, self.twilio.auth_token, http_client=http))
        except TwilioException as error:  # of a list's page it is the base alone, without a code
            return NoAnswer(str(getattr(error, "code", None) or http.status)[:LONGEST_CODE])
        except exceptions.RequestException:
            return NoAnswer("connect")
        except (AttributeError, KeyError, TypeError, ValueError):
            return NoAnswer("unreadable")
        finally:
            http.session.close()


def _report_of(text: MessageInstance) -> Report:
    """The provider's own record of a text as plain values; raises TypeError when it has no time."""
    if not isinstance(text.date_created, datetime):
        raise TypeError
    code = None if text.error_code is None else str(text.error_code)[:LONGEST_CODE]
    return Report(str(text.sid), str(text.status), code, text.date_created)


def answer_to(status: int, error: object, *, retry_after: int | None = None) -> Answer:
    """What an HTTP status and the provider's own error code mean (docs/reminders.md has the table)."""
    code = str(error or status)[:LONGEST_CODE]
    if not 400 <= status < 500:
        return Unknown(code)
    if status == TOO_MANY or code == QUEUE_FULL:
        return NotSent(code, retry_after)
    return Refused(code, bad_address=code in codes.BAD_NUMBERS, opted_out=code == codes.OPTED_OUT)


def is_operators_matter(refused: Refused) -> bool:
    """Whether a refusal is about our account, so that every other text would be refused too."""
    return refused.code in codes.BLOCKING


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
