"""Rows of the messages room: deliveries and what befell them, letters kept on this machine, consents."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app import database


class Channel(StrEnum):
    """A way a message can take. A channel nobody set up is carried to the letterbox instead."""

    SMS = "sms"
    EMAIL = "email"
    PUSH = "push"


class State(StrEnum):
    """Where a delivery stands; docs/reminders.md draws the way between them."""

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    LOST = "lost"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"


class Delivery(SQLModel, table=True):
    """One message to one person on one channel, from the moment it was planned to its last known state.

    ``key`` is unique and says what the message is for, so that planning twice plans once; a reminder's is
    made of slot, local date and channel. ``payload`` holds what the kind needs to write the text at sending
    time and to understand the answer (ids and a day, never words of hers). ``callback_hash`` is the hash of
    the secret in the status callback's path. ``address`` is filled when the message is about to be posted.
    ``next_check_at`` is when the provider is asked what became of it, ``checks`` how often it was.
    ``is_astray`` holds from the moment it is known not to have reached her until its kind was told so.
    """

    __table_args__ = (
        sa.Index(
            "ix_delivery_queued",
            "next_attempt_at",
            sqlite_where=sa.text("state = 'queued'"),
            postgresql_where=sa.text("state = 'queued'"),
        ),
        sa.Index(
            "ix_delivery_sending",
            "lease_until",
            sqlite_where=sa.text("state = 'sending'"),
            postgresql_where=sa.text("state = 'sending'"),
        ),
        sa.Index(
            "ix_delivery_checked",
            "next_check_at",
            sqlite_where=sa.text("next_check_at IS NOT NULL"),
            postgresql_where=sa.text("next_check_at IS NOT NULL"),
        ),
        sa.Index(
            "ix_delivery_astray",
            "id",
            sqlite_where=sa.text("is_astray"),
            postgresql_where=sa.text("is_astray"),
        ),
        sa.Index("ix_delivery_user_id_kind_due_at", "user_id", "kind", "due_at"),
        sa.Index("ix_delivery_due_at", "due_at"),
        sa.Index(
            "ix_delivery_texts",
            "posting_at",
            "kind",
            "channel",
            sqlite_where=sa.text("channel = 'sms'"),
            postgresql_where=sa.text("channel = 'sms'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=120)
    user_id: int | None = Field(default=None, foreign_key="user.id", ondelete="CASCADE")
    kind: str = Field(max_length=32)
    channel: Channel = Field(sa_type=database.enum_of(Channel))
    slot_id: int | None = None
    local_date: date | None = None
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    state: State = Field(default=State.QUEUED, sa_type=database.enum_of(State))
    reason: str | None = Field(default=None, max_length=32)
    created_at: datetime
    due_at: datetime
    expires_at: datetime
    next_attempt_at: datetime
    attempts: int = 0
    claim_token: str | None = Field(default=None, max_length=36)
    lease_until: datetime | None = None
    posting_at: datetime | None = None
    callback_hash: str | None = Field(default=None, max_length=64, unique=True)
    address: str | None = Field(default=None, max_length=320)
    provider_id: str | None = Field(default=None, max_length=64, unique=True)
    error_code: str | None = Field(default=None, max_length=32)
    accepted_at: datetime | None = None
    finished_at: datetime | None = None
    next_check_at: datetime | None = None
    checks: int = Field(default=0, sa_column_kwargs={"server_default": sa.text("0")})
    is_astray: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class DeliveryEvent(SQLModel, table=True):
    """One thing that befell a delivery; rows are only ever added."""

    __tablename__ = "delivery_event"

    id: int | None = Field(default=None, primary_key=True)
    delivery_id: int = Field(foreign_key="delivery.id", ondelete="CASCADE", index=True)
    at: datetime
    source: str = Field(max_length=16)
    state: State = Field(sa_type=database.enum_of(State))
    error_code: str | None = Field(default=None, max_length=32)


class Letter(SQLModel, table=True):
    """A message that this machine kept because no mail server or text provider is set."""

    id: int | None = Field(default=None, primary_key=True)
    delivery_id: int = Field(foreign_key="delivery.id", ondelete="CASCADE", unique=True)
    at: datetime
    channel: Channel = Field(sa_type=database.enum_of(Channel))
    address: str = Field(max_length=320)
    subject: str = Field(default="", max_length=200)
    text: str
    html: str = ""


class Consent(SQLModel, table=True):
    """What a person agreed to, in the exact words, and how and when it ended; rows are only ever added
    to, and ended once."""

    __table_args__ = (sa.Index("ix_consent_user_id_channel", "user_id", "channel"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE")
    channel: Channel = Field(sa_type=database.enum_of(Channel))
    address: str = Field(max_length=320)
    words: str
    words_version: str = Field(max_length=16)
    source: str = Field(max_length=32)
    proved_by: str = Field(max_length=32)
    given_at: datetime
    revoked_at: datetime | None = None
    revoked_by: str | None = Field(default=None, max_length=32)
    revoked_words: str | None = Field(default=None, max_length=200)


class PushSubscription(SQLModel, table=True):
    """A browser of hers that takes notifications: where its push service listens, and its keys (base64url).

    ``device`` is what she may know it by, such as "Firefox on Android".
    """

    __tablename__ = "push_subscription"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    endpoint: str = Field(max_length=1000, unique=True)
    p256dh: str = Field(max_length=120)
    auth: str = Field(max_length=40)
    device: str = Field(default="", max_length=80)
    created_at: datetime


class Fault(StrEnum):
    """Why messages to an address are not tried any more."""

    BAD_ADDRESS = "bad_address"
    UNREACHABLE = "unreachable"


class AddressFault(SQLModel, table=True):
    """An address of hers that does not work; messages go another way until ``ended_at``."""

    __tablename__ = "address_fault"
    __table_args__ = (sa.Index("ix_address_fault_user_id_channel", "user_id", "channel"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE")
    channel: Channel = Field(sa_type=database.enum_of(Channel))
    address: str = Field(max_length=320)
    fault: Fault = Field(sa_type=database.enum_of(Fault))
    since: datetime
    ended_at: datetime | None = None


class Breaker(SQLModel, table=True):
    """A channel that stands still because the provider refuses our account; one try at ``retry_at``.

    Such a row exists only while it does.
    """

    channel: Channel = Field(primary_key=True, sa_type=database.enum_of(Channel))
    code: str = Field(max_length=32)
    opened_at: datetime
    retry_at: datetime
