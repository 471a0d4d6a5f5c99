"""A server that behaves like Twilio's Messages resource, its faults too, and posts signed webhooks.

Run by hand, ``python -m tests.fakes.twilio --port 9010 --app http://127.0.0.1:8000`` prints every text that
the product sends and posts back what is typed.
"""

import argparse
import os
import re
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from app import clock
from tests.fakes import twilio_http

ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "stand-in-token"
SENDER = "+14155550100"
INBOUND_PATH = "/webhooks/twilio/sms"
WAITING = frozenset({"accepted", "scheduled", "queued", "sending"})


@dataclass(frozen=True, slots=True)
class Text:
    """A text that the stand-in took."""

    sid: str
    to: str
    sender: str
    body: str
    service_sid: str | None
    status_callback: str | None
    validity_seconds: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a text: the provider's word for it, the error's code, when it was sent, if it was."""

    status: str
    code: int | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the product answered to a webhook."""

    status_code: int
    text: str


class TwilioStandIn:
    """The stand-in; use it in a ``with`` statement.

    ``public_url`` is the address under which the product believes to be reached: signatures are over it.
    ``latency`` is how many seconds every answer takes, ``stall`` how many the fault of that name takes.
    """

    def __init__(
        self,
        *,
        account_sid: str = ACCOUNT_SID,
        auth_token: str = AUTH_TOKEN,
        sender: str = SENDER,
        public_url: str = "http://127.0.0.1:8000",
        port: int = 0,
        now: Callable[[], datetime] = clock.now,
        on_text: Callable[[Text], None] | None = None,
        latency: float = 0,
        stall: float = 8,
    ) -> None:
        self.account_sid, self.auth_token, self.sender = account_sid, auth_token, sender
        self.public_url = public_url
        self.now, self.on_text = now, on_text
        self.latency, self.stall = latency, stall
        self.messages: list[Text] = []
        self.requests = self.questions = 0
        self.faults: deque[str] = deque()
        self.faults_of_questions: deque[str] = deque()
        self.app: Any = None
        self._fates: dict[str, Fate] = {}
        self.released = threading.Event()
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._server = twilio_http.Server(("127.0.0.1", port), twilio_http.Handler)
        self._server.stand_in = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> "TwilioStandIn":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """The address to give as TWILIO_API_URL."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def fail_next(self, fault: str) -> None:
        """Let the next post go wrong; several calls line up.

        ``500``, ``429`` (with Retry-After), ``refused-<code>`` and, where the text is taken all the same,
        ``garbled``, ``500-after-accepting``, ``reset-after-accepting``, ``silence-after-accepting``,
        ``stall`` (a late answer) and ``callback-before-answer`` (``app``, or the address that came with the
        text, is told ``sent`` first).
        """
        self.faults.append(fault)

    def fail_next_question(self, fault: str) -> None:
        """Let the next look-up, also of the list, go wrong: ``500``, ``429``, ``garbled``, ``stall``."""
        self.faults_of_questions.append(fault)

    def settle(self, sid: str, status: str, *, code: int | None = None) -> None:
        """Let a text have come to this; look-ups say so from now on."""
        with self._lock:
            sent_at = None if status in WAITING else self.now()
            self._fates[sid] = Fate(status, code, sent_at)

    def fate_of(self, text: Text) -> Fate:
        """What became of a text so far."""
        with self._lock:
            return self._fates.get(text.sid) or Fate("accepted" if text.service_sid else "queued")

    def count(self, *, is_question: bool) -> str:
        """Note that somebody asks or posts; the fault that is lined up for it, or nothing."""
        with self._lock:
            faults = self.faults_of_questions if is_question else self.faults
            if is_question:
                self.questions += 1
            else:
                self.requests += 1
            return faults.popleft() if faults else ""

    def new_sid(self, prefix: str) -> str:
        """An id of the provider's form, never the same twice."""
        with self._lock:
            return f"{prefix}{next(self._numbers):032x}"

    def signed(self, url: str, params: Mapping[str, str]) -> dict[str, str]:
        """The header that proves a webhook to be ours."""
        signature = RequestValidator(self.auth_token).compute_signature(url, dict(params))
        return {"X-Twilio-Signature": signature}

    def text_in(self, app: Any, body: str, from_: str, **over: str) -> Any:
        """Post a text of hers to the product: a Flask test client, or the address where it listens.

        ``over`` replaces or adds parameters, which are signed with the rest.
        """
        sid = self.new_sid("SM")
        params = {
            "ToCountry": "US",
            "ToState": "CA",
            "ToCity": "",
            "ToZip": "",
            "FromCountry": "US",
            "FromState": "CA",
            "FromCity": "",
            "FromZip": "",
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "MessageSid": sid,
            "SmsStatus": "received",
            "NumMedia": "0",
            "NumSegments": "1",
            "AccountSid": self.account_sid,
            "From": from_,
            "To": self.sender,
            "Body": body,
            "ApiVersion": "2010-04-01",
        }
        return self._post(app, self.public_url + INBOUND_PATH, {**params, **over})

    def callback(
        self, app: Any, text: Text, status: str, *, error_code: str | None = None, **over: str
    ) -> Any:
        """Report the fate of a text to the address that came with it; look-ups say the same from now on."""
        if text.status_callback is None:
            raise ValueError("this text came without a StatusCallback")
        params = {
            "MessageSid": text.sid,
            "SmsSid": text.sid,
            "MessageStatus": status,
            "SmsStatus": status,
            "AccountSid": self.account_sid,
            "From": text.sender,
            "To": text.to,
            "ApiVersion": "2010-04-01",
        }
        if error_code is not None:
            params["ErrorCode"] = error_code
        self.settle(text.sid, status, code=int(error_code) if error_code else None)
        return self._post(app, text.status_callback, {**params, **over})

    def _post(self, app: Any, url: str, params: Mapping[str, str]) -> Any:
        headers = self.signed(url, params)
        parts = urlsplit(url)
        if not isinstance(app, str):
            return app.post(parts.path, data=params, headers=headers)
        request = Request(app + parts.path, urlencode(params).encode(), headers)
        try:
            with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
                return Reply(answer.status, answer.read().decode())
        except HTTPError as error:
            with error:
                return Reply(error.code, error.read().decode())

    def accept(self, fields: Mapping[str, str]) -> Text:
        """Take a text as the provider would."""
        text = Text(
            sid=self.new_sid("SM"),
            to=fields["To"],
            sender=fields.get("From", self.sender),
            body=fields.get("Body", ""),
            service_sid=fields.get("MessagingServiceSid"),
            status_callback=fields.get("StatusCallback"),
            validity_seconds=int(fields["ValidityPeriod"]) if "ValidityPeriod" in fields else None,
            at=self.now(),
        )
        with self._lock:
            self.messages.append(text)
        if self.on_text is not None:
            self.on_text(text)
        return text


