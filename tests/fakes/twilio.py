"""A server that behaves like Twilio's Messages resource, its faults too, and posts signed webhooks.

Run by hand, ``python -m tests.fakes.twilio --port 9010 --app http://127.0.0.1:8000`` prints every text that
the product sends and posts back what is typed.
"""

import argparse
import base64
import json
import os
import re
import socket
import struct
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from app import clock

ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "stand-in-token"
SENDER = "+14155550100"
API = "/2010-04-01"
INBOUND_PATH = "/webhooks/twilio/sms"
E164 = re.compile(r"\+[1-9]\d{7,14}")
RETRY_AFTER = 7
WORDS = {
    20003: "Authenticate",
    20429: "Too Many Requests",
    20500: "Internal Server Error",
    21211: "Invalid 'To' Phone Number",
    21610: "Attempt to send to unsubscribed recipient",
}


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
class Reply:
    """What the product answered to a webhook."""

    status_code: int
    text: str


class TwilioStandIn:
    """The stand-in; use it in a ``with`` statement.

    ``public_url`` is the address under which the product believes to be reached: signatures are over it.
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
    ) -> None:
        self.account_sid, self.auth_token, self.sender = account_sid, auth_token, sender
        self.public_url = public_url
        self.now, self.on_text = now, on_text
        self.messages: list[Text] = []
        self.requests = 0
        self.faults: deque[str] = deque()
        self.released = threading.Event()
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _Handler)
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
        ``garbled``, ``500-after-accepting``, ``reset-after-accepting``, ``silence-after-accepting``.
        """
        self.faults.append(fault)

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
        """Report the fate of a text to the address that came with it."""
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

    def shown(self, text: Text) -> dict[str, object]:
        """A text in the provider's JSON."""
        at = format_datetime(text.at)
        path = f"{API}/Accounts/{self.account_sid}/Messages/{text.sid}"
        return {
            "account_sid": self.account_sid,
            "api_version": "2010-04-01",
            "body": text.body,
            "date_created": at,
            "date_sent": None,
            "date_updated": at,
            "direction": "outbound-api",
            "error_code": None,
            "error_message": None,
            "from": None if text.service_sid else text.sender,
            "messaging_service_sid": text.service_sid,
            "num_media": "0",
            "num_segments": "0" if text.service_sid else "1",
            "price": None,
            "price_unit": None,
            "sid": text.sid,
            "status": "accepted" if text.service_sid else "queued",
            "subresource_uris": {"media": f"{path}/Media.json"},
            "to": text.to,
            "uri": f"{path}.json",
        }


class _Server(ThreadingHTTPServer):
    stand_in: TwilioStandIn


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *_arguments: object) -> None:
        """Keep the terminal for the texts."""

    def do_POST(self) -> None:
        stand_in = self.server.stand_in
        stand_in.requests += 1
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        fields = {name: values[0] for name, values in parse_qs(sent.decode(), keep_blank_values=True).items()}
        fault = stand_in.faults.popleft() if stand_in.faults else ""
        if self._is_ours() and not self._fail_before(fault):
            self._take(fields, fault)

    def do_GET(self) -> None:
        stand_in = self.server.stand_in
        if not self._is_ours():
            return
        wanted = parse_qs(urlsplit(self.path).query).get("To", [None])[0]
        texts = [stand_in.shown(text) for text in stand_in.messages if wanted in (None, text.to)]
        page = {
            "first_page_uri": self.path,
            "next_page_uri": None,
            "previous_page_uri": None,
            "uri": self.path,
        }
        figures = {"page": 0, "page_size": 50, "start": 0, "end": max(0, len(texts) - 1)}
        self._answer(200, {"messages": texts[::-1], **page, **figures})

    def _is_ours(self) -> bool:
        stand_in = self.server.stand_in
        secret = base64.b64encode(f"{stand_in.account_sid}:{stand_in.auth_token}".encode()).decode()
        if self.headers["Authorization"] != f"Basic {secret}":
            self._refuse(401, 20003)
        elif urlsplit(self.path).path != f"{API}/Accounts/{stand_in.account_sid}/Messages.json":
            self._refuse(404, 20404)
        else:
            return True
        return False

    def _fail_before(self, fault: str) -> bool:
        if fault == "429":
            self._refuse(429, 20429, {"Retry-After": str(RETRY_AFTER)})
        elif fault == "500":
            self._refuse(500, 20500)
        elif fault.startswith("refused-"):
            self._refuse(400, int(fault.removeprefix("refused-")))
        else:
            return False
        return True

    def _take(self, fields: Mapping[str, str], fault: str) -> None:
        stand_in = self.server.stand_in
        if not E164.fullmatch(fields.get("To", "")):
            self._refuse(400, 21211)
            return
        text = stand_in.accept(fields)
        if fault == "500-after-accepting":
            self._refuse(500, 20500)
        elif fault == "reset-after-accepting":
            self._reset()
        elif fault == "silence-after-accepting":
            stand_in.released.wait()
            self.close_connection = True
        elif fault == "garbled":
            self._write(201, b"<html>", {})
        else:
            self._answer(201, stand_in.shown(text))

    def _reset(self) -> None:
        """Break the connection as a machine does that lost its memory of it."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def _refuse(self, status: int, code: int, headers: Mapping[str, str] | None = None) -> None:
        words = WORDS.get(code, "The request was refused")
        more = f"https://www.twilio.com/docs/errors/{code}"
        self._answer(status, {"code": code, "message": words, "more_info": more, "status": status}, headers)

    def _answer(self, status: int, body: object, headers: Mapping[str, str] | None = None) -> None:
        self._write(status, json.dumps(body).encode(), headers or {})

    def _write(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


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
        _say("Start the product with these settings, then type an answer to the latest text and press Enter:")
        _say(f"TWILIO_API_URL={stand_in.url} TWILIO_ACCOUNT_SID={stand_in.account_sid}")
        _say(f"TWILIO_AUTH_TOKEN={auth_token} TWILIO_FROM={stand_in.sender}")
        for line in sys.stdin:
            if latest:
                reply = stand_in.text_in(arguments.app, line.rstrip("\n"), latest[0])
                _say(f"answered {reply.status_code}: {reply.text}")
            else:
                _say("no text has come yet")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
