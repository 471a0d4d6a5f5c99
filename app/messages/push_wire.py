"""One POST to a push service: to a checked address, within a time limit for all of it, and no byte too many.

The endpoint comes from a browser, so whoever listens there may be slow on purpose or never stop talking.
"""

import http.client
import io
import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult

from app.messages import endpoints

LONGEST_HEAD = 16 * 1024
PIECE = 4096
END = b"\r\n\r\n"
STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})(?: [^\r\n]*)?")


class Unreadable(Exception):
    """What came back is no answer of a web server."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the push service said; ``retry_after`` as it stands in its header."""

    status: int
    retry_after: str = ""

    def wait(self, *, now: datetime) -> int | None:
        """The seconds it asks us to wait, from a number or a date; None when it says nothing readable."""
        if self.retry_after.isascii() and self.retry_after.isdigit():
            return int(self.retry_after)
        try:
            until = parsedate_to_datetime(self.retry_after)
            return max(0, round((until - now).total_seconds()))
        except (TypeError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class Wire:
    """How to reach push services: whom to trust, whether this machine may be one."""

    tls: ssl.SSLContext
    is_own_machine: bool

    def post(self, endpoint: str, body: bytes, *, headers: Mapping[str, str], until: float) -> Heard:
        """Post once; redirects are not followed and the body of the answer is not read.

        ``until`` is the deadline by ``time.monotonic()``; looking up the name alone may take longer.
        Raises endpoints.Unsafe, Unreadable, or OSError (TimeoutError and ssl.SSLError among them).
        """
        place = endpoints.read(endpoint, is_own_machine=self.is_own_machine)
        with self._connected(place, until) as line:
            line.settimeout(_left(until))
            line.sendall(_request(place, body, headers))
            return _heard(_head(line, until))

    def _connected(self, place: SplitResult, deadline: float) -> socket.socket:
        """A connection to the first of the place's allowed addresses that answers."""
        fault: OSError = ConnectionRefusedError()
        for family, address in endpoints.addresses_of(place, is_own_machine=self.is_own_machine):
            line = socket.socket(family, socket.SOCK_STREAM)
            try:
                line.settimeout(_left(deadline))
                line.connect(address)
                if place.scheme == "https":
                    line.settimeout(_left(deadline))
                    return self.tls.wrap_socket(line, server_hostname=place.hostname)
            except OSError as error:
                line.close()
                fault = error
            else:
                return line
        raise fault


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _request(place: SplitResult, body: bytes, headers: Mapping[str, str]) -> bytes:
    target = (place.path or "/") + (f"?{place.query}" if place.query else "")
    fields = {
        "Host": place.netloc,
        **headers,
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    lines = [f"POST {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join(lines).encode("ascii") + END + body


def _head(line: socket.socket, deadline: float) -> bytes:
    """Status and headers of the answer."""
    head = b""
    while END not in head:
        line.settimeout(_left(deadline))
        piece = line.recv(PIECE)
        head += piece
        if not piece or len(head) > LONGEST_HEAD:
            raise Unreadable
    return head


def _heard(head: bytes) -> Heard:
    first, _, rest = head.partition(b"\r\n")
    match = STATUS_LINE.fullmatch(first)
    if match is None:
        raise Unreadable
    try:
        fields = http.client.parse_headers(io.BytesIO(rest))
    except http.client.HTTPException as error:
        raise Unreadable from error
    return Heard(int(match[1]), fields.get("Retry-After", "").strip())