def main() -> None:
    """Stand in for the provider in a terminal: print each text, post back each line that is typed."""
    parser = argparse.ArgumentParser(description="A stand-in for Twilio on this machine.")
    parser.add_argument("--port", type=int, default=9010)
    parser.add_argument("--app", default="http://127.0.0.1:8000")
    arguments = parser.parse_args()
    auth_token = os.environ.get("TWILIO_AUTH_TOKEN", AUTH_TOKEN)
    latest: list[str] = []

    def show(text: Text) -> None:
        latest[:] = [text.to]
        _say(f"to {text.to}: {text.body}")

    with TwilioStandIn(
        auth_token=auth_token, port=arguments.port, public_url=arguments.app, on_text=show
    ) as stand_in:
        _say("Start the product with these settings, then type an answer to the latest text and press Enter.")
        _say("With a number in front it comes from that phone: +447400123456: JOIN")
        _say(f"TWILIO_API_URL={stand_in.url} TWILIO_ACCOUNT_SID={stand_in.account_sid}")
        _say(f"TWILIO_AUTH_TOKEN={auth_token} TWILIO_FROM={stand_in.sender}")
        for line in sys.stdin:
            number, words = _from_phone(line.rstrip("\n"))
            latest[:] = [number] if number else latest
            _say(_posted(stand_in, arguments.app, words, latest[0]) if latest else "no text has come yet")


def _posted(stand_in: TwilioStandIn, app: str, words: str, number: str) -> str:
    """What the product says to a text that is posted to it."""
    try:
        reply = stand_in.text_in(app, words, number)
    except URLError as error:
        return f"not answered: {error.reason}"
    return f"answered {reply.status_code}: {reply.text}"


def _from_phone(line: str) -> tuple[str, str]:
    """The number that a typed line names in front of its words, if any, and the words."""
    match = re.fullmatch(r"(\+\d{7,15}): ?(.*)", line)
    return (match[1], match[2]) if match else ("", line)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
