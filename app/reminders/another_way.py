"""Another way to her for a reminder that is known not to have reached her, while that makes sense."""

from datetime import datetime

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import User
from app.messages import faults, outbox, upkeep
from app.messages.message import Reason
from app.messages.models import Channel, Delivery, State
from app.reminders import fault_letters, queries, sending, ways, wishes
from app.reminders.models import Wishes

INSTEAD_OF = "instead_of"
COMES = (State.QUEUED, State.SENDING, State.ACCEPTED, State.SENT, State.DELIVERED)


def take(session: Session, delivery: Delivery, *, now: datetime) -> bool:
    """Plan the reminder anew on another channel, and tell her of an address that does not work; whether so.

    One text that a carrier did not deliver is let go: only when its address is known not to work, or nobody
    can tell any more what became of it, is there another way. None is taken at night, when its day is over,
    or when its slot takes that way anyhow.
    """
    user = accounts.person(session, delivery.user_id or 0)
    slot = queries.slot_of(session, delivery.user_id or 0, slot_id=delivery.slot_id or 0)
    if user is None or slot is None or not _needs_another(session, delivery, user):
        return False
    fault_letters.plan(session, delivery, user, now=now)
    channel, hers = ways.instead_of(session, user, delivery.channel), wishes.of(session, user.id or 0)
    if channel is None or _is_over(delivery, user, now) or wishes.is_quiet(hers, user, now):
        return False
    if _came_anyhow(session, delivery):
        return False
    return outbox.enqueue(
        session,
        key=_key_on(delivery, channel),
        kind=delivery.kind,
        channel=channel,
        user_id=user.id,
        due_at=now,
        expires_at=_live_until(delivery, user, hers, now),
        now=now,
        payload={**delivery.payload, INSTEAD_OF: delivery.id},
        slot_id=slot.id,
        local_date=delivery.local_date,
    )


def _needs_another(session: Session, delivery: Delivery, user: User) -> bool:
    if delivery.reason == Reason.OPTED_OUT or delivery.error_code in upkeep.MISTAKES:
        return False  # she wants none, or we could not even write it
    if delivery.state is not State.UNDELIVERED:
        return True
    address = ways.address_of(user, delivery.channel) or ""
    return faults.current(session, user.id or 0, channel=delivery.channel, address=address) is not None


def _came_anyhow(session: Session, delivery: Delivery) -> bool:
    """Whether another way of the same reminder brought it, or is about to."""
    others = queries.of_occurrence(session, delivery)
    same = [each for each in others if _place_in_day(each) == _place_in_day(delivery)]
    return any(each.state in COMES for each in same)


def _place_in_day(delivery: Delivery) -> tuple[bool, bool]:
    """Which of a date's reminders it is: the first, the second nudge, or one that she asked to hear later."""
    return bool(delivery.payload.get(sending.AGAIN)), bool(delivery.payload.get(sending.LATER))


def _is_over(delivery: Delivery, user: User, now: datetime) -> bool:
    """Whether the day it asks about is over; the month's letter lives as long as it was planned to."""
    if delivery.kind == queries.MONTH:
        return now >= delivery.expires_at
    return delivery.payload.get("day") != accounts.today_of(user, now=now).isoformat()


def _live_until(delivery: Delivery, user: User, hers: Wishes, now: datetime) -> datetime:
    if delivery.kind == queries.MONTH:
        return delivery.expires_at
    return wishes.live_until(hers, user, now)


def _key_on(delivery: Delivery, channel: Channel) -> str:
    """The same occurrence on another channel: planned already when the slot takes that way too."""
    before, _, after = delivery.key.rpartition(delivery.channel.value)
    return f"{before}{channel.value}{after}"
