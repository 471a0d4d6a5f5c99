"""Reads of the reminders room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.accounts.models import User
from app.messages.models import Channel, Consent, Delivery, State
from app.reminders.models import InboundText, Meaning, Slot

NUDGE = "nudge"
ECHO = "echo"
# The report room writes this one: it makes the link and its code when the message is sent.
SUMMARY_LINK = "summary_link"
# So it does with this one, of a visit that is tomorrow.
VISIT = "visit"
ECHOES = (ECHO, SUMMARY_LINK)
WELCOME = "welcome"
PLANTS = "plants"
MONTH = "month"
TRIAL = "trial"
FAULT = "fault"
WEB_LINK = "web_link"
RELEASED = "released"
TIMED = (NUDGE, PLANTS, MONTH)
ANSWERABLE = timedelta(hours=36)
# No reminder is live for longer; of the month's letter alone it is two days.
LONGEST_LIFE = timedelta(days=2)
ASKED = (State.SENDING, State.ACCEPTED, State.SENT, State.DELIVERED, State.UNKNOWN)
MOST_SLOTS = 20
MOST_ECHOES = 200
# The words of help that the provider answers itself, when they are all of the text.
PROVIDERS_HELP = frozenset(["help", "info"])


@dataclass(frozen=True, slots=True)
class Asked:
    """What her newest reminder asked: the day, and the habits in the order of its numbers."""

    delivery_id: int
    day: date
    habit_ids: tuple[int, ...]


def slots_of(session: Session, user_id: int) -> Sequence[Slot]:
    """Her slots by the time of day, switched off ones too."""
    return session.exec(
        select(Slot).where(Slot.user_id == user_id).order_by(col(Slot.at), col(Slot.id)).limit(MOST_SLOTS)
    ).all()


def slot_of(session: Session, user_id: int, *, slot_id: int) -> Slot | None:
    """Her slot by id; None also when it is somebody else's."""
    return session.exec(select(Slot).where(Slot.id == slot_id, Slot.user_id == user_id)).one_or_none()


