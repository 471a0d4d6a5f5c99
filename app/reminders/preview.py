"""What would come when: a person's reminders of the days ahead, as the planner will find them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.accounts import queries as accounts
from app.accounts.models import User
from app.reminders import slots, wishes
from app.reminders.models import Slot, Wishes
from app.rules.schedule import Occurrence


@dataclass(frozen=True, slots=True)
class Upcoming:
    """One occurrence of a slot, and what is to be known about it, in words."""

    slot: Slot
    occurrence: Occurrence
    notes: tuple[str, ...]


def upcoming(
    user: User, hers_slots: Sequence[Slot], hers: Wishes, *, after: datetime, until: datetime
) -> list[Upcoming]:
    """Every occurrence later than ``after`` and not later than ``until`` of the slots that are switched on.

    In the order of time. A slot without a weekday has none. ZoneInfoNotFoundError when her zone is unknown.
    """
    found = [
        Upcoming(slot, occurrence, tuple(_notes(user, slot, hers, occurrence)))
        for slot in hers_slots
        if slot.is_active and slot.weekdays
        for occurrence in _occurrences(user, slot, after=after, until=until)
    ]
    return sorted(found, key=lambda each: (each.occurrence.due_at, each.slot.id or 0))


def _occurrences(user: User, slot: Slot, *, after: datetime, until: datetime) -> Iterator[Occurrence]:
    occurrence = slots.next_after(after, slot, user)
    while occurrence.due_at <= until:
        yield occurrence
        occurrence = slots.next_after(occurrence.due_at, slot, user)


def _notes(user: User, slot: Slot, hers: Wishes, occurrence: Occurrence) -> Iterator[str]:
    due_at, zone = occurrence.due_at, ZoneInfo(user.zone)
    if slot.fault is not None:
        yield f"set aside: {slot.fault}"
    if wishes.is_paused(hers, accounts.today_of(user, now=due_at)):
        yield f"paused until {hers.paused_until}"
    if hers.snoozed_until is not None and due_at < hers.snoozed_until:
        yield f"snoozed until {hers.snoozed_until.astimezone(UTC):%Y-%m-%d %H:%MZ}"
    if wishes.is_quiet(hers, user, due_at):
        yield "in her quiet hours"
    if due_at.astimezone(zone).time() != slot.at:
        yield f"the clock leaps over {slot.at:%H:%M}"
    if slot.again_after is not None:
        again_at = due_at + timedelta(minutes=slot.again_after)
        yield (
            "not again: quiet hours"
            if wishes.is_quiet(hers, user, again_at)
            else f"again {again_at.astimezone(zone):%H:%M} if something is open"
        )
