"""What was left out in a month or a year, and why: days by reason, and the stretches set aside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.checklist import set_aside
from app.checklist.queries import Chosen, Record
from app.checklist.set_aside import SetAside
from app.rules import presence
from app.rules.marks import Skip
from app.rules.presence import ByReason


@dataclass(frozen=True, slots=True)
class LeftOut:
    """On how many days something was skipped, by reason, and the stretches set aside, in order."""

    skips: ByReason = ()
    spells: tuple[SetAside, ...] = ()


def build(
    chosen: Sequence[Chosen], skipped: Iterable[tuple[date, Skip | None]], *, first: date, last: date
) -> LeftOut:
    """What was left out from first to last, neither to come; ``skipped`` are days with their reasons."""
    inside = ((day, reason) for day, reason in skipped if first <= day <= last)
    spells = tuple(set_aside.spells_of(chosen, first=first, last=last))
    return LeftOut(presence.days_by_reason(inside), spells)


def skipped_in(record: Record) -> Iterable[tuple[date, Skip | None]]:
    """The days of a record on which a habit was left out, with the reason."""
    for on in record.marks.values():
        for day, mark in on.items():
            if mark.amount is None:
                yield day, mark.skip
