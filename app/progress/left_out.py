"""What was left out in a month or a year, and why: days by reason, and the stretches set aside."""

from collections.abc import Iterable, Iterator, Sequence
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


def skipped_in(record: Record) -> Iterator[tuple[date, Skip | None]]:
    """The days of a record on which a habit was skipped, with the reason."""
    for each in record.chosen:
        yield from presence.skips_of(each.habit, record.of(each.id), spells=each.spells)
