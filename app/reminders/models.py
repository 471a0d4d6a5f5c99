"""Rows of the reminders room: the times she chose, and the texts she sent back."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app import database
from app.messages.models import Channel

EVERY_WEEKDAY = "0123456"
QUIET_FROM = time(21)
QUIET_TO = time(8)


class Purpose(StrEnum):
    """What a slot is for."""

    DAY = "day"
    EVENING = "evening"
    PLANTS = "plants"
    MONTH = "month"


class Meaning(StrEnum):
    """What a text of hers was understood to be."""

    RECORD = "record"
    UNDO = "undo"
    STATUS = "status"
    WEEK = "week"
    MONTH = "month"
    PLANTS = "plants"
    STREAK = "streak"
    SUMMARY = "summary"
    ABOUT = "about"
    LATER = "later"
    PAUSE = "pause"
    RESUME = "resume"
    REMIND = "remind"
    REMIND_OFF = "remind_off"
    DISCREET = "discreet"
    NOTES = "notes"
    WEB = "web"
    JOIN = "join"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"
    NOTHING = "nothing"
    UNCLEAR = "unclear"
    STRANGER = "stranger"
    WHOSE = "whose"
    WRONG_NUMBER = "wrong_number"


class Slot(SQLModel, table=True):
    """A time of day on her wall clock, on certain weekdays (digits, Monday 0), and the ways it takes.

    ``channel`` is the first way, ``also`` are the others. ``habit_ids`` are those it asks about (None: all).
    After ``again_after`` minutes it asks once more for what is still open. A ``MONTH`` slot falls on the 1st.
    ``next_day`` and ``next_due_at`` are its next occurrence, the local date that names it and the instant,
    found with the time zones of ``tz_version``. ``fault`` says why it cannot be planned, until it is mended.
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
    also: list[str] | None = Field(default=None, sa_type=sa.JSON)
    purpose: Purpose = Field(
        default=Purpose.DAY,
        sa_type=database.enum_of(Purpose),
        sa_column_kwargs={"server_default": Purpose.DAY.value},
    )
    at: time
    weekdays: str = Field(default=EVERY_WEEKDAY, max_length=7)
    habit_ids: list[int] | None = Field(default=None, sa_type=sa.JSON)
    again_after: int | None = None
    is_active: bool = True
    next_day: date
    next_due_at: datetime
    tz_version: str = Field(default="", max_length=16, sa_column_kwargs={"server_default": sa.text("''")})
    fault: str | None = Field(default=None, max_length=32)
    created_at: datetime

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Every way it takes, the first one first."""
        return (self.channel, *map(Channel, self.also or ()))


class Wishes(SQLModel, table=True):
    """How one person wants to be reminded: when never, not until when, and of which habits no longer.

    Quiet hours are on her wall clock. ``paused_until`` is the first day on which reminders come again.
    ``unasked`` are habits that run by themselves; ``asked_still`` those of which she said so
    not to, by id, with the day (ISO) on which she did. ``is_discreet``: messages name no habit;
    ``takes_notes``: what she texts beside an answer is kept as the day's note.
    """

    user_id: int = Field(primary_key=True, foreign_key="user.id", ondelete="CASCADE")
    quiet_from: time = Field(default=QUIET_FROM)
    quiet_to: time = Field(default=QUIET_TO)
    paused_until: date | None = None
    snoozed_until: datetime | None = None
    unasked: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    asked_still: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    is_discreet: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    takes_notes: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class Ender(StrEnum):
    """Who or what ended it with a care partner.

    Time ends an invitation without an answer; one that did not arrive is put away as undelivered.
    """

    PERSON = "person"
    PARTNER = "partner"
    TIME = "time"
    UNDELIVERED = "undelivered"


class CarePartner(SQLModel, table=True):
    """Somebody whom she asked to be told, by email, when nothing was recorded for some days.

    It begins when both agreed: the partner (``accepted_at``) and she again (``confirmed_at``). From then on
    ``next_check_at`` says when it is looked at; before the answer, when the invitation runs out. Either ends
    it (``ended_at``, ``ended_by`` as in Ender).
    """

    __tablename__ = "care_partner"
    __table_args__ = (
        sa.Index(
            "ix_care_partner_next_check_at",
            "next_check_at",
            sqlite_where=sa.text("next_check_at IS NOT NULL"),
            postgresql_where=sa.text("next_check_at IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    name: str = Field(max_length=80)
    email: str = Field(max_length=254)
    silent_days: int
    invited_at: datetime
    accepted_at: datetime | None = None
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = Field(default=None, max_length=16)
    next_check_at: datetime | None = None


class InboundText(SQLModel, table=True):
    """What she answered, by text or by email, once: its id is unique, so that a repetition does nothing.

    The id is the provider's, or made of the mail's Message-ID. ``delivery_id`` is the reminder it answers,
    ``batch`` what it recorded: the batch of its changes, and the parent of the ids of its edits; None when it
    changed nothing. ``is_undone``: it was taken back, but for what had been changed since. A stranger's words
    are not kept, and of number or address only a keyed hash.
    """

    __tablename__ = "inbound_text"
    __table_args__ = (
        sa.Index("ix_inbound_text_sender_hash_received_at", "sender_hash", "received_at"),
        sa.Index("ix_inbound_text_user_id_received_at", "user_id", "received_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    message_sid: str = Field(unique=True, max_length=64)
    channel: Channel = Field(
        default=Channel.SMS,
        sa_type=database.enum_of(Channel),
        sa_column_kwargs={"server_default": Channel.SMS.value},
    )
    user_id: int | None = Field(default=None, foreign_key="user.id", ondelete="CASCADE")
    sender_hash: str = Field(max_length=64)
    body: str = Field(default="", max_length=1600)
    received_at: datetime = Field(index=True)
    meaning: Meaning = Field(sa_type=database.enum_of(Meaning))
    delivery_id: int | None = Field(default=None, foreign_key="delivery.id", ondelete="SET NULL", index=True)
    batch: str | None = Field(default=None, max_length=36)
    is_undone: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class WaitingText(SQLModel, table=True):
    """A text that came in and was not read yet; it goes when it was, its number with it.

    ``tries`` counts how often reading it went wrong: after three it waits for nobody.
    """

    __tablename__ = "waiting_text"

    id: int | None = Field(default=None, primary_key=True)
    message_sid: str = Field(unique=True, max_length=64)
    sender: str = Field(max_length=16, index=True)
    body: str = Field(max_length=1600)
    received_at: datetime
    tries: int = 0


class Joining(SQLModel, table=True):
    """Somebody who is beginning by text: how far the talk has come, and what was said so far.

    Of the number only a keyed hash is kept; the account is opened with the number of the text that ends it.
    """

    id: int | None = Field(default=None, primary_key=True)
    sender_hash: str = Field(max_length=64, unique=True)
    step: str = Field(max_length=16)
    country: str = Field(default="", max_length=2)
    zone: str = Field(default="", max_length=64)
    agreed_words: str = Field(default="", max_length=320)
    agreed_at: datetime | None = None
    began_at: datetime
    changed_at: datetime = Field(index=True)


class ReleasedNumber(SQLModel, table=True):
    """A number that is hers no longer until she proves it again: why, and how it ended ("123").

    Of the number only a keyed hash is kept.
    """

    __tablename__ = "released_number"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    number_hash: str = Field(max_length=64, index=True)
    ending: str = Field(max_length=4)
    reason: str = Field(max_length=16)
    released_at: datetime
