"""What a kind of message writes at the moment of sending: the message, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from sqlmodel import Session

from app.messages.models import Delivery


class Reason(StrEnum):
    """Why a message was not sent, or why its address can no longer be used."""

    DONE = "done"
    ASIDE = "aside"
    OPTED_OUT = "opted_out"
    QUIET = "quiet"
    CAP = "cap"
    MERGED = "merged"
    SNOOZED = "snoozed"
    PAUSED = "paused"
    OFF = "off"
    BAD_ADDRESS = "bad_address"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready to be sent. A text uses ``text`` alone; ``headers`` and ``message_id`` are an email's.

    Without ``message_id`` an email bears one made of the delivery, the same at every attempt. ``links`` are a
    notification's addresses by name: ``open``, and those of its buttons, which are posted to. ``labels`` are
    what its buttons say, by the same names, and under ``unsent`` what is said when such a post is lost.
    """

    address: str
    subject: str
    text: str
    html: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    message_id: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Withheld:
    """The message is not sent, now or later."""

    reason: Reason


class Kind(Protocol):
    """One kind of message, registered by the room that plans it."""

    def prepare(self, session: Session, delivery: Delivery, *, now: datetime) -> Message | Withheld:
        """Check once more whether it may be sent, and write it.

        Runs at sending time in a writing session that the caller commits before anything is sent, so a
        secret made here is never stored. A repeated attempt asks again: the answer may have changed.
        """
        ...

    def gone_astray(self, session: Session, delivery: Delivery, *, now: datetime) -> None:
        """Be told, once, that the message is known not to have reached her; may plan another way for it.

        Runs in a writing session that the caller commits.
        """
        ...


class OneWay:
    """A kind of message that has no other way when it did not arrive."""

    def gone_astray(self, _session: Session, _delivery: Delivery, *, now: datetime) -> None:
        """Leave it at that."""


Kinds = Mapping[str, Kind]
