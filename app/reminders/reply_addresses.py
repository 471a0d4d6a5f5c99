"""The signed address that a reminder by email is answered to: it says which reminder of whom it is.

"bonny@answers.example.org" becomes "bonny+<29 letters and digits>@answers.example.org": two ids of 32 bits
and 80 bits of an HMAC in base32 (RFC 4648), in small letters. Programs may change the case of an address.
"""

import base64
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from app.accounts import secrets
from app.config import Settings
from app.messages.models import Delivery

PURPOSE = "mail-answer"
IDS = struct.Struct(">II")
MAC_BYTES = 10
LENGTH = 29
PADDING = "==="
ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyz234567")


@dataclass(frozen=True, slots=True)
class Address:
    """Which reminder of whom is answered."""

    user_id: int
    delivery_id: int


def token_of(key: str, address: Address) -> str:
    """What stands behind the plus sign."""
    ids = IDS.pack(address.delivery_id, address.user_id)
    mac = bytes.fromhex(secrets.keyed_hash(key, PURPOSE, address.delivery_id, address.user_id))[:MAC_BYTES]
    return base64.b32encode(ids + mac).decode().rstrip("=").lower()


def written(settings: Settings, address: Address) -> str | None:
    """The whole address; None where no answers by email are taken."""
    if settings.mail_answers_to is None:
        return None
    local, _, domain = settings.mail_answers_to.rpartition("@")
    return f"{local}+{token_of(settings.secret_key, address)}@{domain}"


def headers_for(settings: Settings, delivery: Delivery) -> tuple[tuple[str, str], ...]:
    """What lets a mail program write the answer to a reminder there; nothing where none are taken."""
    to = written(settings, Address(delivery.user_id or 0, delivery.id or 0))
    return (("Reply-To", to),) if to else ()


def read(key: str, recipients: Iterable[str]) -> Address | None:
    """What the first of our signed addresses among these says; None when there is none.

    The domain does not matter: a service may have forwarded it to one of its own.
    """
    found = (_read(key, each.rpartition("@")[0].partition("+")[2].lower()) for each in recipients)
    return next((address for address in found if address is not None), None)


def _read(key: str, token: str) -> Address | None:
    if len(token) != LENGTH or not ALPHABET.issuperset(token):
        return None
    delivery_id, user_id = IDS.unpack_from(base64.b32decode(token.upper() + PADDING))
    address = Address(user_id, delivery_id)
    return address if secrets.is_same(token, token_of(key, address)) else None
