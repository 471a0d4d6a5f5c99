"""Rows of the reminders room: the times she chose, and the texts she sent back."""

from datetime import date, datetime, time
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app import database
from app.messages.models import Channel

EVERY_WEEKDAY = "0123456"


class Meaning(StrEnum):
    """What a text of hers was understood to be."""

    RECORD = "record"
    UNDO = "undo"
    STATUS = "status"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"
    NOTHING = "nothing"
    UNCLEAR = "unclear"
    STRANGER = "stranger"


class Slot(SQLModel, table=True):
    """A time of day on her wall clock, on certain weekdays (digits, Monday 0), and one channel.

    ``next_day`` and ``next_due_at`` are its next occurrence: the local date that names it, and the instant.
    """

    __table_args__ = (
        sa.Index("ix_slot_user_id_channel", "user_id", "channel"),
        sa.Index(
            "ix_slot_next_due_at_active",
            "next_due_at",
            sqlite_where=sa.text("is_active"),
            postgresql_where=sa.text("is_active"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE")
    channel: Channel = Field(sa_type=database.enum_of(Channel))
    at: time
    weekdays: str = Field(default=EVERY_WEEKDAY, max_length=7)
    is_active: bool = True
    next_day: date
    next_due_at: datetime
    created_at: datetime


class InboundText(SQLModel, table=True):
    """A text that came in, once: the provider's id is unique, so that its retry does nothing twice.

    ``delivery_id`` is the reminder it answers, ``batch`` what it recorded. A stranger's words are not kept,
    and of the number only a keyed hash.
    """

    __tablename__ = "inbound_text"
    __table_args__ = (sa.Index("ix_inbound_text_sender_hash_received_at", "sender_hash", "received_at"),)

    id: int | None = Field(default=None, primary_key=True)
    message_sid: str = Field(unique=True, max_length=64)
    user_id: int | None = Field(default=None, foreign_key="user.id", ondelete="CASCADE", index=True)
    sender_hash: str = Field(max_length=64)
    body: str = Field(default="", max_length=1600)
    received_at: datetime = Field(index=True)
    meaning: Meaning = Field(sa_type=database.enum_of(Meaning))
    delivery_id: int | None = Field(default=None, foreign_key="delivery.id", ondelete="SET NULL", index=True)
    batch: str | None = Field(default=None, max_length=36)
