"""How many periods came to each state, and the shares and percentages that follow."""

from dataclasses import dataclass
from enum import StrEnum

_LEAST_COUNTED_FOR_PERCENT = 7
_LEAST_RECORDED = 7
_COMPLETE_PERCENT = 70


class Records(StrEnum):
    """Whether there is enough to speak of: at least 7 recorded, and 70 % of what was due."""

    ENOUGH = "enough"
    FEW = "few"
    NOT_ENOUGH = "not_enough"


def percent(part: int, whole: int) -> int | None:
    """A whole number, half up; 100 only if all, 0 only if none; None of nothing, however small the whole.

    A share on a page comes from ``Tally.percent``, which is silent below seven.
    """
    if whole == 0:
        return None
    if part in (0, whole):
        return 100 if part else 0
    return min(99, max(1, (200 * part + whole) // (2 * whole)))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many due periods (days, or weeks of a weekly habit) came to each state; tallies add up."""

    met: int = 0
    partial: int = 0
    not_met: int = 0
    skipped: int = 0
    not_recorded: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            met=self.met + other.met,
            partial=self.partial + other.partial,
            not_met=self.not_met + other.not_met,
            skipped=self.skipped + other.skipped,
            not_recorded=self.not_recorded + other.not_recorded,
        )

    @property
    def due(self) -> int:
        """All of them."""
        return self.recorded + self.skipped + self.not_recorded

    @property
    def recorded(self) -> int:
        """Those with an amount, an explicit zero included."""
        return self.met + self.partial + self.not_met

    @property
    def counted(self) -> int:
        """What a share is a share of: the due ones that were not skipped."""
        return self.due - self.skipped

    @property
    def share(self) -> float | None:
        """Met of counted, 0 to 1, an empty day counting against; None when nothing counted."""
        return self.met / self.counted if self.counted else None

    @property
    def upper_share(self) -> float | None:
        """The share had every empty day been met; None when nothing counted."""
        return (self.met + self.not_recorded) / self.counted if self.counted else None

    @property
    def records(self) -> Records:
        """Not enough below 7 recorded; few below 70 % completeness."""
        if self.recorded < _LEAST_RECORDED:
            return Records.NOT_ENOUGH
        is_complete = 100 * (self.recorded + self.skipped) >= _COMPLETE_PERCENT * self.due
        return Records.ENOUGH if is_complete else Records.FEW

    @property
    def percent(self) -> int | None:
        """The share as printed; None while fewer than seven counted."""
        return self._printed(self.met)

    @property
    def upper_percent(self) -> int | None:
        """The upper bound as printed; None while fewer than seven counted."""
        return self._printed(self.met + self.not_recorded)

    def _printed(self, part: int) -> int | None:
        return percent(part, self.counted) if self.counted >= _LEAST_COUNTED_FOR_PERCENT else None
