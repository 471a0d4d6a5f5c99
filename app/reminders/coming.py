"""What will come next, and when: the nearest occurrences of her slots, as the planner will find them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfoNotFoundError

from app.accounts import queries as accounts
from app.accounts.models import User
from app.reminders import slots, wishes
from app.reminders.models import Slot, Wishes
from app.rules.schedule import Occurrence

MOST = 3
FARTHEST = 40


@dataclass(frozen=True, slots=True)
class Coming:
    """A reminder that will come unless nothing is open then."""

    slot: Slot
    due_at: datetime


def of(
    user: User, hers_slots: Sequence[Slot], hers: Wishes, *, now: datetime, most: int = MOST
) -> list[Coming]:
    """Her next reminders, the nearest first; those she paused or wants to hear later are left out."""
    active = [slot for slot in hers_slots if slot.is_active and slot.fault is None]
    found = [each for slot in active for each in islice(_of_slot(slot, user, hers, now), most)]
    return sorted(found, key=lambda each: each.due_at)[:most]


def _of_slot(slot: Slot, user: User, hers: Wishes, now: datetime) -> Iterator[Coming]:
    occurrence = Occurrence(slot.next_day, slot.next_due_at)
    for _ in range(FARTHEST):
        is_snoozed = hers.snoozed_until is not None and occurrence.due_at < hers.snoozed_until
        if not is_snoozed and not wishes.is_paused(hers, accounts.today_of(user, now=occurrence.due_at)):
            yield Coming(slot, occurrence.due_at)
        try:
            occurrence = slots.next_after(max(occurrence.due_at, now), slot, user)
        except ZoneInfoNotFoundError:
            return
