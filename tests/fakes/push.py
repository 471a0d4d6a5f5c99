"""A push service and a browser behind it, in one: it checks who posts, and reads what was posted.

It does by RFC 8030, 8291 and 8292 what the real ones do, so it accepts nothing that they would refuse.
"""

import base64
import json
import socket
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

AUTH = b"sixteen secrets!"
LONGEST_BODY = 4096
LONGEST_CLAIM = 24 * 3600


def base64url(raw: bytes) -> str:
    """Without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """What stands in base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser's key pair; ``number`` makes one of its own."""

    number: int = 1

    @property
    def key(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(1000 + self.number, ec.SECP256R1())

    @property
    def keys(self) -> dict[str, str]:
        """What it tells us when it subscribes."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": base64url(point), "auth": base64url(AUTH)}

    def read(self, body: bytes) -> dict[str, Any]:
        """What its service worker is handed."""
        plain = http_ece.decrypt(body, private_key=self.key, auth_secret=AUTH, version="aes128gcm")
        found: dict[str, Any] = json.loads(plain)
        return found


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that was taken: where, with which headers and claims, and what the browser read."""

    path: str
    headers: Mapping[str, str]
    claims: Mapping[str, Any]
    key: str
    payload: Mapping[str, Any]


class PushService:
    """Listens on this machine; use it in a ``with`` statement.

    ``faults`` are lined up for the next posts: a status, "date" (429 with a date to wait for), "redirect",
    "stall" (says nothing), "drip" (never comes to an end), "garbled", "reset" or "huge" (its head), "meet"
    (410 as soon as ``together`` so many posts are there). ``faults_of`` are those of one browser each.
    """

    def __init__(self) -> None:
        self.browser = Browser()
        self.messages: list[Posted] = []
        self.paths: list[str] = []
        self.faults: deque[int | str] = deque()
        self.faults_of: dict[str, int | str] = {}
        self.together = threading.Barrier(1)
        self.released = threading.Event()
        self.server = _Server(("127.0.0.1", 0), _Handler)
        self.server.service = self
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def origin(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def endpoint(self, name: str = "one") -> str:
        """Where one browser listens."""
        return f"{self.origin}/push/{name}"

    def __enter__(self) -> "PushService":
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.released.set()
        self.together.abort()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class _Server(ThreadingHTTPServer):
    service: PushService


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """A message for a browser."""
        service = self.server.service
        body = self.rfile.read(int(self.headers["Content-Length"]))
        service.paths.append(self.path)
        fault = service.faults_of.get(self.path.rpartition("/")[2], 201)
        fault = service.faults.popleft() if service.faults else fault
        if isinstance(fault, int):
            self._say(fault if fault != 201 else self._take(body))
        else:
            getattr(self, f"_{fault}")()

    def _take(self, body: bytes) -> int:
        """The status of a message that may be one."""
        if len(body) > LONGEST_BODY:
            return 413
        if not self.headers["TTL"].isdigit() or self.headers["Content-Encoding"] != "aes128gcm":
            return 400
        key, claims = self._claims()
        if claims is None or claims["aud"] != self.server.service.origin or "sub" not in claims:
            return 403
        service = self.server.service
        payload = service.browser.read(body)
        service.messages.append(Posted(self.path, dict(self.headers.items()), claims, key, payload))
        return 201

    def _claims(self) -> tuple[str, dict[str, Any] | None]:
        """Whose key signed, and what; no claims when the signature does not fit."""
        scheme, _, rest = self.headers["Authorization"].partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        signed, _, signature = parts["t"].rpartition(".")
        raw = bytes_of(signature)
        der = utils.encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(parts["k"]))
        point.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
        header, claims = (json.loads(bytes_of(part)) for part in signed.split("."))
        is_good = scheme == "vapid" and header["alg"] == "ES256"
        return parts["k"], claims if is_good else None

    def _say(self, status: int, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        more = {"Retry-After": "120"} if status in (429, 503) else {}
        location = {"Location": f"{self.server.service.origin}/message/1"} if status == 201 else {}
        for name, value in {**more, **location, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _date(self) -> None:
        self._say(429, {"Retry-After": "Mon, 02 Mar 2026 12:05:00 GMT"})

    def _redirect(self) -> None:
        self._say(307, {"Location": f"{self.server.service.origin}/elsewhere"})

    def _stall(self) -> None:
        self.server.service.released.wait()

    def _meet(self) -> None:
        self.server.service.together.wait()
        self._say(410)

    def _drip(self) -> None:
        """One byte now and then: each one keeps a simple time-out from ending."""
        try:
            while not self.server.service.released.wait(0.02):
                self.connection.sendall(b"H")
        except OSError:
            self.close_connection = True

    def _garbled(self) -> None:
        self.wfile.write(b"<html>\r\n\r\n")

    def _huge(self) -> None:
        try:
            self.wfile.write(
                b"HTTP/1.1 201 Created\r\n" + 90 * (b"X-More: " + b"x" * 400 + b"\r\n") + b"\r\n"
            )
        except OSError:
            self.close_connection = True

    def _reset(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)
