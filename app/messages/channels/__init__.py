"""What every channel answers, and which one carries what under the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from app.config import Settings
from app.database import Database
from app.messages.message import Message
from app.messages.models import Channel


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a channel needs beside the message; ``callback_url`` is where the provider reports its fate."""

    delivery_id: int
    kind: str
    channel: Channel
    expires_at: datetime
    callback_url: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took the message, and names it so."""

    provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class NotSent:
    """Definitely not sent; it may be tried again, ``retry_after`` seconds from now at the earliest."""

    code: str
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Definitely not sent, and never to be tried again."""

    code: str
    bad_address: bool = False
    opted_out: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can tell whether it was sent, so it is never posted again."""

    code: str


Answer = Accepted | NotSent | Refused | Unknown


class Carrier(Protocol):
    """One adapter to the world outside; used by several threads at once.

    ``is_repeatable`` says that posting the same delivery twice does no harm, because the receiver folds it.
    """

    is_repeatable: bool

    def send(self, message: Message, *, delivery: Envelope, now: datetime) -> Answer:
        """Try once and say what came of it; returns within a minute or two, whatever happens."""
        ...


@dataclass(frozen=True, slots=True)
class Report:
    """What the provider says of a message it took, in its own words; ``created_at`` is when it took it."""

    provider_id: str
    status: str
    code: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The provider could not be asked; ``code`` says why. Nothing is known that was not known before."""

    code: str


@runtime_checkable
class Asked(Protocol):
    """A carrier that can be asked afterwards what became of a message; used by several threads at once."""

    def ask(self, provider_id: str) -> Report | NoAnswer:
        """What became of the message that the provider names so."""
        ...

    def find(self, address: str, *, since: datetime, until: datetime) -> tuple[Report, ...] | NoAnswer:
        """The messages to an address that the provider took in these seconds, both ends included."""
        ...


Carriers = Mapping[Channel, Carrier]


def carriers_of(settings: Settings, database: Database) -> Carriers:
    """Who carries each channel; the letterbox stands in for one that is not set up. Push needs no setting."""
    from app.messages.channels import email, letterbox, push

    box = letterbox.Letterbox(settings, database)
    carriers: dict[Channel, Carrier] = {Channel.SMS: box, Channel.EMAIL: box}
    carriers[Channel.PUSH] = push.Push(settings, database)
    if settings.smtp is not None:
        carriers[Channel.EMAIL] = email.Email(settings.smtp, settings)
    if settings.twilio is not None:
        # The provider's library takes a third of a second to import: only a process that texts pays for it.
        from app.messages.channels import sms

        carriers[Channel.SMS] = sms.Sms(settings.twilio)
    return carriers
