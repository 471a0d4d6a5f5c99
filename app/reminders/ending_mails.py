"""Ending and beginning again the emails of a slot, whatever other ways it takes. Callers commit."""

from datetime import datetime

from sqlmodel import Session, col

from app.accounts import actions as accounts
from app.accounts.models import User
from app.messages import moves
from app.messages.message import Reason
from app.messages.models import Channel, Delivery, State
from app.messages.moves import Source
from app.reminders import queries, slots
from app.reminders.models import Slot


def end(session: Session, user_id: int, *, slot_id: int, now: datetime) -> bool:
    """Send no more emails for a slot of hers, which goes on by its other ways; whether any were to come.

    One that takes no other way is switched off. What waits to be sent ends too.
    """
    accounts.lock_person(session, user_id)
    slot = queries.slot_for_change(session, user_id, slot_id=slot_id)
    if slot is None or not slot.is_active or Channel.EMAIL not in slot.channels:
        return False
    _withhold(session, slot, now)
    others = tuple(each for each in slot.channels if each is not Channel.EMAIL)
    if not others:
        return slots.switch_off(session, user_id, slot_id=slot_id)
    _take(session, slot, others)
    return True


def begin(session: Session, user: User, *, slot_id: int, now: datetime) -> bool:
    """Send emails for a slot of hers again, beside whatever it does; whether there is such a slot."""
    accounts.lock_person(session, user.id or 0)
    slot = queries.slot_for_change(session, user.id or 0, slot_id=slot_id)
    if slot is None:
        return False
    if Channel.EMAIL not in slot.channels:
        _take(session, slot, (*slot.channels, Channel.EMAIL) if slot.is_active else (Channel.EMAIL,))
    return slot.is_active or slots.switch_on(session, user, slot_id=slot_id, now=now)


def _withhold(session: Session, slot: Slot, now: datetime) -> None:
    waiting = (
        col(Delivery.user_id) == slot.user_id,
        col(Delivery.slot_id) == slot.id,
        col(Delivery.channel) == Channel.EMAIL,
        col(Delivery.state) == State.QUEUED,
    )
    values = {"reason": Reason.OFF, "finished_at": now}
    moves.move_all(session, State.SUPPRESSED, *waiting, source=Source.CONSENT, now=now, values=values)


def _take(session: Session, slot: Slot, ways: tuple[Channel, ...]) -> None:
    slot.channel, also = ways[0], ways[1:]
    slot.also = [each.value for each in also] or None
    session.add(slot)
    session.flush()
