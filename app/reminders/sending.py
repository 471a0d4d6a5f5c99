"""What every reminder looks at once more when it is sent, and the other way when one did not arrive."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from app.accounts import actions as account_actions
from app.accounts import queries as accounts
from app.accounts.models import User
from app.messages import faults, moves, subscriptions
from app.messages.message import Postponed, Reason, Withheld
from app.messages.models import Channel, Delivery, State
from app.messages.moves import Source
from app.reminders import queries, ways, wishes
from app.reminders.models import Slot, Wishes

MOST_TEXTS_A_DAY = 3
TEXTS_APART = timedelta(minutes=60)
# A posting is a few seconds after its time, or a few minutes when it had to be tried again.
SLACK = timedelta(minutes=5)
LATER = "is_later"
SLOTS = "slots"
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


def read(session: Session, delivery: Delivery, *, now: datetime) -> Reminder | Withheld | Postponed:
    """The reminder, or why it is not sent, or not yet.

    Her record is locked first, so that two senders cannot both pass, and what she switches off meanwhile
    counts.
    """
    account_actions.lock_person(session, delivery.user_id or 0)
    user = accounts.person(session, delivery.user_id or 0)
    slot = queries.slot_of(session, delivery.user_id or 0, slot_id=delivery.slot_id or 0)
    address = ways.address_of(user, delivery.channel) if user else None
    if user is None or slot is None or address is None:
        return Withheld(Reason.GONE)
    reminder = Reminder(session, delivery, user, slot, wishes.of(session, user.id or 0), address, now)
    reason = _why_not(reminder)
    if reason is Reason.SNOOZED and reminder.hers.snoozed_until is not None:
        return Postponed(reminder.hers.snoozed_until, Reason.SNOOZED)
    return reminder if reason is None else Withheld(reason)


def _why_not(of: Reminder) -> Reason | None:
    """The first reason not to send it, if any."""
    checks = (
        (Reason.OFF, _is_off),
        (Reason.GONE, _is_of_another_day),
        (Reason.PAUSED, _is_paused),
        (Reason.SNOOZED, _is_snoozed),
        (Reason.OPTED_OUT, _has_no_consent),
        (Reason.NO_DEVICE, _has_no_device),
        (Reason.BAD_ADDRESS, _has_fault),
        (Reason.QUIET, _became_quiet),
        (Reason.MERGED, _was_asked_meanwhile),
        (Reason.CAP, _is_too_much),
    )
    return next((reason for reason, holds in checks if holds(of)), None)


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


def _is_of_another_day(of: Reminder) -> bool:
    """Whether the day it asks about is over, as after a long stop; a letter is about another one anyhow."""
    return not _is_letter(of) and of.delivery.payload.get("day") != of.today.isoformat()


def _has_no_device(of: Reminder) -> bool:
    """Whether she turned notifications off everywhere since."""
    return of.delivery.channel is Channel.PUSH and not subscriptions.are_there(of.session, of.user.id or 0)


def _was_asked_meanwhile(of: Reminder) -> bool:
    """Whether a message that left since this one was due asked for all that it would ask for.

    So it is when two senders wrote at one moment and neither saw the other's.
    """
    if _is_letter(of) or of.delivery.payload.get(LATER):
        return False
    posted = queries.posted(of.session, of.delivery, kinds=[of.delivery.kind], now=of.now)
    since = [each for each in posted if each.posting_at is not None and each.posting_at >= of.delivery.due_at]
    asked = {slot_id for each in since if _is_same_day(each, of) for slot_id in stands_for(each)}
    asked_by = [slot for slot in queries.slots_of(of.session, of.user.id or 0) if slot.id in asked]
    return any(_asks_all_of(slot, of.slot) for slot in asked_by)


def _is_same_day(other: Delivery, of: Reminder) -> bool:
    return bool(other.payload.get("day") == of.delivery.payload.get("day"))


def _asks_all_of(slot: Slot, other: Slot) -> bool:
    """Whether a slot asks for every habit that another one asks for."""
    if slot.habit_ids is None:
        return True
    return other.habit_ids is not None and set(other.habit_ids) <= set(slot.habit_ids)


def _is_too_much(of: Reminder) -> bool:
    """Whether she had three texts on that date, or one within the hour that she did not ask to hear again."""
    if of.delivery.channel is not Channel.SMS:
        return False
    posted = queries.posted(of.session, of.delivery, kinds=queries.TIMED, now=of.now)
    that_date = [each for each in posted if each.local_date == of.delivery.local_date]
    latest = posted[0].posting_at if posted else None
    is_close = latest is not None and of.now - latest < TEXTS_APART - SLACK
    return len(that_date) >= MOST_TEXTS_A_DAY or (is_close and not of.delivery.payload.get(LATER))


def stands_for(delivery: Delivery) -> list[int]:
    """The slots that a reminder asks for: its own, and those whose reminders it took in."""
    found: list[int] = delivery.payload.get(SLOTS, [delivery.slot_id])
    return found


def merged(of: Reminder) -> list[Slot]:
    """The slots that this one message stands for: its own, and those of others of hers that wait with it.

    After a stop, or when two times fell close together, she gets one message, not a pile. The others end
    here, and the message keeps what it took in, for another attempt and for another way.
    """
    together = list(stands_for(of.delivery))
    for other in queries.others_waiting(of.session, of.delivery, now=of.now):
        together += stands_for(other)
        other.reason = Reason.MERGED
        moves.move(of.session, other, state=State.SUPPRESSED, source=Source.DISPATCH, now=of.now)
    together = list(dict.fromkeys(together))
    if together != [of.slot.id]:
        of.delivery.payload = {**of.delivery.payload, SLOTS: together}
        of.session.add(of.delivery)
    hers = queries.slots_of(of.session, of.user.id or 0)
    return [slot for slot in hers if slot.id in together and (slot.is_active or slot.id == of.slot.id)]
