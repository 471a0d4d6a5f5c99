"""What every reminder looks at once more when it is sent, and the other way when one did not arrive."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from app.accounts import actions as account_actions
from app.accounts import queries as accounts
from app.accounts.models import User
from app.messages import faults, moves
from app.messages.message import Reason, Withheld
from app.messages.models import Channel, Delivery, State
from app.messages.moves import Source
from app.reminders import queries, ways, wishes
from app.reminders.models import Slot, Wishes

MOST_TEXTS_A_DAY = 3
TEXTS_APART = timedelta(minutes=60)
LATER = "is_later"
AGAIN = "is_again"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A planned reminder with whom and what it is for, as all of it is at the moment of sending."""

    session: Session
    delivery: Delivery
    user: User
    slot: Slot
    hers: Wishes
    address: str
    now: datetime

    @property
    def today(self) -> date:
        """Her habit day now."""
        return accounts.today_of(self.user, now=self.now)


def read(session: Session, delivery: Delivery, *, now: datetime) -> Reminder | Withheld:
    """The reminder, or why it is not sent. Her record is locked: two senders cannot both pass the caps."""
    user = accounts.person(session, delivery.user_id or 0)
    slot = queries.slot_of(session, delivery.user_id or 0, slot_id=delivery.slot_id or 0)
    address = ways.address_of(user, delivery.channel) if user else None
    if user is None or slot is None or address is None:
        return Withheld(Reason.GONE)
    account_actions.lock_person(session, user.id or 0)
    reminder = Reminder(session, delivery, user, slot, wishes.of(session, user.id or 0), address, now)
    reason = _why_not(reminder)
    return reminder if reason is None else Withheld(reason)


def _why_not(of: Reminder) -> Reason | None:
    """The first reason not to send it, if any."""
    checks = {
        Reason.OFF: _is_off,
        Reason.PAUSED: _is_paused,
        Reason.SNOOZED: _is_snoozed,
        Reason.OPTED_OUT: _has_no_consent,
        Reason.BAD_ADDRESS: _has_fault,
        Reason.QUIET: _became_quiet,
        Reason.CAP: _is_too_much,
    }
    return next((reason for reason, holds in checks.items() if holds(of)), None)


def _is_off(of: Reminder) -> bool:
    is_second = of.delivery.payload.get(AGAIN, False)
    return not of.slot.is_active or (is_second and of.slot.again_after is None)


def _is_paused(of: Reminder) -> bool:
    return not _is_letter(of) and wishes.is_paused(of.hers, of.today)


def _is_snoozed(of: Reminder) -> bool:
    until = of.hers.snoozed_until
    is_waited_for = _is_letter(of) or of.delivery.payload.get(LATER)
    return until is not None and of.now < until and not is_waited_for


def _is_letter(of: Reminder) -> bool:
    """The month's letter asks for nothing, so no pause is meant for it."""
    return of.delivery.kind == queries.MONTH


def _has_no_consent(of: Reminder) -> bool:
    return of.delivery.channel is Channel.SMS and not ways.has_consent(of.session, of.user)


def _has_fault(of: Reminder) -> bool:
    fault = faults.current(of.session, of.user.id or 0, channel=of.delivery.channel, address=of.address)
    return fault is not None


def _became_quiet(of: Reminder) -> bool:
    """Whether quiet hours began since it was due; a time inside them is her own choice.

    An emailed letter wakes nobody.
    """
    if _is_letter(of) and of.delivery.channel is Channel.EMAIL:
        return False
    return wishes.is_quiet(of.hers, of.user, of.now) and not wishes.is_quiet(
        of.hers, of.user, of.delivery.due_at
    )


def _is_too_much(of: Reminder) -> bool:
    """Whether she had three texts within a day, or one within the hour that she did not ask to hear again."""
    if of.delivery.channel is not Channel.SMS:
        return False
    since = of.now - timedelta(days=1)
    posted = queries.posted_texts(of.session, of.user.id or 0, since=since, but=of.delivery.id or 0)
    is_close = bool(posted) and of.now - posted[0] < TEXTS_APART and not of.delivery.payload.get(LATER)
    return len(posted) >= MOST_TEXTS_A_DAY or is_close


def merged(of: Reminder) -> list[Slot]:
    """The slots that this one message stands for: its own, and those of others of hers that wait with it.

    After a stop, or when two times fell close together, she gets one message, not a pile. The others end.
    """
    together = [of.slot]
    for other in queries.others_waiting(of.session, of.delivery, now=of.now):
        slot = queries.slot_of(of.session, of.user.id or 0, slot_id=other.slot_id or 0)
        if slot is not None and slot.is_active:
            together.append(slot)
        other.reason = Reason.MERGED
        moves.move(of.session, other, state=State.SUPPRESSED, source=Source.DISPATCH, now=of.now)
    return together
