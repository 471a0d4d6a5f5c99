"""Another way to her for a reminder that is known not to have reached her, while that makes sense."""

from datetime import datetime

from sqlmodel import Session

from app import clock
from app.accounts import queries as accounts
from app.accounts.models import User
from app.messages import faults, outbox, upkeep
from app.messages.message import Reason
from app.messages.models import Channel, Delivery, State
from app.reminders import fault_letters, queries, ways, wishes
from app.reminders.models import Wishes
from app.rules import schedule

INSTEAD_OF = "instead_of"


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


def _is_over(delivery: Delivery, user: User, now: datetime) -> bool:
    """Whether the day it asks about is over; the month's letter lives as long as it was planned to."""
    if delivery.kind == queries.MONTH:
        return now >= delivery.expires_at
    return delivery.payload.get("day") != accounts.today_of(user, now=now).isoformat()


def _live_until(delivery: Delivery, user: User, hers: Wishes, now: datetime) -> datetime:
    if delivery.kind == queries.MONTH:
        return delivery.expires_at
    zone = clock.zone(user.zone)
    quiet = schedule.quiet_start_after(now, zone, quiet_from=hers.quiet_from, quiet_to=hers.quiet_to)
    return min(filter(None, (now + schedule.LIFE, quiet)))


def _key_on(delivery: Delivery, channel: Channel) -> str:
    """The same occurrence on another channel: planned already when the slot takes that way too."""
    before, _, after = delivery.key.rpartition(delivery.channel.value)
    return f"{before}{channel.value}{after}"
