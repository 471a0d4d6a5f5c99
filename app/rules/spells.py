"""Spells that she enters, in any order and overlapping, as stretches that never overlap."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.rules import days
from app.rules.marks import Skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from first to last, both included, set aside for a reason; ``habits`` None: all of them."""

    first: date
    last: date
    reason: Skip
    habits: frozenset[int] | None = None

    def meets(self, other: "Stretch") -> bool:
        """Whether they share a day, or one begins right after the other."""
        return self.first <= other.last + days.ONE_DAY and other.first <= self.last + days.ONE_DAY


def with_added(stretches: Iterable[Stretch], new: Stretch) -> tuple[Stretch, ...]:
    """The stretches with a new one, in the order of their first days.

    Those for the same habits never overlap: one for the same reason that meets the new one becomes part of
    it, and one for another reason yields the days they share. A stretch for other habits stays as it is.
    """
    kept: list[Stretch] = []
    whole = new
    for each in stretches:
        if each.habits == new.habits and each.reason is new.reason and each.meets(new):
            whole = replace(whole, first=min(whole.first, each.first), last=max(whole.last, each.last))
        else:
            kept.append(each)
    rest = [
        part for each in kept for part in (_without(each, whole) if each.habits == new.habits else (each,))
    ]
    return tuple(sorted([*rest, whole], key=_place))


def _without(stretch: Stretch, other: Stretch) -> Iterator[Stretch]:
    """What is left of a stretch outside of another."""
    if stretch.first < other.first:
        yield replace(stretch, last=min(stretch.last, other.first - days.ONE_DAY))
    if stretch.last > other.last:
        yield replace(stretch, first=max(stretch.first, other.last + days.ONE_DAY))


def _place(stretch: Stretch) -> tuple[date, date, str, list[int]]:
    return stretch.first, stretch.last, stretch.reason.value, sorted(stretch.habits or ())
