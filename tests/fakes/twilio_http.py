"""What the stand-in for Twilio says over HTTP: the Messages resource, its refusals and its faults."""

import base64
import json
import re
import socket
import struct
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from tests.fakes.twilio import TwilioStandIn

API = "/2010-04-01"
E164 = re.compile(r"\+[1-9]\d{7,14}")
RETRY_AFTER = 7
WORDS = {
    20003: "Authenticate",
    20429: "Too Many Requests",
    20500: "Internal Server Error",
    21211: "Invalid 'To' Phone Number",
    21610: "Attempt to send to unsubscribed recipient",
}


class Server(ThreadingHTTPServer):
    """A server that knows for which stand-in it answers."""

    stand_in: "TwilioStandIn"


class Handler(BaseHTTPRequestHandler):
    """Takes and lists texts, unless a fault is lined up."""

    server: Server

    def log_message(self, *_arguments: object) -> None:
        """Keep the terminal for the texts."""

    def do_POST(self) -> None:
        """A text to be sent."""
        stand_in = self.server.stand_in
        stand_in.requests += 1
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        fields = {name: values[0] for name, values in parse_qs(sent.decode(), keep_blank_values=True).items()}
        fault = stand_in.faults.popleft() if stand_in.faults else ""
        if self._is_ours() and not self._fail_before(fault):
            self._take(fields, fault)

    def do_GET(self) -> None:
        """The texts that were taken, newest first; ``To`` picks one receiver's."""
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