def slot_for_change(session: Session, user_id: int, *, slot_id: int) -> Slot | None:
    """The same, as it is now and locked: the planner moves slots on without asking for the person."""
    return session.exec(
        select(Slot)
        .where(Slot.id == slot_id, Slot.user_id == user_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def slots_for_change(session: Session, user_id: int) -> Sequence[Slot]:
    """Her slots, as they are now and locked."""
    return session.exec(
        select(Slot)
        .where(Slot.user_id == user_id)
        .order_by(col(Slot.id))
        .limit(MOST_SLOTS)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def has_due_slot(session: Session, *, now: datetime) -> bool:
    """Whether any reminder waits to be planned; one look at an index."""
    return session.exec(select(Slot.id).where(*_is_due(now)).limit(1)).first() is not None


def take_due_slots(session: Session, *, now: datetime, limit: int) -> Sequence[tuple[Slot, User]]:
    """The slots that are due, the longest due first, locked; those another planner holds are skipped."""
    return session.exec(
        select(Slot, User)
        .join(User, col(User.id) == col(Slot.user_id))
        .where(*_is_due(now))
        .order_by(col(Slot.next_due_at), col(Slot.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Slot)
    ).all()


def _is_due(now: datetime) -> tuple[Any, ...]:
    return (
        # Word for word the condition of the index, or SQLite would look at every slot.
        sa.literal_column("slot.is_active"),
        col(Slot.next_due_at) <= now,
        col(Slot.fault).is_(None),
    )


def take_slots_of_other_zones(
    session: Session, *, tz_version: str, after: int, limit: int
) -> Sequence[tuple[Slot, User]]:
    """Active slots with a larger id whose next occurrence was found with other time zones, locked."""
    return session.exec(
        select(Slot, User)
        .join(User, col(User.id) == col(Slot.user_id))
        .where(col(Slot.is_active).is_(True), Slot.tz_version != tz_version, col(Slot.id) > after)
        .order_by(col(Slot.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Slot)
    ).all()


def was_planned(session: Session, slot: Slot, *, kind: str, day: date) -> bool:
    """Whether the slot's reminder of a local date was ever planned, whichever way it took."""
    found = session.exec(
        select(Delivery.id)
        .where(Delivery.user_id == slot.user_id, Delivery.kind == kind)
        .where(Delivery.slot_id == slot.id, Delivery.local_date == day)
        .limit(1)
    )
    return found.first() is not None


def asked_by_text(session: Session, user_id: int, *, now: datetime) -> Asked | None:
    """What her newest reminder by text asked, unless it is 36 hours old; an answer belongs to its day.

    One that was withheld, refused or came too late never reached her, so it asked nothing.
    """
    delivery = session.exec(
        select(Delivery)
        .where(Delivery.user_id == user_id, Delivery.kind == NUDGE, Delivery.channel == Channel.SMS)
        .where(col(Delivery.state).in_(ASKED), col(Delivery.posting_at).is_not(None))
        .where(col(Delivery.due_at) > now - ANSWERABLE, col(Delivery.due_at) <= now)
        .order_by(col(Delivery.due_at).desc(), col(Delivery.id).desc())
        .limit(1)
    ).first()
    if delivery is None:
        return None
    day = date.fromisoformat(delivery.payload["day"])
    return Asked(delivery.id or 0, day, tuple(delivery.payload.get("habits", ())))


def echoes_since(session: Session, user_id: int, *, since: datetime) -> int:
    """How many of her texts were answered."""
    return session.exec(
        select(func.count())
        .select_from(Delivery)
        .where(Delivery.user_id == user_id, col(Delivery.kind).in_(ECHOES))
        .where(col(Delivery.due_at) > since)
    ).one()


def was_told(session: Session, user_id: int, *, told: str, since: datetime) -> bool:
    """Whether an answer of ours since then said just this; see ``told.Told``."""
    payloads = session.exec(
        select(Delivery.payload)
        .where(Delivery.user_id == user_id, Delivery.kind == ECHO, col(Delivery.due_at) > since)
        .order_by(col(Delivery.due_at).desc())
        .limit(MOST_ECHOES)
    )
    return any(payload.get("told") == told for payload in payloads)


def trials_since(session: Session, user_id: int, *, since: datetime) -> int:
    """How many tests she asked for."""
    return session.exec(
        select(func.count())
        .select_from(Delivery)
        .where(Delivery.user_id == user_id, Delivery.kind == TRIAL, col(Delivery.due_at) > since)
    ).one()


def planned_since(session: Session, user_id: int, *, kind: str, since: datetime) -> int:
    """How many messages of a kind were planned for her."""
    return session.exec(
        select(func.count())
        .select_from(Delivery)
        .where(Delivery.user_id == user_id, Delivery.kind == kind, col(Delivery.due_at) > since)
    ).one()


def texts_of_stranger_since(session: Session, sender_hash: str, *, since: datetime) -> int:
    """How many texts came from a number that is nobody's here."""
    return session.exec(
        select(func.count())
        .select_from(InboundText)
        .where(InboundText.sender_hash == sender_hash, InboundText.meaning == Meaning.STRANGER)
        .where(col(InboundText.received_at) > since)
    ).one()


def said_wrong_since(session: Session, sender_hash: str, *, since: datetime) -> bool:
    """Whether a text from this number said that its phone is not theirs whom we write to."""
    found = session.exec(
        select(InboundText.id)
        .where(InboundText.sender_hash == sender_hash, InboundText.meaning == Meaning.WRONG_NUMBER)
        .where(col(InboundText.received_at) > since)
        .limit(1)
    )
    return found.first() is not None


def consent_to_texts(session: Session, user_id: int, *, phone: str) -> Consent | None:
    """What she agreed to last for this number, ended or not."""
    return session.exec(
        select(Consent)
        .where(Consent.user_id == user_id, Consent.channel == Channel.SMS, Consent.address == phone)
        .order_by(col(Consent.id).desc())
        .limit(1)
    ).first()


def has_opted_out(session: Session, user_id: int, *, phone: str) -> bool:
    """Whether she agreed to texts to this number once and ended it since."""
    newest = consent_to_texts(session, user_id, phone=phone)
    return newest is not None and newest.revoked_at is not None


def posted(session: Session, beside: Delivery, *, kinds: Sequence[str], now: datetime) -> Sequence[Delivery]:
    """Her other reminders of these kinds that left on this channel within the last two days, newest first."""
    return session.exec(
        select(Delivery)
        .where(Delivery.user_id == beside.user_id, col(Delivery.kind).in_(kinds))
        .where(Delivery.channel == beside.channel, Delivery.id != beside.id)
        .where(col(Delivery.due_at) > now - LONGEST_LIFE, col(Delivery.posting_at).is_not(None))
        .where(col(Delivery.state).not_in((State.QUEUED, State.FAILED)))
        .order_by(col(Delivery.posting_at).desc())
        .limit(MOST_SLOTS)
    ).all()


def others_waiting(session: Session, of: Delivery, *, now: datetime) -> list[Delivery]:
    """Her other reminders of this kind, way and day that are live and not on their way, locked."""
    found = session.exec(
        select(Delivery)
        .where(Delivery.user_id == of.user_id, Delivery.kind == of.kind, Delivery.channel == of.channel)
        .where(col(Delivery.state).in_((State.QUEUED, State.SENDING)), col(Delivery.posting_at).is_(None))
        .where(col(Delivery.due_at) <= now, col(Delivery.due_at) > now - LONGEST_LIFE)
        .where(col(Delivery.expires_at) > now, Delivery.id != of.id)
        .order_by(col(Delivery.id))
        .limit(MOST_SLOTS)
        .with_for_update(skip_locked=True)
    )
    return [each for each in found if each.payload.get("day") == of.payload.get("day")]


def of_occurrence(session: Session, of: Delivery) -> Sequence[Delivery]:
    """The deliveries of the same slot and local date, by whatever way."""
    return session.exec(
        select(Delivery)
        .where(Delivery.user_id == of.user_id, Delivery.kind == of.kind)
        .where(Delivery.slot_id == of.slot_id, Delivery.local_date == of.local_date, Delivery.id != of.id)
        .limit(MOST_SLOTS)
    ).all()


def delivery_of(session: Session, user_id: int, *, delivery_id: int) -> Delivery | None:
    """A reminder of hers by id; None also when it is somebody else's."""
    return session.exec(
        select(Delivery)
        .where(Delivery.id == delivery_id, Delivery.user_id == user_id)
        .where(col(Delivery.kind).in_(TIMED))
    ).one_or_none()
