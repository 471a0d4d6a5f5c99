"""Reads of the reminders room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select

from app.accounts.models import User
from app.messages.models import Channel, Consent, Delivery, State
from app.reminders.models import InboundText, Meaning, Slot

NUDGE = "nudge"
ECHO = "echo"
WELCOME = "welcome"
ANSWERABLE = timedelta(hours=36)
ASKED = (State.SENDING, State.ACCEPTED, State.SENT, State.DELIVERED, State.UNKNOWN)
MOST_SLOTS = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What her newest reminder asked: the day, and the habits in the order of its numbers."""

    delivery_id: int
    day: date
    habit_ids: tuple[int, ...]


def slots_of(session: Session, user_id: int) -> Sequence[Slot]:
    """Her slots, switched off ones too."""
    return session.exec(
        select(Slot).where(Slot.user_id == user_id).order_by(col(Slot.id)).limit(MOST_SLOTS)
    ).all()


def slot_on(session: Session, user_id: int, *, channel: Channel) -> Slot | None:
    """Her slot on a channel, switched off or not."""
    return session.exec(
        select(Slot).where(Slot.user_id == user_id, Slot.channel == channel).order_by(col(Slot.id)).limit(1)
    ).first()


def slot_of(session: Session, user_id: int, *, slot_id: int) -> Slot | None:
    """Her slot by id; None also when it is somebody else's."""
    return session.exec(select(Slot).where(Slot.id == slot_id, Slot.user_id == user_id)).one_or_none()


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


def _is_due(now: datetime) -> tuple[bool, bool]:
    return col(Slot.is_active).is_(True), col(Slot.next_due_at) <= now  # type: ignore[return-value]


def was_planned(session: Session, key: str) -> bool:
    """Whether a delivery with this key was ever planned."""
    return session.exec(select(Delivery.id).where(Delivery.key == key)).first() is not None


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
        .where(Delivery.user_id == user_id, Delivery.kind == ECHO, col(Delivery.due_at) > since)
    ).one()


def texts_of_stranger_since(session: Session, sender_hash: str, *, since: datetime) -> int:
    """How many texts came from a number that is nobody's here."""
    return session.exec(
        select(func.count())
        .select_from(InboundText)
        .where(InboundText.sender_hash == sender_hash, InboundText.meaning == Meaning.STRANGER)
        .where(col(InboundText.received_at) > since)
    ).one()


def has_opted_out(session: Session, user_id: int, *, phone: str) -> bool:
    """Whether she agreed to texts to this number once and ended it since."""
    newest = session.exec(
        select(Consent)
        .where(Consent.user_id == user_id, Consent.channel == Channel.SMS, Consent.address == phone)
        .order_by(col(Consent.id).desc())
        .limit(1)
    ).first()
    return newest is not None and newest.revoked_at is not None
