"""Where a notification may be posted to: addresses come from browsers, so they could name anything."""

import ipaddress
import re
import socket
from typing import Any
from urllib.parse import SplitResult, urlsplit

from app import config

LONGEST = 1000
HTTPS = 443
NAME = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")
PRINTABLE = re.compile(r"[!-~]+")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
IPV4_BITS = 0xFFFFFFFF

Address = tuple[socket.AddressFamily, tuple[Any, ...]]


class Unsafe(ValueError):
    """No push service of the open network: nothing is posted there."""


def read(endpoint: str, *, is_own_machine: bool) -> SplitResult:
    """The parts of an endpoint: https on its own port, at a name with a dot, without user or fragment.

    While PUBLIC_URL is this machine, one of this machine may stand there too, without TLS. Raises Unsafe.
    """
    if len(endpoint) > LONGEST or not PRINTABLE.fullmatch(endpoint):
        raise Unsafe
    try:
        place = urlsplit(endpoint)
        port, host = place.port, place.hostname or ""
    except ValueError as error:
        raise Unsafe from error
    if "@" in place.netloc or place.fragment:
        raise Unsafe
    if is_own_machine and place.scheme in ("http", "https") and host in config.OWN_HOSTS:
        return place
    is_name = NAME.fullmatch(host) is not None and not host.rpartition(".")[2].isdigit()
    if place.scheme != "https" or port not in (None, HTTPS) or not is_name:
        raise Unsafe
    return place


def addresses_of(place: SplitResult, *, is_own_machine: bool) -> list[Address]:
    """Where a name leads to now, private networks left out unless PUBLIC_URL is this machine.

    Raises Unsafe when nothing is left, and OSError when the name leads nowhere.
    """
    port = place.port or (HTTPS if place.scheme == "https" else 80)
    found = socket.getaddrinfo(place.hostname, port, type=socket.SOCK_STREAM)
    allowed: list[Address] = [
        (each[0], each[4]) for each in found if is_own_machine or is_public(str(each[4][0]))
    ]
    if not allowed:
        raise Unsafe
    return allowed


def is_public(text: str) -> bool:
    """Whether an IP address is one of the open network, also when it only wraps an older one."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & IPV4_BITS)
        return is_public(str(inner)) if inner else address.is_global and not address.is_multicast
    return address.is_global and not address.is_multicast
