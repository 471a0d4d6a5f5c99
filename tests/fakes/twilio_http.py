"""What the stand-in for Twilio says over HTTP: the Messages resource, its refusals and its faults."""

import base64
import json
import re
import socket
import struct
import sys
from collections.abc import Mapping, Sequence
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

if TYPE_CHECKING:
    from tests.fakes.twilio import Text, TwilioStandIn

API = "/2010-04-01"
E164 = re.compile(r"\+[1-9]\d{7,14}")
RETRY_AFTER = 7
PAGE_SIZE = 50
WORDS = {
    20003: "Authenticate",
    20429: "Too Many Requests",
    20500: "Internal Server Error",
    21211: "Invalid 'To' Phone Number",
    21610: "Attempt to send to unsubscribed recipient",
}


class Server(ThreadingHTTPServer):
    """A server that knows for which stand-in it answers; many may connect at one moment."""

    request_queue_size = 128
    stand_in: "TwilioStandIn"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing when the product did not wait for its answer."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Takes and lists texts, unless a fault is lined up."""

    server: Server

    def log_message(self, *_arguments: object) -> None:
        """Keep the terminal for the texts."""

    def do_POST(self) -> None:
        """A text to be sent."""
        fault = self.server.stand_in.count(is_question=False)
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        fields = {name: values[0] for name, values in parse_qs(sent.decode(), keep_blank_values=True).items()}
        if self._is_ours() and not self._fail_before(fault):
            self._take(fields, fault)

    def do_GET(self) -> None:
        """One text by its id, or the texts that were taken, newest first: of a receiver, of certain days."""
        stand_in = self.server.stand_in
        fault = stand_in.count(is_question=True)
        if not self._is_ours() or self._fail_before(fault):
            return
        sid = self._sid()
        if fault == "stall":
            stand_in.released.wait(stand_in.stall)
        if fault == "garbled":
            self._write(200, b"<html>", {})
        elif sid is None:
            self._list()
        else:
            self._show(sid)

    def _show(self, sid: str) -> None:
        stand_in = self.server.stand_in
        text = next((each for each in list(stand_in.messages) if each.sid == sid), None)
        if text is None:
            self._refuse(404, 20404)
        else:
            self._answer(200, shown(stand_in, text))

    def _list(self) -> None:
        stand_in = self.server.stand_in
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        texts = [each for each in reversed(stand_in.messages) if self._is_wanted(each, query)]
        page, size = int(query.get("Page", 0)), int(query.get("PageSize", PAGE_SIZE))
        shown = texts[page * size : (page + 1) * size]
        after = {**query, "Page": str(page + 1), "PageSize": str(size)}
        more = f"{urlsplit(self.path).path}?{urlencode(after)}" if texts[(page + 1) * size :] else None
        self._answer(200, self._page(shown, page=page, size=size, more=more))

    def _page(self, texts: Sequence["Text"], *, page: int, size: int, more: str | None) -> dict[str, object]:
        stand_in = self.server.stand_in
        start = page * size
        return {
            "messages": [shown(stand_in, text) for text in texts],
            "first_page_uri": urlsplit(self.path).path,
            "next_page_uri": more,
            "previous_page_uri": None,
            "uri": self.path,
            "page": page,
            "page_size": size,
            "start": start,
            "end": start + max(0, len(texts) - 1),
        }

    def _is_wanted(self, text: "Text", query: Mapping[str, str]) -> bool:
        """Whether a text meets the filters; one that was not sent yet has no day it was sent on."""
        if query.get("To", text.to) != text.to or query.get("From", text.sender) != text.sender:
            return False
        sent_at = self.server.stand_in.fate_of(text).sent_at
        day = "" if sent_at is None else sent_at.date().isoformat()
        on, first, last = (query.get(name, "")[:10] for name in ("DateSent", "DateSent>", "DateSent<"))
        if on or first or last:
            return (
                bool(day) and (not on or day == on) and (not first or day >= first) and day <= (last or day)
            )
        return True

    def _sid(self) -> str | None:
        """The id of the text that is asked for; None when it is the list, or a post to it."""
        return urlsplit(self.path).path.removesuffix(".json").partition("/Messages/")[2] or None

    def _is_ours(self) -> bool:
        stand_in = self.server.stand_in
        stand_in.released.wait(stand_in.latency)
        secret = base64.b64encode(f"{stand_in.account_sid}:{stand_in.auth_token}".encode()).decode()
        place = f"{API}/Accounts/{stand_in.account_sid}/Messages"
        if self.headers["Authorization"] != f"Basic {secret}":
            self._refuse(401, 20003)
        elif urlsplit(self.path).path not in (f"{place}.json", f"{place}/{self._sid()}.json"):
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
        if fault == "stall":
            stand_in.released.wait(stand_in.stall)
        elif fault == "callback-before-answer" and text.status_callback is not None:
            place = urlsplit(text.status_callback)
            stand_in.callback(stand_in.app or f"{place.scheme}://{place.netloc}", text, "sent")
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
            self._answer(201, shown(stand_in, text))

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


def shown(stand_in: "TwilioStandIn", text: "Text") -> dict[str, object]:
    """A text in the provider's JSON."""
    at, fate = format_datetime(text.at), stand_in.fate_of(text)
    path = f"{API}/Accounts/{stand_in.account_sid}/Messages/{text.sid}"
    return {
        "account_sid": stand_in.account_sid,
        "api_version": "2010-04-01",
        "body": text.body,
        "date_created": at,
        "date_sent": None if fate.sent_at is None else format_datetime(fate.sent_at),
        "date_updated": at,
        "direction": "outbound-api",
        "error_code": fate.code,
        "error_message": None,
        "from": None if text.service_sid else text.sender,
        "messaging_service_sid": text.service_sid,
        "num_media": "0",
        "num_segments": "0" if text.service_sid else "1",
        "price": None,
        "price_unit": None,
        "sid": text.sid,
        "status": fate.status,
        "subresource_uris": {"media": f"{path}/Media.json"},
        "to": text.to,
        "uri": f"{path}.json",
    }
