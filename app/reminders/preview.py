"""What would come when: a person's reminders of the days ahead, as the rules find them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.reminders.models import Purpose, Slot, Wishes
from app.rules import schedule
from app.rules.habits import EVERY_DAY
from app.rules.schedule import Occurrence


@dataclass(frozen=True, slots=True)
class Upcoming:
    """One occurrence of a slot, and what is to be known about it, in words."""

    slot: Slot
    occurrence: Occurrence
    notes: tuple[str, ...]


def upcoming(
    slots: Sequence[Slot], wishes: Wishes, *, zone: ZoneInfo, after: datetime, until: datetime
) -> list[Upcoming]:
    """Every occurrence later than ``after`` and not later than ``until`` of the slots that are switched on.

    In the order of time. A slot without a weekday has none.
    """
    found = [
        Upcoming(slot, occurrence, tuple(_notes(slot, occurrence, wishes, zone)))
        for slot in slots
        if slot.is_active
        for occurrence in _occurrences(slot, zone, after=after, until=until)
    ]
    return sorted(found, key=lambda each: (each.occurrence.due_at, each.slot.id or 0))


def _occurrences(slot: Slot, zone: ZoneInfo, *, after: datetime, until: datetime) -> Iterator[Occurrence]:
    weekdays = frozenset(map(int, slot.weekdays)) & EVERY_DAY
    while weekdays:
        occurrence = (
            schedule.next_first_of_month(after, slot.at, zone)
            if slot.purpose is Purpose.MONTH
            else schedule.next_occurrence(after, slot.at, zone, weekdays=weekdays)
        )
        if occurrence.due_at > until:
            return
        yield occurrence
        after = occurrence.due_at


def _notes(slot: Slot, occurrence: Occurrence, wishes: Wishes, zone: ZoneInfo) -> Iterator[str]:
    due_at = occurrence.due_at
    if slot.fault is not None:
        yield f"set aside: {slot.fault}"
    if wishes.paused_until is not None and occurrence.day < wishes.paused_until:
        yield f"paused until {wishes.paused_until}"
    if wishes.snoozed_until is not None and due_at < wishes.snoozed_until:
        yield f"snoozed until {wishes.snoozed_until.astimezone(UTC):%Y-%m-%d %H:%MZ}"
    if _is_quiet(due_at, wishes, zone):
        yield "in her quiet hours"
    if due_at.astimezone(zone).time() != slot.at:
        yield f"the clock leaps over {slot.at:%H:%M}"
    if slot.again_after is not None:
        again_at = due_at + timedelta(minutes=slot.again_after)
        quiet = ", in her quiet hours" if _is_quiet(again_at, wishes, zone) else ""
        yield f"again {again_at.astimezone(zone):%H:%M} if something is open{quiet}"


def _is_quiet(instant: datetime, wishes: Wishes, zone: ZoneInfo) -> bool:
    return schedule.is_quiet(instant, zone, quiet_from=wishes.quiet_from, quiet_to=wishes.quiet_to)
