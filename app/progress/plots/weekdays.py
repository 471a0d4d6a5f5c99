"""The days of the week side by side: how much of each was kept."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A weekday by name, its share (0 to 1; None: nothing to go by), and the same in words."""

    name: str
    share: float | None
    words: str

    @property
    def length(self) -> float:
        """The length of its bar, 0 to 100."""
        return round(100 * (self.share or 0.0), 1)


@dataclass(frozen=True, slots=True)
class Weekdays:
    """The seven parts in the order of her week."""

    title: str
    parts: tuple[Part, ...]


def weekdays(parts: Sequence[Part], *, title: str) -> Weekdays:
    """The picture of a week's days."""
    return Weekdays(title, tuple(parts))
