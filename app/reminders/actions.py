"""Writes of the reminders room: her times, and what is forgotten later. Callers commit."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts import actions as accounts
from app.accounts.models import User
from app.messages import consent, outbox
from app.messages.models import Channel
from app.reminders import queries
from app.reminders.models import EVERY_WEEKDAY, InboundText, Slot
from app.rules import schedule
from app.rules.schedule import Occurrence

WELCOME_LASTS = timedelta(hours=1)


class NoAddress(LookupError):
    """She has no address on this channel."""


class NeedsConsent(ValueError):
    """Texts to her number need her consent first."""


def nudge_key(slot: Slot, occurrence: Occurrence) -> str:
    """What makes a reminder the same one: person, slot, local date and channel, never the instant."""
    return f"nudge/{slot.user_id}/{slot.id}/{occurrence.day.isoformat()}/{slot.channel.value}"


def weekdays_of(slot: Slot) -> frozenset[int]:
    """The weekdays of a slot, Monday 0."""
    return frozenset(map(int, slot.weekdays))


def address_of(user: User, channel: Channel) -> str | None:
    """Where she can be reached on a channel; by push, her browsers are known by her id."""
    return {Channel.EMAIL: user.email, Channel.SMS: user.phone}.get(channel)


def set_time(session: Session, user: User, *, channel: Channel, at: time, now: datetime) -> Slot:
    """Remind her daily at that time on the channel, from its next occurrence on: one slot a channel.

    The first slot for texts brings the welcome text. Raises NoAddress, or NeedsConsent for texts.
    """
    user_id = user.id or 0
    accounts.lock_person(session, user_id)
    address = address_of(user, channel)
    if address is None:
        raise NoAddress(channel.value)
    if channel is Channel.SMS and not consent.is_given(
        session, user_id=user_id, channel=channel, address=address
    ):
        raise NeedsConsent
    slot = queries.slot_on(session, user_id, channel=channel)
    if slot is None:
        slot = _new_slot(session, user, channel, at, now)
        if channel is Channel.SMS:
            welcome(session, user_id, now=now)
        return slot
    slot.at, slot.weekdays, slot.is_active = at, EVERY_WEEKDAY, True
    move_to_next(session, slot, user, now)
    return slot


def _new_slot(session: Session, user: User, channel: Channel, at: time, now: datetime) -> Slot:
    weekdays = frozenset(map(int, EVERY_WEEKDAY))
    first = schedule.next_occurrence(now, at, ZoneInfo(user.zone), weekdays=weekdays)
    slot = Slot(
        user_id=user.id or 0,
        channel=channel,
        at=at,
        next_day=first.day,
        next_due_at=first.due_at,
        created_at=now,
    )
    session.add(slot)
    session.flush()
    return slot


def agree(session: Session, user: User, *, words: str, words_version: str, now: datetime) -> None:
    """Keep that she agreed to texts, in exactly these words, and confirm it by text. Raises NoAddress.

    Her number needs no new proof: an account holds none that a code did not prove.
    """
    if user.phone is None:
        raise NoAddress(Channel.SMS.value)
    consent.give(
        session,
        user_id=user.id or 0,
        channel=Channel.SMS,
        address=user.phone,
        words=words,
        words_version=words_version,
        source="reminders",
        proved_by="code",
        now=now,
    )
    welcome(session, user.id or 0, now=now)


def welcome(session: Session, user_id: int, *, now: datetime) -> None:
    """Plan the text that confirms her consent."""
    outbox.enqueue(
        session,
        key=f"{queries.WELCOME}/{user_id}/{int(now.timestamp())}",
        kind=queries.WELCOME,
        channel=Channel.SMS,
        user_id=user_id,
        due_at=now,
        expires_at=now + WELCOME_LASTS,
        now=now,
    )


def switch_off(session: Session, user_id: int, *, slot_id: int) -> bool:
    """End the reminders of a slot of hers, also one that is about to leave; whether there is such a slot."""
    accounts.lock_person(session, user_id)
    slot = queries.slot_of(session, user_id, slot_id=slot_id)
    if slot is None:
        return False
    slot.is_active = False
    session.add(slot)
    session.flush()
    return True


def move_to_next(session: Session, slot: Slot, user: User, now: datetime) -> None:
    """Let the slot wait for its first occurrence after now on a date that had no reminder yet."""
    occurrence = next_after(now, slot, user)
    while queries.was_planned(session, nudge_key(slot, occurrence)):
        occurrence = next_after(occurrence.due_at, slot, user)
    wait_for(session, slot, occurrence)


def next_after(instant: datetime, slot: Slot, user: User) -> Occurrence:
    """The slot's first occurrence later than the instant, on her wall clock."""
    return schedule.next_occurrence(instant, slot.at, ZoneInfo(user.zone), weekdays=weekdays_of(slot))


def wait_for(session: Session, slot: Slot, occurrence: Occurrence) -> None:
    """Note the occurrence the slot waits for."""
    slot.next_day, slot.next_due_at = occurrence.day, occurrence.due_at
    session.add(slot)
    session.flush()


def purge_words(session: Session, *, before: datetime) -> None:
    """Forget the words of texts received before an instant, and whole those of strangers."""
    old = col(InboundText.received_at) < before
    unsynchronized = {"synchronize_session": False}
    session.exec(
        sa.delete(InboundText).where(old, col(InboundText.user_id).is_(None)),
        execution_options=unsynchronized,
    )
    session.exec(
        sa.update(InboundText).where(old, col(InboundText.body) != "").values(body=""),
        execution_options=unsynchronized,
    )
